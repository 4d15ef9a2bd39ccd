"""Is what resembles a known fault met as that fault is, whatever its format and its disguise?

Verdicts were written down before the files were read. Whole kinds are walked: what other programs
write, numbers that are none, shapes in binaries, positions in one cell, units of drawings.
"""

from __future__ import annotations

import io
import json
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from openpyxl import load_workbook

from geo.intake.messages import verdict
from geo.intake.read import read_content
from tests.intake import layers_made as layers
from tests.intake.made import (
    archive,
    as_text,
    collection,
    feature,
    polygon,
    replaced,
    square,
    workbook,
)

ACCEPT, REPAIR, REJECT = "accept", "repair", "reject"
GOOD = as_text(collection())
BOOK = workbook({"表": [["编号", "名称", "经度", "纬度"], ["1", "甲", 117.28, 31.86]]})


def told(name: str, content: bytes) -> tuple[str, set[str]]:
    found = read_content(name, content)
    return verdict(found.messages), {message.code for message in found.messages}


def table(*rows: str, head: str = "编号,名称,经度,纬度") -> bytes:
    return "\n".join([head, *rows]).encode()


OTHERS: dict[str, bytes] = {
    "a tar": b"\0" * 257 + b"ustar" + b"\0" * 99,
    "a photograph": b"\0\0\0\x18ftypheic" + b"\0" * 99,
    "a video": b"\0\0\0\x20ftypmp42" + b"\0" * 99,
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 99,
    "BigTIFF": b"II+\0\x08\0\0\0" + b"\x01" * 99,
    "a bitmap": b"BM\x36\1\0\0\0\0\0\0" + b"\x36" * 99,
    "Access": b"\0\1\0\0Standard Jet DB\0" + b"\0" * 99,
    "HDF5": b"\x89HDF\r\n\x1a\n" + b"\0" * 99,
    "Feather": b"ARROW1\0\0" + b"\0" * 99,
    "a workbook of 1993": b"\x09\x08\x08\0\0\x05\x05\0" + b"\x11" * 99,
    "a workbook of 1987": b"\x09\0\x04\0\2\0\x10\0" + b"\x11" * 99,
    "a program": b"MZ\x90\0\3\0\0\0" + bytes(range(256)),
    "a pointer of LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n",
    "MapInfo, interchange": b'Version 300\nCharset "WindowsSimpChinese"\nDelimiter ","\n',
    "MapInfo": b"!table\n!version 300\n",
    "a stored web page": b"MIME-Version: 1.0\nContent-Type: text/html; a=1; b=2\n\n<html>\n",
    "RTF": b"{\\rtf1\\ansi a}",
    "a web page": b"<!DOCTYPE html><html><body>404</body></html>",
    "VRT": b"<OGRVRTDataSource/>",
    "a spreadsheet of OpenDocument": archive(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    ),
    "a binary workbook": archive({"[Content_Types].xml": b"<T/>", "xl/workbook.bin": b"\x83"}),
    "Esri without a head": b'{"features": [{"attributes": {}, "geometry": {"x": 1, "y": 2}}]}',
}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("ending", ["geojson", "xlsx"])
def test_what_other_programs_write_is_named_whatever_its_name_is(kind: str, ending: str) -> None:
    assert told(f"a.{ending}", OTHERS[kind]) == (REJECT, {"E_FORMAT_UNSUPPORTED"})


def test_headings_that_begin_as_other_files_do_are_a_table() -> None:
    for heading in ("BM编号", "fgb", "gis_ftype", "MZ", "version"):
        found = read_content("a.csv", f"{heading},经度,纬度\n1,117.28,31.86\n".encode())
        assert found.tables[0].columns == (heading, "经度", "纬度")


# fmt: off
TABLES: dict[str, tuple[bytes, str, str]] = {
    "the same row twice": (table("1,甲,117.2,31.8", "1,甲,117.2,31.8"), REPAIR, "W_DUP_FEATURE"),
    "one name, two places": (table("1,甲,117.2,31.8", "2,甲,117,31.8"), REPAIR, "W_DUP_NAME"),
    "a name with blanks": (table("1,甲 乙,117.2,31.8", "2,甲乙,117,31.8"), REPAIR, "W_DUP_NAME"),
    "dashes for degrees": (table("1,甲,117-16-48,31-51-36"), REPAIR, "W_DMS"),
    "points for degrees": (table("1,甲,117.16.48,31.51.36"), REPAIR, "W_DMS"),
    "one id, two places": (table("1,甲,117.2,31.8", "1,乙,117,31.8"), REPAIR, "W_DUP_ID"),
    "one id, one place": (table("1,甲,117.2,31.8", "1,乙,117.2,31.8"), ACCEPT, ""),
    "no latitude": (table("1,甲,117.28", head="编号,名称,经度"), REPAIR, "W_FEATURE_DROPPED"),
    "a lone x": (table("1,甲,117.28", head="编号,名称,x"), ACCEPT, ""),
    "a digit too few": (table(*[f"{n},名{n},117.2{n},31.8" for n in range(9)], "a,b,11.7,31.8"),
                        REPAIR, "W_FAR"),
    "two regions": (table(*[f"{n},名{n},{100 + n % 2 * 9},31.8{n}" for n in range(9)]), ACCEPT, ""),
    "an empty shape": (table("1,POINT EMPTY", "2,POINT (117 31)", head="id,wkt"),
                       REPAIR, "W_EMPTY_GEOM"),
    "a shape of no numbers": (table("1,POINT (NaN NaN)", head="id,wkt"), REJECT, "E_ALL_BAD"),
    "an endless shape": (table("1,POINT (inf 3)", "2,POINT (117 31)", head="id,wkt"),
                         REPAIR, "W_FEATURE_DROPPED"),
    "money": (table("1,甲,￥300", "2,乙,$200", head="编号,名称,投资"), REPAIR, "W_FIGURE"),
    "less than no area": (table("1,甲,-3", "2,乙,4", head="编号,名称,面积"),
                          REPAIR, "W_FIGURE_RANGE"),
    "less money than before": (table("1,甲,-3", "2,乙,4", head="编号,名称,增减金额"), ACCEPT, ""),
    "a blank without width": (table("1,甲\u200b乙,117.28,31.86"), REPAIR, "W_CONTROL_CHARS"),
    "signs that tag": (table("1,甲\U000e0041,117.28,31.86"), REPAIR, "W_CONTROL_CHARS"),
    "joined signs": (table("1,\U0001f468\u200d\U0001f469,117.28,31.86"), ACCEPT, ""),
}
ONE_CELL: dict[str, tuple[str, str, str, str]] = {
    "a pair": ("经纬度", "117.28，31.86", ACCEPT, "Q_DATUM"),
    "with a blank": ("location", "117.28 31.86", ACCEPT, "Q_DATUM"),
    "by its sides": ("坐标", "北纬31.86°，东经117.28°", ACCEPT, "Q_DATUM"),
    "in degrees and minutes": ("经纬度", "117°16′48″E 31°51′36″N", REPAIR, "W_DMS"),
    "swapped": ("坐标", "31.86;117.28", REPAIR, "W_SWAPPED"),
    "nowhere": ("经纬度", "0,0", REPAIR, "W_NULL_ISLAND"),
    "beyond the pole": ("经纬度", "117.28,95", REJECT, "E_COORD_RANGE"),
    "in metres": ("坐标", "526498.2,3526362.6", REJECT, "E_CRS_PROJECTED"),
    "an address": ("location", "人民路 5 号", ACCEPT, ""),
}
# fmt: on


@pytest.mark.parametrize("kind", TABLES)
def test_rows_are_asked_what_features_are(kind: str) -> None:
    content, wanted, code = TABLES[kind]
    said, codes = told("a.csv", content)
    assert said == wanted
    assert code in {*codes, ""}


@pytest.mark.parametrize("kind", ONE_CELL)
def test_a_position_in_one_cell_is_looked_at_as_one_in_two(kind: str) -> None:
    heading, cell, wanted, code = ONE_CELL[kind]
    for content, name in (
        (f'编号,名称,{heading}\n1,甲,"{cell}"\n'.encode(), "a.csv"),
        (workbook({"表": [["编号", "名称", heading], ["1", "甲", cell]]}), "a.xlsx"),
    ):
        said, codes = told(name, content)
        assert said == wanted
        assert code in {*codes, ""}


def test_of_positions_in_one_cell_one_that_is_none_is_named() -> None:
    rows = [["名称", "经纬度"], ["甲", "117.28,31.86"], ["乙", "待定"]]
    found = read_content("a.xlsx", workbook({"表": rows}))
    assert [(m.code, m.row) for m in found.messages if m.level == "warning"] == [
        ("W_FEATURE_DROPPED", 3)
    ]


def test_a_workbook_tells_what_it_has_beyond_what_is_read() -> None:
    wide = [["编号"], ["1"] + [""] * 250 + ["散落"]]
    assert told("a.xlsx", workbook({"表": wide}))[1] >= {"W_TOO_MANY_COLUMNS"}
    infinite = replaced(BOOK, "xl/worksheets/sheet1.xml", b"<v>31.86</v>", b"<v>1e999</v>")
    assert told("a.xlsx", infinite)[1] >= {"W_NAN_PROPERTY"}
    links = b"worksheets/sheet1.xml"
    missing = replaced(BOOK, "xl/_rels/workbook.xml.rels", links, b"worksheets/sheet7.xml")
    assert told("a.xlsx", missing) == (REJECT, {"E_XLSX"})
    plain, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    named = replaced(BOOK, "xl/workbook.xml", plain, strict)
    assert told("a.xlsx", named) == (REJECT, {"E_FORMAT_UNSUPPORTED"})


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    book = load_workbook(io.BytesIO(BOOK))
    book.create_chartsheet("图")
    stream = io.BytesIO()
    book.save(stream)
    assert told("a.xlsx", stream.getvalue()) == (ACCEPT, {"Q_DATUM"})


def test_json_is_asked_within_its_values_and_between_them() -> None:
    nested = GOOD.replace(b"14000", b'{"a": [1, NaN]}')
    assert told("a.geojson", nested)[1] >= {"W_NAN_PROPERTY"}
    assert told("a.geojson", "\u3000\n".encode()) == (REJECT, {"E_EMPTY_FILE"})
    bare = collection(*[feature() | {"properties": {}}] * 2)
    assert told("a.geojson", as_text(bare))[1] >= {"W_DUP_FEATURE"}
    # A sequence may be sent twice, which is no fault of what is in it.
    line = as_text(feature())
    assert told("a.geojsonl", line + b"\n" + line)[0] == ACCEPT
    assert len(read_content("a.geojsonl", line + b"\n" + line).tables[0].rows) == 1


MARK = "<Placemark><name>甲</name>{}</Placemark>"
POINT = "<Point><coordinates>117.3,31.8</coordinates></Point>"
MODEL = "<Model><Location><longitude>117.3</longitude><latitude>31.8</latitude></Location></Model>"
RING = "<LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing>"
KML: dict[str, tuple[str, str, str]] = {
    "a model": (MARK.format(MODEL), REPAIR, "W_FEATURE_DROPPED"),
    "a model among others": (
        MARK.format(f"<MultiGeometry>{POINT}{MODEL}</MultiGeometry>"),
        *(REPAIR, "W_FEATURE_DROPPED"),
    ),
    "deep folders": ("<Folder>" * 70 + "</Folder>" * 70, REJECT, "E_TOO_DEEP"),
    "deep shapes": (
        MARK.format("<MultiGeometry>" * 2_000 + POINT + "</MultiGeometry>" * 2_000),
        *(REJECT, "E_TOO_DEEP"),
    ),
    "a hole of nothing": (
        MARK.format(f"<Polygon><innerBoundaryIs>{RING}</innerBoundaryIs></Polygon>"),
        *(REJECT, "E_STRUCTURE"),
    ),
    "two outlines": (
        MARK.format(f"<Polygon>{f'<outerBoundaryIs>{RING}</outerBoundaryIs>' * 2}</Polygon>"),
        *(REJECT, "E_STRUCTURE"),
    ),
}


@pytest.mark.parametrize("kind", KML)
def test_kml_loses_nothing_without_a_word(kind: str) -> None:
    inside, wanted, code = KML[kind]
    said, codes = told("a.kml", layers.kml(inside))
    assert said == wanted
    assert code in codes


@pytest.mark.parametrize(("size", "wanted"), [(1e-6, REPAIR), (2.0, ACCEPT), (5.0, REPAIR)])
def test_an_outline_is_as_large_as_a_place_can_be(size: float, wanted: str) -> None:
    said, codes = told("a.geojson", as_text(collection(feature(polygon(square(size=size)), n=1))))
    assert (said, "W_EXTENT" in codes) == (wanted, wanted == REPAIR)


def test_all_that_a_placemark_has_is_kept() -> None:
    data = "<Data name='户数'><value>{}</value></Data>"
    given = f"<ExtendedData>{data.format(1)}{data.format(2)}</ExtendedData>{POINT}{POINT}{MODEL}"
    found = read_content("a.kml", layers.kml(MARK.format(given)))
    row = found.tables[0].rows[-1]
    assert (row.cells["户数"], row.cells["户数 (2)"]) == ("1", "2")
    assert len(shapely.get_parts(row.shape)) == 3


def test_an_archive_must_unpack_to_what_it_says() -> None:
    made = bytearray(archive({"a.geojson": GOOD}))
    for at in (22, made.rindex(b"PK\1\2") + 24):
        made[at : at + 4] = struct.pack("<I", len(GOOD) + 1)
    assert told("a.zip", bytes(made)) == (REJECT, {"E_ZIP"})


WKB = shapely.Point(117.28, 31.86).wkb
BINARIES: dict[str, tuple[bytes, str, str]] = {
    "no number": (struct.pack("<BIdd", 1, 1, float("inf"), 3.0), REPAIR, "W_FEATURE_DROPPED"),
    "cut off": (WKB[:9], REPAIR, "W_FEATURE_DROPPED"),
    "text": (b"POINT(1 2)", REPAIR, "W_FEATURE_DROPPED"),
    "deep": (struct.pack("<BII", 1, 7, 1) * 20_000 + WKB, REJECT, "E_TOO_DEEP"),
    "deep, big end first": (struct.pack(">BII", 0, 7, 1) * 99 + WKB, REJECT, "E_TOO_DEEP"),
}


def parquet(columns: dict[str, Any], geo: Any = None) -> bytes:
    made = pa.table(columns)
    if geo is not None:
        made = made.replace_schema_metadata({b"geo": json.dumps(geo).encode()})
    stream = io.BytesIO()
    pq.write_table(made, stream)
    return stream.getvalue()


def geo_of(encoding: str) -> dict[str, Any]:
    return {"primary_column": "g", "columns": {"g": {"encoding": encoding}}}


def in_package(path: Path, *binaries: bytes, srs: int = 4490) -> bytes:
    """A GeoPackage whose shapes are the binaries given."""
    (path / "a.gpkg").write_bytes(layers.geopackage(path))
    with closing(sqlite3.connect(path / "a.gpkg")) as database:
        for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):
            database.create_function(f"ST_{name}", 1, lambda _: 0)
        head = b"GP\0\1" + struct.pack("<i", srs)
        for number, binary in enumerate(binaries, 1):
            database.execute('UPDATE "点" SET geom = ? WHERE fid = ?', (head + binary, number))
        database.commit()
    return (path / "a.gpkg").read_bytes()


@pytest.mark.parametrize("kind", BINARIES)
def test_a_broken_shape_is_met_alike_in_both_formats(kind: str, tmp_path: Path) -> None:
    binary, wanted, code = BINARIES[kind]
    for name, content in (
        ("a.parquet", parquet({"n": ["a", "b"], "g": [WKB, binary]}, geo_of("WKB"))),
        ("a.gpkg", in_package(tmp_path, binary)),
    ):
        said, codes = told(name, content)
        assert said == wanted
        assert code in codes


def test_a_layer_without_one_readable_shape_is_refused(tmp_path: Path) -> None:
    assert told("a.gpkg", in_package(tmp_path, b"", b""))[1] >= {"E_ALL_BAD"}
    assert told("a.parquet", parquet({"g": [b"\1", b""]}, geo_of("WKB")))[1] >= {"E_ALL_BAD"}
    held = layers.parts(tmp_path, epsg=4490)
    shp = bytearray(held[".shp"])
    for at in (108, 136):
        shp[at : at + 4] = struct.pack("<i", 31)  # a kind of surface that is not read
    assert told("a.zip", layers.zipped(held | {".shp": bytes(shp)}))[1] >= {"E_ALL_BAD"}


def test_of_two_systems_of_a_geometry_one_may_be_undefined(tmp_path: Path) -> None:
    said, codes = told("a.gpkg", in_package(tmp_path, WKB, srs=0))
    assert said == ACCEPT, codes
    assert told("a.gpkg", in_package(tmp_path, WKB, srs=4527))[0] == REPAIR


def test_parquet_without_shapes_is_a_table_where_it_has_positions() -> None:
    columns = {"名称": ["甲", "乙"], "经度": [117.28, 117.29], "纬度": [31.86, 31.87]}
    assert told("a.parquet", parquet(columns)) == (ACCEPT, {"Q_DATUM"})
    swapped = columns | {"经度": columns["纬度"], "纬度": columns["经度"]}
    assert told("a.parquet", parquet(swapped))[1] >= {"W_SWAPPED"}
    assert told("a.parquet", parquet({"名称": ["甲"]})) == (REJECT, {"E_FORMAT_UNSUPPORTED"})


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_points_of_parquet_are_the_same_in_both_encodings(encoding: str) -> None:
    stream = io.BytesIO()
    layers.frame().to_parquet(stream, geometry_encoding=encoding, schema_version="1.1.0")
    rows = read_content("a.parquet", stream.getvalue()).tables[0].rows
    assert [(row.shape.x, row.shape.y) for row in rows if row.shape] == list(layers.POINTS)


def test_outlines_of_geoarrow_are_refused_with_a_way_out() -> None:
    stream = io.BytesIO()
    box = gpd.GeoDataFrame(geometry=[shapely.box(117, 31, 118, 32)], crs=4490)
    box.to_parquet(stream, geometry_encoding="geoarrow", schema_version="1.1.0")
    [refusal] = read_content("a.parquet", stream.getvalue()).messages
    assert (refusal.code, "WKB" in refusal.remedy.en) == ("E_FORMAT_UNSUPPORTED", True)


def test_what_a_dictionary_unpacks_to_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.intake.parquet.MOST_UNPACKED", 1_000_000)
    texts = pa.array(["x" * 10_000] * 300).dictionary_encode()
    content = parquet({"n": texts, "g": [WKB] * 300}, geo_of("WKB"))
    assert len(content) < 100_000
    assert told("a.parquet", content) == (REJECT, {"E_TOO_LARGE"})
    deep = b"[" * 100_000
    made = pa.table({"g": [WKB]}).replace_schema_metadata({b"geo": deep})
    stream = io.BytesIO()
    pq.write_table(made, stream)
    assert told("a.parquet", stream.getvalue()) == (REJECT, {"E_PARQUET"})


UNITS = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 7: 1_000.0, 0: 0.001}


def drawn(unit: int, metres: float, epsg: int = 4548) -> bytes:
    points = [(x / metres, y / metres) for x, y in layers.plane(epsg)]
    head = f"0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n{unit}\n0\nENDSEC\n".encode()
    return head + layers.dxf(points=points)


@pytest.mark.parametrize("epsg", [4548, 4527])
@pytest.mark.parametrize("unit", UNITS)
def test_a_drawing_in_another_unit_is_read_in_metres(unit: int, epsg: int) -> None:
    found = read_content("a.dxf", drawn(unit, UNITS[unit], epsg))
    assert {"W_UNIT", "Q_CRS"} <= {message.code for message in found.messages}
    middles = [(row.shape.x, row.shape.y) for row in found.tables[0].rows if row.shape]
    for seen, meant in zip(middles, layers.plane(epsg), strict=True):
        assert seen == pytest.approx(meant, abs=1e-3)


@pytest.mark.parametrize("unit", [0, 4, 6, 99])
def test_a_drawing_in_metres_is_left_whatever_its_template_says(unit: int) -> None:
    found = read_content("a.dxf", drawn(unit, 1.0))
    assert {message.code for message in found.messages} == {"Q_CRS"}

"""Is every kind of file of places read by its content, and is each way to harm by one refused?"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.intake.found import Found
from geo.intake.messages import verdict
from geo.intake.read import read_content
from geo.package.layers.degrees import in_degrees
from geo.package.layers.systems import System, system_of
from tests.intake import layers_made as layers
from tests.intake.made import archive, as_text, collection, feature, workbook

Files = dict[str, bytes]
CIRCLE = "0\nCIRCLE\n8\n圆\n10\n117\n20\n31\n40\n0.001\n"
RING = "0\nLWPOLYLINE\n8\n界\n70\n1\n10\n117\n20\n31\n10\n117.1\n20\n31\n10\n117.1\n20\n31.1\n"
OLD = "0\nPOLYLINE\n8\n0\n70\n0\n0\nVERTEX\n10\n1\n20\n2\n0\nVERTEX\n10\n3\n20\n4\n0\nSEQEND\n"
LINK = "<NetworkLink><Link><href>http://127.0.0.1/</href></Link></NetworkLink>"
ODD = "<Placemark><Point><coordinates>a,b</coordinates></Point></Placemark>"
LAUGHS = "<!DOCTYPE kml [<!ENTITY a 'ha'>" + "<!ENTITY b '&a;&a;'>]>"
VIEW = (
    "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n FROM r"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """One sound file a kind, by what is read."""
    folder = tmp_path_factory.mktemp("made")
    held = layers.parts(folder)
    return {
        "shapefile": layers.zipped(held),
        "gpkg": layers.geopackage(folder),
        "parquet": layers.geoparquet(),
        "kml": layers.kml(),
        "kmz": archive({"doc.kml": layers.kml(), "files/a.png": b"x"}),
        "dxf": layers.dxf(),
        "gcj": layers.on_datum("gcj02"),
        "bd": layers.on_datum("bd09"),
    }


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return layers.parts(tmp_path_factory.mktemp("shp"))


def read(content: bytes, name: str = "a.dat") -> Found:
    return read_content(name, content)


def codes(found: Found) -> list[str]:
    return [message.code for message in found.messages]


def in_wgs84(found: Found) -> list[tuple[float, float]]:
    (table,) = found.tables
    system = System("WGS-84", "wgs84") if table.system is None else system_of(table.system)
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    return [tuple(point) for point in shapely.get_coordinates(in_degrees(shapes, system))]


def test_the_same_points_agree_within_a_metre_whatever_they_are_kept_in(files: Files) -> None:
    for kind, content in files.items():
        found = read(content, "点.x")
        assert len(found.tables) == 1, (kind, codes(found))
        assert [m.line("en") for m in found.messages if m.level == "error"] == []
        for (x, y), (east, north) in zip(in_wgs84(found), layers.POINTS, strict=True):
            off = np.hypot((x - east) * 111_320 * np.cos(np.radians(north)), (y - north) * 111_320)
            assert off < 1, kind
        if kind not in {"dxf"}:
            column = "name" if "km" in kind else "名称"
            assert [row.cells[column] for row in found.tables[0].rows] == list(layers.NAMES), kind


def test_what_a_file_does_not_tell_of_its_datum_is_asked(files: Files) -> None:
    asked = {kind for kind, content in files.items() if "Q_DATUM" in codes(read(content))}
    assert asked == {"kml", "kmz", "dxf"}
    said = {kind for kind, content in files.items() if "W_REPROJECTED" in codes(read(content))}
    assert said == {"shapefile", "gcj", "bd"}


def test_parts_of_a_shapefile_that_are_missing_are_named(held: Files) -> None:
    assert "W_SHP_PARTS" in codes(read(layers.zipped(held, without=(".shx",))))
    assert codes(read(layers.zipped(held, without=(".dbf",)))) == ["E_SHP_PARTS"]
    assert codes(read(layers.zipped(held, without=(".dbf", ".shx", ".prj")))) == ["E_SHP_PARTS"]
    assert codes(read(held[".shp"])) == ["E_SHP_PARTS"]
    assert codes(read(layers.zipped(held, without=(".prj",)))) == [
        *("W_CRS_ASSUMED", "W_ENCODING", "E_CRS_PROJECTED")
    ]
    cut = dict(held) | {".shp": held[".shp"][:-9]}
    assert codes(read(layers.zipped(cut)))[-1] == "E_SHP"
    cut = dict(held) | {".dbf": held[".dbf"][:40]}
    assert codes(read(layers.zipped(cut)))[-1] == "E_SHP"


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8", "BIG5"])
def test_texts_of_a_shapefile_are_read_with_and_without_their_encoding(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("團結里", "和平里小區") if encoding == "BIG5" else layers.NAMES
    monkeypatch.setattr(layers, "NAMES", names)
    made = layers.frame().rename(columns={"名称": "name", "户数": "n"})
    made.to_file(tmp_path / "点.shp", engine="pyogrio", encoding=encoding)
    held = {path.suffix: path.read_bytes() for path in tmp_path.glob("点.*")}
    for cpg in (None, encoding.encode(), b"ISO-8859-1" if encoding == "x" else None):
        bare = {end: content for end, content in held.items() if end != ".cpg"}
        found = read(layers.zipped(bare | ({".cpg": cpg} if cpg else {})))
        assert [row.cells["name"] for row in found.tables[0].rows] == list(names)
        assert ("W_ENCODING" in codes(found)) == (cpg is None and encoding != "UTF-8") or not cpg


def test_holes_stay_holes_and_heights_are_dropped(tmp_path: Path) -> None:
    outer = shapely.box(117, 31, 117.1, 31.1)
    ring = shapely.difference(outer, shapely.box(117.02, 31.02, 117.05, 31.05))
    several = shapely.union(ring, shapely.box(118, 32, 118.1, 32.1))
    made = layers.frame().set_geometry([shapely.force_3d(several), ring], crs=4490)
    made.to_file(tmp_path / "点.shp", engine="pyogrio", encoding="GBK")
    held = {path.suffix: path.read_bytes() for path in tmp_path.glob("点.*")}
    rows = read(layers.zipped(held)).tables[0].rows
    assert rows[0].shape.equals(several)
    assert rows[1].shape.equals(ring)


def test_a_drawing_gives_its_shapes_and_says_what_it_left_out() -> None:
    found = read(layers.dxf(CIRCLE, RING, OLD, "0\nHATCH\n8\n0\n", points=[(117, 31)]))
    assert [row.shape.geom_type for row in found.tables[0].rows] == [
        *("Point", "Polygon", "Polygon", "LineString")
    ]
    assert found.tables[0].rows[1].cells["layer"] == "圆"
    assert "W_FEATURE_DROPPED" in codes(found)
    metres = read(layers.dxf(points=layers.plane(4527)))
    assert "Q_CRS" in codes(metres)
    assert "4527" in next(m.message.en for m in metres.messages if m.code == "Q_CRS")
    assert verdict(metres.messages) == "accept"
    assert codes(read(layers.dxf()[:-12])) == ["E_DXF"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (layers.kml(head=LAUGHS), "E_XML_ENTITY"),
        (layers.kml(head="<!DOCTYPE k SYSTEM 'file:///etc/passwd'>"), "E_XML_ENTITY"),
        (layers.kml().decode().replace("UTF-8", "UTF-16").encode("utf-16"), ""),
        (layers.kml().replace(b"UTF-8", b"cp037"), "E_ENCODING"),
        (layers.kml()[:-9], "E_XML"),
        (layers.kml(LINK), "W_LINK"),
        (layers.kml(LINK.replace("NetworkLink", "Folder") + ODD), "E_POSITION"),
        (b"<OGRVRTDataSource/>", "E_FORMAT_UNSUPPORTED"),
        (b"<html></html>", "E_FORMAT_UNSUPPORTED"),
        (archive({"a.txt": b"x"}), "E_NO_DATA"),
        (archive({"a.vrt": b"<OGRVRTDataSource/>"}), "E_NO_DATA"),
        (archive({"a.zip": archive({"b.zip": b""})}), "E_ZIP_NESTED"),
        (archive({"a.geojson": archive({"b.csv": b""})}), "E_ZIP_NESTED"),
        (archive({f"{n}.csv": b"a,b\n1,2" for n in range(101)}), "E_ZIP_BOMB"),
        (archive({"../a.csv": b"a,b"}), "E_ZIP_PATH"),
        (archive({"C:\\a.csv": b"a,b"}), "E_ZIP_PATH"),
        (archive({"a.csv": b"a,b\n1,2"})[:-30], "E_ZIP"),
        (archive({f"{n}.geojson": as_text(collection()) for n in "ab"}), "I_MULTI_LAYER"),
        (archive({"a.xlsx": workbook({"a": [["名称"], ["甲"]]})}), ""),
        (b"SQLite format 3\0" + bytes(200), "E_GPKG"),
        (b"PAR1" + bytes(200), "E_PARQUET"),
        (layers.geoparquet(空=None), ""),
    ],
)  # fmt: skip
def test_each_way_to_harm_is_refused(content: bytes, expected: str) -> None:
    found = read(content)
    if expected:
        assert expected in codes(found)
        assert (found.tables == ()) == expected.startswith("E")
    else:
        assert found.tables


def changed(content: bytes, folder: Path, *statements: str) -> bytes:
    path = folder / "changed.gpkg"
    path.write_bytes(content)
    with sqlite3.connect(path) as database:
        for trigger in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger[0]}"')
        for statement in statements:
            database.execute(statement)
    database.close()
    return path.read_bytes()


def test_a_database_runs_nothing_of_its_own(files: Files, tmp_path: Path) -> None:
    for kind in ("features", "attributes"):
        listed = f"INSERT INTO gpkg_contents (table_name, data_type) VALUES ('v', '{kind}')"
        content = changed(files["gpkg"], tmp_path, VIEW, listed)
        assert codes(read(content)) == ["E_GPKG_VIEW"]
    bad = changed(files["gpkg"], tmp_path, "UPDATE 点 SET geom = x'00' WHERE fid = 1")
    (message,) = [m for m in read(bad).messages if m.level == "warning"]
    assert (message.code, message.feature) == ("W_FEATURE_DROPPED", 1)
    unknown = "UPDATE gpkg_geometry_columns SET srs_id = -1"
    binary = "UPDATE 点 SET geom = substr(geom, 1, 4) || x'ffffffff' || substr(geom, 9)"
    assert "W_CRS_ASSUMED" in codes(read(changed(files["gpkg"], tmp_path, unknown, binary)))
    odd = layers.geopackage(tmp_path, layer='x"; DROP TABLE a; --<b>')
    assert read(odd).tables[0].name == 'x"; DROP TABLE a; --<b>'
    assert codes(read(files["gpkg"][:30_000])) == ["E_GPKG"]


def test_no_broken_copy_of_any_kind_breaks_a_reader(files: Files) -> None:
    dice = random.Random(14)
    others = {
        "xlsx": workbook({"a": [["名称", "户数"], ["甲", 1]]}),
        "json": as_text(collection(feature())),
        "csv": "名称,经度,纬度\n甲,116.6,39.5\n".encode("gb18030"),
    }
    for content in (files | others).values():
        for _ in range(12):
            spoiled = bytearray(content[: dice.randrange(len(content) // 2, len(content) + 1)])
            for _ in range(dice.choice((0, 1, 20))):
                spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
            found = read(bytes(spoiled))
            assert found.tables or verdict(found.messages) == "reject"


@pytest.mark.parametrize("kind", ["gpkg", "parquet", "shp"])
def test_an_empty_point_is_a_place_without_a_position(tmp_path: Path, kind: str) -> None:
    made = layers.frame().iloc[:2].set_geometry([shapely.Point(), shapely.Point(117, 31)], crs=4326)
    path = tmp_path / f"点.{kind}"
    made.to_parquet(path) if kind == "parquet" else made.to_file(path, engine="pyogrio")
    held = {each.suffix: each.read_bytes() for each in tmp_path.glob("点.*")}
    content = layers.zipped(held) if kind == "shp" else path.read_bytes()
    found = read(content)
    assert [row.shape is None for row in found.tables[0].rows] == [True, False]
    assert "error" not in {message.level for message in found.messages}
    assert kind == "shp" or "W_EMPTY_GEOM" in codes(found)


def test_the_boxes_of_a_geoparquet_file_are_no_column(tmp_path: Path) -> None:
    layers.frame().to_parquet(tmp_path / "点.parquet", write_covering_bbox=True)
    found = read((tmp_path / "点.parquet").read_bytes())
    plain = read(layers.geoparquet())
    assert found.tables[0].columns == plain.tables[0].columns
    assert codes(found) == codes(plain)


def test_tracks_of_a_walk_are_lines_and_folders_are_kept() -> None:
    def track(*points: str) -> str:
        inside = "".join(f"<gx:coord>{each}</gx:coord>" for each in points)
        return f"<gx:Track><when>2024-01-01</when>{inside}</gx:Track>"

    marks = "".join(
        f"<Placemark><name>{name}</name>{shape}</Placemark>"
        for name, shape in {
            "走": track("116.7 39.5 0", "116.71 39.5 0"),
            "停": track("116.7 39.5"),
            "两段": f"<gx:MultiTrack>{track('1 2', '3 4')}{track('5 6', '7 8')}</gx:MultiTrack>",
        }.items()
    )
    inner = f"<Folder><name>巡查</name>{marks}</Folder>"
    content = (
        "<kml xmlns='http://www.opengis.net/kml/2.2' xmlns:gx='http://www.google.com/kml/ext/2.2'>"
        f"<Document><Folder><name>全部</name>{inner}</Folder></Document></kml>"
    )
    rows = read(content.encode()).tables[0].rows
    assert [row.shape.wkt for row in rows[:2]] == [
        "LINESTRING (116.7 39.5, 116.71 39.5)",
        "POINT (116.7 39.5)",
    ]
    assert [part.wkt for part in rows[2].shape.geoms] == [
        "LINESTRING (1 2, 3 4)",
        "LINESTRING (5 6, 7 8)",
    ]
    assert {row.cells["folder"] for row in rows} == {"巡查"}


@pytest.mark.parametrize(
    ("columns", "values", "positions"),
    [
        ('"名称" TEXT, "经度" REAL, "纬度" REAL', "('团结里', 117.283471, 31.861209)", 1),
        ('"名称" TEXT, "坐标" TEXT', "('团结里', '117.283471,31.861209')", 1),
        ('"名称" TEXT, "户数" INTEGER', "('团结里', 120)", 0),
    ],
)
def test_a_table_of_a_geopackage_is_taken_where_it_says_positions(
    columns: str, values: str, positions: int, tmp_path: Path
) -> None:
    (tmp_path / "a.gpkg").write_bytes(layers.geopackage(tmp_path))
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        database.execute(f'CREATE TABLE "台账" ({columns})')
        database.execute(f'INSERT INTO "台账" VALUES {values}')
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('台账', 'attributes')"
        )
        database.commit()
        beside = (tmp_path / "a.gpkg").read_bytes()
        database.execute("DELETE FROM gpkg_contents WHERE data_type = 'features'")
        database.execute("DELETE FROM gpkg_geometry_columns")
        database.commit()
        alone = (tmp_path / "a.gpkg").read_bytes()
    both, only = read(beside), read(alone)
    assert [table.name for table in both.tables] == ["点", "台账"][: 1 + positions]
    assert [table.rows[0].cells["名称"] for table in only.tables] == ["团结里"] * positions
    assert ("E_NO_DATA" in codes(only)) is not bool(positions)

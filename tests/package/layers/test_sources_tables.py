"""Are layers in GeoParquet and GeoPackage read as in GeoJSON, and refused where not sound?"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import files
from geo.package.faults import Faults
from geo.package.layers import geoparquet
from geo.package.layers.layer_files import part_names
from geo.package.layers.read_layer import read_layer
from geo.package.schema import PLACE_FIELDS
from tests.package.layers.test_layers import PROPERTIES

PARQUET, PACKAGE, GEOJSON = "layers/roads.parquet", "layers/roads.gpkg", "layers/roads.geojson"
SHAPES = [
    shapely.Point(116.7, 39.4),
    shapely.LineString([(116.7, 39.4), (116.8, 39.5)]),
    shapely.box(116.7, 39.4, 116.8, 39.5),
    shapely.MultiPoint([(116.7, 39.4), (116.8, 39.5)]),
]
ROWS: list[dict[str, Any]] = [
    PROPERTIES | {"place_id": f"road-{number}", "code": f"{number}" if number % 2 else None}
    for number in range(len(SHAPES))
]
GEO: dict[str, Any] = {
    "version": "1.1.0",
    "primary_column": "shape",
    "columns": {"shape": {"encoding": "WKB", "geometry_types": []}},
}
Found = tuple[list[tuple[int, dict[str, Any], str]], list[tuple[str, int | None]]]


def read(file: str, content: bytes | memoryview, **options: Any) -> Found:
    faults = Faults()
    kept: list[tuple[int, dict[str, Any], str]] = []
    for batch in read_layer(file, content, faults, **options):
        shapes = [shape.wkt for shape in batch.geometries]
        kept += zip(batch.numbers.tolist(), batch.table.to_pylist(), shapes, strict=True)
    assert {fault.file for fault in faults} <= {file}
    assert all(fault.fault.zh and fault.fault.en and fault.remedy.zh for fault in faults)
    return kept, [(fault.code, fault.row) for fault in faults]


def geojson(rows: list[dict[str, Any]], shapes: list[Any]) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": row["place_id"],
            "properties": row,
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def expected() -> Found:
    found = read(GEOJSON, geojson(ROWS, SHAPES))
    assert len(found[0]) == len(SHAPES)
    return found


# ---- GeoParquet ------------------------------------------------------------------------------


def columns() -> dict[str, pa.Array]:
    texts = {name: pa.array([row[name] for row in ROWS], pa.string()) for name in PLACE_FIELDS}
    return texts | {"shape": pa.array([shape.wkb for shape in SHAPES], pa.binary())}


def parquet(data: dict[str, pa.Array] | None = None, geo: object = GEO, **options: Any) -> bytes:
    table = pa.table(data or columns())
    if geo is not None:
        table = table.replace_schema_metadata(
            {"geo": geo if isinstance(geo, bytes) else json.dumps(geo)}
        )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **options)
    return sink.getvalue().to_pybytes()


def with_column(name: str, values: pa.Array | None) -> bytes:
    return parquet(
        {key: one for key, one in (columns() | {name: values}).items() if one is not None}
    )


def with_geometry(**changes: Any) -> bytes:
    return parquet(geo=GEO | {"columns": {"shape": GEO["columns"]["shape"] | changes}})


WGS84 = {"type": "GeographicCRS", "name": "WGS 84", "id": {"authority": "EPSG", "code": 4326}}


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    "content",
    [
        parquet(),
        parquet(row_group_size=1),
        parquet(compression="zstd", use_dictionary=False),
        parquet(
            {
                name: one.cast(pa.large_string()) if name != "shape" else one
                for name, one in columns().items()
            }
        ),
        parquet(
            {
                name: one.dictionary_encode() if name != "shape" else one
                for name, one in columns().items()
            }
        ),
        parquet({"extra": pa.array([1, 2, 3, 4])} | dict(reversed(columns().items()))),
        with_column("shape", columns()["shape"].cast(pa.large_binary())),
        with_geometry(crs=WGS84),
        with_geometry(crs={"id": {"authority": "OGC", "code": "CRS84"}}),
        with_geometry(edges="planar"),
    ],
    ids=[
        "plain",
        "groups",
        "zstd",
        "large",
        "dictionary",
        "order",
        "binary",
        "4326",
        "84",
        "edges",
    ],
)
def test_geoparquet_is_read_as_geojson(content: bytes, size: int) -> None:
    assert read(PARQUET, content, size=size) == expected()


def test_an_optional_column_without_any_text_is_read() -> None:
    kept, faults = read(PARQUET, with_column("code", pa.nulls(4)))
    assert (len(kept), faults) == (4, [])


def test_geopandas_writes_what_is_read(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame(ROWS, geometry=SHAPES, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "roads.parquet")
    assert read(PARQUET, files.mapped(tmp_path / "roads.parquet")) == expected()


REFUSED_PARQUET: dict[str, tuple[Callable[[], bytes], str]] = {
    "no file of the kind": (lambda: b"PAR1 or not", "E_PARQUET"),
    "nothing": (lambda: b"", "E_PARQUET"),
    "cut off": (lambda: parquet()[:-20], "E_PARQUET"),
    "cut in the middle": (lambda: parquet()[:100] + parquet()[-1500:], "E_PARQUET"),
    "no geography": (lambda: parquet(geo=None), "E_NOT_GEOPARQUET"),
    "geography that is no JSON": (lambda: parquet(geo=b"{"), "E_JSON"),
    "geography that is a list": (lambda: parquet(geo=[]), "E_NOT_GEOPARQUET"),
    "deep geography": (lambda: parquet(geo=b"[" * 100_000), "E_TOO_DEEP"),
    "another version": (lambda: parquet(geo=GEO | {"version": "2.0.0"}), "E_NOT_GEOPARQUET"),
    "a column that is a list": (
        lambda: parquet(geo=GEO | {"primary_column": ["shape"]}),
        "E_NOT_GEOPARQUET",
    ),
    "no such geometry": (lambda: with_column("shape", None), "E_ENCODING"),
    "texts for geometries": (
        lambda: with_column("shape", pa.array(["POINT (1 2)"] * 4)),
        "E_ENCODING",
    ),
    "another encoding": (lambda: with_geometry(encoding="point"), "E_ENCODING"),
    "arcs": (lambda: with_geometry(edges="spherical"), "E_ENCODING"),
    "an unknown system": (lambda: with_geometry(crs=None), "E_CRS"),
    "a word for no system": (lambda: with_geometry(crs="somewhere"), "E_CRS"),
    "another system": (
        lambda: with_geometry(crs={"name": "Xian 1980", "id": {"authority": "EPSG", "code": 4610}}),
        "E_CRS",
    ),
    "a column less": (lambda: with_column("known_zh", None), "E_COLUMNS"),
    "an optional column less": (lambda: with_column("code", None), "E_COLUMNS"),
    "numbers for names": (lambda: with_column("name_zh", pa.array([1, 2, 3, 4])), "E_PROPERTY"),
    "bytes for names": (lambda: with_column("name_zh", pa.array([b"a"] * 4)), "E_PROPERTY"),
    "lists for names": (lambda: with_column("name_zh", pa.array([["a"]] * 4)), "E_PROPERTY"),
    "no names at all": (lambda: with_column("name_zh", pa.nulls(4)), "E_PROPERTY"),
}


@pytest.mark.parametrize("name", REFUSED_PARQUET)
def test_a_file_that_is_no_geoparquet_layer_is_one_fault(name: str) -> None:
    make, code = REFUSED_PARQUET[name]
    assert read(PARQUET, make()) == ([], [(code, None)])


def test_a_column_that_stands_twice_is_refused() -> None:
    data = columns()
    table = pa.Table.from_arrays([*data.values(), data["code"]], names=[*data, "code"])
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(GEO)}), sink)
    assert read(PARQUET, sink.getvalue().to_pybytes()) == ([], [("E_COLUMNS", None)])


def test_more_rows_than_bytes_are_refused_before_any_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thousand million equal rows take a few bytes; ids differ, so no real layer is like that."""
    many = pa.array(["a"] * 20_000)
    data = dict.fromkeys(PLACE_FIELDS, many)
    content = parquet(data | {"shape": pa.array([SHAPES[0].wkb] * 20_000)}, compression="zstd")
    assert len(content) < 20_000
    monkeypatch.setattr(geoparquet, "from_table", None)
    assert read(PARQUET, content) == ([], [("E_PARQUET", None)])


BAD_VALUES = {
    "a missing name": ("name_zh", [None, "路", "路", "路"], [("E_PROPERTY", 1)]),
    "an empty name": ("name_en", ["a", " ", "a", "a"], [("E_PROPERTY", 2)]),
    "a control": ("name_en", ["a", "a", "a\x07", "a"], [("E_CONTROL_CHARS", 3)]),
    "an id in capitals": ("place_id", ["a", "b", "c", "D"], [("E_PATTERN", 4)]),
    "an unknown precision": ("precision", ["exact", "line", "x", "exact"], [("E_ENUM", 3)]),
    "a line for an area": ("precision", ["exact", "zone", "zone", "exact"], [("E_AREA", 2)]),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_broken_row_is_named_by_its_number(name: str) -> None:
    column, values, faults = BAD_VALUES[name]
    bad = {row for _, row in faults}
    rows = [row | {column: value} for row, value in zip(ROWS, values, strict=True)]
    for file, content in (
        (PARQUET, with_column(column, pa.array(values, pa.string()))),
        (PACKAGE, geopackage(rows=rows)),
        (GEOJSON, geojson(rows, SHAPES)),
    ):
        kept, found = read(file, content, size=2)
        assert found == faults
        assert [number for number, *_ in kept] == [at for at in range(1, 5) if at not in bad]


def test_a_text_that_is_not_utf_8_is_named_by_its_row() -> None:
    broken = pa.array([b"a", b"\xff", b"a", b"a"], pa.binary()).view(pa.string())
    kept, faults = read(PARQUET, with_column("name_zh", broken))
    assert (len(kept), faults) == (3, [("E_PROPERTY", 2)])


def test_a_broken_geometry_is_named_by_its_row() -> None:
    binaries = [SHAPES[0].wkb, None, b"\x01\x02", shapely.Point(5e11, 0).wkb]
    kept, faults = read(PARQUET, with_column("shape", pa.array(binaries, pa.binary())))
    assert len(kept) == 1
    assert faults == [("E_GEOMETRY", 2), ("E_GEOMETRY", 3), ("E_COORD_RANGE", 4)]


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_bytes_changed_anywhere_in_a_parquet_file_never_crash(at: int, put: bytes) -> None:
    content = parquet(compression="none")
    at %= len(content)
    read(PARQUET, content[:at] + put + content[at + len(put) :])


# ---- Parts -----------------------------------------------------------------------------------


def test_a_layer_may_be_a_folder_of_parts() -> None:
    names = ["layers/a.parquet/part-10.parquet", "layers/a.parquet/part-9.parquet"]
    others = ["layers/a.parquet/_SUCCESS", "layers/ab.parquet", "layers/b.geojson"]
    assert part_names("layers/a.parquet", [*names, *others]) == names[::-1]
    assert part_names("layers/ab.parquet", others) == ["layers/ab.parquet"]
    assert part_names("layers/b.geojson", others) == ["layers/b.geojson"]
    assert part_names("layers/c.geojson", [*others, "layers/c.geojson/x.parquet"]) == []
    assert part_names("layers/c.parquet", others) == []


def test_faults_name_the_part() -> None:
    part = "layers/a.parquet/part-1.parquet"
    faults = Faults()
    list(read_layer(part, with_column("name_en", pa.array(["a", "", "a", "a"])), faults))
    assert [(fault.file, fault.row) for fault in faults] == [(part, 2)]


def test_another_ending_is_refused() -> None:
    assert read("layers/roads.shp", b"") == ([], [("E_ENDING", None)])


# ---- GeoPackage ------------------------------------------------------------------------------


def blob(shape: Any, srs: int = 4326, flags: int = 1, envelope: bytes = b"") -> bytes:
    order = "<" if flags & 1 else ">"
    return b"GP\x00" + bytes([flags]) + struct.pack(order + "i", srs) + envelope + shape.wkb


STANDARD = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
    organization_coordsys_id INTEGER, definition TEXT, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '', '');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
    description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INT);
INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('ro"ads', 'features', 4326);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
    srs_id INTEGER, z INTEGER, m INTEGER);
INSERT INTO gpkg_geometry_columns VALUES ('ro"ads', 'geom', 'GEOMETRY', 4326, 0, 0);
"""
FIELDS = ", ".join(f"{name} TEXT" for name in PLACE_FIELDS)
TABLE = f'CREATE TABLE "ro""ads" (fid INTEGER PRIMARY KEY, geom BLOB, {FIELDS});'


def geopackage(
    script: str = "",
    rows: list[dict[str, Any]] | None = None,
    blobs: list[Any] | None = None,
    table: str = TABLE,
) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(STANDARD + table)
    marks = ", ".join("?" * (len(PLACE_FIELDS) + 1))
    named = ", ".join(["geom", *PLACE_FIELDS])
    shapes = [blob(shape) for shape in SHAPES] if blobs is None else blobs
    for row, shape in zip(ROWS if rows is None else rows, shapes, strict=True):
        values = [shape, *(row[name] for name in PLACE_FIELDS)]
        if 'ro""ads" (' in table:
            database.execute(f'INSERT INTO "ro""ads" ({named}) VALUES ({marks})', values)
    database.commit()
    database.executescript(script)
    database.commit()
    return database.serialize()


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("kept_on_disk", [True, False])
def test_a_geopackage_is_read_as_geojson(tmp_path: Path, size: int, kept_on_disk: bool) -> None:
    content = geopackage('CREATE INDEX of_code ON "ro""ads" (code, place_id);')
    at = tmp_path / "roads #1.gpkg"
    at.write_bytes(content)
    at.chmod(0o444)
    assert read(PACKAGE, content, size=size, at=at if kept_on_disk else None) == expected()
    assert [path.name for path in tmp_path.iterdir()] == [at.name], "nothing was written beside it"


@pytest.mark.parametrize(("number", "length"), [(1, 4), (2, 6), (3, 6), (4, 8)])
def test_the_box_before_a_geometry_is_passed_over(number: int, length: int) -> None:
    boxed = [blob(shape, 4326, 1 | number << 1, b"\x00" * 8 * length) for shape in SHAPES]
    assert read(PACKAGE, geopackage(blobs=boxed)) == expected()
    assert read(PACKAGE, geopackage(blobs=[blob(shape, flags=0) for shape in SHAPES])) == expected()


def test_gdal_writes_what_is_read(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame(ROWS, geometry=SHAPES, crs="EPSG:4326")
    frame.to_file(tmp_path / "roads.gpkg", engine="pyogrio")
    found = read(PACKAGE, files.mapped(tmp_path / "roads.gpkg"), at=tmp_path / "roads.gpkg")
    assert found == expected()


@pytest.mark.parametrize(
    "shape",
    [
        *(None, b"", "text", 5, b"GP\x00\x01", SHAPES[0].wkb, blob(SHAPES[0])[:-3]),
        blob(SHAPES[0], srs=3857),
        blob(SHAPES[0], flags=0b00100001),
        blob(SHAPES[0], flags=1 | 5 << 1),
        b"GP\x01" + blob(SHAPES[0])[3:],
    ],
)
def test_a_geometry_that_is_none_is_named_by_its_row(shape: object) -> None:
    blobs = [blob(SHAPES[0]), shape, *map(blob, SHAPES[2:])]
    kept, faults = read(PACKAGE, geopackage(blobs=blobs))
    assert (len(kept), faults) == (3, [("E_GEOMETRY", 2)])


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"
VIEW = f'CREATE VIEW "ro""ads" AS {ENDLESS} x AS fid, NULL AS geom, ' + ", ".join(
    f"'a' AS {name}" for name in PLACE_FIELDS
)
STRANGE = {
    "no database": (lambda: b"SQLite or not", "E_GEOPACKAGE"),
    "nothing": (lambda: b"", "E_GEOPACKAGE"),
    "cut off": (lambda: geopackage()[:5000], "E_GEOPACKAGE"),
    "only a database": (lambda: bare("CREATE TABLE a (b);"), "E_GEOPACKAGE"),
    "an endless view": (lambda: geopackage(table=VIEW + ";"), "E_GEOPACKAGE"),
    "endless contents": (
        lambda: geopackage(f"DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS {ENDLESS} x;"),
        "E_GEOPACKAGE",
    ),
    "a virtual table": (
        lambda: geopackage(
            table=f'CREATE VIRTUAL TABLE "ro""ads" USING fts5(geom, {", ".join(PLACE_FIELDS)});'
        ),
        "E_GEOPACKAGE",
    ),
    "a computed column": (
        lambda: geopackage(
            table=TABLE.replace("code TEXT", "code TEXT AS (hex(zeroblob(1000000000)))"),
            rows=[],
            blobs=[],
        ),
        "E_COLUMNS",
    ),
    "two layers": (
        lambda: geopackage(
            "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('b', 'features');"
        ),
        "E_GEOPACKAGE",
    ),
    "no layer": (lambda: geopackage("DELETE FROM gpkg_contents;"), "E_GEOPACKAGE"),
    "a layer that is not there": (
        lambda: geopackage("UPDATE gpkg_contents SET table_name = 'b';"),
        "E_GEOPACKAGE",
    ),
    "a number for a layer": (
        lambda: geopackage("UPDATE gpkg_contents SET table_name = x'00';"),
        "E_GEOPACKAGE",
    ),
    "no geometry": (lambda: geopackage("DELETE FROM gpkg_geometry_columns;"), "E_GEOPACKAGE"),
    "a geometry that is not there": (
        lambda: geopackage("UPDATE gpkg_geometry_columns SET column_name = 'b';"),
        "E_COLUMNS",
    ),
    "a statement for a column": (
        lambda: geopackage("UPDATE gpkg_geometry_columns SET column_name = 'geom\" FROM b --';"),
        "E_COLUMNS",
    ),
    "another system": (
        lambda: geopackage("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4610;"),
        "E_CRS",
    ),
    "no system": (lambda: geopackage("DELETE FROM gpkg_spatial_ref_sys;"), "E_CRS"),
    "a column less": (lambda: geopackage('ALTER TABLE "ro""ads" DROP COLUMN code;'), "E_COLUMNS"),
}


def bare(script: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(script)
    return database.serialize()


@pytest.mark.parametrize("name", STRANGE)
def test_a_database_that_is_no_plain_layer_is_one_fault(name: str) -> None:
    make, code = STRANGE[name]
    assert read(PACKAGE, make()) == ([], [(code, None)])


def test_values_of_other_types_are_named_by_their_row() -> None:
    content = geopackage(
        'UPDATE "ro""ads" SET name_zh = x\'61\' WHERE fid = 1;'
        'UPDATE "ro""ads" SET name_zh = CAST(x\'ff\' AS TEXT) WHERE fid = 2;'
    )
    kept, faults = read(PACKAGE, content)
    assert (len(kept), faults) == (2, [("E_PROPERTY", 1), ("E_PROPERTY", 2)])


def test_code_in_a_database_is_not_run() -> None:
    """A trigger and an index over an expression are never asked; the layer reads as without."""
    content = geopackage(
        'CREATE INDEX odd ON "ro""ads" (hex(place_id));'
        'CREATE TRIGGER odd_too AFTER UPDATE ON "ro""ads" BEGIN SELECT load_extension(\'x\'); END;'
    )
    assert read(PACKAGE, content) == expected()


@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=4))
def test_bytes_changed_anywhere_in_a_database_never_crash(at: int, put: bytes) -> None:
    content = geopackage()
    at %= len(content)
    read(PACKAGE, content[:at] + put + content[at + len(put) :])


@pytest.mark.parametrize("rows", [10, 100_000])
def test_what_unpacks_to_far_more_than_its_size_is_refused(rows: int) -> None:
    """A file of some kilobytes; written out, its texts would be gigabytes."""
    same = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["a" * 20_000])
    point = pa.array([SHAPES[0].wkb], pa.binary())
    shapes = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), point)
    content = parquet(
        {**dict.fromkeys(PLACE_FIELDS, same), "shape": shapes.cast(pa.binary())}, compression="none"
    )
    assert len(content) < 3_000_000
    kept, faults = read(PARQUET, content)
    assert kept == []
    if rows == 10:
        assert {code for code, _ in faults} == {"E_LENGTH"}
        assert {row for _, row in faults} == set(range(1, 11))
    else:
        assert faults == [("E_TOO_LARGE", None)]

"""Are layers in GeoPackage read as in GeoJSON, and refused where not sound?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import files
from geo.package.schema import PLACE_FIELDS
from tests.package.layers.tables import (
    PACKAGE,
    PARQUET,
    ROWS,
    SHAPES,
    TABLE,
    blob,
    expected,
    geopackage,
    parquet,
    read,
)


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

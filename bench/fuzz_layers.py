"""What does a sound layer look like in each format, and what is odd in one that a hand changed?"""

from __future__ import annotations

import random
import sqlite3
import struct
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from shapely.geometry import shape

from bench.fuzz_accidents import VALUES, by_bytes, changed_values, json_bytes
from geo.package.schema import PLACE_FIELDS

Row = list[Any]
_RING: Final = [[116.2, 39.2], [116.8, 39.2], [116.8, 39.8], [116.2, 39.8], [116.2, 39.2]]
_SHAPES: Final[tuple[dict[str, Any], ...]] = (
    {"type": "Point", "coordinates": [116.5, 39.5]},
    {"type": "LineString", "coordinates": [[116.5, 39.5], [116.6, 39.6], [116.7, 39.5]]},
    {"type": "Polygon", "coordinates": [_RING]},
    {"type": "MultiPolygon", "coordinates": [[_RING]]},
)


def _feature(number: int) -> dict[str, Any]:
    texts = dict.fromkeys(PLACE_FIELDS, "某处 a place")
    own = {"place_id": f"road-{number}", "layer": "roads", "precision": "exact"}
    own |= {"workstream": "streets", "source_id": "a-source"}
    geometry = _SHAPES[number % len(_SHAPES)]
    return {
        "type": "Feature",
        "id": f"road-{number}",
        "properties": texts | own,
        "geometry": geometry,
    }


_FEATURES: Final = [_feature(number) for number in range(1, 9)]
_COLLECTION: Final = {"type": "FeatureCollection", "features": _FEATURES}


def collection(dice: random.Random | None) -> bytes:
    """Return a FeatureCollection, some of its values others."""
    return json_bytes(changed_values(dice, _COLLECTION))


def neighbours(dice: random.Random | None) -> bytes:
    """Return the outlines around a district, some of their values others."""
    areas = [each for each in _FEATURES if each["geometry"]["type"].endswith("Polygon")]
    return json_bytes(changed_values(dice, {"type": "FeatureCollection", "features": areas}))


def sequence(dice: random.Random | None) -> bytes:
    """Return one feature a line, some of their values others."""
    changed = changed_values(dice, _FEATURES)
    return b"".join(json_bytes(each) + b"\n" for each in changed)


def rows(dice: random.Random | None) -> list[Row]:
    """Return rows of texts in the order of the place's fields, each with a binary behind them."""
    made: list[Row] = [
        [*(each["properties"].get(name) for name in PLACE_FIELDS), shape(each["geometry"]).wkb]
        for each in _FEATURES
    ]
    if dice is None:
        return made
    for _ in range(dice.choice((1, 2, 5))):
        row = dice.choice(made)
        if dice.random() < 0.5 and isinstance(row[-1], bytes):
            row[-1] = by_bytes(dice, row[-1])
        else:
            row[dice.randrange(len(row))] = dice.choice([*VALUES, b"\xff\xfe", b"GP\x00\x01"])
    return made


def geopackage(dice: random.Random | None) -> bytes:
    """Return a GeoPackage; its names, columns and values are others where there are dice."""
    database = sqlite3.connect(":memory:")
    names = ", ".join(f'"{name}"' for name in PLACE_FIELDS)
    tables = (
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER PRIMARY KEY, organization,"
        " organization_coordsys_id, definition, description);"
        "CREATE TABLE gpkg_contents (table_name, data_type, identifier, srs_id);"
        "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id,"
        " z, m);"
        "CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom BLOB, COLUMNS);"
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '', '');"
        "INSERT INTO gpkg_contents VALUES ('roads', 'features', 'roads', 4326);"
        "INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', 'GEOMETRY', 4326, 0, 0);"
    )
    database.executescript(tables.replace("COLUMNS", names))
    header = b"GP\x00\x01" + struct.pack("<i", 4326)
    marks = ", ".join("?" * (len(PLACE_FIELDS) + 1))
    for row in rows(dice):
        blob = header + row[-1] if isinstance(row[-1], bytes) else row[-1]
        given = [_stored(value) for value in (blob, *row[:-1])]
        database.execute(f"INSERT INTO roads (geom, {names}) VALUES ({marks})", given)  # noqa: S608
    if dice is not None and dice.random() < 0.5:
        database.executescript(dice.choice(_SPOILING))
    database.commit()
    content = database.serialize()
    database.close()
    return content


_ENDLESS: Final = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
_SPOILING: Final = (
    f"ALTER TABLE roads RENAME TO other; CREATE VIEW roads AS {_ENDLESS};",
    f"DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS {_ENDLESS};",
    "UPDATE gpkg_contents SET table_name = 'sqlite_master';",
    "UPDATE gpkg_contents SET table_name = char(0, 27, 55296);",
    "UPDATE gpkg_contents SET table_name = CAST(x'ff22fe' AS TEXT);",
    "UPDATE gpkg_geometry_columns SET column_name = NULL;",
    "UPDATE gpkg_geometry_columns SET srs_id = 9223372036854775807;",
    "UPDATE gpkg_spatial_ref_sys SET organization = zeroblob(30000000);",
    "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 'EPSG:4214';",
    "ALTER TABLE roads DROP COLUMN name_zh;",
    "ALTER TABLE roads ADD COLUMN geometry AS (geom || geom || geom);",
    "UPDATE roads SET name_zh = printf('%.*c', 30000000, 'a') WHERE fid = 1;",
    "UPDATE roads SET geom = zeroblob(30000000) WHERE fid = 1;",
    "CREATE TRIGGER t AFTER UPDATE ON roads BEGIN DELETE FROM roads; END;",
    "CREATE INDEX i ON roads (name_zh) WHERE name_zh LIKE '%a%';",
    "INSERT INTO gpkg_contents SELECT 'roads', 'features', 'x', 4326;",
    "DELETE FROM roads;",
)


def _stored(value: object) -> object:
    """Return what SQLite can keep of a value."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    large = isinstance(value, int) and not -(2**63) <= value < 2**63
    return None if isinstance(value, list | dict) or large else value


def parquet(dice: random.Random | None) -> bytes:
    """Return a GeoParquet file; its metadata, types and values are others where there are dice."""
    found = rows(dice)
    columns: dict[str, Any] = {
        name: pa.array([_text(row[at]) for row in found], pa.string())
        for at, name in enumerate(PLACE_FIELDS)
    }
    binaries = [row[-1] if isinstance(row[-1], bytes) else None for row in found]
    columns["geometry"] = pa.array(binaries, pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    options: dict[str, Any] = {}
    if dice is not None:
        name = dice.choice([*columns])
        kind = dice.randrange(6)
        if kind == 0:
            del columns[name]
        elif kind == 1:
            columns[name] = pa.array(range(len(found)), pa.int64())
        elif kind == 2:
            columns[name] = pa.array([["a"]] * len(found))
        elif kind == 3 and len(columns) > 1:
            same = pa.array([0] * 3000, pa.int32())
            long = pa.DictionaryArray.from_arrays(same, pa.array(["a" * 200_000]))
            columns = dict.fromkeys(columns, long)
        geo = changed_values(dice, geo) if dice.random() < 0.3 else geo
        options = {"compression": dice.choice(("none", "snappy", "zstd")), "row_group_size": 3000}
    table = pa.table(columns).replace_schema_metadata({"geo": json_bytes(geo)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **options)
    return sink.getvalue().to_pybytes()


def _text(value: object) -> str | None:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None

"""Which sound files are spoiled, and how? The same number always gives the same spoiled file.

Half of the files are spoiled by bytes, as by a broken copy; the other half by values, as by a hand
that knows the format: those come past the parser to what lies behind it.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import sqlite3
import struct
from collections.abc import Callable, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from shapely.geometry import shape

from geo.package.schema import PLACE_FIELDS

Row = list[Any]
_RING: Final = [[116.2, 39.2], [116.8, 39.2], [116.8, 39.8], [116.2, 39.8], [116.2, 39.2]]
_SHAPES: Final[tuple[dict[str, Any], ...]] = (
    {"type": "Point", "coordinates": [116.5, 39.5]},
    {"type": "LineString", "coordinates": [[116.5, 39.5], [116.6, 39.6], [116.7, 39.5]]},
    {"type": "Polygon", "coordinates": [_RING]},
    {"type": "MultiPolygon", "coordinates": [[_RING]]},
)
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1e308, 1e-320, 2**31, 2**53 + 1, -(2**63), 10**400, float("inf")),
    *("", " ", "\x00", "\x1b[2J", "\ud800", "\u202e", "\u2028", "a" * 100_000, "路" * 30_000),
    *(
        "=1+1",
        "{{7*7}}",
        "2022-02-30",
        "1e309",
        "NaN",
        "'; DROP TABLE a; --",
        "../../x",
        "EPSG:3857",
    ),
    *([], [[]], [[[[[[]]]]]], {}, {"type": "Feature"}, {"type": "link"}, [0] * 10_000),
)
"""Values that a file may hold where another is meant."""
_NAMES: Final = ("crs", "bbox", "id", "geometries", "type", "x")
_WORDS: Final = (
    *(b'"', b"\\", b"[", b"]", b"{", b"}", b",", b":", b"\n", b"\r", b"\x00", b"\x1e", b"\xff\xfe"),
    *(
        b"NaN",
        b"1e999",
        b"-",
        b"null",
        b"\\ud800",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\x1f\x8b",
        b"[" * 500,
    ),
    *(
        struct.pack("<i", -1),
        struct.pack("<q", 2**63 - 1),
        struct.pack(">i", 2**31 - 1),
        b"\x00" * 16,
    ),
)


def spoiled(reader: str, number: int) -> tuple[str, bytes]:
    """Return path and content of one spoiled file of a reader."""
    # Seeded, and never used for secrets.
    dice = random.Random(f"{reader} {number}")  # noqa: S311
    if number % 2:
        return MAKERS[reader](dice)
    path, content = MAKERS[reader](None)
    return path, _by_bytes(dice, content)


def _by_bytes(dice: random.Random, content: bytes) -> bytes:
    """Return a file after a few accidents."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 1, 2, 4, 8, 64, 1000)))
        kind = dice.randrange(8)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 2:
            del data[at:end]
        elif kind == 3:
            data[at:at] = data[dice.randrange(len(data) + 1) :][:64]
        elif kind == 4:
            data[at:end] = dice.choice(_WORDS)
        elif kind == 5:
            data[at:at] = dice.choice(_WORDS)
        elif kind == 6 and dice.random() < 0.3:
            del data[at:]
        elif kind == 7 and dice.random() < 0.3:
            data[at:at] = bytes(data[at:end]) * dice.choice((100, 10_000))
    return bytes(data[: 8 << 20])


def _changed(dice: random.Random | None, value: Any) -> Any:
    """Return JSON data of which some values are others; the same where there are no dice."""
    changed = copy.deepcopy(value)
    for _ in range(dice.choice((1, 1, 2, 4)) if dice else 0):
        at = changed
        while dice and isinstance(at, dict | list) and at:
            key = dice.choice(list(at)) if isinstance(at, dict) else dice.randrange(len(at))
            inner = at[key]
            if not isinstance(inner, dict | list) or not inner or dice.random() < 0.2:
                _change(dice, at, key)
                break
            at = inner
    return changed


def _change(dice: random.Random, within: Any, key: Any) -> None:
    """Change, drop or double one member."""
    kind = dice.randrange(6)
    if kind == 0:
        del within[key]
    elif kind == 1 and isinstance(within, list):
        short = len(repr(within[key])) < 2_000
        count = dice.choice((1, 3, 2_000 if short else 10))
        within.extend([copy.deepcopy(within[key]) for _ in range(count)])
    elif kind == 1:
        within[dice.choice(_NAMES)] = copy.deepcopy(dice.choice(_VALUES))
    else:
        within[key] = copy.deepcopy(dice.choice(_VALUES))


def _json(value: Any) -> bytes:
    return json.dumps(value).replace("Infinity", "1e999").encode()


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


def _collection(dice: random.Random | None) -> bytes:
    return _json(_changed(dice, _COLLECTION))


def _neighbours(dice: random.Random | None) -> bytes:
    areas = [each for each in _FEATURES if each["geometry"]["type"].endswith("Polygon")]
    return _json(_changed(dice, {"type": "FeatureCollection", "features": areas}))


def _sequence(dice: random.Random | None) -> bytes:
    changed = _changed(dice, _FEATURES)
    return b"".join(_json(each) + b"\n" for each in changed)


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
            row[-1] = _by_bytes(dice, row[-1])
        else:
            row[dice.randrange(len(row))] = dice.choice([*_VALUES, b"\xff\xfe", b"GP\x00\x01"])
    return made


def _geopackage(dice: random.Random | None) -> bytes:
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


def _parquet(dice: random.Random | None) -> bytes:
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
        geo = _changed(dice, geo) if dice.random() < 0.3 else geo
        options = {"compression": dice.choice(("none", "snappy", "zstd")), "row_group_size": 3000}
    table = pa.table(columns).replace_schema_metadata({"geo": _json(geo)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **options)
    return sink.getvalue().to_pybytes()


def _text(value: object) -> str | None:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def table(lines: Sequence[Sequence[Any]]) -> Callable[[random.Random | None], bytes]:
    """Return what makes a table of a package, some of its cells others."""

    def make(dice: random.Random | None) -> bytes:
        cells = [[*line] for line in lines]
        for kind in [] if dice is None else dice.choices(range(5), k=dice.choice((1, 1, 3))):
            line = dice.choice(cells) if dice else []
            if dice and kind and line:
                line[dice.randrange(len(line))] = str(dice.choice(_VALUES))[:200_000]
            elif dice:
                short = sum(map(len, line)) < 2_000
                count = dice.choice((1, 2_000 if short else 10))
                cells.extend([[*line] for _ in range(count)])
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(cells)
        return stream.getvalue().encode("utf-8", "surrogatepass")

    return make


def described(value: Any) -> Callable[[random.Random | None], bytes]:
    """Return what makes a JSON file, some of its values others."""
    return lambda dice: _json(_changed(dice, value))


_POSTGIS: Final = {
    **{"schema": "public", "table": "roads", "geometry": "geom"},
    "columns": {name: name for name in PLACE_FIELDS},
}
Maker = Callable[[random.Random | None], tuple[str, bytes]]
MAKERS: Final[dict[str, Maker]] = {
    "geojson": lambda dice: ("layers/roads.geojson", _collection(dice)),
    "sequence": lambda dice: ("layers/roads.geojsonl", _sequence(dice)),
    "geoparquet": lambda dice: ("layers/roads.parquet", _parquet(dice)),
    "geopackage": lambda dice: ("layers/roads.gpkg", _geopackage(dice)),
    "postgis": lambda dice: ("layers/roads.postgis.json", described(_POSTGIS)(dice)),
    "neighbours": lambda dice: ("context/neighbours.geojson", _neighbours(dice)),
}
"""Makers of path and content; :mod:`bench.fuzz_worker` adds what a package has besides layers."""

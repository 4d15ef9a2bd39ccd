"""Which rows do tests keep in tables, and what is read of them?"""

from __future__ import annotations

import json
import sqlite3
import struct
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.schema import PLACE_FIELDS

PARQUET, PACKAGE, GEOJSON = "layers/roads.parquet", "layers/roads.gpkg", "layers/roads.geojson"


PROPERTIES: dict[str, Any] = {
    "place_id": "a-road",
    "name_zh": "某路",
    "name_en": "A Road",
    "pinyin": "Mǒu Lù",
    "layer": "roads",
    "workstream": None,
    "code": None,
    "parent_zh": "安次区",
    "parent_en": "Anci District",
    "precision": "exact",
    "known_zh": "编造",
    "known_en": "Made up",
    "source_id": "a-source",
    "area": None,
}
"""Of a place that a layer of any format holds."""


SHAPES = [
    shapely.Point(116.7, 39.4),
    shapely.LineString([(116.7, 39.4), (116.8, 39.5)]),
    shapely.box(116.7, 39.4, 116.8, 39.5),
    shapely.MultiPoint([(116.7, 39.4), (116.8, 39.5)]),
]


ROWS: list[dict[str, Any]] = [
    PROPERTIES
    | {
        "place_id": f"road-{number}",
        "code": f"{number}" if number % 2 else None,
        "area": "an-area" if number > 1 else None,
    }
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

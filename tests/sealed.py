"""Which package are hostile files judged in? A sound one, made here, sealed after each change.

Its district holds every shape that the tests draw, and its tables name all that a place names. So
neither a hash nor a place that lies elsewhere makes the verdict: only what the file itself says.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from geo.package.audit import audit, sealed
from geo.package.faults import Faults
from geo.package.schema import DESCRIPTOR, TABLES

Contents = dict[str, bytes]
Feature = dict[str, Any]
ROADS = "layers/roads.geojson"
WEST, SOUTH, EAST, NORTH = 116.0, 39.0, 117.0, 40.0
SQUARE = [[116.2, 39.2], [116.8, 39.2], [116.8, 39.8], [116.2, 39.8], [116.2, 39.2]]
HOLE = [[116.4, 39.4], [116.4, 39.6], [116.6, 39.6], [116.6, 39.4], [116.4, 39.4]]
COORDINATES: dict[str, Any] = {
    "Point": [116.5, 39.5],
    "MultiPoint": [[116.5, 39.5], [116.6, 39.6]],
    "LineString": [[116.5, 39.5], [116.6, 39.6], [116.7, 39.5]],
    "MultiLineString": [[[116.5, 39.5], [116.6, 39.6]], [[116.7, 39.7], [116.8, 39.8]]],
    "Polygon": [SQUARE, HOLE],
    "MultiPolygon": [[SQUARE, HOLE], [[[116.45, 39.45], [116.55, 39.45], [116.5, 39.55]] * 1]],
}
COORDINATES["MultiPolygon"][1][0].append([116.45, 39.45])


def feature(geometry: object = None, number: int = 1, **properties: object) -> Feature:
    """Return a sound feature of the layer of roads, changed as given."""
    given = {
        "place_id": f"road-{number}",
        "name_zh": f"某路{number}",
        "name_en": f"Road {number}",
        "pinyin": None,
        "layer": "roads",
        "workstream": "streets",
        "code": None,
        "parent_zh": "某区",
        "parent_en": "A District",
        "precision": "exact",
        "known_zh": "编造",
        "known_en": "Made up",
        "source_id": "a-source",
        "area": None,
    }
    return {
        "type": "Feature",
        "id": f"road-{number}",
        "properties": given | properties,
        "geometry": shape("Point") if geometry is None else geometry,
    }


def shape(kind: str, coordinates: object = None) -> dict[str, Any]:
    """Return a geometry, sound unless its coordinates are given."""
    return {"type": kind, "coordinates": COORDINATES[kind] if coordinates is None else coordinates}


def collection(*features: object, **members: object) -> bytes:
    """Return a FeatureCollection; a number beyond all numbers is written as 1e999."""
    whole = {"type": "FeatureCollection", "features": features, **members}
    return json.dumps(whole).replace("Infinity", "1e999").encode()


def package(layer: bytes | None = None, path: str = ROADS) -> Contents:
    """Return the files of the package with one layer as given, its descriptor not yet sealed."""
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
    district = feature(shape("Polygon", [ring]), place_id="demo", layer="district")
    district["id"] = "demo"
    district["properties"]["precision"] = "district"
    descriptor = {
        **{"title": "某区", "version": "1.0.0", "licenses": [{"title": "CC0"}]},
        **{"sources": [{"title": "made up"}], "resources": []},
    }
    contents = {f"{name}.csv": _table(name, rows) for name, rows in _ROWS.items()}
    contents["layers.csv"] = _table("layers", [*_ROWS["layers"], _layer(path)])
    contents["layers/district.geojson"] = collection(district)
    contents[path] = collection(feature()) if layer is None else layer
    contents[DESCRIPTOR] = json.dumps(descriptor).encode()
    return contents


def judge(contents: Contents) -> Faults:
    """Return all that is said of a package after it was sealed as it is."""
    unsound = Faults()
    descriptor = sealed(contents, unsound)
    if descriptor is None:
        return unsound
    return audit("demo", contents | {DESCRIPTOR: descriptor}, {})


def codes(contents: Contents) -> list[tuple[str, str, int | None]]:
    """Return code, file and row of all that is said of a package after it was sealed."""
    return [(fault.code, fault.file, fault.row) for fault in judge(contents)]


def _layer(path: str) -> Sequence[str]:
    return ("roads", "道路", "Roads", path, "wgs84", "")


def _table(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([field.name for field in TABLES[name]])
    writer.writerows(rows)
    return stream.getvalue().encode()


_ROWS: dict[str, list[Sequence[str]]] = {
    "units": [("piece", "count", "件", "piece", "pieces")],
    "sources": [
        (
            *("a-source", "report", "编造", "Made up", "测试", "Tests", "2024-02-29", ""),
            *("CC0", "CC0", "无", "none", "figures.csv"),
        )
    ],
    "workstreams": [
        (
            "streets",
            "道路",
            "Streets",
            "道路工作",
            "Work on streets",
            "#a83152",
            "road",
            "roads-made",
        )
    ],
    "layers": [("district", "区界", "District", "layers/district.geojson", "wgs84", "")],
    "figures": [
        (
            *("roads-made", "streets", "demo", "修路", "Roads made", "12", "exact", "piece"),
            *("12件", "2024", "a-source", "section 1"),
        )
    ],
    "derived": [],
    "gaps": [],
    "aliases": [("old-road", "road-1", "", "")],
}

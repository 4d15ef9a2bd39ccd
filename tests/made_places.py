"""Made-up places in the real package, and what is said of them."""

from __future__ import annotations

import json
from typing import Any

from shapely.geometry import mapping

from geo.errors import Fault
from geo.package.faults import Faults
from geo.package.read import build_package

Contents = dict[str, bytes]
LON, LAT = 116.6945, 39.5105
"""A point in the district, degrees WGS-84."""
ROADS = "layers/roads.geojson"


def with_shapes(contents: Contents, shapes: list[Any], precision: str = "exact") -> Contents:
    """The roads' layer with made-up places behind its two roads."""
    data = json.loads(contents[ROADS])
    for number, shape in enumerate(shapes):
        properties = data["features"][0]["properties"] | {
            "place_id": f"made-up-{number}",
            "name_zh": f"编造的地点 {number}",  # else the gap of the road is asked about
            "precision": precision,
        }
        data["features"].append(
            {
                "type": "Feature",
                "id": properties["place_id"],
                "properties": properties,
                "geometry": mapping(shape),
            }
        )
    return contents | {ROADS: json.dumps(data).encode()}


def faults_of(contents: Contents) -> list[Fault]:
    faults = Faults()
    package = build_package("anci-2022", contents, faults)
    assert (package is None) == bool(faults.errors)
    return list(faults)

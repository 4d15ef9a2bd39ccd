"""Made-up places in the real package, and what is said of them."""

from __future__ import annotations

import json
from typing import Any

from shapely.geometry import mapping, shape

from geo.errors import Fault
from geo.package.faults import Faults
from geo.package.read import build_package

Contents = dict[str, bytes]
LON, LAT = 116.6945, 39.5105
"""A point in the district, degrees WGS-84."""
ROADS = "layers/roads.geojson"


def district_of(contents: Contents) -> Any:
    """The outline of the district, as its area has it."""
    return shape(_areas(contents)["anci"])


def _areas(contents: Contents) -> dict[str, Any]:
    found = json.loads(contents["areas.geojson"])["features"]
    return {each["id"]: each["geometry"] for each in found}


def drawn(contents: Contents) -> Contents:
    """The package with a shape of its own for every place; none names an area."""
    areas = _areas(contents)
    changed = dict(contents)
    for path in [path for path in contents if path.startswith("layers/")]:
        data = json.loads(contents[path])
        for each in data["features"]:
            each["geometry"] = areas[each["properties"].pop("area")]
        changed[path] = json.dumps(data).encode()
    return changed


def with_shapes(
    contents: Contents,
    shapes: list[Any],
    precision: str = "exact",
    area: str | None = "anci-urban-area",
) -> Contents:
    """The roads' layer with made-up places behind its two roads; they name `area`."""
    data = json.loads(contents[ROADS])
    for number, given in enumerate(shapes):
        properties = data["features"][0]["properties"] | {
            "place_id": f"made-up-{number}",
            "name_zh": f"编造的地点 {number}",  # else the gap of the road is asked about
            "precision": precision,
            "area": area,
        }
        data["features"].append(
            {
                "type": "Feature",
                "id": properties["place_id"],
                "properties": properties,
                "geometry": mapping(given),
            }
        )
    return contents | {ROADS: json.dumps(data).encode()}


def faults_of(contents: Contents) -> list[Fault]:
    faults = Faults()
    package = build_package("anci-2022", contents, faults)
    assert (package is None) == bool(faults.errors)
    return list(faults)

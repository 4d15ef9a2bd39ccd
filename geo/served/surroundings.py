"""What lies around the places: the district's outline and its box, its neighbours?"""

from __future__ import annotations

from typing import Any, Final

import shapely
from shapely.geometry import mapping

from geo.package.extent import district_outline
from geo.package.package import Package

COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""


def surroundings(package: Package) -> list[dict[str, Any]]:
    """Return the district's outline and its neighbours' as features, told apart by role."""
    district = {"type": "Feature", "properties": {"role": "district"}}
    features = [district | {"geometry": rounded(district_outline(package))}]
    for row in package.context.to_dict("records"):
        properties = {
            "role": "neighbour",
            "name": {"zh": row["name_zh"], "en": row["name_en"]},
            "anchor": _label_point(row["geometry"]),
        }
        geometry = rounded(row["geometry"])
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features


def _label_point(geometry: Any) -> list[float]:
    """Return latitude and longitude of a point well inside `geometry`, for its name."""
    point = shapely.maximum_inscribed_circle(geometry, tolerance=0.005).coords[0]
    return [round(point[1], 4), round(point[0], 4)]


def rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def round_all(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        return [round_all(member) for member in part]

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": round_all(made["coordinates"])}

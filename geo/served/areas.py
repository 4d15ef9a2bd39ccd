"""What does the browser know of areas? Names, boxes and middles at once, shapes in a file."""

from __future__ import annotations

from typing import Any, Final

from shapely.geometry import mapping

from geo.package.drawn_areas import DrawnAreas

COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""


def areas_told(areas: DrawnAreas, url: str) -> list[dict[str, Any]]:
    """Return what the catalogue says of areas; `url` has their shapes."""
    return [
        {
            "id": each.area_id,
            "name": each.name.as_dict(),
            "parent": each.parent or None,
            "bounded": each.bounded,
            "bounds": [round(side, COORDINATE_DECIMALS) for side in each.shape.bounds],
            "label": [
                round(areas.middles[each.area_id].y, COORDINATE_DECIMALS),
                round(areas.middles[each.area_id].x, COORDINATE_DECIMALS),
            ],
            "url": url,
        }
        for each in areas.all.values()
    ]


def area_features(areas: DrawnAreas) -> list[dict[str, Any]]:
    """Return the shapes of areas as features."""
    return [
        {"type": "Feature", "id": each.area_id, "properties": {}, "geometry": rounded(each.shape)}
        for each in areas.all.values()
    ]


def rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def round_all(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        return [round_all(member) for member in part]

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": round_all(made["coordinates"])}

"""What lies around the places: the district's outline and its box, its neighbours?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
import shapely
from shapely.geometry import mapping

from geo.package.package import Package
from geo.package.spatial import anchors
from geo.records import Place

COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""


def district_bounds(package: Package) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the district, degrees WGS-84: what a map shows first.

    Of its outline alone, so that no place, wherever it lies, makes a dot of the district; where no
    place is the outline, of all places.
    """
    table = package.place.table
    is_outline = pc.equal(table.column("precision"), "district")
    rows = table.select(["west", "south", "east", "north"]).filter(is_outline)
    if not rows.num_rows:
        west, south, east, north = package.place.bounds()
        return west, south, east, north
    west, south = (pc.min(rows.column(name)).as_py() for name in ("west", "south"))
    east, north = (pc.max(rows.column(name)).as_py() for name in ("east", "north"))
    return west, south, east, north


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


def district_outline(package: Package) -> Any:
    """Return the district's own area; where no place is one, the box around all places."""
    places = package.place
    rows = np.flatnonzero(pc.equal(places.table.column("precision"), "district").to_numpy())
    areas = [found for found in places.geometries(rows) if "Polygon" in found.geom_type]
    if areas:
        return shapely.union_all(areas)
    margin = 0.01  # about 1 km, so that a single point has a box too
    return shapely.box(*district_bounds(package)).buffer(margin, join_style="mitre")


def _label_point(geometry: Any) -> list[float]:
    """Return latitude and longitude of a point well inside `geometry`, for its name."""
    point = shapely.maximum_inscribed_circle(geometry, tolerance=0.005).coords[0]
    return [round(point[1], 4), round(point[0], 4)]


def anchor_of(place: Place) -> Any:
    """Return the point of a place where its symbol may stand: inside its area, in the middle."""
    return shapely.points(anchors(np.array([place.geometry], dtype=object))[0])


def rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def round_all(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        return [round_all(member) for member in part]

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": round_all(made["coordinates"])}

"""Where does the district lie: its extent, its outline, and the point that stands for a place?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.compute as pc
import shapely

from geo.package.places.places import Places
from geo.package.places.spatial import anchors
from geo.records import Place


def district_bounds(places: Places) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the district, degrees WGS-84: what a map shows first.

    Of its outline alone, so that no place, wherever it lies, makes a dot of the district; where no
    place is the outline, of all places.
    """
    table = places.table
    is_outline = pc.equal(table.column("precision"), "district")
    rows = table.select(["west", "south", "east", "north"]).filter(is_outline)
    if not rows.num_rows:
        west, south, east, north = places.bounds()
        return west, south, east, north
    west, south = (pc.min(rows.column(name)).as_py() for name in ("west", "south"))
    east, north = (pc.max(rows.column(name)).as_py() for name in ("east", "north"))
    return west, south, east, north


def district_outline(places: Places) -> Any:
    """Return the district's own area; where no place is one, the box around all places."""
    rows = np.flatnonzero(pc.equal(places.table.column("precision"), "district").to_numpy())
    areas = [found for found in places.geometries(rows) if "Polygon" in found.geom_type]
    if areas:
        return shapely.union_all(areas)
    margin = 0.01  # about 1 km, so that a single point has a box too
    return shapely.box(*district_bounds(places)).buffer(margin, join_style="mitre")


def anchor_of(place: Place) -> Any:
    """Return the point of a place where its symbol may stand: inside its area, in the middle."""
    return shapely.points(anchors(np.array([place.geometry], dtype=object))[0])


def well_inside(shape: Any) -> Any:
    """Return the middle of the largest circle in the largest part of an area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:  # an area as thin as a line has no inside
        return shapely.point_on_surface(shape)
    largest = max(parts, key=shapely.area)
    west, south, east, north = largest.bounds
    tolerance = max(east - west, north - south) / 500
    return shapely.points(shapely.maximum_inscribed_circle(largest, tolerance=tolerance).coords[0])

"""Which of many places meet a box? Decided by their own boxes, and by their shapes at its rim."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.package.places.place_subset import PlaceRows
from geo.package.places.places import Flags

_PART: int = 20_000
"""Shapes that are looked at together."""


def within(found: PlaceRows, area: Any) -> PlaceRows:
    """Return the places whose shapes meet `area`.

    Parameters
    ----------
    area : shapely geometry
        One box or several, degrees WGS-84, longitude before latitude.
    """
    flags = np.zeros(len(found), dtype=bool)
    for box in shapely.get_parts(area):
        flags |= _meet(found, box)
    return PlaceRows(found.of, found.rows[flags])


def _meet(found: PlaceRows, area: Any) -> Flags:
    table = found.of.table
    west, south, east, north = (
        table.column(side).to_numpy()[found.rows] for side in ("west", "south", "east", "north")
    )
    left, low, right, high = area.bounds
    near = (west <= right) & (east >= left) & (south <= high) & (north >= low)
    inside = (west >= left) & (east <= right) & (south >= low) & (north <= high)
    # What crosses the rim may still pass by: only its shape can tell.
    rim = np.flatnonzero(near & ~inside)
    for start in range(0, len(rim), _PART):
        part = rim[start : start + _PART]
        near[part] = shapely.intersects(area, found.of.geometries(found.rows[part]))
    return np.asarray(near)

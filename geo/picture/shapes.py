"""How do the shapes of places look on paper? Points over lines over areas, small over large.

An area is filled and a line never is, in whatever order the data have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import shapely

from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.picture.svg import dot, path
from geo.picture.viewport import Viewport
from geo.records import Place, Workstream
from geo.symbols import DISTRICT_SYMBOL, SYMBOLS

_LINES: Final = {"LineString", "MultiLineString"}


def look_of(package: Package, place: Place) -> tuple[str, str]:
    """Return colour and symbol (a path) of a place: its workstream's, else the district's."""
    return look_of_workstream(package.workstreams.get(place.workstream or ""))


def look_of_workstream(workstream: Workstream | None) -> tuple[str, str]:
    """Return colour and symbol (a path) of a workstream; of none those of the district."""
    if workstream is None:
        return NEUTRAL_COLOUR, SYMBOLS[DISTRICT_SYMBOL]
    return workstream.colour, SYMBOLS.get(workstream.symbol, SYMBOLS["dot"])


def shapes_of(package: Package, places: Sequence[Place], viewport: Viewport) -> list[str]:
    """Draw what is known as it is."""
    located = (place for place in places if place.is_located)
    return [
        drawn for place in sorted(located, key=_rank) for drawn in _shape(package, place, viewport)
    ]


def _rank(place: Place) -> tuple[int, float]:
    """Return what is drawn first: large areas, small ones, long lines, short ones, points."""
    geometry = place.geometry
    if geometry.area:
        return 0, -geometry.area
    return (1, -geometry.length) if geometry.geom_type in _LINES else (2, 0.0)


def _shape(package: Package, place: Place, viewport: Viewport) -> list[str]:
    colour, _ = look_of(package, place)
    shape = viewport.pixels(place.geometry)
    if "Point" in shape.geom_type:
        return _dots(shape, colour)
    filled = colour if place.geometry.area else "none"
    look: dict[str, Any] = {"fill_opacity": 0.2, "stroke_width": 4}
    return [path(shape, fill=filled, stroke=colour, **look)]


def _dots(shape: Any, colour: str) -> list[str]:
    """Draw the points of a place of several; a single one is its symbol."""
    if shape.geom_type != "MultiPoint":
        return []
    return [dot((point.x, point.y), colour) for point in shapely.get_parts(shape)]

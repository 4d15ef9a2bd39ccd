"""How do the shapes of places look on paper? Points over lines over areas, small over large.

An area is filled and a line never is, in whatever order the data have them; a crowd's are thin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.picture.svg import dot, path
from geo.picture.symbols_or_crowd import DOT_PX
from geo.picture.viewport import Viewport
from geo.records import Place, Workstream
from geo.symbols import DISTRICT_SYMBOL, SYMBOLS

_LINES: Final = {"LineString", "MultiLineString"}
_AREA_TYPES: Final = (3, 6)


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


def several_points(
    shapes: NDArray[np.object_], look: NDArray[np.int64], colours: list[str]
) -> Iterator[str]:
    """Draw the points of places of several, each place's as one that stands alone."""
    for number, colour in enumerate(colours):
        points = np.unique(np.rint(shapely.get_coordinates(shapes[look == number])), axis=0)
        data = "".join(f"M{x:.0f} {y:.0f}h.01" for x, y in points.tolist())
        if data:
            yield (
                f'<path class="several" d="{data}" stroke={quoteattr(colour)} '
                f'stroke-width="{2 * DOT_PX - 2}" stroke-linecap="round"/>'
            )


def lines_and_areas(
    shapes: NDArray[np.object_], look: NDArray[np.int64], colours: list[str]
) -> list[str]:
    """Draw areas, then lines over them; those of one colour are one element."""
    drawn = []
    is_area = np.isin(shapely.get_type_id(shapes), _AREA_TYPES)
    for areas in (True, False):
        for number, colour in enumerate(colours):
            wanted = shapes[(look == number) & (is_area == areas)]
            data = "".join(_curves(wanted))
            if data:
                fill = f'fill={quoteattr(colour)} fill-opacity="0.16"' if areas else 'fill="none"'
                width = 0.8 if areas else 1.3
                drawn.append(
                    f'<path class="shapes" d="{data}" {fill} stroke={quoteattr(colour)} '
                    f'stroke-width="{width}" stroke-linejoin="round"/>'
                )
    return drawn


def _curves(shapes: NDArray[np.object_]) -> Iterator[str]:
    """Yield the path data of lines, and of areas ring by ring."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    is_area = np.isin(shapely.get_type_id(parts), _AREA_TYPES)
    # A hole is one only where it turns the other way than what it lies in.
    rings = shapely.get_rings(shapely.orient_polygons(parts[is_area]))
    for closed, curves in ((True, rings), (False, parts[~is_area])):
        points, curve = shapely.get_coordinates(curves, return_index=True)
        written = np.char.mod("%.1f", points)
        ends = np.flatnonzero(np.diff(curve, prepend=-1))
        for each in np.split(written, ends[1:]) if len(points) else ():
            corners = "L".join(" ".join(corner) for corner in each[: -1 if closed else None])
            yield f"M{corners}{'Z' if closed else ''}"

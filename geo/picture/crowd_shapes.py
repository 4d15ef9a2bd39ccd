"""How do the lines, areas and scattered points of a crowd look on paper? Thin, in their colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.picture.symbols_or_crowd import DOT_PX

_AREA_TYPES: Final = (3, 6)


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

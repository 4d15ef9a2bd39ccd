"""Which outline does the hatch of a drawing fill?

Of several paths one inside another is a hole, as the programs that make drawings show them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import shapely

from geo.intake.dxf_curves import Point, arc, bulged, ellipse, spline
from geo.intake.dxf_entities import Pair
from geo.intake.found import Geometry

_PATHS, _FLAGS, _COUNT, _OF_CORNERS = 91, 92, 93, 2
_MOST_PATHS: Final = 1_000


class _Cursor:
    """Reads the pairs of a hatch in their order."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs, self._at = pairs, 0

    def to(self, code: int) -> float:
        """Pass on to the next pair of a code, and return its number."""
        while self._pairs[self._at][0] != code:
            self._at += 1
        self._at += 1
        found = float(self._pairs[self._at - 1][1])
        if not math.isfinite(found):
            raise ValueError("no number")
        return found

    def if_next(self, code: int) -> float:
        """Return the number of the next pair if it has a code, else nought."""
        return (
            self.to(code)
            if self._at < len(self._pairs) and self._pairs[self._at][0] == code
            else 0.0
        )

    def point(self, code: int = 10) -> Point:
        return self.to(code), self.to(code + 10)


def outline_of(pairs: Sequence[Pair]) -> Geometry:
    """Return what a hatch fills.

    Raises
    ------
    ValueError, IndexError
        If it is not described as a hatch is.
    """
    cursor = _Cursor(pairs)
    rings = []
    for _ in range(_most(cursor.to(_PATHS))):
        flags = int(cursor.to(_FLAGS))
        ring = _corners(cursor) if flags & _OF_CORNERS else _edges(cursor)
        if len(set(ring)) > 2:
            rings.append(shapely.make_valid(shapely.Polygon(ring)))
    filled = shapely.Polygon()
    for ring in sorted(rings, key=lambda each: each.area, reverse=True):
        filled = shapely.symmetric_difference(filled, ring)
    if filled.is_empty:
        raise ValueError("it fills nothing")
    return filled


def _most(count: float) -> int:
    if count > _MOST_PATHS:
        raise ValueError("too many paths")
    return int(count)


def _corners(cursor: _Cursor) -> list[Point]:
    has_bulges = bool(cursor.to(72))
    cursor.to(73)
    points, bulges = [], []
    for _ in range(int(cursor.to(_COUNT))):
        points.append(cursor.point())
        bulges.append(cursor.if_next(42) if has_bulges else 0.0)
    return bulged(points, bulges, closed=True)


def _edges(cursor: _Cursor) -> list[Point]:
    """Return the ring that edges make; each is turned so that it goes on where the last ended."""
    made: list[Point] = []
    for _ in range(int(cursor.to(_COUNT))):
        way = _edge(cursor)
        if made and math.dist(made[-1], way[-1]) < math.dist(made[-1], way[0]):
            way.reverse()
        made += way
    return made


def _edge(cursor: _Cursor) -> list[Point]:
    kind = int(cursor.to(72))
    if kind == 1:
        return [cursor.point(), cursor.point(11)]
    if kind == 2:
        centre, radius = cursor.point(), cursor.to(40)
        start, end = _angles(cursor)
        return arc(centre, radius, start, end)
    if kind == 3:
        centre, major, ratio = cursor.point(), cursor.point(11), cursor.to(40)
        start, end = _angles(cursor)
        return ellipse(centre, major, ratio, (math.radians(start), math.radians(end)))
    if kind == 4:
        return _spline(cursor)
    raise ValueError("an edge of no known kind")


def _angles(cursor: _Cursor) -> tuple[float, float]:
    """Return the angles of an arc counter-clockwise; those of a clockwise one are mirrored."""
    start, end = cursor.to(50), cursor.to(51)
    return (start, end) if cursor.to(73) else (360 - end, 360 - start)


def _spline(cursor: _Cursor) -> list[Point]:
    degree = int(cursor.to(94))
    rational = bool(cursor.to(73))
    knots, controls = int(cursor.to(95)), int(cursor.to(96))
    at = [cursor.to(40) for _ in range(knots)]
    points, weights = [], []
    for _ in range(controls):
        points.append(cursor.point())
        weights.append(cursor.if_next(42) if rational else 1.0)
    return spline(degree, at, points, weights)

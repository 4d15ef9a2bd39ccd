"""Through which points does a curve of a drawing run, and which outline does a hatch fill?

Arcs are cut where they have turned by a 64th of a circle, which is 2 cm of a road's bend of 15 m.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.intake.dxf_entities import Pair
from geo.intake.found import Geometry

Point = tuple[float, float]
_STEP: Final = math.tau / 64
_A_SPAN: Final = 12
"""Points of a spline between two of its knots."""
_MOST_DEGREE: Final = 10
_MOST_CONTROLS: Final = 5_000
_PATHS, _FLAGS, _COUNT, _OF_CORNERS = 91, 92, 93, 2
_MOST_PATHS: Final = 1_000


def arc(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """Return an arc that runs counter-clockwise between two angles in degrees."""
    if radius <= 0:
        raise ValueError("a radius that is none")
    return ellipse(centre, (radius, 0.0), 1.0, (math.radians(start), math.radians(end)))


def ellipse(
    centre: Point, major: Point, ratio: float, between: Point, *, turned: bool = False
) -> list[Point]:
    """Return a piece of an ellipse, between two of its parameters.

    Parameters
    ----------
    major : (x, y)
        From the centre to the end of the longer axis.
    ratio : float
        Of the shorter axis to the longer one.
    turned : bool
        Whether it is looked at from below, so that it runs clockwise.
    """
    start, end = between
    sweep = (end - start) % math.tau or math.tau
    angles = start + np.linspace(0.0, sweep, max(2, math.ceil(sweep / _STEP) + 1))
    side = -ratio if turned else ratio
    across, up = np.cos(angles), np.sin(angles) * side
    x = centre[0] + major[0] * across - major[1] * up
    y = centre[1] + major[1] * across + major[0] * up
    return _points(x, y)


def bulged(points: Sequence[Point], bulges: Sequence[float], *, closed: bool) -> list[Point]:
    """Return a run of corners of which some are joined by an arc.

    Parameters
    ----------
    bulges : sequence of float
        For every corner the tangent of a quarter of the angle by which the way to the next turns.
    """
    made = [points[0]]
    following = [*points[1:], points[0]] if closed else points[1:]
    for at, end in enumerate(following):
        made += _bend(points[at], end, bulges[at]) if bulges[at] else [end]
    return made


def _bend(start: Point, end: Point, bulge: float) -> list[Point]:
    """Return the points of an arc behind its start."""
    chord = (end[0] - start[0], end[1] - start[1])
    if chord == (0.0, 0.0):
        return [end]
    away = (1 - bulge * bulge) / (4 * bulge)
    x = (start[0] + end[0]) / 2 - chord[1] * away
    y = (start[1] + end[1]) / 2 + chord[0] * away
    sweep = 4 * math.atan(bulge)
    first = math.atan2(start[1] - y, start[0] - x)
    radius = math.hypot(start[0] - x, start[1] - y)
    count = max(1, math.ceil(abs(sweep) / _STEP))
    angles = first + sweep * np.arange(1, count) / count
    return [*_points(x + radius * np.cos(angles), y + radius * np.sin(angles)), end]


def spline(
    degree: int, knots: Sequence[float], controls: Sequence[Point], weights: Sequence[float]
) -> list[Point]:
    """Return the points of a B-spline, rational where it has weights (de Boor's way).

    Raises
    ------
    ValueError
        If its knots are not those of so many control points.
    """
    count = len(controls)
    known = 1 <= degree <= _MOST_DEGREE and degree < count <= _MOST_CONTROLS
    if not known or len(knots) != count + degree + 1 or list(knots) != sorted(knots):
        raise ValueError("a spline that is none")
    heavy = np.array(weights if len(weights) == count else [1.0] * count)
    lifted = np.column_stack([np.array(controls) * heavy[:, None], heavy])
    at = np.asarray(knots, dtype=float)
    spans = [n for n in range(degree, count) if at[n + 1] > at[n]]
    if not spans:
        raise ValueError("a spline of no length")
    ways = [_span(at, lifted, degree, n) for n in spans]
    whole = np.vstack([*ways, ways[-1][-1:]]) if len(ways) == 1 else np.vstack(ways)
    flat = whole[:, :2] / whole[:, 2:]
    if not np.isfinite(flat).all():
        raise ValueError("a spline with a weight of nothing")
    return _points(flat[:, 0], flat[:, 1])


def _span(
    knots: NDArray[np.float64], lifted: NDArray[np.float64], degree: int, n: int
) -> NDArray[np.float64]:
    """Return the points between two knots, both ends among them."""
    u = np.linspace(knots[n], knots[n + 1], _A_SPAN + 1)[:, None]
    held = [np.repeat(lifted[n - degree + j][None, :], len(u), axis=0) for j in range(degree + 1)]
    for level in range(1, degree + 1):
        for j in range(degree, level - 1, -1):
            low, high = knots[n - degree + j], knots[n + 1 + j - level]
            share = (u - low) / (high - low)
            held[j] = (1 - share) * held[j - 1] + share * held[j]
    return held[degree]


def _points(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[Point]:
    return list(zip(x.tolist(), y.tolist(), strict=True))


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

"""Through which points does a curve of a drawing run, near enough to be drawn?

Arcs are cut where they have turned by a 64th of a circle, which is 2 cm of a road's bend of 15 m.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
_STEP: Final = math.tau / 64
_A_SPAN: Final = 12
"""Points of a spline between two of its knots."""
_MOST_DEGREE: Final = 10
_MOST_CONTROLS: Final = 5_000


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

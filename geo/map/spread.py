"""Where do symbols stand so that none hides another?

The rule of ``geo/map/browser/20-symbols.js``, for pictures: each symbol takes the free spot nearest
to its anchor on rings around it, inside the district if there is one. Located places stay where
they are, those with room around them come next. Here the picture has an edge, and no spot is
beyond it; the rings go on until one is found.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.map.window import Point

SPACING_PX: Final = 34.0
RINGS: Final = 30
"""How far a symbol goes at the most; where even that does not help it stays at its anchor."""
RINGS_INSIDE: Final = 3
"""How far a symbol goes to stay inside the district."""

Test = Callable[[Point], bool]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a symbol would stand best, in pixels, and whether it may not leave that spot."""

    name: str
    point: Point
    located: bool


def spread(anchors: Sequence[Anchor], is_inside: Test, is_open: Test) -> Mapping[str, Point]:
    """Return a spot for every anchor by its name, at least :data:`SPACING_PX` apart.

    Parameters
    ----------
    is_inside : callable
        Whether a spot lies in the district, where symbols stay if they can.
    is_open : callable
        Whether a spot may be used at all.
    """

    def crowd(anchor: Anchor) -> int:
        return sum(_near(anchor.point, other.point) for other in anchors)

    def rank(anchor: Anchor) -> int:
        return 0 if anchor.located else crowd(anchor)

    settled: dict[str, Point] = {}
    for anchor in sorted(anchors, key=rank):

        def is_free(spot: Point) -> bool:
            return is_open(spot) and not any(_near(spot, other) for other in settled.values())

        stays = anchor.located or is_free(anchor.point)
        spot = anchor.point if stays else _search(anchor.point, is_free, is_inside)
        settled[anchor.name] = spot
    return settled


def _search(start: Point, is_free: Test, is_inside: Test) -> Point:
    outside: Point | None = None
    for ring in range(1, RINGS + 1):
        if outside is not None and ring > RINGS_INSIDE:
            break
        free = [cell for cell in _cells(start, ring) if is_free(cell)]
        inside = [cell for cell in free if is_inside(cell)]
        if inside and ring <= RINGS_INSIDE:
            return inside[0]
        if outside is None and free:
            outside = free[0]
    return start if outside is None else outside


def _cells(centre: Point, ring: int) -> list[Point]:
    count, reach = 6 * ring, ring * SPACING_PX
    turns = (2 * math.pi * step / count + math.pi / 2 for step in range(count))
    return [(centre[0] + reach * math.cos(t), centre[1] + reach * math.sin(t)) for t in turns]


def _near(one: Point, other: Point) -> bool:
    return math.dist(one, other) < SPACING_PX - 0.01

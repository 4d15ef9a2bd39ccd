"""Where do symbols stand so that none hides another?

The rule of ``geo/browser/map/symbols.js``, for pictures: each symbol takes the free spot nearest
to its anchor on rings around it, inside the district if there is one. Located places stay where
they are, those with room around them come next. Here the picture has an edge, and no spot is
beyond it. Where hundreds crowd one area the rings run out, and the rest stays at its anchor.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from geo.picture.viewport import Point

SPACING_PX: Final = 34.0
RINGS: Final = 8
"""How far a symbol goes at the most."""
RINGS_INSIDE: Final = 3
"""How far a symbol goes to stay inside the district."""

Test = Callable[[Point], bool]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a symbol would stand best, in pixels, and whether it may not leave that spot."""

    name: str
    point: Point
    located: bool


def laid_out(anchors: Sequence[Anchor], is_inside: Test, is_open: Test) -> Mapping[str, Point]:
    """Return a spot for every anchor by its name, at least :data:`SPACING_PX` apart.

    Parameters
    ----------
    is_inside : callable
        Whether a spot lies in the district, where symbols stay if they can.
    is_open : callable
        Whether a spot may be used at all.
    """
    everybody = _Points()
    for anchor in anchors:
        everybody.add(anchor.point)

    def rank(anchor: Anchor) -> int:
        return 0 if anchor.located else everybody.near(anchor.point)

    taken = _Points()
    settled: dict[str, Point] = {}
    for anchor in sorted(anchors, key=rank):

        def is_free(spot: Point) -> bool:
            return is_open(spot) and not taken.near(spot)

        stays = anchor.located or is_free(anchor.point)
        settled[anchor.name] = anchor.point if stays else _search(anchor.point, is_free, is_inside)
        taken.add(settled[anchor.name])
    return settled


class _Points:
    """Points in squares as wide as the spacing, so that only neighbours have to be looked at."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def add(self, point: Point) -> None:
        self._squares[_square(point)].append(point)

    def near(self, point: Point) -> int:
        """Return how many points are closer than symbols may stand."""
        column, row = _square(point)
        around = product((column - 1, column, column + 1), (row - 1, row, row + 1))
        return sum(
            math.dist(point, other) < SPACING_PX - 0.01
            for square in around
            for other in self._squares.get(square, ())
        )


def _square(point: Point) -> tuple[int, int]:
    return math.floor(point[0] / SPACING_PX), math.floor(point[1] / SPACING_PX)


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

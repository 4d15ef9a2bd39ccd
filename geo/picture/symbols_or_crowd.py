"""Which places of a picture get a symbol with a number, and which are drawn as a crowd?

As on the screen, where the smallest layers have symbols and all others are dots, shapes and circles
with counts. Where no more lie in the picture than symbols can be told apart, all have one: a sheet
of one street numbers its compounds.

Of a crowd, what lies close together is one circle with a count, a cluster.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.package.places.places import Flags, Numbers, PlaceRows
from geo.package.places.spatial import LIMIT_DEGREES, WORLD
from geo.picture.viewport import TILE_PX, Viewport
from geo.records import Place

MOST_SYMBOLS: Final = 200
"""Symbols that can be told apart in a picture, and rows of its list that somebody reads."""

MOST_AMONG_CROWD: Final = 40
"""Symbols that leave a crowd in sight; where there are more, they are a part of it."""

Pixels = NDArray[np.float64]
CELL_PX: Final = 64
REACH_PX: Final = 12
"""Dots nearer than this hide each other."""
DOT_PX: Final = 5.0
_OVERLAP: Final = 0.92
"""Circles may touch."""
_LARGEST_PX: Final = 27.0
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SymbolsOrCrowd:
    """How the places of a picture are drawn.

    Parameters
    ----------
    symbols : sequence of Place
        With a symbol each, in the order of their numbers.
    crowd : PlaceRows or None
        All others, of which some may lie outside the picture.
    inside : int
        How many of the crowd have their anchors in the picture.
    """

    symbols: Sequence[Place]
    crowd: PlaceRows | None = None
    inside: int = 0

    @property
    def outside(self) -> int:
        """How many of the crowd lie outside the picture."""
        return 0 if self.crowd is None else len(self.crowd) - self.inside


def symbols_or_crowd(
    places: Sequence[Place], viewport: Viewport, selected: Place | None = None
) -> SymbolsOrCrowd:
    """Return how `places` are drawn in `viewport`; the selected one always has a symbol."""
    if not isinstance(places, PlaceRows) or len(places) <= MOST_SYMBOLS:
        return SymbolsOrCrowd(places)
    inside = within(pixels_of(places, viewport), viewport)
    chosen = inside if np.count_nonzero(inside) <= MOST_SYMBOLS else _among_crowd(places, inside)
    if selected is not None:
        chosen = chosen | (places.rows == places.of.row(selected.place_id))
    crowd = PlaceRows(places.of, places.rows[~chosen])
    symbols = PlaceRows(places.of, places.rows[chosen])
    return SymbolsOrCrowd(symbols, crowd, int(np.count_nonzero(inside & ~chosen)))


def _among_crowd(places: PlaceRows, inside: Flags) -> Flags:
    """Tell which places keep their symbols amid a crowd: the few, or the district alone."""
    few = places.rows < places.of.few
    if np.count_nonzero(few & inside) > MOST_AMONG_CROWD:
        first = int(np.count_nonzero(few))  # the few come first
        few[:first] = [not place.is_named_place for place in places[:first]]
    return few


def pixels_of(places: PlaceRows, viewport: Viewport) -> Pixels:
    """Return where the anchors of places lie in `viewport`, shape (n, 2)."""
    table = places.of.table
    units = [table.column(axis).to_numpy()[places.rows] for axis in ("x", "y")]
    return to_pixels(np.column_stack(units).astype(np.int64), viewport)


def to_pixels(units: Numbers, viewport: Viewport) -> Pixels:
    """Return points in world units as pixels of `viewport`."""
    scale = TILE_PX * 2**viewport.centre.zoom / WORLD
    return np.asarray(units * scale + np.array(viewport.pixel(-180, LIMIT_DEGREES)))


def within(points: Pixels, viewport: Viewport) -> Flags:
    """Tell which points lie in `viewport`."""
    size = (viewport.width_px, viewport.height_px)
    return np.asarray(((points >= 0) & (points <= size)).all(axis=1))


@dataclass(slots=True)
class Circle:
    """Several places: how many of each share (an index of a look), and where the circle stands."""

    x: float
    y: float
    shares: Integers

    @property
    def count(self) -> int:
        """How many places it stands for."""
        return int(self.shares.sum())

    @property
    def radius(self) -> float:
        """How wide a circle is that holds so many."""
        return min(_LARGEST_PX, 10.5 + 3 * math.log10(self.count))


@dataclass(frozen=True, slots=True)
class Clusters:
    """Circles, the largest first, and the indices of the dots that stand alone."""

    circles: list[Circle]
    alone: Integers


def clustered(points: Pixels, share: Integers, shares: int) -> Clusters:
    """Gather dots.

    Parameters
    ----------
    points : array, shape (n, 2)
    share : array of int
        Of which of so many `shares` each dot is.
    """
    near = _has_company(points)
    keys = _keys(points, CELL_PX)
    grouped = np.flatnonzero(near)
    cells, group = np.unique(keys[grouped], return_inverse=True)
    sizes = np.bincount(group, minlength=len(cells))
    # One alone in its cell has its company beyond the edge of it.
    several = sizes[group] > 1
    alone = np.sort(np.concatenate([np.flatnonzero(~near), grouped[~several]]))
    members, group = grouped[several], group[several]
    table = np.zeros((len(cells), shares), dtype=np.int64)
    np.add.at(table, (group, share[members]), 1)
    sums = [np.bincount(group, points[members, axis], len(cells)) for axis in (0, 1)]
    made = [
        Circle(float(sums[0][at] / sizes[at]), float(sums[1][at] / sizes[at]), table[at])
        for at in np.flatnonzero(sizes > 1)
    ]
    circles = _apart(made)
    return Clusters(circles, _absorbed(points, share, alone, circles))


def _has_company(points: Pixels) -> NDArray[np.bool_]:
    """Tell which dots have another in their cell of a fine grid or in one beside it."""
    if not len(points):
        return np.zeros(0, dtype=bool)
    corner = np.floor(points.min(axis=0) / REACH_PX).astype(np.int64) - 1
    cells = np.floor(points / REACH_PX).astype(np.int64) - corner
    counts = np.zeros(cells.max(axis=0) + 2, dtype=np.int64)
    np.add.at(counts, (cells[:, 0], cells[:, 1]), 1)
    around = sum(
        np.roll(counts, (across, down), axis=(0, 1)) for across in (-1, 0, 1) for down in (-1, 0, 1)
    )
    found = np.asarray(around)[cells[:, 0], cells[:, 1]]
    return np.asarray(found > 1)


def _keys(points: Pixels, cell: int) -> Integers:
    columns, rows = np.floor(points / cell).astype(np.int64).T
    return np.asarray(rows * (1 << 20) + columns)


def _apart(circles: list[Circle]) -> list[Circle]:
    """Return circles of which one that would overlap a larger one has gone into that.

    A circle that takes another in becomes wider, so it is looked at again.
    """
    before, stays = circles, _folded(circles)
    while len(stays) < len(before):
        before, stays = stays, _folded(stays)
    return stays


def _folded(circles: list[Circle]) -> list[Circle]:
    stays: list[Circle] = []
    for circle in sorted(circles, key=lambda found: (-found.count, found.y, found.x)):
        host = next((other for other in stays if _overlap(circle, other)), None)
        if host is None:
            stays.append(circle)
        else:
            host.shares = host.shares + circle.shares
    return stays


def _overlap(one: Circle, two: Circle) -> bool:
    away = math.hypot(one.x - two.x, one.y - two.y)
    return away < (one.radius + two.radius) * _OVERLAP


def _absorbed(points: Pixels, share: Integers, alone: Integers, circles: list[Circle]) -> Integers:
    """Return the dots that no circle hides; the others are counted in theirs."""
    if not len(alone) or not circles:
        return alone
    middles = np.array([(circle.x, circle.y) for circle in circles])
    reach = np.array([circle.radius + DOT_PX for circle in circles])
    away = np.linalg.norm(points[alone, None] - middles[None], axis=2) - reach
    host = away.argmin(axis=1)
    hidden = away[np.arange(len(alone)), host] < 0
    for dot, at in zip(alone[hidden], host[hidden], strict=True):
        shares = circles[at].shares.copy()
        shares[share[dot]] += 1
        circles[at].shares = shares
    return np.asarray(alone[~hidden])

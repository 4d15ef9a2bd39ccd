"""Which places of a picture get a symbol with a number, and which are drawn as a crowd?

As on the screen, where the smallest layers have symbols and all others are dots, shapes and circles
with counts. Where no more lie in the picture than symbols can be told apart, all have one: a sheet
of one street numbers its compounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.package.places.place_subset import Numbers, PlaceRows
from geo.package.places.places import Flags
from geo.package.places.spatial import LIMIT_DEGREES, WORLD
from geo.picture.viewport import TILE_PX, Viewport
from geo.records import Place

MOST_SYMBOLS: Final = 200
"""Symbols that can be told apart in a picture, and rows of its list that somebody reads."""

MOST_AMONG_CROWD: Final = 40
"""Symbols that leave a crowd in sight; where there are more, they are a part of it."""

Pixels = NDArray[np.float64]


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

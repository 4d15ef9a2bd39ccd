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

from geo.map.window import TILE_PX, Window
from geo.package.place_rows import Numbers, PlaceRows
from geo.package.places import Flags
from geo.package.spatial import LIMIT_DEGREES, WORLD
from geo.records import Place

MOST_SYMBOLS: Final = 200
"""Symbols that can be told apart in a picture, and rows of its list that somebody reads."""

MOST_AMONG_CROWD: Final = 40
"""Symbols that leave a crowd in sight; where there are more, they are a part of it."""

Pixels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cast:
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


def cast(places: Sequence[Place], window: Window, selected: Place | None = None) -> Cast:
    """Return how `places` are drawn in `window`; the selected one always has a symbol."""
    if not isinstance(places, PlaceRows) or len(places) <= MOST_SYMBOLS:
        return Cast(places)
    inside = within(pixels_of(places, window), window)
    chosen = inside if np.count_nonzero(inside) <= MOST_SYMBOLS else _among_crowd(places, inside)
    if selected is not None:
        chosen = chosen | (places.rows == places.of.row(selected.place_id))
    crowd = PlaceRows(places.of, places.rows[~chosen])
    symbols = PlaceRows(places.of, places.rows[chosen])
    return Cast(symbols, crowd, int(np.count_nonzero(inside & ~chosen)))


def _among_crowd(places: PlaceRows, inside: Flags) -> Flags:
    """Tell which places keep their symbols amid a crowd: the few, or the district alone."""
    few = places.rows < places.of.few
    if np.count_nonzero(few & inside) > MOST_AMONG_CROWD:
        first = int(np.count_nonzero(few))  # the few come first
        few[:first] = [not place.is_named_place for place in places[:first]]
    return few


def pixels_of(places: PlaceRows, window: Window) -> Pixels:
    """Return where the anchors of places lie in `window`, shape (n, 2)."""
    table = places.of.table
    units = [table.column(axis).to_numpy()[places.rows] for axis in ("x", "y")]
    return to_pixels(np.column_stack(units).astype(np.int64), window)


def to_pixels(units: Numbers, window: Window) -> Pixels:
    """Return points in world units as pixels of `window`."""
    scale = TILE_PX * 2**window.centre.zoom / WORLD
    return np.asarray(units * scale + np.array(window.pixel(-180, LIMIT_DEGREES)))


def within(points: Pixels, window: Window) -> Flags:
    """Tell which points lie in `window`."""
    size = (window.width_px, window.height_px)
    return np.asarray(((points >= 0) & (points <= size)).all(axis=1))

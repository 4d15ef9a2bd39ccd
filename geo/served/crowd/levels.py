"""How does a crowd look from afar? Cells of some pixels, each with how many places it holds."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.package.places.spatial import WORLD_BITS, from_morton
from geo.served.crowd.columns_file import differences, write

EXACT: Final = 120_000
"""Places drawn one by one in a view; more take a browser longer than its reader waits."""
CELL_BITS: Final = 6
"""A tile of 256 pixels has 2^6 cells to a side, so a cell has 4 pixels."""
DEEPEST: Final = 18
"""Closest zoom of the map."""
_SCREEN_BITS: Final = 3
"""Few screens are wider than 2^3 tiles."""

Keys = NDArray[np.uint64]


def zooms(keys: Keys) -> range:
    """Return the zoom levels at which a view may hold more places than are drawn one by one.

    From the one at which the whole crowd fits into one tile.
    """
    if len(keys) <= EXACT:
        return range(0)
    widest = int(keys[0] ^ keys[-1]).bit_length()
    first = max(0, WORLD_BITS - -(-widest // 2))
    last = first
    while last < DEEPEST and _most(keys, last - _SCREEN_BITS) * 4 > EXACT:
        last += 1
    return range(first, last + 1)


def level(keys: Keys, categories: NDArray[Any], zoom: int) -> tuple[bytes, int]:
    """Return the file of a zoom level, and how many cells it has.

    Parameters
    ----------
    keys : array of uint64
        Morton keys of the crowd in order of position.
    categories : array of int
        Numbers of their categories.
    """
    depth = min(zoom + CELL_BITS, WORLD_BITS)
    cells = _cells(keys, depth)
    starts = np.flatnonzero(np.diff(cells, prepend=cells[0] + np.uint64(1)))
    number = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    pairs, counts = np.unique(number * (int(categories.max()) + 1) + categories, return_counts=True)
    cell_of_pair, category = np.divmod(pairs, int(categories.max()) + 1)
    spots = from_morton(cells[starts])
    columns: dict[str, NDArray[Any]] = {
        "x": differences(spots[:, 0]),
        "y": differences(spots[:, 1]),
        "count": np.diff(starts, append=len(keys)).astype(np.uint32),
        "categories": np.bincount(cell_of_pair, minlength=len(starts)).astype(np.uint16),
        "category": category.astype(np.uint16),
        "of_category": counts.astype(np.uint32),
    }
    return write(len(starts), columns), len(starts)


def _cells(keys: Keys, depth: int) -> Keys:
    return keys >> np.uint64(2 * (WORLD_BITS - depth))


def _most(keys: Keys, depth: int) -> int:
    """Return how many places the fullest cell of a depth holds; the world is one cell."""
    _, counts = np.unique(_cells(keys, max(0, depth)), return_counts=True)
    return int(counts.max())

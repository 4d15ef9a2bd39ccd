"""In which order is a list of places read, a page at a time?

Few places stand as the package has them. Of a crowd, which lies in the order of its places on the
ground, those come first that a figure shown is tied to: they say most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.package.places.place_subset import PlaceRows
from geo.records import Place
from geo.view.selection import Shown

UNDIVIDED: Final = 15
"""Places that stand on one page."""
MOST_ROWS: Final = 10
"""Rows of each page of more; all places are reached page by page, and each run stays small."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list.

    Parameters
    ----------
    number, total : int
        Its place among all pages, counted from zero, and how many there are.
    first : int
        Number of its first place among those shown, counted from one.
    """

    number: int
    total: int
    first: int
    places: tuple[Place, ...]

    @property
    def last(self) -> int:
        """Number of its last place among those shown."""
        return self.first + len(self.places) - 1


def page_of(shown: Shown, number: int) -> Page:
    """Return the page of the list with a number from zero; beyond the last, the last."""
    count = len(shown.places)
    rows = UNDIVIDED if count <= UNDIVIDED else MOST_ROWS
    total = max(1, -(-count // rows))
    at = min(max(number, 0), total - 1)
    start = at * rows
    return Page(at, total, start + 1, tuple(_slice(shown, start, start + rows)))


def _slice(shown: Shown, start: int, end: int) -> PlaceRows:
    """Return some places of the list, from a number from zero to before another."""
    of, rows = shown.places.of, shown.places.rows
    few = int(np.searchsorted(rows, of.few))
    stated = [row for row in _rows_of_figures(shown) if row >= of.few]
    # So many rows of the crowd hold as many as are wanted beside those that come first.
    near = rows[few : few + end + len(stated)]
    at = np.searchsorted(near, np.sort(np.array(stated, dtype=rows.dtype)))
    others = np.delete(near, at[at < len(near)])
    first = np.array([*rows[: min(few, end)].tolist(), *stated], dtype=rows.dtype)
    return PlaceRows(of, np.concatenate([first, others])[start:end])


def _rows_of_figures(shown: Shown) -> Iterable[int]:
    """Return the rows of the places that figures shown are tied to, each once, in their order."""
    return dict.fromkeys(shown.places.of.row(figure.place_id) for figure in shown.figures)

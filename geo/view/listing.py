"""In which order are figures and places listed, page by page, and which choices are offered?

Few places stand as the package has them. Of a crowd, which lies in the order of its places on the
ground, those come first that a figure shown is tied to: they say most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.figures.comparing import size_of
from geo.package.package import Package
from geo.package.places.places import PlaceRows
from geo.records import Figure, Place
from geo.view.selection import Shown

UNDIVIDED: Final = 15
"""Places that stand on one page."""
MOST_ROWS: Final = 10
"""Rows of each page of more; all places are reached page by page, and each run stays small."""
ORDERS: Final = ("value", "published")


def by_workstream(
    package: Package, figures: Iterable[Figure], order: str
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by workstream, those of a workstream the largest first.

    Parameters
    ----------
    order : {"value", "published"}
        By their numbers in base units, or as they stand in the sources.
    """
    grouped: dict[str, list[Figure]] = {workstream: [] for workstream in package.workstreams}
    for figure in figures:
        grouped[figure.workstream].append(figure)
    if order == "value":
        for group in grouped.values():
            group.sort(key=lambda figure: -size_of(figure, package.units))
    return {workstream: tuple(group) for workstream, group in grouped.items() if group}


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
    of = shown.places.of
    tied = [of.row(each) for each in shown.place_ids_of_figures if shown.has(each)]
    found = rows_on_page(shown.places.rows, of.few, tied, number)
    return Page(found.number, found.total, found.first, tuple(PlaceRows(of, found.rows)))


@dataclass(frozen=True, slots=True)
class RowsOnPage:
    """The rows on a page of the list, with the numbers of :class:`Page`."""

    number: int
    total: int
    first: int
    rows: NDArray[np.integer[Any]]


def rows_on_page(
    rows: NDArray[np.integer[Any]], few: int, tied: Iterable[int], number: int
) -> RowsOnPage:
    """Return which of some places are on a page, as ``geo/browser/shared/listing.js`` does.

    Parameters
    ----------
    rows : array of int
        The places shown, ascending.
    few : int
        How many places of the package are no crowd; they come first in it.
    tied : iterable of int
        Rows of the places of the figures shown, in the order of these.
    number : int
        Page, from zero; beyond the last, the last.
    """
    size = UNDIVIDED if len(rows) <= UNDIVIDED else MOST_ROWS
    total = max(1, -(-len(rows) // size))
    at = min(max(number, 0), total - 1)
    start, end = at * size, (at + 1) * size
    leading = int(np.searchsorted(rows, few))
    stated = [row for row in dict.fromkeys(tied) if row >= few]
    # Some of the next rows are among those that come first; as many more fill the page.
    near = rows[leading : leading + end + len(stated)]
    taken = np.searchsorted(near, np.sort(np.array(stated, dtype=rows.dtype)))
    others = np.delete(near, taken[taken < len(near)])
    first = np.array([*rows[: min(leading, end)].tolist(), *stated], dtype=rows.dtype)
    return RowsOnPage(at, total, start + 1, np.concatenate([first, others])[start:end])

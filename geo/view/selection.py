"""Which places and figures does a view show?

The one home of the filter: map, headline numbers, list, table, charts and export all follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.package.package import Package
from geo.package.places.categories import mask_of
from geo.package.places.places import Flags, PlaceRows
from geo.records import Figure
from geo.remembered import PerObject, Remembered
from geo.view.search import matches_at_words, words
from geo.view.search_texts import all_match, figure_search_texts, place_search_texts
from geo.view.views import Known, View

MOST_ANSWERS: Final = 256
"""Views remembered for one package; texts that people type have no end."""
MOST_ROWS: Final = 8_000_000
"""Rows remembered in them, together: some 30 MB."""
ID_PREFIX: Final = "id:"
"""What the id of a figure or a place begins with that is searched for; no other text is compared
with it."""
Count = tuple[int, int]
"""How many are shown, and of how many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a view shows of a package.

    Parameters
    ----------
    places, figures
        In package order. A place is shown for its own workstream, for one of its figures, or for
        its name; a figure for its measure or for its place.
    offered : mapping of str to int
        Figures that each workstream would show, the other filters as they are.
    categories : array of bool
        Which categories of places the filter by layer and workstream shows.
    by_text : bool
        Whether a text decides beside them.
    place_ids_of_figures : tuple of str
        What the figures shown belong to, each place once, in their order.
    """

    places: PlaceRows
    figures: tuple[Figure, ...]
    offered: Mapping[str, int]
    categories: NDArray[np.bool_]
    by_text: bool
    place_ids_of_figures: tuple[str, ...] = ()

    @property
    def figure_ids(self) -> frozenset[str]:
        """Ids of the figures shown."""
        return frozenset(figure.figure_id for figure in self.figures)

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of the places shown; of a crowd these are many, see :meth:`has`."""
        return frozenset(place.place_id for place in self.places)

    def has(self, place_id: str) -> bool:
        """Tell whether a place is shown."""
        return self.places.has(place_id)


def known_ids(
    package: Package,
    packages: Iterable[str] = (),
    default: str | None = None,
    *,
    basemaps: Collection[str] = (),
) -> Known:
    """Return the ids that a link about `package` may name, beside those of other `packages`."""
    return Known(
        packages=tuple(packages) or (package.package_id,),
        default_package=default or package.package_id,
        workstreams=tuple(package.workstreams),
        layers=tuple(package.layers),
        places=package.place.keys(),
        aliases=package.aliases,
        basemaps=basemaps,
    )


def select(package: Package, view: View) -> Shown:
    """Return what `view` shows of `package`; remembered as long as the package lives."""
    key = (view.chosen, view.layers, view.query)
    return _ANSWERS.of(package).of(key, lambda: _select(package, view))


def look(package: Package, view: View) -> Shown:
    """Return what a page shows: layers hide places, and no figure goes with them.

    A link to a file means what it always did: there a layer also decides about figures, see
    :func:`select`.
    """
    drawn = select(package, view)
    if view.layers is None:
        return drawn
    whole = select(package, replace(view, layers=None))
    return replace(
        drawn,
        figures=whole.figures,
        offered=whole.offered,
        place_ids_of_figures=whole.place_ids_of_figures,
    )


def _weight(shown: Shown) -> int:
    """Return how much of the room an answer takes: its rows, and a part of its own at least."""
    return max(len(shown.places), MOST_ROWS // MOST_ANSWERS)


def _answers(_: Package) -> Remembered[Shown]:
    return Remembered(MOST_ROWS, weigh=_weight)


_ANSWERS: Final = PerObject(_answers)
"""What each package's views show."""


def _select(package: Package, view: View) -> Shown:
    """Work out what a view shows."""
    places = package.place
    layers = set(package.layers if view.layers is None else view.layers)
    chosen = set(view.chosen or package.workstreams)
    categories = mask_of(places.categories, layers, view.chosen)
    named = _named(package, view.query) if view.query else None
    found = _found(package, view.query, layers, named)
    figures = tuple(each.figure for each in found if each.figure.workstream in chosen)
    shown = categories[places.category_of]
    if named is not None:
        shown &= named
        # A place that is named brings the figures of its group, and not the group's other members.
        stated = [each for each in found if each.is_stated and each.figure.workstream in chosen]
        shown[list({row for each in stated for row in each.rows})] = True
    offered = Counter(each.figure.workstream for each in found)
    return Shown(
        places=PlaceRows(places, np.flatnonzero(shown)),
        figures=figures,
        offered={workstream: offered[workstream] for workstream in package.workstreams},
        categories=categories,
        by_text=named is not None,
        place_ids_of_figures=tuple(
            dict.fromkeys(each for figure in figures for each in package.place_ids_of(figure))
        ),
    )


def _named(package: Package, query: str) -> Flags:
    """Tell of each place whether a query names it."""
    places = package.place
    if is_id(query):
        flags = np.zeros(len(places), dtype=bool)
        row = places.row_of(query.removeprefix(ID_PREFIX))
        if row is not None:
            flags[row] = True
        return flags
    return all_match(words(query), place_search_texts(package))


class _Found(NamedTuple):
    """A figure that a view shows, the rows of its places in the view's layers, and whether a query
    names it itself.
    """

    figure: Figure
    rows: tuple[int, ...]
    is_stated: bool


def _found(
    package: Package, query: str, layers: Collection[str], named: Flags | None
) -> list[_Found]:
    """Return the figures of some layers that a query names, by themselves or by their places."""
    places = package.place
    reachable = [category.layer in layers for category in places.categories]
    near = []
    for figure in package.figures:
        every_row = map(places.row, package.place_ids_of(figure))
        # Members of a group may lie in several layers, of which some are hidden.
        rows = tuple(row for row in every_row if reachable[places.category_of[row]])
        if rows:
            near.append((figure, rows))
    if named is None:
        return [_Found(figure, rows, True) for figure, rows in near]
    wanted, search_texts = words(query), figure_search_texts(package)
    cited = query.removeprefix(ID_PREFIX) if is_id(query) else None

    def is_stated(figure: Figure) -> bool:
        if cited is not None:
            return figure.figure_id == cited
        return bool(wanted) and matches_at_words(wanted, search_texts[figure.figure_id])

    every = [_Found(figure, rows, is_stated(figure)) for figure, rows in near]
    return [each for each in every if each.is_stated or any(named[row] for row in each.rows)]


def is_id(query: str) -> bool:
    """Tell whether a query states an id rather than words."""
    return query.startswith(ID_PREFIX)

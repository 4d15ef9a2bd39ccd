"""Which places and figures does a view show?

The one home of the filter: map, headline numbers, list, table, charts and export all follow it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.package.package import Package
from geo.package.places.categories import mask_of
from geo.package.places.place_subset import PlaceRows
from geo.package.places.places import Flags
from geo.records import Figure
from geo.view.search import matches, words
from geo.view.search_texts import all_match, figure_search_texts, place_search_texts
from geo.view.views import Known, View

MOST_ANSWERS: Final = 256
"""Views remembered for one package; texts that people type have no end."""
MOST_ROWS: Final = 8_000_000
"""Rows remembered in them, together: some 30 MB."""
ID_PREFIX: Final = "id:"
"""What the id of a figure or a place begins with that is searched for; no other text is compared
with it."""
_LOCK: Final = threading.Lock()
"""Held while answers are added and dropped; many readers share them."""
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
    """

    places: PlaceRows
    figures: tuple[Figure, ...]
    offered: Mapping[str, int]
    categories: NDArray[np.bool_]
    by_text: bool

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
    known = package.answers
    shown: Shown | None = known.get(key)
    if shown is None:
        shown = _select(package, view)
        with _LOCK:
            known[key] = shown
            while len(known) > 1 and (
                len(known) > MOST_ANSWERS or sum(len(s.places) for s in known.values()) > MOST_ROWS
            ):
                del known[next(iter(known))]  # the oldest
    return shown


def _select(package: Package, view: View) -> Shown:
    """Work out what a view shows."""
    places = package.place
    layers = set(package.layers if view.layers is None else view.layers)
    chosen = set(view.chosen or package.workstreams)
    categories = mask_of(places.categories, layers, view.chosen)
    named = _named(package, view.query) if view.query else None
    found = _found(package, view.query, layers, named)
    figures = tuple(figure for figure in found if figure.workstream in chosen)
    shown = categories[places.category_of]
    if named is not None:
        shown &= named
        shown[list({places.row(figure.place_id) for figure in figures})] = True
    offered = Counter(figure.workstream for figure in found)
    return Shown(
        places=PlaceRows(places, np.flatnonzero(shown)),
        figures=figures,
        offered={workstream: offered[workstream] for workstream in package.workstreams},
        categories=categories,
        by_text=named is not None,
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


def _found(
    package: Package, query: str, layers: Collection[str], named: Flags | None
) -> list[Figure]:
    """Return the figures of some layers that a query names, by themselves or by their place."""
    places = package.place
    reachable = [category.layer in layers for category in places.categories]
    rows = [places.row(figure.place_id) for figure in package.figures]
    near = [
        (figure, row)
        for figure, row in zip(package.figures, rows, strict=True)
        if reachable[places.category_of[row]]
    ]
    if named is None:
        return [figure for figure, _ in near]
    if is_id(query):
        stated = query.removeprefix(ID_PREFIX)
        return [f for f, row in near if named[row] or f.figure_id == stated]
    wanted, search_texts = words(query), figure_search_texts(package)
    return [
        f
        for f, row in near
        if named[row] or (wanted and matches(wanted, search_texts[f.figure_id]))
    ]


def is_id(query: str) -> bool:
    """Tell whether a query states an id rather than words."""
    return query.startswith(ID_PREFIX)


def tied_to_places(package: Package, workstream: str) -> Count:
    """Return how many figures of a workstream are tied to a named place, and how many it has."""
    figures = [figure for figure in package.figures if figure.workstream == workstream]
    tied = [figure for figure in figures if package.place[figure.place_id].is_named_place]
    return len(tied), len(figures)

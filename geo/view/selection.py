"""Which places and figures does a view show?

The one home of the filter: map, headline numbers, list, table, charts and export all follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.link import Known, View
from geo.view.search import haystack, matches, words

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
    by_layer : mapping of str to Count
        Places shown and in all, a layer.
    """

    places: tuple[Place, ...]
    figures: tuple[Figure, ...]
    offered: Mapping[str, int]
    by_layer: Mapping[str, Count]

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of the places shown."""
        return frozenset(place.place_id for place in self.places)


def known_ids(package: Package, packages: Iterable[str], default: str) -> Known:
    """Return the ids that a link about `package` may name."""
    return Known(
        packages=tuple(packages),
        default_package=default,
        workstreams=tuple(package.workstreams),
        layers=tuple(package.layers),
        places=package.place.keys(),
    )


def select(package: Package, view: View) -> Shown:
    """Return what `view` shows of `package`."""
    return _select(_Key(package, view.workstreams, view.layers, view.query))


@dataclass(frozen=True, slots=True)
class _Key:
    """What the answer depends on; packages count as equal when their content is."""

    package: Package
    workstreams: tuple[str, ...]
    layers: tuple[str, ...] | None
    query: str

    def __hash__(self) -> int:
        return hash((self.package.content_hash, self.workstreams, self.layers, self.query))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (
            self.package.package_id,
            self.package.content_hash,
            self.workstreams,
            self.layers,
            self.query,
        ) == (
            other.package.package_id,
            other.package.content_hash,
            other.workstreams,
            other.layers,
            other.query,
        )


@lru_cache(maxsize=256)
def _select(key: _Key) -> Shown:
    package, wanted = key.package, words(key.query)
    layers = tuple(package.layers) if key.layers is None else key.layers
    chosen = set(key.workstreams or package.workstreams)
    in_layers = [place for place in package.place.values() if place.layer in layers]
    named = {place.place_id for place in in_layers if matches(wanted, place_hay(package, place))}
    reachable = {place.place_id for place in in_layers}
    found = [
        figure
        for figure in package.figures
        if figure.place_id in reachable
        and (figure.place_id in named or matches(wanted, figure_hay(package, figure)))
    ]
    figures = tuple(figure for figure in found if figure.workstream in chosen)
    with_figures = {figure.place_id for figure in figures}
    places = tuple(
        place
        for place in in_layers
        if place.place_id in with_figures
        or (place.place_id in named and package.workstreams_of(place) & chosen)
    )
    shown = Counter(place.layer for place in places)
    total = Counter(place.layer for place in package.place.values())
    offered = Counter(figure.workstream for figure in found)
    return Shown(
        places=places,
        figures=figures,
        offered={workstream: offered[workstream] for workstream in package.workstreams},
        by_layer={layer: (shown[layer], total[layer]) for layer in package.layers},
    )


def place_hay(package: Package, place: Place) -> str:
    """Return what a search for a place looks in: its names, code, layer and parent."""
    layer = package.layers[place.layer].name
    return haystack(
        [
            *(place.name.zh, place.name.en, place.pinyin, place.code or ""),
            *(layer.zh, layer.en, place.parent.zh, place.parent.en),
        ]
    )


def figure_hay(package: Package, figure: Figure) -> str:
    """Return what a search for a figure looks in: measure, printed wording and workstream."""
    workstream = package.workstreams[figure.workstream].name
    measure = figure.measure
    return haystack((measure.zh, measure.en, figure.as_published, workstream.zh, workstream.en))


def tied_to_places(package: Package, workstream: str) -> Count:
    """Return how many figures of a workstream are tied to a named place, and how many it has."""
    figures = [figure for figure in package.figures if figure.workstream == workstream]
    tied = [figure for figure in figures if package.place[figure.place_id].is_named_place]
    return len(tied), len(figures)

"""Which places and figures does a view show?

The one home of the filter: map, headline numbers, list, table, charts and export all follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.pinyin import reading
from geo.view.search import haystack, matches, words
from geo.view.views import Known, View

MOST_ANSWERS = 256
"""Views remembered for one package; texts that people type have no end."""
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
    """

    places: tuple[Place, ...]
    figures: tuple[Figure, ...]
    offered: Mapping[str, int]

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of the places shown."""
        return frozenset(place.place_id for place in self.places)

    @property
    def figure_ids(self) -> frozenset[str]:
        """Ids of the figures shown."""
        return frozenset(figure.figure_id for figure in self.figures)


def known_ids(
    package: Package, packages: Iterable[str], default: str, *, basemaps: Collection[str] = ()
) -> Known:
    """Return the ids that a link about `package` may name."""
    return Known(
        packages=tuple(packages),
        default_package=default,
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
        if len(known) >= MOST_ANSWERS:
            known.clear()
        shown = known[key] = _select(package, view)
    return shown


def _select(package: Package, view: View) -> Shown:
    """Work out what a view shows."""
    wanted = [view.query] if is_id(view.query) else words(view.query)  # an id is in no name
    layers = tuple(package.layers) if view.layers is None else view.layers
    chosen = set(view.chosen or package.workstreams)
    place_hays, figure_hays = _hays(package)
    in_layers = [place for place in package.place.values() if place.layer in layers]
    if view.query and not wanted:
        in_layers = []  # a text of nothing but signs is in no name
    stated = view.query.removeprefix(ID_PREFIX) if is_id(view.query) else None
    named = {
        place.place_id
        for place in in_layers
        if place.place_id == stated or matches(wanted, place_hays[place.place_id])
    }
    reachable = {place.place_id for place in in_layers}
    found = [
        figure
        for figure in package.figures
        if figure.place_id in reachable
        and (
            figure.figure_id == stated
            or figure.place_id in named
            or matches(wanted, figure_hays[figure.figure_id])
        )
    ]
    figures = tuple(figure for figure in found if figure.workstream in chosen)
    with_figures = {figure.place_id for figure in figures}
    places = tuple(
        place
        for place in in_layers
        if place.place_id in with_figures
        or (place.place_id in named and _is_of(package, place, view.chosen))
    )
    offered = Counter(figure.workstream for figure in found)
    return Shown(
        places=places,
        figures=figures,
        offered={workstream: offered[workstream] for workstream in package.workstreams},
    )


def is_id(query: str) -> bool:
    """Tell whether a query states an id rather than words."""
    return query.startswith(ID_PREFIX)


def _is_of(package: Package, place: Place, workstreams: tuple[str, ...]) -> bool:
    """Tell whether a place belongs to one of the chosen workstreams; none chosen means all."""
    return not workstreams or not package.workstreams_of(place).isdisjoint(workstreams)


def _hays(package: Package) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is searched in, by place and by figure; remembered like the answers."""
    hays: tuple[dict[str, str], dict[str, str]] | None = package.hays.get("all")
    if hays is None:
        hays = package.hays["all"] = (
            {place.place_id: place_hay(package, place) for place in package.place.values()},
            {figure.figure_id: figure_hay(package, figure) for figure in package.figures},
        )
    return hays


def place_hay(package: Package, place: Place) -> str:
    """Return what a search for a place looks in: its names, ids, code, layer and parent."""
    layer = package.layers[place.layer].name
    others = package.other_names.get(place.place_id, ())
    read = [reading(place.name.zh, place.pinyin), *map(reading, others)]
    former = package.former_ids[place.place_id]
    texts = [
        *(place.name.zh, place.name.en, *others, *former, place.code or ""),
        *(layer.zh, layer.en, place.parent.zh, place.parent.en),
        *(full for each in read for full in each.full),
    ]
    return haystack(texts, [each.initials for each in read])


def figure_hay(package: Package, figure: Figure) -> str:
    """Return what a search for a figure looks in: measure, number, wording and workstream."""
    workstream = package.workstreams[figure.workstream].name
    pairs = (figure.measure, package.phrase(figure), workstream)
    read = [reading(name.zh) for name in (figure.measure, workstream)]
    texts = [
        *(wording for pair in pairs for wording in (pair.zh, pair.en)),
        *(figure.as_published, f"{figure.value:.0f}"),
        *(full for each in read for full in each.full),
    ]
    return haystack(texts, [each.initials for each in read])


def tied_to_places(package: Package, workstream: str) -> Count:
    """Return how many figures of a workstream are tied to a named place, and how many it has."""
    figures = [figure for figure in package.figures if figure.workstream == workstream]
    tied = [figure for figure in figures if package.place[figure.place_id].is_named_place]
    return len(tied), len(figures)

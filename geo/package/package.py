"""What does a district's package hold once it has been read?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatch
from functools import cached_property
from typing import Any, Final, TypeVar

import geopandas as gpd

from geo.figures.chart import Chart
from geo.figures.derived import Derived, derive
from geo.figures.wording import figure_phrase
from geo.language.bilingual import Bilingual
from geo.made_by import made_by
from geo.package.places.places import Places
from geo.package.scopes import Scopes, Spot
from geo.records import (
    Area,
    DataFile,
    Figure,
    Gap,
    Group,
    Layer,
    Place,
    Recipe,
    Scope,
    Source,
    Town,
    Unit,
    Workstream,
)

ANSWERING: Final = ("geo.view.selection", "geo.served.suggestions")
ANSWERED_BY: Final = ("geo.web.search",)
"""The code that searches, and what sends its answers."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Package:
    """A checked package.

    Parameters
    ----------
    package_id : str
        Name of its folder; what ``data=`` in a link means.
    content_hash : str
        SHA-256 over all its files, and over all places if a database holds some: the identity of
        this very state of the data.
    aliases : mapping of str to str
        Former ids of places with the present ones, so that old links go on working.
    other_names : mapping of str to tuple of str
        Other and former names of places, in either language, by the places' ids; none for most.
    lines : mapping of str to int
        Line of each figure in ``figures.csv``, for messages.
    place : Places
        Places by id, the few in layer order first, then the crowd.
    context : geopandas.GeoDataFrame
        Outlines of the neighbours, columns ``name_zh``, ``name_en``; may be empty.
    areas : mapping of str to Area
        Where places are known to lie, by id; empty where a package names none.
    groups : mapping of str to Group
        Places that a source counts together, by id.
    towns : tuple of Town
        Towns in and around the district, for their names on the map.
    """

    package_id: str
    title: Bilingual
    description: Bilingual
    version: str
    contact: str
    licences: tuple[Bilingual, ...]
    content_hash: str
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    workstreams: Mapping[str, Workstream]
    layers: Mapping[str, Layer]
    figures: tuple[Figure, ...]
    recipes: tuple[Recipe, ...]
    declared_charts: tuple[Chart, ...]
    gaps: tuple[Gap, ...]
    aliases: Mapping[str, str]
    other_names: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]
    place: Places
    context: gpd.GeoDataFrame
    files: tuple[DataFile, ...]
    areas: Mapping[str, Area] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    towns: tuple[Town, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process is told of it: what it says, not what was worked out."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def state(self) -> str:
        """What answers about the package depend on, as it stands in addresses: data and code.

        So no browser keeps the answers of other code.
        """
        answering = made_by(*ANSWERING, alone=ANSWERED_BY, libraries=("pypinyin",))
        return hashlib.sha256(f"{self.content_hash} {answering}".encode()).hexdigest()[:16]

    @cached_property
    def figure(self) -> dict[str, Figure]:
        """Figures by id."""
        return {figure.figure_id: figure for figure in self.figures}

    def places_of(self, figure: Figure) -> tuple[Place, ...]:
        """Return what a figure belongs to: its place, or all places of its group."""
        return tuple(self.place[place_id] for place_id in self.place_ids_of(figure))

    def place_ids_of(self, figure: Figure) -> tuple[str, ...]:
        """Return the ids of what a figure belongs to."""
        group = self.groups.get(figure.group)
        return (figure.place_id,) if group is None else group.members

    def place_of(self, figure: Figure) -> Place | None:
        """Return the one place that a figure belongs to; None where it belongs to several."""
        found = self.places_of(figure)
        return found[0] if len(found) == 1 else None

    def home_of(self, figure: Figure) -> Bilingual:
        """Return the name of what a figure belongs to, a place or a group."""
        group = self.groups.get(figure.group)
        return self.place[figure.place_id].name if group is None else group.name

    def group_of(self, figure: Figure) -> Group | None:
        """Return the group that a figure belongs to; None where it belongs to a place."""
        return self.groups.get(figure.group)

    def figures_of(self, place: Place) -> tuple[Scope, ...]:
        """Return the figures that concern a place, from the narrowest scope to the widest."""
        return self.scopes.of(Spot.of_place(place))

    def own_figures_of(self, place: Place) -> tuple[Figure, ...]:
        """Return the figures of a place alone, those that stand for a workstream first."""
        return self.scopes.own(place.place_id)

    def is_district_wide(self, figure: Figure) -> bool:
        """Tell whether a figure says no more than "somewhere in the district"."""
        return not any(place.is_named_place for place in self.places_of(figure))

    @cached_property
    def scopes(self) -> Scopes:
        """Which figures concern which place; asked of many rows, without a record of each."""
        named = {place_id for figure in self.figures for place_id in self.place_ids_of(figure)}
        return Scopes(
            self.figures,
            self.groups,
            self.areas,
            {found.headline for found in self.workstreams.values()},
            [Spot.of_place(self.place[place_id]) for place_id in sorted(named)],
        )

    @cached_property
    def former_ids(self) -> Mapping[str, tuple[str, ...]]:
        """Former ids of each place."""
        return per_place((place_id, alias) for alias, place_id in self.aliases.items())

    @cached_property
    def derived(self) -> tuple[Derived, ...]:
        """Derived numbers, computed from the published ones."""
        return tuple(derive(recipe, self.figure, self.units) for recipe in self.recipes)

    def phrase(self, figure: Figure) -> Bilingual:
        """Return a figure as people write it, number, qualifier and unit."""
        return figure_phrase(figure, self.units[figure.unit])

    def sources_of(self, path: str) -> tuple[Source, ...]:
        """Return the sources that a file of the package comes from."""
        return tuple(
            source
            for source in self.sources.values()
            if any(fnmatch(path, pattern) for pattern in source.covers.split("; "))
        )

    def workstreams_of(self, place: Place) -> set[str]:
        """Return the workstreams of a place: its own, those of its figures and of its groups'."""
        own = {place.workstream} if place.workstream else set()
        return own | self._streams_of.get(place.place_id, set())

    @cached_property
    def _streams_of(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for figure in self.figures:
            for place_id in self.place_ids_of(figure):
                found[place_id].add(figure.workstream)
        return dict(found)

    def related(self, workstream: str | None) -> tuple[Figure, ...]:
        """Return the figures that a workstream has for the district as a whole."""
        return tuple(
            figure
            for figure in self.figures
            if figure.workstream == workstream and self.is_district_wide(figure)
        )


def per_place(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, tuple[_T, ...]]:
    """Return what each place has, in order; nothing for a place that is not named."""
    grouped: dict[str, list[_T]] = defaultdict(list)
    for place_id, found in pairs:
        grouped[place_id].append(found)
    return _PerPlace({place_id: tuple(found) for place_id, found in grouped.items()})


class _PerPlace(dict[str, tuple[Any, ...]]):
    """What each place has; nothing, for most of them."""

    def __missing__(self, place_id: str) -> tuple[Any, ...]:
        return ()

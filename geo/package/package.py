"""What does a district's package hold once it has been read?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final, TypeVar

import geopandas as gpd

from geo.figures.derived import Derived, derive
from geo.figures.wording import figure_phrase
from geo.language.bilingual import Bilingual
from geo.package.places.places import Places
from geo.records import (
    DataFile,
    Figure,
    Gap,
    Layer,
    Place,
    Recipe,
    Source,
    Unit,
    Workstream,
)

WAY_OF_ANSWERING: Final = f"1, pypinyin {version('pypinyin')}"
"""Changes with the code that searches, so that no browser keeps the answers of another."""
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
    """

    package_id: str
    title: Bilingual
    description: Bilingual
    version: str
    contact: str
    licences: tuple[str, ...]
    content_hash: str
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    workstreams: Mapping[str, Workstream]
    layers: Mapping[str, Layer]
    figures: tuple[Figure, ...]
    recipes: tuple[Recipe, ...]
    gaps: tuple[Gap, ...]
    aliases: Mapping[str, str]
    other_names: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]
    place: Places
    context: gpd.GeoDataFrame
    files: tuple[DataFile, ...]

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process is told of it: what it says, not what was worked out."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def state(self) -> str:
        """What answers about the package depend on, as it stands in addresses: data and code."""
        return hashlib.sha256(f"{self.content_hash} {WAY_OF_ANSWERING}".encode()).hexdigest()[:16]

    @cached_property
    def figure(self) -> dict[str, Figure]:
        """Figures by id."""
        return {figure.figure_id: figure for figure in self.figures}

    @cached_property
    def figures_of(self) -> Mapping[str, tuple[Figure, ...]]:
        """Figures by the place they are tied to."""
        return per_place((figure.place_id, figure) for figure in self.figures)

    @cached_property
    def former_ids(self) -> Mapping[str, tuple[str, ...]]:
        """Former ids of each place."""
        return per_place((place_id, alias) for alias, place_id in self.aliases.items())

    @cached_property
    def search_texts(self) -> dict[str, Any]:
        """What searches look in (see :mod:`geo.view.selection`); dies with the package."""
        return {}

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What was worked out about this package (see :mod:`geo.view.selection`); dies with it."""
        return {}

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
        """Return the workstreams of a place: its own and those of its figures."""
        own = {place.workstream} if place.workstream else set()
        return own | {figure.workstream for figure in self.figures_of[place.place_id]}

    def related(self, workstream: str | None) -> tuple[Figure, ...]:
        """Return the figures that a workstream has for the district as a whole.

        They are shown for a place without a figure of its own: it still belongs to a line of work.
        """
        return tuple(
            figure
            for figure in self.figures
            if figure.workstream == workstream and not self.place[figure.place_id].is_named_place
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

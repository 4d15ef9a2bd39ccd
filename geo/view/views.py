"""What is a view of a package, and what may a link name?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

PARTS: Final = ("legend", "search", "panel")
"""Parts of an embedded page that can be shown or left out, beside the map itself."""
DEFAULT_PARTS: Final = ("legend",)


STORY_BEGIN: Final = "_begin"
STORY_END: Final = "_end"
STORY_EDGES: Final = (STORY_BEGIN, STORY_END)
"""Steps of the story that tell of no workstream; with a sign that no id has."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Middle of the map: degrees WGS-84, and a zoom level of the Web Mercator pyramid."""

    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True, slots=True)
class View:
    """What is being looked at.

    Parameters
    ----------
    data : str
        Package id.
    version : str or None
        Version of the package that a link is pinned to; None follows the newest.
    lang : str or None
        Chosen language; None follows the reader's browser.
    story : str or None
        Workstream that the story is at, which alone is shown then, or one of :data:`STORY_EDGES`.
    workstreams : tuple of str
        Chosen workstreams in package order; none chosen means all.
    layers : tuple of str or None
        Layers shown in package order; None means all, the empty tuple none.
    base : str or None
        Basemap below the data; None for the outlines alone.
    parts : tuple of str
        What an embedded page shows beside the map, see :data:`PARTS`.
    locked : bool
        Whether an embedded map stays where it is.
    """

    data: str
    version: str | None = None
    lang: str | None = None
    story: str | None = None
    workstreams: tuple[str, ...] = ()
    layers: tuple[str, ...] | None = None
    query: str = ""
    place: str | None = None
    base: str | None = None
    parts: tuple[str, ...] = DEFAULT_PARTS
    locked: bool = False
    centre: Centre | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """Workstreams shown: the one of the story, else those chosen; none means all."""
        if self.story is None:
            return self.workstreams
        return () if self.story in STORY_EDGES else (self.story,)


@dataclass(frozen=True, slots=True)
class Known:
    """The ids a link may name: those of the packages served, and of the package it is about.

    `aliases` leads from former ids of places to their present ones; `basemaps` are those that the
    deployment has enabled.
    """

    packages: Collection[str]
    default_package: str
    workstreams: tuple[str, ...]
    layers: tuple[str, ...]
    places: Collection[str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    basemaps: Collection[str] = ()


def filter_of(view: View) -> View:
    """Return a view of the same filter, with nothing else: a story counts as the filter it is."""
    return View(view.data, workstreams=view.chosen, layers=view.layers, query=view.query)

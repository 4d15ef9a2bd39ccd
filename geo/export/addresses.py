"""Where does the explorer's page find what it needs?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class Worker:
    """The script of a service worker, and the folder of the pages that it answers for."""

    script: str
    scope: str


@dataclass(frozen=True, slots=True)
class Held:
    """What the top of the full page has: links to its pages, at `paths`, and a choice of packages
    where there are `several`.
    """

    paths: Sequence[str]
    several: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a page finds what it needs, relative to itself.

    Parameters
    ----------
    home, layers : str
        The app itself, and the folder of the payload's files.
    styles, scripts : sequence of str
        In the order in which they are loaded.
    place : callable
        Returns the address of a place by its id.
    icon : str
        What a browser shows beside the title.
    data : str or None
        Folder of the payload's files with a host that hands out copies.
    setup : str or None
        What the deployment adds, relative to `layers`.
    basemaps : sequence of str
        Ids of the basemaps that it has enabled.
    story : mapping or None
        Steps of the story (:mod:`geo.export.story_steps`), where it is told.
    tour : callable or None
        Returns the address of these steps in a language, where they can be asked for.
    worker : Worker or None
        What keeps the page for a visit without a network.
    asked : mapping or None
        Where a text is answered among very many places, as paths below `layers`: by the app
        (``shown``, ``suggested``), or by files (``texts``).
    file : str
        The same map in one file, to which the page leads where it is opened from a disk.
    more_script, more_style : str
        What comes later than the map.
    share : mapping or None
        What there is to be passed on (:mod:`geo.export.formats`).
    held : Held or None
        The full page that will take the page's place; None where the page is on its own.
    """

    home: str
    layers: str
    styles: Sequence[str]
    scripts: Sequence[str]
    place: Callable[[str], str]
    icon: str
    data: str | None = None
    setup: str | None = None
    basemaps: Sequence[str] = field(default=())
    story: Mapping[str, Any] | None = None
    tour: Callable[[str], str] | None = None
    worker: Worker | None = None
    asked: Mapping[str, str | None] | None = None
    file: str = ""
    more_script: str = ""
    more_style: str = ""
    share: Mapping[str, Any] | None = None
    held: Held | None = None

    def preloads(self, ahead: Iterable[str], *, later: bool) -> Iterable[str]:
        """Return the elements by which a browser fetches what a script will ask for: files
        `ahead`, as paths below `layers`; what usually comes `later`, too, where it is wanted at
        once.
        """
        for path in ahead:
            at = escape((self.data or self.layers) + path)
            yield f'<link rel="preload" as="fetch" crossorigin href="{at}">'
        for kind, path in (("script", self.more_script), ("style", self.more_style)):
            if later:
                yield f'<link rel="preload" as="{kind}" href="{escape(path)}">'

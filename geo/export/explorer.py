"""What do the one file and the light page have in common?

Both are the explorer of ``geo/browser/file``: it begins with what lies in the page under the id
``opening``, and reads the rest from elements of the page or from a server.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape
from typing import Any, Final

from geo.blob import Payload
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.served.folium_map import Message

WORDS: Final = (
    *(
        "app.title",
        "calm.again",
        "chosen.none",
        "cite.and",
        "context.colon",
        "dropped.",
        "embed.facts",
        "embed.open",
        "file.",
        "filter.",
        "find.",
        "figure.",
        "figures.charts",
        "figures.derived",
        "footer.data",
    ),
    *(
        "map_title",
        "package.label",
        "page.",
        "said.shown",
        "search.clear",
        "share.button",
        "story.begin",
        "story.end",
        "tile.",
    ),
    *("footer.note", "language.", "link.", "list.", "panel.", "sources.", "unplaced."),
)
"""Beginnings of the texts that the code around the map asks for."""


def opening(
    package: Package, payload: Payload, *, link: str = "", setup: str | None = None, **more: Any
) -> dict[str, Any]:
    """Return what the code around the map begins with.

    Parameters
    ----------
    link : str
        View that is opened where the address states none, as a query.
    setup : str or None
        Path of what the deployment adds, relative to ``layers/``.
    more
        How it reads the rest: ``layers``, address of the folder (None: elements of the page);
        ``worker``, what keeps the page for later, as a script and its scope;
        ``asked``, what the app is asked about many places, as paths below ``layers/``;
        ``home``, address of the app; ``data``, address of the files that never change where that
        is another; ``file``, the same in one file; ``lang``, the page's language (None: that of
        the browser); ``more``, script and style of what comes later,
        and ``share``, what there is to be passed on (:mod:`geo.export.formats`); ``basemaps``, ids
        of those enabled; ``story``, its steps
        (:mod:`geo.export.story_steps`), where it is told.
    """
    blank = Message(
        catalogue=payload.catalogue,
        lang=LANGUAGES[0],
        shown="",
        figures="",
        place=None,
        centre=None,
        moved=0,
        seen=0,
        setup=setup,
    )
    reading: dict[str, Any] = {"layers": None, "data": None, "home": "", "lang": None}
    reading |= {"worker": None, "file": "", "asked": None}
    reading |= {"more": None, "share": None, "tour": None}
    return {
        "message": asdict(blank),
        "link": link,
        "pageTitle": page_title(package).as_dict(),
        "find": payload.find,
        "facts": payload.facts,
        "package": package.package_id,
        "hash": package.content_hash,
        "basemaps": [],
        **reading,
        **more,
    }


def page_title(package: Package) -> Bilingual:
    """Return the title of a window."""
    pairs = {lang: f"{package.title.get(lang)} · {text('app.title', lang)}" for lang in LANGUAGES}
    return Bilingual(**pairs)


def as_json(data: Any) -> bytes:
    """Return data as JSON without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def data_element(name: str, content: bytes) -> str:
    """Return JSON as an element that holds data: without ``<`` no text in it can end it."""
    harmless = content.decode().replace("<", "\\u003c")
    return f'<script type="application/json" id="{escape(name)}">{harmless}</script>'

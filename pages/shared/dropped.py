"""What went with the reader's last change that was not meant to go, and how does it come back?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.view.link import parameters
from geo.view.settled import Cause, Dropped, words_of
from pages.shared.state import Visit

_DROPPED = Markup(
    '<div class="dropped"><p>{words}</p>{back}'
    '<button type="button" class="close" data-close-of=".dropped" aria-label="{close}">×</button>'
    "</div>"
)
_BACK = Markup(
    '<button type="button" class="go" data-go="{query}" data-leave="{leave}">{words}</button>'
)
_UNDONE: Final = ("data", "v", "story", "w", "l", "q", "place")
"""Parameters that a way back sets as they were."""
_DROPPED_WORDS: Final[Mapping[Cause, Callable[[str, str], str]]] = {
    "link": lambda lang, parts: text("dropped.link", lang, parts=parts),
    "hidden": lambda lang, parts: text("dropped.hidden", lang, parts=parts),
    "found": lambda lang, parts: text("dropped.found", lang, parts=parts),
    "story": lambda lang, parts: text("dropped.story", lang, parts=parts),
    "data": lambda lang, parts: text("dropped.data", lang, parts=parts),
    "update": lambda lang, parts: text("dropped.update", lang, parts=parts),
}


def dropped(visit: Visit) -> None:
    """Say which filter or place went with the reader's last change and why, with a way back.

    It is drawn last, over the page, so that nothing moves when it comes or goes.
    """
    lang, lost = visit.lang, visit.dropped
    words = ""
    if lost is not None:
        named = words_of(visit.package, lost.before, lang)
        parts = text("map.comma", lang).join(named[key] for key in lost.names if key in named)
        words = _DROPPED_WORDS[lost.cause](lang, parts) if parts else ""
    back = _way_back(visit, lost) if lost is not None and lost.can_be_undone else Markup("")
    close = text("dialog.close", lang)
    shown = _DROPPED.format(words=words, back=back, close=close) if words else Markup("")
    said = Markup('<div data-said="dropped" data-words="{}">{}</div>')
    with st.container(key="dropped"):
        st.html(said.format(quote(words), shown))


def _way_back(visit: Visit, lost: Dropped) -> Markup:
    """Return the button that leads to the view before, in the present language."""
    stated = parameters(replace(lost.before, lang=visit.view.lang), visit.known, with_centre=False)
    left_out = ",".join(key for key in _UNDONE if key not in stated)
    stated.pop("lang", None)
    by_link = lost.cause == "link"
    words = text("dropped.show", visit.lang) if by_link else text("dropped.back", visit.lang)
    return _BACK.format(query=urlencode(stated), leave=left_out, words=words)

"""What is drawn in place of the pages or over them?

A notice of data no longer served, a note of what went with the last change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geo.language.bilingual import HTML_LANGUAGE
from geo.language.texts import text
from geo.store.store import shared_store
from geo.view.link import parameters
from geo.view.settled import Cause, Dropped, words_of
from pages.shared import state
from pages.shared.state import Visit

_WORDS = Markup(
    '<h2 class="title" lang="{lang}">{title}</h2><p>{facts}</p><p class="quiet">{note}</p>'
)
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


def pinned(visit: Visit) -> None:
    """Say that a link shows a former version of the data, if it does, and offer the present one."""
    newest = shared_store().serve(visit.package.package_id).package.version
    if visit.view.version is None or newest == visit.package.version:
        return
    lang, asked = visit.lang, visit.package.version
    with st.container(key="pinned", horizontal=True, vertical_alignment="center"):
        st.html(Markup("<p>{}</p>").format(text("pinned.facts", lang, asked=asked, newest=newest)))
        st.button(
            text("outdated.open", lang), key="follow-present", on_click=state.follow_present_data
        )


def outdated(visit: Visit) -> None:
    """Say which version was asked for and which is served, and offer it; show no other figures."""
    lang = visit.lang
    facts = text("outdated.facts", lang, asked=visit.view.version, served=visit.package.version)
    with st.container(key="outdated"):
        st.html(
            _WORDS.format(
                lang=HTML_LANGUAGE[lang],
                title=text("outdated.title", lang),
                facts=facts,
                note=text("outdated.note", lang),
            )
        )
        st.button(
            text("outdated.open", lang),
            key="open-present",
            type="primary",
            on_click=state.follow_present_data,
        )

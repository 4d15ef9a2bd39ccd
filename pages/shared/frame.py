"""What do all pages share? Title, navigation, language, footer, and notices.

A notice stands over the page or in its place: of data no longer served, of what went with the last
change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geo.language.bilingual import HTML_LANGUAGE
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.store.store import shared_store
from geo.symbols import SYMBOLS
from geo.view.link import parameters
from geo.view.settled import Cause, Dropped, words_of
from geo.view.views import STORY_EDGES
from pages.shared import state
from pages.shared.labels import distinct
from pages.shared.language_choice import language_choice
from pages.shared.lists import typed_into
from pages.shared.share import share_button
from pages.shared.state import Visit, package_title
from pages.shared.story import story_button

_ANOTHER_PACKAGE: dict[str, Any] = {
    **{"version": None, "story": None, "workstreams": (), "layers": None},
    **{"query": "", "place": None, "centre": None},
}
"""Nothing of a view but its language means anything in another package."""
_ROOM_TO_TELL: Final = ":root{--map-height:max(14rem,min(35rem,100dvh - 4rem),100dvh - 6rem)}"
"""Stated before the map comes, so that it does not begin in another height."""
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


def rules(package: Package, selected: str | None, told: str | None = None) -> str:
    """Return the style rules that depend on the package: those of its workstreams, for the
    selected row, and for the step of the story that is told.

    Ids and colours were checked against their patterns when the package was read, and symbols are
    our own drawings, so nothing else than what is meant can stand in these rules. All the rest of
    the look is constant and lies in ``geo/browser/styles``.
    """
    edges = "".join(f",.st-key-story-step--{edge}" for edge in STORY_EDGES)
    found = [f'.ws-none,[class*="--none--row"]{edges}{{--colour:{NEUTRAL_COLOUR}}}']
    for number, workstream in enumerate(package.workstreams.values(), start=1):
        symbol = workstream.symbol if workstream.symbol in SYMBOLS else "dot"
        selectors = (
            f".ws-{workstream.workstream_id}",
            f'[class*="--{workstream.workstream_id}--row"]',
            f".st-key-workstreams button:nth-of-type({number})",
            f".st-key-story-step--{workstream.workstream_id}",
        )
        style = f"--colour:{workstream.colour};--symbol:var(--symbol-{symbol})"
        found.append(f"{','.join(selectors)}{{{style}}}")
    if selected is not None:
        row = f':root [class*="st-key-row--{selected}--"] button'
        found.append(f"{row}{{background:var(--colour);color:#fff}}")
    if told is not None:
        found.append(f":root .st-key-story-step--{told} button::before{{background:var(--accent)}}")
        found.append(_ROOM_TO_TELL)
    return "".join(found)


def style(visit: Visit) -> None:
    """Give every workstream its colour and symbol."""
    st.html(f"<style>{rules(visit.package, visit.view.place, visit.view.story)}</style>")


def header(visit: Visit, pages: dict[str, Any], page: Any) -> None:
    """Draw the top of `page`: name of the package, the pages, story, sharing, the language.

    Where the version of a link is served no longer there is nothing to tell or to share.
    """
    lang = visit.lang
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        name = Markup('{}<h1 class="title" lang="{}" data-open="{}" data-none="{}">{}</h1>')
        # What lists of Streamlit's say in English
        own = text("page.open_list", lang), text("page.none_matches", lang)
        st.html(name.format(_skips(lang), HTML_LANGUAGE[lang], *own, whole_title(visit)))
        with st.container(key="pages", horizontal=True, width="content"):
            for key, listed in pages.items():
                label = text(f"page.{key}", lang)
                st.page_link(listed, label=label, query_params=visit.link)
        _package_choice(visit)
        if not visit.is_outdated:
            if story_button(visit) and page is not pages["map"]:
                st.switch_page(pages["map"], query_params=visit.link)
            share_button(visit)
        language_choice(visit)
    unreadable = "q" in visit.ignored and not visit.view.query
    named = [
        text(f"link.part.{name}", lang)
        for name in visit.ignored
        if not (unreadable and name == "q")
    ]
    if unreadable:
        st.info(text("link.unreadable", lang), icon=":material/link_off:")
    if named:
        st.info(
            text("link.ignored", lang, parts=text("map.comma", lang).join(named)),
            icon=":material/link_off:",
        )


def whole_title(visit: Visit) -> str:
    """Return what the page is a map of: 安次区2022年城市更新一张图."""
    title, app = visit.package.title.get(visit.lang), text("app.title", visit.lang)
    return text("map_title", visit.lang, title=title, app=app)


def _skips(lang: str) -> Markup:
    """Return the ways past the top for the keyboard; `geo/browser/page/a11y.js` follows them.

    It also gives Streamlit's own way to the content, and its button that closes, their words.
    """
    to = {"map": text("skip.map", lang), "list": text("skip.list", lang)}
    button = Markup('<button type="button" class="skip" data-skip="{}">{}</button>')
    return Markup('<p class="skips" data-content="{}" data-close="{}">{}</p>').format(
        text("skip.content", lang),
        text("dialog.close", lang),
        Markup("").join(button.format(key, words) for key, words in to.items()),
    )


def footer(visit: Visit) -> None:
    """Draw the foot of a page: state of the data, and what covers it."""
    package, lang = visit.package, visit.lang
    line = Markup('<footer><p>{}</p><p class="quiet">{}</p></footer>')
    title, version = package.title.get(lang), package.version
    facts = text("footer.data", lang, title=title, version=version)
    st.html(line.format(facts, text("footer.note", lang)))


def _package_choice(visit: Visit) -> None:
    """Offer the other packages, where there are any."""
    if len(visit.known.packages) < 2:
        return
    titles = {found: package_title(found).get(visit.lang) for found in visit.known.packages}
    st.session_state["package"] = visit.view.data
    st.selectbox(
        text("package.label", visit.lang),
        options=visit.known.packages,
        format_func=distinct(titles).__getitem__,
        key="package",
        label_visibility="collapsed",
        width=200,
        filter_mode=typed_into(len(titles)),
        on_change=lambda: state.change(**_ANOTHER_PACKAGE, data=st.session_state["package"]),
    )


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

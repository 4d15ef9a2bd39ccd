"""Which places are shown? The list says everything that the map says, for keyboard and reader."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from geo.records import Place
from geo.view.listing import MOST_ROWS, Page, page_of
from geo.view.located import how_located
from geo.view.selection import is_id
from pages.shared import state
from pages.shared.labels import literal
from pages.shared.state import Visit

_SHOWN = Markup('<span data-said="shown" data-words="{}" data-run="{}"></span>')
"""What a screen reader hears, and which run it is of (geo/browser/page/ahead.js)."""
_TITLE = Markup('<h2 class="list-title">{}</h2>')
_PAGE_TITLE = Markup(
    '<h2 class="list-title" data-said="list" data-words="{words}">{title}'
    " <small>{part}</small></h2>"
)


def places_list(visit: Visit) -> None:
    """Draw a row a place shown, a page at a time; a click selects it everywhere."""
    places, lang = visit.shown.places, visit.lang
    total = number(len(visit.package.place))
    title = text("list.title", lang, shown=number(len(places)), total=total)
    with st.container(key="places"):
        st.html(_shown_words(visit))
        if not places:
            st.html(_TITLE.format(title))
            st.html(Markup('<p class="empty">{}</p>').format(_why_empty(visit)))
            return
        page = page_of(visit.shown, state.list_page(visit.view))
        st.html(_titled(page, title, lang))
        counts = _figure_counts(visit)
        with st.container(key="place-rows"):
            for place in page.places:
                _row(visit, place, counts[place.place_id])
        if page.total > 1:
            _turning(visit, page)


def _why_empty(visit: Visit) -> str:
    """Name what leaves no place: the words searched for, the workstream, or the layers."""
    view, lang = visit.view, visit.lang
    if view.query and not is_id(view.query):
        return text("list.empty_query", lang, query=view.query)
    if view.layers is not None:
        return text("list.empty_layers", lang)
    if view.chosen:
        return text("list.empty_workstream", lang)
    return text("list.empty", lang)


def _shown_words(visit: Visit) -> Markup:
    """Return what a screen reader hears when other things are shown than before."""
    places, figures = number(len(visit.shown.places)), number(len(visit.shown.figures))
    words = text("said.shown", visit.lang, places=places, figures=figures)
    return _SHOWN.format(quote(words), visit.runs)


def _titled(page: Page, title: str, lang: str) -> Markup:
    if page.total == 1:
        return _TITLE.format(title)
    part = text("list.part", lang, first=number(page.first), last=number(page.last))
    return _PAGE_TITLE.format(title=title, part=part, words=quote(part))


def _figure_counts(visit: Visit) -> Counter[str]:
    """Return how many of the figures shown concern each place alone or with its group."""
    package = visit.package
    return Counter(each for figure in visit.shown.figures for each in package.place_ids_of(figure))


def _row(visit: Visit, place: Place, count: int) -> None:
    package, lang = visit.package, visit.lang
    layer = package.layers[place.layer].name.get(lang)
    located = how_located(package, place, lang)
    # Many places have none; said at each, it would say nothing.
    if count:
        facts = text("list.row", lang, layer=layer, precision=located, count=count)
    else:
        facts = text("list.row_bare", lang, layer=layer, precision=located)
    selected = place.place_id == visit.view.place
    # Another type would be another button, and the keyboard focus would be lost.
    mark = "✓ " if selected else ""
    st.button(
        f"**{mark}{literal(place.name.get(lang))}** {literal(facts)}",
        key=f"row--{place.place_id}--{place.workstream or 'none'}--row",
        type="tertiary",
        width="stretch",
        on_click=state.select_place,
        args=(None if selected else place.place_id,),
    )


def _turning(visit: Visit, page: Page) -> None:
    """Say what else there is and how it is found, and draw the ways to the pages beside this."""
    lang = visit.lang
    others = number(len(visit.shown.places) - len(page.places))
    if visit.package.place.crowd:
        more = text("list.more_ordered", lang, count=others)
    else:
        more = text("list.more", lang, count=others)
    st.html(Markup('<p class="quiet">{}</p>').format(more))
    turns = {
        "previous": (text("list.previous", lang, count=MOST_ROWS), page.number - 1),
        "next": (text("list.next", lang, count=MOST_ROWS), page.number + 1),
    }
    with st.container(key="list-turning", horizontal=True):
        for key, (label, to) in turns.items():
            st.button(
                label,
                key=f"list-{key}",
                disabled=not 0 <= to < page.total,
                on_click=state.turn_list,
                args=(visit.view, to),
            )

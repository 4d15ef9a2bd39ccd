"""How does a reader look for something? One field with suggestions, and what is looked for."""

from __future__ import annotations

import json

import streamlit as st
from markupsafe import Markup

from geo.language.texts import template, text
from geo.served.crowd.message import shown_path, suggested_path
from geo.served.facts import has_all_facts
from geo.view.selection import ID_PREFIX, is_id
from geo.web.assets import assets
from geo.web.settings import data_url
from pages.shared import state
from pages.shared.labels import literal
from pages.shared.state import Visit

_NOTHING = Markup("")
_FIND = Markup(
    '<div class="find-facts" data-find="{path}"{suggested} data-lang="{lang}" data-place="{place}"'
    ' data-workstream="{workstream}" data-figure="{figure}" data-count="{count}"'
    ' data-none="{none}" data-filter="{filter}"{ahead}></div>'
)
"""What the code that suggests needs to know, see geo/browser/page/find.js."""
_AHEAD = Markup(' data-answers="{}" data-facts="{}" data-list="{}"{}')


def search_row(visit: Visit) -> None:
    """Draw the field, what was looked for by its id, and the ways to look for nothing again."""
    with st.container(key="search-row", horizontal=True, vertical_alignment="center"):
        with st.container(key="search-field"):
            _field(visit)
            _clear_search(visit)
        _clear(visit)
    st.html(_facts(visit))


def _field(visit: Visit) -> None:
    """Draw the field; an id that was chosen is no word that anybody typed, and stands beside it."""
    query = visit.view.query
    st.session_state["query"] = "" if is_id(query) else query
    st.text_input(
        text("filter.search", visit.lang),
        key="query",
        label_visibility="collapsed",
        placeholder=text("filter.search_hint", visit.lang),
        icon=":material/search:",
        on_change=lambda: state.take_query(st.session_state["query"]),
    )


def _clear_search(visit: Visit) -> None:
    """Draw what ends the search: a cross in the field; of an id, what it is the id of."""
    query, lang = visit.view.query, visit.lang
    named = is_id(query)
    label = literal(_named(visit, query.removeprefix(ID_PREFIX))) if named else ""
    st.button(
        f"**{label}** {text('search.clear', lang)}" if named else text("search.clear", lang),
        key="query-clear",
        icon=":material/close:",
        disabled=not query,
        on_click=state.take_query,
        args=("",),
    )


def _named(visit: Visit, stated: str) -> str:
    """Return the measure of a figure or the name of a place; the id where it is of neither."""
    package, lang = visit.package, visit.lang
    if stated in package.figure:
        return package.figure[stated].measure.get(lang)
    place = package.place.get(stated)
    return stated if place is None else place.name.get(lang)


def _clear(visit: Visit) -> None:
    view = visit.view
    filtered = bool(view.chosen or view.query or view.layers is not None)
    st.button(
        text("filter.clear", visit.lang),
        key="clear",
        icon=":material/filter_alt_off:",
        disabled=not filtered,
        on_click=state.clear_filters,
    )


def _facts(visit: Visit) -> Markup:
    lang = visit.lang
    return _FIND.format(
        path=f"{data_url() or 'layers/'}{visit.opened.payload.find}",
        suggested=_suggested(visit),
        lang=lang,
        place=text("find.place", lang),
        workstream=text("find.workstream", lang),
        figure=text("find.figure", lang),
        count=template("find.count", lang),
        none=text("find.none", lang),
        filter=template("find.filter", lang),
        ahead=_ahead(visit),
    )


def _ahead(visit: Visit) -> Markup:
    """Return what the browser needs to answer a press before the run does, see ahead.js."""
    facts = f"{data_url() or 'layers/'}{visit.opened.payload.facts}"
    shown = _NOTHING
    if not has_all_facts(visit.package):
        shown = Markup(' data-shown="{}"').format(shown_path(visit.package))
    return _AHEAD.format(assets().ahead_script, facts, _list_words(visit.lang), shown)


def _list_words(lang: str) -> str:
    """Return the words of the list of places as JSON."""
    words = {
        "list.title": template("list.title", lang),
        "list.part": template("list.part", lang),
        "list.row": template("list.row", lang),
        "list.row_bare": template("list.row_bare", lang),
        "list.empty": template("list.empty", lang),
        "list.empty_query": template("list.empty_query", lang),
        "list.empty_layers": template("list.empty_layers", lang),
        "list.empty_workstream": template("list.empty_workstream", lang),
    }
    return json.dumps(words, ensure_ascii=False)


def _suggested(visit: Visit) -> Markup:
    """Return where the app itself answers what of a crowd may be meant; nothing without one."""
    path = suggested_path(visit.package)
    return Markup(' data-suggested="layers/{}"').format(path) if path else Markup("")

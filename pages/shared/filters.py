"""How does a reader choose what is shown? Workstreams, layers, text: the same on every page."""

from __future__ import annotations

import re

import streamlit as st

from geo.language.texts import text
from pages.shared import state
from pages.shared.state import Visit

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def literal(words: str) -> str:
    """Return `words` so that Streamlit's Markdown shows them as they stand, in a label."""
    return _MARKDOWN.sub(r"\\\1", words)


def filters(visit: Visit) -> None:
    """Draw the filter; every change goes into the view."""
    _workstreams(visit)
    with st.container(key="search-row", horizontal=True, vertical_alignment="bottom"):
        _search(visit)
        _layers(visit)
        _clear(visit)


def _workstreams(visit: Visit) -> None:
    package, lang = visit.package, visit.lang

    def label(workstream_id: str) -> str:
        name = package.workstreams[workstream_id].name.get(lang)
        return f"{literal(name)} {visit.shown.offered[workstream_id]}"

    def take() -> None:
        chosen = set(st.session_state["workstreams"])
        ids = tuple(found for found in package.workstreams if found in chosen)
        state.change(workstreams=() if len(ids) == len(package.workstreams) else ids)

    st.session_state["workstreams"] = list(visit.view.workstreams)
    st.pills(
        text("filter.workstreams", lang),
        options=tuple(package.workstreams),
        format_func=label,
        selection_mode="multi",
        key="workstreams",
        label_visibility="collapsed",
        on_change=take,
    )


def _search(visit: Visit) -> None:
    st.session_state["query"] = visit.view.query
    st.text_input(
        text("filter.search", visit.lang),
        key="query",
        label_visibility="collapsed",
        placeholder=text("filter.search_hint", visit.lang),
        icon=":material/search:",
        on_change=lambda: state.take_query(st.session_state["query"]),
    )


def _layers(visit: Visit) -> None:
    package, lang = visit.package, visit.lang

    def label(layer_id: str) -> str:
        return literal(package.layers[layer_id].name.get(lang))

    def take() -> None:
        chosen = set(st.session_state["layers"])
        ids = tuple(found for found in package.layers if found in chosen)
        state.change(layers=None if len(ids) == len(package.layers) else ids)

    every = tuple(package.layers)
    st.session_state["layers"] = list(every if visit.view.layers is None else visit.view.layers)
    st.pills(
        text("filter.layers", lang),
        options=every,
        format_func=label,
        selection_mode="multi",
        key="layers",
        label_visibility="collapsed",
        on_change=take,
    )


def _clear(visit: Visit) -> None:
    view = visit.view
    filtered = bool(view.workstreams or view.query or view.layers is not None)
    st.button(
        text("filter.clear", visit.lang),
        key="clear",
        icon=":material/filter_alt_off:",
        disabled=not filtered,
        on_click=state.clear_filters,
    )

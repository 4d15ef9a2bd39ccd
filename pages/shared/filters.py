"""How does a reader choose what is shown? Workstreams, layers, text: the same on every page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from geo.figures.wording import number
from geo.language.texts import text
from geo.view.headlines import headlines_of
from pages.shared import state
from pages.shared.labels import distinct, literal
from pages.shared.state import Visit


def tiles(visit: Visit) -> None:
    """Draw a tile a workstream: its name, its first headline figure, and what that is about.

    Where words are searched for, a tile says how much of its workstream they find; one without a
    figure, that it has none yet.
    """
    with st.container(key="tiles"):
        _workstreams(visit, {key: _tile(visit, key) for key in visit.package.workstreams})


def _tile(visit: Visit, workstream: str) -> str:
    """Return a tile's words; the style sheet sets the strong ones large and the others small."""
    package, lang = visit.package, visit.lang
    name = literal(package.workstreams[workstream].name.get(lang))
    first = next(iter(headlines_of(package, workstream)), None)
    about = text("tile.waits", lang) if first is None else first.measure.get(lang)
    if visit.view.query:
        about = text("tile.found", lang, count=number(visit.shown.offered[workstream]))
    said = "" if first is None else f"**{literal(package.phrase(first).get(lang))}** "
    return f"{name} {said}*{literal(about)}*"


def _workstreams(visit: Visit, names: Mapping[str, str]) -> None:
    """Draw a choice of workstreams: one press shows one alone, another press on it shows all.

    A link may name several; then each press adds one or takes one away.
    """
    chosen = visit.view.chosen
    labels = distinct(names)
    several = len(chosen) > 1
    chosen_now = list(chosen) if several else next(iter(chosen), None)
    st.session_state["workstreams"] = chosen_now
    st.pills(
        text("filter.workstreams", visit.lang),
        options=tuple(names),
        format_func=labels.__getitem__,
        selection_mode="multi" if several else "single",
        key="workstreams",
        label_visibility="collapsed",
        on_change=lambda: _take_workstreams(tuple(names)),
    )


def _take_workstreams(every: tuple[str, ...]) -> None:
    """Fold what was pressed into the view; all chosen and none chosen mean the same, all."""
    pressed = st.session_state["workstreams"]
    pressed = [pressed] if isinstance(pressed, str) else pressed or []
    chosen = tuple(found for found in every if found in pressed)
    state.change(story=None, workstreams=() if len(chosen) == len(every) else chosen)


def layers(visit: Visit) -> None:
    """Draw a chip a layer, all chosen at first; none chosen shows nothing."""
    found = visit.package.layers
    names = {key: literal(layer.name.get(visit.lang)) for key, layer in found.items()}
    chosen = tuple(found) if visit.view.layers is None else visit.view.layers

    def take(chosen: tuple[str, ...]) -> None:
        state.change(layers=None if len(chosen) == len(found) else chosen)

    labels = distinct(names)
    st.session_state["layers"] = list(chosen)
    st.pills(
        text("filter.layers", visit.lang),
        options=tuple(names),
        format_func=labels.__getitem__,
        selection_mode="multi",
        key="layers",
        label_visibility="collapsed",
        on_change=lambda: take(tuple(i for i in names if i in st.session_state["layers"])),
    )

"""What is this visitor looking at?

The view in the session is the one truth: widgets are set from it and fold their changes into it;
the link is read into it once, and after a step in history; the address is written from it.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import PackageError
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.package.package import Package
from geo.store.states import Opened
from geo.store.store import shared_store
from geo.view.arrived import read_query
from geo.view.link import decode, parameters, permalink
from geo.view.search import clean_query
from geo.view.selection import Shown, look
from geo.view.settled import Dropped, dropped, dropped_by_link, settled
from geo.view.views import Known, View, filter_of
from geo.web.settings import basemap_ids
from geo.web.streamlit.first_html import preferred_language

_VIEW, _IGNORED, _STEPS, _SEEN, _LIST = "view", "ignored", "steps", "seen", "list"
_RUNS = "runs"
_LEFT, _DROPPED = "left", "dropped"
"""The view as the last run left it, and what went on the way to it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """All that a page needs to know of one run: package, view, and what it shows."""

    opened: Opened
    view: View
    shown: Shown
    lang: str
    ignored: tuple[str, ...]
    steps: int
    seen: int
    runs: int
    dropped: Dropped | None

    @property
    def package(self) -> Package:
        """The package that is shown."""
        return self.opened.package

    @property
    def known(self) -> Known:
        """What a link about the package may name."""
        return self.opened.known

    @property
    def is_outdated(self) -> bool:
        """Whether the link is pinned to another version of the data than the one served."""
        return self.view.version not in {None, self.package.version}

    @property
    def link(self) -> dict[str, str]:
        """Parameters of the link to this view, the map's centre left to the map."""
        return parameters(self.view, self.known, with_centre=False)

    @property
    def filter_query(self) -> str | None:
        """The filter alone, as the query of a link; None where no link is long enough for it."""
        filtered = filter_of(self.view)
        query = permalink(filtered, self.known)
        stated = dict(parse_qsl(query, keep_blank_values=True))
        return query if decode(stated, self.known)[0] == filtered else None


_CURRENT: ContextVar[Visit] = ContextVar("visit")
"""The visit of this run; a run has its own thread, and nothing of it stays in the session."""


def current_visit() -> Visit:
    """Return what :func:`open_visit` opened in this run."""
    return _CURRENT.get()


def reader_language(view: View | None, asked: str | None = None) -> str:
    """Return the chosen language, else the one a link asks for, else the browser's."""
    if view is not None and view.lang is not None:
        return view.lang
    if view is None and asked in LANGUAGES:
        return str(asked)
    return preferred_language(st.context.locale)


def link_query() -> dict[str, str]:
    """Return the parameters of the page's address as they were meant."""
    context = get_script_run_ctx()
    raw = context.query_string if context is not None else ""
    return {name: value for name, value in read_query(raw) if not name.startswith("embed")}


def open_visit() -> Visit:
    """Read the link if it is due, and return what this run shows.

    Raises
    ------
    NoSuchPackageError
        If the link names data that are not there.
    PackageError
        If the package cannot be used.
    """
    state = st.session_state
    due = _VIEW not in state or _stepped_in_history()
    query = link_query() if due else _data_of(state[_VIEW])
    opened = shared_store().open(query, basemaps=basemap_ids())
    if due:
        state[_STEPS] = state.get(_STEPS, -1) + 1
        state[_VIEW], state[_IGNORED] = opened.view, opened.ignored
    state[_RUNS] = state.get(_RUNS, 0) + 1
    view = settled(opened.package, state[_VIEW])
    _remember_dropped(opened.package, view, by_link=due)
    state[_VIEW] = view
    visit = Visit(
        opened=opened,
        view=view,
        shown=look(opened.package, view),
        lang=reader_language(view),
        ignored=state[_IGNORED],
        steps=state[_STEPS],
        seen=state.get(_SEEN, 0),
        runs=state[_RUNS],
        dropped=state[_DROPPED],
    )
    _write_address(visit, st.query_params.to_dict())
    _CURRENT.set(visit)
    return visit


def _remember_dropped(package: Package, view: View, *, by_link: bool) -> None:
    """Keep what a change took with it, for as long as the reader changes nothing else."""
    state = st.session_state
    left, wanted, last = state.get(_LEFT), state[_VIEW], state.get(_DROPPED)
    change = dropped_by_link if by_link else dropped
    state[_DROPPED] = change(package, left, wanted, view, last)
    state[_LEFT] = view


def package_title(package_id: str) -> Bilingual:
    """Return the title of a package that is served; its id where it cannot be used."""
    try:
        return shared_store().serve(package_id).package.title
    except PackageError:
        return Bilingual(package_id, package_id)


def change(**changes: Any) -> None:
    """Fold a change into the view; called by widgets before the page runs again."""
    st.session_state[_VIEW] = replace(st.session_state[_VIEW], **changes)
    st.session_state[_IGNORED] = ()


def select_place(place_id: str | None) -> None:
    """Select a place everywhere (None: none)."""
    change(place=place_id)


def clear_filters() -> None:
    """Show everything again; language, package and place stay."""
    change(story=None, workstreams=(), layers=None, query="")


def list_page(view: View) -> int:
    """Return which page of the list is open; under another filter than it was turned, the first."""
    shown, page = st.session_state.get(_LIST, (None, 0))
    return int(page) if shown == filter_of(view) else 0


def turn_list(view: View, page: int) -> None:
    """Turn the list that `view` shows to a page."""
    st.session_state[_LIST] = (filter_of(view), page)


def tell(workstream: str | None) -> None:
    """Tell the story of a workstream, with nothing selected yet (None: end it)."""
    change(story=workstream, place=None)


def follow_present_data() -> None:
    """Follow the newest version of the data, whatever version the link was pinned to."""
    change(version=None)


def take_from_map(answer: Any) -> None:
    """Take what was chosen on the map, a place and a basemap; what is no such answer is left
    alone. A place that is not there is dropped when the page is drawn.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("serial"), int):
        return
    st.session_state[_SEEN] = answer["serial"]
    place, base = answer.get("place"), answer.get("base")
    if place is None or isinstance(place, str):
        change(place=place)
    if base is None or base in basemap_ids():
        change(base=base)
    if "layers" in answer and is_layers(answer["layers"]):
        drawn = answer["layers"]
        change(layers=None if drawn is None else tuple(drawn))


def is_layers(answer: Any) -> bool:
    """Tell whether the map named layers, or all of them; which there are is seen when drawn."""
    return answer is None or (
        isinstance(answer, list) and all(isinstance(each, str) for each in answer)
    )


def take_query(text: str) -> None:
    """Take a text to search for."""
    change(query=clean_query(text))


def _data_of(view: View) -> dict[str, str]:
    """Return the parameters of a link that say which data a view is of."""
    stated = {"data": view.data, "v": view.version}
    return {name: value for name, value in stated.items() if value is not None}


def _write_address(visit: Visit, query: dict[str, str]) -> None:
    """Make the address say what is shown; `c` in it is the map's and is not compared."""
    if {name: value for name, value in query.items() if name != "c"} != visit.link:
        st.query_params.from_dict(visit.link)


def _stepped_in_history() -> bool:
    """Tell whether this run follows a step back or forward in the browser."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation

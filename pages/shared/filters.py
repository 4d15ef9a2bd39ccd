"""How does a reader choose what is shown? Workstreams, layers, text: the same on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import template, text
from geo.served.crowd.message import suggested_path
from geo.view.offered import places_offered
from geo.web.settings import data_url
from pages.shared import state
from pages.shared.state import Visit

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>~$]"  # emphasis, code, links, markup, mathematics
    r"|&(?=[#\w])"  # entities
    r"|^[-+#]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"  # headings and lists
)
_JOINED = re.compile(r"www(?=\.)|:(?=[/\w+-])|\w(?=@)|-(?=[->])|<(?=[-=])|[>~](?==)", re.IGNORECASE)
"""Here Streamlit sees an address, an emoji or an arrow, whatever is escaped."""
_BLANKS = re.compile(r"[^\S\u00a0]+")
"""Line ends mean something in Markdown; a space that keeps words together stays one."""
INVISIBLE = "\u2060"
"""The word joiner: takes no room and no line break."""


_FIND = Markup(
    '<div class="find-facts" data-find="{path}"{suggested} data-lang="{lang}" data-place="{place}"'
    ' data-workstream="{workstream}" data-figure="{figure}" data-count="{count}"'
    ' data-none="{none}"></div>'
)
"""What the code that suggests needs to know, see geo/browser/page/find.js."""


def literal(words: str) -> str:
    """Return `words` so that Streamlit's Markdown shows them as they stand, in a label."""
    return _SPECIAL.sub(
        r"\\\g<0>", _JOINED.sub(rf"\g<0>{INVISIBLE}", _BLANKS.sub(" ", words).strip())
    )


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Return labels by id, told apart by invisible signs where two read the same.

    Streamlit finds a chosen option by its label, so two layers of one name would be one.
    """
    seen: Counter[str] = Counter()
    told = {}
    for label_id, label in labels.items():
        told[label_id] = label + INVISIBLE * seen[label]
        seen[label] += 1
    return told


def filters(visit: Visit, *, of_figures: bool = False) -> None:
    """Draw the filter; every change goes into the view.

    Parameters
    ----------
    of_figures : bool
        Whether chips count figures however many places there are, as beside a table of figures.
    """
    _workstreams(visit, _offered(visit, of_figures=of_figures))
    with st.container(key="search-row", horizontal=True, vertical_alignment="bottom"):
        _search(visit)
        _layers(visit)
        _clear(visit)


def _offered(visit: Visit, *, of_figures: bool) -> Mapping[str, int]:
    """Return what a chip counts: figures, but of a crowd places, which are what is seen of it."""
    if of_figures or not visit.package.place.crowd:
        return visit.shown.offered
    return places_offered(visit.package, visit.view)


def _workstreams(visit: Visit, counts: Mapping[str, int]) -> None:
    """Draw a chip a workstream; none chosen and all chosen mean the same, all.

    Where one is chosen, a line says what it is about. The line is always there, so that what
    stands below it is not drawn anew, and hidden while it is empty.
    """
    found = visit.package.workstreams
    lang = visit.lang
    names = {key: f"{literal(found[key].name.get(lang))} {number(counts[key])}" for key in found}

    def take(chosen: tuple[str, ...]) -> None:
        state.change(story=None, workstreams=() if len(chosen) == len(found) else chosen)

    chosen = visit.view.chosen
    _chips("workstreams", visit, names, chosen, take)
    about = found[chosen[0]].about.get(lang) if len(chosen) == 1 else ""
    st.html(Markup('<p class="about quiet">{}</p>').format(about))


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
    lang = visit.lang
    st.html(
        _FIND.format(
            path=f"{data_url() or 'layers/'}{visit.opened.payload.find}",
            suggested=_suggested(visit),
            lang=lang,
            place=text("find.place", lang),
            workstream=text("find.workstream", lang),
            figure=text("find.figure", lang),
            count=template("find.count", lang),
            none=text("find.none", lang),
        )
    )


def _suggested(visit: Visit) -> Markup:
    """Return where the app itself answers what of a crowd may be meant; nothing without one."""
    path = suggested_path(visit.package)
    return Markup(' data-suggested="layers/{}"').format(path) if path else Markup("")


def _layers(visit: Visit) -> None:
    """Draw a chip a layer, all chosen at first; none chosen shows nothing."""
    found = visit.package.layers
    names = {key: literal(layer.name.get(visit.lang)) for key, layer in found.items()}
    chosen = tuple(found) if visit.view.layers is None else visit.view.layers

    def take(chosen: tuple[str, ...]) -> None:
        state.change(layers=None if len(chosen) == len(found) else chosen)

    _chips("layers", visit, names, chosen, take)


def _chips(
    key: str,
    visit: Visit,
    names: Mapping[str, str],
    chosen: tuple[str, ...],
    take: Callable[[tuple[str, ...]], None],
) -> None:
    """Draw one row of chips; `take` is given the ids chosen, in package order."""
    labels = distinct(names)
    st.session_state[key] = list(chosen)
    st.pills(
        text(f"filter.{key}", visit.lang),
        options=tuple(names),
        format_func=labels.__getitem__,
        selection_mode="multi",
        key=key,
        label_visibility="collapsed",
        on_change=lambda: take(tuple(i for i in names if i in st.session_state[key])),
    )


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

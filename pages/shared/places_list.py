"""Which places are shown? The list says everything that the map says, for keyboard and reader."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.records import Place
from pages.shared import state
from pages.shared.filters import literal
from pages.shared.state import Visit

MOST_ROWS = 50
"""Rows drawn at once; what is beyond is counted, and found by search."""


def places_list(visit: Visit) -> None:
    """Draw a row a place shown; a click selects it everywhere."""
    places, lang = visit.shown.places, visit.lang
    title = text("list.title", lang, shown=len(places), total=len(visit.package.place))
    with st.container(key="places"):
        st.html(Markup('<h2 class="list-title">{}</h2>').format(title))
        if not places:
            st.html(Markup('<p class="empty">{}</p>').format(text("list.empty", lang)))
            return
        for place in places[:MOST_ROWS]:
            _row(visit, place)
        if len(places) > MOST_ROWS:
            st.caption(text("list.more", lang, count=len(places) - MOST_ROWS))


def _row(visit: Visit, place: Place) -> None:
    package, lang = visit.package, visit.lang
    ids = visit.shown.figure_ids
    count = sum(figure.figure_id in ids for figure in package.figures_of[place.place_id])
    facts = text(
        "list.row",
        lang,
        layer=package.layers[place.layer].name.get(lang),
        precision=text(f"map.precision.{place.precision}", lang),
        count=count,
    )
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

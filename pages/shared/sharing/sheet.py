"""How is a view printed? As a sheet of A4, made by the server as PDF."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.view.views import View
from pages.shared.sharing.parts import button, query_of_data
from pages.shared.state import Visit


def sheet(visit: Visit) -> None:
    """Draw what can be printed, on which paper, and the link to it."""
    lang = visit.lang
    subjects = _subjects(visit)
    chosen = st.selectbox(
        text("share.sheet_of", lang),
        options=tuple(subjects),
        format_func=lambda key: subjects[key][0],
        index=1 if visit.view.place else 0,
        key="sheet-of",
    )
    papers = {
        "portrait": text("share.portrait", lang),
        "landscape": text("share.landscape", lang),
    }
    paper = st.segmented_control(
        text("share.paper", lang),
        options=tuple(papers),
        format_func=papers.__getitem__,
        default="portrait",
        required=True,
        key="sheet-paper",
    )
    of, view = chosen.split(":")[0], subjects[chosen][1]
    query = query_of_data(visit, view, of=of, paper=paper)
    words = Markup('<p class="acts">{}<span class="quiet">{}</span></p>')
    open_sheet = button(
        f"export/sheet.pdf?{query}", text("share.sheet_open", lang), mark="data-dated"
    )
    st.html(words.format(open_sheet, text("share.sheet_note", lang)))


def _subjects(visit: Visit) -> dict[str, tuple[str, View]]:
    """Return what a sheet can be about: its label, shown as it stands, and the view it is of."""
    package, lang, view = visit.package, visit.lang, visit.view
    whole = replace(view, story=None, workstreams=(), layers=None, query="", place=None)
    subjects = {"view": (text("share.sheet_view", lang), view)}
    if view.place is not None:
        name = package.place[view.place].name.get(lang)
        subjects["place"] = (name, replace(whole, place=view.place))
    for key, workstream in package.workstreams.items():
        name = workstream.name.get(lang)
        subjects[f"workstream:{key}"] = (name, replace(whole, workstreams=(key,)))
    return subjects

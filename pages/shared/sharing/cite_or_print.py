"""How is what is seen cited, or printed as a sheet of A4?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.view.views import View
from pages.shared.labels import distinct, literal
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import button, query_of_data
from pages.shared.state import Visit

_FIELD = Markup(
    '<label for="share-citation">{label}</label><div class="field">'
    '<textarea id="share-citation" rows="7" readonly data-dated="" '
    'data-here="share/citation.txt?{query}" data-failed="{failed}"></textarea>{copy}</div>'
    '<p class="quiet">{note}</p>'
)


def sheet(visit: Visit) -> None:
    """Draw what can be printed, on which paper, and the link to it."""
    lang = visit.lang
    subjects = _subjects(visit)
    chosen = st.selectbox(
        text("share.sheet_of", lang),
        options=tuple(subjects),
        format_func=distinct({key: words for key, (words, *_) in subjects.items()}).__getitem__,
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
    query = query_of_data(visit.known, view, lang, of=of, paper=paper)
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


def cite(visit: Visit) -> None:
    """Draw the citation of what is chosen."""
    lang = visit.lang
    of = _subject(visit)
    others = {"of": of, "style": _style(lang)}
    if of == "figure":
        others["figure"] = _figure(visit)
    st.html(
        _FIELD.format(
            label=text("cite.label", lang),
            query=query_of_data(visit.known, visit.view, lang, **others),
            failed=text("cite.failed", lang),
            copy=copy_button("share-citation", text("cite.copy", lang), lang),
            note=text("cite.note", lang, version=visit.package.version),
        )
    )


def _style(lang: str) -> str:
    """Ask how it is set; first as references are in the reader's language."""
    names = {"gbt7714": "GB/T 7714", "apa": "APA", "full": text("cite.full", lang)}
    return st.segmented_control(
        text("cite.style", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="gbt7714" if lang == "zh" else "apa",
        required=True,
        key="cite-style",
    )


def _subject(visit: Visit) -> str:
    """Ask what is to be cited; only what there is can be chosen."""
    lang, place = visit.lang, visit.package.place.get(visit.view.place or "")
    names = {"view": text("cite.of_view", lang)}
    if place is not None:
        names["place"] = literal(place.name.get(lang))
    if visit.shown.figures:
        names["figure"] = text("cite.of_figure", lang)
    return st.segmented_control(
        text("cite.of", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="place" if place is not None else "view",
        required=True,
        key="cite-of",
    )


def _figure(visit: Visit) -> str:
    """Ask which of the figures shown."""
    package, lang = visit.package, visit.lang

    labels = distinct(
        {
            figure.figure_id: f"{figure.measure.get(lang)} · {package.phrase(figure).get(lang)}"
            for figure in visit.shown.figures
        }
    )
    return st.selectbox(
        text("cite.figure_label", lang), list(labels), format_func=labels.__getitem__, key="cite-id"
    )

"""How is what is seen cited? A view, the selected place, or one figure."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from pages.shared.labels import literal
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import query_of_data
from pages.shared.state import Visit

_FIELD = Markup(
    '<label for="share-citation">{label}</label><div class="field">'
    '<textarea id="share-citation" rows="7" readonly data-dated="" '
    'data-here="share/citation.txt?{query}" data-failed="{failed}"></textarea>{copy}</div>'
    '<p class="quiet">{note}</p>'
)


def cite(visit: Visit) -> None:
    """Draw the citation of what is chosen."""
    lang = visit.lang
    of = _subject(visit)
    others = {"of": of}
    if of == "figure":
        others["figure"] = _figure(visit)
    st.html(
        _FIELD.format(
            label=text("cite.label", lang),
            query=query_of_data(visit, visit.view, **others),
            failed=text("cite.failed", lang),
            copy=copy_button("share-citation", text("cite.copy", lang), lang),
            note=text("cite.note", lang, version=visit.package.version),
        )
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

    def label(figure_id: str) -> str:
        figure = package.figure[figure_id]
        return f"{figure.measure.get(lang)} · {package.phrase(figure).get(lang)}"

    options = [figure.figure_id for figure in visit.shown.figures]
    return st.selectbox(text("cite.figure_label", lang), options, format_func=label, key="cite-id")

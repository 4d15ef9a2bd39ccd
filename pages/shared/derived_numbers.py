"""Which numbers follow from the figures shown? Each with its formula, apart from the published."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.figures.derived import Derived
from geo.language.texts import text
from geo.view.context_words import sources_words
from pages.shared.state import Visit

_DERIVED = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure}</dt><dd><b>{number}</b>'
    '<span class="quiet">{formula}</span><span class="quiet sources">{sources}</span></dd></div>'
)


def derived_numbers(visit: Visit) -> None:
    """Draw the derived numbers of the workstreams shown, each with its formula."""
    lang = visit.lang
    streams = {figure.workstream for figure in visit.shown.figures}
    found = [item for item in visit.package.derived if item.recipe.workstream in streams]
    if not found:
        return
    title = Markup('<h2 class="section">{}</h2><p class="quiet">{}</p>')
    st.html(title.format(text("figures.derived", lang), text("figures.derived_note", lang)))
    items = Markup("").join(_derived(visit, item) for item in found)
    st.html(Markup('<div class="wide"><dl class="figures">{}</dl></div>').format(items))


def _derived(visit: Visit, item: Derived) -> Markup:
    return _DERIVED.format(
        workstream=item.recipe.workstream,
        measure=item.recipe.measure.get(visit.lang),
        number=item.text.get(visit.lang),
        formula=item.formula.get(visit.lang),
        sources=sources_words(visit.package, item.terms).get(visit.lang),
    )

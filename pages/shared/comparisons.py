"""How do figures compare? A chart a workstream: bars from zero, one unit at a time.

Drawn as HTML, so that each bar's words and number are text: read aloud, found, printed, and in the
workstream's colour by day and by night.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.figures.comparing import comparable, size_of
from geo.figures.derived import Derived
from geo.language.texts import text
from geo.records import Figure
from geo.view.context_words import sources_words
from pages.shared.markup import figure_list
from pages.shared.state import Visit

_BAR = Markup(
    '<div class="bar"><span>{measure}</span>'
    '<div><i style="width:{width}%"></i><b>{number}</b></div></div>'
)
_HEADING = Markup('<div class="heading"><span class="symbol"></span><h3>{}</h3></div>')
_DERIVED = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure}</dt><dd><b>{number}</b>'
    '<span class="quiet">{formula}</span><span class="quiet sources">{sources}</span></dd></div>'
)
LONGEST_BAR_PERCENT = 70
"""Room is left for the number behind the bar."""


def comparisons(visit: Visit) -> None:
    """Draw a chart for every workstream shown."""
    lang = visit.lang
    title = Markup('<h2 class="section">{}</h2><p class="quiet">{}</p>')
    st.html(title.format(text("figures.compare", lang), text("figures.compare_note", lang)))
    for workstream in visit.package.workstreams.values():
        figures = [f for f in visit.shown.figures if f.workstream == workstream.workstream_id]
        if figures:
            body = _chart(visit, figures)
            head = _HEADING.format(workstream.name.get(lang))
            box = Markup('<section class="wide ws-{}">{}{}</section>')
            st.html(box.format(workstream.workstream_id, head, body))


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


def _chart(visit: Visit, figures: list[Figure]) -> Markup:
    package = visit.package
    groups, alone = comparable(figures, package.units, lambda f: not package.is_district_wide(f))
    body = Markup("").join(_group(visit, group) for group in groups)
    if not alone:
        return body
    note = Markup("")
    if not groups:
        words = text("figures.nothing_comparable", visit.lang)
        note = Markup('<p class="quiet">{}</p>').format(words)
    return body + note + figure_list(visit.package, alone, visit.lang)


def _group(visit: Visit, group: list[Figure]) -> Markup:
    """Return the bars of one unit; several places are named where they differ."""
    units = visit.package.units
    largest = size_of(group[0], units) or 1
    places = {visit.package.home_of(figure) for figure in group}
    bars = Markup("").join(
        _BAR.format(
            measure=_measure(visit, figure, named=len(places) > 1),
            width=f"{float(size_of(figure, units) / largest) * LONGEST_BAR_PERCENT:.2f}",
            number=visit.package.phrase(figure).get(visit.lang),
        )
        for figure in group
    )
    return Markup('<div class="bars">{}</div>').format(bars)


def _measure(visit: Visit, figure: Figure, *, named: bool) -> str:
    measure = figure.measure.get(visit.lang)
    if not named or visit.package.is_district_wide(figure):
        return measure
    return f"{visit.package.home_of(figure).get(visit.lang)} · {measure}"


def _derived(visit: Visit, item: Derived) -> Markup:
    return _DERIVED.format(
        workstream=item.recipe.workstream,
        measure=item.recipe.measure.get(visit.lang),
        number=item.text.get(visit.lang),
        formula=item.formula.get(visit.lang),
        sources=sources_words(visit.package, item.terms).get(visit.lang),
    )

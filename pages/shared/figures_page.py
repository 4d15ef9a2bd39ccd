"""What does the page of figures show? Charts, numbers that follow from figures, and one table.

Charts are the pictures that they are, each with its words and its files. The table is HTML: read,
printed, found and linked by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from geo.figures.derived import Derived
from geo.figures.wording import figure_written, locator_phrase
from geo.language.texts import text
from geo.picture.charts.pictures import ChartPicture, picture, pictures_within
from geo.picture.charts.poster import POSTER
from geo.records import Figure
from geo.view.context_words import sources_words
from geo.view.listing import ORDERS, by_workstream
from geo.view.source_words import printed_words
from pages.shared.markup import outside_link
from pages.shared.state import Visit

_NOTHING = Markup("")
_TABLE = Markup(
    '<table class="numbers" data-cite="share/citation.txt?{query}&amp;figure=" '
    'data-done="{done}" data-failed="{failed}"><thead><tr>{head}</tr></thead>{groups}</table>'
)
_HEAD = Markup('<th scope="col" class="{name}">{words}</th>')
_GROUP = Markup(
    '<tbody class="ws-{workstream}"><tr class="group"><th colspan="5" scope="rowgroup">'
    '<span class="symbol"></span>{name}</th></tr>{rows}</tbody>'
)
_ROW = Markup(
    '<tr><th scope="row" class="measure">{measure}</th><td class="value">{number}</td>'
    '<td class="unit">{unit}</td>'
    '<td class="place"><a href="./?{link}" target="_self" aria-label="{on_map}">{place}</a></td>'
    '<td class="where"><span title="{printed}"><a href="#source-{source}">[{source}]</a> {locator}'
    '</span> <button type="button" class="copy" data-figure="{figure_id}" aria-label="{cite_one}">'
    "{cite}</button></td></tr>"
)
_SOURCES = Markup('<ol class="cited">{}</ol>')
_SOURCE = Markup('<li id="source-{number}" value="{number}">{title} <span>{by}</span></li>')
_DERIVED = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure}</dt><dd><b>{number}</b>'
    '<span class="quiet">{formula}</span><span class="quiet sources">{sources}</span></dd></div>'
)


def year_and_charts(visit: Visit) -> tuple[ChartPicture, ...]:
    """Return the pictures of what is shown; the year's own where nothing is left out."""
    package, figures, lang = visit.package, visit.shown.figures, visit.lang
    charts = pictures_within(package, figures, lang)
    return (
        (picture(package, POSTER, lang), *charts)
        if len(figures) == len(package.figures)
        else charts
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


def figure_table(visit: Visit) -> None:
    """Draw the figures shown, a part a workstream, with the sources below."""
    lang = visit.lang
    names = {
        "value": text("figures.by_value", lang),
        "published": text("figures.by_source", lang),
    }
    order = st.segmented_control(
        text("figures.order", lang),
        options=ORDERS,
        format_func=names.__getitem__,
        default=ORDERS[0],
        required=True,
        key="figure-order",
        label_visibility="collapsed",
    )
    grouped = by_workstream(visit.package, visit.shown.figures, order)
    numbers = _numbered(figure for group in grouped.values() for figure in group)
    head = _NOTHING.join(
        _HEAD.format(name=name, words=text(f"column.{name}", lang))
        for name in ("measure", "value", "unit", "place", "where")
    )
    groups = _NOTHING.join(
        _GROUP.format(
            workstream=workstream,
            name=visit.package.workstreams[workstream].name.get(lang),
            rows=_NOTHING.join(_row(visit, figure, numbers) for figure in group),
        )
        for workstream, group in grouped.items()
    )
    table = _TABLE.format(
        query=urlencode({"data": visit.package.package_id, "lang": lang}),
        done=text("copy.done", lang),
        failed=text("copy.failed", lang),
        head=head,
        groups=groups,
    )
    st.html(table + _sources(visit, numbers))


def _numbered(figures: Iterable[Figure]) -> dict[str, int]:
    """Return the numbers of the sources of figures, the first being 1."""
    used = dict.fromkeys(figure.source_id for figure in figures)
    return {source_id: number for number, source_id in enumerate(used, start=1)}


def _row(visit: Visit, figure: Figure, numbers: Mapping[str, int]) -> Markup:
    package, lang = visit.package, visit.lang
    written = figure_written(figure, package.units[figure.unit])
    place, measure = package.place_of(figure), figure.measure.get(lang)
    name = package.home_of(figure).get(lang)
    chosen = {"w": figure.workstream} | ({"place": place.place_id} if place else {})
    return _ROW.format(
        measure=measure,
        number=written.number.get(lang) + (written.after if lang == "zh" else ""),
        unit=written.unit.get(lang),
        link=urlencode({"data": package.package_id, "lang": lang, **chosen}),
        on_map=text("figures.on_map", lang, place=name, measure=measure),
        place=name,
        printed=printed_words(package, figure, lang),
        source=numbers[figure.source_id],
        locator=locator_phrase(figure.locator).get(lang),
        figure_id=figure.figure_id,
        cite=text("cite.button", lang),
        cite_one=text("cite.one", lang, measure=measure),
    )


def _sources(visit: Visit, numbers: Mapping[str, int]) -> Markup:
    """Return the sources of the table, each once, under its number."""
    lang, items = visit.lang, []
    for source_id, number in numbers.items():
        source = visit.package.sources[source_id]
        dated = source.published or text("sources.unknown_date", lang)
        items.append(
            _SOURCE.format(
                number=number,
                title=outside_link(source.url, source.title.get(lang)),
                by=f"{source.publisher.get(lang)} · {dated}",
            )
        )
    return _SOURCES.format(_NOTHING.join(items))

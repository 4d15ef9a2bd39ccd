"""What stands above and beside the map? One sentence, and what belongs to the workstreams chosen.

All their figures, each under what it covers: measure and number a row, and where they stand once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup, escape

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure
from geo.view import headlines
from geo.view.headlines import Part, headlines_of
from geo.view.source_words import Marks, printed_words, says_more
from pages.shared.markup import context_notes, outside_link
from pages.shared.state import Visit

_NOTHING = Markup("")
_HEAD = Markup(
    '<section class="chosen ws-{workstream}"><h2><span class="symbol"></span>{name}</h2>'
    '<p class="quiet">{about}</p>{lists}</section>'
)
_SCOPE = Markup('<h3 class="scope">{}</h3>{}')
_PLACE = Markup('<button type="button" class="go" data-go="place={}" data-leave="{}">{}</button>')
_FILTER: Final = "w,l,q"
"""What leads to a place that the filter hides leaves this; of very many the map knows not which."""
_ROW = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure}&nbsp;<sup>{mark}</sup></dt>'
    "<dd><b>{number}</b>"
    '<button type="button" class="copy" data-figure="{figure_id}" aria-label="{cite_of}">{cite}'
    "</button>{printed}{context}</dd></div>"
)
_LIST = Markup(
    '<dl class="figures rows" data-cite="share/citation.txt?{query}&amp;figure=" '
    'data-done="{done}" data-failed="{failed}">{items}</dl>'
)
_PRINTED = Markup('<span class="quiet printed-as">{}</span>')
_SOURCES = Markup('<p class="quiet sources-line">{}</p>')
_LEAD = Markup('<p class="lead-line">{} <span class="lead-note">{}</span></p>')
_NUMBER = Markup("<b>{}</b>")


def lead(visit: Visit) -> None:
    """Draw the sentence, and that each number has a source; of an empty package that it is."""
    parts, note = headlines.lead(visit.package, visit.lang)
    st.html(_LEAD.format(Markup("").join(map(_part, parts)), note))


def _part(part: Part) -> Markup:
    """Return some words of the sentence; a narrow page leaves out its later clauses."""
    made = _NUMBER.format(part.words) if part.is_number else escape(part.words)
    if part.clause:
        return Markup('<span class="clause-{}">{}</span>').format(part.clause, made)
    return made


def chosen(visit: Visit) -> None:
    """Draw the figures of each chosen workstream; of the only one, where there is no choice.

    A selected place takes their room. The element is always there, so that what stands below it
    keeps its keyboard focus.
    """
    every = tuple(visit.package.workstreams)
    wanted = every if len(every) == 1 else visit.view.workstreams
    lists = _NOTHING if visit.view.place else _NOTHING.join(_listed(visit, key) for key in wanted)
    with st.container(key="chosen"):
        st.html(lists or Markup("<span hidden></span>"))


def _listed(visit: Visit, workstream: str) -> Markup:
    """Return a workstream's figures that are shown, the scope of its first headline first."""
    package, lang = visit.package, visit.lang
    own = [f for f in visit.shown.figures if f.workstream == workstream]
    order = [figure.figure_id for figure in headlines_of(package, workstream)]
    own.sort(key=lambda f: order.index(f.figure_id) if f.figure_id in order else len(order))
    scopes = _by_scope(visit, own)
    *lists, sources = every_mark(package, scopes.values(), lang)
    parts = [
        _SCOPE.format(_scope_name(visit, figures[0]), rows)
        for figures, rows in zip(scopes.values(), lists, strict=True)
    ]
    if not own:
        parts = [Markup('<p class="quiet">{}</p>').format(text("chosen.none", lang))]
    found = package.workstreams[workstream]
    return _HEAD.format(
        workstream=workstream,
        name=found.name.get(lang),
        about=found.about.get(lang),
        lists=_NOTHING.join([*parts, sources]),
    )


def _by_scope(visit: Visit, figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return figures by the id of what they cover, in the order in which that comes up: places may
    have the same name. What says no more than "somewhere in the district" has none.
    """
    package = visit.package
    scopes: dict[str, list[Figure]] = {}
    for figure in figures:
        place = "" if package.is_district_wide(figure) else figure.place_id
        scopes.setdefault(figure.group or place, []).append(figure)
    return scopes


def _scope_name(visit: Visit, figure: Figure) -> Markup:
    """Return what a figure covers: a place, which can be gone to, a group, or the district."""
    package, place = visit.package, visit.package.place_of(figure)
    if package.group_of(figure) is None and package.is_district_wide(figure):
        return escape(text("scope.district", visit.lang))
    name = package.home_of(figure).get(visit.lang)
    if place is None:
        return escape(name)
    leave = "" if visit.shown.has(place.place_id) else _FILTER
    return _PLACE.format(place.place_id, leave, name)


def figure_rows(package: Package, figures: Sequence[Figure], lang: str, marks: Marks) -> Markup:
    """Return figures as rows; where they stand is in the marks, for :func:`sources_line`."""
    return _LIST.format(
        query=urlencode({"data": package.package_id, "lang": lang}),
        done=text("copy.done", lang),
        failed=text("copy.failed", lang),
        items=_NOTHING.join(_row(package, figure, lang, marks) for figure in figures),
    )


def sources_line(package: Package, marks: Marks, lang: str) -> Markup:
    """Return the sources of a list, each named once with the marked places in it."""
    named = [
        Markup("{}{}{}").format(
            outside_link(source.url, source.title.get(lang)), text("context.colon", lang), places
        )
        for source, places in marks.named(package, lang)
    ]
    return _SOURCES.format(Markup("<br>").join(named)) if named else _NOTHING


def _row(package: Package, figure: Figure, lang: str, marks: Marks) -> Markup:
    measure = figure.measure.get(lang)
    printed = _NOTHING
    if says_more(package, figure):
        printed = _PRINTED.format(printed_words(package, figure, lang))
    return _ROW.format(
        workstream=figure.workstream,
        measure=measure,
        mark=marks.mark(figure),
        number=package.phrase(figure).get(lang),
        figure_id=figure.figure_id,
        cite=text("cite.button", lang),
        cite_of=text("cite.one", lang, measure=measure),
        printed=printed,
        context=context_notes(package, figure, lang),
    )


def every_mark(package: Package, lists: Iterable[Sequence[Figure]], lang: str) -> list[Markup]:
    """Return several lists that share their marks, and behind them their sources."""
    marks = Marks()
    made = [figure_rows(package, figures, lang, marks) for figures in lists]
    return [*made, sources_line(package, marks, lang)]

"""What belongs to the workstreams that are chosen? All their figures, each under what it covers."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup, escape

from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.records import Figure
from geo.view.headlines import headlines_of
from pages.shared.figure_list import every_mark
from pages.shared.state import Visit

_NOTHING = Markup("")
_HEAD = Markup(
    '<section class="chosen ws-{workstream}"><h2><span class="symbol"></span>{name}</h2>'
    '<p class="quiet">{about}</p>{lists}</section>'
)
_SCOPE = Markup('<h3 class="scope">{}</h3>{}')
_PLACE = Markup('<button type="button" class="go" data-go="place={}">{}</button>')


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


def _by_scope(visit: Visit, figures: Iterable[Figure]) -> dict[Bilingual, list[Figure]]:
    """Return figures by the name of what they cover, in the order in which that comes up."""
    scopes: dict[Bilingual, list[Figure]] = {}
    for figure in figures:
        scopes.setdefault(visit.package.home_of(figure), []).append(figure)
    return scopes


def _scope_name(visit: Visit, figure: Figure) -> Markup:
    """Return what a figure covers: a place, which can be gone to, a group, or the district."""
    package, place = visit.package, visit.package.place_of(figure)
    if package.is_district_wide(figure) and not figure.group:
        return escape(text("scope.district", visit.lang))
    name = package.home_of(figure).get(visit.lang)
    return escape(name) if place is None else _PLACE.format(place.place_id, name)

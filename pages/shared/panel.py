"""What is known of the selected place? Its figures, their source, and how well it is located."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.records import Figure, Place
from pages.shared import state
from pages.shared.markup import figure_list
from pages.shared.state import Visit

_HEAD = Markup(
    '<section class="panel ws-{workstream}" aria-live="polite"><h2>{name}</h2>'
    '<p class="quiet">{layer} · {parent} · {precision}</p>{figures}'
    '<p class="quiet known">{known} {located_by} {code} {id}</p></section>'
)


def panel(visit: Visit) -> None:
    """Draw the selected place, or how to select one."""
    if visit.view.place is None:
        st.html(Markup('<p class="hint">{}</p>').format(text("panel.hint", visit.lang)))
        return
    place = visit.package.place[visit.view.place]
    with st.container(key="panel"):
        st.html(_panel(visit, place))
        st.button(
            text("panel.close", visit.lang),
            key="panel-close",
            icon=":material/close:",
            type="tertiary",
            on_click=state.select_place,
            args=(None,),
        )


def _panel(visit: Visit, place: Place) -> Markup:
    package, lang = visit.package, visit.lang
    code = text("panel.code", lang, code=place.code) if place.code else ""
    return _HEAD.format(
        workstream=place.workstream or "none",
        name=place.name.get(lang),
        layer=package.layers[place.layer].name.get(lang),
        parent=place.parent.get(lang),
        precision=text(f"map.precision.{place.precision}", lang),
        figures=_figures(visit, place),
        known=place.known.get(lang),
        located_by=text("panel.located_by", lang, source=_location_source(visit, place)),
        code=code,
        id=text("panel.id", lang, id=place.place_id),
    )


def _location_source(visit: Visit, place: Place) -> str:
    return visit.package.sources[place.source_id].title.get(visit.lang)


def _figures(visit: Visit, place: Place) -> Markup:
    """Return the place's figures in the chosen workstreams; where it has none, the district's."""
    package, lang = visit.package, visit.lang
    own = package.figures_of[place.place_id]
    chosen = [figure for figure in own if _is_chosen(visit, figure)]
    if chosen:
        more = len(own) - len(chosen)
        rest = Markup("")
        if more:
            rest = Markup('<p class="quiet">{}</p>').format(_more(more, lang))
        return figure_list(package, chosen, lang) + rest
    none = _more(len(own), lang) if own else text("map.no_figures", lang)
    around = package.related(place) if not own else ()
    related = Markup("")
    if around:
        title = Markup("<h3>{}</h3>").format(text("map.related", lang))
        related = title + figure_list(package, around, lang)
    return Markup('<p class="quiet">{}</p>').format(none) + related


def _is_chosen(visit: Visit, figure: Figure) -> bool:
    return not visit.view.workstreams or figure.workstream in visit.view.workstreams


def _more(count: int, lang: str) -> str:
    return text("map.more_figures", lang, count=count)

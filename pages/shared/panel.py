"""What is known of the selected place? Its figures, their source, and how well it is located."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.records import Place
from pages.shared import state
from pages.shared.markup import figure_list, grouped_figures
from pages.shared.state import Visit

_HEAD = Markup(
    '<section class="panel ws-{workstream}" data-said="place" data-words="{words}" '
    'data-place="{id_}"><h2>{name}</h2>'
    '<p class="quiet">{layer} · {parent} · {precision}</p>{figures}'
    '<p class="quiet known">{known} {located_by} {code} {id}</p></section>'
)

_HINT = Markup('<p class="hint" data-said="place" data-words="{}">{}</p>')
_NOTE = Markup('<p class="quiet">{}</p>')


def panel(visit: Visit) -> None:
    """Draw the selected place, or how to select one.

    Both have the same elements, so that what stands below keeps its keyboard focus.
    """
    place = visit.package.place.get(visit.view.place or "")
    with st.container(key="panel" if place else "panel-empty"):
        hint = _HINT.format(quote(text("said.nothing", visit.lang)), text("panel.hint", visit.lang))
        st.html(_panel(visit, place) if place else hint)
        st.button(
            text("panel.close", visit.lang),
            key="panel-close",
            icon=":material/close:",
            type="tertiary",
            disabled=place is None,
            on_click=state.select_place,
            args=(None,),
        )


def _panel(visit: Visit, place: Place) -> Markup:
    package, lang = visit.package, visit.lang
    code = text("panel.code", lang, code=place.code) if place.code else ""
    return _HEAD.format(
        workstream=place.workstream or "none",
        words=quote(text("said.selected", lang, name=place.name.get(lang))),
        id_=place.place_id,
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
    """Return the figures that concern the place, each scope under its name.

    Of its own those that are shown; what it has in common with others is shown whatever is chosen.
    """
    package, lang = visit.package, visit.lang
    own = package.own_figures_of(place)
    ids = visit.shown.figure_ids
    chosen = [figure for figure in own if figure.figure_id in ids]
    parts = [grouped_figures(package, chosen, lang)] if chosen else []
    if len(own) > len(chosen):
        more = text("panel.more_figures", lang, count=len(own) - len(chosen))
        parts.append(_NOTE.format(more))
    if not own:
        parts.append(_NOTE.format(text("map.no_figures", lang)))
    for scope in package.figures_of(place):
        if scope.kind != "place":
            parts.append(Markup("<h3>{}</h3>").format(scope.name.get(lang)))
            parts.append(figure_list(package, scope.figures, lang))
    return Markup("").join(parts)

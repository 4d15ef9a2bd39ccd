"""What is known of the selected place? Its figures, their source, and how well it is located."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.records import Figure, Place
from geo.view.by_workstream import by_workstream
from geo.view.located import how_located
from geo.view.source_words import Marks
from pages.shared import state
from pages.shared.beside_map import figure_rows, sources_line
from pages.shared.state import Visit

_NOTHING = Markup("")
_HEAD = Markup(
    '<section class="panel ws-{workstream}" data-said="place" data-words="{words}" '
    'data-place="{id_}"><h2 tabindex="-1">{name}</h2>'
    '<button type="button" class="copy sheet-size" data-sheet="size" aria-expanded="false" '
    'data-more="{more}" data-less="{less}">{more}</button>'
    '<p class="quiet">{layer} · {located}</p>{figures}{onward}'
    '<details class="technical"><summary>{technical}</summary><p class="quiet known">{known} '
    "{located_by} {code} {id}</p></details></section>"
)
_HINT = Markup('<p class="hint" data-said="place" data-words="{}">{}</p>')
_SHARE = Markup('<button type="button" class="go" data-press="share">{}</button>')
_NEXT = Markup('<button type="button" class="go" data-go="place={}">{} ›</button>')
_ONWARD = Markup('<p class="onward">{}{}</p>')
_NOTE = Markup('<p class="quiet">{}</p>')
_SCOPE = Markup('<h3 class="scope">{}</h3>{}')
_KNOWN = Markup('<p class="quiet known">{}</p>')


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
    source = package.sources[place.source_id].title.get(lang)
    return _HEAD.format(
        workstream=place.workstream or "none",
        words=quote(text("said.selected", lang, name=place.name.get(lang))),
        id_=place.place_id,
        name=place.name.get(lang),
        layer=package.layers[place.layer].name.get(lang),
        located=how_located(package, place, lang),
        figures=_figures(visit, place),
        onward=_onward(visit, place),
        technical=text("panel.technical", lang),
        known=place.known.get(lang),
        located_by=text("panel.located_by", lang, source=source),
        code=text("panel.code", lang, code=place.code) if place.code else "",
        id=text("panel.id", lang, id=place.place_id),
        more=text("panel.more", lang),
        less=text("panel.less", lang),
    )


def _onward(visit: Visit, place: Place) -> Markup:
    """Return the ways on from a place: to share it, and to the next one of those shown."""
    lang, shown = visit.lang, visit.shown.places
    share = _SHARE.format(text("panel.share", lang))
    at = next((at for at, found in enumerate(shown) if found is place), None)
    if at is None or len(shown) < 2:
        return _ONWARD.format(share, _NOTHING) if share else _NOTHING
    other = shown[(at + 1) % len(shown)]
    words = text("panel.next", lang, name=other.name.get(lang))
    return _ONWARD.format(share, _NEXT.format(other.place_id, words))


def _figures(visit: Visit, place: Place) -> Markup:
    """Return the figures that concern the place, each scope under its name.

    Of its own those that are shown; what it has in common with others is shown whatever is chosen.
    """
    package, lang, marks = visit.package, visit.lang, Marks()
    own, ids = package.own_figures_of(place), visit.shown.figure_ids
    chosen = [figure for figure in own if figure.figure_id in ids]
    parts = [_by_workstream(visit, chosen, marks)]
    if len(own) > len(chosen):
        more = text("panel.more_figures", lang, count=len(own) - len(chosen))
        parts.append(_NOTE.format(more))
    if not own:
        parts.append(_NOTE.format(text("map.no_figures", lang)))
    for scope in package.figures_of(place):
        if scope.kind != "place":
            known = scope.group.known.get(lang) if scope.group else ""
            note = _KNOWN.format(known) if known else _NOTHING
            listed = _by_workstream(visit, scope.figures, marks)
            parts.append(_SCOPE.format(scope.name.get(lang), note + listed))
    return _NOTHING.join([*parts, sources_line(package, marks, lang)])


def _by_workstream(visit: Visit, figures: Iterable[Figure], marks: Marks) -> Markup:
    """Return figures as rows, under the names of their workstreams where there are several."""
    package, lang = visit.package, visit.lang
    held = by_workstream(package, figures)
    if len(held) == 1:
        return figure_rows(package, held[0][1], lang, marks)
    return _NOTHING.join(
        _SCOPE.format(workstream.name.get(lang), figure_rows(package, own, lang, marks))
        for workstream, own in held
    )

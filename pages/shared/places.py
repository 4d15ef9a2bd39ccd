"""Which places are shown, and what is known of the selected one?

The list says everything that the map says, for keyboard and reader; the panel has the figures of a
place, their source, and how well it is located.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from geo.records import Figure, Place
from geo.view.by_workstream import by_workstream
from geo.view.listing import MOST_ROWS, Page, page_of
from geo.view.located import how_located
from geo.view.selection import is_id
from geo.view.source_words import Marks
from pages.shared import state
from pages.shared.beside_map import figure_rows, sources_line
from pages.shared.labels import literal
from pages.shared.state import Visit

_SHOWN = Markup('<span data-said="shown" data-words="{}" data-run="{}"></span>')
"""What a screen reader hears, and which run it is of (geo/browser/page/ahead.js)."""
_TITLE = Markup('<h2 class="list-title">{}</h2>')
_PAGE_TITLE = Markup(
    '<h2 class="list-title" data-said="list" data-words="{words}">{title}'
    " <small>{part}</small></h2>"
)
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


def places_list(visit: Visit) -> None:
    """Draw a row a place shown, a page at a time; a click selects it everywhere."""
    places, lang = visit.shown.places, visit.lang
    total = number(len(visit.package.place))
    title = text("list.title", lang, shown=number(len(places)), total=total)
    with st.container(key="places"):
        st.html(_shown_words(visit))
        if not places:
            st.html(_TITLE.format(title))
            st.html(Markup('<p class="empty">{}</p>').format(_why_empty(visit)))
            return
        page = page_of(visit.shown, state.list_page(visit.view))
        st.html(_titled(page, title, lang))
        counts = _figure_counts(visit)
        with st.container(key="place-rows"):
            for place in page.places:
                _row(visit, place, counts[place.place_id])
        if page.total > 1:
            _turning(visit, page)


def _why_empty(visit: Visit) -> str:
    """Name what leaves no place: the words searched for, the workstream, or the layers."""
    view, lang = visit.view, visit.lang
    if view.query and not is_id(view.query):
        return text("list.empty_query", lang, query=view.query)
    if view.layers is not None:
        return text("list.empty_layers", lang)
    if view.chosen:
        return text("list.empty_workstream", lang)
    return text("list.empty", lang)


def _shown_words(visit: Visit) -> Markup:
    """Return what a screen reader hears when other things are shown than before."""
    places, figures = number(len(visit.shown.places)), number(len(visit.shown.figures))
    words = text("said.shown", visit.lang, places=places, figures=figures)
    return _SHOWN.format(quote(words), visit.runs)


def _titled(page: Page, title: str, lang: str) -> Markup:
    if page.total == 1:
        return _TITLE.format(title)
    part = text("list.part", lang, first=number(page.first), last=number(page.last))
    return _PAGE_TITLE.format(title=title, part=part, words=quote(part))


def _figure_counts(visit: Visit) -> Counter[str]:
    """Return how many of the figures shown concern each place alone or with its group."""
    package = visit.package
    return Counter(each for figure in visit.shown.figures for each in package.place_ids_of(figure))


def _row(visit: Visit, place: Place, count: int) -> None:
    package, lang = visit.package, visit.lang
    layer = package.layers[place.layer].name.get(lang)
    located = how_located(package, place, lang)
    # Many places have none; said at each, it would say nothing.
    if count:
        facts = text("list.row", lang, layer=layer, precision=located, count=count)
    else:
        facts = text("list.row_bare", lang, layer=layer, precision=located)
    selected = place.place_id == visit.view.place
    # Another type would be another button, and the keyboard focus would be lost.
    mark = "✓ " if selected else ""
    st.button(
        f"**{mark}{literal(place.name.get(lang))}** {literal(facts)}",
        key=f"row--{place.place_id}--{place.workstream or 'none'}--row",
        type="tertiary",
        width="stretch",
        on_click=state.select_place,
        args=(None if selected else place.place_id,),
    )


def _turning(visit: Visit, page: Page) -> None:
    """Say what else there is and how it is found, and draw the ways to the pages beside this."""
    lang = visit.lang
    others = number(len(visit.shown.places) - len(page.places))
    if visit.package.place.crowd:
        more = text("list.more_ordered", lang, count=others)
    else:
        more = text("list.more", lang, count=others)
    st.html(Markup('<p class="quiet">{}</p>').format(more))
    turns = {
        "previous": (text("list.previous", lang, count=MOST_ROWS), page.number - 1),
        "next": (text("list.next", lang, count=MOST_ROWS), page.number + 1),
    }
    with st.container(key="list-turning", horizontal=True):
        for key, (label, to) in turns.items():
            st.button(
                label,
                key=f"list-{key}",
                disabled=not 0 <= to < page.total,
                on_click=state.turn_list,
                args=(visit.view, to),
            )


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

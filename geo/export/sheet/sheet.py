"""How is a view, a place or a workstream printed on A4?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from geo.export.columns import own_workstreams
from geo.export.sheet.facts import (
    breakable,
    chart_facts,
    common_facts,
    figure_groups,
    main_facts,
    overview,
    place_list,
    sources_of,
    standing_alone,
)
from geo.export.sheet.typesetting import pdf
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.picture.map_picture import around_named, around_place, draw, window
from geo.picture.shapes import look_of, look_of_workstream
from geo.picture.svg import symbol
from geo.picture.symbols_or_crowd import SymbolsOrCrowd
from geo.picture.viewport import Viewport
from geo.records import Figure, Place
from geo.view.located import how_located
from geo.view.main_figures import MOST, main_scope, map_title
from geo.view.selection import Shown, select
from geo.view.views import View

KINDS: Final = ("view", "place", "workstream")
MAP_SIZES: Final = {False: (520, 716), True: (720, 540)}
"""Width and height of the map in pixels, upright and across; a pixel is about 0.22 mm."""
PLACE_SIZES: Final = {False: (520, 500), True: (720, 540)}
"""The same of one place: lower, so that its figures and sources follow on the first page."""


class NothingToPrintError(ValueError):
    """A sheet of one place without a place, or of one workstream without just one."""


def sheet_pdf(
    package: Package,
    view: View,
    shown: Shown,
    *,
    kind: str,
    lang: str,
    landscape: bool,
    link: str,
    on: date,
    approval: str = "",
) -> bytes:
    """Return a sheet as PDF, tagged, with its fonts in it.

    Parameters
    ----------
    kind : {"view", "place", "workstream"}
        What it is about: what `view` shows, its place, or its only workstream.
    link : str
        Address of the live view, printed as text and as a QR code.
    on : date
        Day of printing; the same input and day give the same bytes.
    approval : str
        Line of the map's approval number, printed below the map as it is.

    Raises
    ------
    NothingToPrintError
        If `view` names no place, or not exactly one workstream, and `kind` asks for it.
    """
    subject = {"view": _of_view, "place": _of_place, "workstream": _of_workstream}[kind]
    facts = subject(package, view, shown, lang, landscape)
    facts |= common_facts(package, lang, link=link, on=on, landscape=landscape, approval=approval)
    return pdf("sheet.typ", breakable(facts), on)


def _of_view(
    package: Package, view: View, shown: Shown, lang: str, landscape: bool
) -> dict[str, Any]:
    selected = package.place.get(view.place or "")
    return _facts(
        package,
        lang,
        title=map_title(package, lang),
        kicker=package.title.get(lang),
        subtitle=_filtered(package, view, shown, lang),
        map=_map(
            package, shown.places, window(package, view, MAP_SIZES[landscape]), lang, selected
        ),
        figures=shown.figures,
        places=shown.places,
    )


def _of_place(
    package: Package, view: View, shown: Shown, lang: str, landscape: bool
) -> dict[str, Any]:
    del shown  # the sheet of a place tells all that is known of it
    place = package.place.get(view.place or "")
    if place is None:
        raise NothingToPrintError("a sheet of one place needs a place")
    figures = tuple(f for scope in package.figures_of(place) for f in scope.figures)
    layer = package.layers[place.layer].name.get(lang)
    said, parent = how_located(package, place, lang), place.parent.get(lang)
    facts = _facts(
        package,
        lang,
        title=place.name.get(lang),
        kicker=f"{map_title(package, lang)} · {layer}",
        subtitle=said if parent in said else f"{parent} · {said}",
        map=_map(
            package,
            (place,),
            around_place(place, PLACE_SIZES[landscape]),
            lang,
            place,
            numbered=False,
        ),
        figures=figures,
        places=(place,),
    )
    code = text("panel.code", lang, code=place.code) if place.code else ""
    source = package.sources[place.source_id].title.get(lang)
    known = [place.known.get(lang), text("panel.located_by", lang, source=source), code]
    note = "" if package.own_figures_of(place) else text("map.no_figures", lang)
    scope = main_scope(package, place)
    return facts | {
        "lead": main_facts(package, scope.figures[:MOST], lang) if scope else [],
        "charts": chart_facts(package, package.own_figures_of(place), lang),
        "accent": look_of(package, place)[0],
        "known": [found for found in known if found],
        "overview": overview(package, place),
        "note": note,
        "list": [],
    }


def _of_workstream(
    package: Package, view: View, shown: Shown, lang: str, landscape: bool
) -> dict[str, Any]:
    if len(view.chosen) != 1:
        raise NothingToPrintError("a sheet of one workstream needs exactly one")
    workstream = package.workstreams[view.chosen[0]]
    alone = View(view.data, workstreams=view.chosen)
    shown = select(package, alone)
    selected = package.place.get(view.place or "")
    seen = around_named(package, view, shown.places, MAP_SIZES[landscape])
    facts = _facts(
        package,
        lang,
        title=workstream.name.get(lang),
        kicker=map_title(package, lang),
        subtitle=_counts(shown, lang),
        map=_map(package, shown.places, seen, lang, selected),
        figures=shown.figures,
        places=shown.places,
    )
    return facts | {"accent": workstream.colour, "about": workstream.about.get(lang)}


def _facts(
    package: Package,
    lang: str,
    *,
    figures: tuple[Figure, ...],
    places: Sequence[Place],
    **rest: Any,
) -> dict[str, Any]:
    """Return what all three sheets say, each of its own figures and places."""
    sources = sources_of(package, figures, places, lang)
    numbers = {found["id"]: found["number"] for found in sources}
    drawn = rest.pop("map")
    return rest | {
        "map": drawn["map"],
        "list": place_list(package, drawn["cast"].symbols, lang, drawn["spots"]),
        "more": _more(drawn["cast"], lang),
        "accent": NEUTRAL_COLOUR,
        "about": "",
        "lead": main_facts(package, figures, lang),
        "charts": chart_facts(package, figures, lang),
        "known": [],
        "overview": "",
        "note": "" if figures else text("figures.empty", lang),
        "groups": figure_groups(package, figures, lang, numbers),
        "sources": sources,
    }


def _filtered(package: Package, view: View, shown: Shown, lang: str) -> str:
    """Return what is filtered, in words, and how much that shows."""
    comma = text("map.comma", lang)
    chosen = [package.workstreams[key].name.get(lang) for key in view.chosen]
    parts = [comma.join(chosen) if chosen else text("sheet.all_workstreams", lang)]
    if view.layers is not None:
        names = comma.join(package.layers[key].name.get(lang) for key in view.layers)
        parts.append(text("sheet.layers", lang, names=names or "0"))
    if view.query:
        parts.append(text("sheet.query", lang, query=view.query))
    return " · ".join([*parts, _counts(shown, lang)])


def _counts(shown: Shown, lang: str) -> str:
    return text("sheet.counts", lang, figures=len(shown.figures), places=len(shown.places))


def _map(
    package: Package,
    places: Sequence[Place],
    viewport: Viewport,
    lang: str,
    selected: Place | None,
    *,
    numbered: bool = True,
) -> dict[str, Any]:
    made = draw(package, places, viewport, lang, selected=selected, numbered=numbered)
    drawn = {
        "svg": made.svg,
        "width": viewport.width_px,
        "height": viewport.height_px,
        "crowd": made.cast.inside > 0,
        "located": made.cast.inside > 0 or any(place.is_located for place in places),
        "legend": _legend(package, places, lang),
    }
    return {"map": drawn, "cast": made.cast, "spots": made.spots}


def _more(cast: SymbolsOrCrowd, lang: str) -> list[str]:
    """Say how many places are shown that the list does not name."""
    inside = text("sheet.more_inside", lang, count=f"{cast.inside:,}") if cast.inside else ""
    outside = text("sheet.more_outside", lang, count=f"{cast.outside:,}") if cast.outside else ""
    return [said for said in (inside, outside) if said]


def _legend(package: Package, places: Sequence[Place], lang: str) -> list[dict[str, str]]:
    """Return a row for each look on the map: its symbol and what it stands for."""
    rows = {}
    for own in own_workstreams(places):
        workstream = package.workstreams.get(own or "")
        colour, shape = look_of_workstream(workstream)
        name = workstream.name.get(lang) if workstream else text("sheet.whole", lang)
        rows[name] = {"name": name, "svg": standing_alone(symbol(colour, shape, dashed=False))}
    return list(rows.values())

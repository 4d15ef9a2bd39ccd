"""What does a sheet say? Its texts, figures, places and sources as JSON-ready data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import segno

from geo.export.citation import HASH_DIGITS
from geo.export.columns import source_ids
from geo.export.qr import QUIET_ZONE, qr_code
from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.picture.charts.pictures import pictures_within
from geo.picture.map_picture import document, ground
from geo.picture.shapes import look_of
from geo.picture.svg import path, symbol
from geo.picture.viewport import fitted
from geo.records import Figure, Place
from geo.symbols import SYMBOLS
from geo.view.located import how_located
from geo.view.main_figures import main_figures

MODULE_MM: Final = 0.5
"""Side of a QR code's module on paper: read easily by a phone."""
QR_MM: Final = (24.0, 50.0)
"""Smallest and largest side of a QR code."""
LINE_END: Final = "\u200b"
"""Zero-width space: where a word that is too long for a column may break."""
_TOO_LONG: Final = re.compile(r"[!-~\u00a1-\u024f]{24,}")
_PIECE: Final = re.compile(r".{8}(?=.)")
_NO_PROSE: Final = frozenset({"svg", "overview", "qr", "link", "accent", "colour", "lang", "id"})
"""Facts that are drawn, linked or looked up, not set in lines."""
SIZE_PX = (150, 190)


def breakable(facts: Any) -> Any:
    """Return facts in whose texts no word is too long for a column; nothing visible is added."""
    if isinstance(facts, str):
        return _TOO_LONG.sub(lambda found: _PIECE.sub(rf"\g<0>{LINE_END}", found[0]), facts)
    if isinstance(facts, list):
        return [breakable(fact) for fact in facts]
    if isinstance(facts, dict):
        return {
            name: fact if name in _NO_PROSE else breakable(fact) for name, fact in facts.items()
        }
    return facts


def common_facts(
    package: Package, lang: str, *, link: str, on: date, landscape: bool, approval: str
) -> dict[str, Any]:
    """Return what stands on every sheet."""
    makers = [s.publisher.get(lang) for s in package.sources.values() if s.kind == "geography"]
    named = text("map.comma", lang).join(dict.fromkeys(makers))
    credit = text("map.attribution", lang, sources=named) if makers else ""
    return {
        "lang": lang,
        "landscape": landscape,
        "app": text("app.title", lang),
        "package": package.title.get(lang),
        "printed": text("sheet.printed", lang, on=on.isoformat()),
        "version": text("sheet.version", lang, version=package.version),
        "checksum": text("sheet.checksum", lang, hash=package.content_hash[:HASH_DIGITS]),
        "link": link,
        "qr": qr_code(link, "svg").decode(),
        "qr_mm": _qr_mm(link),
        "credit": " · ".join(filter(None, (credit, approval))),
        "licences": [each.get(lang) for each in package.licences],
        "words": _words(lang),
    }


def _qr_mm(link: str) -> float:
    """Return the side of a link's QR code on paper, in millimetres."""
    modules, _ = segno.make(link, error="l", micro=False).symbol_size(border=QUIET_ZONE)
    return min(max(modules * MODULE_MM, QR_MM[0]), QR_MM[1])


def _words(lang: str) -> dict[str, str]:
    """Return the words of the template."""
    return {
        "scan": text("sheet.scan", lang),
        "map": text("sheet.map_alt", lang),
        "places": text("sheet.places", lang),
        "legend": text("sheet.legend", lang),
        "soft": text("map.legend_soft", lang),
        "solid": text("map.legend_solid", lang),
        "dot": text("sheet.dot", lang),
        "circle": text("sheet.circle", lang),
        "outside": text("sheet.outside", lang),
        "figures": text("sheet.figures", lang),
        "known": text("sheet.known", lang),
        "overview": text("sheet.overview", lang),
        "sources": text("sources.title", lang),
        "about": text("sheet.about", lang),
        "licences": text("sources.licences", lang),
        "live": text("sheet.live", lang),
        "note": text("footer.note", lang),
        "charts": text("figures.charts", lang),
        "measure": text("column.measure", lang),
        "number": text("column.number", lang),
        "wording": text("column.as_published", lang),
        "place": text("column.place", lang),
        "where": text("column.locator", lang),
    }


def place_list(
    package: Package, places: Iterable[Place], lang: str, drawn: Collection[str]
) -> list[dict[str, Any]]:
    """Return the numbered list of places beside the map."""
    return [
        {
            "number": number,
            "name": place.name.get(lang),
            "precision": how_located(package, place, lang),
            "drawn": place.place_id in drawn or not place.is_named_place,
        }
        for number, place in enumerate(places, start=1)
    ]


def main_facts(package: Package, figures: Iterable[Figure], lang: str) -> list[dict[str, str]]:
    """Return the figures that a sheet begins with."""
    return [
        {"number": package.phrase(figure).get(lang), "measure": figure.measure.get(lang)}
        for figure in main_figures(package, figures)
    ]


def chart_facts(package: Package, figures: Iterable[Figure], lang: str) -> list[dict[str, str]]:
    """Return the charts of figures, each with what it shows in words."""
    pictures = pictures_within(package, figures, lang)
    return [{"svg": found.svg, "alt": found.words} for found in pictures]


def figure_groups(
    package: Package, figures: Iterable[Figure], lang: str, numbers: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return figures by workstream; `numbers` are those of the sources."""
    chosen = tuple(figures)
    groups = []
    for workstream in package.workstreams.values():
        rows = [
            _row(package, figure, lang, numbers)
            for figure in chosen
            if figure.workstream == workstream.workstream_id
        ]
        if rows:
            shape = SYMBOLS.get(workstream.symbol, SYMBOLS["dot"])
            name = workstream.name.get(lang)
            icon = symbol(workstream.colour, shape, dashed=False)
            svg = standing_alone(icon)
            groups.append({"name": name, "colour": workstream.colour, "svg": svg, "rows": rows})
    return groups


def standing_alone(drawn: str) -> str:
    """Return a symbol as a picture of its own."""
    box = 'viewBox="-16 -16 32 32" width="32" height="32"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawn}</svg>'


def _row(
    package: Package, figure: Figure, lang: str, numbers: Mapping[str, int]
) -> dict[str, str | int]:
    place = package.place_of(figure)
    count = len(package.place_ids_of(figure))
    reach = text("scope.together", lang, count=count)
    return {
        "measure": figure.measure.get(lang),
        "value": package.phrase(figure).get(lang),
        "wording": figure.as_published,
        "place": package.home_of(figure).get(lang),
        "precision": how_located(package, place, lang) if place else reach,
        "source": numbers[figure.source_id],
        "locator": locator_phrase(figure.locator).get(lang),
    }


def sources_of(
    package: Package, figures: Iterable[Figure], places: Sequence[Place], lang: str
) -> list[dict[str, Any]]:
    """Return the sources of a sheet, numbered: of its figures first, then of its geography."""
    used = [figure.source_id for figure in figures]
    used += source_ids(places)
    used += [found.source_id for found in package.sources.values() if found.kind == "geography"]
    return [
        _source(package, source_id, number, lang)
        for number, source_id in enumerate(dict.fromkeys(used), start=1)
    ]


def _source(package: Package, source_id: str, number: int, lang: str) -> dict[str, Any]:
    source = package.sources[source_id]
    dated = source.published or text("sources.unknown_date", lang)
    gap = "：" if lang == "zh" else ": "
    facts = {
        text("sources.licence", lang): source.licence.get(lang),
        text("sources.accuracy", lang): source.accuracy.get(lang),
    }
    return {
        "id": source_id,
        "number": number,
        "title": source.title.get(lang),
        "by": f"{source.publisher.get(lang)} · {dated}",
        "url": source.url,
        "facts": [f"{name}{gap}{said}" for name, said in facts.items() if said],
    }


def overview(package: Package, place: Place) -> str:
    """Return an SVG of the whole district (Web Mercator, north up) with the area of `place`."""
    viewport = fitted(district_bounds(package.place), *SIZE_PX, margin_px=10)
    colour, _ = look_of(package, place)
    fill = colour if "Polygon" in place.geometry.geom_type else "none"
    area = path(viewport.pixels(place.geometry), fill=fill, fill_opacity=0.5, stroke=colour)
    return document(viewport, "".join([*ground(package, viewport), area]))

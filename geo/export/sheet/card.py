"""Which picture does a chat show beside a link? The map of a view, with a title and one line."""

from __future__ import annotations

from typing import Final

from geo.export.sheet.typesetting import png
from geo.language.texts import text
from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.picture.labels import shortened
from geo.picture.map_picture import draw
from geo.picture.shapes import look_of
from geo.picture.viewport import fitted
from geo.symbols import NEUTRAL_COLOUR
from geo.view.selection import Shown
from geo.view.views import View

MAP_PX: Final = (960, 376)
"""The map's own size; it is shown a quarter larger, so that symbols can be told on a phone."""
MARGIN_PX: Final = 105.0
"""Left around a place, so that it is seen where in the district that is."""
TITLE_EM: Final = 21.0
"""Longest title, in units of its size: the smallest size that is used holds as much."""


def card_png(package: Package, view: View, shown: Shown, lang: str) -> bytes:
    """Return a picture of 1200 by 630 pixels, north up, for the view of a link."""
    selected = package.place.get(view.place or "")
    window = fitted(district_bounds(package), *MAP_PX, margin_px=20)
    if selected is not None and selected.is_named_place:  # its surroundings, wide around it
        window = fitted(selected.geometry.bounds, *MAP_PX, margin_px=MARGIN_PX)
    drawn = draw(
        package,
        shown.places,
        window,
        lang,
        selected=selected,
        numbered=False,
        with_scale=False,
    )
    counts = text("sheet.counts", lang, figures=len(shown.figures), places=len(shown.places))
    title, accent = package.title.get(lang), NEUTRAL_COLOUR
    line = f"{text('app.title', lang)} · {counts}"
    if selected is not None:
        title, accent = selected.name.get(lang), look_of(package, selected)[0]
        precision = text(f"map.precision.{selected.precision}", lang)
        line = f"{package.title.get(lang)} · {precision}"
    elif len(view.chosen) == 1:
        workstream = package.workstreams[view.chosen[0]]
        title, accent = workstream.name.get(lang), workstream.colour
        line = f"{package.title.get(lang)} · {counts}"
    facts = {
        "lang": lang,
        "title": shortened(title, TITLE_EM),
        "line": line,
        "accent": accent,
        "map": drawn.svg,
    }
    return png("card.typ", facts)

"""Which sheets and pictures are made to be printed or shown, and what does each follow from?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from geo.blob import Payload
from geo.export.sheet.sheet import sheet_pdf
from geo.export.sheet.typesetting import png
from geo.figures.wording import below_heading
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.picture.charts.pictures import picture, pictures_within
from geo.picture.charts.poster import POSTER
from geo.picture.labels import shortened, width_em
from geo.picture.map_picture import draw
from geo.picture.shapes import look_of
from geo.picture.viewport import fitted
from geo.records import Figure, Place
from geo.view.main_figures import main_figures, main_scope, map_title, said_together
from geo.view.selection import Shown, select
from geo.view.views import View, filter_of

MAP_PX: Final = (960, 376)
"""The map's own size; it is shown a quarter larger, so that symbols can be told on a phone."""
MARGIN_PX: Final = 105.0
"""Left around a place, so that it is seen where in the district that is."""
MAP_PX_BESIDE: Final = (640, 376)
"""Its size beside a chart."""
LARGER: Final = 1.25
LINE_EM: Final = 32.0
"""Longest line below it, in units of the smallest size that it is set in."""
TITLE_EM: Final = 24.0
"""Longest title, in units of its size: the smallest size that is used holds as much."""
SVG: Final = "image/svg+xml"
TIMES: Final = 3
"""Pixels of the picture for one of the drawing: wide enough for a slide."""
_SIZE: Final = re.compile(r'width="(\d+)" height="(\d+)"')


def sheet_view(view: View, kind: str) -> View:
    """Return what of a view matters to a sheet of a kind, and to the link that stands on it.

    The sheet of a place tells all that is known of it, wherever the map was and whatever was
    filtered; that of a workstream follows no other filter.
    """
    said = View(view.data, version=view.version, lang=view.lang, place=view.place)
    if kind == "place":
        return said
    said = replace(said, workstreams=view.chosen, centre=view.centre)
    if kind == "workstream":
        return said
    return replace(said, layers=view.layers, query=view.query)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a view, a place or a workstream, with the link that is printed on it."""

    view: View
    kind: str
    lang: str
    landscape: bool
    link: str
    on: date
    approval: str
    media_type: ClassVar[str] = "application/pdf"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.3

    def __post_init__(self) -> None:
        plain = replace(sheet_view(self.view, self.kind), version=None, lang=None)
        object.__setattr__(self, "view", plain)

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield sheet_pdf(
            package,
            self.view,
            select(package, self.view),
            kind=self.kind,
            lang=self.lang,
            landscape=self.landscape,
            link=self.link,
            on=self.on,
            approval=self.approval,
        )


@dataclass(frozen=True)
class Card:
    """The picture beside a link: of its filter and place, wherever its map is moved to."""

    view: View
    lang: str
    media_type: ClassVar[str] = "image/png"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.2

    def __post_init__(self) -> None:
        seen = replace(filter_of(self.view), place=self.view.place)
        object.__setattr__(self, "view", seen)

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield card_png(package, self.view, select(package, self.view), self.lang)


def card_png(package: Package, view: View, shown: Shown, lang: str) -> bytes:
    """Return a picture of 1200 by 630 pixels, north up, for the view of a link."""
    selected = package.place.get(view.place or "")
    chart = _chart(package, view, shown, lang)
    size = MAP_PX_BESIDE if chart else MAP_PX
    window = fitted(district_bounds(package.place), *size, margin_px=20)
    if selected is not None and selected.is_named_place:  # its surroundings, wide around it
        window = fitted(selected.geometry.bounds, *size, margin_px=MARGIN_PX)
    drawn = draw(
        package,
        shown.places,
        window,
        lang,
        selected=selected,
        numbered=False,
        with_scale=False,
    )
    title, line, accent = _words(package, view, shown, selected, lang)
    facts = {
        "lang": lang,
        "title": shortened(title, TITLE_EM),
        "line": line,
        "accent": accent,
        "map": drawn.svg,
        "map-width": size[0] * LARGER,
        "chart": chart,
    }
    return png("card.typ", facts)


def _words(
    package: Package, view: View, shown: Shown, selected: Place | None, lang: str
) -> tuple[str, str, str]:
    """Return what the card says large and below it, and its colour.

    A place and the whole map are named first; a workstream says what was done, since its own name
    says nothing that is worth a tap.
    """
    whole = map_title(package, lang)
    if selected is not None:
        scope, accent = main_scope(package, selected), look_of(package, selected)[0]
        main = main_figures(package, scope.figures, most=2) if scope else []
        named = []
        if scope and scope.kind != "place":  # what its name says, the measures need not
            named = [scope.name.get(lang)]
            main = [replace(each, measure=below_heading(scope.name, each.measure)) for each in main]
        said = _fitting(package, main, lang, LINE_EM - sum(map(width_em, named)) - 1)
        line = text("context.colon", lang).join([*named, said])
        return selected.name.get(lang), line if main else whole, accent
    main = main_figures(package, shown.figures, most=3)
    if len(view.chosen) == 1 and main:
        workstream = package.workstreams[view.chosen[0]]
        title = _fitting(package, main, lang, TITLE_EM)
        return title, f"{workstream.name.get(lang)} · {whole}", workstream.colour
    said = _fitting(package, main, lang, LINE_EM)
    return whole, said or shortened(package.description.get(lang), LINE_EM), NEUTRAL_COLOUR


def _fitting(package: Package, figures: Sequence[Figure], lang: str, longest_em: float) -> str:
    """Return as many figures as stay on a line, one at least."""
    for count in range(len(figures), 1, -1):
        said = said_together(package, figures[:count], lang)
        if width_em(said) <= longest_em:
            return said
    return said_together(package, figures[:1], lang)


def _chart(package: Package, view: View, shown: Shown, lang: str) -> str:
    """Return the chart beside the map: of the whole year, or of the one workstream chosen."""
    if view.place is not None:
        return ""
    if len(shown.figures) == len(package.figures):
        return picture(package, POSTER, lang).svg
    found = pictures_within(package, shown.figures, lang) if len(view.chosen) == 1 else ()
    return found[0].svg if found else ""


@dataclass(frozen=True)
class ChartSvg:
    """A chart of a package as SVG."""

    name: str
    lang: str
    media_type: ClassVar[str] = SVG
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.1

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield picture(package, self.name, self.lang).svg.encode()


@dataclass(frozen=True)
class ChartPng:
    """A chart of a package as PNG, :data:`TIMES` as wide as it is drawn, by day."""

    name: str
    lang: str
    media_type: ClassVar[str] = "image/png"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.2

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        svg = picture(package, self.name, self.lang).svg
        found = _SIZE.search(svg)
        width, height = (int(side) for side in found.groups()) if found else (0, 0)
        yield png("chart.typ", {"svg": svg, "width": width * TIMES, "height": height * TIMES})

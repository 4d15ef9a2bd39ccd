"""How does a plain page introduce what it is about: kind, name, where to go on, where it lies?

The small drawing of the district has no colours of its own; the page's style gives them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import shapely
from markupsafe import Markup

from geo.export.plain.document import NOTHING
from geo.language.texts import text
from geo.package.extent import anchor_of, district_bounds, district_outline
from geo.package.package import Package
from geo.picture.svg import path
from geo.picture.viewport import Viewport, fitted
from geo.records import Place
from geo.remembered import PerObject
from geo.symbols import DISTRICT_SYMBOL, SYMBOLS

_HEAD = Markup(
    '<div class="head"><div class="said"><p class="kind">{symbol}{kind}</p><h1>{name}</h1>'
    '<p class="lead">{said}</p><p class="actions">{links}</p></div>{picture}</div>'
)
_SYMBOL = Markup(
    '<svg class="symbol" viewBox="0 0 24 24" aria-hidden="true">'
    '<path fill-rule="evenodd" d="{}"/></svg>'
)
_LINK = Markup('<a href="{}">{}</a>')
SIZE_PX: Final = (280, 220)
_FINE_PX: Final = 0.4
"""What is smaller is not seen."""


def heading(
    *,
    kind: str,
    symbol: str,
    name: str,
    said: str,
    links: Iterable[tuple[str, str]],
    picture: Markup = NOTHING,
) -> Markup:
    """Return the head of a page; links without an address are left out."""
    return _HEAD.format(
        symbol=_SYMBOL.format(SYMBOLS[symbol or DISTRICT_SYMBOL]),
        kind=kind,
        name=name,
        said=said,
        links=NOTHING.join(_LINK.format(address, words) for address, words in links if address),
        picture=picture,
    )


def _drawn_ground(package: Package) -> tuple[Viewport, str]:
    viewport = fitted(district_bounds(package.place), *SIZE_PX, margin_px=12)
    outline = _pixels(viewport, district_outline(package.place))
    return viewport, path(outline, **{"class": "district"})


_GROUND: Final = PerObject(_drawn_ground)
"""The district is the same behind each of its places."""


def locator(package: Package, place: Place, lang: str) -> Markup:
    """Return an SVG of the district (Web Mercator, north up) in which a place is marked.

    A dot stands where the place itself is known; else only the area is tinted in which it lies.
    Nothing is drawn of a place that is spread over the district.
    """
    if not place.is_named_place:
        return NOTHING
    viewport, ground = _GROUND.of(package)
    shape = _pixels(viewport, place.geometry)
    kind = "spot" if place.is_located else "area"
    if "Line" in shape.geom_type:
        kind += " line"
    drawn = path(shape, **{"class": kind})
    if place.is_located:
        x, y = viewport.pixels(anchor_of(place)).coords[0]
        drawn += f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    width, height = SIZE_PX
    name, whole = place.name.get(lang), package.title.get(lang)
    return Markup(
        '<svg class="locator" role="img" viewBox="0 0 {} {}"><title>{}</title>{}</svg>'
    ).format(
        width,
        height,
        text("plain.locator", lang, name=name, district=whole),
        Markup(ground + drawn),  # noqa: S704  # numbers and words of ours
    )


def _pixels(viewport: Viewport, geometry: Any) -> Any:
    return shapely.simplify(viewport.pixels(geometry), _FINE_PX)

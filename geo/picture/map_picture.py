"""How does the map look on paper, and which part of it? One SVG, drawn from a package alone.

In the language of the map on the screen (``geo/browser/map``): surroundings dimmed, the district
outlined, a symbol where a spot is known, a badge in each area that is known to hold places. Paper
knows no hovering, so symbols carry the numbers of the list beside the map, badges have those of
their places beside their names, and there are as many names as there is room for. Every text of the
data is escaped: it is never markup. No browser is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from geo.look import DISTRICT, GROUND, LINE, OUTLINE
from geo.package.extent import anchor_of, district_bounds, district_outline
from geo.package.package import Package
from geo.picture.area_badges import (
    AreaBadges,
    area_badges,
    badge_mark,
    dashed_area,
    soft_areas,
)
from geo.picture.badges import REACH_PX as BADGE_PX
from geo.picture.crowd import Drawn, draw_crowd, loose_shares
from geo.picture.labels import Labels, names, scale_and_north
from geo.picture.shapes import look_of, shapes_of
from geo.picture.stacks import runs, stacks
from geo.picture.svg import FONT, path, symbol
from geo.picture.symbols_or_crowd import MOST_SYMBOLS, SymbolsOrCrowd, symbols_or_crowd
from geo.picture.viewport import Point, Viewport, fitted
from geo.records import Place
from geo.view.views import View

REACH_PX: Final = 17.0
"""From the middle of a symbol to the outside of its rim."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn map.

    Parameters
    ----------
    spots : mapping of str to point
        Where the symbol of each place stands, or the badge that it is a part of, in pixels.
    cast : SymbolsOrCrowd
        Which places have numbers, in order, and which are a crowd.
    badges : AreaBadges
        The badges that stand for places of which only an area is known.
    """

    svg: str
    spots: Mapping[str, Point]
    cast: SymbolsOrCrowd
    badges: AreaBadges


def window(package: Package, view: View, size: tuple[int, int]) -> Viewport:
    """Return the part of the map that a link names, else the whole district."""
    if view.centre is not None:
        return Viewport(view.centre, *size)
    return fitted(district_bounds(package.place), *size)


def around_named(
    package: Package, view: View, places: Sequence[Place], size: tuple[int, int]
) -> Viewport:
    """Return where the named places are; where there is none, or the link says what, as it says."""
    boxes = [place.geometry.bounds for place in places[:MOST_SYMBOLS] if place.is_named_place]
    if view.centre is not None or not boxes or len(places) > MOST_SYMBOLS:
        return window(package, view, size)
    west, south, east, north = zip(*boxes, strict=True)
    bounds = (min(west), min(south), max(east), max(north))
    return fitted(bounds, *size, margin_px=0.12 * min(size))


def around_place(place: Place, size: tuple[int, int]) -> Viewport:
    """Return the surroundings of a place: twice as wide and high as its area."""
    return fitted(place.geometry.bounds, *size, margin_px=0.18 * min(size))


def draw(
    package: Package,
    places: Sequence[Place],
    viewport: Viewport,
    lang: str,
    *,
    selected: Place | None = None,
    numbered: bool = True,
    with_scale: bool = True,
) -> Picture:
    """Draw `places` in `viewport`; those whose anchor lies outside it are left out.

    Parameters
    ----------
    places : sequence of Place
        In package order; those with symbols are numbered in it, the first being 1.
    selected : Place or None
        The place whose area is drawn, dashed unless the place itself is known.
    numbered, with_scale : bool
        Whether symbols carry numbers; whether scale bar and north arrow are drawn.

    Returns
    -------
    Picture
        Its SVG is `viewport.width_px` by `viewport.height_px`, Web Mercator, north up.
    """
    found = symbols_or_crowd(places, viewport, selected)
    places, crowd, loose = found.symbols, Drawn([], []), {}
    if found.crowd is not None:
        crowd = draw_crowd(package, found.crowd, viewport, lang)
        loose = loose_shares(package, found.crowd)
    badges = area_badges(package, places, viewport, loose)
    spots = _spots(places, viewport)
    labels = Labels(viewport)
    for box in crowd.boxes:
        labels.take(box)
    for (x, y), reach in chain(
        ((spot, REACH_PX) for spot in spots.values()),
        (((badge.x, badge.y), BADGE_PX) for badge in badges.badges),
    ):
        labels.take((x - reach, y - reach, x + reach, y + reach))
    aids = scale_and_north(viewport, labels) if with_scale else []
    parts = chain(
        ground(package, viewport),
        soft_areas(package, badges, viewport),
        _chosen_area(package, badges, viewport, selected),
        shapes_of(package, places, viewport),
        crowd.parts,
        _symbols(package, places, spots, selected, numbered=numbered),
        _badges(package, badges, selected),
        names(package, places, spots, badges, labels, lang, numbered=numbered),
        aids,
    )
    return Picture(document(viewport, "".join(parts)), spots | badges.spots(), found, badges)


def document(viewport: Viewport, content: str) -> str:
    """Return an SVG of the size of `viewport` that shows nothing beyond its edge."""
    width, height = viewport.width_px, viewport.height_px
    sheet = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {sheet} viewBox="0 0 {width} {height}">'
        f'<clipPath id="edge"><rect {sheet}/></clipPath><g clip-path="url(#edge)" {FONT}>'
        f'<rect {sheet} fill="{GROUND}"/>{content}</g></svg>'
    )


def _spots(places: Sequence[Place], viewport: Viewport) -> dict[str, Point]:
    """Return where the symbols of places stand whose spots are known and lie in the picture."""
    anchors = {place.place_id: anchor_of(place) for place in places if place.is_located}
    found = {place_id: viewport.pixel(at.x, at.y) for place_id, at in anchors.items()}
    return {place_id: spot for place_id, spot in found.items() if viewport.holds(spot)}


def _chosen_area(
    package: Package, badges: AreaBadges, viewport: Viewport, selected: Place | None
) -> list[str]:
    """Draw the bounds of what the selected place is known to lie in; the district has its own."""
    if selected is None or selected.is_located or not selected.is_named_place:
        return []
    area = badges.areas.all.get(badges.areas.of(selected) or "")
    shape = selected.geometry if area is None or area.is_implicit else area.shape
    return [dashed_area(shape, look_of(package, selected)[0], viewport)]


def _badges(package: Package, badges: AreaBadges, selected: Place | None) -> list[str]:
    chosen = "" if selected is None else selected.place_id
    return [
        badge_mark(package, badges, badge, ringed=chosen in badges.ids(badge))
        for badge in badges.badges
    ]


def ground(package: Package, viewport: Viewport) -> list[str]:
    """Draw the borders of the neighbours and the district with its outline."""
    district = viewport.pixels(district_outline(package.place))
    around = [viewport.pixels(geometry) for geometry in package.context.geometry]
    borders = [path(found, fill="none", stroke=LINE, stroke_width=1) for found in around]
    return [*borders, path(district, fill=DISTRICT, stroke=OUTLINE, stroke_width=1.6)]


def _symbols(
    package: Package,
    places: Sequence[Place],
    spots: Mapping[str, Point],
    selected: Place | None,
    *,
    numbered: bool,
) -> list[str]:
    """Draw symbols; of those on one spot the first, with the numbers or the count of all."""
    drawn = []
    numbers = {place.place_id: at for at, place in enumerate(places, start=1)}
    of = {place.place_id: place for place in places if place.place_id in spots}
    for stack in stacks({place_id: spots[place_id] for place_id in of}):
        place = of[stack[0]]
        chosen = selected is not None and selected.place_id in stack
        colour, shape = look_of(package, place)
        badge = runs([numbers[name] for name in stack]) if numbered else ""
        if not numbered and len(stack) > 1:
            badge = f"×{len(stack)}"
        made = symbol(colour, shape, dashed=False, badge=badge, ringed=chosen)
        x, y = spots[place.place_id]
        drawn.append(f'<g transform="translate({x:.2f} {y:.2f})">{made}</g>')
    return drawn

"""How does the map look on paper? One SVG, drawn from a package alone, without a browser.

In the language of the map on the screen (``geo/browser/map``): surroundings dimmed, the district
outlined, a symbol a place in its workstream's colour, a dashed rim where only an area is known.
Paper knows no hovering, so symbols carry the numbers of the list beside the map, and as many names
as there is room for. Every text of the data is escaped: it is never markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import shapely

from geo.package.extent import anchor_of, district_outline
from geo.package.package import Package
from geo.picture.crowd import Drawn, draw_crowd
from geo.picture.labels import Labels
from geo.picture.scale_and_north import scale_and_north
from geo.picture.shapes import look_of, shapes_of
from geo.picture.stacks import runs, stacks
from geo.picture.svg import DISC_PX, FONT, clean, line, path, symbol, text_element
from geo.picture.symbol_layout import Anchor, laid_out
from geo.picture.symbols_or_crowd import Pixels, SymbolsOrCrowd, symbols_or_crowd
from geo.picture.viewport import Bounds, Point, Viewport
from geo.records import Place

GROUND: Final = "#edf0f3"
DISTRICT: Final = "#fffefb"
OUTLINE: Final = "#3b4754"
BORDER: Final = "#c4ccd5"
QUIET: Final = "#55606e"
INK: Final = "#1b2430"
REACH_PX: Final = 17.0
"""From the middle of a symbol to the outside of its rim."""
NAME_PX: Final = 11.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn map.

    Parameters
    ----------
    spots : mapping of str to point
        Where the symbol of each place that has one stands, in pixels.
    cast : SymbolsOrCrowd
        Which places have symbols, with their numbers in order, and which are a crowd.
    """

    svg: str
    spots: Mapping[str, Point]
    cast: SymbolsOrCrowd


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
    places, crowd = found.symbols, Drawn([], [])
    if found.crowd is not None:
        crowd = draw_crowd(package, found.crowd, viewport, lang)
    spots = _spots(package, places, viewport, crowd.boxes)
    labels = Labels(viewport)
    for box in crowd.boxes:
        labels.take(box)
    for x, y in spots.values():
        labels.take((x - REACH_PX, y - REACH_PX, x + REACH_PX, y + REACH_PX))
    aids = scale_and_north(viewport, labels) if with_scale else []
    parts = chain(
        ground(package, viewport),
        shapes_of(package, places, viewport, selected),
        crowd.parts,
        _leads(places, viewport, spots),
        _symbols(package, places, spots, selected, numbered=numbered),
        _names(places, spots, labels, lang),
        _neighbours(package, viewport, labels, lang),
        aids,
    )
    return Picture(document(viewport, "".join(parts)), spots, found)


def document(viewport: Viewport, content: str) -> str:
    """Return an SVG of the size of `viewport` that shows nothing beyond its edge."""
    width, height = viewport.width_px, viewport.height_px
    sheet = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {sheet} viewBox="0 0 {width} {height}">'
        f'<clipPath id="edge"><rect {sheet}/></clipPath><g clip-path="url(#edge)" {FONT}>'
        f'<rect {sheet} fill="{GROUND}"/>{content}</g></svg>'
    )


def _spots(
    package: Package, places: Sequence[Place], viewport: Viewport, kept: Sequence[Bounds]
) -> Mapping[str, Point]:
    """Return where symbols stand; if they can they leave the boxes `kept` to others."""
    taken = np.array(kept).reshape(-1, 4) + DISC_PX * np.array([-1, -1, 1, 1])
    anchors = []
    for place in places:
        anchor = anchor_of(place)
        point = viewport.pixel(anchor.x, anchor.y)
        if viewport.holds(point):
            anchors.append(Anchor(place.place_id, point, place.is_located))
    outline = shapely.buffer(viewport.pixels(district_outline(package)), 0)
    shapely.prepare(outline)
    found = laid_out(
        anchors,
        is_inside=lambda spot: bool(outline.contains(shapely.Point(spot))),
        is_open=lambda spot: viewport.holds(spot, REACH_PX + 2) and not _in_any(spot, taken),
    )
    return {place.place_id: found[place.place_id] for place in places if place.place_id in found}


def _in_any(spot: Point, boxes: Pixels) -> bool:
    x, y = spot
    left, top, right, bottom = boxes.T
    return bool(((left < x) & (x < right) & (top < y) & (y < bottom)).any())


def ground(package: Package, viewport: Viewport) -> list[str]:
    """Draw the borders of the neighbours and the district with its outline."""
    district = viewport.pixels(district_outline(package))
    around = [viewport.pixels(geometry) for geometry in package.context.geometry]
    borders = [path(found, fill="none", stroke=BORDER, stroke_width=1) for found in around]
    return [*borders, path(district, fill=DISTRICT, stroke=OUTLINE, stroke_width=1.6)]


def _leads(places: Sequence[Place], viewport: Viewport, spots: Mapping[str, Point]) -> list[str]:
    """Tie each symbol that left its area to it, so that nobody reads its spot."""
    drawn = []
    for place in places:
        spot, anchor = spots.get(place.place_id), anchor_of(place)
        if spot is None or place.is_located:
            continue
        west, south, east, north = place.geometry.bounds
        left, top = viewport.pixel(west, north)
        right, bottom = viewport.pixel(east, south)
        if not (left <= spot[0] <= right and top <= spot[1] <= bottom):
            drawn.append(
                line(spot, viewport.pixel(anchor.x, anchor.y), stroke=QUIET, stroke_width=0.8)
            )
    return drawn


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
        made = symbol(colour, shape, dashed=not place.is_located, badge=badge, ringed=chosen)
        x, y = spots[place.place_id]
        drawn.append(f'<g transform="translate({x:.2f} {y:.2f})">{made}</g>')
    return drawn


def _names(
    places: Sequence[Place], spots: Mapping[str, Point], labels: Labels, lang: str
) -> list[str]:
    drawn = []
    for place in places:
        if place.place_id in spots:
            name, spot = clean(place.name.get(lang)), spots[place.place_id]
            label = labels.beside(name, spot, REACH_PX + 4, NAME_PX)
            if label is not None:
                drawn.append(text_element(label.text, label.at, NAME_PX, INK, halo=DISTRICT))
    return drawn


def _neighbours(package: Package, viewport: Viewport, labels: Labels, lang: str) -> list[str]:
    drawn = []
    sheet = shapely.box(0, 0, viewport.width_px, viewport.height_px)
    for row in package.context.to_dict("records"):
        seen = shapely.intersection(shapely.buffer(viewport.pixels(row["geometry"]), 0), sheet)
        if seen.is_empty:
            continue
        middle = shapely.maximum_inscribed_circle(seen, tolerance=2).coords[0]
        name = clean(row[f"name_{lang}"])
        label = labels.centred(name, (middle[0], middle[1]), NAME_PX, 0.1)
        if label is not None:
            drawn.append(text_element(label.text, label.at, NAME_PX, QUIET, spacing_em=0.1))
    return drawn

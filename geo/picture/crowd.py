"""How does a crowd look on paper? As on the screen: shapes, dots, and circles with counts.

What is known as it is, is drawn as it is, thin and in the colour of its workstream. Points, and
shapes as small as one, are dots; those that would hide each other are one circle with their number,
its rim shared out among the colours. A place whose own spot is not known is never a dot: alone it
is a dashed ring, and its share of a rim is dashed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.look import DISTRICT, INK, NEUTRAL_COLOUR
from geo.package.drawn_areas import drawn_areas
from geo.package.package import Package
from geo.package.places.places import Flags, PlaceRows
from geo.package.places.spatial import world
from geo.picture.shapes import lines_and_areas, several_points
from geo.picture.symbols_or_crowd import (
    DOT_PX,
    Circle,
    Pixels,
    clustered,
    pixels_of,
    to_pixels,
    within,
)
from geo.picture.viewport import Bounds, Viewport

MOST_SHAPES: Final = 4000
"""Lines and areas drawn as they are; of more, all are dots, since nobody could tell them apart."""
SMALL_PX: Final = 5.0
"""A line or area that is smaller is a dot."""
SPECK_PX: Final = 3
_RIM_PX: Final = 3.0
_THIN_PX: Final = 0.4
_EDGE_PX: Final = 8
_POINT_TYPES: Final = (0, 4)
_COMPACT: Final = {"zh": (10_000, "万"), "en": (1000, "K")}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn crowd: its elements, and the boxes that names have to keep out of."""

    parts: list[str]
    boxes: list[Bounds]


def draw_crowd(package: Package, places: PlaceRows, viewport: Viewport, lang: str) -> Drawn:
    """Draw `places` in `viewport`, each of those in it once."""
    palette = _Palette(package, places)
    points = pixels_of(places, viewport)
    traced, several, shapes = _traced(places, viewport, palette.located)
    is_drawn = traced.copy()
    is_drawn[np.flatnonzero(traced)[several]] = False  # that has its place among the dots as well
    dots = np.flatnonzero(within(points, viewport) & ~is_drawn & palette.located)
    found = clustered(points[dots], palette.look[dots], len(palette.colours))
    alone = dots[found.alone]
    grouped = np.setdiff1d(dots, alone, assume_unique=True)
    parts = [
        *lines_and_areas(shapes[~several], palette.look[traced][~several], palette.colours),
        *several_points(shapes[several], palette.look[traced][several], palette.colours),
        *_specks(points, grouped, palette),
        *_dots(points, alone, palette),
        *(_circle(circle, palette.colours, lang) for circle in found.circles),
    ]
    boxes = [
        (c.x - c.radius - 1, c.y - c.radius - 1, c.x + c.radius + 1, c.y + c.radius + 1)
        for c in found.circles
    ]
    return Drawn(parts, boxes)


def loose_shares(package: Package, places: PlaceRows) -> dict[str, Counter[str | None]]:
    """Return how many of `places` each area stands for, by workstream."""
    crowd, areas = places.rows[places.rows >= places.of.few], drawn_areas(package)
    pairs = np.column_stack([areas.numbers_of(crowd), places.of.category_of[crowd]])
    every, counts = np.unique(pairs[pairs[:, 0] >= 0], axis=0, return_counts=True)
    found: dict[str, Counter[str | None]] = {}
    for (area, category), count in zip(every.tolist(), counts.tolist(), strict=True):
        shares = found.setdefault(areas.ids[area], Counter())
        shares[places.of.categories[category].workstream] += count
    return found


class _Palette:
    """Colours, and for each place which of them it has and whether its spot is known."""

    def __init__(self, package: Package, places: PlaceRows) -> None:
        categories, category_of = places.of.categories, places.of.category_of[places.rows]
        named = [package.workstreams.get(category.workstream or "") for category in categories]
        colours = [NEUTRAL_COLOUR if found is None else found.colour for found in named]
        self.colours = list(dict.fromkeys(colours))
        look = np.array([self.colours.index(colour) for colour in colours], dtype=np.int64)
        self.look = look[category_of]
        self.located = np.array([category.located for category in categories], dtype=bool)[
            category_of
        ]


def _traced(
    places: PlaceRows, viewport: Viewport, located: Flags
) -> tuple[Flags, Flags, NDArray[np.object_]]:
    """Tell which places are drawn in their shapes, which of these are several points, and return
    the shapes in pixels.
    """
    table = places.of.table
    sides = {
        side: table.column(side).to_numpy()[places.rows]
        for side in ("west", "south", "east", "north")
    }
    upper = to_pixels(world(np.column_stack([sides["west"], sides["north"]])), viewport)
    lower = to_pixels(world(np.column_stack([sides["east"], sides["south"]])), viewport)
    size = lower - upper
    meets = ((upper <= (viewport.width_px, viewport.height_px)) & (lower >= 0)).all(axis=1)
    traced = located & meets & (size >= SMALL_PX).any(axis=1)
    if np.count_nonzero(traced) > MOST_SHAPES:
        none = np.zeros(0, dtype=bool)
        return np.zeros(len(places), dtype=bool), none, np.empty(0, dtype=object)
    shapes = places.of.geometries(places.rows[traced])
    several = np.isin(shapely.get_type_id(shapes), _POINT_TYPES)
    moved = shapely.transform(
        shapely.force_2d(shapes), lambda found: to_pixels(world(found), viewport)
    )
    edge = (-_EDGE_PX, -_EDGE_PX, viewport.width_px + _EDGE_PX, viewport.height_px + _EDGE_PX)
    moved[~several] = shapely.clip_by_rect(shapely.simplify(moved[~several], _THIN_PX), *edge)
    return traced, several, moved


def _specks(points: Pixels, grouped: NDArray[np.int64], palette: _Palette) -> list[str]:
    """Show below circles where their places lie; one speck is seen as well as many."""
    cells = np.floor(points[grouped] / SPECK_PX).astype(np.int64)
    cells, first = np.unique(cells, axis=0, return_index=True)
    drawn = []
    for number, colour in enumerate(palette.colours):
        own = cells[palette.look[grouped[first]] == number]
        data = "".join(f"M{x} {y}h.7" for x, y in own.tolist())
        if data:
            drawn.append(
                f'<path class="specks" transform="translate(0 {SPECK_PX / 2}) scale({SPECK_PX})" '
                f'd="{data}" stroke={quoteattr(colour)} stroke-opacity="0.4" stroke-width="0.7"/>'
            )
    return drawn


def _dots(points: Pixels, alone: NDArray[np.int64], palette: _Palette) -> Iterator[str]:
    """Draw what stands alone."""
    for at in alone.tolist():
        x, y = points[at]
        colour = quoteattr(palette.colours[palette.look[at]])
        look = f'class="dot" r="{DOT_PX - 1}" fill={colour} stroke="#fff" stroke-width="1.2"'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>'


def _circle(circle: Circle, colours: list[str], lang: str) -> str:
    """Draw a circle with its number; the rim is shared out among colours."""
    x, y, reach = circle.x, circle.y, circle.radius
    rim, turned = [], -math.pi / 2
    for share in np.flatnonzero(circle.shares).tolist():
        end = turned + 2 * math.pi * int(circle.shares[share]) / circle.count
        arc = _arc(x, y, reach - _RIM_PX / 2, turned, end)
        rim.append(f'<path d="{arc}" stroke={quoteattr(colours[share])}/>')
        turned = end
    size = 11.5 if circle.count < 1000 else 10.5
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{reach + 1:.1f}" fill="{DISTRICT}"/>'
        f'<g fill="none" stroke-width="{_RIM_PX}">{"".join(rim)}</g>'
        f'<text class="count" x="{x:.1f}" y="{y + 0.36 * size:.1f}" font-size="{size}" '
        f'text-anchor="middle" fill="{INK}">{compact(circle.count, lang)}</text>'
    )


def _arc(x: float, y: float, reach: float, start: float, end: float) -> str:
    """Return an arc, clockwise, in two pieces, since one cannot go all round."""
    middle = (start + end) / 2
    corners = [
        f"{x + reach * math.cos(turn):.2f} {y + reach * math.sin(turn):.2f}"
        for turn in (start, middle, end)
    ]
    bend = f"A{reach:.2f} {reach:.2f} 0 0 1 "
    return f"M{corners[0]}{bend}{corners[1]}{bend}{corners[2]}"


def compact(count: int, lang: str) -> str:
    """Return a number as people write it where there is little room.

    >>> compact(9876, "en"), compact(12345, "en"), compact(12345, "zh")
    ('9876', '12.3K', '1.2万')
    """
    if count < 10_000:
        return str(count)
    unit, sign = _COMPACT[lang]
    return f"{count / unit:.1f}".removesuffix(".0") + sign

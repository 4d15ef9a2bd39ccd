"""Which names stand on a picture, and where, and how are its scale and north drawn?

Badges' and places' first, then the district's parts, then what is around, where there is room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import shapely

from geo.language.texts import text
from geo.look import DISTRICT, GROUND, INK, QUIET
from geo.package.package import Package
from geo.picture.area_badges import AreaBadges
from geo.picture.badges import REACH_PX as BADGE_PX
from geo.picture.badges import Badge
from geo.picture.stacks import runs
from geo.picture.svg import clean, text_element
from geo.picture.viewport import Bounds, Point, Viewport
from geo.records import Place

NARROW_EM: Final = 0.56
"""Mean width of a Latin letter; Chinese signs are as wide as they are high."""
LONGEST_EM: Final = 13.0
"""A longer name is cut on the map; the list beside it has it in full."""
ROOMY_EM: Final = 20.0
"""Beside a spot that has room for it."""
LINE_EM: Final = 1.25
GAP_PX: Final = 4.0
"""Names nearer than this beside each other read as one."""
BAR_PX: Final = 110.0
"""Longest scale bar."""
NAME_PX: Final = 11.5
REACH_PX: Final = 21.0
"""From the middle of a symbol to its name."""
SMALLEST_PX: Final = 26.0
"""A smaller part of the district is not named."""
_BELOW: Final = ("below", "right", "left", "above")


@dataclass(frozen=True, slots=True)
class Label:
    """A name that fits: its text, the start of its baseline, and its box, in pixels."""

    text: str
    at: Point
    box: Bounds


def width_em(text: str) -> float:
    """Return about how wide a text is, in units of its size.

    >>> width_em("明华路"), round(width_em("Minghua"), 2)
    (3.0, 3.92)
    """
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return wide + (len(text) - wide) * NARROW_EM


def shortened(text: str, longest_em: float = LONGEST_EM) -> str:
    """Return a text no wider than `longest_em`, cut with an ellipsis where it has to be."""
    if width_em(text) <= longest_em:
        return text
    kept = text
    while kept and width_em(kept) > longest_em - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


class Labels:
    """The boxes on a picture that are taken; later names give way to earlier ones."""

    def __init__(self, viewport: Viewport) -> None:
        self.window = viewport
        self._taken: list[Bounds] = []

    def take(self, box: Bounds) -> None:
        """Keep a box free of names (left, top, right, bottom)."""
        self._taken.append(box)

    def beside(
        self,
        text: str,
        spot: Point,
        reach_px: float,
        size_px: float,
        sides: Sequence[str] = ("right", "left", "below", "above"),
        dot_px: float = 0,
    ) -> Label | None:
        """Place a name at the first free side of a symbol, its dot too; None without room."""
        (x, y), cuts = spot, (shortened(text, ROOMY_EM), shortened(text))
        if dot_px and not self._is_free(dot := (x - dot_px, y - dot_px, x + dot_px, y + dot_px)):
            return None
        for name, side in product(cuts, sides):
            width, height = width_em(name) * size_px, LINE_EM * size_px
            left, top = {
                "right": (x + reach_px, y - height / 2),
                "left": (x - reach_px - width, y - height / 2),
                "below": (x - width / 2, y + reach_px - 2),
                "above": (x - width / 2, y - reach_px - height + 2),
            }[side]
            if label := self._placed(name, (left, top, left + width, top + height), size_px):
                self._taken += [dot] if dot_px else []
                return label
        return None

    def centred(self, text: str, spot: Point, size_px: float, spacing_em: float) -> Label | None:
        """Place a name in the middle of an area; None where something stands there."""
        name = shortened(text)
        width = (width_em(name) + spacing_em * len(name)) * size_px
        left, top = spot[0] - width / 2, spot[1] - LINE_EM * size_px / 2
        return self._placed(name, (left, top, left + width, top + LINE_EM * size_px), size_px)

    def _placed(self, name: str, box: Bounds, size_px: float) -> Label | None:
        left, top, right, bottom = box
        if not self._is_free(box):
            return None
        self.take((left - GAP_PX, top, right + GAP_PX, bottom))
        return Label(name, (left, top + 0.98 * size_px), box)

    def _is_free(self, box: Bounds) -> bool:
        in_window = self.window.holds(box[:2], 4) and self.window.holds(box[2:], 4)
        return in_window and not any(_meet(box, other) for other in self._taken)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scale_and_north(viewport: Viewport, labels: Labels) -> list[str]:
    """Draw a scale bar at the lower left and an arrow that points north at the upper right."""
    metres, length = viewport.scale_bar(BAR_PX)
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    left, low = 16.0, viewport.height_px - 16.0
    bar = f"M{left} {low - 6}V{low}H{left + length:.2f}V{low - 6}"
    right, top = viewport.width_px - 24.0, 16.0
    boxes: tuple[Bounds, ...] = (
        (left - 6, low - 26, left + length + 6, low + 8),
        (right - 14, top - 8, right + 14, top + 48),
    )
    for box in boxes:
        labels.take(box)
    return [
        f'<path id="scale" d="{bar}" fill="none" stroke="{INK}" stroke-width="1.4"/>',
        text_element(words, (left + 6, low - 6), 11, INK),
        f'<path id="north" d="M{right} {top}l8 24-8-6-8 6z" fill="{INK}"/>',
        text_element("N", (right - 4.2, top + 38), 12, INK),
    ]


def names(
    package: Package,
    places: Sequence[Place],
    spots: Mapping[str, Point],
    badges: AreaBadges,
    labels: Labels,
    lang: str,
    *,
    numbered: bool,
) -> list[str]:
    """Return the names on a picture; of badges, if `numbered`, with the numbers of their places."""
    numbers = {place.place_id: at for at, place in enumerate(places, start=1)} if numbered else {}
    return [
        *_of_badges(badges, labels, lang, numbers),
        *_of_places(places, spots, labels, lang),
        *_of_areas(badges, labels, lang),
        *_around(package, labels, lang),
    ]


def _of_badges(
    badges: AreaBadges, labels: Labels, lang: str, numbers: Mapping[str, int]
) -> Iterator[str]:
    for badge in badges.badges:
        name = name_of(badges, badge, lang)
        own = sorted(numbers[place_id] for place_id in badges.ids(badge) if place_id in numbers)
        words = f"{name} {runs(own)}" if own else name
        label = labels.beside(words, (badge.x, badge.y), BADGE_PX + 3, 12.5, _BELOW)
        yield from _written(label, 12.5, INK, DISTRICT)


def name_of(badges: AreaBadges, badge: Badge, lang: str) -> str:
    """Return the name of a badge's area; where it holds others beside, it says so."""
    every = {found: badges.areas.all[found].name.get(lang) for found in badge.members}
    if badges.is_whole(badge):
        return clean(badges.areas.all[badge.area_id].name.get(lang))
    if len(every) == 2:
        return clean(text("map.comma", lang).join(every.values()))
    return clean(text("map.badge_more", lang, area=every[badge.area_id]))


def _of_places(
    places: Sequence[Place], spots: Mapping[str, Point], labels: Labels, lang: str
) -> Iterator[str]:
    for place in places:
        if place.place_id in spots:
            name, spot = clean(place.name.get(lang)), spots[place.place_id]
            yield from _written(
                labels.beside(name, spot, REACH_PX, NAME_PX), NAME_PX, INK, DISTRICT
            )


def _of_areas(badges: AreaBadges, labels: Labels, lang: str) -> Iterator[str]:
    """Name the parts of the district that no badge names, and that have not joined into one."""
    named = {area_id for b in badges.badges for area_id in (b.area_id, *b.members)}
    joined = {b.area_id for b in badges.badges if len(b.members) > 1}
    for area in badges.areas.all.values():
        is_part = area.parent and area.parent not in joined and area.bounded != "circle"
        if area.is_implicit or area.area_id in named or not is_part:
            continue
        middle = badges.areas.middles[area.area_id]
        west, south, east, north = area.shape.bounds
        size = shapely.box(*labels.window.pixel(west, north), *labels.window.pixel(east, south))
        left, top, right, low = size.bounds
        if min(right - left, low - top) >= SMALLEST_PX:
            at = labels.window.pixel(middle.x, middle.y)
            name = clean(area.name.get(lang))
            yield from _written(labels.centred(name, at, 11, 0.05), 11, QUIET, DISTRICT, 0.05)


def _around(package: Package, labels: Labels, lang: str) -> Iterator[str]:
    """Name the neighbours in the middle of what is seen of them, and towns at their spots."""
    window: Viewport = labels.window
    sheet = shapely.box(0, 0, window.width_px, window.height_px)
    for row in package.context.to_dict("records"):
        seen = shapely.intersection(shapely.buffer(window.pixels(row["geometry"]), 0), sheet)
        if seen.is_empty:
            continue
        x, y = shapely.maximum_inscribed_circle(seen, tolerance=2).coords[0][:2]
        label = labels.centred(clean(row[f"name_{lang}"]), (x, y), NAME_PX, 0.1)
        yield from _written(label, NAME_PX, QUIET, GROUND, 0.1)
    for town in package.towns:
        at = window.pixel(town.longitude, town.latitude)
        name = clean(town.name.get(lang))
        if window.holds(at) and (label := labels.beside(name, at, 6, 10.5, dot_px=3)):
            yield f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="2" fill="{QUIET}"/>'
            yield from _written(label, 10.5, QUIET, GROUND)


def _written(
    label: Label | None, size_px: float, colour: str, halo: str, spacing_em: float = 0
) -> Iterator[str]:
    if label is not None:
        yield text_element(label.text, label.at, size_px, colour, halo=halo, spacing_em=spacing_em)

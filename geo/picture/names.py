"""Which names stand on a picture? Badges' and places' first, then the parts of the district, then
what lies around it, as far as there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import shapely

from geo.language.texts import text
from geo.look import DISTRICT, GROUND, INK, QUIET
from geo.package.package import Package
from geo.picture.area_badges import AreaBadges
from geo.picture.badges import REACH_PX as BADGE_PX
from geo.picture.badges import Badge
from geo.picture.labels import Label, Labels
from geo.picture.stacks import runs
from geo.picture.svg import clean, text_element
from geo.picture.viewport import Point, Viewport
from geo.records import Place

NAME_PX: Final = 11.5
REACH_PX: Final = 21.0
"""From the middle of a symbol to its name."""
SMALLEST_PX: Final = 26.0
"""A smaller part of the district is not named."""
_BELOW: Final = ("below", "right", "left", "above")


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
        at = (badge.x, badge.y)
        yield from _written(
            labels.beside(words, at, BADGE_PX + 3, 12.5, _BELOW), 12.5, INK, DISTRICT
        )


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
        if window.holds(at):
            label = labels.beside(clean(town.name.get(lang)), at, 6, 10.5)
            if label is not None:
                yield f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="2" fill="{QUIET}"/>'
                yield from _written(label, 10.5, QUIET, GROUND)


def _written(
    label: Label | None, size_px: float, colour: str, halo: str, spacing_em: float = 0
) -> Iterator[str]:
    if label is not None:
        yield text_element(label.text, label.at, size_px, colour, halo=halo, spacing_em=spacing_em)

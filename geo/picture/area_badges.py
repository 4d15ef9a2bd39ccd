"""How do the areas of places look on paper? Soft, with a badge that says how many lie there.

As on the screen (``geo/browser/map/badge-layer.js``): a ring in the colours of the workstreams
around the number of places, at the middle of the area, joined where badges would touch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from geo.look import INK, PAPER
from geo.package.drawn_areas import DrawnArea, DrawnAreas, drawn_areas
from geo.package.package import Package
from geo.picture.badges import REACH_PX, Badge, PixelArea, joined
from geo.picture.shapes import look_of_workstream
from geo.picture.svg import path, ring
from geo.picture.viewport import Point, Viewport
from geo.records import Place

Shares = Counter[str | None]
"""How many places there are of each workstream."""
_RADIUS_PX: Final = 15.0
_SOFT: Final = 0.14


@dataclass(frozen=True, slots=True)
class AreaBadges:
    """The badges of a picture with what they hold.

    Parameters
    ----------
    badges : sequence of Badge
    shares : mapping of str to Shares
        Of each area itself.
    areas : DrawnAreas
    place_ids : mapping of str to sequence of str
        The places of each area.
    """

    badges: Sequence[Badge]
    shares: Mapping[str, Shares]
    areas: DrawnAreas
    place_ids: Mapping[str, Sequence[str]]

    def spots(self) -> dict[str, Point]:
        """Return where the badge of each place stands, in pixels."""
        return {
            place_id: (badge.x, badge.y)
            for badge in self.badges
            for area_id in badge.members
            for place_id in self.place_ids.get(area_id, ())
        }

    def ids(self, badge: Badge) -> list[str]:
        """Return the places of a badge."""
        return [found for area_id in badge.members for found in self.place_ids.get(area_id, ())]

    def shares_of(self, badge: Badge) -> list[tuple[str | None, int]]:
        """Return how many places a badge has of each workstream, the most first."""
        every: Shares = sum((self.shares[area_id] for area_id in badge.members), Counter())
        return every.most_common()

    def is_whole(self, badge: Badge) -> bool:
        """Tell whether all that a badge counts lies in the area that it is named by."""
        return all(badge.area_id in self.areas.lineage(member) for member in badge.members)

    def filled(self, badge: Badge) -> list[DrawnArea]:
        """Return the areas that a badge stands for."""
        ids = [badge.area_id] if self.is_whole(badge) else badge.members
        return [self.areas.all[area_id] for area_id in ids]


def area_badges(
    package: Package,
    places: Sequence[Place],
    viewport: Viewport,
    crowd: Mapping[str, Shares],
) -> AreaBadges:
    """Return the badges for `places`, and for those of a `crowd` that name their areas.

    An area whose middle lies outside the picture has none.
    """
    areas = drawn_areas(package)
    shares: dict[str, Shares] = {area_id: Counter(found) for area_id, found in crowd.items()}
    place_ids: dict[str, list[str]] = {}
    for place in places:
        area_id = areas.of(place)
        if area_id is not None:
            shares.setdefault(area_id, Counter())[place.workstream] += 1
            place_ids.setdefault(area_id, []).append(place.place_id)
    counts = {
        area_id: found.total()
        for area_id, found in shares.items()
        if viewport.holds(_pixel(areas, area_id, viewport))
    }
    badges = joined([_seen(areas, area, viewport) for area in areas.all.values()], counts)
    return AreaBadges(badges, shares, areas, place_ids)


def _pixel(areas: DrawnAreas, area_id: str, viewport: Viewport) -> Point:
    middle = areas.middles[area_id]
    return viewport.pixel(middle.x, middle.y)


def _seen(areas: DrawnAreas, area: DrawnArea, viewport: Viewport) -> PixelArea:
    west, south, east, north = area.shape.bounds
    left, top = viewport.pixel(west, north)
    right, low = viewport.pixel(east, south)
    x, y = _pixel(areas, area.area_id, viewport)
    return PixelArea(area.area_id, area.parent or None, x, y, max(right - left, low - top))


def soft_areas(package: Package, found: AreaBadges, viewport: Viewport) -> list[str]:
    """Draw the areas of badges without a rim, the large ones first, each in its main colour."""
    wanted: dict[str, tuple[DrawnArea, str]] = {}
    for badge in found.badges:
        colour = _colour(package, found.shares_of(badge)[0][0])
        wanted |= {area.area_id: (area, colour) for area in found.filled(badge)}
    rows = sorted(wanted.values(), key=lambda row: -float(row[0].shape.area))
    return [
        path(viewport.pixels(area.shape), fill=colour, fill_opacity=_SOFT, stroke="none")
        for area, colour in rows
    ]


def dashed_area(shape: Any, colour: str, viewport: Viewport) -> str:
    """Draw the bounds of what a place is known to lie in."""
    look: dict[str, Any] = {"fill_opacity": 0.13, "stroke_dasharray": "7 5", "stroke_width": 2.2}
    return path(viewport.pixels(shape), fill=colour, stroke=colour, **look)


def badge_mark(package: Package, found: AreaBadges, badge: Badge, *, ringed: bool) -> str:
    """Draw a badge: a ring shared out among workstreams, the most first, around its number."""
    shares = [(_colour(package, stream), n) for stream, n in found.shares_of(badge)]
    parts, turned = [], 0.0
    for colour, count in shares:
        ends = (turned, turned + count / badge.count)
        parts.append(ring(_RADIUS_PX, ends, colour, gap=0.02 if len(shares) > 1 else 0))
        turned = ends[1]
    size = 14 if badge.count < 1000 else 11
    chosen = f'<circle r="{REACH_PX + 3}" fill="none" stroke={quoteattr(INK)} stroke-width="2"/>'
    return (
        f'<g class="badge" transform="translate({badge.x:.2f} {badge.y:.2f})">'
        f"{chosen if ringed else ''}"
        f'<circle r="{REACH_PX - 1.5}" fill="{PAPER}"/>{"".join(parts)}'
        f'<text y="{0.36 * size:.1f}" font-size="{size}" font-weight="bold" text-anchor="middle" '
        f'fill="{INK}">{badge.count}</text></g>'
    )


def _colour(package: Package, workstream: str | None) -> str:
    return look_of_workstream(package.workstreams.get(workstream or ""))[0]

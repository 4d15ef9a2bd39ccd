"""Which badges does a picture show, and where? One in each area that holds places, at its middle.

The rule of ``geo/browser/map/badges.js``: where badges would touch they join along the areas that
hold each other. An area that is seen at a glance becomes one badge, in a larger one only those that
touch do. All numbers are pixels; both rules read ``tests/cases/badges.json``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

REACH_PX: Final = 19.0
"""From the middle of a badge to the outside of its ring."""
SPACING_PX: Final = 44.0
"""Badges nearer than this touch: what a finger needs on the screen."""
GLANCE_PX: Final = 240.0
"""An area no larger is one badge as long as any in it touch."""


@dataclass(frozen=True, slots=True)
class PixelArea:
    """An area in a picture: its middle, the longer side of its box, and the area that holds it."""

    area_id: str
    parent: str | None
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge: the area that gives its name and spot, and the areas whose places it counts."""

    area_id: str
    x: float
    y: float
    count: int
    members: tuple[str, ...]


def joined(areas: Sequence[PixelArea], counts: Mapping[str, int]) -> list[Badge]:
    """Return the badges of a picture, those with most places first.

    Parameters
    ----------
    areas : sequence of PixelArea
        In the package's order, by which ties are broken.
    counts : mapping of str to int
        How many places each area holds itself, not by the areas in it.
    """
    known = {area.area_id for area in areas}
    inside: dict[str | None, list[PixelArea]] = defaultdict(list)
    for area in areas:
        inside[area.parent if area.parent in known else None].append(area)

    def below(holder: str | None) -> list[Badge]:
        return [badge for area in inside[holder] for badge in badges_in(area)]

    def badges_in(area: PixelArea) -> list[Badge]:
        count = counts.get(area.area_id, 0)
        spot = (area.area_id, area.x, area.y)
        found = [Badge(*spot, count, (area.area_id,))] if count else []
        found += below(area.area_id)
        if not any(_touch(one, two) for one, two in combinations(found, 2)):
            return found
        if area.size > GLANCE_PX:
            return _gathered(found)
        members = tuple(name for badge in found for name in badge.members)
        return [Badge(*spot, sum(badge.count for badge in found), members)]

    return _gathered(below(None))


def _gathered(found: Iterable[Badge]) -> list[Badge]:
    """Join what touches, and nothing else: the one with fewer places goes into the other."""
    stays: list[Badge] = []
    for badge in sorted(found, key=lambda one: -one.count):
        at = next((n for n, other in enumerate(stays) if _touch(other, badge)), None)
        if at is None:
            stays.append(badge)
        else:
            host = stays[at]
            stays[at] = replace(
                host, count=host.count + badge.count, members=host.members + badge.members
            )
    return stays


def _touch(one: Badge, two: Badge) -> bool:
    return math.hypot(one.x - two.x, one.y - two.y) < SPACING_PX

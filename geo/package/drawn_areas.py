"""Which areas does a map know, where do their badges stand, and which place is in which?

Those that the package names, and one more for each shape of a place that names none: a package
without ``areas.csv`` has areas as well, called after what their places say they lie in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import shapely

from geo.language.bilingual import Bilingual
from geo.package.extent import district_outline
from geo.package.package import Package
from geo.records import Place

IMPLICIT: Final = "~"
"""What the id of an area begins with that no table names; no other id can hold it."""
_HELD: Final = 0.999
"""Share of an area that has to lie in another that holds it: boxes are rounded."""


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An area as a map knows it; `shape` in degrees WGS-84."""

    area_id: str
    name: Bilingual
    parent: str
    bounded: str
    shape: Any

    @property
    def is_implicit(self) -> bool:
        """Whether no table names it."""
        return self.area_id.startswith(IMPLICIT)


class DrawnAreas:
    """The areas of a package, and which of them each of its few places is in."""

    def __init__(self, package: Package) -> None:
        self._of: dict[str, str] = {}
        named = {
            each.area_id: DrawnArea(
                each.area_id, each.name, each.parent, each.bounded, each.geometry
            )
            for each in package.areas.values()
        }
        self.all: Mapping[str, DrawnArea] = named | self._implicit(package, named)
        self._outline = district_outline(package.place)

    def of(self, place: Place) -> str | None:
        """Return the area that stands for a place; None where it is located or the district's."""
        if place.is_located or not place.is_named_place:
            return None
        return place.area or self._of.get(place.place_id)

    def lineage(self, area_id: str) -> list[str]:
        """Return an area and what holds it, the narrowest first."""
        return [area_id, *_above(self.all[area_id], self.all)]

    @cached_property
    def middles(self) -> Mapping[str, Any]:
        """Points well inside each area and all that holds it, the district too, WGS-84."""
        return {area_id: self._middle(area) for area_id, area in self.all.items()}

    def _implicit(self, package: Package, named: Mapping[str, DrawnArea]) -> dict[str, DrawnArea]:
        """Return an area for each shape of places that name none, the same for equal shapes."""
        found: dict[bytes, DrawnArea] = {}
        for place in package.place.few_places:
            if not (place.is_located or place.area) and place.is_named_place:
                shape = shapely.to_wkb(shapely.normalize(place.geometry))
                area_id = IMPLICIT + place.place_id
                made = DrawnArea(area_id, place.parent, "", "outline", place.geometry)
                self._of[place.place_id] = found.setdefault(shape, made).area_id
        every = [*named.values(), *found.values()]
        return {each.area_id: replace(each, parent=_around(each, every)) for each in found.values()}

    def _middle(self, area: DrawnArea) -> Any:
        shape = area.shape
        above = [self.all[each].shape for each in _above(area, self.all)]
        for outer in (*above, self._outline):
            within = shapely.intersection(shape, outer)
            if shapely.area(within) > 0:
                shape = within
        return _well_inside(shape)


def _above(area: DrawnArea, every: Mapping[str, DrawnArea]) -> Iterator[str]:
    """Yield what holds an area, the narrowest first."""
    seen = {area.area_id}
    parent = area.parent
    while parent in every and parent not in seen:
        yield parent
        seen.add(parent)
        parent = every[parent].parent


def _around(area: DrawnArea, every: Iterable[DrawnArea]) -> str:
    """Return the smallest area that holds another; empty where none does."""
    own = shapely.area(area.shape)
    larger = [
        each
        for each in every
        if shapely.area(each.shape) > own / _HELD
        and shapely.area(shapely.intersection(each.shape, area.shape)) >= _HELD * own
    ]
    return min(larger, key=lambda each: float(shapely.area(each.shape))).area_id if larger else ""


def _well_inside(shape: Any) -> Any:
    """Return the middle of the largest circle in the largest part of an area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:  # an area as thin as a line has no inside
        return shapely.point_on_surface(shape)
    largest = max(parts, key=shapely.area)
    west, south, east, north = largest.bounds
    tolerance = max(east - west, north - south) / 500
    return shapely.points(shapely.maximum_inscribed_circle(largest, tolerance=tolerance).coords[0])

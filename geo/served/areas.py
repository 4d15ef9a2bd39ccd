"""Which areas does the map know, and where do their names stand?

Those that the package names, and one more for each shape of a place that names none: a package
without ``areas.csv`` has areas as well, called after what their places say they lie in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import mapping

from geo.language.bilingual import Bilingual
from geo.package.extent import district_outline
from geo.package.package import Package
from geo.records import Place

COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""
IMPLICIT: Final = "~"
"""What the id of an area begins with that no table names; no other id can hold it."""
_HELD: Final = 0.999
"""Share of an area that has to lie in another that holds it: boxes are rounded."""


@dataclass(frozen=True, slots=True)
class ServedArea:
    """An area as the map knows it; `shape` in degrees WGS-84."""

    area_id: str
    name: Bilingual
    parent: str
    bounded: str
    shape: Any


class ServedAreas:
    """The areas of a package, and which of them each of its few places is in."""

    def __init__(self, package: Package) -> None:
        self._of: dict[str, str] = {}
        named = {
            each.area_id: ServedArea(
                each.area_id, each.name, each.parent, each.bounded, each.geometry
            )
            for each in package.areas.values()
        }
        self.all: Mapping[str, ServedArea] = named | self._implicit(package, named)
        self._outline = district_outline(package)

    def of(self, place: Place) -> str | None:
        """Return the area that stands for a place; None where it is located or the district's."""
        if place.is_located or not place.is_named_place:
            return None
        return place.area or self._of.get(place.place_id)

    def told(self, url: str) -> list[dict[str, Any]]:
        """Return what the catalogue says of them; `url` has their shapes."""
        return [
            {
                "id": each.area_id,
                "name": each.name.as_dict(),
                "parent": each.parent or None,
                "bounded": each.bounded,
                "bounds": [round(side, COORDINATE_DECIMALS) for side in each.shape.bounds],
                "label": self._label(each),
                "url": url,
            }
            for each in self.all.values()
        ]

    def features(self) -> list[dict[str, Any]]:
        """Return their shapes."""
        return [
            {
                "type": "Feature",
                "id": each.area_id,
                "properties": {},
                "geometry": rounded(each.shape),
            }
            for each in self.all.values()
        ]

    def _implicit(self, package: Package, named: Mapping[str, ServedArea]) -> dict[str, ServedArea]:
        """Return an area for each shape of places that name none, the same for equal shapes."""
        found: dict[bytes, ServedArea] = {}
        for place in package.place.few_places:
            if not (place.is_located or place.area) and place.is_named_place:
                shape = shapely.to_wkb(shapely.normalize(place.geometry))
                area_id = IMPLICIT + place.place_id
                made = ServedArea(area_id, place.parent, "", "outline", place.geometry)
                self._of[place.place_id] = found.setdefault(shape, made).area_id
        every = [*named.values(), *found.values()]
        return {
            each.area_id: ServedArea(
                each.area_id, each.name, _around(each, every), each.bounded, each.shape
            )
            for each in found.values()
        }

    def _label(self, area: ServedArea) -> list[float]:
        """Return latitude and longitude of a point well inside an area and what holds it."""
        shape = area.shape
        above = [self.all[each].shape for each in _above(area, self.all)]
        for outer in (*above, self._outline):
            within = shapely.intersection(shape, outer)
            if shapely.area(within) > 0:
                shape = within
        point = _well_inside(shape)
        return [round(point.y, COORDINATE_DECIMALS), round(point.x, COORDINATE_DECIMALS)]


def _above(area: ServedArea, every: Mapping[str, ServedArea]) -> Iterator[str]:
    """Yield what holds an area, the narrowest first."""
    seen = {area.area_id}
    parent = area.parent
    while parent in every and parent not in seen:
        yield parent
        seen.add(parent)
        parent = every[parent].parent


def _around(area: ServedArea, every: Iterable[ServedArea]) -> str:
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
    largest = max(parts, key=shapely.area)
    west, south, east, north = largest.bounds
    tolerance = max(east - west, north - south) / 500
    return shapely.points(shapely.maximum_inscribed_circle(largest, tolerance=tolerance).coords[0])


def rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def round_all(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        return [round_all(member) for member in part]

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": round_all(made["coordinates"])}

"""Which areas does a map know, where do their badges stand, and which place is in which?

Those that the package names, and one for each shape of a place that names none, called after what
its places say. Where a crowd has more shapes than a map can tell apart, those of most places are
areas of their own; the others are gathered with their neighbours, and what holds all is the area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import text
from geo.package.extent import district_outline, well_inside
from geo.package.package import Package
from geo.package.places.places import Numbers, Places
from geo.records import Place
from geo.remembered import PerObject

IMPLICIT: Final = "~"
"""What the id of an area begins with that no table names; no other id can hold it."""
_HELD: Final = 0.999
"""Share of an area that has to lie in another that holds it: boxes are rounded."""
MOST_SHAPES: Final = 200
"""Shapes of a crowd that are areas of their own, those of most places."""
_CELLS: Final = 8
"""Into so many times so many parts the others are gathered."""
_NOWHERE: Final = -1


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
    """The areas of a package, and which of them stands for each place that is not located."""

    def __init__(self, package: Package) -> None:
        self._of: dict[str, str] = {}
        self._places = package.place
        self._outline = district_outline(package.place)
        named = {
            each.area_id: DrawnArea(
                each.area_id, each.name, each.parent, each.bounded, each.geometry
            )
            for each in package.areas.values()
        }
        found = self._of_few(package.place)
        loose = _Loose.of(package.place)
        ids = loose.own_areas(found)
        every = [*named.values(), *found.values()]
        implicit = {
            each.area_id: replace(each, parent=parent)
            for each, parent in zip(found.values(), _around(found.values(), every), strict=True)
        }
        self.all: Mapping[str, DrawnArea] = named | implicit
        self.ids: Sequence[str] = list(self.all)
        self._number = loose.numbers(ids, self.ids)

    def of(self, place: Place) -> str | None:
        """Return the area that stands for a place; None where it is located or the district's."""
        if place.is_located or not place.is_named_place:
            return None
        return place.area or self._of.get(place.place_id) or self._of_crowd(place.place_id)

    def in_crowd(self) -> Iterator[tuple[str | None, Numbers]]:
        """Yield areas with the positions of the crowd's places that each stands for.

        None is no area: what is known to lie in the district and nothing more has no badge.
        """
        loose = np.flatnonzero(_is_loose(self._places)[self._places.few :])
        numbers = self._number[loose]
        for number in np.unique(numbers).tolist():
            yield None if number == _NOWHERE else self.ids[number], loose[numbers == number]

    def numbers_of(self, rows: Numbers) -> NDArray[np.int32]:
        """Return for rows of the crowd which of all areas stands for each, -1 for none."""
        return self._number[rows - self._places.few]

    def lineage(self, area_id: str) -> list[str]:
        """Return an area and what holds it, the narrowest first."""
        return [area_id, *_above(self.all[area_id], self.all)]

    @cached_property
    def middles(self) -> Mapping[str, Any]:
        """Points well inside each area and all that holds it, the district too, WGS-84."""
        return {area_id: self._middle(area) for area_id, area in self.all.items()}

    def _of_few(self, places: Places) -> dict[bytes, DrawnArea]:
        """Return an area for each shape of the few that name none, the same for equal shapes."""
        found: dict[bytes, DrawnArea] = {}
        for place in places.few_places:
            if not (place.is_located or place.area) and place.is_named_place:
                made = _implicit(place.place_id, place.parent, place.geometry)
                self._of[place.place_id] = found.setdefault(_key(place.geometry), made).area_id
        return found

    def _of_crowd(self, place_id: str) -> str | None:
        position = self._places.position_of(place_id)
        number = _NOWHERE if position is None else int(self._number[position])
        return None if number == _NOWHERE else self.ids[number]

    def _middle(self, area: DrawnArea) -> Any:
        shape = area.shape
        above = [self.all[each].shape for each in _above(area, self.all)]
        for outer in (*above, self._outline):
            within = shapely.intersection(shape, outer)
            if shapely.area(within) > 0:
                shape = within
        return well_inside(shape)


def _above(area: DrawnArea, every: Mapping[str, DrawnArea]) -> Iterator[str]:
    """Yield what holds an area, the narrowest first."""
    seen = {area.area_id}
    parent = area.parent
    while parent in every and parent not in seen:
        yield parent
        seen.add(parent)
        parent = every[parent].parent


def _around(areas: Iterable[DrawnArea], every: Sequence[DrawnArea]) -> Iterator[str]:
    """Yield for each area the smallest of all that holds it; empty where none does."""
    shapes = np.array([each.shape for each in every], dtype=object)
    sizes, tree = shapely.area(shapes), shapely.STRtree(shapes)
    for area in areas:
        own = shapely.area(area.shape)
        near = tree.query(area.shape)
        larger = near[sizes[near] > own / _HELD]
        shared = shapely.area(shapely.intersection(shapes[larger], area.shape))
        holding = larger[shared >= _HELD * own]
        yield every[min(holding, key=lambda at: (sizes[at], at))].area_id if len(holding) else ""


def _implicit(place_id: str, name: Bilingual, shape: Any) -> DrawnArea:
    return DrawnArea(IMPLICIT + place_id, name, "", "outline", shape)


def _key(shape: Any) -> bytes:
    """Return what equal shapes have in common, wherever their corners begin."""
    return bytes(shapely.to_wkb(shapely.normalize(shape)))


def _is_loose(places: Places) -> NDArray[np.bool_]:
    flags = np.array([not category.located for category in places.categories], dtype=bool)
    return np.asarray(flags[places.category_of])


@dataclass(frozen=True, slots=True)
class _Loose:
    """Rows of the crowd whose spots are not known but for the district, and what they name."""

    places: Places
    rows: Numbers
    named: pa.Array

    @classmethod
    def of(cls, places: Places) -> _Loose:
        """Return those of all places."""
        rows = places.few + np.flatnonzero(_is_loose(places)[places.few :])
        precision = places.table.column("precision").take(pa.array(rows))
        rows = rows[pc.not_equal(precision, "district").to_numpy()]
        named = places.table.column("area").take(pa.array(rows)).combine_chunks()
        return cls(places, rows, pc.fill_null(named, ""))

    def own_areas(self, found: dict[bytes, DrawnArea]) -> NDArray[np.object_]:
        """Add areas for what names none to those `found`; return the area of each row."""
        ids = np.array(self.named.to_pylist(), dtype=object)
        free = np.flatnonzero(ids == "")
        if not len(free):
            return ids
        rows = self.rows[free]
        shapes, shape_of = self._shapes(rows)
        order = np.argsort(-np.bincount(shape_of), kind="stable")
        cell_of = self._cells(rows)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        group = np.where(rank[shape_of] < MOST_SHAPES, rank[shape_of], MOST_SHAPES + cell_of)
        for number in np.unique(group).tolist():
            members = np.flatnonzero(group == number)
            own = shapes[np.unique(shape_of[members])]
            shape = own[0] if len(own) == 1 else shapely.GeometryCollection(own).convex_hull
            made = self._area(rows[members], shape)
            ids[free[members]] = found.setdefault(_key(shape), made).area_id
        return ids

    def _shapes(self, rows: Numbers) -> tuple[NDArray[np.object_], NDArray[Any]]:
        """Return the shapes that some rows have, each once, and which of them each row has."""
        wkb = self.places.table.column("wkb").take(pa.array(rows)).combine_chunks()
        encoded = wkb.dictionary_encode()
        shapes = np.asarray(shapely.from_wkb(encoded.dictionary.to_numpy(zero_copy_only=False)))
        return shapes, encoded.indices.to_numpy()

    def _cells(self, rows: Numbers) -> NDArray[np.int64]:
        """Return in which part of all that they take up the anchors of rows lie."""
        columns = [self.places.table.column(axis).to_numpy()[rows] for axis in ("x", "y")]
        spots = np.column_stack(columns).astype(np.int64)
        low = spots.min(axis=0)
        side = int((spots.max(axis=0) - low).max()) // _CELLS + 1
        column, row = ((spots - low) // side).T
        return np.asarray(row * _CELLS + column)

    def _area(self, rows: Numbers, shape: Any) -> DrawnArea:
        """Return an area called after what most of its places say they lie in."""
        some = self.places.table.select(["place_id", "parent_zh", "parent_en"]).take(pa.array(rows))
        parents = [some.column(f"parent_{lang}").to_pylist() for lang in ("zh", "en")]
        every = Counter(zip(*parents, strict=True))
        name = Bilingual(*every.most_common(1)[0][0])
        if len(every) > 1:
            name = Bilingual(*(text("map.badge_more", x, area=name.get(x)) for x in LANGUAGES))
        return _implicit(some.column("place_id")[0].as_py(), name, shape)

    def numbers(self, ids: NDArray[np.object_], every: Sequence[str]) -> NDArray[np.int32]:
        """Return for each position of the crowd the number of its area, -1 for none."""
        at = {area_id: number for number, area_id in enumerate(every)}
        found = np.full(self.places.crowd, _NOWHERE, dtype=np.int32)
        found[self.rows - self.places.few] = [at[area_id] for area_id in ids.tolist()]
        return found


_drawn: Final = PerObject[Package, DrawnAreas](DrawnAreas)


def drawn_areas(package: Package) -> DrawnAreas:
    """Return the areas of a package, worked out when they are first asked for."""
    return _drawn.of(package)

"""Which shapes can a place have, and where is each of them to be seen and hit?

A table of every geometry type at every precision, a cell of the map each, with points worked out
by hand: on a stroke or in an area (`on`), in a bend, in a hole or beside everything (`off`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapely import transform
from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
    mapping,
)

from tests import crowds

PRECISIONS = ("exact", "line", "zone", "township", "urban-area", "district")
KNOWN = ("exact", "line")
WEST, SOUTH, CELL = 116.60, 39.40, 0.02
FILLERS = 220

Spot = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A geometry in a square of one by one, and points in it, `y` upwards."""

    geometry: Any
    on: tuple[Spot, ...]
    off: tuple[Spot, ...]

    @property
    def has_area(self) -> bool:
        return bool(self.geometry.area > 0)


def _square(west: float, south: float, east: float, north: float) -> list[Spot]:
    return list(box(west, south, east, north).exterior.coords)


SHAPES = {
    "Point": Shape(Point(0.5, 0.5), ((0.5, 0.5),), ((0.1, 0.1), (0.9, 0.9))),
    "MultiPoint": Shape(
        MultiPoint([(0.1, 0.1), (0.9, 0.1), (0.5, 0.9)]),
        ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9)),
        ((0.5, 0.4), (0.5, 0.1)),
    ),
    "LineString": Shape(  # three sides of a square
        LineString([(0.1, 0.9), (0.1, 0.1), (0.9, 0.1), (0.9, 0.9)]),
        ((0.5, 0.1), (0.1, 0.6), (0.9, 0.6)),
        ((0.5, 0.5), (0.5, 0.9), (0.5, 0.3)),
    ),
    "Ring": Shape(  # a ring road: a line that ends where it begins
        LineString([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)]),
        ((0.5, 0.1), (0.5, 0.9), (0.9, 0.6)),
        ((0.5, 0.5), (0.3, 0.5)),
    ),
    "MultiLineString": Shape(
        MultiLineString([[(0.1, 0.1), (0.45, 0.9), (0.8, 0.1)], [(0.1, 0.98), (0.9, 0.98)]]),
        ((0.275, 0.5), (0.625, 0.5), (0.75, 0.98)),
        ((0.45, 0.4), (0.45, 0.1)),
    ),
    "Polygon": Shape(
        Polygon(_square(0.1, 0.1, 0.9, 0.9), [_square(0.35, 0.35, 0.65, 0.65)]),
        ((0.22, 0.78), (0.78, 0.22), (0.5, 0.78)),
        ((0.5, 0.5), (0.5, 0.97)),
    ),
    "MultiPolygon": Shape(
        MultiPolygon(
            [
                (_square(0.05, 0.05, 0.65, 0.95), [_square(0.25, 0.6, 0.5, 0.85)]),
                (_square(0.8, 0.1, 0.97, 0.9), []),
            ]
        ),
        ((0.12, 0.9), (0.88, 0.2), (0.88, 0.8)),
        ((0.38, 0.72), (0.725, 0.5)),
    ),
}


@dataclass(frozen=True)
class Case:
    """One shape at one precision, in its cell."""

    kind: str
    precision: str
    column: int
    row: int

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]

    @property
    def place_id(self) -> str:
        return f"{self.kind.lower()}-{self.precision}"

    @property
    def is_known(self) -> bool:
        return self.precision in KNOWN

    @property
    def is_sound(self) -> bool:
        """Whether `check` lets it pass: a place of unknown location is drawn as an area."""
        return self.is_known or self.shape.has_area

    def at(self, spot: Spot) -> Spot:
        """Longitude and latitude of a point of the cell."""
        return self._moved(*spot)

    def _moved(self, x: Any, y: Any) -> Any:
        return WEST + (self.column + x) * CELL, SOUTH + (self.row + y) * CELL * 0.78

    def feature(self) -> crowds.Feature:
        moved = transform(self.shape.geometry, self._moved, interleaved=False)
        return place("compounds", self.place_id, moved, precision=self.precision)


ALL = [
    Case(kind, precision, column, row)
    for row, precision in enumerate(PRECISIONS)
    for column, kind in enumerate(SHAPES)
]
CASES = [case for case in ALL if case.is_sound]
REFUSED = [case for case in ALL if not case.is_sound]


def place(layer: str, place_id: str, shape: Any, **properties: str | None) -> crowds.Feature:
    """A feature of a made package; degrees WGS-84, longitude before latitude."""
    stated: dict[str, str | None] = {
        **{"place_id": place_id, "layer": layer, "name_zh": f"地点 {place_id}"},
        **{"name_en": place_id, "pinyin": None, "workstream": "housing", "code": None},
        **{"parent_zh": "示例镇", "parent_en": "Demo Town", "precision": "exact"},
        **{"known_zh": "虚构", "known_en": "invented", "source_id": "invented"},
    }
    shown = {"type": "Feature", "id": place_id, "properties": stated | properties}
    return shown | {"geometry": mapping(shape)}


def package_of(found: list[crowds.Feature], *, crowd: bool) -> crowds.Layers:
    """Layers that draw these places as symbols, or, with others far from them, as a crowd."""
    outline = box(116.57, 39.38, 116.77, 39.52)
    whole = place("district", "demo", outline, precision="district", workstream=None)
    corner = place("offices", "corner", Point(116.575, 39.515), workstream="greening")
    fillers = [
        place("compounds", f"filler-{number}", Point(116.58 + number * 1e-5, 39.385))
        for number in range(FILLERS if crowd else 5)
    ]
    return {"district": [whole], "offices": [corner], "compounds": [*found, *fillers]}


def layers(*, crowd: bool) -> crowds.Layers:
    """A package of all cases that can be."""
    return package_of([case.feature() for case in CASES], crowd=crowd)

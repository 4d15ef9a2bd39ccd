"""Which shape does a geometry of GeoJSON describe, and what of it is passed over?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.intake.found import Geometry
from geo.intake.json_value import EXPORT_AGAIN, Bare
from geo.intake.limits import MOST_VERTICES
from geo.intake.messages import Messages, NotTakenError
from geo.package.geometry import NESTING, problem_of

_DIMENSIONS: Final = 3


class Shapes:
    """Makes the shapes of one file, which may have only so many corners in all.

    Parameters
    ----------
    bare : bool
        Whether a bare NaN may stand in it, which takes time to look for.
    """

    def __init__(self, messages: Messages, *, bare: bool = False) -> None:
        self._messages = messages
        self._bare = bare
        self._vertices = 0

    def shape_of(self, geometry: object, number: int) -> Geometry | None:
        """Return the shape of feature `number`; None where it is empty, which is said.

        Raises
        ------
        NotTakenError
            If it is none, with its feature.
        """
        if geometry is None:
            return None
        if isinstance(geometry, dict) and geometry.get("type") == "GeometryCollection":
            return self._collected(geometry, number)
        sound = _own_members(geometry)
        if self._bare and _holds_bare(sound):
            said = ("坐标里有 NaN，不是 JSON", "its coordinates hold NaN, which is not JSON")
            raise NotTakenError("E_JSON_NAN", said, EXPORT_AGAIN, feature=number)
        problem = problem_of(sound)
        if problem and problem[0] in {"E_POSITION", "E_RING_OPEN"} and isinstance(sound, dict):
            sound = self._mended(sound, number)
            problem = problem_of(sound)
        if problem and problem[0] == "E_EMPTY_GEOM":
            self._tell_empty(number)
            return None
        if problem:
            raise NotTakenError(*problem, feature=number)
        try:
            made = shape(sound)
        except (ShapelyError, ValueError):
            made = self._without_heights(sound, number)
        return self._counted(made, number)

    def _without_heights(self, geometry: Any, number: int) -> Geometry:
        """Return a shape of whose positions only some have a height, without any."""
        kind = geometry["type"]
        try:
            flat = _flat(geometry["coordinates"], NESTING[kind])
            made = shape({"type": kind, "coordinates": flat})
        except (ShapelyError, ValueError, TypeError, KeyError):
            said = ("没有可读的图形", "no readable shape")
            raise NotTakenError("E_GEOMETRY", said, EXPORT_AGAIN, feature=number) from None
        said = ("只有一部分坐标有高程", "only some of its positions have heights")
        self._messages.add("I_Z", said, ("地图上不用", "The map does without"), feature=number)
        return made

    def _counted(self, made: Geometry, number: int) -> Geometry:
        self._vertices += int(shapely.get_num_coordinates(made))
        refuse_vertices(self._vertices)
        if shapely.has_z(made):
            said = ("坐标有高程", "its positions have heights")
            self._messages.add("I_Z", said, ("地图上不用", "The map does without"), feature=number)
        return shapely.force_2d(made)

    def _collected(self, geometry: Mapping[str, Any], number: int) -> Geometry | None:
        """Return the shape of a collection; one within another is laid flat."""
        parts: list[Geometry] = []
        left = [geometry]
        while left:
            held = left.pop().get("geometries")
            if not isinstance(held, list):
                said = ("GeometryCollection 没有 geometries", "a collection without geometries")
                raise NotTakenError("E_STRUCTURE", said, EXPORT_AGAIN, feature=number)
            inner = [g for g in held if isinstance(g, dict) and g.get("type") == geometry["type"]]
            left += inner
            made = (self.shape_of(each, number) for each in held if each not in inner)
            parts += [each for each in made if each is not None]
        if not parts:
            self._tell_empty(number)
            return None
        return shapely.GeometryCollection(parts)

    def _tell_empty(self, number: int) -> None:
        said = ("图形是空的", "its shape is empty")
        done = ("当作没有位置", "It was taken as without a position")
        self._messages.add("W_EMPTY_GEOM", said, done, feature=number)

    def _mended(self, geometry: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Return a geometry without fourth numbers, its rings closed, both said."""
        kind = str(geometry.get("type"))
        done: set[str] = set()
        depth = NESTING.get(kind, 0)
        trimmed = _trimmed(geometry.get("coordinates"), depth, kind.endswith("Polygon"), done)
        if "trimmed" in done:
            said = ("坐标有四个以上的数", "its positions have four numbers or more")
            words = ("只取前两个", "The first two were taken")
            self._messages.add("W_EXTRA_DIMS", said, words, feature=number)
        if "closed" in done:
            said = ("环没有闭合", "a ring does not end where it begins")
            words = ("已闭合，请核对图形", "It was closed; look the shape over")
            self._messages.add("W_RING_OPEN", said, words, feature=number)
        return {"type": kind, "coordinates": trimmed}


def refuse_vertices(count: int) -> None:
    """Refuse a file of too many corners."""
    if count > MOST_VERTICES:
        said = (f"超过 {MOST_VERTICES:,} 个顶点", f"holds more than {MOST_VERTICES:,} corners")
        remedy = ("请简化图形，或分成几个文件", "Simplify the shapes, or split the file")
        raise NotTakenError("E_TOO_MANY", said, remedy)


def _own_members(geometry: object) -> object:
    """Return a geometry without members that are none of its own."""
    if not isinstance(geometry, dict):
        return geometry
    return {name: geometry[name] for name in ("type", "coordinates") if name in geometry}


def _holds_bare(value: object) -> bool:
    """Tell whether a bare NaN stands in coordinates."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, Bare):
            return True
        if isinstance(each, dict):
            left.extend(each.values())
        elif isinstance(each, list):
            # Positions are most of what there is, and hold numbers alone.
            left.extend(part for part in each if isinstance(part, list | Bare))
    return False


def _flat(value: Any, depth: int) -> Any:
    """Return coordinates of which each position has two numbers."""
    return value[:2] if depth == 0 else [_flat(part, depth - 1) for part in value]


def _trimmed(value: Any, depth: int, rings: bool, done: set[str]) -> Any:
    if not isinstance(value, list) or depth < 0:
        return value
    if depth == 0:
        if len(value) > _DIMENSIONS and not any(isinstance(part, list) for part in value):
            done.add("trimmed")
            return value[:2]
        return value
    made = [_trimmed(part, depth - 1, rings, done) for part in value]
    if rings and depth == 1 and len(made) >= 4 and made[0] != made[-1]:
        done.add("closed")
        made.append(made[0])
    return made

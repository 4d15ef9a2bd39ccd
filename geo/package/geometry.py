"""Is something a geometry, to the letter of RFC 7946, and is its shape sound?

Shapely takes what is none: the text ``"116.7"`` and ``true`` for numbers, two positions for a ring.
So whoever reads GeoJSON asks :func:`problem_of` before it makes a shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.package.corners import strayed
from geo.package.faults import Faults, quoted

Problem = tuple[str, tuple[str, str], tuple[str, str]]
"""Code, what is wrong and what to do, the latter two in Chinese and English."""
NESTING: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists stand around the positions of each type."""
_FOREIGN: Final = ("geometries", "geometry", "properties", "features")
_DRAW: Final = ("请重新绘制", "Draw it again")
_EXPORT: Final = ("请重新导出", "Export the file again")
_SWAP_END: Final = (
    "首点和末点有一个的经度、纬度放反了：请对调",
    "In its first or its last position longitude and latitude are swapped: swap them",
)
_MOST: Final = 1e300


class _WrongError(ValueError):
    """A part of a geometry that is none."""

    def __init__(
        self, code: str, chinese: str, english: str, remedy: tuple[str, str] = _EXPORT
    ) -> None:
        super().__init__(english)
        self.problem: Problem = (code, (chinese, english), remedy)


def problem_of(geometry: object) -> Problem | None:
    """Return what keeps a GeoJSON value from being a geometry; None if it is one."""
    if geometry is None:
        return "E_GEOMETRY", ("没有图形", "it has no shape"), _DRAW
    try:
        _check(geometry)
    except _WrongError as error:
        return error.problem
    return None


def make_geometry(geometry: object) -> Any:
    """Return the shapely geometry of a GeoJSON one in two dimensions; None if it is none."""
    if problem_of(geometry) is not None:
        return None
    try:
        return shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError):
        return None


def check_geometry(
    file: str,
    number: int,
    made: Any,
    faults: Faults,
    problem: Problem | None = None,
    *,
    most: tuple[float, float] = (180, 90),
) -> None:
    """Add the fault of a geometry that is missing, out of range or not valid.

    Parameters
    ----------
    made : shapely geometry or None
        None if there is no readable one.
    problem : Problem, optional
        Why there is none, if that is known.
    most : tuple of float
        Greatest longitude and latitude.
    """
    if made is None or made.is_empty or made.geom_type == "GeometryCollection":
        code, said, remedy = problem or (
            *("E_GEOMETRY", ("没有可读的几何", "no readable geometry")),
            _DRAW,
        )
        faults.add(code, file, number, said, remedy)
        return
    west, south, east, north = made.bounds
    if not (-most[0] <= west <= east <= most[0] and -most[1] <= south <= north <= most[1]):
        said = ("坐标不是经纬度", "the coordinates are not longitude and latitude")
        remedy = ("请转换为 WGS-84", "Convert them to WGS-84")
        faults.add("E_COORD_RANGE", file, number, said, remedy)
    elif not made.is_valid:
        reason = shapely.is_valid_reason(made)
        said = (f"几何无效（{reason}）", f"invalid geometry ({reason})")
        faults.add("E_GEOM_INVALID", file, number, said, _repair(made))


def _repair(made: Any) -> tuple[str, str]:
    """Return what to do about a shape that crosses itself: one corner may have strayed."""
    found = strayed(made)
    if found is None:
        return "请修正图形", "Repair the shape"
    at, point, is_swapped = found
    x, y = (np.format_float_positional(value, precision=6, trim="-") for value in point)
    where = (
        f"第 {at} 个顶点（{x}, {y}）离其余顶点很远",
        f"corner {at} ({x}, {y}) lies far from the others",
    )
    if is_swapped:
        return (
            f"{where[0]}，经度、纬度像是放反了：请对调",
            f"{where[1].capitalize()}, longitude and latitude seem swapped: swap them",
        )
    return f"{where[0]}：请核对", f"{where[1].capitalize()}: look it up"


def box_problem(box: object, bounds: Iterable[float]) -> Problem | None:
    """Return what is wrong with a ``bbox`` of shapes within `bounds` (west, south, east, north).

    Nothing is read from it, so a wrong one is worth a warning: what else in the file is stale?
    """
    remedy = ("不影响使用；请重新导出", "It is not used; export the file again")
    numbers = box if isinstance(box, list) else []
    if len(numbers) not in {4, 6} or not all(_is_number(number) for number in numbers):
        return "W_BBOX", ("bbox 不是一个范围", "its bbox is none"), remedy
    west, south, east, north = (float(numbers[at]) for at in _corners(len(numbers)))
    within = (west, south, -east, -north)
    left, below, right, above = bounds
    outside = any(
        stated > own + 1e-6
        for stated, own in zip(within, (left, below, -right, -above), strict=True)
    )
    # Where it runs over the antimeridian its west is east of its east (RFC 7946, section 5.2).
    if (outside and west <= east) or not south <= north:
        return "W_BBOX", ("bbox 与图形不符", "its bbox does not hold its shapes"), remedy
    return None


def _corners(length: int) -> tuple[int, int, int, int]:
    return (0, 1, length // 2, length // 2 + 1)


def _check(geometry: object) -> None:
    """Raise what is wrong with a geometry."""
    if not isinstance(geometry, dict):
        raise _WrongError("E_STRUCTURE", "geometry 不是图形", "its geometry is no object")
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in NESTING:
        shown = quoted(kind)
        raise _WrongError("E_GEOM_TYPE", f"图形类型 {shown} 不能用", f"{shown} is no type of shape")
    for name in _FOREIGN:
        if name in geometry:
            said = (f"图形不能有 {name}", f"a geometry cannot have {name}")
            raise _WrongError("E_STRUCTURE", *said)
    if "coordinates" not in geometry:
        raise _WrongError("E_STRUCTURE", "没有 coordinates", "it has no member coordinates")
    _check_nested(geometry["coordinates"], NESTING[kind], kind)


def _check_nested(value: object, nesting: int, kind: str) -> None:
    """Raise what is wrong with positions below so many lists."""
    if not isinstance(value, list):
        if _is_number(value):
            raise _WrongError("E_COORD_DEPTH", "坐标少一层方括号", "a bracket too few around it")
        said = (f"坐标 {quoted(value)} 不是列表", f"the coordinates {quoted(value)} are no list")
        raise _WrongError("E_POSITION", *said)
    if not value:
        raise _WrongError("E_EMPTY_GEOM", "图形是空的", "its shape is empty")
    if nesting == 0:
        _check_position(value)
        return
    for part in value:
        _check_nested(part, nesting - 1, kind)
    if nesting == 1:
        _check_run(value, kind)


def _check_run(positions: list[Any], kind: str) -> None:
    """Raise what is wrong with the number of positions of a line or a ring."""
    count = len(positions)
    if kind.endswith("LineString") and count < 2:
        raise _WrongError("E_LINE_SHORT", "线只有一个点", "a line of one position")
    if not kind.endswith("Polygon"):
        return
    if count < 4:
        said = (f"环只有 {count} 个点，至少要 4 个", f"a ring of {count} positions, not 4 or more")
        raise _WrongError("E_RING_SHORT", *said)
    if positions[0] != positions[-1]:
        said = ("环没有闭合，末点要与首点相同", "a ring that does not end where it begins")
        is_swapped = positions[0][:2] == positions[-1][1::-1]
        raise _WrongError("E_RING_OPEN", *said, _SWAP_END if is_swapped else _EXPORT)


def _check_position(position: list[Any]) -> None:
    """Raise what is wrong with one position."""
    if len(position) == 2:  # nearly all
        x, y = position
        if type(x) is type(y) is float and abs(x) < _MOST and abs(y) < _MOST:
            return
    for number in position:
        if isinstance(number, list):
            raise _WrongError("E_COORD_DEPTH", "坐标多一层方括号", "a bracket too many around it")
        if isinstance(number, bool) or not isinstance(number, int | float):
            shown = quoted(number)
            raise _WrongError("E_POSITION", f"坐标 {shown} 不是数字", f"{shown} is no number")
        if not _is_number(number):
            raise _WrongError("E_COORD_NONFINITE", "坐标大得不是数", "a number beyond all numbers")
    if len(position) not in {2, 3}:
        count = len(position)
        said = (f"一个坐标有 {count} 个数，应为 2 个", f"a position of {count} numbers, not 2")
        raise _WrongError("E_POSITION", *said)


def _is_number(value: object) -> bool:
    """Tell whether a value is a finite number; ``true`` is none, though Python counts it so."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -_MOST < value < _MOST

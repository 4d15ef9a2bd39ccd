"""Is the shape of a feature sound, and what is done where it is not?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate

from geo.intake.found import FoundRow, FoundTable, Geometry
from geo.intake.messages import Messages

_METRES: Final = 111_320.0
"""Metres of a degree of latitude."""
_HALF_TURN: Final = 180.0
_POLE: Final = 90.0
_POLYGON: Final = 3
"""Number of the type."""
_PROVINCE: Final = 1e11
"""Square metres of a province; no place that a district names is as large."""
_MANY, _MOST_OF_THEM = 4, 0.7
"""Places from which on one can be an exception, and the share that lies together then."""
_NEAR, _FAR = 1.0, 3.0
"""Degrees."""
_EAST: Final = shapely.box(-180, -90, 180, 90)
_WEST: Final = shapely.box(180, -90, 540, 90)


def with_sound_shapes(table: FoundTable, messages: Messages, *, by_feature: bool) -> FoundTable:
    """Return a table whose shapes can be drawn; `by_feature` says how its rows are named.

    Coordinates are degrees unless the table is on a plane.
    """
    in_degrees = is_in_degrees(table.system)
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    odd = _odd(shapes, in_degrees)
    if not odd.any():
        return table
    rows = tuple(
        replace(row, shape=_sound(row, messages, in_degrees, by_feature)) if is_odd else row
        for row, is_odd in zip(table.rows, odd, strict=True)
    )
    return replace(table, rows=rows)


def _odd(shapes: NDArray[np.object_], in_degrees: bool) -> NDArray[np.bool_]:
    """Return which shapes have to be looked at one by one."""
    there = ~shapely.is_missing(shapes)
    west, south, east, north = shapely.bounds(shapes).T
    odd = ~shapely.is_valid(shapes) | shapely.is_empty(shapes)
    if in_degrees:
        odd |= east - west > _HALF_TURN
    # Of a box that is less than a metre high or wide the area is small, or the shape is long.
    least = 1 / _METRES if in_degrees else 1
    small = np.minimum(east - west, north - south) < 10 * least
    odd |= small & np.isin(shapely.get_type_id(shapes), (3, 6))
    if in_degrees:  # and not metres that nobody named
        odd |= (shapely.area(shapes) > _PROVINCE / _METRES**2) & (north <= _POLE)
    return np.asarray(odd & there)


def is_in_degrees(system: str | None) -> bool:
    """Tell whether coordinates on a system are longitude and latitude."""
    return system is None or system in {"EPSG:4326", "EPSG:4490", "gcj02", "bd09"}


def area_m2(shape: Geometry, *, in_degrees: bool) -> float:
    """Return the area of a shape in square metres, to some percent in degrees."""
    if not in_degrees:
        return float(shape.area)
    _, south, _, north = shape.bounds
    middle = max(-89.0, min(89.0, (south + north) / 2))
    return float(shape.area) * _METRES**2 * math.cos(math.radians(middle))


def _sound(
    row: FoundRow, messages: Messages, in_degrees: bool, by_feature: bool
) -> Geometry | None:
    shape: Any = row.shape
    number = row.number
    line, feature = (None, number) if by_feature else (number, None)
    if shape.is_empty:
        said = ("图形是空的", "its shape is empty")
        done = ("当作没有位置", "It was taken as without a position")
        messages.add("W_EMPTY_GEOM", said, done, row=line, feature=feature)
        return None
    if in_degrees and _wraps(shape):
        said = ("图形跨过 180° 经线", "the shape crosses the antimeridian")
        done = ("已在那里分开", "It was cut there")
        messages.add("W_ANTIMERIDIAN", said, done, row=line, feature=feature)
        return _cut(shape)
    if not shape.is_valid:
        made = shapely.make_valid(shape)
        before, after = (area_m2(each, in_degrees=in_degrees) for each in (shape, made))
        why = shapely.is_valid_reason(shape).partition("[")[0]
        said = (f"图形有错（{why}）", f"the shape is not valid ({why})")
        done = (
            f"已修正，面积由 {before:,.0f} 变为 {after:,.0f} 平方米，请核对",
            f"It was mended, its area went from {before:,.0f} to {after:,.0f} m²; look it over",
        )
        messages.add("W_GEOM_INVALID", said, done, row=line, feature=feature)
        return made
    area = area_m2(shape, in_degrees=in_degrees)
    can_be_large = not in_degrees or shape.bounds[3] <= _POLE
    if shape.geom_type.endswith("Polygon") and (area < 1 or (area > _PROVINCE and can_be_large)):
        said = (
            ("面积不到 1 平方米", "its area is less than 1 m²")
            if area < 1
            else (f"面积有 {area / 1e6:,.0f} 平方公里", f"its area is {area / 1e6:,.0f} km²")
        )
        done = ("请核对单位和坐标", "Look over its unit and its coordinates")
        messages.add("W_EXTENT", said, done, row=line, feature=feature)
    return shape


def _wraps(shape: Geometry) -> bool:
    west, _, east, _ = shape.bounds
    if not (west >= -_HALF_TURN and east <= _HALF_TURN and east - west > _HALF_TURN):
        return False
    return not shape.geom_type.startswith("Multi") or any(_wraps(part) for part in shape.geoms)


def _cut(shape: Geometry) -> Geometry:
    """Return a shape cut at the antimeridian (RFC 7946, section 3.1.9)."""

    def eastward(found: shapely.lib.Geometry) -> shapely.lib.Geometry:
        turned = found.copy()
        turned[turned[:, 0] < 0, 0] += 2 * _HALF_TURN
        return turned

    whole = shapely.make_valid(shapely.transform(shape, eastward))
    parts = (whole.intersection(_EAST), translate(whole.intersection(_WEST), -2 * _HALF_TURN))
    return shapely.union_all([part for part in parts if not part.is_empty])


def tell_far(table: FoundTable, messages: Messages, *, by_feature: bool) -> None:
    """Say which few places lie in another part of the world than all others: a digit is wrong."""
    if not is_in_degrees(table.system):
        return
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    held = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    if len(held) < _MANY:
        return
    at = shapely.get_coordinates(shapely.centroid(shapes[held]))
    if (np.abs(at) > (180, 90)).any():
        return  # metres that nobody named, which is said
    away = np.abs(at - np.median(at, axis=0)).max(axis=1)
    far = held[away > _FAR]
    if (away < _NEAR).sum() < _MOST_OF_THEM * len(held) or not len(far):
        return
    for number in (table.rows[each].number for each in far):
        said = ("离其他地点几百公里以上", "lies some hundred kilometres or more from all others")
        done = ("请核对坐标的每一位", "Look its position over digit by digit")
        where = (None, number) if by_feature else (number, None)
        messages.add("W_FAR", said, done, row=where[0], feature=where[1])


def tell_winding(table: FoundTable, messages: Messages) -> None:
    """Say that outlines run clockwise, which RFC 7946 advises against and nothing depends on."""
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    parts, owners = shapely.get_parts(shapes, return_index=True)
    clockwise = ~shapely.is_ccw(shapely.get_exterior_ring(parts))
    is_polygon = shapely.get_type_id(parts) == _POLYGON
    for at in np.unique(owners[clockwise & is_polygon]):
        said = ("外环是顺时针", "its outline runs clockwise")
        number = table.rows[at].number
        messages.add("I_WINDING", said, ("不影响使用", "That does no harm"), feature=number)

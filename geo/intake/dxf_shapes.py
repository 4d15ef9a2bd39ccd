"""Which shape does one entity of a drawing have, in the coordinates in which it is drawn?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import shapely
from shapely.errors import ShapelyError

from geo.intake import dxf_curves as curves
from geo.intake.dxf_curves import Point
from geo.intake.dxf_entities import Entity
from geo.intake.dxf_hatch import outline_of
from geo.intake.found import Geometry

TEXTS: Final = frozenset(("TEXT", "MTEXT"))
_FLAGS, _CLOSED, _MESH, _FRAME = 70, 1, 16 | 64, 16
_FARTHEST: Final = 1e11
"""Metres, or millimetres."""
_OWN_AXES: Final = frozenset(
    ("LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "TEXT", "INSERT", "HATCH", "SOLID", "TRACE")
)
"""Entities whose x runs the other way where they are drawn from below."""


def shape_of(entity: Entity) -> Geometry | None:
    """Return the shape of an entity; None if it has none that is read."""
    try:
        up = tuple(entity.number(code, float(code == 230)) for code in (210, 220, 230))
        if abs(up[0]) > 1e-6 or abs(up[1]) > 1e-6:
            return None  # it stands upright or leans, and on a map it would be drawn elsewhere
        made = _shape(entity, turned=up[2] < 0)
    except (ValueError, IndexError, OverflowError, ShapelyError):
        return None
    if made is None or not is_drawable(made):
        return None
    if up[2] < 0 and entity.kind in _OWN_AXES:
        return shapely.transform(made, lambda points: points * (-1, 1))
    return made


def is_drawable(shape: Geometry) -> bool:
    """Tell whether a shape holds something, and lies where a drawing of the earth can."""
    return not shape.is_empty and max(map(abs, shape.bounds)) < _FARTHEST


def _shape(entity: Entity, *, turned: bool) -> Geometry | None:
    if entity.kind == "ELLIPSE":
        return _ellipse(entity, turned=turned)
    way = _WAYS.get(entity.kind)
    return None if way is None else way(entity)


def _placed(entity: Entity) -> Geometry:
    return shapely.Point(entity.points()[0])


def _line(entity: Entity) -> Geometry:
    return shapely.LineString([entity.points()[0], entity.points(11)[0]])


def _circle(entity: Entity) -> Geometry:
    return shapely.Polygon(curves.arc(entity.points()[0], entity.numbers(40)[0], 0, 360))


def _arc(entity: Entity) -> Geometry:
    angles = (entity.numbers(50)[0], entity.numbers(51)[0])
    return shapely.LineString(
        curves.arc(entity.points()[0], entity.numbers(40)[0], angles[0], angles[1])
    )


def _corners(entity: Entity) -> Geometry:
    return _run(entity.points(), _bulges(entity), closed=_is_closed(entity))


def _filled(entity: Entity) -> Geometry:
    return outline_of(entity.pairs)


def _is_closed(entity: Entity) -> bool:
    return bool(entity.whole(_FLAGS) & _CLOSED)


def _bulges(entity: Entity) -> list[float]:
    """Return the bulge of every corner; it stands behind the corner that it belongs to."""
    made: list[float] = []
    for code, value in entity.pairs:
        if code == 10:
            made.append(0.0)
        elif code == 42 and made:
            made[-1] = float(value)
    return made


def _old_run(entity: Entity) -> Geometry | None:
    """Return the line of a POLYLINE; meshes are none, and the frame of a spline is not drawn."""
    if entity.whole(_FLAGS) & _MESH:
        return None
    corners = [each for each in entity.parts if not each.whole(_FLAGS) & _FRAME]
    points = [each.points()[0] for each in corners]
    return _run(points, [each.number(42, 0.0) for each in corners], closed=_is_closed(entity))


def _run(points: list[Point], bulges: list[float], *, closed: bool) -> Geometry:
    ends_meet = len(points) > 3 and points[0] == points[-1]
    way = curves.bulged(points, bulges, closed=closed and len(points) > 1)
    if (closed or ends_meet) and len(set(way)) > 2:
        return shapely.Polygon(way)
    return shapely.LineString(points if closed else way)


def _ellipse(entity: Entity, *, turned: bool) -> Geometry:
    between = (entity.number(41, 0.0), entity.number(42, math.tau))
    major = entity.points(11)[0]
    way = curves.ellipse(entity.points()[0], major, entity.numbers(40)[0], between, turned=turned)
    whole = abs(between[1] - between[0]) >= math.tau - 1e-6
    return shapely.Polygon(way) if whole else shapely.LineString(way)


def _spline(entity: Entity) -> Geometry:
    """Return the line of a spline: by its controls, or through the points that it was laid on."""
    controls = entity.points()
    if controls:
        way = curves.spline(entity.whole(71), entity.numbers(40), controls, entity.numbers(41))
    else:
        way = entity.points(11)
    if _is_closed(entity) and len(set(way)) > 2:
        return shapely.Polygon(way)
    return shapely.LineString(way)


def _patch(entity: Entity) -> Geometry:
    """Return a patch of three or four corners; a SOLID names its last two crosswise."""
    first, second, third = (entity.points(code)[0] for code in (10, 11, 12))
    fourth = (entity.points(13) or [third])[0]
    crossed = entity.kind != "3DFACE"
    ring = [first, second, fourth, third] if crossed else [first, second, third, fourth]
    return shapely.Polygon(ring)


_WAYS: Final[dict[str, Callable[[Entity], Geometry | None]]] = {
    **dict.fromkeys(("POINT", "TEXT", "MTEXT", "INSERT"), _placed),
    **{"LINE": _line, "CIRCLE": _circle, "ARC": _arc, "SPLINE": _spline, "HATCH": _filled},
    **{"LWPOLYLINE": _corners, "POLYLINE": _old_run},
    **dict.fromkeys(("SOLID", "TRACE", "3DFACE"), _patch),
}

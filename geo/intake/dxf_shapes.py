"""Which shape does an entity of a drawing have, what does a text say, and which shape does it name?

Shapes are in the coordinates in which they are drawn. A text names a shape only where there is
hardly a doubt: it stands alone within an outline, or next to one point or line and to no other.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
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
_CODES: Final = re.compile(r"%%(?:[uoUO]|\d{3}|[dDpPcC%])")
_SIGNS: Final = {"%%d": "°", "%%p": "±", "%%c": "⌀", "%%%": "%"}
_UNICODE: Final = re.compile(r"\\[Uu]\+([0-9A-Fa-f]{4})")
_FORMS: Final = re.compile(r"\\[ACFHQTWacfhqtw][^;{}]*;|\\[LlOoKk]")
_STACKED: Final = re.compile(r"\\S([^;]*);")
_IS_NAME: Final = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
_BUILT: Final = re.compile(r"[砖砼混木石土钢铁破棚简建混凝结构架空]{1,3}\s*\d{0,2}")
"""How a building is built, and its floors, as surveyors write into its outline."""
_NEAR: Final = 2.5
"""Heights of a text within which it stands next to something."""


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


def plain_text(text: str) -> str:
    r"""Return a text of a drawing without what only says how it looks.

    >>> plain_text(r"{\fSimSun|b0;文昌\H2x;小区}\P一期"), plain_text(r"\U+660E华路45%%d")
    ('文昌小区 一期', '明华路45°')
    """
    said = _CODES.sub(lambda found: _SIGNS.get(found[0].lower(), ""), unescaped(text))
    said = _STACKED.sub(lambda found: re.sub(r"[#^]", "/", found[1]), said)
    said = _FORMS.sub("", re.sub(r"\\P|\\~|\^[IJM]", " ", said))
    return " ".join(re.sub(r"\\([\\{}])|[{}]", lambda found: found[1] or "", said).split())


def unescaped(text: str) -> str:
    r"""Return a text with its signs as themselves, where a drawing has their numbers.

    >>> unescaped(r"\U+5730\U+5757")
    '地块'
    """
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)


def can_name(text: str) -> bool:
    """Tell whether a text may be the name of a place: not a height, nor how a house is built.

    >>> can_name("文昌小区"), can_name("45.23"), can_name("砖3"), can_name("K1+200")
    (True, False, False, False)
    """
    return bool(_IS_NAME.search(text)) and _BUILT.fullmatch(text) is None


def names_of(shapes: Sequence[Any], texts: Sequence[tuple[str, Any, float]]) -> dict[int, int]:
    """Return which text names which shape, by their places in the lists.

    Parameters
    ----------
    texts : sequence of (text, point, height)
    """
    if not shapes or not texts:
        return {}
    places = np.array([point for _, point, _ in texts], dtype=object)
    made = _within(shapes, places)
    near = _beside(shapes, places, np.array([height for *_, height in texts]))
    free = {shape: text for shape, text in near.items() if shape not in made}
    return {**{s: t for s, t in free.items() if t not in set(made.values())}, **made}


def _within(shapes: Sequence[Any], places: Any) -> dict[int, int]:
    """Return outlines in which one text stands, and for which it is the narrowest outline."""
    areas = np.array([s if s.geom_type.endswith("Polygon") else None for s in shapes], dtype=object)
    text, area = shapely.STRtree(areas).query(places, predicate="within")
    narrowest: dict[int, int] = {}
    sizes = shapely.area(areas)
    for at, of in zip(text.tolist(), area.tolist(), strict=True):
        if at not in narrowest or sizes[of] < sizes[narrowest[at]]:
            narrowest[at] = of
    return _single([(of, at) for at, of in narrowest.items()])


def _beside(shapes: Sequence[Any], places: Any, heights: Any) -> dict[int, int]:
    """Return points and lines next to which one text stands, and which that text alone is near."""
    lines = np.array([None if s.geom_type.endswith("Polygon") else s for s in shapes], dtype=object)
    text, line = shapely.STRtree(lines).query(places, predicate="dwithin", distance=heights * _NEAR)
    pairs = list(zip(line.tolist(), text.tolist(), strict=True))
    alone = _single([(at, of) for of, at in pairs])
    return _single([(of, at) for of, at in pairs if alone.get(at) == of])


def _single(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Return the pairs whose first number stands in no other pair."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        held[key].append(value)
    return {key: values[0] for key, values in held.items() if len(values) == 1}

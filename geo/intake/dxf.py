"""Which places does a drawing in DXF hold?

Points, lines, outlines, circles and texts of its model; what stands in blocks stays there, and what
is of another kind is counted and said. A drawing never names its reference system.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import shapely
from shapely.errors import ShapelyError

from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundTable, Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.grid import too_many
from geo.intake.limits import MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts_of_bytes import text_of

Pair = tuple[int, str]
_LAYER, _TEXT, _BLOCK, _FLAGS, _RADIUS = 8, 1, 2, 70, 40
_CLOSED: Final = 1
_PLACED: Final = frozenset(("POINT", "TEXT", "MTEXT", "INSERT"))
_RUNS: Final = frozenset(("LWPOLYLINE", "POLYLINE"))


def read_dxf(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the entities of a drawing as one table, with their layer and text.

    Raises
    ------
    NotTakenError
        If it is broken or cut off.
    """
    features: list[Feature] = []
    others: Counter[str] = Counter()
    vertices = 0
    for kind, pairs in _entities(_pairs(text_of(content, messages))):
        if len(features) >= MOST_FEATURES:
            raise too_many()
        shape = _shape(kind, pairs)
        if shape is None:
            others[kind] += 1
            continue
        vertices += int(shapely.get_num_coordinates(shape))
        refuse_vertices(vertices)
        said = dict(pairs)
        cells = {"layer": said.get(_LAYER, ""), "kind": kind}
        if kind in _PLACED and (text := said.get(_BLOCK if kind == "INSERT" else _TEXT)):
            cells["text"] = text
        features.append(Feature(len(features) + 1, cells, shape))
    if others:
        named = ", ".join(f"{kind} {count}" for kind, count in others.most_common(8))
        told = (f"有 {others.total()} 个图元没有读入（{named}）", f"not read: {named}")
        remedy = (
            "需要的话，请先转成点、线或多段线",
            "If they are wanted, turn them into points, lines or polylines",
        )
        messages.add("W_FEATURE_DROPPED", told, remedy)
    return (table_of_features(name, features, messages),)


def _pairs(text: str) -> list[Pair]:
    """Return the pairs of a code and a value that a DXF is made of."""
    lines = text.replace("\r\n", "\n").split("\n")
    made: list[Pair] = []
    for at in range(0, len(lines) - 1, 2):
        code = lines[at].strip()
        if not code.lstrip("-").isdigit() or len(code) > 5 or not code.isascii():
            raise _broken(at + 1)
        made.append((int(code), lines[at + 1].strip()))
        if made[-1] == (0, "EOF"):
            return made
    raise _broken(len(lines))


def _entities(pairs: list[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    """Yield the entities of the model; the corners of a polyline are laid into it."""
    section, held = "", None
    starts = [at for at, pair in enumerate(pairs) if pair[0] == 0]
    for at, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        kind, body = pairs[at][1].upper(), pairs[at + 1 : end]
        if kind == "SECTION":
            section = next((value.upper() for code, value in body if code == 2), "")
        elif section != "ENTITIES" or kind in {"ENDSEC", "EOF"}:
            continue
        elif kind == "POLYLINE":
            held = [pair for pair in body if pair[0] not in (10, 20)]
        elif kind == "VERTEX" and held is not None:
            held += [pair for pair in body if pair[0] in (10, 20)]
        elif kind == "SEQEND":
            if held is not None:
                yield "POLYLINE", held
            held = None
        else:
            yield kind, body


def _shape(kind: str, pairs: list[Pair]) -> Geometry | None:
    """Return the shape of an entity; None if it has none that is read."""
    try:
        points = list(zip(_numbers(pairs, 10), _numbers(pairs, 20), strict=True))
        if kind in _PLACED:
            return shapely.Point(points[0])
        if kind == "LINE":
            ends = list(zip(_numbers(pairs, 11), _numbers(pairs, 21), strict=True))
            return shapely.LineString([points[0], ends[0]])
        if kind == "CIRCLE":
            return shapely.Point(points[0]).buffer(_numbers(pairs, _RADIUS)[0])
        if kind in _RUNS:
            flags = next((value for code, value in pairs if code == _FLAGS), "0")
            return _run(points, closed=bool(int(flags) & _CLOSED))
    except (ValueError, IndexError, ShapelyError):
        return None
    return None


def _run(points: list[tuple[float, float]], *, closed: bool) -> Geometry:
    ends_meet = len(points) > 3 and points[0] == points[-1]
    if (closed or ends_meet) and len(points) > 2:
        return shapely.Polygon(points)
    return shapely.LineString(points)


def _numbers(pairs: list[Pair], code: int) -> list[float]:
    made = [float(value) for each, value in pairs if each == code]
    if not all(map(math.isfinite, made)):
        raise ValueError("a coordinate that is no number")
    return made


def _broken(line: int) -> NotTakenError:
    said = (f"第 {line} 行起不是 DXF，或没有传完", f"from line {line} on it is no DXF, or cut off")
    return NotTakenError("E_DXF", said, ("请重新导出", "Export it again"), row=line)

"""Which places does a drawing in DXF hold?

All that its model shows: points, lines, outlines, curves, hatches, and what its blocks hold. What
is of another kind is counted and said. A drawing never names its reference system.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.affinity import scale

from geo.intake.dxf_blocks import BLOCK, METRES, Laid, Piece
from geo.intake.dxf_entities import SENTINEL, binary_pairs, drawing_of, pairs_of
from geo.intake.dxf_shapes import can_name, names_of
from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundTable
from geo.intake.messages import Messages
from geo.intake.texts_of_bytes import text_of

_UNNAMED: Final = frozenset(("", "0", "DEFPOINTS"))
"""Layers on which everything lies that nobody laid on one."""
_BEGINS: Final = re.compile(
    r"AutoCAD Binary DXF|(?:\s*999\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\s*\r?\n"
)
"""Binary, or in text: perhaps remarks, then the first section."""
_GRID: Final = 1e-4
_MILLIMETRES: Final = 4
_UNITS: Final = {
    **{1: 0.0254, 2: 0.3048, _MILLIMETRES: 0.001, 5: 0.01, 6: 1.0, 7: 1_000.0},
    **{14: 0.1, 15: 10.0, 16: 100.0},
}
"""Metres of the units that ``$INSUNITS`` numbers; of one not named, millimetres are likeliest."""
_NORTHINGS: Final = (1_900_000.0, 7_100_000.0)
_EASTINGS: Final = ((100_000.0, 900_000.0), (8_100_000.0, 46_000_000.0))
"""Of planes of China: without a number of the zone, and with one or on Web Mercator."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Something that is drawn, with the text that names it."""

    piece: Piece
    name: str


def is_dxf(head: str) -> bool:
    """Tell whether a file is a drawing, by what it begins with as text."""
    return _BEGINS.match(head) is not None


def read_dxf(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return what a drawing shows as one table, with names where the drawing has them.

    Raises
    ------
    NotTakenError
        If it is broken or cut off.
    """
    binary = content.startswith(SENTINEL)
    pairs = binary_pairs(content, messages) if binary else pairs_of(text_of(content, messages))
    drawing = drawing_of(pairs)
    laid = Laid(drawing)
    pieces = _in_metres(_without_fillings(laid.pieces()), drawing.unit, messages)
    pieces = _without_strays(pieces, messages)
    if laid.dropped:
        _tell_dropped(laid.dropped, messages)
    features = [
        Feature(number, _cells(each, name), each.piece.shape)
        for number, each in enumerate(_named(pieces, messages), 1)
    ]
    return (table_of_features(name, features, messages),)


def _cells(given: _Named, drawing: str) -> dict[str, str]:
    piece = given.piece
    layer = drawing if piece.layer.upper() in _UNNAMED else piece.layer
    return {"layer": layer, "entity": piece.kind, "name": given.name, **piece.said}


def _without_fillings(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the hatches that only fill an outline which is drawn as well."""

    def form(piece: Piece) -> bytes:
        return bytes(shapely.set_precision(piece.shape, _GRID).normalize().wkb)

    if not any(piece.kind == "HATCH" for piece in pieces):
        return pieces
    areas = (each for each in pieces if each.kind != "HATCH" and each.shape.geom_type == "Polygon")
    drawn = {form(each) for each in areas if each.shape.is_valid}
    return [each for each in pieces if each.kind != "HATCH" or form(each) not in drawn]


def _in_metres(pieces: list[Piece], unit: int, messages: Messages) -> list[Piece]:
    """Return the pieces of a drawing in metres, where its own unit lays it on a plane of China.

    What a drawing says of its unit is often that of the program's template, so it is looked at
    only where its numbers can be no metres.
    """
    middles = [each.shape.centroid.coords[0] for each in pieces]
    times = _UNITS.get(unit, _UNITS[_MILLIMETRES])
    if not middles or times == 1:
        return pieces
    x, y = (abs(statistics.median(numbers)) for numbers in zip(*middles, strict=True))
    if _is_on_a_plane(x, y) or not _is_on_a_plane(x * times, y * times):
        return pieces
    said = (
        f"图纸的单位是 {times:g} 米，不是米",
        f"the unit of the drawing is {times:g} m, not a metre",
    )
    messages.add("W_UNIT", said, ("已换算成米，请核对", "It was converted; look it over"))
    return [
        replace(
            each,
            shape=scale(each.shape, times, times, origin=(0, 0)),
            height=each.height * times,
        )
        for each in pieces
    ]


def _is_on_a_plane(x: float, y: float) -> bool:
    """Tell whether numbers can be metres on a plane of China, in either order."""
    return any(
        _NORTHINGS[0] < north < _NORTHINGS[1] and any(low < east < high for low, high in _EASTINGS)
        for east, north in ((x, y), (y, x))
    )


def _without_strays(pieces: list[Piece], messages: Messages) -> list[Piece]:
    """Return the pieces of a drawing on a plane without those that lie at its origin.

    Frames, legends and what was drawn before the coordinates were set lie there.
    """
    away = [min(map(abs, each.shape.centroid.coords[0])) > METRES for each in pieces]
    left = len(away) - sum(away)
    if not left or left * 2 >= len(away):
        return pieces
    said = (
        f"有 {left} 个图元在原点附近，与其他的相距几百公里",
        f"entities near the origin, some hundred kilometres from all others: {left}",
    )
    done = ("像是图框、图例，没有读入", "They seem to be a frame or a legend and were not read")
    messages.add("W_FEATURE_DROPPED", said, done, field=None)
    return [each for each, is_away in zip(pieces, away, strict=True) if is_away]


def _named(pieces: list[Piece], messages: Messages) -> list[_Named]:
    """Return the pieces with their names, in order; texts that name one are no places beside it."""
    drawn = [each for each in pieces if not each.text]
    texts = [each for each in pieces if each.text and can_name(each.text)]
    left = len(pieces) - len(drawn) - len(texts)
    if left:
        said = (
            f"有 {left} 处文字不是名称（高程、层数等）",
            f"texts that are no names, such as heights and floors: {left}",
        )
        messages.add("I_ASIDE", said, ("没有当作地点", "They were not taken for places"))
    marked = [(each.text, each.shape, each.height) for each in texts]
    shapes = [each.shape for each in drawn]
    by_shape = names_of(shapes, marked)
    used = set(by_shape.values())
    made = [
        _Named(each, texts[by_shape[at]].text if at in by_shape else _attribute(each))
        for at, each in enumerate(drawn)
    ]
    return made + [_Named(each, each.text) for at, each in enumerate(texts) if at not in used]


def _attribute(piece: Piece) -> str:
    """Return the attribute that names a block: the only one that can be a name."""
    found = [text for tag, text in piece.said.items() if tag != BLOCK and can_name(text)]
    return found[0] if len(found) == 1 else ""


def _tell_dropped(dropped: Counter[str], messages: Messages) -> None:
    named = ", ".join(f"{kind} {count}" for kind, count in dropped.most_common(8))
    told = (f"有 {dropped.total()} 个图元没有读入（{named}）", f"not read: {named}")
    remedy = (
        "需要的话，请先转成点、线或多段线",
        "If they are wanted, turn them into points, lines or polylines",
    )
    messages.add("W_FEATURE_DROPPED", told, remedy)

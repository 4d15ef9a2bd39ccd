"""Which entities and blocks does a drawing in DXF hold, as the file has them?

A DXF is a run of pairs, each a code and a value. What belongs together is laid together here: the
corners into their polyline, the attributes into their insert, the entities into their block. A
binary DXF holds the same pairs, each value in as many bytes as its code says.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts_of_bytes import text_of

Pair = tuple[int, str]
_OWNED: Final = frozenset(("VERTEX", "ATTRIB"))
_UNIT: Final = (9, "$INSUNITS")
_WHOLE: Final = 70
_BLOCKS, _ENTITIES = "BLOCKS", "ENTITIES"
PAPER, NAME, LAYER, FOLLOWED = 67, 2, 8, 66
"""Codes: on the sheet of paper rather than in the model; a name; a layer; attributes follow."""
SENTINEL: Final = b"AutoCAD Binary DXF\r\n\x1a\x00"
_FORMS: Final[tuple[tuple[range, str], ...]] = (
    *((range(10, 60), "<d"), (range(110, 150), "<d"), (range(210, 240), "<d")),
    *((range(460, 470), "<d"), (range(1010, 1060), "<d")),
    *((range(60, 80), "<h"), (range(170, 180), "<h"), (range(270, 290), "<h")),
    *((range(370, 390), "<h"), (range(400, 410), "<h"), (range(1060, 1071), "<h")),
    *((range(90, 100), "<i"), (range(420, 430), "<i"), (range(440, 460), "<i")),
    *((range(1071, 1072), "<i"), (range(160, 170), "<q"), (range(290, 300), "<b")),
)
_LUMPS: Final = frozenset({*range(310, 320), 1004})
_OLD: Final = 255
"""Before release 13 a code was one byte, and this one said that two more follow."""


def binary_pairs(content: bytes, messages: Messages) -> list[Pair]:
    """Return the pairs of a binary DXF, each value as it stands in a DXF in text.

    Raises
    ------
    NotTakenError
        If it is broken or cut off.
    """
    at = len(SENTINEL)
    # A file begins with the pair of 0 and SECTION: the second byte tells how wide a code is.
    wide = content[at + 1 : at + 2] == b"\0"
    made: list[tuple[int, bytes]] = []
    try:
        while not made or made[-1] != (0, b"EOF"):
            code, at = _code(content, at, wide=wide)
            value, at = _value(content, at, code)
            made.append((code, value))
    except (struct.error, ValueError, IndexError):
        raise broken(None) from None
    # All texts are decoded together, so that their encoding is found by all of them.
    text = text_of(b"\n".join(value.replace(b"\n", b" ") for _, value in made), messages)
    values = text.split("\n")
    if len(values) != len(made):
        raise broken(None)
    return [(code, value.strip()) for (code, _), value in zip(made, values, strict=True)]


def _code(content: bytes, at: int, *, wide: bool) -> tuple[int, int]:
    if wide:
        return struct.unpack_from("<h", content, at)[0], at + 2
    if content[at] == _OLD:
        return struct.unpack_from("<h", content, at + 1)[0], at + 3
    return content[at], at + 1


def _value(content: bytes, at: int, code: int) -> tuple[bytes, int]:
    """Return the value of a code, and where the next pair begins."""
    for codes, form in _FORMS:
        if code in codes:
            (number,) = struct.unpack_from(form, content, at)
            return repr(number).encode(), at + struct.calcsize(form)
    if code in _LUMPS:
        length = content[at]
        return b"", at + 1 + length
    end = content.index(b"\0", at)
    return content[at:end], end + 1


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its pairs in order, and the entities that belong to it."""

    kind: str
    pairs: tuple[Pair, ...]
    parts: tuple[Entity, ...] = ()

    def text(self, code: int, otherwise: str = "") -> str:
        """Return the first value of a code."""
        return next((value for each, value in self.pairs if each == code), otherwise)

    def numbers(self, code: int) -> list[float]:
        """Return all values of a code.

        Raises
        ------
        ValueError
            If one is no number, or not a finite one.
        """
        return [_number(value) for each, value in self.pairs if each == code]

    def number(self, code: int, otherwise: float) -> float:
        """Return the first value of a code as a number."""
        found = self.text(code)
        return _number(found) if found else otherwise

    def whole(self, code: int, otherwise: int = 0) -> int:
        """Return the first value of a code as a whole number."""
        return int(self.number(code, otherwise))

    def points(self, code: int = 10) -> list[tuple[float, float]]:
        """Return the positions whose x has a code, and whose y has the code ten above."""
        return list(zip(self.numbers(code), self.numbers(code + 10), strict=True))


@dataclass(frozen=True, slots=True)
class Block:
    """What an insert stands for; `base` is the point of it that is laid on the insert's."""

    base: tuple[float, float]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The entities of the model, and the blocks by the name in capitals.

    `unit` is what ``$INSUNITS`` says of its coordinates: 4 for millimetres, 6 for metres, 0 where
    it says nothing.
    """

    entities: tuple[Entity, ...]
    blocks: Mapping[str, Block] = field(default_factory=dict)
    unit: int = 0


def drawing_of(pairs: list[Pair]) -> Drawing:
    """Return what the pairs of a file describe; sections of another kind are passed over."""
    found: dict[str, list[Entity]] = {_BLOCKS: [], _ENTITIES: []}
    section, unit = "", 0
    for each in _entities(pairs):
        if each.kind == "SECTION":
            section = each.text(NAME).upper()
            unit = _unit(each.pairs) if section == "HEADER" else unit
        elif section in found and each.kind not in {"ENDSEC", "EOF"}:
            found[section].append(each)
    return Drawing(tuple(_joined(found[_ENTITIES])), dict(_blocks(found[_BLOCKS])), unit)


def _unit(header: tuple[Pair, ...]) -> int:
    """Return the number of the unit that a header names; 0 where it names none."""
    following = dict(pairwise(header))
    code, value = following.get(_UNIT, (0, ""))
    return int(value) if code == _WHOLE and value.isdecimal() and len(value) < 3 else 0


def _entities(pairs: list[Pair]) -> Iterator[Entity]:
    starts = [at for at, pair in enumerate(pairs) if pair[0] == 0]
    for at, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        yield Entity(pairs[at][1].upper(), tuple(pairs[at + 1 : end]))


def _joined(found: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the entities with what belongs to them, up to the end of its sequence."""
    owner: Entity | None = None
    parts: list[Entity] = []
    for each in found:
        if owner is not None and each.kind in _OWNED:
            parts.append(each)
            continue
        if owner is not None:
            yield replace(owner, parts=tuple(parts))
            owner = None
        if each.kind == "POLYLINE" or (each.kind == "INSERT" and each.text(FOLLOWED) == "1"):
            owner, parts = each, []
        elif each.kind != "SEQEND":
            yield each
    if owner is not None:
        yield replace(owner, parts=tuple(parts))


def _blocks(found: Iterable[Entity]) -> Iterator[tuple[str, Block]]:
    head: Entity | None = None
    inside: list[Entity] = []
    for each in found:
        if each.kind == "BLOCK":
            head, inside = each, []
        elif each.kind == "ENDBLK" and head is not None:
            try:
                base = next(iter(head.points()), (0.0, 0.0))
            except ValueError:
                base = (0.0, 0.0)
            yield head.text(NAME).upper(), Block(base, tuple(_joined(inside)))
            head = None
        elif head is not None:
            inside.append(each)


def pairs_of(text: str) -> list[Pair]:
    """Return the pairs of a DXF in text.

    Raises
    ------
    NotTakenError
        If it is broken or cut off.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    made: list[Pair] = []
    for at in range(0, len(lines) - 1, 2):
        code = lines[at].strip()
        if not code.lstrip("-").isdigit() or len(code) > 5 or not code.isascii():
            raise broken(at + 1)
        made.append((int(code), lines[at + 1].strip()))
        if made[-1] == (0, "EOF"):
            return made
    raise broken(len(lines))


def broken(line: int | None) -> NotTakenError:
    """Return the refusal of a drawing that cannot be read from a line on."""
    said = (
        (f"第 {line} 行起不是 DXF，或没有传完", f"from line {line} on it is no DXF, or cut off")
        if line is not None
        else ("不是完整的 DXF，可能没有传完", "it is no whole DXF, and may be cut off")
    )
    return NotTakenError("E_DXF", said, ("请重新导出", "Export it again"), row=line)


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError("a coordinate that is no number")
    return found

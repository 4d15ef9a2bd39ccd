"""Which pairs does a binary DXF hold, and what is written otherwise in it than in text?"""

from __future__ import annotations

import struct
from typing import Final

from geo.intake.dxf_entities import Pair, broken
from geo.intake.messages import Messages
from geo.intake.texts_of_bytes import text_of

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

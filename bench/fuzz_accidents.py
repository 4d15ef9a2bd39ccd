"""What accidents befall a file, and what may stand in it where another value is meant?

By bytes, as by a broken copy; by values, as by a hand that knows the format.
"""

from __future__ import annotations

import copy
import json
import random
import struct
from typing import Any, Final

VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1e308, 1e-320, 2**31, 2**53 + 1, -(2**63), 10**400, float("inf")),
    *("", " ", "\x00", "\x1b[2J", "\ud800", "\u202e", "\u2028", "a" * 100_000, "路" * 30_000),
    *(
        "=1+1",
        "{{7*7}}",
        "2022-02-30",
        "1e309",
        "NaN",
        "'; DROP TABLE a; --",
        "../../x",
        "EPSG:3857",
    ),
    *([], [[]], [[[[[[]]]]]], {}, {"type": "Feature"}, {"type": "link"}, [0] * 10_000),
)
"""Values that a file may hold where another is meant."""
_NAMES: Final = ("crs", "bbox", "id", "geometries", "type", "x")
_WORDS: Final = (
    *(b'"', b"\\", b"[", b"]", b"{", b"}", b",", b":", b"\n", b"\r", b"\x00", b"\x1e", b"\xff\xfe"),
    *(
        b"NaN",
        b"1e999",
        b"-",
        b"null",
        b"\\ud800",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\x1f\x8b",
        b"[" * 500,
    ),
    *(
        struct.pack("<i", -1),
        struct.pack("<q", 2**63 - 1),
        struct.pack(">i", 2**31 - 1),
        b"\x00" * 16,
    ),
)


def by_bytes(dice: random.Random, content: bytes) -> bytes:
    """Return a file after a few accidents."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 1, 2, 4, 8, 64, 1000)))
        kind = dice.randrange(8)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 2:
            del data[at:end]
        elif kind == 3:
            data[at:at] = data[dice.randrange(len(data) + 1) :][:64]
        elif kind == 4:
            data[at:end] = dice.choice(_WORDS)
        elif kind == 5:
            data[at:at] = dice.choice(_WORDS)
        elif kind == 6 and dice.random() < 0.3:
            del data[at:]
        elif kind == 7 and dice.random() < 0.3:
            data[at:at] = bytes(data[at:end]) * dice.choice((100, 10_000))
    return bytes(data[: 8 << 20])


def changed_values(dice: random.Random | None, value: Any) -> Any:
    """Return JSON data of which some values are others; the same where there are no dice."""
    changed = copy.deepcopy(value)
    for _ in range(dice.choice((1, 1, 2, 4)) if dice else 0):
        at = changed
        while dice and isinstance(at, dict | list) and at:
            key = dice.choice(list(at)) if isinstance(at, dict) else dice.randrange(len(at))
            inner = at[key]
            if not isinstance(inner, dict | list) or not inner or dice.random() < 0.2:
                _change(dice, at, key)
                break
            at = inner
    return changed


def _change(dice: random.Random, within: Any, key: Any) -> None:
    """Change, drop or double one member."""
    kind = dice.randrange(6)
    if kind == 0:
        del within[key]
    elif kind == 1 and isinstance(within, list):
        short = len(repr(within[key])) < 2_000
        count = dice.choice((1, 3, 2_000 if short else 10))
        within.extend([copy.deepcopy(within[key]) for _ in range(count)])
    elif kind == 1:
        within[dice.choice(_NAMES)] = copy.deepcopy(dice.choice(VALUES))
    else:
        within[key] = copy.deepcopy(dice.choice(VALUES))


def json_bytes(value: Any) -> bytes:
    """Return data as JSON, what is beyond all numbers as text that reads so."""
    return json.dumps(value).replace("Infinity", "1e999").encode()

"""What does a reader of docs/served-files.md find in the files of a crowd?"""

from __future__ import annotations

import gzip
import json
import math
import struct
from typing import Any

SIDE = 2**30


FORMATS = {"uint8": "B", "uint16": "H", "uint32": "I", "int32": "i"}


Columns = dict[str, list[int]]


def opened(content: bytes) -> tuple[int, Columns]:
    plain = gzip.decompress(content)
    assert plain[:4] == b"OMC1"
    (length,) = struct.unpack("<I", plain[4:8])
    head = json.loads(plain[8 : 8 + length].decode())
    found = {}
    for name, column in head["columns"].items():
        assert column["at"] % 8 == 0
        sign = FORMATS[column["type"]]
        found[name] = list(struct.unpack_from(f"<{column['length']}{sign}", plain, column["at"]))
    return head["count"], found


def wrapped(number: int) -> int:
    return number % 2**32


def summed(differences: list[int]) -> list[int]:
    reached, found = 0, []
    for difference in differences:
        reached = wrapped(reached + difference)
        found.append(reached)
    return found


def drawn(content: bytes) -> list[dict[str, Any]]:
    """Return category, kind, anchor and parts of each place of a chunk."""
    count, columns = opened(content)
    xs, ys = summed(columns["x"]), summed(columns["y"])
    lengths = iter(columns["lengths"])
    steps = iter(zip(columns["dx"], columns["dy"], strict=True))
    places = []
    for number in range(count):
        at, parts = (xs[number], ys[number]), []
        reached = at
        for _ in range(columns["parts"][number]):
            part = []
            for _ in range(next(lengths)):
                dx, dy = next(steps)
                reached = wrapped(reached[0] + dx), wrapped(reached[1] + dy)
                part.append(reached)
            parts.append(part)
        places.append(
            {"category": columns["category"][number], "kind": columns["kind"][number]}
            | {"anchor": at, "parts": parts or [[at]]}
        )
    assert next(lengths, None) is None
    assert next(steps, None) is None
    return places


def spot(corner: list[float]) -> tuple[float, float]:
    y = math.log(math.tan(math.pi / 4 + math.radians(corner[1]) / 2))
    return (corner[0] + 180) / 360 * SIDE, (0.5 - y / (2 * math.pi)) * SIDE

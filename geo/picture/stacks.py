"""Which symbols of a picture would hide each other, and what stands on the one that is seen?

The rule of ``geo/browser/map/stacks.js`` for pictures, which cannot be asked for a list: the
one symbol that is drawn carries the numbers of all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from geo.picture.viewport import Point

HIDDEN_PX: Final = 16.0
"""Symbols nearer than this hide each other's icons."""
_LONGEST: Final = 9
"""Signs of a badge that stay legible on one symbol."""


def stacks(spots: Mapping[str, Point]) -> list[list[str]]:
    """Return the names of symbols, those on one spot together, in their order."""
    found: list[list[str]] = []
    squares: dict[tuple[int, int], list[list[str]]] = {}
    for name, spot in spots.items():
        column, row = (math.floor(side / HIDDEN_PX) for side in spot)
        around = [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        near = [stack for square in around for stack in squares.get(square, [])]
        host = next((s for s in near if math.dist(spots[s[0]], spot) < HIDDEN_PX), None)
        if host is None:
            host = []
            found.append(host)
            squares.setdefault((column, row), []).append(host)
        host.append(name)
    return found


def runs(numbers: Sequence[int]) -> str:
    """Return rising numbers as short as they can be written.

    >>> runs([4]), runs([1, 2, 3, 7]), runs([1, 4, 9, 16, 25])
    ('4', '1–3,7', '1 +4')
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    words = ",".join(f"{p[0]}–{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)
    return words if len(words) <= _LONGEST else f"{numbers[0]} +{len(numbers) - 1}"

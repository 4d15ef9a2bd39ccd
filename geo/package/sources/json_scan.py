"""Where are the brackets and commas of a JSON text, and how deeply is it nested?

Works on pieces of any length, column by column instead of sign by sign, so that a file of gigabytes
is followed without being held. Strings are left out; whether the text is JSON at all is decided
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

PIECE: Final = 1 << 20
"""Bytes looked at together."""
Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Positions = np.ndarray[tuple[int], np.dtype[np.int64]]

_QUOTE, _BACKSLASH, _OPEN, _CLOSE, _COMMA = 1, 2, 3, 4, 5
_KINDS: Final = np.zeros(256, np.uint8)
_KINDS[ord('"')] = _QUOTE
_KINDS[ord("\\")] = _BACKSLASH
_KINDS[[ord("["), ord("{")]] = _OPEN
_KINDS[[ord("]"), ord("}")]] = _CLOSE
_KINDS[ord(",")] = _COMMA


@dataclass(frozen=True, slots=True)
class Marks:
    """Brackets and commas of one piece, in order.

    `at` counts bytes from the first one of the text; `depth` is how many brackets are open after
    the mark.
    """

    at: Positions
    opens: np.ndarray[tuple[int], np.dtype[np.bool_]]
    commas: np.ndarray[tuple[int], np.dtype[np.bool_]]
    depth: Positions


class Scan:
    """Follows a text piece by piece."""

    def __init__(self) -> None:
        self.position = 0
        self.depth = 0
        self._in_string = 0
        self._escaping = 0

    def feed(self, piece: Bytes) -> Marks:
        """Return the marks of the next piece."""
        kinds = _KINDS[piece]
        found = np.flatnonzero(kinds)
        kinds = kinds[found]
        quotes = kinds == _QUOTE
        if self._escaping or bool((kinds == _BACKSLASH).any()):
            quotes &= ~self._escaped(found, found[kinds == _BACKSLASH])
        if len(piece):
            self._escaping = self._left_open(piece)
        inside = (np.cumsum(quotes) + self._in_string) & 1
        self._in_string = int(inside[-1]) if len(inside) else self._in_string
        marks = (inside == 0) & (kinds >= _OPEN)
        found, kinds = found[marks], kinds[marks]
        opens = kinds == _OPEN
        steps = opens.astype(np.int64) - (kinds == _CLOSE)
        depth = np.cumsum(steps) + self.depth
        self.depth = int(depth[-1]) if len(depth) else self.depth
        start, self.position = self.position, self.position + len(piece)
        return Marks(found + start, opens, kinds == _COMMA, depth)

    def _escaped(self, found: Positions, slashes: Positions) -> np.ndarray:
        """Tell which of the signs at `found` follow an odd number of backslashes."""
        starts = np.flatnonzero(np.diff(slashes, prepend=-2) != 1)
        first = np.repeat(starts, np.diff(starts, append=len(slashes)))
        odd = (np.arange(len(slashes)) - first + 1) & 1
        if self._escaping and len(slashes) and slashes[0] == 0:
            odd = np.where(first == 0, odd ^ 1, odd)
        odd_at = slashes[odd == 1] + 1
        escaped: np.ndarray = np.isin(found, odd_at)
        if self._escaping:
            escaped |= found == 0
        return escaped

    def _left_open(self, piece: Bytes) -> int:
        """Return 1 if `piece` ends in the middle of an escape."""
        other = np.flatnonzero(piece[::-1] != ord("\\"))
        if len(other):
            return int(other[0]) & 1
        return (len(piece) + self._escaping) & 1


def pieces(content: Bytes, start: int = 0, size: int = PIECE) -> Iterator[Bytes]:
    """Yield `content` from `start` on in pieces of `size` bytes."""
    for at in range(start, len(content), size):
        yield content[at : at + size]


def depth(content: Bytes) -> int:
    """Return how many brackets are open at the deepest point of a text."""
    scan = Scan()
    deepest = 0
    for piece in pieces(content):
        marks = scan.feed(piece)
        deepest = max(deepest, int(marks.depth.max(initial=0)))
    return deepest

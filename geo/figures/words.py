"""Which word of a vocabulary stands at a place in a text?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")
_AS_WRITTEN = frozenset({"mm"})
"""Words that mean another thing in capitals: MM stands for a million."""


class Words(Generic[Meaning]):
    """Words with their meanings; the longest that fits is taken.

    Latin words of two letters and more may be in capitals, unless they are written with a capital
    themselves (MW); a Latin word ends where no letter or digit follows.

    Parameters
    ----------
    all : mapping
        The meaning of each word.
    """

    def __init__(self, all: Mapping[str, Meaning]) -> None:  # noqa: A002  # what it holds
        self.all = dict(all)
        self._folded = {word.casefold(): meaning for word, meaning in self.all.items()}
        longest_first = sorted(self.all, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern, longest_first)) or r"(?!)")

    def at(self, text: str, position: int) -> tuple[str, Meaning] | None:
        """Return the word of `text` at `position` as it stands there, with its meaning."""
        match = self._pattern.match(text, position)
        if match is None or not match[0]:
            return None
        return match[0], self.all.get(match[0], self._folded[match[0].casefold()])

    def meaning(self, word: str) -> Meaning | None:
        """Return the meaning of a word, in whichever case; None where it is none of these."""
        return self.all.get(word, self._folded.get(word.casefold()))


def _pattern(word: str) -> str:
    written = re.escape(word)
    if len(word) > 1 and word == word.casefold() and word not in _AS_WRITTEN:
        written = f"(?i:{written})"
    return written + (r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else "")

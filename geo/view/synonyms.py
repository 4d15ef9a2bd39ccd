"""Which everyday words mean the same as those of the data? 厕所 and toilet find 户厕.

The words lie in ``synonyms.json``, a row a meaning, both languages in it. They widen what a search
finds and are never shown. A Chinese word counts where it stands in a text, an English one among its
whole words, in the singular or plural: ``car`` is found in cars and not in scarf or care.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo import files

MEANINGS: Final[tuple[tuple[str, ...], ...]] = tuple(
    map(tuple, json.loads(files.read_bytes(Path(__file__).with_name("synonyms.json"))))
)
_LETTERS: Final = re.compile(r"[a-z]+")


def synonyms_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words that mean the same as one in the texts, as they stand in the table."""
    return _synonyms_of("\n".join(texts).casefold())


@lru_cache(maxsize=4096)
def _synonyms_of(text: str) -> tuple[str, ...]:
    english = _LETTERS.findall(text)
    return tuple(
        dict.fromkeys(
            word
            for meaning in MEANINGS
            if any(_stands_in(each, text, english) for each in meaning)
            for word in meaning
        )
    )


def _stands_in(word: str, text: str, english: Iterable[str]) -> bool:
    if not word.isascii():
        return word in text
    return any(each.removesuffix("s") == word.removesuffix("s") for each in english)

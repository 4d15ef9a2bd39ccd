"""Does a text that somebody typed mean this place or this figure?

Chinese as it stands, pinyin with or without tones and spaces, English in any case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DROPPED = re.compile(r"(?!(?<=\d)\.(?=\d))[\W_]")
"""All signs but letters and digits, and but the point inside a number."""


def normalise(text: str) -> str:
    """Return `text` without case, accents, tones, spaces and punctuation.

    >>> normalise("Mínghuá Lù"), normalise("Shun'an Street"), normalise("over 1.6 m²")
    ('minghualu', 'shunanstreet', 'over1.6m2')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return _DROPPED.sub("", decomposed)


def haystack(texts: Iterable[str]) -> str:
    """Return texts as one string to search in; a hit never spans two of them."""
    return "\n".join(normalise(text) for text in texts)


def words(query: str) -> list[str]:
    """Return the normalised words of a query; every one of them must be found."""
    return [word for word in map(normalise, query.split()) if word]


def matches(query_words: Iterable[str], hay: str) -> bool:
    """Tell whether every word is in `hay`."""
    return all(word in hay for word in query_words)

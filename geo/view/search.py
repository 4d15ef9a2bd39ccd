"""Does a text that somebody typed mean this place or this figure?

Chinese as it stands, pinyin with or without tones and spaces, English in any case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def normalise(text: str) -> str:
    """Return `text` without case, accents, tones, spaces and punctuation.

    >>> normalise("Mínghuá Lù"), normalise("Shun'an Street"), normalise("明华路 ")
    ('minghualu', 'shunanstreet', '明华路')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(sign for sign in decomposed if unicodedata.category(sign)[0] in "LN")


def haystack(texts: Iterable[str]) -> str:
    """Return texts as one string to search in; a hit never spans two of them."""
    return "\n".join(normalise(text) for text in texts)


def words(query: str) -> list[str]:
    """Return the normalised words of a query; every one of them must be found."""
    return [word for word in map(normalise, query.split()) if word]


def matches(query_words: Iterable[str], hay: str) -> bool:
    """Tell whether every word is in `hay`."""
    return all(word in hay for word in query_words)

"""Does a text that somebody typed mean this place or this figure?

Chinese as it stands, pinyin with or without tones and spaces, its initials, English in any case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

MAX_QUERY: Final = 60
"""Longest text that can be searched for; encoded it is at most 720 characters."""
ENGLISH: Final = "~"
"""Begins the lines of a text to search in that are English; no word that is looked for has it."""
LEAST_OF_CODE: Final = 6
"""Digits from which on a number may be the beginning of an official code."""
_PLAIN = re.compile(r"[0-9a-z\u4e00-\u9fff]*")
"""What stays as it is; most of a million names are made of nothing else."""
_DROPPED = re.compile(r"(?!(?<=\d)\.(?=\d))[\W_]")
"""All signs but letters and digits, and but the point inside a number."""


def clean_query(text: str) -> str:
    """Return a text to search for on one line, without controls, at most :data:`MAX_QUERY` long."""
    return clean_text(text, MAX_QUERY)


def clean_text(text: str, longest: int) -> str:
    """Return a text on one line, without controls, of at most `longest` characters."""
    allowed = (sign for sign in text if not unicodedata.category(sign).startswith("C"))
    return " ".join("".join(allowed).split())[:longest].strip()


def normalise(text: str) -> str:
    """Return `text` without case, accents, tones, spaces and punctuation.

    >>> normalise("Mínghuá Lù"), normalise("Shun'an Street"), normalise("over 1.6 m²")
    ('minghualu', 'shunanstreet', 'over1.6m2')
    """
    if _PLAIN.fullmatch(text):
        return text
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return _DROPPED.sub("", decomposed)


def search_text_of(
    texts: Iterable[str], initials: Iterable[str] = (), normalised: Iterable[str] = ()
) -> str:
    """Return texts as one string to search in; a hit never spans two of them.

    Initials of pinyin (``mhl``) mean something from the first on only, not from the middle, where
    short words would hit them by chance. So they stand there with a sign before each, which no
    word has: ``|m|h|l``.
    """
    return "\n".join([*map(normalise, texts), *normalised, *map(spelt, initials)])


def words(query: str) -> list[str]:
    """Return the normalised words of a query; every one of them must be found."""
    return [word for word in map(normalise, query.split()) if word]


def matches(query_words: Iterable[str], search_text: str) -> bool:
    """Tell whether every word is in the text, or two of its letters or more begin initials.

    A number is found whole: 13 is no part of 131002, but six digits may begin a code.
    """
    return all(_is_in(word, search_text) for word in query_words)


def matches_at_words(query_words: Iterable[str], search_text: str) -> bool:
    """Tell the same, but within English only where one of its words begins: a broadcast is no road.

    What is English are the lines that begin with :data:`ENGLISH`, see :func:`english_lines`.
    """
    rest = "\n".join(line for line in search_text.split("\n") if not line.startswith(ENGLISH))
    return all(f"{ENGLISH}{word}" in search_text or _is_in(word, rest) for word in query_words)


def _is_in(word: str, search_text: str) -> bool:
    if word.isdecimal() and word.isascii():
        return re.search(number_pattern(word), search_text) is not None
    return word in search_text or (len(word) > 1 and f"\n{spelt(word)}" in search_text)


def number_pattern(digits: str) -> str:
    """Return the pattern by which a number is looked for, without signs that look around: RE2 and
    JavaScript read it as well.
    """
    whole = f"(^|[^0-9.|]){digits}($|[^0-9.|])"
    return f"{whole}|(^|\n){digits}" if len(digits) >= LEAST_OF_CODE else whole


def english_lines(text: str) -> list[str]:
    """Return an English text and what is left of it from each word on, marked as English."""
    return [f"{ENGLISH}{each}" for each in [normalise(text), *word_ends(text)] if each]


def word_ends(text: str) -> list[str]:
    """Return the text from each of its later words on, normalised: orbroadcast, broadcast."""
    parts = text.split()
    return [normalise("".join(parts[at:])) for at in range(1, len(parts))]


def spelt(initials: str) -> str:
    """Return initials as they stand in a text to search in."""
    return "".join(f"|{letter}" for letter in initials)

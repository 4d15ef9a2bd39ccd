"""Which column of a file is which of its table?

Columns are taken by name, in any order. A heading may be written with blanks, in capitals, or in
plain Chinese. One that is nearly a missing column is asked about, any other is left aside and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from geo.package.chinese_headings import CHINESE
from geo.package.schema import TABLES

_ASIDE: Final = re.compile(r"[*＊:：]|[(（](必填|选填|required|optional)[)）]")
_LIKE: Final = 0.6
_VERY_LIKE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Headings:
    """A header as it was understood.

    Parameters
    ----------
    columns : dict of str to int
        Where each column of the table stands.
    renamed : list of (heading, column)
        Those that another word was written for.
    extra, missing, twice : list of str
        Headings that are no column, columns without a heading, columns with two.
    meant : dict of str to str
        Missing columns by the heading that is nearly theirs.
    """

    columns: dict[str, int]
    renamed: list[tuple[str, str]]
    extra: list[str]
    missing: list[str]
    twice: list[str]
    meant: dict[str, str]


def understood(table: str, header: Sequence[str]) -> Headings:
    """Return which column of `table` each heading of a file stands for."""
    words = _words(table)
    columns: dict[str, int] = {}
    renamed: list[tuple[str, str]] = []
    extra: list[str] = []
    twice: list[str] = []
    for at, heading in enumerate(header):
        column = words.get(_plain(heading))
        if column is None:
            extra.append(heading)
        elif column in columns:
            twice.append(column)
        else:
            columns[column] = at
            if column != heading:
                renamed.append((heading, column))
    absent = [field for field in TABLES[table] if field.name not in columns]
    missing = [field.name for field in absent if not field.omissible]
    omitted = [field.name for field in absent if field.omissible]
    meant = _meant(extra, missing, _LIKE) | _meant(extra, omitted, _VERY_LIKE)
    return Headings(columns, renamed, extra, missing, twice, meant)


def known(table: str, header: Sequence[str]) -> int:
    """Return how many columns of `table` a header names."""
    words = _words(table)
    return len({words[plain] for plain in map(_plain, header) if plain in words})


def other_table(table: str, header: Sequence[str]) -> str | None:
    """Return another table whose columns a header names, all of them."""
    for name, fields in TABLES.items():
        if name != table and known(name, header) >= sum(not field.omissible for field in fields):
            return name
    return None


def _meant(extra: Sequence[str], missing: Sequence[str], likeness: float) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in extra:
        left = [name for name in missing if name not in found.values()]
        for name in get_close_matches(_plain(heading), left, n=1, cutoff=likeness):
            found[heading] = name
    return found


def _words(table: str) -> dict[str, str]:
    """Return what is written for the columns of a table."""
    words = {field.name: field.name for field in TABLES[table]}
    for column, chinese in CHINESE[table].items():
        words |= dict.fromkeys(map(_plain, chinese), column)
    return words


def _plain(heading: str) -> str:
    """Return a heading without what programs and people add to it."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s_\ufeff\u200b-]+", "_", _ASIDE.sub("", folded).strip()).strip("_")

"""Where in a sheet is the table: which row is its header, which rows are its own?

Offices put a merged title above the header, 单位 below it, a header over two rows, and the header
again on every printed page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from geo.intake.found import Cell, FoundRow, FoundTable
from geo.intake.limits import MOST_COLUMNS, MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError, Words
from geo.intake.texts import tidied

Row = tuple[int, Sequence[Cell]]
"""Number of a row, and its cells from the left."""
_LOOKED_AT: Final = 30
"""Rows among which the header is looked for."""
_FILLED: Final = 0.6
"""Share of the widest row's cells that a header has, at least."""
_LONGEST: Final = 100
"""Signs of a heading, at most; what is longer is a note."""
_NUMBER: Final = re.compile(r"\s*[-+]?[\d.,，\s]*\d[\d.,%\s]*(?:[eE][-+]?\d+)?\s*")


def table_of(name: str, rows: Iterable[Row], messages: Messages) -> FoundTable | None:
    """Return the table of a sheet; None if there is none in it.

    Raises
    ------
    NotTakenError
        If it has more rows than are taken.
    """
    kept = _kept(rows)
    at = header_of(kept[:_LOOKED_AT])
    if at is None:
        return None
    headings = [_text(cell) for cell in kept[at][1]]
    first = at + 1
    below = kept[first][1] if first < len(kept) else ()
    if _continues(headings, below):
        headings = _joined(headings, _below(headings, below))
        first += 1
    columns = _columns(headings, [cells for _, cells in kept[first:]], messages)
    again = [_text(cell) for cell in kept[at][1]]
    found = []
    for number, cells in kept[first:]:
        if [_text(cell) for cell in cells] == again:
            said = (f"第 {number} 行又是表头", f"row {number} is the header again")
            messages.add("I_HEADER_AGAIN", said, ("已跳过", "It was left out"), row=number)
            continue
        taken = {
            column: _tidy(cells[place], number, column, messages)
            for place, column in columns.items()
            if place < len(cells)
        }
        found.append(FoundRow(number, taken))
    above = tuple(
        text for _, cells in kept[:at] for cell in cells if (text := _text(cell)[:_LONGEST])
    )
    if above:
        number = kept[at][0]
        said = (f"表头在第 {number} 行", f"the header is row {number}")
        done = ("上面的标题不算数据", "The title above it is no part of the table")
        messages.add("I_TITLE", said, done, row=number)
    return FoundTable(name, tuple(columns.values()), tuple(found), above=above)


def _kept(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that say something."""
    kept: list[Row] = []
    for number, cells in rows:
        if any(map(_text, cells)):
            kept.append((number, cells))
            if len(kept) > MOST_FEATURES + _LOOKED_AT:
                raise too_many()
    return kept


def too_many() -> NotTakenError:
    """Return the refusal of a file with more rows or features than are taken."""
    return NotTakenError(
        "E_TOO_MANY",
        (f"超过 {MOST_FEATURES:,} 行", f"holds more than {MOST_FEATURES:,} rows or features"),
        ("请分成几个文件", "Split it into several files"),
    )


def header_of(rows: Sequence[Row]) -> int | None:
    """Return which of the rows is the header: the first that is nearly as wide as any, of words."""
    width = max((sum(1 for cell in cells if _text(cell)) for _, cells in rows), default=0)
    for at, (_, cells) in enumerate(rows):
        filled = [text for cell in cells if (text := _text(cell))]
        words = [text for text in filled if _is_heading(text)]
        if len(filled) >= max(1, _FILLED * width) and len(words) == len(filled):
            return at
    return None


def _is_heading(text: str) -> bool:
    """Tell whether a text can be a heading; years may, as 2022 and 2023 side by side are."""
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return True
    return len(text) <= _LONGEST and _NUMBER.fullmatch(text) is None


def _continues(headings: Sequence[str], below: Sequence[Cell]) -> bool:
    """Tell whether the row below a header is its second line: it fills what that leaves empty."""
    second = _below(headings, below)
    last = max((at for at, text in enumerate(second) if text), default=-1)
    gaps = [at for at in range(min(last + 1, len(headings))) if not headings[at]]
    merged_down = any(text and not second[at] for at, text in enumerate(headings))
    filled = [text for text in second if text]
    return (
        bool(gaps)
        and merged_down
        and all(second[at] for at in gaps)
        and all(map(_is_heading, filled))
    )


def _below(headings: Sequence[str], below: Sequence[Cell]) -> list[str]:
    """Return the second line of a header; a heading merged over both lines is in the first."""
    second = [_text(cell) for cell in below]
    second += [""] * (len(headings) - len(second))
    return ["" if text in headings[at : at + 1] else text for at, text in enumerate(second)]


def _joined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the headings of a header over two rows; a word of the upper one is added if needed."""
    counts = Counter(filter(None, second))
    made, over = [], ""
    for at in range(max(len(first), len(second))):
        above = first[at] if at < len(first) else ""
        below = second[at] if at < len(second) else ""
        over = above or over
        if not below:
            made.append(above)
        else:
            made.append(below if counts[below] == 1 and below not in first else f"{over} {below}")
    return made


def _columns(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], messages: Messages
) -> dict[int, str]:
    """Return the columns by where they stand; each has a name of its own."""
    width = max([len(headings), *(len(cells) for cells in rows)])
    names = [*headings, *[""] * (width - len(headings))]
    used = [
        at
        for at, name in enumerate(names)
        if name or any(at < len(cells) and _text(cells[at]) for cells in rows)
    ]
    return dict(zip(used, named([names[at] for at in used], used, messages), strict=False))


def named(names: Sequence[str], places: Sequence[int], messages: Messages) -> list[str]:
    """Return names of columns of which none is empty, none stands twice, and at most 200."""
    made: list[str] = []
    seen: set[str] = set()
    for name, place in zip(names[:MOST_COLUMNS], places, strict=False):
        whole = " ".join(name.split())
        plain = tidied(whole[:_LONGEST], messages)
        if len(whole) > _LONGEST:
            said = (
                f"列名有 {len(whole):,} 个字符",
                f"a column's name has {len(whole):,} signs",
            )
            cut = (f"只取前 {_LONGEST} 个", f"The first {_LONGEST} were taken")
            messages.add("W_LONG_TEXT", said, cut, field=plain)
        column = plain or f"第 {place + 1} 列"
        again = 2
        while column in seen:
            column = f"{plain or place + 1} ({again})"
            again += 1
        if not plain:
            said = (f"第 {place + 1} 列没有名称", f"column {place + 1} has no name")
            done = (f"已叫作“{column}”", f"It was called “{column}”")
            messages.add("W_BAD_KEY", said, done, field=column)
        elif column != plain:
            said = (f"有两列叫“{plain}”", f"two columns are called “{plain}”")
            done = (f"后一列已叫作“{column}”", f"The latter was called “{column}”")
            messages.add("W_DUP_COLUMN", said, done, field=column)
        seen.add(column)
        made.append(column)
    if len(names) > MOST_COLUMNS:
        count = len(names)
        said_many: Words = (f"有 {count:,} 列", f"has {count:,} columns")
        kept = (f"只取前 {MOST_COLUMNS} 列", f"The first {MOST_COLUMNS} were taken")
        messages.add("W_TOO_MANY_COLUMNS", said_many, kept)
    return made


def _tidy(cell: Cell, row: int, column: str, messages: Messages) -> Cell:
    return tidied(cell, messages, row=row, field=column) if isinstance(cell, str) else cell


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()

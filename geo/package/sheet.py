"""How is the text of a table cut into numbered rows, whatever program wrote it?

The separator is the one by which a line near the top reads as the table's header. What stands above
that line, blank rows and cells without a heading at the end of a row are no part of the table.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

SEPARATORS: Final = {
    ",": ("逗号", "commas"),
    ";": ("分号", "semicolons"),
    "\t": ("制表符", "tabs"),
    "|": ("竖线", "vertical bars"),
    "，": ("全角逗号", "full-width commas"),
    "；": ("全角分号", "full-width semicolons"),
}
_NAMED: Final = re.compile(r'"?sep=(.)"?[,;\t]*', re.IGNORECASE)
"""The first line by which Excel is told the separator."""
_LOOKED_AT: Final = 6
"""Lines among which the header is looked for."""
Knows = Callable[[list[str]], int]
"""How many columns of the table a header names."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was cut.

    Parameters
    ----------
    header, line : list of str, int
        Its cells, and where it stands; the first line is 1.
    above : bool
        Whether something stands above it that is no part of the table.
    separator : str
        One of :data:`SEPARATORS`.
    rows : list of (line, cells)
        What follows the header, blank rows left out.
    open_at : int or None
        Line of the row in which a quote is never closed; what follows is not read.
    """

    header: list[str]
    line: int
    above: bool
    separator: str
    rows: list[tuple[int, list[str]]]
    open_at: int | None

    def columns(self) -> Iterator[list[str]]:
        """Yield the cells of each column, its heading first."""
        for at, heading in enumerate(self.header):
            yield [heading, *(cells[at] for _, cells in self.rows if at < len(cells))]


def cut(text: str, knows: Knows) -> Sheet:
    """Cut a text into rows; one without any has an empty header."""
    named = _NAMED.fullmatch(text.split("\n", 1)[0].strip("\r"))
    separators = [named[1]] if named else list(SEPARATORS)
    skipped = 1 if named else 0
    tried = [
        (knows(cells), line, separator, cells)
        for separator in separators
        for line, cells in islice(_read(text, separator, strict=False), skipped, _LOOKED_AT)
        if any(map(_says, cells))
    ]
    if not tried:
        return Sheet([], 1, False, ",", [], None)
    known = max(count for count, *_ in tried)
    if known < 2:  # no header that is known: take the first line, cut as often as possible
        first = min(line for _, line, _, _ in tried)
        choices = [each for each in tried if each[1] == first]
        best = max(choices, key=lambda each: len(each[3]))
    else:
        best = next(each for each in tried if each[0] == known)
    above = any(line < best[1] for _, line, separator, _ in tried if separator == best[2])
    return _below(text, best[1], best[2], above=above)


def _below(text: str, at: int, separator: str, *, above: bool) -> Sheet:
    """Return what stands in a text from its header in line `at` on."""
    rows: list[tuple[int, list[str]]] = []
    open_at = None
    try:
        for line, cells in _read(text, separator, strict=True):
            if line >= at and any(map(_says, cells)):
                rows.append((line, cells))
    except _OpenQuoteError as error:
        open_at = error.line
    if not rows:
        return Sheet([], at, above, separator, [], open_at)
    header = [cell.strip() for cell in rows[0][1]]
    while not header[-1]:
        header.pop()
    return Sheet(header, rows[0][0], above, separator, rows[1:], open_at)


class _OpenQuoteError(ValueError):
    """A row that begins in line `line` and has a quote too many."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _read(text: str, separator: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the line in which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if strict:
                raise _OpenQuoteError(line) from None
            return
        yield line, cells


def _says(cell: str) -> bool:
    return bool(cell.strip())

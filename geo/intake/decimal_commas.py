"""Are the commas in a column of numbers decimal signs, beyond doubt?

``1,5`` is 1.5 in half of Europe and two numbers elsewhere. It is a decimal sign where semicolons
part the cells, or where a cell of the column cannot be read otherwise: ``0,75`` or ``1.234,5``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from geo.intake.coordinates import holds_both
from geo.intake.found import Cell, FoundRow, FoundTable
from geo.intake.messages import Messages

_NUMBER: Final = re.compile(r"(?<![\d.,．，])(\d{1,3}(?:[.．]\d{3})+|\d+)[,，](\d+)(?![\d.,．，])")
_ONLY: Final = re.compile(r"(?:0|\d{1,3}(?:\.\d{3})+),\d+")
"""What can only be a number with a decimal comma."""
_POINT: Final = re.compile(r"\d\.\d{1,2}(?!\d)|\d\.\d{4}|\d,\d{3},\d{3}")
"""What shows that the commas of a column are something else."""
_QUANTITY: Final = re.compile(r"[^\d,.;；、/]{0,6}[\d.]+(?:,\d+)?(?:[^\d,.;；、/]|(?<=m)[23]){0,8}")


def with_points(table: FoundTable, messages: Messages, *, semicolons: bool) -> FoundTable:
    """Return a table whose decimal commas are points, each column that has some said.

    Parameters
    ----------
    semicolons : bool
        Whether semicolons part its cells, so that a comma never does.
    """
    columns = [each for each in table.columns if _is_meant(table.rows, each, semicolons)]
    if not columns:
        return table
    for column in columns:
        first = next(row for row in table.rows if _comma(row.cells.get(column)))
        was = str(first.cells[column])
        said = (f"逗号是小数点（{was}）", f"its commas are decimal signs ({was})")
        done = (f"已读作 {_pointed(was)}", f"It was read as {_pointed(was)}")
        messages.add("W_DECIMAL_COMMA", said, done, row=first.number, field=column)
    rows = (
        replace(row, cells={key: _changed(key, cell, columns) for key, cell in row.cells.items()})
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _is_meant(rows: tuple[FoundRow, ...], column: str, semicolons: bool) -> bool:
    """Tell whether the commas of a column are decimal signs and nothing else."""
    if holds_both(column):
        return False
    texts = [plain for row in rows if (plain := _plain(row.cells.get(column)))]
    commas = [text for text in texts if "," in text]
    if not commas or any(_POINT.search(text) for text in texts):
        return False
    if not all(_QUANTITY.fullmatch(text) for text in commas):
        return False
    if not all(_NUMBER.search(text) for text in commas):
        return False
    numbers = sum(_QUANTITY.fullmatch(text) is not None for text in texts)
    sure = any(_ONLY.search(text) for text in commas) or (
        semicolons
        and any(len(found[2]) != 3 for text in commas for found in [_NUMBER.search(text)] if found)
    )
    return sure and numbers * 2 > len(texts)


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) else ""


def _comma(cell: Cell) -> bool:
    return "," in _plain(cell)


def _changed(column: str, cell: Cell, columns: list[str]) -> Cell:
    return _pointed(str(cell)) if column in columns and _comma(cell) else cell


def _pointed(text: str) -> str:
    """Return a text with a point for its decimal comma.

    >>> _pointed("1.234,5平方米"), _pointed("约0，75")
    ('1234.5平方米', '约0.75')
    """

    def point(found: re.Match[str]) -> str:
        whole, rest = (unicodedata.normalize("NFKC", each) for each in found.groups())
        return f"{whole.replace('.', '')}.{rest}"

    return _NUMBER.sub(point, text)

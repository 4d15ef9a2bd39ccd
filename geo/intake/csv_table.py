"""What table is a text of separated cells, whatever program wrote it?"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from geo.intake.decimal_commas import with_points
from geo.intake.found import FoundTable
from geo.intake.grid import header_of, table_of
from geo.intake.limits import MOST_BYTES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts_of_bytes import text_of
from geo.package.sheet import SEPARATORS

_HEAD: Final = 65_536
"""Signs by which the separator is told."""
_LOOKED_AT: Final = 30
_EXPECTED: Final = ",\t"
"""What programs write; any other separator was somebody's choice, and is said."""
_NAMED: Final = "sep="


def read_csv(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the one table of a text.

    Raises
    ------
    NotTakenError
        If it is no text, or its rows are not those of one table.
    """
    text = text_of(content, messages)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise NotTakenError(
            "E_BINARY",
            ("含有二进制内容，不是表格", "holds binary content and is no table"),
            ("请重新另存为 CSV", "Save it as CSV again"),
            row=line,
        )
    separator = _separator(text, messages)
    rows = list(_rows(text, separator))
    _refuse_ragged(rows)
    table = table_of(name, rows, messages)
    if table is None:
        raise NotTakenError(
            "E_NO_HEADER",
            ("没有找到表头", "no row of headings was found"),
            ("请在第一行写上各列的名称", "Name the columns in the first row"),
        )
    return (with_points(table, messages, semicolons=separator == ";"),)


def _separator(text: str, messages: Messages) -> str:
    """Return what stands between the cells: what cuts most rows into equally many."""
    first = text[:20].split("\n", 1)[0].strip('"\r ')
    if first.lower().startswith(_NAMED) and len(first) == len(_NAMED) + 1:
        return first[-1]
    best, most = "", (0.0, 0)
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator)
        widths = [len(cells) for cells in islice(_unbroken(reader), _LOOKED_AT) if any(cells)]
        cut = Counter(width for width in widths if width > 1)
        width, count = max(cut.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        if width > 1 and (score := (count / len(widths), width)) > most:
            best, most = separator, score
    if not best:
        said = ("只有一列", "has only one column")
        asked = (
            "如果本来有几列，请用逗号分隔后重新保存",
            "If there were several, save it with commas between them",
        )
        messages.add("W_ONE_COLUMN", said, asked)
    elif best not in _EXPECTED:
        chinese, english = SEPARATORS[best]
        said = (f"各列以{chinese}分隔", f"its cells are separated by {english}")
        messages.add("W_DIALECT", said, ("已按此读入", "It was read so"))
    return best or ","


def _unbroken(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows up to one that is none."""
    try:
        yield from reader
    except csv.Error:
        return


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, each with the line in which it begins."""
    csv.field_size_limit(max(MOST_BYTES, csv.field_size_limit()))  # long cells are cut later
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if line > 1 or not (len(cells) < 3 and "".join(cells).lower().startswith(_NAMED)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise NotTakenError(
            "E_CSV_QUOTE",
            ("从这一行起有一个引号没有闭合", "a quote that begins in this row never ends"),
            ("请补上或删去引号", "Close or remove the quote"),
            row=line,
        ) from None


def _refuse_ragged(rows: list[tuple[int, list[str]]]) -> None:
    """Refuse rows that have more or fewer cells than the header; a note below has only one."""
    said = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    at = header_of(said[:_LOOKED_AT])
    if at is None:
        return
    width = len(said[at][1])
    uneven = [
        line
        for line, cells in said[at + 1 :]
        if any(cell.strip() for cell in cells[width:])
        or (len(cells) < width and sum(1 for cell in cells if cell.strip()) > 1)
    ]
    if uneven:
        named = [str(line) for line in uneven[:10]]
        more = ("…", "…") if len(uneven) > len(named) else ("", "")
        raise NotTakenError(
            "E_CSV_RAGGED",
            (
                f"第 {'、'.join(named)}{more[0]} 行的格数与表头不同（{width} 列）",
                f"rows {', '.join(named)}{more[1]} have not as many cells as the header ({width})",
            ),
            (
                "文字里有逗号时要加引号；请改正后重新保存",
                "A text with commas needs quotes; correct it and save it again",
            ),
            row=uneven[0],
        )

"""What tables are in a workbook?

openpyxl reads it row by row; what it does not tell in that mode, merged cells and formulas whose
value nobody stored, is looked up in the sheet's own text.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from contextlib import closing
from itertools import islice
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries

from geo.intake.archive import Archive
from geo.intake.decimal_commas import with_points
from geo.intake.found import Cell, FoundTable
from geo.intake.grid import Row, table_of, too_many
from geo.intake.limits import MOST_COLUMNS, MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.workbook_looks import (
    STYLES,
    refuse_strict,
    shown,
    shows_shares,
    tell_far,
    tell_hidden,
    tell_uncounted,
)
from geo.intake.xml_text import xml_text
from geo.package.faults import quoted
from geo.package.template_columns import LISTS

_MOST_PARTS: Final = 2_000
_MOST_SHEETS: Final = 30
TYPES: Final = "[Content_Types].xml"
"""What every file of this family has, also one that holds no workbook."""
_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED: Final = re.compile(
    r'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_ERRORS: Final = frozenset(
    ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_EXACT: Final = 10**15
"""Whole numbers of more digits lost the last ones when the program stored them."""
_BROKEN: Final = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    ET.ParseError,
)
"""What openpyxl raises of a workbook whose parts contradict each other."""
_OTHERS: Final = 1 + MOST_COLUMNS


def is_workbook(names: Collection[str]) -> bool:
    """Tell whether an archive is a workbook, by the names of what is in it."""
    return TYPES in names and _BOOK in names


class _SheetsAlone(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Reads a workbook without its sheets of charts, which hold no table and may be broken."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Pass over a sheet that is one chart."""


def read_workbook(content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the tables of all sheets that are shown.

    Raises
    ------
    NotTakenError
        If it is broken, would unpack to too much, or holds no table.
    """
    archive = Archive(content, most=_MOST_PARTS)
    parts = {
        name: xml_text(archive.unpacked(name))
        for name in archive.names
        if name.lower().endswith((".xml", ".rels", ".vml"))
    }
    refuse_strict(parts.get(_BOOK, ""))
    try:
        shares = shows_shares(parts.get(STYLES, ""))
        return _tables(content, _texts_of_sheets(parts), messages, shares=shares)
    except (*_BROKEN, SyntaxError):
        raise _broken() from None


def _tables(
    content: bytes, texts: dict[str, str], messages: Messages, *, shares: bool
) -> tuple[FoundTable, ...]:
    reader = _SheetsAlone(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    book = reader.wb
    found: list[FoundTable] = []
    with closing(book):
        for sheet in book.worksheets[:_MOST_SHEETS]:
            shown = quoted(sheet.title)
            if sheet.sheet_state != "visible" and sheet.title in LISTS.as_dict().values():
                continue  # what the template's drop-downs offer
            if sheet.sheet_state != "visible":
                said = (f"工作表 {shown} 是隐藏的", f"the sheet {shown} is hidden")
                done = ("没有读入；需要就取消隐藏", "It was left out; show it if it is wanted")
                messages.add("I_HIDDEN_SHEET", said, done, field=sheet.title)
                continue
            text = texts.get(sheet.title, "")
            rows = _filled(_rows(sheet, messages, shares=shares), text, messages)
            table = table_of(sheet.title, rows, messages)
            if table is None:
                said = (f"工作表 {shown} 里没有表格", f"the sheet {shown} holds no table")
                messages.add("I_NO_TABLE", said, ("没有读入", "It was left out"), field=sheet.title)
                continue
            tell_uncounted(text, sheet.title, messages)
            tell_hidden(text, sheet.title, messages)
            tell_far(text, sheet.title, messages)
            found.append(with_points(table, messages, semicolons=False))
        if len(book.worksheets) > _MOST_SHEETS:
            raise too_many()
    if not found:
        said = ("没有一张带表头的工作表", "no sheet has a table with a header")
        remedy = ("请在第一行写上各列的名称", "Name the columns in the first row")
        raise NotTakenError("E_NO_HEADER", said, remedy)
    return tuple(found)


def _rows(sheet: Any, messages: Messages, *, shares: bool) -> Iterator[Row]:
    """Yield the rows of a sheet, as far to the right as is looked.

    Where the workbook shows numbers as percent, how each is shown is looked at too, which takes
    longer.
    """
    sheet.reset_dimensions()  # what a file says of its extent may be wrong
    # A bound for columns would fill each row up to it.
    rows = (
        map(shown, sheet.iter_rows(max_col=_OTHERS))
        if shares
        else sheet.iter_rows(values_only=True)
    )
    most = 4 * MOST_FEATURES
    for number, cells in enumerate(islice(rows, most + 1), 1):
        if number > most:
            raise too_many()
        kept = cells[:_OTHERS]
        if any(cell is not None for cell in kept):
            yield number, [_cell(cell, number, messages) for cell in kept]


def _cell(value: Any, row: int, messages: Messages) -> Cell:
    """Return the value of a cell; a date as text, nothing for what could not be computed."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not math.isfinite(value):
            said = (f"有一格是 {value}，不是数", f"a cell holds {value}, which is no number")
            done = ("当作没有填写", "It was taken as empty")
            messages.add("W_NAN_PROPERTY", said, done, row=row)
            return None
        if abs(value) >= _EXACT:
            value = int(value)
            said = (
                f"数字 {value} 过长，末几位可能已丢失",
                f"of {value} the last digits may be lost",
            )
            remedy = ("编号请存为文本", "Store numbers that are names as text")
            messages.add("W_BIG_INT", said, remedy, row=row)
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    text = str(value)
    if text in _ERRORS:
        said = (f"有一格是错误 {text}", f"a cell holds the error {text}")
        done = ("当作没有填写", "It was taken as empty")
        messages.add("W_CELL_ERROR", said, done, row=row)
        return None
    return text


def _filled(rows: Iterator[Row], text: str, messages: Messages) -> Iterator[Row]:
    """Yield rows with the value of cells that are merged downwards in each row of theirs."""
    spans = [range_boundaries(found) for found in islice(_MERGED.findall(text), MOST_FEATURES)]
    below = (
        ((left, row), top)
        for left, top, right, bottom in spans
        if left == right and bottom > top and bottom - top < MOST_FEATURES
        for row in range(top + 1, min(bottom, top + 2_000) + 1)
    )
    down = dict(islice(below, 4 * MOST_FEATURES))
    values: dict[tuple[int, int], Cell] = {}
    filled = 0
    for number, cells in rows:
        made = list(cells)
        for at in range(len(made)):
            top = down.get((at + 1, number))
            if top is None:
                values[(at + 1, number)] = made[at]
            elif made[at] is None and not isinstance(values.get((at + 1, top)), type(None)):
                made[at] = values[(at + 1, top)]
                filled += 1
        yield number, made
    if filled:
        said = (f"有合并的单元格（{filled} 格）", f"cells are merged ({filled} cells)")
        done = ("每一行都填上了合并的内容", "Each row was given what they hold")
        messages.add("I_MERGED", said, done)


def _texts_of_sheets(parts: dict[str, str]) -> dict[str, str]:
    """Return the text of every sheet by its name."""
    if _BOOK not in parts or _LINKS not in parts:
        raise _broken()
    targets = {
        link.get("Id"): (link.get("Target") or "").removeprefix("/xl/")
        for link in ET.fromstring(parts[_LINKS])  # noqa: S314 - no document type is in it
    }
    places = {
        str(sheet.get("name")): f"xl/{targets.get(sheet.get(_LINK))}"
        for sheet in ET.fromstring(parts[_BOOK]).iter()  # noqa: S314 - nor here
        if sheet.tag.endswith("}sheet")
    }
    if not parts.keys() >= set(places.values()):
        raise _broken()  # else the sheet that is not there would be left out without a word
    return {name: parts[place] for name, place in places.items()}


def _broken() -> NotTakenError:
    said = ("不是可读的 Excel 工作簿", "not a readable workbook")
    remedy = (
        "请用表格软件打开，另存为 .xlsx",
        "Open it in a spreadsheet program and save it as .xlsx",
    )
    return NotTakenError("E_XLSX", said, remedy)

"""What do the rows of a CSV table say, and which of them are wrong?"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from geo.package.faults import SHORTEN, Faults, quoted, too_long, unprintable
from geo.package.periods import REMEDY, days_of
from geo.package.schema import TABLES, Field, fields_of

Keys = Mapping[str, set[str]]
"""First columns of the tables read so far, by table."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the header is line 1) and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(table: str, content: bytes, keys: Keys, faults: Faults) -> list[Row]:
    """Read and check one table of a package.

    Parameters
    ----------
    table : str
        Name in :data:`geo.package.schema.TABLES`; the file is ``<table>.csv``.
    content : bytes
        UTF-8, a byte order mark allowed.
    keys : mapping of str to set of str
        What references may refer to.
    faults : Faults
        Receives every fault; rows with a fault are left out of the result.
    """
    file = f"{table}.csv"
    lines = _lines(file, content, faults)
    if not lines:
        return []
    header = lines[0][1]
    fields = fields_of(table, header)
    if header != [field.name for field in fields]:
        wanted = ", ".join(field.name for field in fields)
        faults.add(
            "E_COLUMNS",
            file,
            1,
            (
                f"列名不对：{quoted(', '.join(header))}",
                f"wrong columns: {quoted(', '.join(header))}",
            ),
            (f"应为：{wanted}", f"They must be: {wanted}"),
        )
        return []
    seen: dict[str, set[str]] = {field.name: set() for field in fields if field.unique}
    rows = []
    for line, cells in lines[1:]:
        before = len(faults)
        empty = dict.fromkeys((field.name for field in TABLES[table]), "")
        row = Row(line, empty | dict(zip(header, cells, strict=True)))
        for field in fields:
            _check_cell(file, row, field, keys, seen, faults)
        if len(faults) == before:
            rows.append(row)
    return rows


def _lines(file: str, content: bytes, faults: Faults) -> list[tuple[int, list[str]]]:
    """Split a file into numbered rows of one length; whatever cannot be split is a fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(
            "E_ENCODING",
            file,
            None,
            (f"第 {error.start} 字节不是 UTF-8", f"byte {error.start} is not UTF-8"),
            ("请另存为 UTF-8", "Save the file as UTF-8"),
        )
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if not cells:
                continue
            if lines and len(cells) != len(lines[0][1]):
                width = len(lines[0][1])
                faults.add(
                    "E_CSV_RAGGED",
                    file,
                    reader.line_num,
                    (f"有 {len(cells)} 格，应为 {width} 格", f"{len(cells)} cells, not {width}"),
                    ("含逗号的内容请加引号", "Quote cells that hold a comma"),
                )
                continue
            lines.append((reader.line_num, cells))
    except csv.Error as error:
        faults.add(
            "E_CSV",
            file,
            reader.line_num,
            (f"不是合格的 CSV（{error}）", f"not well-formed CSV ({error})"),
            ("请检查引号", "Check the quotes"),
        )
    if not lines:
        faults.add(
            "E_EMPTY_FILE",
            file,
            None,
            ("文件是空的", "the file is empty"),
            ("至少要有表头", "It needs at least a header"),
        )
    return lines


def _check_cell(
    file: str,
    row: Row,
    field: Field,
    keys: Keys,
    seen: dict[str, set[str]],
    faults: Faults,
) -> None:
    """Add the first fault of one cell, if it has one."""
    cell = row[field.name]
    found = _cell_fault(cell, field, keys, seen)
    if field.unique:
        seen[field.name].add(cell)
    if found is not None:
        code, fault, remedy = found
        where = (f"{field.name}：{fault[0]}", f"{field.name}: {fault[1]}")
        faults.add(code, file, row.line, where, remedy)


_Found = tuple[str, tuple[str, str], tuple[str, str]]


def _cell_fault(cell: str, field: Field, keys: Keys, seen: dict[str, set[str]]) -> _Found | None:
    """Return code, fault and remedy of a cell that breaks a rule of its column."""
    if not cell.strip():
        if not field.required:
            return None
        return "E_EMPTY_CELL", ("不能为空", "is empty"), ("请填写", "Fill it in")
    unfit = _text_fault(cell, field.max_length)
    if unfit is not None:
        return unfit
    shown = quoted(cell)
    if (untyped := _type_fault(cell, field, shown)) is not None:
        return untyped
    if field.pattern and not re.fullmatch(field.pattern, cell):
        return (
            "E_PATTERN",
            (f"{shown} 格式不对", f"{shown} has the wrong form"),
            (f"应符合 {field.pattern}", f"It must match {field.pattern}"),
        )
    if field.enum and cell not in field.enum:
        choices = ", ".join(field.enum)
        return (
            "E_ENUM",
            (f"{shown} 不在可选值中", f"{shown} is not one of the choices"),
            (f"可选：{choices}", f"Choose from: {choices}"),
        )
    if field.unique and cell in seen[field.name]:
        return "E_DUP", (f"{shown} 重复", f"{shown} stands twice"), ("改成唯一的", "Make it unique")
    if field.refers_to and cell not in keys.get(field.refers_to, set()):
        target = f"{field.refers_to}.csv"
        return (
            "E_REFERENCE",
            (f"{target} 中没有 {shown}", f"{target} has no {shown}"),
            ("补上该行，或改正这里的 id", "Add that row, or correct the id"),
        )
    return None


def _type_fault(cell: str, field: Field, shown: str) -> _Found | None:
    """Return what is wrong with a cell that should hold a number or days."""
    if field.type == "number" and not _is_number(cell):
        return (
            "E_NUMBER",
            (f"{shown} 不是数字", f"{shown} is not a number"),
            ("以基本单位填写数字，如 16000", "Write a plain number in base units, such as 16000"),
        )
    if field.dated and days_of(cell) is None:
        said = (f"{shown} 不是日期，或没有这一天", f"{shown} is no date, or of no day there is")
        return "E_DATE", said, REMEDY
    return None


def _text_fault(cell: str, most: int) -> _Found | None:
    """Return what is wrong with a cell whatever its column is about."""
    sign = unprintable(cell)
    if sign is not None:
        return (
            "E_CONTROL_CHARS",
            (f"含有控制字符 {sign}", f"holds the control character {sign}"),
            ("请删去", "Remove it"),
        )
    long = too_long(cell, most)
    return None if long is None else ("E_LENGTH", long, SHORTEN)


def _is_number(cell: str) -> bool:
    """Tell whether `cell` is a finite decimal number in ASCII digits, at least zero."""
    return bool(re.fullmatch(r"\d+(\.\d+)?", cell, re.ASCII)) and math.isfinite(float(cell))

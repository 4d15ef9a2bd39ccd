"""Which column of a table holds what: names, positions, numbers?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from geo.intake.found import Cell, FoundRow, FoundTable
from geo.intake.taking import numbers
from geo.intake.taking.numbers import Column
from geo.intake.taking.words import is_remark, is_total, role_of, with_unit

Kind = Literal["places", "figures", "sources"]
_LOOKED_AT: Final = 60
"""Rows by which it is judged what a column without a known heading holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its columns understood.

    Parameters
    ----------
    columns : mapping of str to str
        Heading by role; of two columns with one role the first.
    numbers : tuple of Column
        Columns of numbers with a unit.
    unitless : tuple of str
        Columns of numbers of which nothing tells the unit.
    texts, aside : tuple of str
        Headings that are not known and hold text; those that are left aside.
    """

    table: FoundTable
    kind: Kind
    columns: Mapping[str, str]
    numbers: tuple[Column, ...]
    unitless: tuple[str, ...]
    texts: tuple[str, ...]
    aside: tuple[str, ...]

    def cell(self, row: FoundRow, role: str) -> str:
        """Return the text of a row's cell by its role; "" where there is none."""
        heading = self.columns.get(role)
        return "" if heading is None else numbers.written(row.cells.get(heading))

    def rows(self) -> Iterator[FoundRow]:
        """Yield the rows that are about something: no blanks, totals or remarks below."""
        for row in self.table.rows:
            if not is_apart(row, self.table.columns) and (
                row.shape is not None or any(map(numbers.written, row.cells.values()))
            ):
                yield row


def sheet_of(table: FoundTable, answers: Mapping[str, str]) -> Sheet:
    """Return what the columns of a table hold.

    Parameters
    ----------
    answers : mapping of str to str
        ``name`` may say which column the name is, ``unit:HEADING`` the unit of a column.
    """
    columns: dict[str, str] = {}
    rest: list[str] = []
    aside: list[str] = []
    chosen = answers.get("name")
    if chosen in table.columns:
        columns["name"] = str(chosen)
    for heading in table.columns:
        role = role_of(heading)
        if heading in columns.values():
            continue
        if role == "aside" or (role is not None and role in columns):
            aside.append(heading)
        elif role is None:
            rest.append(heading)
        else:
            columns[role] = heading
    if "name" not in columns and re.search("名称?$", columns.get("area", "")):
        columns["name"] = columns.pop(
            "area"
        )  # 街道名称 beside no other name: streets are the places
    kind = _kind(columns)
    measured, unitless, texts = _sorted(table, rest, answers)
    return Sheet(table, kind, columns, measured, unitless, texts, tuple(aside))


def is_apart(row: FoundRow, columns: tuple[str, ...]) -> bool:
    """Tell whether a row is a total, or a remark below the table."""
    cells = [numbers.written(row.cells.get(column)) for column in columns]
    said = [cell for cell in cells if cell]
    if not said or row.shape is not None:
        return False
    texts = [cell for cell in said if numbers.is_total_like(cell)]
    if any(is_total(cell) for cell in texts[:2]):
        return True
    # Below many a table stand who filled it in, who looked it over, their telephone: a cell each.
    return is_remark(said[0]) and (len(said) <= 2 or all(map(is_remark, said)))


def _kind(columns: Mapping[str, str]) -> Kind:
    """Return which of the three kinds of table this is, by its columns."""
    if "measure" in columns and ("as_published" in columns or "value" in columns):
        return "figures"
    if "title" in columns and "publisher" in columns and "name" not in columns:
        return "sources"
    return "places"


def _sorted(
    table: FoundTable, headings: list[str], answers: Mapping[str, str]
) -> tuple[tuple[Column, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the columns of numbers, those without a unit, and those of text."""
    above = numbers.unit_above(table.above)
    measured: list[Column] = []
    unitless: list[str] = []
    texts: list[str] = []
    for heading in headings:
        column = numbers.column_of(heading, above)
        decided = answers.get(f"unit:{heading}", "")
        if decided and numbers.is_unit(decided):
            column = Column(heading, with_unit(heading)[0], decided)
        cells = [row.cells.get(heading) for row in table.rows[:_LOOKED_AT]]
        given = [cell for cell in cells if numbers.written(cell)]
        kinds = [_holds(cell, column) for cell in given]
        if not given:
            continue
        if kinds.count("number") * 2 > len(kinds):
            measured.append(column)
        elif kinds.count("bare") * 2 > len(kinds):
            unitless.append(heading)
        else:
            texts.append(heading)
    return tuple(measured), tuple(unitless), tuple(texts)


def _holds(cell: Cell, column: Column) -> Literal["number", "bare", "text", "none"]:
    """Return what a cell holds: a number with a unit, one without, a text, or no value."""
    text, found = numbers.stated(cell, column)
    if numbers.is_empty(found):
        return "none"
    if not numbers.is_number(found):
        return "text"
    return "bare" if numbers.is_bare(found) and not column.unit and text else "number"

"""How are the same faults of many rows told as one?

One cause is one message: a column in another form is named once, with the rows it is in. So a table
of two hundred thousand wrong rows has no more messages than one of three.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.cells import CellFault
from geo.package.faults import Faults

_OF_A_COLUMN: Final = frozenset(
    (
        *("E_PROPERTY", "E_ENUM", "E_REFERENCE", "E_PATTERN", "E_ID", "E_CONTROL_CHARS"),
        *("E_LENGTH", "E_GEOMETRY", "E_AREA"),
    )
)
"""Codes of which many of one layer have one cause, such as a property that was never filled in."""
_VALUE: Final = re.compile(r"“[^”]*”|\d+")
APART: Final = 2
"""Faults of one kind that are told one by one."""
_ROWS_NAMED: Final = 10


@dataclass(slots=True)
class _Kind:
    """Faults of one kind: the first of them, the first of their rows, and how many there are."""

    first: list[Fault]
    rows: list[int]
    count: int = 0


class Gathered:
    """The faults of one table's rows; up to `apart` of a kind are told one by one."""

    def __init__(self, *, apart: int = APART) -> None:
        self._apart = apart
        self._kinds: dict[tuple[str, str], _Kind] = {}

    def say(self, file: str, column: str, row: int, found: CellFault) -> None:
        """Keep or count a fault of a row; its words are made only where it is told."""
        kind = self._kinds.setdefault((found.code, column), _Kind([], []))
        kind.count += 1
        if kind.count <= self._apart:
            said, remedy = found.words()
            if column:
                said = (f"{column}：{said[0]}", f"{column}: {said[1]}")
            kind.first.append(Fault(found.code, file, row, Bilingual(*said), Bilingual(*remedy)))
        if len(kind.rows) < _ROWS_NAMED:
            kind.rows.append(row)

    def told(self) -> Faults:
        """Return what is to be said, in the order of the rows."""
        found = Faults()
        for kind in self._kinds.values():
            one = (
                () if kind.count <= self._apart else (as_one(kind.first[0], kind.rows, kind.count),)
            )
            found.extend(one or kind.first)
        return Faults(sorted(found, key=lambda fault: fault.row or 0))


def as_one(first: Fault, named: Sequence[int | None], count: int) -> Fault:
    """Return the first of `count` alike faults, with some of the rows of the others."""
    others = count - 1
    rows = [row for row in named if row != first.row][:_ROWS_NAMED]
    more = len(rows) < others
    zh = f"{'、'.join(map(str, rows))}{'……' if more else ''}"
    en = f"{', '.join(map(str, rows))}{', …' if more else ''}"
    fault = Bilingual(
        f"{first.fault.zh}；另有 {others:,} 行也是这样：第 {zh} 行",
        f"{first.fault.en}; so {f'are {others:,} more rows' if others > 1 else 'is row'}"
        f"{':' if others > 1 else ''} {en}",
    )
    return replace(first, fault=fault)


def alike(faults: Faults) -> Faults:
    """Return faults in their order, those of one file that differ in row and value only as one.

    Tables are gathered while they are read; what is said of the features of a layer is kept apart
    until it is told, so that each can be found by its row.
    """
    kinds: dict[tuple[str, ...], list[Fault]] = {}
    for number, fault in enumerate(faults):
        words = _VALUE.sub("", fault.fault.zh)
        is_of_column = fault.code in _OF_A_COLUMN and fault.row is not None
        key = (fault.file, fault.code, words) if is_of_column else (str(number),)
        kinds.setdefault(key, []).append(fault)
    found = Faults()
    for kind in kinds.values():
        rows = [fault.row for fault in kind]
        apart = 1 if kind[0].code == "E_PROPERTY" else APART  # a column that is not there
        found.extend(kind if len(kind) <= apart else [as_one(kind[0], rows, len(kind))])
    return found

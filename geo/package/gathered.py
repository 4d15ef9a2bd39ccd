"""How are the same faults of many rows told as one?

One cause is one message: a column in another form is named once, with the rows it is in. So a table
of two hundred thousand wrong rows has no more messages than one of three.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.cells import CellFault
from geo.package.faults import Faults

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
            found.extend(kind.first if kind.count <= self._apart else [_as_one(kind)])
        return Faults(sorted(found, key=lambda fault: fault.row or 0))


def _as_one(kind: _Kind) -> Fault:
    """Return the first fault of many, with the rows of the others."""
    first, others = kind.first[0], kind.count - 1
    rows = [row for row in kind.rows if row != first.row]
    more = len(rows) < others
    zh = f"{'、'.join(map(str, rows))}{'……' if more else ''}"
    en = f"{', '.join(map(str, rows))}{', …' if more else ''}"
    fault = Bilingual(
        f"{first.fault.zh}；另有 {others:,} 行也是这样：第 {zh} 行",
        f"{first.fault.en}; so are {others:,} more rows: {en}",
    )
    return replace(first, fault=fault)

"""What is told when a file cannot be read on, and how many faults of one file are told?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geo.errors import Fault
from geo.package.faults import Faults
from geo.package.schema import OPTIONAL_PLACE_FIELDS

EXPORT_AGAIN: Final = ("请重新导出", "Export the file again")
MOST_FAULTS: Final = 1_000
"""Faults told of one layer; who mends a file needs no longer list."""


def columns_remedy(names: Iterable[str]) -> tuple[str, str]:
    """Return what to do about columns that a layer lacks: some of them may be empty."""
    missing = list(names)
    zh = "属性（列）要叫这个名字：请改名，或加上这一列"
    en = "A property (column) needs this name: rename one, or add it"
    if len(missing) > 1:
        zh, en = (
            "属性（列）要叫这些名字：请改名，或加上",
            "Properties (columns) need these names: rename them, or add them",
        )
    may = [name for name in missing if name in OPTIONAL_PLACE_FIELDS]
    if may:
        zh += f"；{'、'.join(may)} 没有内容时填 null（空）即可"
        en += f"; {', '.join(may)} may be null (empty) in every row"
    return zh, en


class RefusedError(ValueError):
    """A file that is not read on; its one fault says why."""

    def __init__(
        self, code: str, chinese: str, english: str, remedy: tuple[str, str] = EXPORT_AGAIN
    ) -> None:
        super().__init__(english)
        self.code = code
        self.said = (chinese, english)
        self.remedy = remedy


class FewFaults(Faults):
    """Faults of one file; beyond :data:`MOST_FAULTS` they are only counted."""

    def __init__(self, most: int = MOST_FAULTS) -> None:
        super().__init__()
        self._most = most
        self._more = 0

    def append(self, fault: Fault) -> None:
        """Keep or count a fault."""
        if len(self) < self._most:
            super().append(fault)
        else:
            self._more += 1

    def withdraw(self, before: int) -> None:
        """Take back all but the first `before`, and whatever was only counted."""
        super().withdraw(before)
        self._more = 0

    def told(self, file: str) -> Faults:
        """Return the faults kept in the order of their rows, at the end how many more there are."""
        faults = Faults(sorted(self, key=lambda fault: fault.row or 0))
        if self._more:
            said = (f"还有 {self._more} 个错误", f"faults not told here: {self._more}")
            faults.add("E_MORE", file, None, said, ("先改正前面的", "Mend those above first"))
        return faults

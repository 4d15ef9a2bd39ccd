"""What is told when a file cannot be read on, and how many faults of one file are told?"""

from __future__ import annotations

from typing import Final

from geo.errors import Fault
from geo.package.faults import Faults

EXPORT_AGAIN: Final = ("请重新导出", "Export the file again")
MOST_FAULTS: Final = 1_000
"""Faults told of one layer; who mends a file needs no longer list."""


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

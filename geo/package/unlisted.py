"""Which files did nobody seal?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geo.package.faults import Faults, unprintable

SEAL_IT: Final = (
    "核对后运行 python -m geo seal",
    "Look the change over, then run python -m geo seal",
)
_NAMED: Final = 5
"""Files that are named of those that are not listed."""


def check_unlisted(paths: Iterable[str], faults: Faults) -> None:
    """Add one fault for what is not listed: it has one cause, that nobody sealed it."""
    # What has no name that a list can hold is told by check_names.
    found = [path for path in paths if unprintable(path) is None]
    if len(found) == 1:
        said = ("没有列入 datapackage.json", "not listed in datapackage.json")
        faults.add("E_UNLISTED", found[0], None, said, SEAL_IT)
    elif found:
        more = len(found) > _NAMED
        names = (
            "、".join(found[:_NAMED]) + ("等" if more else ""),
            ", ".join(found[:_NAMED]) + (" and others" if more else ""),
        )
        said = (
            f"有 {len(found):,} 个文件没有列入：{names[0]}",
            f"{len(found):,} files are not listed: {names[1]}",
        )
        faults.add("E_UNLISTED", "datapackage.json", None, said, SEAL_IT)

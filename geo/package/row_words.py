"""What is said of a row of a table, whichever its columns are?"""

from __future__ import annotations

from typing import Final

from geo.package.cells import Said
from geo.package.faults import quoted
from geo.package.sheet import SEPARATORS

EMPTY: Final = (("不能为空", "is empty"), ("请填写", "Fill it in"))
"""Of a cell that is empty and must not be."""


def ragged(count: int, width: int, separator: str) -> tuple[Said, Said]:
    """Return what is said of a row of `count` cells under a header of `width`."""
    chinese, english = SEPARATORS.get(separator, ("分隔符", "separators"))
    said = (f"有 {count} 格，应为 {width} 格", f"{count} cells, not {width}")
    if count < width:
        return said, ("补全缺的格，或删去这一行", "Fill in what is missing, or remove the row")
    return said, (f"含{chinese}的内容请加引号", f"Quote cells that hold {english}")


def empty_cells(names: list[str]) -> tuple[Said, Said]:
    """Return what is said of a row in which cells of these columns are empty."""
    said = (f"有 {len(names)} 格为空：{'、'.join(names)}", f"empty cells: {', '.join(names)}")
    return said, (
        "请填写；原来是合并单元格的，每一行都要填；不需要的行请删去",
        "Fill them in, in each row where cells were merged; remove the row if it is not needed",
    )


def copied(line: int) -> tuple[Said, Said]:
    """Return what is said of a row that is a copy of that in `line`."""
    said = (f"与第 {line} 行完全相同", f"the same as row {line}")
    return said, ("删去其中一行", "Remove one of them")


def twice(cell: str, line: int) -> tuple[Said, Said]:
    """Return what is said of a cell that must be unique and stands in `line` as well."""
    said = (f"{quoted(cell)} 与第 {line} 行重复", f"{quoted(cell)} stands in row {line} as well")
    return said, ("改成唯一的", "Make it unique")

"""What is said of a row of a table, and which rows are none: totals, notes and titles within it?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from geo.package.cells import Said
from geo.package.faults import quoted
from geo.package.ids import IN_WORDS
from geo.package.periods import REMEDY as PERIODS
from geo.package.schema import COLOUR_PATTERN, ID_PATTERN, Field, is_id
from geo.package.sheet import SEPARATORS

MOST_EMPTY: Final = 3
"""Empty cells of a row from which on they have one cause."""
_TOTALS: Final = frozenset(
    ("合计", "总计", "小计", "共计", "总和", "total", "totals", "subtotal", "grandtotal", "sum")
)
_NOTE: Final = re.compile(
    r"[(（\[【*※]*\s*(?:(?:注|备注|附注|注释|说明|填表说明|数据来源|资料来源|来源|出处|口径"
    r"|填表人|制表人?|审核人?|负责人|单位负责人|填报人|填报单位|制表单位|编制单位|联系人|联系电话|制表日期"
    r"|填表日期|notes?|remarks?|sources?|prepared by)\s*\d*\s*(?:[:：.．、)）\]】]|$)|[*※])",
    re.IGNORECASE,
)
"""How a note begins that stands below a table."""
_SEPARATOR: Final = re.compile("[,;\t|，；]")


def empty(column: Field) -> tuple[Said, Said]:
    """Return what is said of a cell that is empty and must not be, and what may stand there."""
    zh, en = _wanted(column)
    return ("不能为空", "is empty"), (f"请填写{zh and f'：{zh}'}", f"Fill it in{en and f': {en}'}")


def _wanted(column: Field) -> Said:
    """Return what a column takes; nothing where any words will do."""
    if column.enum:
        return f"可选 {'、'.join(column.enum)}", f"one of {', '.join(column.enum)}"
    if column.refers_to:
        table = f"{column.refers_to}.csv"
        return f"{table} 中的一个编号", f"an id of {table}"
    if column.dated:
        return PERIODS[0], f"{PERIODS[1][0].lower()}{PERIODS[1][1:]}"
    if column.type == "number":
        return "数字，以基本单位计，如 16000", "a plain number in base units, as 16000"
    if column.name == "place_id":
        return (
            "一个地点的编号；说的是全区就填全区的编号",
            "the id of a place; of the district, its own",
        )
    if column.pattern == ID_PATTERN:
        return IN_WORDS
    if column.pattern == COLOUR_PATTERN:
        return "# 和六位代码，如 #a83152", "# and six digits, such as #a83152"
    return "", ""


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


def is_aside(cells: Sequence[str], made: Mapping[str, str], fields: Sequence[Field]) -> bool:
    """Tell whether a row says something of the table instead of being a row of it.

    A note may hold commas that nobody quoted, so it may have any number of cells.

    Parameters
    ----------
    cells : sequence of str
        As they stand in the file, not all empty.
    made : mapping of str to str
        The same by column, as far as there are cells.
    fields : sequence of Field
        Columns that the file has.
    """
    said = [cell.strip() for cell in cells if cell.strip()]
    if is_id(said[0]) or is_id(_SEPARATOR.split(said[0])[0].strip()):  # cut by another separator
        return False
    if _NOTE.match(said[0]) or (len(said) == 1 and cells[0].strip()):
        return True
    empty = sum(field.required and not made.get(field.name, "") for field in fields)
    is_total = said[0].strip(":：").replace(" ", "").lower() in _TOTALS
    return is_total and empty >= MOST_EMPTY

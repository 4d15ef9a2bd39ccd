"""What is said of a row of a table, whichever its columns are?"""

from __future__ import annotations

from geo.package.cells import Said
from geo.package.faults import quoted
from geo.package.ids import IN_WORDS
from geo.package.periods import REMEDY as PERIODS
from geo.package.schema import COLOUR_PATTERN, ID_PATTERN, Field
from geo.package.sheet import SEPARATORS


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

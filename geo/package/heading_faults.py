"""Can a table be read by its header, and if not, what is to be written there?"""

from __future__ import annotations

from geo.package.encoding import SAVE_AGAIN
from geo.package.faults import Faults, quoted
from geo.package.headings import Headings, other_table
from geo.package.schema import TABLES
from geo.package.sheet import Sheet


def header_is_sound(table: str, sheet: Sheet, found: Headings, faults: Faults) -> bool:
    """Tell whether a header names all columns once; if not, one fault says what is wrong."""
    file = f"{table}.csv"
    if not sheet.header:
        said = ("文件是空的", "the file is empty")
        remedy = ("至少要有表头", "It needs at least a header")
        faults.add("E_EMPTY_FILE", file, None, said, remedy)
    elif found.missing and (other := other_table(table, sheet.header)) is not None:
        said = (f"内容是 {other}.csv 的表", f"holds the table of {other}.csv")
        remedy = ("放入对应的表，或改正文件名", "Put the right table here, or rename the file")
        faults.add("E_OTHER_TABLE", file, sheet.line, said, remedy)
    elif sheet.header[0].lstrip().lower().startswith(("<!doctype", "<html", "<table", "{", "[")):
        said = ("不是表格，像网页或 JSON", "is no table; it looks like a web page or JSON")
        faults.add("E_NOT_TEXT", file, None, said, SAVE_AGAIN)
    elif len(found.columns) < 2 and found.missing:
        _no_header(file, table, sheet, faults)
    elif found.missing or found.twice or found.meant:
        _wrong_columns(file, sheet, found, faults)
    else:
        return True
    return False


def _no_header(file: str, table: str, sheet: Sheet, faults: Faults) -> None:
    shown = quoted(", ".join(sheet.header))
    wanted = ", ".join(field.name for field in TABLES[table] if not field.omissible)
    said = (f"没有认得的列名：{shown}", f"no column name that is known: {shown}")
    remedy = (f"第一行写列名：{wanted}", f"Write the column names into the first row: {wanted}")
    faults.add("E_COLUMNS", file, sheet.line, said, remedy)


def _wrong_columns(file: str, sheet: Sheet, found: Headings, faults: Faults) -> None:
    """Add the one fault of a header, by name what is missing and what stands twice."""
    lost = [name for name in found.missing if name not in found.meant.values()]
    zh, en = [], []
    for heading, column in found.meant.items():
        zh.append(f"列名 {quoted(heading)} 是不是 {column}？")
        en.append(f"does the column {quoted(heading)} mean {column}?")
    if lost:
        zh.append(f"缺少列：{'、'.join(lost)}")
        en.append(f"missing columns: {', '.join(lost)}")
    if found.twice:
        zh.append(f"有两列：{'、'.join(found.twice)}")
        en.append(f"columns that stand twice: {', '.join(found.twice)}")
    said = (
        "；".join(zh).removesuffix("？") + ("？" if not lost + found.twice else ""),
        "; ".join(en),
    )
    doing = [
        *([("改正列名", "correct the names")] if found.meant else []),
        *([("补上缺的列", "add those that are missing")] if lost else []),
        *([("每列只留一个", "keep one of each")] if found.twice else []),
    ]
    remedy = ("，".join(zh for zh, _ in doing), ", ".join(en for _, en in doing).capitalize())
    faults.add("E_COLUMNS", file, sheet.line, said, remedy)

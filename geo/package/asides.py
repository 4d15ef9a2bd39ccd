"""Which rows of a file are none of its table: totals, notes below it, titles within it?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from geo.package.schema import Field, is_id

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

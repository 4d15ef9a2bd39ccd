"""How does a workbook show its cells, where that changes what they say?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from geo.intake.limits import MOST_COLUMNS
from geo.intake.messages import Messages, NotTakenError

STYLES: Final = "xl/styles.xml"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_SHARES: Final = re.compile(r'numFmtId="(?:9|10)"|formatCode="[^"]*%')
"""How a number is shown as percent: by one of two built-in forms, or by one of its own."""
_HIDDEN_ROW: Final = re.compile(r'<(?:\w+:)?row\s[^>]*?hidden="(?:1|true)"')
_HIDDEN_COLUMN: Final = re.compile(r'<(?:\w+:)?col\s[^>]*?hidden="(?:1|true)"')


_UNCOUNTED: Final = re.compile(
    r"</(?:\w+:)?f>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A formula without a result."""
_FAR: Final = re.compile(
    r'<(?:\w+:)?c\s[^>]*?r="(?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d+"[^>/]*>\s*<(?:\w+:)?(?:v|is)\b'
)
"""A cell beyond column GR, the 200th, that holds something."""


def tell_far(text: str, title: str, messages: Messages) -> None:
    """Say that cells stand further to the right than is read."""
    count = len(_FAR.findall(text))
    if count and not messages.count("W_TOO_MANY_COLUMNS"):
        said = (
            f"第 {MOST_COLUMNS} 列以外还有 {count} 格有内容",
            f"cells beyond column {MOST_COLUMNS} hold something: {count}",
        )
        done = (f"只读前 {MOST_COLUMNS} 列", f"The first {MOST_COLUMNS} columns were read")
        messages.add("W_TOO_MANY_COLUMNS", said, done, field=title)


def refuse_strict(book: str) -> None:
    """Refuse a workbook in a form that hardly any program writes, with the way out of it."""
    if _STRICT in book:
        said = (
            "这是 Strict Open XML 工作簿，不能读入",
            "this is a Strict Open XML workbook, which is not read",
        )
        remedy = ("请另存为普通的 .xlsx", "Save it as a plain .xlsx")
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)


def shows_shares(styles: str) -> bool:
    """Tell whether a workbook shows any number as percent."""
    return _SHARES.search(styles) is not None


def shown(cells: Sequence[Any]) -> list[Any]:
    """Return the values of a row; what is shown as percent is written so."""
    return [
        f"{(Decimal(repr(cell.value)) * 100).normalize():f}%" if _is_share(cell) else cell.value
        for cell in cells
    ]


def _is_share(cell: Any) -> bool:
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return is_number and math.isfinite(cell.value) and "%" in str(cell.number_format)


def tell_hidden(text: str, title: str, messages: Messages) -> None:
    """Say that a sheet has rows or columns that are not shown; they are read all the same."""
    rows, columns = len(_HIDDEN_ROW.findall(text)), len(_HIDDEN_COLUMN.findall(text))
    if rows or columns:
        said = (
            f"有隐藏的行 {rows} 处、列 {columns} 处",
            f"has hidden rows ({rows}) and columns ({columns})",
        )
        done = ("也读入了；不要的请删除", "They were read too; delete what is not wanted")
        messages.add("I_HIDDEN", said, done, field=title)


def tell_uncounted(text: str, name: str, messages: Messages) -> None:
    """Say that formulas have no stored value: then the cells look empty."""
    count = len(_UNCOUNTED.findall(text))
    if count:
        said = (f"有 {count} 个公式没有结果", f"{count} formulas have no stored result")
        remedy = (
            "已当作空格；请用表格软件打开、保存一次再交",
            "They were taken as empty; open and save it once in a spreadsheet program",
        )
        messages.add("W_FORMULA", said, remedy, field=name)

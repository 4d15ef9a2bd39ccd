"""Which figures does a table hold, and which of them are more than a number?

Nothing is changed here: a wording such as 1.6万余方 stays what it is, and is said, so that nobody
adds it up as if it were exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from geo.figures import reading
from geo.figures.readings import Missing, Question, Reading
from geo.intake.found import Cell, FoundTable
from geo.intake.messages import Messages
from geo.intake.sound import area_m2, is_in_degrees

_LOOKED_AT: Final = 2_000
"""Rows by which a column is known."""
_NO_FIGURE: Final = re.compile(
    r"(?:.*[_ ]|feature )?(?:id|code|no|fid|oid|lon|lng|lat|lnglat|lonlat|xy|coordinates?|"
    r"location|position|x|y|wkt|geom(?:etry)?|name|unit|date|"
    r"year|tel|phone)|.*(?:编号|编码|代码|序号|名称|名字|地址|位置|电话|手机|联系|日期|时间|年份|年度|经度|纬度|"
    r"坐标|单位|备注|说明|longitude|latitude|address|remark|note).*",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    r".*(?:面积|户数|套数|栋数|人数|数量|总数|投资|金额|长度|进度|比例|area|length|amount|count|pct|percent|"
    r"_m2|m²|㎡).*",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(
    r".*(?:面积|户数|套数|栋数|人数|数量|长度|area|length|count|_m2|m²|㎡).*", re.IGNORECASE
)
"""What cannot be less than nothing; money and differences can."""
_SHARE: Final = re.compile(
    r".*(?:pct|percent|%|进度|完成率|占比|比例|覆盖率|绿化率|入住率|progress).*", re.IGNORECASE
)
_AREA: Final = re.compile(
    r"area(?:_m2|_sqm)?|(?:占地|用地|地块)?面积(?:\(?(?:平方米|㎡|m2|m²)\)?)?", re.I
)
_UNIT: Final = re.compile(r"unit|(?:计量|数量)?单位", re.IGNORECASE)
_PLAIN: Final = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*[%％]?\s*")
_BEGINS: Final = re.compile(
    r"[约近超逾达共计不足至少高达\s>≥<≤~≈¥￥$-]{0,6}[+-]?[\d〇零一二三四五六七八九十百千万亿半两]"
)
"""How a quantity begins; a text that holds a digit somewhere is none for that."""
_LONGEST: Final = 40
_TIMES: Final = 10
"""How many times the drawn area a stated one may be; floors of a building are counted, too."""
Numbered = Sequence[tuple[int, Cell]]


def tell_values(table: FoundTable, messages: Messages) -> None:
    """Say what is worth knowing of the figures of a table."""
    figures = False
    for column in table.columns:
        cells = [(row.number, row.cells.get(column)) for row in table.rows[:_LOOKED_AT]]
        filled = [
            (number, cell) for number, cell in cells if cell is not None and str(cell).strip()
        ]
        kinds = {type(cell) is str for _, cell in filled if not isinstance(cell, bool)}
        if _NO_FIGURE.fullmatch(column):
            continue
        if not _is_figure(column, filled):
            if len(kinds) > 1:
                said = ("有的是数字，有的是文字", "holds numbers and texts")
                done = ("都按原样保留", "All were kept as they are")
                messages.add("W_MIXED_TYPE", said, done, field=column, level="info")
            continue
        figures = True
        _tell_wordings(column, filled, len(kinds) > 1, messages)
        if len(filled) < len(cells):
            said = (
                f"{len(cells)} 行中有 {len(filled)} 行填了数",
                f"{len(filled)} of {len(cells)} rows have a figure",
            )
            done = ("没有填的不当作 0", "What is not there is not taken for 0")
            messages.add("I_MISSING_FIGURE", said, done, field=column)
        _tell_shares(column, filled, messages)
        if not messages.refused():
            _tell_areas(table, column, messages)
    if figures:
        _tell_units(table, messages)


def _is_figure(column: str, filled: Numbered) -> bool:
    """Tell whether a column holds figures: by its heading, or as most of its cells are some."""
    count = sum(_is_quantity(cell) for _, cell in filled)
    return count * 2 > len(filled) or (
        _FIGURE.fullmatch(column) is not None and count == len(filled)
    )


def _is_quantity(cell: Cell) -> bool:
    if isinstance(cell, bool) or cell is None:
        return False
    if not isinstance(cell, str):
        return True
    if _PLAIN.fullmatch(cell):
        return True
    text = unicodedata.normalize("NFKC", cell)
    if len(text) > _LONGEST or not _BEGINS.match(text):
        return False
    return isinstance(reading.read(cell), Reading | Question)


def _tell_wordings(column: str, filled: Numbered, mixed: bool, messages: Messages) -> None:
    """Say that cells are wordings rather than numbers."""
    worded = [
        (number, cell)
        for number, cell in filled
        if isinstance(cell, str) and (mixed or not _PLAIN.fullmatch(cell))
    ]
    worded = [(number, cell) for number, cell in worded if not _is_missing(cell)] or worded
    if not worded:
        return
    named = "、".join(f"{number}：{str(cell)[:_LONGEST]}" for number, cell in worded[:5])
    said = (
        f"有 {len(worded)} 格不是单纯的数字（{named}）",
        f"{len(worded)} cells are more than a number ({named})",
    )
    done = (
        "原文保留；“余、约、以上”和范围不当作准数相加",
        "The wordings are kept; about, over and ranges are never added up as exact",
    )
    messages.add("W_FIGURE", said, done, row=worded[0][0], field=column)


def _is_missing(cell: str) -> bool:
    return len(cell) <= _LONGEST and isinstance(reading.read(cell), Missing)


def _numbers(filled: Iterable[tuple[int, Cell]]) -> Iterable[tuple[int, float]]:
    for number, cell in filled:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            yield number, float(cell)
        elif isinstance(cell, str) and _PLAIN.fullmatch(cell.rstrip(" %％")):
            yield number, float(cell.rstrip(" %％"))


def _tell_shares(column: str, filled: Numbered, messages: Messages) -> None:
    """Say that a share is more than the whole, or that a count is less than nothing."""
    if _COUNT.fullmatch(column) and not _SHARE.fullmatch(column):
        for number, value in _numbers(filled):
            if value < 0:
                said = (f"数是 {value:g}", f"the figure is {value:g}")
                look = ("不会小于 0，请核对", "It cannot be less than nothing; look it up")
                messages.add("W_FIGURE_RANGE", said, look, row=number, field=column)
    if not _SHARE.fullmatch(column):
        return
    for number, value in _numbers(filled):
        if not 0 <= value <= 100:
            said = (f"百分比是 {value:g}", f"a share is {value:g} percent")
            messages.add("W_FIGURE_RANGE", said, ("请核对", "Look it up"), row=number, field=column)


def _tell_areas(table: FoundTable, column: str, messages: Messages) -> None:
    """Say that a stated area is another than the drawn one."""
    if not _AREA.fullmatch(unicodedata.normalize("NFKC", column)):
        return
    in_degrees = is_in_degrees(table.system)
    shapes: dict[int, Any] = {row.number: row.shape for row in table.rows}
    for number, value in _numbers([(row.number, row.cells.get(column)) for row in table.rows]):
        shape = shapes[number]
        if shape is None or not shape.geom_type.endswith("Polygon") or value <= 0:
            continue
        drawn = area_m2(shape, in_degrees=in_degrees)
        if not drawn / _TIMES <= value <= drawn * _TIMES:
            said = (
                f"写的是 {value:,.0f}，图形有 {drawn:,.0f} 平方米",
                f"states {value:,.0f}, the shape has {drawn:,.0f} m²",
            )
            remedy = ("请核对单位", "Look its unit up")
            messages.add("W_AREA_MISMATCH", said, remedy, feature=number, field=column)


def _tell_units(table: FoundTable, messages: Messages) -> None:
    """Say that the units of a column differ from row to row."""
    column = next((name for name in table.columns if _UNIT.fullmatch(name)), None)
    if column is None:
        return
    units = [str(row.cells.get(column) or "").strip() for row in table.rows]
    missing = units.count("")
    kinds = sorted(set(units) - {""})
    if len(kinds) > 1 or (kinds and missing):
        said = (
            f"单位有 {'、'.join(kinds[:10])}，{missing} 行没有写",
            f"the units are {', '.join(kinds[:10])}; rows without one: {missing}",
        )
        done = ("不同的单位不会直接相加", "Figures of different units are not added up")
        messages.add("W_UNIT", said, done, field=column)

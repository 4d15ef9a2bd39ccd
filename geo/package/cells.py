"""What does a cell of a table say, and what is wrong with it?

What is plain is read: digits of full width, commas between thousands, a colour in capitals. What is
not is a fault that says what to write instead.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from geo.package.faults import SHORTEN, quoted, too_long, unprintable
from geo.package.ids import IN_WORDS, suggested_id
from geo.package.periods import REMEDY as PERIODS
from geo.package.periods import days_of, doubt_of, plain_period
from geo.package.schema import COLOUR_PATTERN, ID_PATTERN, Field

Said = tuple[str, str]
_ERRORS: Final = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|#{3,}")
_DATE: Final = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[-/年]\d{1,2}([-/月]\d{1,2}日?)?|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|"
    r"\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(-\d{2,4})?|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2}",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"\d{1,3}([,，]\d{3})+(\.\d+)?", re.ASCII)
_COUNTED: Final = re.compile(r"(\d+(?:\.\d+)?)(万|亿|千|百)?(\D*)", re.ASCII)
_SIZES: Final = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_WORDS: Final = {
    **dict.fromkeys(("余", "多", "超", "逾", "以上", "+", "不少于", "超过"), "over"),
    **dict.fromkeys(("约", "左右", "上下", "大约", "大概", "来"), "about"),
    **dict.fromkeys(("准确", "精确", "确切", "确数", "整", "等于", "无", "="), "exact"),
    **dict.fromkeys(("不足", "不到", "近", "接近", "以内", "以下", "不超过", "至多"), "under"),
    **dict.fromkeys(("高德", "腾讯", "火星", "火星坐标", "国测局"), "gcj02"),
    **dict.fromkeys(("百度", "百度坐标"), "bd09"),
    **dict.fromkeys(("天地图", "国土", "国家2000", "2000国家大地坐标系"), "cgcs2000"),
    **dict.fromkeys(("GPS", "gps", "奥维", "WGS84坐标"), "wgs84"),
    **{"长度": "length", "面积": "area", "体积": "volume", "数量": "count", "个数": "count"},
    **{"比例": "share", "占比": "share", "百分比": "share", "金额": "money", "投资": "money"},
    **{
        "报道": "report",
        "报告": "report",
        "网页": "page",
        "区划代码": "codes",
        "地理": "geography",
    },
    **{"比值": "ratio", "合计": "sum", "总和": "sum"},
    **dict.fromkeys(("高德", "腾讯", "火星", "火星坐标", "火星坐标系"), "gcj02"),
    **{"百度": "bd09", "GPS": "wgs84", "天地图": "cgcs2000", "国家2000": "cgcs2000"},
}
"""What is written in place of a choice of ours."""
_COLOURS: Final = {
    **{"红": "#a83152", "蓝": "#1f5fa8", "绿": "#2e5b00", "黄": "#956e03", "紫": "#6257ba"},
    **{"橙": "#a8510f", "棕": "#7a4a21", "灰": "#5f6368", "黑": "#222222", "青": "#0b6b72"},
    **{"red": "#a83152", "blue": "#1f5fa8", "green": "#2e5b00", "yellow": "#956e03"},
    **{"purple": "#6257ba", "orange": "#a8510f", "brown": "#7a4a21", "grey": "#5f6368"},
    **{
        "gray": "#5f6368",
        "black": "#222222",
        "cyan": "#0b6b72",
        "pink": "#b0306a",
        "粉": "#b0306a",
    },
}
"""A colour that carries white text for a colour's name."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell; the words are made when they are needed."""

    code: str
    words: Callable[[], tuple[Said, Said]]


def plain(cell: str, field: Field) -> str:
    """Return what a cell says, without what programs and keyboards add to it."""
    text = cell.strip(" \t\r\n\u3000\xa0\u200b\ufeff")
    if field.type == "number":
        digits = unicodedata.normalize("NFKC", text)
        return re.sub("[,，]", "", digits) if _THOUSANDS.fullmatch(digits) else _ascii(text, digits)
    if field.pattern == COLOUR_PATTERN:
        folded = unicodedata.normalize("NFKC", text).lower()
        short = re.fullmatch("#([0-9a-f])([0-9a-f])([0-9a-f])", folded)
        return "#" + "".join(2 * sign for sign in short.groups()) if short else folded
    if field.name == "path":
        return text.replace("\\", "/").removeprefix("./")
    return plain_period(text) if field.dated else text


def _ascii(text: str, digits: str) -> str:
    """Return digits of full width as plain ones; other signs that fold to digits stay."""
    return digits if re.fullmatch("[0-9０-９.．]+", text) else text


def cell_fault(cell: str, field: Field) -> CellFault | None:
    """Return the first thing that is wrong with a cell, as :func:`plain` gives it, if not empty.

    Whether what it names is there is not asked here.
    """
    sign = unprintable(cell)
    if sign is not None:
        said = (f"含有控制字符 {sign}", f"holds the control character {sign}")
        return _found("E_CONTROL_CHARS", said, ("请删去", "Remove it"))
    long = too_long(cell, field.max_length)
    if long is not None:
        return _found("E_LENGTH", long, SHORTEN)
    if _ERRORS.fullmatch(cell):
        said = (f"{quoted(cell)} 是表格软件的错误值", f"{quoted(cell)} is a spreadsheet's error")
        return _found("E_SPREADSHEET", said, ("填入数值或文字本身", "Write the value itself"))
    if not _follows_rules(cell, field):
        return program_fault(cell, is_dated=field.dated) or _rule_fault(cell, field)
    return None


def _found(code: str, said: Said, remedy: Said) -> CellFault:
    return CellFault(code, lambda: (said, remedy))


def _follows_rules(cell: str, field: Field) -> bool:
    return (
        (field.type != "number" or is_number(cell))
        and (not field.dated or days_of(cell) is not None)
        and (not field.pattern or re.fullmatch(field.pattern, cell) is not None)
        and (not field.enum or cell in field.enum)
    )


def is_number(cell: str) -> bool:
    """Tell whether `cell` is a finite decimal number in ASCII digits, at least zero."""
    return bool(re.fullmatch(r"\d+(\.\d+)?", cell, re.ASCII)) and math.isfinite(float(cell))


def program_fault(cell: str, *, is_dated: bool) -> CellFault | None:
    """Return what a spreadsheet program did to a cell that cannot be as it is, if so."""
    shown = quoted(cell)
    if cell.startswith(("=", "＝")):
        said = (f"{shown} 是公式，不是值", f"{shown} is a formula, not a value")
        remedy = (
            "在表格软件中“选择性粘贴—数值”，再另存",
            "Paste it as values in the spreadsheet program, then save again",
        )
        return _found("E_FORMULA", said, remedy)
    if not is_dated and _DATE.fullmatch(cell):
        said = (f"{shown} 像是被改成了日期", f"{shown} looks as if it was turned into a date")
        remedy = ("把该列设为文本格式，重新填写", "Format the column as text and write it again")
        return _found("E_SPREADSHEET", said, remedy)
    return None


def _rule_fault(cell: str, field: Field) -> CellFault:
    """Return which rule of its column a cell breaks."""
    if field.type == "number":
        return CellFault("E_NUMBER", lambda: _number_words(cell))
    if field.dated:
        return CellFault("E_DATE", lambda: _date_words(cell))
    if field.pattern and not re.fullmatch(field.pattern, cell):
        return CellFault("E_PATTERN", lambda: _form_words(cell, field))
    return CellFault("E_ENUM", lambda: _choice_words(cell, field))


def _date_words(cell: str) -> tuple[Said, Said]:
    said = (
        f"{quoted(cell)} 不是日期，或没有这一天",
        f"{quoted(cell)} is no date, or of no day there is",
    )
    return said, doubt_of(cell) or PERIODS


def _number_words(cell: str) -> tuple[Said, Said]:
    said = (f"{quoted(cell)} 不是数字", f"{quoted(cell)} is not a number")
    if re.fullmatch(r"\d+(\.\d+)?[eE][+-]?\d{1,2}", cell, re.ASCII):
        value = f"{float(cell):.15g}"
        return said, (
            f"科学计数法会丢掉数字：把该列设为数值格式再存，或照原文写（这里是 {value} 左右）",
            "Spreadsheets lose digits so: format the column as a number and save again, or write "
            f"it as printed (here about {value})",
        )
    counted = _COUNTED.fullmatch(re.sub("[,，]", "", unicodedata.normalize("NFKC", cell)))
    if counted is None or not (counted[2] or counted[3].strip()) or len(counted[1]) > 15:
        return said, (
            "以基本单位填写数字，如 16000",
            "Write a plain number in base units, as 16000",
        )
    value = f"{float(counted[1]) * _SIZES.get(counted[2] or '', 1):.12g}"
    return said, (
        f"只写数字，以基本单位计，如 {value}；单位写在 unit 列",
        f"Write the number alone, in base units, such as {value}; the unit has its own column",
    )


def _form_words(cell: str, field: Field) -> tuple[Said, Said]:
    shown = quoted(cell)
    if field.pattern == COLOUR_PATTERN:
        said = (f"{shown} 不是颜色代码", f"{shown} is no colour code")
        colour = _COLOURS.get(cell.removesuffix("色"), "#a83152")
        return said, (
            f"写成 # 和六位代码，如 {colour}",
            f"Write # and six digits, such as {colour}",
        )
    said = (f"{shown} 不能作为编号", f"{shown} cannot be an id")
    if field.pattern != ID_PATTERN:
        return said, (f"应符合 {field.pattern}", f"It must match {field.pattern}")
    made = suggested_id(cell)
    zh, en = IN_WORDS
    return said, (
        f"{zh}{f'，如 {made}' if made else ''}",
        f"Use {en}{f', such as {made}' if made else ''}",
    )


def _choice_words(cell: str, field: Field) -> tuple[Said, Said]:
    said = (f"{quoted(cell)} 不在可选值中", f"{quoted(cell)} is not one of the choices")
    choices = ", ".join(field.enum)
    meant = _WORDS.get(cell, "")
    close = [meant] if meant in field.enum else get_close_matches(cell.lower(), field.enum, n=1)
    if close:
        return said, (f"写成 {close[0]}。可选：{choices}", f"Write {close[0]}. Choices: {choices}")
    return said, (f"可选：{choices}", f"Choose from: {choices}")

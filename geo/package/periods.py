"""Which days is a period about, and are there such days?

Written as ISO 8601 has them: ``2022``, ``2022-09``, ``2022-09-27``, a quarter ``2022-Q3``, a half
``2022-H1``, or two of these with a stroke between them, ``2021/2022`` or ``2022-01/2022-09``.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from typing import Final

REMEDY: Final = (
    "写作 2022、2022-09、2022-09-27、2022-Q3，一段时间写作 2021/2022",
    "Write 2022, 2022-09, 2022-09-27 or 2022-Q3, and a range as 2021/2022",
)
_FORM: Final = re.compile(
    r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])(?:-([0-9]{2}))?))?", re.ASCII
)
_TIME: Final = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_FIRST_YEAR: Final = 1800
_CLOCK: Final = re.compile(r"[ T]0{1,2}:00(:00(\.0+)?)?", re.ASCII)
"""Midnight, which spreadsheets write behind a day."""
_YEAR: Final = re.compile(r"(\d{4})(?:\.0+|年度?)?", re.ASCII)
"""A year, as a spreadsheet's number as well."""
_DAY: Final = re.compile(
    r"(\d{4})(?:年|[-/.年](\d{1,2})(?:月份?|[-/.月](\d{1,2})[日号]?)?)|(\d{4})(\d\d)(\d\d)?",
    re.ASCII,
)
_PART: Final = re.compile(
    r"(\d{4})年?[-.]?(?:(上半年|下半年|[hH][12])|(?:第?([一二三四1-4])季度?|[qQ]([1-4])))", re.ASCII
)
_RANGE: Final = re.compile(r"(.{4,}?)(?:/|-{1,2}|[—–―~～〜]+|至|到)(.+)")
_MONTHS: Final = re.compile(r"(\d{4})年(\d{1,2})月?(?:-|[—–~～至到])(\d{1,2})月份?", re.ASCII)
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMBERED: Final = range(20_000, 80_000)
"""Numbers that spreadsheets give to the days of 1954 to 2119."""


def days_of(period: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period; None if it is none.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2022-02-30") is None
    True
    """
    parts = [_days(part) for part in period.split("/")]
    first, last = parts[0], parts[-1]
    if len(parts) > 2 or first is None or last is None:
        return None
    return (first[0], last[1]) if len(parts) == 1 or first[1] < last[0] else None


def plain_period(text: str) -> str:
    """Return a period as ISO 8601 has it, where offices and spreadsheets write it otherwise.

    What would be no period then is returned as it is.

    >>> plain_period("2022.0"), plain_period("2022年9月"), plain_period("2022-2023")
    ('2022', '2022-09', '2022/2023')
    >>> plain_period("2022年第三季度"), plain_period("2022.13")
    ('2022-Q3', '2022.13')
    """
    folded = unicodedata.normalize("NFKC", text).replace(" 年", "年")
    if re.match("[〇○零一二三四五六七八九]{4}年", folded):
        folded = folded[:4].translate(_DIGITS) + folded[4:]
        folded = re.sub("年(十[一二]?|[一二三四五六七八九])月", _month, folded)
    folded = _CLOCK.sub("", folded)
    made = _one_plain(folded) or _range_plain(folded)
    return made if made is not None and days_of(made) is not None else text


def _month(found: re.Match[str]) -> str:
    """Return a month in Chinese digits in plain ones."""
    written = found[1].replace("十", "1" if len(found[1]) > 1 else "10").translate(_DIGITS)
    return f"年{written}月"


def _one_plain(text: str) -> str | None:
    """Return a year, a part of one, a month or a day as ISO 8601 has it."""
    if found := _YEAR.fullmatch(text):
        return found[1]
    if re.fullmatch(r"\d{4}\.1", text, re.ASCII):
        return None  # January, or October without its zero: asked
    if found := _DAY.fullmatch(text):
        return "-".join(part.zfill(2) for part in found.groups() if part)
    if found := _PART.fullmatch(text):
        year, half, chinese, quarter = found.groups()
        if half:
            return f"{year}-H{1 if half[0] == '上' or half[-1] == '1' else 2}"
        return f"{year}-Q{(quarter or chinese).translate(_DIGITS)}"
    return text if days_of(text) is not None else None


def _range_plain(text: str) -> str | None:
    """Return two periods with what stands between them as a stroke."""
    if months := _MONTHS.fullmatch(text):
        year, first, last = months.groups()
        return f"{year}-{first.zfill(2)}/{year}-{last.zfill(2)}"
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    ends = [_one_plain(part.strip()) for part in found.groups()]
    return "/".join(end for end in ends if end) if all(ends) else None


def doubt_of(text: str) -> tuple[str, str] | None:
    """Return what to do about a period that a spreadsheet spoiled; None where it was not that."""
    if found := re.fullmatch(r"(\d{4})\.1", text, re.ASCII):
        year = found[1]
        return (
            f"是 {year}-01 还是 {year}-10？表格软件会去掉末尾的 0：请写成其中一个",
            f"Is it {year}-01 or {year}-10? Spreadsheets drop a zero at the end: write one of them",
        )
    number = re.fullmatch(r"(\d{5})(\.\d+)?", text, re.ASCII)
    if number and int(number[1]) in _NUMBERED:
        day = (date(1899, 12, 30) + timedelta(days=int(number[1]))).isoformat()
        return (
            f"像是表格软件里的日期序号，即 {day}：请写成这样，该列设为文本格式",
            f"It seems to be a spreadsheet's number of a day, {day}: write that, in a column of "
            "text",
        )
    return None


def is_moment(text: str) -> bool:
    """Tell whether a text is a period, or a day with its time as RFC 3339 has it.

    >>> is_moment("2022-09-27T08:00:00Z"), is_moment("2022-09"), is_moment("2022-09-31T08:00:00Z")
    (True, True, False)
    """
    day, mark, time = text.partition("T")
    return days_of(day) is not None and (not mark or _TIME.fullmatch(time) is not None)


def _days(part: str) -> tuple[date, date] | None:
    """Return the first and the last day of a year, quarter, half, month or day."""
    found = _FORM.fullmatch(part)
    if found is None or int(found[1]) < _FIRST_YEAR:
        return None
    year, quarter, half, month, day = (int(each) if each else 0 for each in found.groups())
    if found[5]:
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
        return date(year, month, day), date(year, month, day)
    if month:
        first, months = month, 1
    elif quarter:
        first, months = quarter * 3 - 2, 3
    elif half:
        first, months = half * 6 - 5, 6
    else:
        first, months = 1, 12
    begin = date(year, first, 1)
    return begin, date(year, first + months - 1, 28) + _to_end(year, first + months - 1)


def _to_end(year: int, month: int) -> timedelta:
    return timedelta(days=calendar.monthrange(year, month)[1] - 28)

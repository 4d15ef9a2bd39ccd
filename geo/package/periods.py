"""Which days is a period about, and are there such days?

Written as ISO 8601 has them: ``2022``, ``2022-09``, ``2022-09-27``, a quarter ``2022-Q3``, a half
``2022-H1``, or two of these with a stroke between them, ``2021/2022`` or ``2022-01/2022-09``.
"""

from __future__ import annotations

import calendar
import re
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

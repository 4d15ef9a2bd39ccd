"""In which words is it said what was assumed, left out and asked?"""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import Level
from geo.intake.messages import Message
from geo.intake.taking.understood import Option, Question
from geo.language.bilingual import Bilingual

DATUMS = (
    Option("gcj02", Bilingual("高德、腾讯", "Amap, Tencent (GCJ-02)")),
    Option("bd09", Bilingual("百度", "Baidu (BD-09)")),
    Option(
        "cgcs2000", Bilingual("天地图、国土、测绘", "Tianditu, land or survey office (CGCS2000)")
    ),
    Option("wgs84", Bilingual("GPS、奥维", "GPS, satellite (WGS-84)")),
    Option(
        "unknown", Bilingual("不清楚，先画在所属范围", "Nobody knows: draw the area it lies in")
    ),
)


def say(
    level: Level,
    code: str,
    file: str,
    said: tuple[str, str],
    remedy: tuple[str, str],
    *,
    row: int | None = None,
    field: str | None = None,
) -> Message:
    """Return a message about a file that is taken."""
    return Message(level, code, file, row, None, field, Bilingual(*said), Bilingual(*remedy))


def ask_datum(file: str, points: Sequence[tuple[float, float]]) -> Question:
    """Ask from which map coordinates were read."""
    asked = Bilingual("这些坐标取自哪里？", "Where are these coordinates from?")
    return Question("datum", file, asked, DATUMS, tuple(points[:3]))


def ask_name(file: str, headings: Sequence[str]) -> Question:
    """Ask which column holds the names."""
    asked = Bilingual("哪一列是地点的名称？", "Which column holds the names of the places?")
    options = tuple(Option(each, Bilingual(each, each)) for each in headings)
    return Question("name", file, asked, options)


def ask_period(file: str) -> Question:
    """Ask of which year the numbers are."""
    asked = Bilingual(
        "这些数据是哪一年的？（四位数字）", "Of which year are these numbers? (four digits)"
    )
    return Question("period", file, asked)


def ask_unit(
    file: str, heading: str, word: str, options: Sequence[tuple[str, Bilingual]]
) -> Question:
    """Ask what a word such as 方 stands for in a column."""
    asked = Bilingual(
        f"“{heading}”里的“{word}”是哪一种？", f"What does “{word}” stand for in “{heading}”?"
    )
    return Question(
        f"unit:{heading}", file, asked, tuple(Option(value, label) for value, label in options)
    )


def listing(words: Sequence[str], most: int = 8) -> tuple[str, str]:
    """Return some words as a list in both languages, cut where there are many."""
    shown = list(words[:most])
    more = len(words) - len(shown)
    zh, en = "、".join(shown), ", ".join(shown)
    return (f"{zh}等 {len(words)} 个" if more else zh), (f"{en} and {more} more" if more else en)

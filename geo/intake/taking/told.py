"""In which words is it said what was assumed, left out and asked?"""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import Level
from geo.intake.messages import Message, Offer
from geo.intake.taking.understood import Option, Question, Sample
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
TWICE = ("这一行与上面的一行完全相同", "this row is a copy of one above")
KEEP_TWIN = Bilingual("是两个，都要", "There are two of them: keep both")
TWICE_LEFT = ("只取了一次", "It was taken once")
NO_NAME = ("这一行没有名称", "this row has no name")
NO_NAME_LEFT = (
    "没有采用；补上名称后再放入",
    "It was left out; fill in the name and take it again",
)
WRITE_IT = ("请写成一个数字和单位", "Write one number and its unit")
DRAWN_IN_DISTRICT = (
    "先画在全区范围内（虚线）；名称写法不同的，请选是哪一个",
    "They are drawn in the district (dashed); if it is spelt otherwise there, choose which it is",
)
DRAWN_IN_AREA = (
    "先画在所属范围内（虚线），补上坐标后自动变为实点",
    "They are drawn in their area (dashed); with a position they become points",
)
ASIDE = ("它们不会公开", "They do not become public")
NAME_UNIT = (
    "在标题里写明单位，例如“面积（平方米）”",
    "Name the unit in the heading, such as “Area (m2)”",
)
KEEP_NAMELESS = Bilingual("照样放入，名称用行号", "Take it all the same, named by its row")


def say(
    level: Level,
    code: str,
    file: str,
    said: tuple[str, str],
    remedy: tuple[str, str],
    *,
    row: int | None = None,
    field: str | None = None,
    offers: tuple[Offer, ...] = (),
) -> Message:
    """Return a message about a file that is taken."""
    words = Bilingual(*said), Bilingual(*remedy)
    return Message(level, code, file, row, None, field, *words, offers)


def ask_datum(file: str, samples: Sequence[Sample]) -> Question:
    """Ask from which map coordinates were read."""
    asked = Bilingual("这些坐标取自哪里？", "Where are these coordinates from?")
    return Question("datum", file, asked, DATUMS, tuple(samples))


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

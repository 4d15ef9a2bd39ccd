"""Which words say that a number is more, less or about what is printed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.figures.words import Words
from geo.records import Qualifier


@dataclass(frozen=True, slots=True)
class Mark:
    """What a word says of a number, and how Chinese writes it again.

    Parameters
    ----------
    before, after : str
        What stands before the number, and behind its unit.
    inside : str
        What stands between number and unit, before or after 万 as in the source.
    """

    qualifier: Qualifier
    before: str = ""
    inside: str = ""
    after: str = ""


OVER: Final = Mark("over", inside="余")
MORE: Final = Mark("over", before="超过")
AT_LEAST: Final = Mark("over", after="以上")
UNDER: Final = Mark("under", before="不足")
NEARLY: Final = Mark("under", before="近")
AT_MOST: Final = Mark("under", before="不超过")
ABOUT: Final = Mark("about", before="约")
NOTHING: Final = Mark("exact")
USUAL: Final[dict[Qualifier, Mark]] = {
    "exact": NOTHING,
    "over": OVER,
    "under": UNDER,
    "about": ABOUT,
}
"""How a number is marked of which no wording is known."""

_BEFORE: Final = {
    MORE: "超过|超|超出|逾|突破|高于|多于|大于|>|over|more than|above|exceeding|in excess of",
    AT_LEAST: "不少于|不低于|不下于|不下|不小于|至少|最少|>=|≥|≧|⩾|at least|no less than"
    "|not less than|no fewer than|not fewer than",
    UNDER: "不足|不到|不满|未满|少于|低于|小于|<|under|less than|fewer than|below|just under",
    NEARLY: "近|将近|接近|nearly|almost|close to",
    AT_MOST: "不超过|不超|不多于|不高于|不大于|至多|最多|<=|≤|≦|⩽|up to|at most|no more than"
    "|not more than",
    ABOUT: "约|约为|大约|大概|大致|~|≈|about|around|approximately|approx.|approx|circa|ca.|c."
    "|roughly|some",
    NOTHING: "共|共计|共有|总计|总共|合计|累计|达|达到|多达|高达|a total of|in total",
}
_BEHIND: Final = {
    OVER: "余|馀|多",
    AT_LEAST: "以上|及以上|开外|+|or more|and more|or above|and above|plus",
    UNDER: "以下|及以下|不足|不到|or less|or fewer|and below",
    AT_MOST: "以内|之内",
    ABOUT: "来|左右|上下|前后|or so",
}


def _by_word(table: dict[Mark, str]) -> Words[Mark]:
    return Words({word: mark for mark, words in table.items() for word in words.split("|")})


BEFORE: Final = _by_word(_BEFORE)
BEHIND: Final = _by_word(_BEHIND)

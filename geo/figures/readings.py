"""What may come of reading a printed wording? A reading, a question, nothing, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from geo.figures.marks import NOTHING, Mark
from geo.figures.measures import Size
from geo.language.bilingual import Bilingual
from geo.records import Qualifier


@dataclass(frozen=True, slots=True)
class Reading:
    """What a wording states.

    Parameters
    ----------
    value : Decimal
        Exact, in the unit of the row if it is a size of that, else in the base unit.
    unit : str or None
        Id of the unit; None where the wording has no word for it, or one that counts many things.
    word : str
        The unit's word as printed; "" where there is none.
    number, scale : Decimal, str
        The number as printed, and the word that multiplies it: 万, million, or "".
    size : Size or None
        In which size the unit is printed; None for what counts things.
    mark : Mark
        What is said of the number; between it and the scale where `is_inside`.
    remark : str
        What stood in brackets.
    """

    value: Decimal
    qualifier: Qualifier
    unit: str | None
    word: str = ""
    number: Decimal = Decimal(0)
    scale: str = ""
    size: Size | None = None
    mark: Mark = NOTHING
    is_inside: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that a wording may mean."""

    label: Bilingual
    reading: Reading


@dataclass(frozen=True, slots=True)
class Question:
    """A wording that only somebody who knows the matter can read.

    Parameters
    ----------
    why : Bilingual
        What is not understood.
    choices : tuple of Choice
        All that it may mean; empty where that cannot be said.
    """

    why: Bilingual
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no value: —, 无, 待定. This is never zero."""

    remark: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A wording that states no quantity, such as a date."""

    why: Bilingual


Read = Reading | Question | Missing | Refused

VAGUE: Final = Question(Bilingual("没有写出确切的数", "it states no definite number"))
RANGE: Final = Question(Bilingual("写的是一个范围", "it states a range"))
TWO_NUMBERS: Final = Question(
    Bilingual(
        "里面不止一个数，或分隔的写法读不准", "it holds several numbers, or unclear separators"
    )
)
MARKS: Final = Question(
    Bilingual("约、余、以上等几个词互相矛盾", "its words for about, over and under disagree")
)
TOO_LARGE: Final = Question(Bilingual("数值大得不寻常", "the number is unusually large"))
MONTH: Final = Question(
    Bilingual("可能是年月，也可能是小数", "it may be a month of a year or a number with a decimal")
)
SCALED_TWICE: Final = Question(
    Bilingual("数里和单位里都有万或亿", "both the number and the unit of the row hold 万 or 亿")
)
TENTHS: Final = Question(Bilingual("“成”前面的数大于十", "there are more than ten tenths"))


def unknown(rest: str) -> Question:
    """Return the question about a part of a wording that is not understood."""
    shown = rest if len(rest) <= 20 else f"{rest[:19]}…"
    return Question(Bilingual(f"其中的“{shown}”读不懂", f"“{shown}” in it is not understood"))

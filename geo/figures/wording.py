"""How is a number written for people, in each language?

A figure is shown in the size in which it was published, thousands with commas and nothing rounded:
24亿元, 5,400余万元, 74公里; in English 2.4 billion yuan, over 54 million yuan, 74 km. English has
no 万: such a number is written in millions or billions if that leaves at most three decimals, and
in full if it is less than a million or would have more (500.05万 is 5,000,500). A number in English
words is written in 万 and 亿 by the same rule. What was computed is written in the size of what it
was computed from, if that suits it; what was not understood in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Final

from geo.figures.marks import MORE, OVER, USUAL, Mark
from geo.figures.measures import Size, base_of
from geo.figures.numerals import MOST_DECIMALS, decimals, scaled_by
from geo.figures.reading import read_figure
from geo.figures.readings import Reading
from geo.language.bilingual import Bilingual
from geo.records import Figure, Qualifier, Unit

_EN_SCALES: Final = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_COUNTERS: Final = frozenset(
    {
        *("item", "items", "set", "sets", "stretch", "stretches"),
        *("structure", "structures", "unit", "units", "piece", "pieces"),
    }
)
"""English words for Chinese measure words; what they count is named by the measure."""
_FEW_SIGNS: Final = 2
"""Chinese signs that two words may share and mean other things."""
_ZH_SCALES: Final = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_EN_WORDS: Final = {
    **{"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"},
    **{"tn": "trillion"},
}
_EN_MARKS: Final = {"exact": "", "over": "over ", "under": "under ", "about": "about "}


def number(value: int | float | Decimal) -> str:
    """Return `value` with thousands separators and no needless zeros.

    >>> number(19.930), number(5000500.0)
    ('19.93', '5,000,500')
    """
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Written:
    """A number as people write it, and its unit apart.

    Parameters
    ----------
    number, unit : Bilingual
        The number says as well whether it is over, under or about. English has no unit where the
        measure says what is counted: 5, not 5 items.
    after : str
        What stands behind a Chinese unit: 20天以上.
    gap : str
        What stands before an English unit: 5 %, or 5 km.
    """

    number: Bilingual
    unit: Bilingual
    after: str
    gap: str

    @property
    def whole(self) -> Bilingual:
        """Number and unit together."""
        return Bilingual(
            zh=f"{self.number.zh}{self.unit.zh}{self.after}",
            en=f"{self.number.en}{self.gap}{self.unit.en}".rstrip(),
        )


def phrase(
    value: Decimal, qualifier: Qualifier, unit: Unit, *, like: Figure | None = None
) -> Bilingual:
    """Return a number that nobody published with its qualifier and unit.

    Parameters
    ----------
    value : Decimal
        In the unit `unit`.
    qualifier : {"exact", "over", "under", "about"}
    like : Figure or None
        One in the same unit; the number is written in the size of that if it is not less than one
        of it and has few decimals there, else in full.
    """
    sized = None if like is None else _in_size_of(like, value, qualifier, unit)
    return (_plain(value, qualifier, unit) if sized is None else _published(sized, unit)).whole


def figure_phrase(figure: Figure, unit: Unit) -> Bilingual:
    """Return a published figure as a phrase in both languages, in the size it was published in."""
    return figure_written(figure, unit).whole


def figure_written(figure: Figure, unit: Unit) -> Written:
    """Return a published figure in the size it was published in, its unit apart."""
    found = read_figure(figure, unit)
    if not isinstance(found, Reading) or found.unit not in (None, figure.unit):
        return _plain(figure.value, figure.qualifier, unit)
    if (found.value, found.qualifier) != (figure.value, figure.qualifier):
        return _plain(figure.value, figure.qualifier, unit)
    return _published(found, unit)


def _plain(value: float | Decimal, qualifier: Qualifier, unit: Unit) -> Written:
    """Return a number in full."""
    mark = _fitting(USUAL[qualifier], unit.kind)
    one = qualifier == "exact" and value == 1
    digits = Bilingual(*[number(value)] * 2)
    named = Bilingual(unit.zh, unit.en_one if one else unit.en_many)
    return _written(digits, Bilingual("", ""), named, unit.kind, qualifier, mark)


def _in_size_of(like: Figure, value: Decimal, qualifier: Qualifier, unit: Unit) -> Reading | None:
    """Return a number as if it were published in the size of a figure, None where that is odd."""
    found = read_figure(like, unit)
    if not isinstance(found, Reading) or like.unit != unit.unit_id:
        return None
    factor = found.size.factor / base_of(unit)[1] if found.size else Decimal(1)
    amount = value / factor / scaled_by(found.scale)
    if amount < 1 or decimals(amount) > MOST_DECIMALS:
        return None
    mark = USUAL[qualifier]
    return replace(
        found, value=value, number=amount, qualifier=qualifier, mark=mark, is_inside=False
    )


def _published(found: Reading, unit: Unit) -> Written:
    """Return what was read, written again."""
    own = found.size is None or found.size.factor == base_of(unit)[1]
    shown: Unit | Size = unit if own or found.size is None else found.size
    if shown.zh == "成":  # three tenths are 30%
        found, shown = replace(found, number=found.value), unit
    digits_zh, scale_zh = _sized(found, _ZH_SCALES)
    digits_en, scale_en = _sized(found, _EN_SCALES)
    one = found.qualifier == "exact" and digits_en == "1" and not scale_en
    return _written(
        Bilingual(digits_zh, digits_en),
        Bilingual(scale_zh, scale_en),
        Bilingual(shown.zh, shown.en_one if one else shown.en_many),
        shown.kind,
        found.qualifier,
        _fitting(found.mark, shown.kind),
        is_inside=found.is_inside,
    )


def _sized(found: Reading, scales: tuple[tuple[Decimal, str], ...]) -> tuple[str, str]:
    """Return digits and scale of a number in one language: the printed scale, or one as large."""
    if not found.scale:
        return number(found.number), ""
    is_english = found.scale.isascii()
    if is_english == (scales is _EN_SCALES):
        return number(found.number), _EN_WORDS.get(found.scale.casefold(), found.scale)
    amount = found.number * scaled_by(found.scale)
    for factor, word in scales:
        if amount >= factor and decimals(amount / factor) <= MOST_DECIMALS:
            return number(amount / factor), word
    return number(amount), ""


def _fitting(mark: Mark, kind: str) -> Mark:
    """Return the mark as it is said of a kind: of a share, 超过 and not 余."""
    return MORE if mark is OVER and kind == "share" else mark


def _written(
    digits: Bilingual,
    scale: Bilingual,
    unit: Bilingual,
    kind: str,
    qualifier: Qualifier,
    mark: Mark,
    *,
    is_inside: bool = False,
) -> Written:
    """Return a number with its mark: 5,400余万元 where it stood inside, else 1.6万余立方米."""
    first, second = (mark.inside, "") if is_inside else ("", mark.inside)
    english = f"{_EN_MARKS[qualifier]}{digits.en} {scale.en}".rstrip()
    return Written(
        Bilingual(f"{mark.before}{digits.zh}{first}{scale.zh}{second}", english),
        Bilingual(unit.zh, "" if unit.en in _COUNTERS else unit.en),
        mark.after,
        "" if kind == "share" and not unit.en[:1].isalpha() else " ",
    )


def locator_phrase(locator: str) -> Bilingual:
    """Return a locator such as ``section 3, paragraph 2`` in both languages.

    A locator of another form (a page title, say) is shown as it stands.
    """
    words = locator.replace(",", "").split()
    if len(words) == 4 and words[0] == "section" and words[2] == "paragraph":
        return Bilingual(zh=f"第{words[1]}部分第{words[3]}段", en=locator)
    return Bilingual(zh=_PARTS_OF_A_PAGE.get(locator, locator), en=locator)


def locator_of(said: str) -> str:
    """Return a locator as packages keep it, of how either language says it.

    >>> locator_of("第3部分第2段"), locator_of(" 第 3 部分 第 2 段"), locator_of("网页标题")
    ('section 3, paragraph 2', 'section 3, paragraph 2', 'page title')
    """
    match = re.fullmatch(r"第(\d+)部分第(\d+)段", re.sub(r"\s", "", said))
    if match is not None:
        return f"section {match[1]}, paragraph {match[2]}"
    return next((kept for kept, zh in _PARTS_OF_A_PAGE.items() if zh == said), said)


_PARTS_OF_A_PAGE: Final = {"page title": "网页标题", "page text": "网页正文"}


def below_heading(heading: Bilingual, measure: Bilingual) -> Bilingual:
    """Return what a measure says below a heading that names its subject already.

    >>> heading = Bilingual("五个小区合计", "Five estates together")
    >>> below_heading(heading, Bilingual("五个小区楼房", "Buildings of the five estates"))
    Bilingual(zh='楼房', en='Buildings')
    """
    pairs = zip(heading.zh, measure.zh, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    zh = measure.zh[shared:] if shared > _FEW_SIGNS else ""
    en, words = "", heading.en.split()
    for count in range(len(words), 1, -1):
        subject = " ".join(words[:count])
        found = re.fullmatch(rf"(.+) (?:of|in) (?:the )?{re.escape(subject)}", measure.en, re.I)
        en = en or (found[1] if found else "")
    return Bilingual(zh or measure.zh, en or measure.en)

"""Is a printed quantity read as what it states, asked about or refused, and never guessed?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.figures.numerals import number_at
from geo.figures.reading import read
from geo.figures.readings import Missing, Question, Reading, Refused
from geo.records import Unit
from tests.quantities import CASES, UNITS

VERDICTS = {Reading: "read", Question: "ask", Missing: "missing", Refused: "refused"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['wording']}-{case['row']}")
def test_the_cases(case: dict[str, Any]) -> None:
    found = read(case["wording"], measure=case["measure"], unit=UNITS.get(case["row"]))
    assert VERDICTS[type(found)] == case["verdict"]
    if isinstance(found, Reading):
        expected = (Decimal(case["value"]), case["qualifier"], case["unit"])
        assert (found.value, found.qualifier, found.unit) == expected


@pytest.mark.parametrize(
    ("wording", "unit"),
    [
        *(("3000余名", "person"), ("12栋", "building"), ("2万株", "tree"), ("20户", "household")),
        *(("5400余万元", "yuan"), ("382.5亩", "mu"), ("$3.5m", "usd"), ("98%", "percent")),
        *(("74公里", "m"), ("15个", None), ("344", None), ("1.6万", None)),
    ],
)
def test_a_unit_is_known_by_its_word_alone(wording: str, unit: str | None) -> None:
    found = read(wording)
    assert isinstance(found, Reading)
    assert found.unit == unit


def test_a_bare_number_takes_the_unit_of_the_row() -> None:
    for unit in UNITS.values():
        found = read("14000", unit=unit)
        assert isinstance(found, Reading)
        assert (found.value, found.unit) == (14_000, unit.unit_id)


def test_another_unit_than_that_of_the_row_is_told() -> None:
    for wording, unit in [("14000平方米", "m3"), ("3000名", "household"), ("24亿美元", "yuan")]:
        found = read(wording, unit=UNITS[unit])
        assert isinstance(found, Reading)
        assert found.unit != unit


def test_remarks_are_kept() -> None:
    found = read("14000平方米（含地下）〔估〕")
    assert isinstance(found, Reading)
    assert found.remark == "含地下; 估"
    assert read("—（未统计）") == Missing("未统计")


def test_what_either_may_mean_is_offered() -> None:
    found = read("4900方")
    assert isinstance(found, Question)
    offered = [(choice.reading.value, choice.reading.unit) for choice in found.choices]
    assert offered == [(4900, "m2"), (4900, "m3")]


@dataclass(frozen=True)
class Word:
    """A word of a wording, with what it means: a factor, a qualifier or a unit."""

    said: str
    means: str = ""
    factor: str = "1"


# An independent list: what each word means was looked up in a dictionary, not in the code.
BEFORE = [Word("")] * 3 + [Word("约", "about"), Word("大约", "about"), Word("≈", "about")]
BEFORE += [Word("超过", "over"), Word("逾", "over"), Word("至少", "over"), Word("≥", "over")]
BEFORE += [Word("突破", "over"), Word("不少于", "over"), Word("不足", "under"), Word("近", "under")]
BEFORE += [
    Word("不到", "under"),
    Word("不超过", "under"),
    Word("至多", "under"),
    Word("<", "under"),
]
INSIDE = [Word("")] * 3 + [Word("余", "over"), Word("多", "over"), Word("+", "over")]
AFTER = [Word("")] * 3 + [Word("以上", "over"), Word("左右", "about"), Word("上下", "about")]
AFTER += [Word("以内", "under"), Word("余", "over"), Word("前后", "about"), Word("以下", "under")]
SCALES = [Word("")] * 2 + [Word("万", "", "1e4"), Word("亿", "", "1e8")]
MORE_SCALES = [Word("百", "", "100"), Word("千万", "", "1e7"), Word("百万", "", "1e6")]
CHINESE = [
    Word(said, unit if unit != "-" else "", factor)
    for unit, factor, *words in map(
        str.split,
        (
            "m 1 米 延米 m",
            "m 1000 公里 千米 km KM",
            "m2 1 平方米 平米 ㎡ m² M2 平方",
            "m2 1e6 平方公里 平方千米 km² km2",
            "m2 1e4 公顷 ha",
            "mu 1 亩",
            "m3 1 立方米 立方 m³",
            "yuan 1 元",
            "usd 1 美元",
            "t 1 吨",
            "t 0.001 公斤 kg",
            "kw 1 千瓦",
            "kw 1000 兆瓦",
            "hour 1 小时",
            "percent 1 %",
            "percentage-point 1 个百分点",
            "household 1 户",
            "person 1 名 人",
            "person-time 1 人次",
            "building 1 栋",
            "tree 1 株",
            "- 1 个 处 条 座",
        ),
    )
    for said in words
] + [Word("")]
HAN_DIGITS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """Write a number below 10^8 as a Chinese textbook does."""
    if number >= 10_000:
        above, below = divmod(number, 10_000)
        gap = "零" if 0 < below < 1000 else ""
        return f"{in_han(above)}万{gap}{in_han(below) if below else ''}"
    said, is_gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += ("零" if is_gap else "") + HAN_DIGITS[digit] + name
            is_gap = False
        elif said:
            is_gap = True
    return said or "零"


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Decimal, str, bool]:
    """Draw a number, how it is printed, and whether in Chinese."""
    whole = draw(st.integers(0, 99_999) | st.sampled_from([0, 1, 10, 100, 1000, 20_000]))
    style = draw(st.sampled_from(["plain", "commas", "decimals", "spaces", "han", "powers"]))
    if style == "commas":
        return Decimal(whole), f"{whole:,}", False
    if style == "spaces":
        return Decimal(whole), f"{whole:,}".replace(",", " "), False
    if style == "decimals":
        part = draw(st.integers(0, 999))
        return Decimal(f"{whole}.{part:03}"), f"{whole:,}.{part:03}", False
    if style == "powers" and whole:
        return Decimal(whole) * 100, f"{whole}e2", False
    return (
        (Decimal(whole), in_han(whole), True)
        if style == "han"
        else (Decimal(whole), str(whole), False)
    )


@dataclass(frozen=True)
class Composed:
    """A wording, the pieces it is made of, and what they state together."""

    pieces: list[str]
    wording: str
    value: Decimal
    qualifiers: frozenset[str]
    unit: str | None
    remark: str


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "()"}


@st.composite
def wordings(draw: st.DrawFn) -> Composed:
    """Compose number, marks, scale, unit, spacing, width and remark."""
    value, digits, is_han = draw(numbers())
    before, inside, after = (draw(st.sampled_from(words)) for words in (BEFORE, INSIDE, AFTER))
    behind = draw(st.sampled_from(INSIDE))
    no_scale = is_han and not 0 < value < 10_000  # nobody writes 零万
    scale = (
        Word("") if no_scale else draw(st.sampled_from(SCALES if is_han else SCALES + MORE_SCALES))
    )
    unit = draw(st.sampled_from(CHINESE))
    pieces = [
        before.said,
        digits,
        inside.said,
        scale.said,
        behind.said if scale.said else "",
        unit.said,
    ]
    pieces = [piece for piece in [*pieces, after.said] if piece]
    wording = draw(st.sampled_from(["", " "])).join(pieces)
    if draw(st.booleans()):
        wording = wording.translate(FULL_WIDTH)
    remark = draw(st.sampled_from(["", "", "含地下", "其中老城5户"]))
    wording += f"（{remark}）" if remark else ""
    marks = {word.means for word in (before, inside, after, *([behind] if scale.said else []))}
    total = value * Decimal(scale.factor) * Decimal(unit.factor)
    return Composed(pieces, wording, total, frozenset(marks - {""}), unit.means or None, remark)


@settings(max_examples=1000)
@given(wordings(), st.sampled_from([None, *UNITS.values()]))
def test_a_wording_states_what_its_parts_state(made: Composed, row: Unit | None) -> None:
    found = read(made.wording, unit=row)
    is_bare = made.unit is None and not any(word in made.wording for word in "个处条座")
    in_ten_thousands = row is not None and row.unit_id == "wan-yuan"
    is_scaled_twice = is_bare and in_ten_thousands and re.search("[万亿]|百|千", made.wording)
    if is_scaled_twice and isinstance(found, Question):
        return  # 24亿 beside the unit 万元
    if len(made.qualifiers) > 1 or made.value >= 10**15:
        assert isinstance(found, Question), found
        return
    assert isinstance(found, Reading), found
    (qualifier,) = made.qualifiers or {"exact"}
    assert found.qualifier == qualifier
    assert found.remark == made.remark
    sized = row is not None and row.unit_id == "wan-yuan" and made.unit == "yuan"
    assert found.value == (made.value / 10_000 if sized else made.value)
    same = {"yuan": {"wan-yuan"}, "mu": {"plot-mu"}}
    if row is not None and (found.word == "" or row.unit_id in same.get(made.unit or "", ())):
        assert found.unit == row.unit_id
    elif made.unit is not None:
        assert found.unit == made.unit
    else:
        assert found.unit in (None, row.unit_id if row else None)


NOT_UNDERSTOOD = [
    "约莫",
    "x",
    "每",
    "的",
    "/户",
    "×",
    "①",
    "§",
    "级",
    "²²",
    "左",
    "增长",
    "-",
    "q%",
]
NOT_UNDERSTOOD += [
    "至",
    "几",
    "户均",
    "：",
    "★",
    "'",
    "=",
    "的5",
    "k",
    "度",
    "..",
    "未",
    "非",
    "减少",
    "½",
]


@settings(max_examples=1000)
@given(wordings(), st.sampled_from(NOT_UNDERSTOOD), st.integers(0, 7), st.booleans())
def test_nothing_is_read_past(made: Composed, rest: str, at: int, spaced: bool) -> None:
    """Whatever is put between the parts and is no part is asked about or refused."""
    pieces = [*made.pieces[:at], rest, *made.pieces[at:]]
    found = read((" " if spaced else "").join(pieces))
    assert not isinstance(found, Reading), (pieces, found)


ENGLISH_UNITS = [Word("m", "m"), Word("km", "m", "1000"), Word("m2", "m2"), Word("sq m", "m2")]
ENGLISH_UNITS += [
    Word("ha", "m2", "1e4"),
    Word("square kilometres", "m2", "1e6"),
    Word("%", "percent"),
]
ENGLISH_UNITS += [
    Word("yuan", "yuan"),
    Word("households", "household"),
    Word("tonnes", "t"),
    Word(""),
]
ENGLISH_MARKS = [
    Word(""),
    Word("over", "over"),
    Word("more than", "over"),
    Word("At least", "over"),
]
ENGLISH_MARKS += [Word("under", "under"), Word("up to", "under"), Word("nearly", "under")]
ENGLISH_MARKS += [Word("about", "about"), Word("approximately", "about"), Word("Some", "about")]
ENGLISH_SCALES = [
    Word(""),
    Word("thousand", "", "1e3"),
    Word("million", "", "1e6"),
    Word("bn", "", "1e9"),
]


@settings(max_examples=400)
@given(
    st.integers(0, 99_999),
    st.integers(0, 99),
    *map(st.sampled_from, (ENGLISH_MARKS, ENGLISH_SCALES, ENGLISH_UNITS)),
)
def test_english_states_what_its_parts_state(
    whole: int, part: int, mark: Word, scale: Word, unit: Word
) -> None:
    printed = f"{whole:,}.{part:02}" if part else f"{whole:,}"
    words = [mark.said, printed, scale.said, unit.said]
    found = read(" ".join(filter(None, words)))
    value = (whole + Decimal(part) / 100) * Decimal(scale.factor) * Decimal(unit.factor)
    if value >= 10**15:
        assert isinstance(found, Question)
        return
    assert isinstance(found, Reading), found
    assert found.value == value
    assert (found.qualifier, found.unit) == (mark.means or "exact", unit.means or None)


@given(st.integers(0, 99_999_999))
@example(20_000)
def test_chinese_numerals(number: int) -> None:
    said = in_han(number)
    found = number_at(said, 0)
    assert found is not None
    assert (found.value, found.end) == (number, len(said))


@given(
    st.text()
    | st.text("0123456789.,余约万亿户米 -~%一二十百千半点成几以上方里()（）²m", max_size=14)
)
def test_no_text_raises(wording: str) -> None:
    found = read(wording)
    assert not isinstance(found, Reading) or 0 <= found.value < 10**18

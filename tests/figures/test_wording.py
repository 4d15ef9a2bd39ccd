"""Is a number written as each language writes it, and does writing lose nothing?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.reading import read
from geo.figures.readings import Reading
from geo.figures.wording import below_heading, figure_phrase, locator_phrase, number, phrase
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import QUALIFIERS, Qualifier, Unit
from tests.quantities import CASES, UNITS, figure_of

decimals = st.decimals(0, 10**9, places=2)
SHOWN = [case for case in CASES if case["verdict"] == "read"]


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "zh", "en"),
    [
        (16_000, "over", "m3", "16,000余立方米", "over 16,000 m³"),
        (14_000, "exact", "m2", "14,000平方米", "14,000 m²"),
        (5_000_500, "about", "m2", "约5,000,500平方米", "about 5,000,500 m²"),
        (40, "under", "market", "不足40个", "under 40 markets"),
        (1, "exact", "market", "1个", "1 market"),
        (1, "over", "market", "1余个", "over 1 markets"),
        (0, "exact", "market", "0个", "0 markets"),
        (4.55, "exact", "percent", "4.55%", "4.55%"),
        (13.8, "over", "percent", "超过13.8%", "over 13.8%"),
        (3, "exact", "percentage-point", "3个百分点", "3 percentage points"),
    ],
)
def test_phrases_of_what_nobody_published(
    value: float, qualifier: Qualifier, unit: str, zh: str, en: str
) -> None:
    assert phrase(value, qualifier, UNITS[unit]) == Bilingual(zh, en)


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: f"{case['wording']}-{case['row']}")
def test_a_figure_is_shown_in_the_size_it_was_published_in(case: dict[str, Any]) -> None:
    shown = figure_phrase(figure_of(case), UNITS[case["row"]])
    assert shown == Bilingual(case["zh"], case["en"])


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: f"{case['wording']}-{case['row']}")
def test_what_is_shown_reads_back(case: dict[str, Any]) -> None:
    unit = UNITS[case["row"]]
    for written in (case["zh"], case["en"]):
        found = read(written, unit=unit)
        assert isinstance(found, Reading), written
        assert (found.value, found.qualifier, found.unit) == (
            Decimal(case["value"]),
            case["qualifier"],
            case["unit"],
        )


def test_a_wording_that_the_row_contradicts_is_not_shown() -> None:
    case = next(case for case in SHOWN if case["wording"] == "5400余万元")
    figure = figure_of(case)
    wrong = replace(figure, value=54_000.0), replace(figure, qualifier="exact")
    shown = [figure_phrase(found, UNITS["yuan"]).zh for found in wrong]
    assert shown == ["54,000余元", "54,000,000元"]
    unread = replace(figure, as_published="5400几万元")
    assert figure_phrase(unread, UNITS["yuan"]).zh == "54,000,000余元"


def test_a_figure_keeps_the_myriads_of_its_source(anci: Package) -> None:
    rubbish = anci.figure["upkeep-rubbish"]
    assert anci.phrase(rubbish) == Bilingual("1.6万余立方米", "over 16,000 m³")
    plain = replace(rubbish, as_published="16000余方")
    assert figure_phrase(plain, UNITS["m3"]).zh == "16,000余立方米"


@given(decimals)
def test_a_number_loses_nothing(value: Decimal) -> None:
    written = number(value)
    assert Decimal(written.replace(",", "")) == value
    assert "E" not in written
    assert not ("." in written and written.endswith(("0", ".")))
    assert all(len(group) == 3 for group in written.split(".")[0].split(",")[1:])


@given(
    value=decimals,
    qualifier=st.sampled_from(QUALIFIERS),
    unit=st.sampled_from(["m", "m2", "m3", "mu", "yuan", "percent", "household"]),
)
def test_what_is_written_reads_back(value: Decimal, qualifier: Qualifier, unit: str) -> None:
    written = phrase(value, qualifier, UNITS[unit])
    for wording in (written.zh, written.en):
        found = read(wording, unit=UNITS[unit])
        assert isinstance(found, Reading)
        assert (found.value, found.qualifier, found.unit) == (value, qualifier, unit)


@given(
    number_=st.decimals(0, 99_999, places=2),
    mark=st.sampled_from(["", "约", "近", "余", "多", "以上"]),
    is_inside=st.booleans(),
    scale=st.sampled_from(["", "千", "万", "亿", " thousand", " million", " billion"]),
    unit=st.sampled_from(["公里", "平方公里", "亩", "元", "吨", "户"]),
)
def test_what_was_published_is_shown_again_in_its_size(
    number_: Decimal, mark: str, is_inside: bool, scale: str, unit: str
) -> None:
    """No digit of the source is lost, none is added, and the size is the one that was printed."""
    around = {"约": (f"{mark}", "", ""), "近": (mark, "", ""), "": ("", "", "")}
    after = ("", "", mark) if mark == "以上" else ("", mark, "") if is_inside else ("", "", mark)
    before, inside, behind = around.get(mark, after)
    row = {"公里": "m", "平方公里": "m2", "亩": "mu", "元": "yuan", "吨": "t", "户": "household"}[
        unit
    ]
    wording = f"{before}{number_}{inside}{scale}{unit}{behind}"
    found = read(wording, unit=UNITS[row])
    if not isinstance(found, Reading):
        return  # 99,999亿平方公里 is asked about
    case = {"measure": "", "wording": wording, "row": row, "qualifier": found.qualifier}
    shown = figure_phrase(figure_of(case | {"value": str(found.value)}), UNITS[row])
    for lang, digits in (("zh", shown.zh), ("en", shown.en)):
        again = read(digits, unit=UNITS[row])
        assert isinstance(again, Reading)
        assert (again.value, again.qualifier) == (found.value, found.qualifier)
        printed = scale.isascii() == (lang == "en")
        if scale and printed:
            assert again.number == number_
    assert unit in shown.zh


def test_every_real_figure_is_written_as_it_was_printed(anci: Package) -> None:
    for figure in anci.figures:
        found = read(anci.phrase(figure).zh, unit=anci.units[figure.unit])
        assert isinstance(found, Reading), figure.figure_id
        assert float(found.value) == figure.value, figure.figure_id
        assert found.qualifier == figure.qualifier, figure.figure_id


@pytest.mark.parametrize(
    ("locator", "zh"),
    [
        ("section 3, paragraph 2", "第3部分第2段"),
        ("page title", "网页标题"),
        ("<b>{{7*7}}</b>", "<b>{{7*7}}</b>"),
        ("section 3", "section 3"),
    ],
)
def test_locators(locator: str, zh: str) -> None:
    assert locator_phrase(locator) == Bilingual(zh, locator)


@pytest.mark.parametrize(
    ("many", "said"),
    [("items", "5"), ("stretches", "5"), ("pieces", "5"), ("estates", "5 estates")],
)
def test_an_english_measure_word_is_not_said_again(many: str, said: str) -> None:
    unit = Unit("of", "count", "个", many.removesuffix("s"), many)
    assert phrase(Decimal(5), "exact", unit) == Bilingual("5个", said)


@pytest.mark.parametrize(
    ("heading", "measure", "short"),
    [
        (
            ("五个小区合计", "Five estates together"),
            ("五个小区楼房", "Buildings of the five estates"),
            ("楼房", "Buildings"),
        ),
        (("三个街道合计", "Three subdistricts together"), *2 * (("三家企业", "Firms"),)),
        (("全区农村合计", "All villages of the district"), *2 * (("全区户厕", "Toilets"),)),
    ],
)
def test_below_a_heading_its_subject_is_not_said_again(
    heading: tuple[str, str], measure: tuple[str, str], short: tuple[str, str]
) -> None:
    assert below_heading(Bilingual(*heading), Bilingual(*measure)) == Bilingual(*short)

"""Is a number written as each language writes it, and does writing lose nothing?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.reading import read_number
from geo.figures.wording import figure_phrase, locator_phrase, number, phrase
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Unit

UNITS = {
    "m": Unit("m", "length", "米", "m", "m"),
    "m2": Unit("m2", "area", "平方米", "m²", "m²"),
    "m3": Unit("m3", "volume", "立方米", "m³", "m³"),
    "market": Unit("market", "count", "个", "market", "markets"),
    "percent": Unit("percent", "share", "%", "%", "%"),
}
decimals = st.decimals(0, 10**9, places=2)


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "in_myriads", "zh", "en"),
    [
        (16_000, "over", "m3", True, "1.6万余立方米", "over 16,000 m³"),
        (14_000, "exact", "m2", False, "14,000平方米", "14,000 m²"),
        (5_000_500, "about", "m2", True, "约500.05万平方米", "about 5,000,500 m²"),
        (150_000, "exact", "m", True, "15万米", "150,000 m"),
        (1, "exact", "market", False, "1个", "1 market"),
        (1, "over", "market", False, "1余个", "over 1 markets"),
        (0, "exact", "market", False, "0个", "0 markets"),
        (4.55, "exact", "percent", False, "4.55%", "4.55%"),
    ],
)
def test_phrases(
    value: float, qualifier: str, unit: str, in_myriads: bool, zh: str, en: str
) -> None:
    made = phrase(value, qualifier, UNITS[unit], in_myriads=in_myriads)
    assert made == Bilingual(zh, en)


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
    qualifier=st.sampled_from(["exact", "over", "about"]),
    unit=st.sampled_from(["m", "m2", "m3"]),
    in_myriads=st.booleans(),
)
def test_what_is_written_reads_back(
    value: Decimal, qualifier: str, unit: str, in_myriads: bool
) -> None:
    written = phrase(value, qualifier, UNITS[unit], in_myriads=in_myriads)  # type: ignore[arg-type]
    read = read_number(written.zh)
    assert read is not None
    assert (read.value, read.qualifier, read.unit) == (value, qualifier, unit)
    english = read_number(written.en.removeprefix("over "))
    assert english is not None
    assert (english.value, english.unit) == (value, unit)


def test_every_real_figure_is_written_as_it_was_printed(anci: Package) -> None:
    for figure in anci.figures:
        read = read_number(anci.phrase(figure).zh)
        assert read is not None, figure.figure_id
        assert float(read.value) == figure.value, figure.figure_id
        assert read.qualifier == figure.qualifier, figure.figure_id


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

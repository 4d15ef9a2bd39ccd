"""Is a package's first sentence made of its declared headline figures, and of nothing else?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import PackageError
from geo.package.package import Package
from geo.package.read import read_package
from geo.view.headlines import said_first, sentence
from tests import ROOT


def said(package: Package, lang: str) -> str:
    return "".join(part.words for part in sentence(package, lang))


def test_the_sentence_of_the_district(anci: Package) -> None:
    figures = [anci.figure[key] for key in ("compounds-renovated", "compounds-households")]
    renovated, households = figures
    assert said(anci, "zh").startswith(
        f"2022年，安次区{renovated.measure.zh}20个、{households.measure.zh}2,484户，"
    )
    lowered = [f.measure.en[:1].lower() + f.measure.en[1:] for f in figures]
    assert said(anci, "en").startswith(
        f"Anci District in 2022: 20 {lowered[0]}; 2,484 {lowered[1]}; "
    )
    assert said(anci, "zh").endswith("。")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_in_it_is_a_headline_as_it_is_published(lang: str, anci: Package) -> None:
    declared = {key for found in anci.workstreams.values() for key in found.headlines}
    figures = said_first(anci)
    assert {figure.figure_id for figure in figures} <= declared
    numbers = [part.words for part in sentence(anci, lang) if part.is_number]
    assert len(numbers) == len(figures) == 4
    for number, figure in zip(numbers, figures, strict=True):
        assert anci.phrase(figure).get(lang).startswith(number)


def test_a_measure_that_names_no_unit_stands_before_number_and_unit(anci: Package) -> None:
    assert "; area of street cleaning, about 5,000,500 m²; 13 farmers' markets" in said(anci, "en")


def test_a_word_that_only_counts_is_left_out_of_english() -> None:
    words = said(read_package(ROOT / "data" / "hongshan-2023"), "en")
    assert "5 key projects" in words
    assert "6 roads upgraded" in words
    counters = {"item", "items", "stretch", "stretches", "set", "sets"}
    assert not counters & set(re.findall(r"\w+", words))


def test_figures_of_two_years_name_none(anci: Package) -> None:
    first = anci.workstreams["markets"].headline
    figures = tuple(
        replace(figure, period="2021") if figure.figure_id == first else figure
        for figure in anci.figures
    )
    assert said(replace(anci, figures=figures), "zh").startswith("安次区")


def test_a_package_without_workstreams_says_nothing(anci: Package) -> None:
    assert sentence(replace(anci, workstreams={}), "zh") == ()


@pytest.mark.parametrize("ids", ["nobody", "compounds-renovated nobody"])
def test_each_headline_has_to_exist(make_package: Callable[..., Path], ids: str) -> None:
    def other(content: bytes) -> bytes:
        return content.replace(b"compounds-renovated compounds-households", ids.encode())

    with pytest.raises(PackageError) as caught:
        read_package(make_package("anci-2022", {"workstreams.csv": other}))
    assert [fault.code for fault in caught.value.faults] == ["E_REFERENCE"]

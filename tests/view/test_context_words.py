"""Does what puts a figure in context say what was compared, and from which sources?"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo.language.texts import text
from geo.package.package import Package
from geo.view.context_words import context_lines, context_of, elsewhere, sources_words, terms_words
from pages.shared.markup import figure_list
from tests.pages.test_pages import html_of, open_page

REPORT = "争交文明答卷 再普时代赞歌——2022年安次区文明城市创建工作纪实"
PAGE = "银河南路街道办5个小区旧貌换新颜"


def shown_with(anci: Package, figure_id: str) -> list[str]:
    return [item.recipe.derived_id for item in context_of(figure_id, anci.derived)]


@pytest.mark.parametrize(
    ("figure_id", "expected"),
    [
        ("compounds-households", ["households-per-compound"]),
        ("compounds-renovated", []),  # what it divides says something of the households
        ("compounds-area", ["area-per-household"]),
        ("yinhe-households", ["households-per-named-compound"]),
        ("yinhe-area", []),  # floor area and area renovated are not alike
        ("markets-farmers", ["markets-total"]),
        ("markets-general", ["markets-total"]),
    ],
)
def test_what_stands_with_a_figure(anci: Package, figure_id: str, expected: list[str]) -> None:
    assert shown_with(anci, figure_id) == expected


def test_no_area_is_set_against_another(anci_root: Path) -> None:
    with (anci_root / "derived.csv").open(encoding="utf-8", newline="") as stream:
        terms = {term for row in csv.DictReader(stream) for term in (row["of"], row["per"])}
    assert "yinhe-area" not in terms


def test_terms_from_elsewhere_are_those_of_another_place_in_a_source(anci: Package) -> None:
    ratio = next(d for d in anci.derived if d.recipe.derived_id == "households-per-named-compound")
    assert elsewhere(ratio, anci.figure["yinhe-households"]) == (anci.figure["yinhe-compounds"],)
    assert elsewhere(ratio, anci.figure["yinhe-compounds"]) == (anci.figure["yinhe-households"],)


def test_a_line_says_what_was_compared_and_where_it_stands(anci: Package) -> None:
    lines = context_lines(anci, anci.figure["compounds-households"])
    words = [f"{line.said.zh} {line.text.zh} {line.aside.zh}" for line in lines]
    assert words == ["平均每个小区住户：2,484 ÷ 20 ≈ 124户 （出处同上）"]
    (line,) = context_lines(anci, anci.figure["yinhe-households"])
    assert "344 ÷ 5 = 68.8户" in f"{line.said.zh} {line.text.zh}"
    assert f"5：{PAGE}" in line.aside.zh


def test_a_figure_without_context_has_no_line(anci: Package) -> None:
    assert context_lines(anci, anci.figure["upkeep-walls"]) == ()


def test_sources_are_named_once_where_all_terms_stand_together(anci: Package) -> None:
    made = {item.recipe.derived_id: item for item in anci.derived}
    together = sources_words(anci, made["households-per-compound"].terms).zh
    assert together.count(REPORT) == 1
    assert "第3部分第2段" in together
    apart = sources_words(anci, made["households-per-named-compound"].terms).zh
    assert f"344：{PAGE}，网页正文" in apart
    assert f"5：{PAGE}" in apart


def test_terms_of_one_place_are_named_together(anci: Package) -> None:
    terms = [anci.figure[key] for key in ("yinhe-households", "yinhe-area", "yinhe-compounds")]
    said = terms_words(terms, "en", lambda term: term.locator)
    assert said == "344, 28,800: page text; 5: page title"


def test_data_in_a_line_stay_text(anci: Package) -> None:
    assert "&#39;" in figure_list(anci, anci.figures, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_panel_and_figures_page_show_it(lang: str) -> None:
    panel = html_of(open_page("map", lang=lang, place="yinhe-south-road-subdistrict"))
    assert "344 ÷ 5 =" in panel.split('<section class="panel')[1].split("</section>")[0]
    figures = html_of(open_page("figures", lang=lang, w="old-compounds"))
    derived = figures.split(text("figures.derived", lang))[1]
    assert derived.count('class="quiet sources"') == 3

"""Do everyday words find what the data call otherwise, and numbers only what they state?"""

from __future__ import annotations

import pytest

from geo.package.package import Package
from geo.served.suggestions import find_index
from geo.view.search import normalise
from geo.view.selection import select
from geo.view.synonyms import MEANINGS, synonyms_of
from geo.view.views import View
from tests.node_side import in_node

EVERYDAY = {
    "厕所": "rural-toilets-fixed",
    "停车位": "upkeep-car-spaces",
    "停车": "upkeep-car-spaces",
    "garbage": "upkeep-rubbish",
    "trash": "markets-rubbish",
    "restroom": "rural-toilets-fixed",
    "parking": "upkeep-car-spaces",
    "居民": "compounds-households",
    "投诉": "command-hotline",
    "菜市场": "markets-farmers",
}
"""Written by hand: what residents say, and one figure that must come."""


@pytest.mark.parametrize(("typed", "figure"), EVERYDAY.items())
def test_everyday_words_find_figures(anci: Package, typed: str, figure: str) -> None:
    assert figure in select(anci, View("anci-2022", query=typed)).figure_ids


def test_everyday_words_are_suggested(anci: Package) -> None:
    found: list[list[str]] = in_node(
        'import { suggestionsFor } from "./shared/suggest.js";',
        "const { index, typed } = given;"
        "return typed.map((text) => suggestionsFor(index, text).map(({ entry }) => entry.id));",
        {"index": find_index(anci), "typed": [*EVERYDAY, "2484", "2,484", "13", "road"]},
    )
    *everyday, bare, written, number, road = found
    assert [typed for typed, ids in zip(EVERYDAY, everyday, strict=True) if not ids] == []
    assert bare == written == ["compounds-households"]
    assert set(number) == {"markets-farmers"}
    assert "publicity-reports" not in road


def test_a_number_is_no_part_of_a_code_or_of_another_number(anci: Package) -> None:
    shown = select(anci, View("anci-2022", query="13"))
    assert shown.figure_ids == {"markets-farmers"}
    assert shown.place_ids == {"anci-markets"}
    code = select(anci, View("anci-2022", query="131002104211"))
    assert code.place_ids == {"dishili-village"}


def test_a_short_english_word_is_in_no_other(anci: Package) -> None:
    found = select(anci, View("anci-2022", query="road")).figure_ids
    assert {"command-road-segments", "minghua-resurfacing"} <= found
    assert "publicity-reports" not in found, "a broadcast is no road"
    assert synonyms_of(["a scarf, with care"]) == ()


def test_the_table_has_words_of_both_languages_each_once() -> None:
    for meaning in MEANINGS:
        assert len(set(map(normalise, meaning))) == len(meaning)
        assert any(word.isascii() for word in meaning)
        assert not all(word.isascii() for word in meaning)

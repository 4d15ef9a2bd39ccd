"""Is a place found by whatever its reader would type?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.package.package import Package
from geo.view.search import matches, normalise, search_text_of, words
from geo.view.selection import select
from geo.view.views import View


@pytest.mark.parametrize(
    "query",
    [
        "明华路",
        "明华",
        "minghua",
        "Minghua Lu",
        "Mínghuá Lù",
        "MINGHUALU",
        "minghua road",
        "ＭｉｎｇＨｕａ",
    ],
)
def test_one_road_by_all_its_names(anci: Package, query: str) -> None:
    assert select(anci, View(anci.package_id, query=query)).place_ids == {"minghua-road"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Shun'an", {"shunan-street"}),
        ("shun’an street", {"shunan-street"}),
        ("顺安街", {"shunan-street"}),
        ("131002104211", {"dishili-village"}),
        ("第什里", {"dishili-village"}),
        ("diaohetou", {"dishili-village"}),
        (
            "示范村",
            {"dishili-village", "xitaipingzhuang-village", "songwangwu-village"},
        ),
        ("no such place", set()),
        ("{{7*7}}", set()),
        (".*", set()),
    ],
)
def test_places(anci: Package, query: str, expected: set[str] | None) -> None:
    found = select(anci, View(anci.package_id, query=query)).place_ids
    assert found == (set(anci.place) if expected is None else expected)


def test_every_word_must_be_found() -> None:
    search_text = search_text_of(["Minghua Road", "明华路"])
    assert matches(words("road minghua"), search_text)
    assert not matches(words("road shunan"), search_text)


def test_a_word_never_spans_two_texts() -> None:
    assert not matches(words("roadming"), search_text_of(["Road", "Minghua"]))


@given(st.text())
def test_normalising_leaves_letters_and_numbers_only(text: str) -> None:
    assert all(unicodedata.category(sign)[0] in "LN" for sign in normalise(text))


@given(st.text(alphabet="abcxyzāéǐòǖ明华路 -'.", max_size=20))
def test_case_tones_and_spaces_do_not_matter(text: str) -> None:
    bare = "".join(s for s in unicodedata.normalize("NFD", text) if not unicodedata.combining(s))
    assert normalise(text.upper()) == normalise(bare.replace(" ", "")) == normalise(text)


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(before: str, part: str, after: str) -> None:
    assume(not normalise(part).isdecimal())  # a number is found whole
    assert matches(words(part), normalise(before) + normalise(part) + normalise(after))

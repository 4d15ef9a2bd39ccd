"""Are derived numbers right, computed another way, and never sums of unlike things?"""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.derived import Derived, derive
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Recipe, Unit

UNITS = {
    "market": Unit("market", "count", "个", "market", "markets"),
    "toilet": Unit("toilet", "count", "座", "toilet", "toilets"),
    "percent": Unit("percent", "share", "%", "%", "%"),
}
RANK = ("exact", "over", "about")
qualifiers = st.sampled_from(RANK)


def figure(figure_id: str, value: float, qualifier: str = "exact", unit: str = "market") -> Figure:
    measure = Bilingual(f"测{figure_id}", f"measure {figure_id}")
    rest = ("as", "2022", "source", "section 1, paragraph 1")
    return Figure(figure_id, "markets", "anci", measure, value, qualifier, unit, *rest)  # type: ignore[arg-type]


def recipe(kind: str, of: str, per: str = "", unit: str = "market") -> Recipe:
    return Recipe("made", "markets", kind, Bilingual("推", "derived"), tuple(of.split()), per, unit)  # type: ignore[arg-type]


def computed(made: Recipe, *figures: Figure) -> Derived:
    return derive(made, {found.figure_id: found for found in figures}, UNITS)


def by_id(anci: Package) -> dict[str, Derived]:
    return {found.recipe.derived_id: found for found in anci.derived}


def test_the_real_numbers_computed_from_the_csv(anci: Package, anci_root: Path) -> None:
    with (anci_root / "figures.csv").open(encoding="utf-8", newline="") as stream:
        value = {row["figure_id"]: Fraction(row["value"]) for row in csv.DictReader(stream)}
    expected = {
        "toilets-share": 100 * value["rural-toilets-fixed"] / value["rural-households-surveyed"],
        "area-per-household": value["compounds-area"] / value["compounds-households"],
        "households-per-compound": value["compounds-households"] / value["compounds-renovated"],
        "markets-total": value["markets-farmers"] + value["markets-general"],
    }
    made = by_id(anci)
    assert set(made) == set(expected)
    for name, exact in expected.items():
        assert made[name].value == pytest.approx(float(exact), rel=0.005), name


def test_the_real_numbers_as_people_read_them(anci: Package) -> None:
    made = by_id(anci)
    assert made["toilets-share"].text == Bilingual("4.55%", "4.55%")  # 3051 of 67090
    assert made["area-per-household"].text.en == "80.2 m²"  # 199300 by 2484
    assert made["markets-total"].text == Bilingual("15个", "15 markets")  # 13 and 2


def test_the_formula_names_what_was_used(anci: Package) -> None:
    share, total = by_id(anci)["toilets-share"], by_id(anci)["markets-total"]
    for number in ("3,051", "67,090", "100%"):
        assert number in share.formula.zh
        assert number in share.formula.en
    assert "13个" in total.formula.zh
    assert "2 markets" in total.formula.en


@given(st.lists(st.tuples(st.integers(0, 10**6), qualifiers), min_size=1, max_size=6))
def test_a_total_adds_and_inherits_the_weakest_qualifier(parts: list[tuple[int, str]]) -> None:
    figures = [figure(f"f{at}", value, kind) for at, (value, kind) in enumerate(parts)]
    made = computed(recipe("sum", " ".join(f.figure_id for f in figures)), *figures)
    assert made.value == sum(value for value, _ in parts)
    assert made.qualifier == max((kind for _, kind in parts), key=RANK.index)


def test_a_sum_of_unlike_things_is_refused() -> None:
    unlike = figure("a", 13), figure("b", 2, unit="toilet")
    with pytest.raises(ValueError, match="different units"):
        computed(recipe("sum", "a b"), *unlike)


def test_a_division_by_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        computed(recipe("ratio", "a", "b"), figure("a", 1), figure("b", 0))


def test_a_term_that_is_missing_is_refused() -> None:
    with pytest.raises(KeyError):
        computed(recipe("sum", "a b"), figure("a", 1))


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("exact", "exact", "exact"),
        ("over", "exact", "over"),
        ("about", "exact", "about"),
        ("exact", "over", "about"),  # more below gives less: no lower bound is left
        ("over", "over", "about"),
        ("exact", "about", "about"),
    ],
)
def test_what_is_known_of_a_quotient(above: str, below: str, expected: str) -> None:
    made = computed(recipe("ratio", "a", "b"), figure("a", 10, above), figure("b", 4, below))
    assert (made.value, made.qualifier) == (2.5, expected)


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_share_is_a_hundred_times_the_ratio(above: int, below: int) -> None:
    terms = figure("a", above), figure("b", below)
    share = computed(recipe("share", "a", "b", "percent"), *terms)
    assert share.value == pytest.approx(float(Fraction(100 * above, below)), rel=0.005)


def test_deriving_changes_no_figure(anci: Package) -> None:
    before = {found.figure_id: replace(found) for found in anci.figures}
    assert anci.derived
    assert anci.figure == before

"""Are derived numbers right, computed another way, and never sums of unlike things?"""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.derived import Derived, derive
from geo.figures.reading import read
from geo.figures.readings import Reading
from geo.figures.wording import figure_phrase
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Recipe, Unit
from tests.quantities import UNITS as MEASURES

UNITS = {
    "market": Unit("market", "count", "个", "market", "markets"),
    "toilet": Unit("toilet", "count", "座", "toilet", "toilets"),
    "percent": Unit("percent", "share", "%", "%", "%"),
}
QUALIFIERS = ("exact", "over", "under", "about")
qualifiers = st.sampled_from(QUALIFIERS)


def figure(
    figure_id: str, value: float | Decimal, qualifier: str = "exact", unit: str = "market"
) -> Figure:
    measure = Bilingual(f"测{figure_id}", f"measure {figure_id}")
    rest = ("as", "2022", "source", "section 1, paragraph 1")
    return Figure(
        figure_id, "markets", "anci", measure, Decimal(str(value)), qualifier, unit, *rest
    )  # type: ignore[arg-type]


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
        "households-per-faulty-toilet": value["rural-households-surveyed"]
        / value["rural-toilets-fixed"],
        "area-per-household": value["compounds-area"] / value["compounds-households"],
        "households-per-compound": value["compounds-households"] / value["compounds-renovated"],
        "markets-total": value["markets-farmers"] + value["markets-general"],
        "households-per-named-compound": value["yinhe-households"] / value["yinhe-compounds"],
        "audience-per-activity": value["volunteering-audience"] / value["volunteering-activities"],
    }
    made = by_id(anci)
    assert set(made) == set(expected)
    for name, exact in expected.items():
        assert float(made[name].value) == pytest.approx(float(exact), rel=0.005), name


def test_the_real_numbers_as_people_read_them(anci: Package) -> None:
    made = by_id(anci)
    assert made["households-per-faulty-toilet"].text.zh == "22户"  # 67090 by 3051
    assert made["households-per-compound"].text == Bilingual("124户", "124 households")
    assert made["audience-per-activity"].text.zh == "至多53.2人次"  # 85000 by over 1600
    assert made["area-per-household"].text.en == "80.2 m²"  # 199300 by 2484
    assert made["markets-total"].text == Bilingual("15个", "15 markets")  # 13 and 2


def test_the_formula_names_what_was_used(anci: Package) -> None:
    ratio, total = by_id(anci)["households-per-named-compound"], by_id(anci)["markets-total"]
    for number in ("344", "5"):
        assert number in ratio.formula.zh
        assert number in ratio.formula.en
    assert "13个" in total.formula.zh
    assert "2 markets" in total.formula.en


@given(st.lists(st.tuples(st.integers(1, 10**6), qualifiers), min_size=1, max_size=6))
def test_a_total_adds_and_keeps_the_bounds_of_its_terms(parts: list[tuple[int, str]]) -> None:
    figures = [figure(f"f{at}", value, kind) for at, (value, kind) in enumerate(parts)]
    made = computed(recipe("sum", " ".join(f.figure_id for f in figures)), *figures)
    assert made.value == sum(value for value, _ in parts)
    # Each term lies between two bounds (a bound not known is 0 or 10^9), and so does the total.
    low = sum(0 if kind in ("under", "about") else value for value, kind in parts)
    high = sum(10**9 if kind in ("over", "about") else value for value, kind in parts)
    bounded = {(True, True): "exact", (True, False): "over", (False, True): "under"}
    assert made.qualifier == bounded.get((low == made.value, high == made.value), "about")


@pytest.mark.parametrize(
    ("wordings", "kind", "zh", "en"),
    [
        (("24亿元", "5400余万元"), "sum", "24.54亿余元", "over 2.454 billion yuan"),
        (("24亿元", "1.2345万元"), "sum", "2,400,012,345元", "2,400,012,345 yuan"),
        (("24亿元", "20元"), "ratio", "1.2亿元", "120 million yuan"),
        (("5400余万元", "60元"), "ratio", "至少90万元", "at least 900,000 yuan"),
        (("5400万元", "60余元"), "ratio", "至多90万元", "at most 900,000 yuan"),
        (("1.5公里", "2.5公里"), "sum", "4公里", "4 km"),
        (("300亩", "82.5亩"), "sum", "382.5亩", "382.5 mu"),
        (("三成", "20%"), "sum", "50%", "50%"),
    ],
)
def test_a_derived_number_is_written_in_the_size_of_its_terms(
    wordings: tuple[str, str], kind: str, zh: str, en: str
) -> None:
    unit = {"元": "yuan", "里": "m", "亩": "mu"}.get(wordings[0][-1], "percent")
    terms = []
    for name, wording in zip("ab", wordings, strict=True):
        found = read(wording, unit=MEASURES[unit])
        assert isinstance(found, Reading)
        value, qualifier = float(found.value), found.qualifier
        terms.append(replace(figure(name, value, qualifier, unit), as_published=wording))
    asked = ("a b", "") if kind == "sum" else ("a", "b")
    figures = {term.figure_id: term for term in terms}
    made = derive(recipe(kind, *asked, unit=unit), figures, MEASURES)
    assert made.text == Bilingual(zh, en)


def test_a_sum_of_unlike_things_is_refused() -> None:
    unlike = figure("a", 13), figure("b", 2, unit="toilet")
    with pytest.raises(ValueError, match="different units"):
        computed(recipe("sum", "a b"), *unlike)


def test_a_share_of_unlike_things_is_refused() -> None:
    unlike = figure("a", 13), figure("b", 2, unit="toilet")
    with pytest.raises(ValueError, match="different units"):
        computed(recipe("share", "a", "b", "percent"), *unlike)


@pytest.mark.parametrize(
    ("above", "below", "qualifier", "signs"),
    [
        (344, 5, "exact", "344 ÷ 5 ="),
        (2484, 20, "exact", "2,484 ÷ 20 ≈"),  # 124.2
        (2484, 20, "about", "2,484 ÷ 20 ="),  # the result says "about" itself
    ],
)
def test_a_rounded_number_is_not_called_equal(
    above: float, below: float, qualifier: str, signs: str
) -> None:
    made = computed(recipe("ratio", "a", "b"), figure("a", above, qualifier), figure("b", below))
    assert made.signs == signs


@given(st.integers(1, 10**7), st.integers(1, 10**4), st.sampled_from([1, -1]), st.booleans())
def test_a_bound_is_rounded_so_that_it_stays_one(
    above: int, below: int, side: int, divides: bool
) -> None:
    """What is over is never rounded up, what is under never down, whichever term makes it so."""
    kinds = {1: "over", -1: "under"}
    kind = "exact" if divides else kinds[side]
    other = kinds[-side] if divides else "exact"
    made = computed(recipe("ratio", "a", "b"), figure("a", above, kind), figure("b", below, other))
    assert made.qualifier == kinds[side]
    assert side * Fraction(str(made.value)) <= side * Fraction(above, below)


def test_a_derived_number_names_its_terms() -> None:
    made = computed(recipe("sum", "a b"), figure("a", 13), figure("b", 2))
    assert [term.figure_id for term in made.terms] == ["a", "b"]
    assert made.signs == "13 + 2 ="


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
        ("under", "exact", "under"),
        ("about", "exact", "about"),
        ("exact", "over", "under"),  # more below gives less
        ("exact", "under", "over"),
        ("over", "over", "about"),
        ("under", "under", "about"),
        ("over", "under", "over"),
        ("under", "over", "under"),
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
    assert float(share.value) == pytest.approx(100 * above / below, rel=0.005)


def test_deriving_changes_no_figure(anci: Package) -> None:
    before = {found.figure_id: replace(found) for found in anci.figures}
    assert anci.derived
    assert anci.figure == before


def test_no_digit_of_a_cell_is_lost_on_the_way() -> None:
    """As doubles, a tenth and two tenths are not three tenths, and of twenty digits four go."""
    tenths = figure("a", Decimal("0.1")), figure("b", Decimal("0.2"))
    assert computed(recipe("sum", "a b"), *tenths).value == Decimal("0.3")
    long = figure("a", Decimal("12345678901234567.891"))
    assert figure_phrase(long, UNITS["market"]).en.startswith("12,345,678,901,234,567.891 ")

"""Are only figures in one unit compared, and none lost?"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.figures.comparing import comparable, size_of
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Unit
from tests.quantities import UNITS as MEASURES

UNITS = MEASURES | {name: Unit(name, "count", "个", name, f"{name}s") for name in ("door", "flag")}
MEASURE = Bilingual("测", "measure")
REST = ("1", "2022", "source", "section 1, paragraph 1")


def figure(at: int, value: float, unit: str, place: str = "anci") -> Figure:
    return Figure(f"f-{at}", "rural", place, MEASURE, value, "exact", unit, *REST)


def is_local(found: Figure) -> bool:
    return found.place_id != "anci"


figure_lists = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from(["m", "m2", "door", "site", "flag"]))
).map(lambda pairs: [figure(at, value, unit) for at, (value, unit) in enumerate(pairs)])


@given(figure_lists)
def test_groups_and_the_rest_are_all_figures_once(figures: list[Figure]) -> None:
    groups, alone = comparable(figures, UNITS, is_local)
    kept = [found for group in groups for found in group] + alone
    assert Counter(f.figure_id for f in kept) == Counter(f.figure_id for f in figures)


@given(figure_lists)
def test_a_group_has_one_unit_and_falls(figures: list[Figure]) -> None:
    groups, alone = comparable(figures, UNITS, is_local)
    shared = {unit for unit, count in Counter(f.unit for f in figures).items() if count > 1}
    assert [{f.unit for f in group} for group in groups] == [{g[0].unit} for g in groups]
    assert {group[0].unit for group in groups} == shared
    assert not shared & {f.unit for f in alone}
    for group in groups:
        assert all(one.value >= next_one.value for one, next_one in pairwise(group))


def test_the_district_is_not_set_beside_a_street() -> None:
    figures = [figure(1, 9, "m2"), figure(2, 5, "m2", "a-road"), figure(3, 7, "m2", "b-road")]
    groups, alone = comparable(figures, UNITS, is_local)
    assert [[f.figure_id for f in group] for group in groups] == [["f-3", "f-2"]]
    assert [f.figure_id for f in alone] == ["f-1"]


def test_square_metres_of_the_real_streets_compare_and_metres_do_not(anci: Package) -> None:
    streets = [f for f in anci.figures if f.workstream == "streetscape"]
    groups, alone = comparable(streets, anci.units, is_local)
    (areas,) = (group for group in groups if group[0].unit == "m2")
    assert [f.value for f in areas] == [14_000, 5_000, 600, 100]
    assert {"streets-overhead-wires", "streets-cleaned-area"} <= {f.figure_id for f in alone}


def test_mu_are_converted_to_compare_and_stay_mu() -> None:
    """382.5 mu are 255,000 m2: more than 250,000, less than 260,000."""
    figures = [figure(1, 382.5, "mu"), figure(2, 250_000, "m2"), figure(3, 260_000, "m2")]
    (group,), alone = comparable(figures, UNITS, is_local)
    assert [(f.value, f.unit) for f in group] == [(260_000, "m2"), (382.5, "mu"), (250_000, "m2")]
    assert not alone
    assert size_of(figures[0], UNITS) == 255_000


def test_money_is_compared_in_yuan_and_another_currency_is_not() -> None:
    figures = [figure(1, 24, "wan-yuan"), figure(2, 300_000, "yuan"), figure(3, 9, "usd")]
    (group,), alone = comparable(figures, UNITS, is_local)
    assert [f.value for f in group] == [300_000, 24]
    assert [f.value for f in alone] == [9]

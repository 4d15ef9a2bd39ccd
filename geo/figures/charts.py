"""Which figures make a picture, and of which form?

A chart compares only what is comparable: one axis holds one unit, and what has another stands
beside it as a number, never as a bar. Its form is one of six:

``bars``
    Figures in one unit, lengths from zero.
``parts``
    A sum, with what it adds.
``one-in``
    A ratio of a whole to what was found in it: so many signs, one of them filled.
``each``
    A ratio to a small number of things: so many signs, each standing for as much.
``leads``
    A number and those that it led to, side by side.
``beside``
    Numbers side by side.

``one-in``, ``leads`` and ``beside`` say something that no unit tells (that the toilets were found
among the households surveyed), so they are declared in ``charts.csv``. The others follow from the
data where a package declares none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from geo.figures.chart import _SLOT, KINDS_OF_DERIVED, Chart, ChartKind
from geo.figures.comparing import axis_of
from geo.figures.derived import Derived
from geo.language.bilingual import Bilingual
from geo.records import Figure, Recipe, Unit

MOST_SIGNS: Final = 60
"""Signs of a picture that somebody still sees as a number of things."""
MOST_BARS: Final = 24
ONE_IN: Final = (2, 100)
"""Smallest and largest number of signs of which one is filled."""


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart with what it is about.

    Parameters
    ----------
    figures : tuple of Figure
        In the order in which they are drawn; of a derived number, its terms.
    """

    chart: Chart
    figures: tuple[Figure, ...]
    derived: Derived | None


def charted(
    chart: Chart, figures: Mapping[str, Figure], derived: Iterable[Derived]
) -> Charted | None:
    """Return what a chart is about; None where that is not among some figures."""
    if chart.kind not in KINDS_OF_DERIVED:
        held = tuple(figures[each] for each in chart.of if each in figures)
        return Charted(chart, held, None) if len(held) == len(chart.of) else None
    made = next((item for item in derived if item.recipe.derived_id == chart.of[0]), None)
    if made is None or not all(term.figure_id in figures for term in made.terms):
        return None
    return Charted(chart, made.terms, made)


def filled(title: str, numbers: Mapping[str, str]) -> str:
    """Return a title with the numbers of its ids; nothing in braces but these is replaced.

    >>> filled("{all}个市场", {"all": "15"})
    '15个市场'
    """
    return _SLOT.sub(lambda found: numbers.get(found[1], found[0]), title)


def charts_by_rule(
    figures: Iterable[Figure],
    derived: Iterable[Derived],
    units: Mapping[str, Unit],
    wide: Container[str] = (),
) -> tuple[Chart, ...]:
    """Return the charts that follow from the data alone.

    A sum is drawn with its parts. A ratio of counted things is drawn as signs, if what divides are
    few. Figures that measure the same of several places, or in several years, are bars.

    Parameters
    ----------
    wide : container of str
        Ids of what stands for the whole district: it is no bar beside one of its parts.
    """
    found = (*_of_derived(derived, units), *_of_the_same(figures, units, wide))
    return tuple({chart.chart_id: chart for chart in found}.values())


def is_few(figure: Figure, units: Mapping[str, Unit]) -> bool:
    """Tell whether a figure counts things of which each can be drawn."""
    is_counted = units[figure.unit].kind == "count" and figure.qualifier == "exact"
    return is_counted and float(figure.value).is_integer() and 1 < figure.value <= MOST_SIGNS


def _of_derived(derived: Iterable[Derived], units: Mapping[str, Unit]) -> Iterator[Chart]:
    for item in derived:
        recipe = item.recipe
        if recipe.kind == "sum":
            yield _about(recipe, "parts")
        elif recipe.kind == "ratio" and _counts_few(item, units):
            yield _about(recipe, "each")


def _counts_few(item: Derived, units: Mapping[str, Unit]) -> bool:
    return units[item.recipe.unit].kind == "count" and is_few(item.terms[1], units)


def _about(recipe: Recipe, form: ChartKind) -> Chart:
    return Chart(recipe.derived_id, recipe.workstream, form, recipe.measure, (recipe.derived_id,))


def _of_the_same(
    figures: Iterable[Figure], units: Mapping[str, Unit], wide: Container[str]
) -> Iterator[Chart]:
    """Yield bars of figures with one measure and one unit, wherever and whenever they are from."""
    alike: dict[tuple[str, Bilingual, str, bool], list[Figure]] = defaultdict(list)
    for figure in figures:
        axis, is_wide = axis_of(figure, units), figure.place_id in wide
        alike[figure.workstream, figure.measure, axis, is_wide].append(figure)
    for (workstream, measure, *_), group in alike.items():
        if 1 < len(group) <= MOST_BARS:
            ids = tuple(figure.figure_id for figure in group)
            yield Chart(ids[0], workstream, "bars", measure, ids)

"""What do published figures say together?

Derived numbers are computed here from recipes, shown with their formula, and never stored among
the published ones. A sum is only made of figures in one unit that a recipe names, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.figures.wording import figure_phrase, number, phrase
from geo.language.bilingual import Bilingual
from geo.records import Figure, Qualifier, Recipe, Unit

SIGNIFICANT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed number with the formula that made it."""

    recipe: Recipe
    value: float
    qualifier: Qualifier
    text: Bilingual
    formula: Bilingual


def derive(recipe: Recipe, figures: Mapping[str, Figure], units: Mapping[str, Unit]) -> Derived:
    """Compute one derived number.

    Raises
    ------
    ValueError
        If the terms of a sum have different units, or a divisor is zero.
    KeyError
        If a term or unit is not in the package.
    """
    terms = [figures[figure_id] for figure_id in recipe.of]
    if recipe.kind == "sum":
        return _total(recipe, terms, units)
    divisor = figures[recipe.per]
    if divisor.value == 0:
        raise ValueError(f"{recipe.derived_id}: division by zero")
    factor = 100 if recipe.kind == "share" else 1
    quotient = terms[0].value / divisor.value * factor
    value = float(f"{quotient:.{SIGNIFICANT_DIGITS}g}")
    qualifier = _quotient_qualifier(terms[0].qualifier, divisor.qualifier)
    signs = f"{number(terms[0].value)} ÷ {number(divisor.value)}"
    signs += " × 100%" if recipe.kind == "share" else ""
    formula = Bilingual(
        zh=f"{terms[0].measure.zh} ÷ {divisor.measure.zh}：{signs}",
        en=f"{terms[0].measure.en} ÷ {divisor.measure.en}: {signs}",
    )
    return Derived(recipe, value, qualifier, phrase(value, qualifier, units[recipe.unit]), formula)


def _total(recipe: Recipe, terms: list[Figure], units: Mapping[str, Unit]) -> Derived:
    """Add figures of one unit; the total says what it adds and inherits over and about."""
    if len({term.unit for term in terms}) != 1:
        raise ValueError(f"{recipe.derived_id}: the terms have different units")
    value = sum(term.value for term in terms)
    qualifiers = {term.qualifier for term in terms}
    qualifier: Qualifier = (
        "about" if "about" in qualifiers else "over" if "over" in qualifiers else "exact"
    )
    parts = [figure_phrase(term, units[term.unit]) for term in terms]
    formula = Bilingual(
        zh=" + ".join(f"{t.measure.zh} {p.zh}" for t, p in zip(terms, parts, strict=True)),
        en=" + ".join(f"{t.measure.en} {p.en}" for t, p in zip(terms, parts, strict=True)),
    )
    return Derived(recipe, value, qualifier, phrase(value, qualifier, units[recipe.unit]), formula)


def _quotient_qualifier(above: Qualifier, below: Qualifier) -> Qualifier:
    """Return what is known of a quotient: a lower bound divided by an exact number stays one."""
    if below != "exact" or above == "about":
        return "about"
    return above

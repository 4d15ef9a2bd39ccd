"""What do published figures say together?

Derived numbers are computed here from recipes, shown with their formula, and never stored among
the published ones. A sum is only made of figures in one unit that a recipe names, and a share only
of a part and a whole in one unit; a ratio is in the unit of what is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, Context, Decimal
from typing import Final

from geo.figures.wording import figure_phrase, number, phrase
from geo.language.bilingual import Bilingual
from geo.records import Figure, Qualifier, Recipe, Unit

SIGNIFICANT_DIGITS = 3

_ROUNDING: Final = {"over": ROUND_DOWN, "under": ROUND_UP}
"""What is more than a bound stays more than what it is rounded to; so does what is less."""
_TURNED: Final[Mapping[Qualifier, Qualifier]] = {"over": "under", "under": "over"}
"""The more is divided by, the less comes out."""
_BOUNDS: Final[Mapping[Qualifier, Bilingual]] = {
    "over": Bilingual("至少", "at least "),
    "under": Bilingual("至多", "at most "),
}
"""How a quotient is said of which only a bound is known: nobody published it as 余 or 不足."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed number with the formula that made it.

    Parameters
    ----------
    formula : Bilingual
        What was computed from what, in words and numbers.
    signs : str
        The numbers alone, with the sign that leads to the result: ``2,484 ÷ 20 ≈``.
    terms : tuple of Figure
        The figures it was computed from.
    """

    recipe: Recipe
    value: Decimal
    qualifier: Qualifier
    text: Bilingual
    formula: Bilingual
    signs: str
    terms: tuple[Figure, ...]


def derive(recipe: Recipe, figures: Mapping[str, Figure], units: Mapping[str, Unit]) -> Derived:
    """Compute one derived number.

    Raises
    ------
    ValueError
        If the terms of a sum or share have different units, or a divisor is zero.
    KeyError
        If a term or unit is not in the package.
    """
    terms = [figures[figure_id] for figure_id in recipe.of]
    if recipe.kind == "sum":
        return _total(recipe, terms, units)
    divisor = figures[recipe.per]
    if divisor.value == 0:
        raise ValueError(f"{recipe.derived_id}: division by zero")
    if recipe.kind == "share" and terms[0].unit != divisor.unit:
        raise ValueError(f"{recipe.derived_id}: the terms have different units")
    factor = 100 if recipe.kind == "share" else 1
    quotient = terms[0].value / divisor.value * factor
    qualifier = _quotient_qualifier(terms[0].qualifier, divisor.qualifier)
    rounded = _rounded(quotient, qualifier)
    signs = f"{number(terms[0].value)} ÷ {number(divisor.value)}"
    signs += " × 100%" if recipe.kind == "share" else ""
    return Derived(
        recipe=recipe,
        value=rounded,
        qualifier=qualifier,
        text=_bounded(rounded, qualifier, units[recipe.unit], terms[0]),
        formula=Bilingual(
            zh=f"{terms[0].measure.zh} ÷ {divisor.measure.zh}：{signs}",
            en=f"{terms[0].measure.en} ÷ {divisor.measure.en}: {signs}",
        ),
        # Where the result says "about" itself, no second sign has to.
        signs=f"{signs} {'≈' if rounded != quotient and qualifier == 'exact' else '='}",
        terms=(terms[0], divisor),
    )


def _bounded(value: Decimal, qualifier: Qualifier, unit: Unit, like: Figure) -> Bilingual:
    """Return a quotient as a phrase: at most so many, where it is divided by more than is said."""
    bound = _BOUNDS.get(qualifier)
    if bound is None:
        return phrase(value, qualifier, unit, like=like)
    plain = phrase(value, "exact", unit, like=like)
    return Bilingual(f"{bound.zh}{plain.zh}", f"{bound.en}{plain.en}")


def _rounded(quotient: Decimal, qualifier: Qualifier) -> Decimal:
    """Round to :data:`SIGNIFICANT_DIGITS`, a bound to the side on which it stays true."""
    way = _ROUNDING.get(qualifier, ROUND_HALF_EVEN)
    return Context(prec=SIGNIFICANT_DIGITS, rounding=way).plus(quotient)


def _total(recipe: Recipe, terms: list[Figure], units: Mapping[str, Unit]) -> Derived:
    """Add figures of one unit; the total says what it adds and inherits over, under and about."""
    if len({term.unit for term in terms}) != 1:
        raise ValueError(f"{recipe.derived_id}: the terms have different units")
    value = sum((term.value for term in terms), Decimal())
    qualifier = _together(term.qualifier for term in terms)
    parts = [figure_phrase(term, units[term.unit]) for term in terms]
    formula = Bilingual(
        zh=" + ".join(f"{t.measure.zh} {p.zh}" for t, p in zip(terms, parts, strict=True)),
        en=" + ".join(f"{t.measure.en} {p.en}" for t, p in zip(terms, parts, strict=True)),
    )
    return Derived(
        recipe=recipe,
        value=value,
        qualifier=qualifier,
        text=phrase(value, qualifier, units[recipe.unit], like=terms[0]),
        formula=formula,
        signs=" + ".join(number(term.value) for term in terms) + " =",
        terms=tuple(terms),
    )


def _together(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """Return what is known of numbers taken together: a bound, if all that are none are exact."""
    bounds = set(qualifiers) - {"exact"}
    if not bounds:
        return "exact"
    return bounds.pop() if len(bounds) == 1 else "about"


def _quotient_qualifier(above: Qualifier, below: Qualifier) -> Qualifier:
    """Return what is known of a quotient: a number divided by more than 4 is less than a fourth."""
    return _together((above, _TURNED.get(below, below)))

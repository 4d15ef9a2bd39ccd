"""Which derived numbers put a figure in context, and where does each of their terms stand?"""

from __future__ import annotations

from collections.abc import Iterable

from geo.figures.derived import Derived
from geo.records import Figure


def context_of(figure_id: str, derived: Iterable[Derived]) -> tuple[Derived, ...]:
    """Return the derived numbers to be shown with a figure.

    A sum is shown with each of its terms, a share with its part and with its whole, a ratio with
    what is divided only: how many households a compound has says something of the households.
    """
    return tuple(
        item
        for item in derived
        if figure_id in item.recipe.of
        or (item.recipe.kind == "share" and figure_id == item.recipe.per)
    )


def elsewhere(item: Derived, figure: Figure) -> tuple[Figure, ...]:
    """Return the terms of a derived number that do not stand where `figure` does."""
    own = (figure.source_id, figure.locator)
    return tuple(term for term in item.terms if (term.source_id, term.locator) != own)

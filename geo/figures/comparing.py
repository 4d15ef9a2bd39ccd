"""Which figures can be compared? Those in one unit about one kind of area, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from geo.figures.measures import compared
from geo.records import Figure, Unit


def comparable(
    figures: Iterable[Figure], units: Mapping[str, Unit], is_local: Callable[[Figure], bool]
) -> tuple[list[list[Figure]], list[Figure]]:
    """Group figures by what they measure and their reach, the largest first in each group.

    Areas in mu stand among those in square metres; each is written in its own unit.

    What was done on one street is not set beside what was done in the whole district.

    Parameters
    ----------
    figures : iterable of Figure
        Of one workstream.
    units : mapping
        Units by id.
    is_local : callable
        Whether a figure is tied to a named place rather than to the district.

    Returns
    -------
    groups : list of lists
        Two or more figures each, all of one reach and in one unit, or in units of area.
    alone : list
        Figures that can be set beside no other.
    """
    alike: dict[tuple[str, bool], list[Figure]] = {}
    for figure in figures:
        unit, _ = compared(_decimal(figure), units[figure.unit])
        alike.setdefault((unit, is_local(figure)), []).append(figure)
    groups = [
        sorted(group, key=lambda figure: -size_of(figure, units))
        for group in alike.values()
        if len(group) > 1
    ]
    return groups, [group[0] for group in alike.values() if len(group) == 1]


def size_of(figure: Figure, units: Mapping[str, Unit]) -> Fraction:
    """Return how large a figure is beside others: in base units, areas in square metres."""
    return compared(_decimal(figure), units[figure.unit])[1]


def _decimal(figure: Figure) -> Decimal:
    return Decimal(str(figure.value))

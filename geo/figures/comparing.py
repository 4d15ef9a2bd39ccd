"""How large is a figure beside others that measure the same?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from geo.figures.measures import compared
from geo.records import Figure, Unit


def size_of(figure: Figure, units: Mapping[str, Unit]) -> Fraction:
    """Return how large a figure is beside others: in base units, areas in square metres."""
    return compared(figure.value, units[figure.unit])[1]


def axis_of(figure: Figure, units: Mapping[str, Unit]) -> str:
    """Return the unit of the axis on which a figure can stand; mu stand among square metres."""
    return compared(figure.value, units[figure.unit])[0]

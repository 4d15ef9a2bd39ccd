"""Which figures can be compared? Those of one workstream in one unit, and no others."""

from __future__ import annotations

from collections.abc import Iterable

from geo.records import Figure


def comparable(figures: Iterable[Figure]) -> tuple[list[list[Figure]], list[Figure]]:
    """Group figures by unit, the largest value first in each group.

    Returns
    -------
    groups : list of lists
        Two or more figures each, all in one unit.
    alone : list
        Figures that share their unit with no other.
    """
    by_unit: dict[str, list[Figure]] = {}
    for figure in figures:
        by_unit.setdefault(figure.unit, []).append(figure)
    groups = [
        sorted(group, key=lambda figure: -figure.value)
        for group in by_unit.values()
        if len(group) > 1
    ]
    return groups, [group[0] for group in by_unit.values() if len(group) == 1]

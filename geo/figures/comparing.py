"""Which figures can be compared? Those in one unit about one kind of area, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from geo.records import Figure


def comparable(
    figures: Iterable[Figure], is_local: Callable[[Figure], bool]
) -> tuple[list[list[Figure]], list[Figure]]:
    """Group figures by unit and reach, the largest value first in each group.

    What was done on one street is not set beside what was done in the whole district.

    Parameters
    ----------
    figures : iterable of Figure
        Of one workstream.
    is_local : callable
        Whether a figure is tied to a named place rather than to the district.

    Returns
    -------
    groups : list of lists
        Two or more figures each, all in one unit and of one reach.
    alone : list
        Figures that can be set beside no other.
    """
    alike: dict[tuple[str, bool], list[Figure]] = {}
    for figure in figures:
        alike.setdefault((figure.unit, is_local(figure)), []).append(figure)
    groups = [
        sorted(group, key=lambda figure: -figure.value)
        for group in alike.values()
        if len(group) > 1
    ]
    return groups, [group[0] for group in alike.values() if len(group) == 1]

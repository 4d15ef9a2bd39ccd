"""In which order does a table hold figures? By workstream, and in each by size or as published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geo.figures.comparing import size_of
from geo.package.package import Package
from geo.records import Figure

ORDERS: Final = ("value", "published")


def by_workstream(
    package: Package, figures: Iterable[Figure], order: str
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by workstream, those of a workstream the largest first.

    Parameters
    ----------
    order : {"value", "published"}
        By their numbers in base units, or as they stand in the sources.
    """
    grouped: dict[str, list[Figure]] = {workstream: [] for workstream in package.workstreams}
    for figure in figures:
        grouped[figure.workstream].append(figure)
    if order == "value":
        for group in grouped.values():
            group.sort(key=lambda figure: -size_of(figure, package.units))
    return {workstream: tuple(group) for workstream, group in grouped.items() if group}

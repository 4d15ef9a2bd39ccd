"""Under which workstreams do figures stand that are listed together?"""

from __future__ import annotations

from collections.abc import Iterable

from geo.package.package import Package
from geo.records import Figure, Workstream


def by_workstream(
    package: Package, figures: Iterable[Figure]
) -> list[tuple[Workstream, list[Figure]]]:
    """Return the workstreams that figures belong to, in the package's order, each with its own."""
    held: dict[str, list[Figure]] = {key: [] for key in package.workstreams}
    for figure in figures:
        held[figure.workstream].append(figure)
    return [(package.workstreams[key], own) for key, own in held.items() if own]

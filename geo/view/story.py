"""How is the year told, one workstream after the other? The steps, and what each says first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.package.package import Package
from geo.records import Figure

MOST_FIGURES: Final = 6
"""Figures that one step shows; the others stand beside the map and below it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the story.

    Parameters
    ----------
    number, total : int
        Its place among all steps, counted from one.
    previous, following : str
        Workstreams before and after it; behind the last one the first comes again, so that
        neither button ever has nowhere to go.
    figures : tuple of Figure
        What it shows, its headline first; `more` is how many it leaves out.
    """

    number: int
    total: int
    previous: str
    following: str
    figures: tuple[Figure, ...]
    more: int


def steps(package: Package) -> tuple[str, ...]:
    """Return the workstreams that have figures, in package order."""
    told = {figure.workstream for figure in package.figures}
    return tuple(found for found in package.workstreams if found in told)


def step_of(package: Package, workstream: str) -> Step:
    """Return the step of a workstream that has figures.

    Raises
    ------
    ValueError
        If it has none.
    """
    order = steps(package)
    at = order.index(workstream)
    headline = package.workstreams[workstream].headline
    own = [figure for figure in package.figures if figure.workstream == workstream]
    own.sort(key=lambda figure: figure.figure_id != headline)  # stable: the rest as in the file
    return Step(
        number=at + 1,
        total=len(order),
        previous=order[at - 1],
        following=order[(at + 1) % len(order)],
        figures=tuple(own[:MOST_FIGURES]),
        more=len(own[MOST_FIGURES:]),
    )

"""How is the year told? A beginning, one workstream after the other, and an end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.package.package import Package
from geo.records import Figure
from geo.view.views import STORY_BEGIN, STORY_EDGES, STORY_END

MOST_FIGURES: Final = 6
"""Figures that one step shows; the others stand beside the map and below it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the story.

    Parameters
    ----------
    number, total : int
        Its place among all steps, counted from one.
    previous, following : str or None
        Steps before and after it; None where it is the first or the last.
    figures : tuple of Figure
        What it shows, its headline first; `more` is how many it leaves out.
    """

    number: int
    total: int
    previous: str | None
    following: str | None
    figures: tuple[Figure, ...]
    more: int


def steps(package: Package) -> tuple[str, ...]:
    """Return the steps: a beginning, the workstreams that have figures, in their order, an end."""
    told = {figure.workstream for figure in package.figures}
    order = tuple(found for found in package.workstreams if found in told)
    return (STORY_BEGIN, *order, STORY_END) if order else ()


def step_of(package: Package, told: str) -> Step:
    """Return a step; that of a workstream which has no figures there is not.

    Raises
    ------
    ValueError
        If there is no such step.
    """
    order = steps(package)
    at = order.index(told)
    own = [figure for figure in package.figures if figure.workstream == told]
    if told not in STORY_EDGES:
        headline = package.workstreams[told].headline
        own.sort(key=lambda figure: figure.figure_id != headline)  # stable: the rest as in the file
    return Step(
        number=at + 1,
        total=len(order),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
        figures=tuple(own[:MOST_FIGURES]),
        more=len(own[MOST_FIGURES:]),
    )

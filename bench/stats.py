"""What is the middle of several runs, how far are they spread, and what is one beside another?"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Visits = Sequence[Mapping[str, Any]]
"""Visits of one size, each with its `run`, its `contestant` and its figures."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and most of several numbers."""

    median: float
    least: float
    most: float


def spread(numbers: Iterable[float | None]) -> Spread | None:
    """Return the spread of the numbers that there are; None if there is none.

    >>> spread([3.0, None, 1.0, 2.0])
    Spread(median=2.0, least=1.0, most=3.0)
    """
    found = [float(number) for number in numbers if number is not None]
    return Spread(statistics.median(found), min(found), max(found)) if found else None


def of(visits: Visits, contestant: str, figure: str) -> Spread | None:
    """Return the spread of a contestant's figure over its visits."""
    return spread(v.get(figure) for v in visits if v["contestant"] == contestant)


def ratio(visits: Visits, contestant: str, other: str, figure: str) -> Spread | None:
    """Return how many times the other's figure a contestant's is, run by run.

    Each ratio is of two visits of the same run, made one soon after the other, so that a machine
    that is slower for a while slows both. Runs that lack one of the two are left out.
    """
    by_run: dict[int, dict[str, float]] = {}
    for visit in visits:
        value = visit.get(figure)
        if value is not None and visit["contestant"] in (contestant, other):
            by_run.setdefault(visit["run"], {})[visit["contestant"]] = float(value)
    return spread(
        found[contestant] / found[other]
        for found in by_run.values()
        if contestant in found and found.get(other)
    )


def growth(smaller: float, larger: float, count: int, larger_count: int) -> float:
    """Return how fast a cost grows beside the data: 1 is as fast, less is slower.

    >>> growth(2.0, 10.0, 1000, 10_000)
    0.5
    """
    return (larger / smaller) / (larger_count / count)

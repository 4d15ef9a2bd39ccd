"""What does one visit of a contestant measure?

A visitor opens the page, steps aside on the map, chooses one workstream, chooses all again, zooms
in and drags. Every figure is a plain number in the unit that its name says.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Browser, Error

from bench import moving
from bench.browser import NotDrawnError, Visit
from bench.contestants import Contestant, page_of
from bench.words import WORKSTREAMS

if TYPE_CHECKING:
    from bench.servers import Server  # needs psutil, which only the bench installs

CHOSEN: Final = WORKSTREAMS[0]
FEW: Final = 200
"""So many places are drawn by the one-map as symbols, and no canvas tells that it has drawn."""


@dataclass(frozen=True)
class Expected:
    """How many features and points there are, in all and of the workstream chosen."""

    features: int
    points: int
    chosen_features: int
    chosen_points: int


@dataclass
class Figures:
    """What one visit measured; None is what could not be measured."""

    drawn_s: float | None = None
    drawn_websocket_bytes: int | None = None
    drawn_http_bytes: int | None = None
    heap_bytes: int | None = None
    narrow_s: float | None = None
    narrow_websocket_bytes: int | None = None
    widen_s: float | None = None
    widen_websocket_bytes: int | None = None
    view_kept: bool | None = None
    zoom_s: float | None = None
    pan_median_ms: float | None = None
    pan_longest_ms: float | None = None
    server_bytes: int | None = None
    failed: str | None = None


def expected(places: Path) -> Expected:
    """Count the features of a GeoJSON file that has one a line."""
    found: Counter[tuple[bool, bool]] = Counter()
    with places.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith('{"type":"Feature",'):
                is_chosen = f'"workstream":"{CHOSEN[0]}"' in line
                found[is_chosen, '"geometry":{"type":"Point"' in line] += 1
    points = sum(count for (_, is_point), count in found.items() if is_point)
    chosen = sum(count for (is_chosen, _), count in found.items() if is_chosen)
    return Expected(sum(found.values()), points, chosen, found[True, True])


def visit(
    browser: Browser, one: Contestant, server: Server, wanted: Expected, bound_s: float
) -> Figures:
    """Visit a contestant once; what fails is said in `failed`, figures taken before it are kept."""
    figures = Figures()
    visitor = Visit(browser, one, bound_s)
    try:
        _measure(visitor, server, wanted, figures)
    except (NotDrawnError, Error) as error:
        figures.failed = str(error).partition("\n")[0]
    finally:
        figures.server_bytes = server.memory_bytes()
        visitor.close()
    return figures


def _measure(visitor: Visit, server: Server, wanted: Expected, figures: Figures) -> None:
    one = visitor.one
    every = _drawn(one, wanted.features, wanted.points, "all", is_few=wanted.features <= FEW)
    figures.drawn_s = visitor.open(server.address + page_of(one), every)
    visitor.settle()
    figures.drawn_websocket_bytes = visitor.received_bytes()
    figures.drawn_http_bytes = visitor.http_bytes()
    figures.heap_bytes = visitor.heap_bytes()
    if one.told != "text":
        moving.step(visitor)
        before = moving.view(visitor)
        some = _drawn(one, wanted.chosen_features, wanted.chosen_points, CHOSEN[0])
        taken = _click(visitor, one, some)
        figures.narrow_s, figures.narrow_websocket_bytes = taken
        taken = _click(visitor, one, every)
        figures.widen_s, figures.widen_websocket_bytes = taken
        after = moving.view(visitor)
        figures.view_kept = None if before is None else before == after
        figures.zoom_s = moving.zoom_in(visitor)
        gaps = moving.drag(visitor)
        figures.pan_median_ms = statistics.median(gaps) if gaps else None
        figures.pan_longest_ms = max(gaps, default=None)


def _click(visitor: Visit, one: Contestant, drawn: Callable[[str], bool]) -> tuple[float, int]:
    """Click the chip; returns the seconds until drawn, and what came by websocket for it."""
    visitor.settle()
    before, state = visitor.received_bytes(), visitor.state()
    goal = drawn if one.told != "change" else lambda found: drawn_anew(state, found)
    seconds = visitor.click(CHOSEN[2], goal)
    visitor.settle()
    return seconds, visitor.received_bytes() - before


def drawn_anew(before: str, found: str) -> bool:
    """Tell from two signs of the one-map whether it has drawn in between.

    The sign holds how many pictures of the canvas were finished and how many symbols there are.
    With a canvas only its pictures count: symbols of a filter may come before it.

    >>> drawn_anew("3|12", "3|2"), drawn_anew("3|12", "4|2"), drawn_anew("|12", "|2")
    (False, True, True)
    """
    pictures, now = before.partition("|")[0], found.partition("|")[0]
    return now != pictures if pictures else found != before


def _drawn(
    one: Contestant, features: int, points: int, chosen: str, *, is_few: bool = False
) -> Callable[[str], bool]:
    """Return what tells from the sign that so many features or points are drawn."""
    tests: dict[str, Callable[[str], bool]] = {
        "text": lambda state: state == "text",
        "count": lambda state: state == str(features),
        "points": lambda state: f",{points}," in state,
        "filter": lambda state: state == chosen,
        "change": lambda state: is_few or not state.startswith(("|", "0|")),
    }
    return tests[one.told]

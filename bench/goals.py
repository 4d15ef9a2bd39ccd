"""Which goals are reached? Computed from the figures, never judged by eye.

The goals are ratios within one run, and bounds on seconds and bytes. Where a goal speaks of a
filter, both ways are looked at, one workstream chosen and all again, and the worse one counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bench import stats
from bench.results import Block

Blocks = Mapping[str, Block]
WEBSOCKET_BYTES: Final = 15_000
_WAYS: Final = ("narrow", "widen")


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what was wanted, what was got, and whether that is enough (None: not measured)."""

    size: str
    wanted: str
    got: str
    reached: bool | None


def goals(blocks: Blocks) -> list[Goal]:
    """Return every goal for the sizes that were measured."""
    found: list[Goal] = []
    for size, block in blocks.items():
        if size.isdigit():
            found += _of_size(size, block["visits"])
    return found + _panning(blocks) + _building(blocks)


def _of_size(size: str, visits: stats.Visits) -> list[Goal]:
    count = int(size)
    if count <= 1000:
        return [
            _beside(size, visits, "empty", 1.15),
            _filter(size, visits, 0.15),
            _filter_faster(size, visits, 6),
            *_kept(size, visits),
        ]
    if count <= 10_000:
        return [
            _beside(size, visits, "empty", 1.25),
            _faster(size, visits, 3.5),
            _filter(size, visits, 0.2),
            _filter_faster(size, visits, 25),
            *_kept(size, visits),
        ]
    if count <= 100_000:
        return [
            _beside(size, visits, "empty", 1.5),
            _beside(size, visits, "leaflet", 0.6),
            _filter(size, visits, 0.3),
            *_kept(size, visits),
        ]
    exact = ("drawn map exact at most 4x the empty page", "filter change exact at most 2 s")
    return [
        *(Goal(size, wanted, "not measured: drawn thinned", None) for wanted in exact),
        _beside(size, visits, "empty", 1.5),
        _filter(size, visits, 0.6),
        *_kept(size, visits),
    ]


def _beside(size: str, visits: stats.Visits, other: str, most: float) -> Goal:
    """Drawn map at most so many times another contestant's."""
    name = {"empty": "the empty page", "leaflet": "the plain Leaflet page"}[other]
    wanted = f"drawn map at most {most:g}x {name}"
    found = stats.ratio(visits, "ours", other, "drawn_s")
    if found is None:
        return Goal(size, wanted, "not measured", None)
    return Goal(size, wanted, f"{found.median:.2f}x", found.median <= most)


def _faster(size: str, visits: stats.Visits, least: float) -> Goal:
    """Drawn map so many times faster than the usual design's."""
    wanted = f"drawn map {least:g}x faster than the usual design"
    found = stats.ratio(visits, "usual", "ours", "drawn_s")
    if found is None:
        return Goal(size, wanted, "not measured", None)
    return Goal(size, wanted, f"{found.median:.1f}x", found.median >= least)


def _filter(size: str, visits: stats.Visits, most_s: float) -> Goal:
    """Filter change within so many seconds, the slower way."""
    wanted = f"filter change at most {most_s:g} s"
    taken = [stats.of(visits, "ours", f"{way}_s") for way in _WAYS]
    medians = [found.median for found in taken if found is not None]
    if not medians:
        return Goal(size, wanted, "not measured", None)
    return Goal(size, wanted, f"{max(medians):.2f} s", max(medians) <= most_s)


def _filter_faster(size: str, visits: stats.Visits, least: float) -> Goal:
    """Filter change so many times faster than the usual design's, the way that gains less."""
    wanted = f"filter change {least:g}x faster than the usual design"
    taken = [stats.ratio(visits, "usual", "ours", f"{way}_s") for way in _WAYS]
    medians = [found.median for found in taken if found is not None]
    if not medians:
        return Goal(size, wanted, "not measured", None)
    return Goal(size, wanted, f"{min(medians):.1f}x", min(medians) >= least)


def _kept(size: str, visits: stats.Visits) -> list[Goal]:
    """Return the goals of the view kept, and of the bytes that a filter change takes."""
    own = [visit for visit in visits if visit["contestant"] == "ours"]
    kept = [visit["view_kept"] for visit in own if visit.get("view_kept") is not None]
    told = [stats.of(visits, "ours", f"{way}_websocket_bytes") for way in _WAYS]
    most = max((found.most for found in told if found is not None), default=None)
    all_kept = all(kept) if kept else None
    few = None if most is None else most <= WEBSOCKET_BYTES
    return [
        Goal(size, "view kept at a filter change", _yes(all_kept), all_kept),
        Goal(
            *(size, "filter change at most 15 kB by websocket"),
            *("not measured" if most is None else f"{most / 1000:.1f} kB", few),
        ),
    ]


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not measured"}[value]


def _panning(blocks: Blocks) -> list[Goal]:
    """Panning at a million within three times the frame time at 10,000, median and longest."""
    if not {"10000", "1000000"} <= blocks.keys():
        return []
    ratios = []
    for figure in ("pan_median_ms", "pan_longest_ms"):
        few = stats.of(blocks["10000"]["visits"], "ours", figure)
        many = stats.of(blocks["1000000"]["visits"], "ours", figure)
        if few is not None and many is not None:
            ratios.append(many.median / few.median)
    wanted = "pans within 3x of the frame time at 10,000 (median and longest picture)"
    if len(ratios) < 2:
        return [Goal("1000000", wanted, "not measured", None)]
    got = f"{ratios[0]:.1f}x and {ratios[1]:.1f}x"
    return [Goal("1000000", wanted, got, max(ratios) <= 3)]


def _building(blocks: Blocks) -> list[Goal]:
    """Return the goals of the build: it grows no faster than the data; a million under 4 GB."""
    built = [
        (size, block["features"], block["build"])
        for size, block in blocks.items()
        if size.isdigit() and not block["build"]["failed"]
    ]
    found: list[Goal] = []
    for (_, few, small), (size, many, large) in pairwise(built):
        found += [
            _growth(size, what, few, small, many, large) for what in ("seconds", "peak_bytes")
        ]
    for size, many, large in built:
        if many >= 1_000_000:
            got = f"{large['peak_bytes'] / 1e9:.2f} GB"
            found.append(Goal(size, "build under 4 GB", got, large["peak_bytes"] < 4e9))
    return found


def _growth(
    size: str, what: str, few: int, small: Mapping[str, Any], many: int, large: Mapping[str, Any]
) -> Goal:
    name = {"seconds": "time", "peak_bytes": "peak memory"}[what]
    times = stats.growth(small[what], large[what], few, many)
    wanted = f"{name} of the build grows no faster than the data, from {few:,}"
    got = f"{large[what] / small[what]:.1f}x for {many / few:.0f}x the data"
    return Goal(size, wanted, got, times <= 1)

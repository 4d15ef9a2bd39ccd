"""For which datum do rows speak by the areas that they name, and by places that are known?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from geo.datum import DATUM_NAMES, Datum, convert
from geo.intake.taking.context import Context
from geo.intake.taking.positions import can_be_degrees
from geo.intake.taking.understood import Question, Sample

Point = tuple[float, float]
_NEAR: Final = 0.0008
"""Degrees, some 80 metres, within which a position is that of the known place of its name."""
_EXACT: Final = ("exact", "line")


@dataclass(frozen=True, slots=True)
class Fit:
    """How positions fit the district if they are on one datum.

    Parameters
    ----------
    points : sequence of (longitude, latitude)
        The samples in WGS-84.
    named, within : int
        How many rows name an area whose shape is known, and how many of them lie in it.
    known, met : int
        How many are called as a known place, and how many of them lie where it does.
    """

    points: Sequence[Point]
    named: int
    within: int
    known: int
    met: int


def fits(question: Question, context: Context) -> Mapping[str, Fit]:
    """Return by each datum that may be answered how the positions of a question fit."""
    samples = question.samples
    if not samples or not can_be_degrees([sample.point for sample in samples]):
        return {}
    known = known_places(context)
    return {
        option.value: _fit(samples, option.value, context, known)
        for option in question.options
        if option.value in DATUM_NAMES
    }


def known_places(context: Context) -> Mapping[str, Any]:
    """Return the shapes of the places by name of which the package knows where they are."""
    return {
        each["properties"]["name_zh"]: shape_of(each["geometry"])
        for path, found in context.layers.items()
        for each in found
        if each["properties"].get("precision") in _EXACT
        and each.get("geometry")
        and _is_wgs84(context, path)
    }


def speaks_for(found: Mapping[str, Fit]) -> str:
    """Return the datum on which rows lie where known places of their names do; "" where none does.

    The areas that rows name decide nothing: most are as large as the offsets, and roughly drawn.
    """
    best = max((fit.met for fit in found.values()), default=0)
    chosen = {datum for datum, fit in found.items() if fit.met == best}
    if best and chosen <= {"wgs84", "cgcs2000"}:  # less than a metre apart
        return "wgs84"
    return chosen.pop() if best and len(chosen) == 1 else ""


def _fit(
    samples: Sequence[Sample], datum: Datum, context: Context, known: Mapping[str, Any]
) -> Fit:
    points = np.asarray(convert([sample.point for sample in samples], datum, "wgs84"))
    named = within = met = same = 0
    for sample, (x, y) in zip(samples, points.tolist(), strict=True):
        point = shapely.Point(x, y)
        if sample.area in context.shapes and sample.area != context.root_area:
            named += 1
            within += bool(shapely.intersects(context.shapes[sample.area], point))
        if sample.name in known:
            same += 1
            met += bool(known[sample.name].distance(point) < _NEAR)
    return Fit([(x, y) for x, y in points.tolist()], named, within, same, met)


def _is_wgs84(context: Context, path: str) -> bool:
    datum = next((row["datum"] for row in context.rows["layers"] if row["path"] == path), "")
    return datum in ("", "wgs84", "cgcs2000")

"""Does every place, and every area, lie where the district is?

What does not touch the district's outline, or a margin of :data:`MARGIN_M` and the accuracy stated
for its layer around it, is a fault that tells how far off it lies and which slip would explain it.
Works on columns, run by run; one cause in one file is one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.package.areas import TABLE
from geo.package.corners import Corners, Parts
from geo.package.digits import mistyped
from geo.package.faults import Faults, quoted
from geo.package.outline import NEIGHBOURHOOD_M, Flags, Floats, Outline, is_degrees, outline_of
from geo.package.places.order import Runs
from geo.package.places.place_table import BOX
from geo.package.places.spatial import degrees
from geo.package.position_words import Told, tell
from geo.package.records_from_rows import Row
from geo.package.slips import Slip, systematic
from geo.records import Area, Layer

MARGIN_M: Final = 2_000.0
"""Outlines are generalised by up to a kilometre, and works of a district may reach beyond it."""
_LOOKED_AT: Final = 200
"""Places of a run whose digits are looked at one by one; the others are told without a proposal."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of holding places against their district.

    Parameters
    ----------
    outline : Outline or None
        What they were held against; None where nothing says what the district is.
    told : dict of str to array of int
        Numbers of the places of each layer of which something was told: whatever else is odd about
        where they lie has the same cause, and is not told again.
    """

    outline: Outline | None
    told: dict[str, NDArray[np.int64]]


def check_positions(
    layers: Mapping[str, Layer],
    runs: Runs,
    neighbours: gpd.GeoDataFrame,
    faults: Faults,
) -> Judged:
    """Add the faults and questions of where places lie; return what they were held against.

    Parameters
    ----------
    layers, runs : mapping
        Layers, and their places, by id.
    neighbours : geopandas.GeoDataFrame
        Outlines around the district in WGS-84, with names.
    """
    outline = outline_of(runs, neighbours)
    judged = Judged(outline, {})
    for layer_id, found in runs.items():
        layer = layers[layer_id]
        told = Told()
        numbers = [np.empty(0, np.int64)]
        for run in found:
            for suspects in _suspects(run, outline, MARGIN_M + layer.accuracy_m):
                _explain(suspects, outline, neighbours, told)
                numbers.append(suspects.numbers)
        tell(layer.path, told, faults)
        judged.told[layer_id] = np.concatenate(numbers)
    return judged


def check_areas(
    rows: Sequence[Row], areas: Mapping[str, Area], outline: Outline | None, faults: Faults
) -> None:
    """Add a fault for each area outside the district, a question for one outside its parent: of
    generalised outlines and rounded boxes only what does not touch at all is asked about.
    """
    for row in rows:
        area = areas.get(row["area_id"])
        if area is None:
            continue
        name = quoted(area.name.zh), quoted(area.name.en)
        away_m = 0.0 if outline is None else float(outline.away_m([area.geometry])[0])
        if away_m > MARGIN_M:
            km = f"{away_m / 1000:,.0f}"
            said = (
                f"区域{name[0]}在本区以外约 {km} 公里",
                f"the area {name[1]} lies about {km} km outside the district",
            )
            remedy = (
                "核对它在 areas.geojson 中的图形：经度在前，WGS-84；不属于本区的请删去",
                "Look at its shape in areas.geojson: longitude first, WGS-84; remove it if it is "
                "not of this district",
            )
            faults.add("E_OUTSIDE", TABLE, row.line, said, remedy)
            continue
        parent = areas.get(area.parent)
        if parent is not None and not shapely.intersects(parent.geometry, area.geometry):
            said = (
                f"区域{name[0]}与它的上级{quoted(parent.name.zh)}没有重合的地方",
                f"the area {name[1]} does not touch {quoted(parent.name.en)}, which holds it",
            )
            remedy = ("parent 填得对吗？", "Is parent the right one?")
            faults.add("Q_PARENT", TABLE, row.line, said, remedy, level="question")


@dataclass(frozen=True, slots=True)
class Suspects:
    """Some places of a run that do not lie where they should.

    Parameters
    ----------
    numbers : array of int
        Numbers in their source.
    points : array of float, shape (n, 2)
        The middle of their boxes, as read.
    away_m : array of float
        How far each lies from the outline; NaN where that cannot be said.
    degrees : array of bool
        Whether they can be degrees at all.
    margin_m : float
        What was allowed.
    parts : Parts or None
        Which corners do so, where only a part of each does; else None.
    """

    numbers: NDArray[np.int64]
    points: Floats
    away_m: Floats
    degrees: Flags
    margin_m: float
    parts: Parts | None = None


def _suspects(run: pa.Table, outline: Outline | None, margin_m: float) -> Iterator[Suspects]:
    """Yield the places of a run that are out of range or away from the outline."""
    boxes = np.column_stack([run.column(name).to_numpy() for name in BOX])
    numbers = run.column("number").to_numpy()
    points = (boxes[:, :2] + boxes[:, 2:]) / 2
    sound = is_degrees(boxes)
    strange = np.flatnonzero(~sound)
    if outline is not None and len(strange):
        corners = Corners(_shapes(run, strange))
        bad = ~is_degrees(np.hstack([corners.points, corners.points]))
        mixed = corners.any_of(~bad & outline.holds(corners.points, margin_m))
        # Of a shape that is partly here only some corners are wrong, whatever the others need.
        parts = corners.parts(bad & mixed[corners.of], np.zeros(len(bad)))
        yield _no_degrees(numbers[strange[parts.shapes]], parts.points, margin_m, parts)
        strange = strange[~mixed]
    yield _no_degrees(numbers[strange], points[strange], margin_m)
    if outline is None:
        return
    world = np.column_stack([run.column(name).to_numpy() for name in ("x", "y")])
    single = (boxes[:, :2] == boxes[:, 2:]).all(axis=1)
    anchors = np.where(single[:, None], points, degrees(world))
    rows = np.flatnonzero(sound & ~outline.holds(anchors, margin_m))
    away = outline.away_m(_shapes(run, rows))
    out = away > margin_m
    rows, away = rows[out], away[out]
    yield Suspects(numbers[rows], points[rows], away, sound[rows], margin_m)
    sound[rows] = False
    yield from _parts(run, outline, boxes, sound, margin_m)


def _no_degrees(
    numbers: NDArray[np.int64], points: Floats, margin_m: float, parts: Parts | None = None
) -> Suspects:
    """Return places that cannot be degrees: how far off they lie cannot be said."""
    count = len(numbers)
    return Suspects(numbers, points, np.full(count, np.nan), np.zeros(count, bool), margin_m, parts)


def _parts(
    run: pa.Table, outline: Outline, boxes: Floats, sound: Flags, margin_m: float
) -> Iterator[Suspects]:
    """Yield the places of which a part lies beyond the box around the district."""
    west, south, east, north = outline.box_with(margin_m)
    beyond = (boxes[:, :2] < (west, south)).any(axis=1) | (boxes[:, 2:] > (east, north)).any(axis=1)
    rows = np.flatnonzero(sound & beyond)
    if not len(rows):
        return
    corners = Corners(_shapes(run, rows))
    away = outline.away_m(shapely.points(corners.points))
    parts = corners.parts(away > margin_m, away)
    numbers = run.column("number").to_numpy()[rows[parts.shapes]]
    sound = np.ones(len(numbers), bool)
    yield Suspects(numbers, parts.points, parts.worst, sound, margin_m, parts)


def _shapes(run: pa.Table, rows: NDArray[np.int64]) -> Any:
    taken = run.column("wkb").take(pa.array(rows))
    return shapely.from_wkb(taken.to_numpy(zero_copy_only=False))


def _explain(
    suspects: Suspects, outline: Outline | None, neighbours: gpd.GeoDataFrame, told: Told
) -> None:
    """Sort suspects by what explains them."""
    points, parts = suspects.points, suspects.parts
    slips: Sequence[Slip | None] = [None] * len(points)
    if outline is not None:
        slips = systematic(points, outline, suspects.margin_m)
    areas = _areas(points, neighbours)
    looked = 0
    far_m = np.inf if outline is None else outline.span_m() + NEIGHBOURHOOD_M
    for at, slip in enumerate(slips):
        found = slip
        if slip is None and outline is not None and looked < _LOOKED_AT:
            looked += 1
            middle = outline.middle if parts is None else parts.middles[at]
            found = mistyped(points[at], outline, 0.0 if parts is None else MARGIN_M, middle)
        corner = None if parts is None else (int(parts.numbers[at]), int(parts.counts[at]))
        told.add(
            int(suspects.numbers[at]),
            points[at],
            float(suspects.away_m[at]),
            found,
            in_degrees=bool(suspects.degrees[at]),
            part="no" if parts is None else "near" if suspects.away_m[at] <= far_m else "far",
            corner=corner,
            area=areas[at] if slip is None else None,
        )


def _areas(points: Floats, neighbours: gpd.GeoDataFrame) -> list[tuple[str, str] | None]:
    """Return the names of the neighbour that each point lies in."""
    found: list[tuple[str, str] | None] = [None] * len(points)
    for row in neighbours.to_dict("records") if len(points) else ():
        shapely.prepare(row["geometry"])
        inside = shapely.intersects_xy(row["geometry"], points[:, 0], points[:, 1])
        for at in np.flatnonzero(inside).tolist():
            found[at] = (row["name_zh"], row["name_en"])
    return found

"""Do areas lie in the district and in what holds them, and places in the areas that they name?

What lies outside the district is a fault. The others are questions: outlines are generalised and
boxes rounded, so only what does not touch at all is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.package.areas import TABLE
from geo.package.faults import Faults, quoted
from geo.package.outline import Outline
from geo.package.places.order import Run, Runs
from geo.package.places.place_table import BOX
from geo.package.positions import MARGIN_M
from geo.package.records_from_rows import Row
from geo.records import Area, Layer

_NAMED: Final = 5
"""Rows named in a question."""


def check_areas(
    rows: Sequence[Row], areas: Mapping[str, Area], outline: Outline | None, faults: Faults
) -> None:
    """Add a fault for each area outside the district, a question for one outside its parent."""
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


def ask_places(
    layers: Mapping[str, Layer],
    runs: Runs,
    areas: Mapping[str, Area],
    told: Mapping[str, NDArray[np.int64]],
    faults: Faults,
) -> None:
    """Add a question for the places of a layer whose own shape does not touch their area.

    Not for those `told` of, by their numbers: a position that is wrong is in no area either.
    """
    for layer_id, found in runs.items():
        every = {number for run in found for number in _apart(run, areas)}
        apart = sorted(every.difference(told[layer_id].tolist())) if every else []
        if apart:
            zh, en = (_called(found, apart[:_NAMED], name) for name in ("name_zh", "name_en"))
            more = "等" if len(apart) > _NAMED else ""
            said = (
                f"{len(apart):,} 个地点不在所填的街道或区域里：{'、'.join(zh)}{more}",
                f"places that do not lie in the area they name ({len(apart):,}): "
                f"{', '.join(en)}{', …' if more else ''}",
            )
            remedy = (
                "位置和区域哪个对？只知道区域时，位置可以留空",
                "Which is right, the position or the area? Where only the area is known, leave "
                "the position empty",
            )
            path = layers[layer_id].path
            faults.add("Q_AREA", path, apart[0], said, remedy, level="question")


def _called(runs: Sequence[Run], numbers: Sequence[int], column: str) -> list[str]:
    """Return the names of the places of these numbers, which whoever brought them knows."""
    names: dict[int, str] = {}
    for run in runs:
        rows = run.filter(pc.is_in(run.column("number"), pa.array(numbers, pa.int64())))
        names |= dict(
            zip(rows.column("number").to_pylist(), rows.column(column).to_pylist(), strict=True)
        )
    return [quoted(names[number]) for number in numbers]


def _apart(run: Run, areas: Mapping[str, Area]) -> Iterator[int]:
    """Yield the numbers of places whose shapes do not touch the area that they name."""
    for area_id in pc.unique(run.column("area").drop_null()).to_pylist():
        area = areas.get(area_id)
        # Whether a place lies in the district is judged with its margin, and told, by its position.
        if area is None or not area.parent:
            continue
        rows = run.filter(pc.equal(run.column("area"), area_id))
        boxes = np.column_stack([rows.column(name).to_numpy() for name in BOX])
        own = np.flatnonzero(~(boxes == area.geometry.bounds).all(axis=1))
        taken: Any = rows.column("wkb").take(pa.array(own))
        shapes = shapely.from_wkb(taken.to_numpy(zero_copy_only=False))
        shapely.prepare(area.geometry)
        lost = own[~shapely.intersects(area.geometry, shapes)]
        yield from rows.column("number").to_numpy()[lost].tolist()

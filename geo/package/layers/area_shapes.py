"""What is drawn for a place that names its area and has no shape of its own? That area.

Only where the place is not located, and only where its source says that there is no shape: a broken
one stays a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.package.geometry import Problem
from geo.package.layers.sound_places import Unchecked
from geo.package.layers.texts import texts_of
from geo.records import KNOWN_PRECISIONS

AreaShapes = Mapping[str, bytes | None]
"""Well-known binaries of areas by id, WGS-84; None for one whose shape is a fault already."""
NEITHER: Final[Problem] = (
    "E_GEOMETRY",
    ("没有图形，也没有填 area", "it has neither a shape nor an area"),
    (
        "在 area 中填所在区域的编号，或画出已知所在的范围",
        "Name the area it lies in under area, or draw the area it is known to lie in",
    ),
)


def with_areas(unchecked: Unchecked, areas: AreaShapes) -> Unchecked:
    """Return features with the shapes of their areas where they have none."""
    empty = [
        at
        for at in np.flatnonzero(shapely.is_missing(unchecked.geometries)).tolist()
        if unchecked.is_null(at)
    ]
    if not empty:
        return unchecked
    rows = unchecked.table.select(["area", "precision"]).take(pa.array(empty))
    named = texts_of(rows.column("area"))
    located = pc.is_in(rows.column("precision"), pa.array(sorted(KNOWN_PRECISIONS))).to_pylist()
    made = {name: shapely.from_wkb(areas.get(name or "")) for name in set(named)}
    problems: dict[int, Problem] = {}
    unmet: dict[int, str] = {}
    geometries = unchecked.geometries.copy()
    for at, area, is_located in zip(empty, named, located, strict=True):
        if is_located:
            continue
        if not area:
            problems[at] = NEITHER
        elif made[area] is None:
            unmet[at] = "" if area in areas else area
        geometries[at] = made[area]
    why = unchecked.why
    return replace(
        unchecked,
        geometries=geometries,
        why=lambda at: problems[at] if at in problems else why(at),
        unmet=unmet,
    )

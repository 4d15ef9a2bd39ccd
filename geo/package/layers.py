"""Which places does a layer hold, and which of its features are wrong?"""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.package.faults import Faults
from geo.package.geojson import WGS84
from geo.package.schema import PLACE_FIELDS
from geo.package.sources.batches import batches


def read_layer(
    file: str, content: bytes | memoryview, faults: Faults
) -> list[tuple[int, dict[str, Any]]]:
    """Return the sound features of one layer, each as its number and a row with a ``geometry``.

    Every broken feature is a fault naming its number; a file that cannot be read is one fault,
    and no features.
    """
    before = len(faults)
    rows: list[tuple[int, dict[str, Any]]] = []
    for batch in batches(file, content, faults):
        places = zip(batch.table.to_pylist(), batch.geometries, strict=True)
        named = [place | {"geometry": geometry} for place, geometry in places]
        rows.extend(zip(batch.numbers.tolist(), named, strict=True))
    unread = any(fault.row is None and fault.level == "error" for fault in faults[before:])
    return [] if unread else rows


def as_frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return rows as a GeoDataFrame in WGS-84, indexed by ``place_id``."""
    frame = gpd.GeoDataFrame(rows, columns=[*PLACE_FIELDS, "geometry"], crs=WGS84)
    return frame.set_index("place_id", drop=False)

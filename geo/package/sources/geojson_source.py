"""What does a GeoJSON layer hold, batch by batch?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.package.faults import Faults
from geo.package.geojson import Feature, feature_lists
from geo.package.schema import PLACE_FIELDS
from geo.package.sources import json_scan
from geo.package.sources.collection import frame_of
from geo.package.sources.gather import PLACES, Unchecked, text_column
from geo.package.sources.refused import RefusedError
from geo.package.sources.shapes import make_geometries
from geo.package.sources.systems import WGS84, System, system_of

BATCH_BYTES: Final = 8 << 20
"""Bytes of text after which a batch is closed, however few features it has."""
_MISSING: Final = object()
_CRS: Final = re.compile(rb'"crs"')


def read_geojson(
    file: str,
    content: bytes | memoryview,
    faults: Faults,
    *,
    size: int,
    piece: int = json_scan.PIECE,
) -> Iterator[Unchecked]:
    """Yield the features of a FeatureCollection, at most `size` at a time.

    Raises
    ------
    RefusedError
        If the file cannot be read to its end.
    """
    system = _system(content)
    waiting: list[Feature] = []
    length = 0
    for some, bytes_of in feature_lists(file, content, faults, piece=piece):
        waiting += some
        length += bytes_of
        while len(waiting) >= size or (length >= BATCH_BYTES and waiting):
            yield unchecked(waiting[:size], system)
            del waiting[:size]
            length = 0
    if waiting:
        yield unchecked(waiting, system)


def _system(content: bytes | memoryview) -> System | None:
    """Return the system that a file names as ``crs`` (GeoJSON of 2008), wherever it does so."""
    if not _CRS.search(content):
        return None
    named = frame_of(content).get("crs")
    return None if named is None else system_of(named)


def unchecked(features: list[Feature], system: System | None = None) -> Unchecked:
    """Return features as columns, their coordinates in `system` as far as it is named."""
    for number, feature in features:
        _refuse_other_system(number, feature, system or WGS84)
    properties = [feature.get("properties") for _, feature in features]
    given = [each if isinstance(each, dict) else {} for each in properties]
    ids = [feature.get("id") for _, feature in features]
    own_ids = [each.get("place_id") for each in given]
    odd = np.array([a != b for a, b in zip(ids, own_ids, strict=True)], bool)
    columns = []
    for name in PLACE_FIELDS:
        values: list[Any] = [each.get(name, _MISSING) for each in given]
        column, not_texts = text_column(values)
        columns.append(column)
        if not_texts is not None:
            odd |= not_texts
    return Unchecked(
        np.array([number for number, _ in features], np.int64),
        pa.Table.from_arrays(columns, schema=PLACES),
        make_geometries([feature.get("geometry") for _, feature in features]),
        odd,
        lambda at: (ids[at], properties[at]),
        system,
    )


def _refuse_other_system(number: int, feature: dict[str, Any], system: System) -> None:
    """Refuse a file of which a feature or a geometry is in a system of its own."""
    for part in (feature, feature.get("geometry")):
        if isinstance(part, dict) and part.get("crs") is not None:
            own = system_of(part["crs"])
            if (own.datum, own.epsg) != (system.datum, system.epsg):
                raise RefusedError(
                    "E_CRS",
                    f"第 {number} 个要素另有坐标系 {own.name}",
                    f"feature {number} has a reference system of its own, {own.name}",
                    ("一个文件只能有一个坐标系", "A file has one reference system"),
                )

"""What does a GeoJSON layer hold, batch by batch?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely

from geo.package.faults import Faults
from geo.package.geometry import Problem, box_problem, problem_of
from geo.package.layers.geojson_features import Feature, collection, feature, sequence
from geo.package.layers.layer_files import SEQUENCES
from geo.package.layers.refused import RefusedError
from geo.package.layers.shapes import Geometries, make_geometries
from geo.package.layers.sound_places import Unchecked, text_column
from geo.package.layers.systems import WGS84, System, system_of
from geo.package.places.place_table import PLACES
from geo.package.schema import OMISSIBLE_PLACE_FIELDS, PLACE_FIELDS

BATCH_BYTES: Final = 8 << 20
"""Bytes of a sequence after which a batch is closed, however few features it has."""
_NAMING: Final = frozenset(("crs", "srs", "srid", "spatialreference", "coordinatesystem"))
"""Members by which programs name a reference system, in whatever capitals."""
_MISSING: Final = object()


def read_geojson(
    file: str, content: bytes | memoryview, faults: Faults, *, size: int
) -> Iterator[Unchecked]:
    """Yield the features of a FeatureCollection or a sequence, at most `size` at a time.

    Raises
    ------
    RefusedError
        If the file cannot be read to its end.
    """
    if file.lower().endswith(SEQUENCES):
        values: Iterable[tuple[object, int]] = sequence(file, content, faults)
        whole: dict[str, Any] = {}
    else:
        whole = collection(content)
        values = ((value, 0) for value in whole["features"])
    system = None
    for value in _systems(whole):
        system = _same(system, system_of(value))
    bounds = []
    for some in _by_size(file, values, faults, size):
        batch = unchecked(some, system)
        bounds.append(shapely.total_bounds(batch.geometries))
        _check_boxes(file, some, batch.geometries, faults)
        yield batch
    if "bbox" in whole and bounds:
        west, south, east, north = np.array(bounds).T
        lowest, highest = np.fmin.reduce, np.fmax.reduce  # a batch without a shape has none
        all_of = (lowest(west), lowest(south), highest(east), highest(north))
        _warn(file, None, box_problem(whole["bbox"], all_of), faults)


def _systems(part: dict[str, Any]) -> list[object]:
    """Return what a file, a feature or a geometry names as its system, however that is called."""
    return [
        value
        for name, value in part.items()
        if value is not None and name.casefold().replace("_", "") in _NAMING
    ]


def _same(one: System | None, other: System) -> System:
    """Return the one system that a file names; refuse one that names two."""
    if one is not None and (one.datum, one.epsg) != (other.datum, other.epsg):
        raise RefusedError(
            "E_CRS",
            f"写了两个坐标系：{one.name}，{other.name}",
            f"names two reference systems, {one.name} and {other.name}",
            ("只留正确的一个", "Keep the right one alone"),
        )
    return other


def _by_size(
    file: str, values: Iterable[tuple[object, int]], faults: Faults, size: int
) -> Iterator[list[Feature]]:
    """Yield sound features with their numbers, so many or of so many bytes at a time."""
    waiting: list[Feature] = []
    length = 0
    for number, (given, bytes_of) in enumerate(values, start=1):
        length += bytes_of
        sound = feature(file, number, given, faults)
        if sound is not None:
            waiting.append((number, sound))
        if len(waiting) >= size or (length >= BATCH_BYTES and waiting):
            yield waiting
            waiting, length = [], 0
    if waiting:
        yield waiting


def unchecked(features: list[Feature], system: System | None = None) -> Unchecked:
    """Return features as columns, their coordinates in `system` as far as it is named."""
    for number, each in features:
        _refuse_other_system(number, each, system or WGS84)
    properties: list[dict[str, Any]] = [feature["properties"] for _, feature in features]
    own_ids = [each.get("place_id") for each in properties]
    # A program that has no ids of its own writes none; what it does write must be the place's.
    ids = [each.get("id", own) for (_, each), own in zip(features, own_ids, strict=True)]
    odd = np.array([a != b for a, b in zip(ids, own_ids, strict=True)], bool)
    columns = []
    for name in PLACE_FIELDS:
        absent = None if name in OMISSIBLE_PLACE_FIELDS else _MISSING
        values: list[Any] = [each.get(name, absent) for each in properties]
        column, not_texts = text_column(values)
        columns.append(column)
        if not_texts is not None:
            odd |= not_texts
    geometries = [feature["geometry"] for _, feature in features]

    def why(at: int) -> Problem | None:
        return problem_of(geometries[at])

    return Unchecked(
        np.array([number for number, _ in features], np.int64),
        pa.Table.from_arrays(columns, schema=PLACES),
        make_geometries(geometries),
        odd,
        lambda at: (ids[at], properties[at]),
        system,
        why,
        lambda at: geometries[at] is None,
    )


def _refuse_other_system(number: int, feature: dict[str, Any], system: System) -> None:
    """Refuse a file of which a feature or a geometry is in a system of its own."""
    for part in (feature, feature.get("geometry")):
        for value in _systems(part) if isinstance(part, dict) else ():
            own = system_of(value)
            if (own.datum, own.epsg) != (system.datum, system.epsg):
                raise RefusedError(
                    "E_CRS",
                    f"第 {number} 个要素另有坐标系 {own.name}",
                    f"feature {number} has a reference system of its own, {own.name}",
                    ("一个文件只能有一个坐标系", "A file has one reference system"),
                )


def _check_boxes(
    file: str, features: list[Feature], geometries: Geometries, faults: Faults
) -> None:
    """Warn of boxes of features and their shapes that are not so."""
    for at, (number, each) in enumerate(features):
        for part in (each, each["geometry"]):
            if isinstance(part, dict) and "bbox" in part and geometries[at] is not None:
                _warn(file, number, box_problem(part["bbox"], geometries[at].bounds), faults)


def _warn(file: str, number: int | None, found: Problem | None, faults: Faults) -> None:
    if found is not None:
        faults.add(found[0], file, number, *found[1:], level="warning")

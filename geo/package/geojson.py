"""Which features does a GeoJSON file hold, and are their geometries sound?

Read with :mod:`json` and shapely, never through GDAL: GDAL sniffs bytes for 64 formats, some of
which read files or fetch addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.package.faults import Faults
from geo.package.sources import json_scan
from geo.package.sources.collection import members
from geo.package.sources.refused import RefusedError

WGS84: Final = "EPSG:4326"
"""CRS of everything in a package; coordinates are longitude before latitude (RFC 7946)."""
_UNREADABLE: Final = (
    *(ShapelyError, ValueError, TypeError, KeyError),
    *(AttributeError, IndexError, OverflowError),
)
"""What shapely raises for coordinates that are none."""
Feature = tuple[int, dict[str, Any]]


def features(file: str, content: bytes | memoryview, faults: Faults) -> Iterator[Feature]:
    """Yield number (from 1) and content of each feature of a FeatureCollection.

    A file that cannot be read to its end is one fault, in place of those of its features.
    """
    before = len(faults)
    try:
        for some, _ in feature_lists(file, content, faults):
            yield from some
    except RefusedError as refusal:
        faults[before:] = [fault for fault in faults[before:] if fault.file != file]
        faults.add(refusal.code, file, None, refusal.said, refusal.remedy)


def feature_lists(
    file: str,
    content: bytes | memoryview,
    faults: Faults,
    *,
    piece: int = json_scan.PIECE,
) -> Iterator[tuple[list[Feature], int]]:
    """Yield features with their numbers, some at a time, with the bytes they take in the file.

    Raises
    ------
    RefusedError
        If the file cannot be read to its end, see :func:`geo.package.sources.collection.members`.
    """
    number = 0
    for some, length in members(content, piece=piece):
        sound = []
        for feature in some:
            number += 1
            if isinstance(feature, dict) and feature.get("type") == "Feature":
                sound.append((number, feature))
            else:
                said = ("不是要素", "not a Feature")
                remedy = ("每一项都要是 Feature", "Each member must be a Feature")
                faults.add("E_STRUCTURE", file, number, said, remedy)
        yield sound, length


def read_geometry(file: str, number: int, geometry: object, faults: Faults) -> Any:
    """Return a valid geometry in degrees, or None with a fault."""
    made = make_geometry(geometry)
    check_geometry(file, number, made, faults)
    return made


def make_geometry(geometry: object) -> Any:
    """Return the shapely geometry of a GeoJSON one in two dimensions; None if there is none."""
    try:
        return shapely.force_2d(shape(geometry))
    except _UNREADABLE:
        return None


def check_geometry(file: str, number: int, made: Any, faults: Faults) -> None:
    """Add the fault of a geometry that is missing, not in degrees or not valid."""
    if made is None or made.is_empty or made.geom_type == "GeometryCollection":
        said = ("没有可读的几何", "no readable geometry")
        faults.add("E_GEOMETRY", file, number, said, ("请重新绘制", "Draw it again"))
        return
    west, south, east, north = made.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        said = ("坐标不是经纬度", "the coordinates are not longitude and latitude")
        remedy = ("请转换为 WGS-84", "Convert them to WGS-84")
        faults.add("E_COORD_RANGE", file, number, said, remedy)
    elif not made.is_valid:
        reason = shapely.is_valid_reason(made)
        said = (f"几何无效（{reason}）", f"invalid geometry ({reason})")
        faults.add("E_GEOM_INVALID", file, number, said, ("请修正图形", "Repair the shape"))

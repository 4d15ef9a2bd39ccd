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
from geo.package.json_text import parse_json

WGS84: Final = "EPSG:4326"
"""CRS of everything in a package; coordinates are longitude before latitude (RFC 7946)."""
_UNREADABLE: Final = (
    *(ShapelyError, ValueError, TypeError, KeyError),
    *(AttributeError, IndexError, OverflowError),
)
"""What shapely raises for coordinates that are none."""


def features(file: str, content: bytes, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number (from 1) and content of each feature of a FeatureCollection."""
    data = parse_json(file, content, faults)
    if data is None:
        return
    members = data.get("features") if isinstance(data, dict) else None
    if not isinstance(members, list) or data.get("type") != "FeatureCollection":
        faults.add(
            "E_NOT_GEOJSON",
            file,
            None,
            ("不是 GeoJSON 的 FeatureCollection", "not a GeoJSON FeatureCollection"),
            ("请导出为 GeoJSON（RFC 7946）", "Export it as GeoJSON (RFC 7946)"),
        )
        return
    for number, feature in enumerate(members, start=1):
        if isinstance(feature, dict) and feature.get("type") == "Feature":
            yield number, feature
        else:
            faults.add(
                "E_STRUCTURE",
                file,
                number,
                ("不是要素", "not a Feature"),
                ("每一项都要是 Feature", "Each member must be a Feature"),
            )


def read_geometry(file: str, number: int, geometry: object, faults: Faults) -> Any:
    """Return a valid geometry in degrees, or None with a fault."""
    try:
        made = shapely.force_2d(shape(geometry))
    except _UNREADABLE:
        made = None
    if made is None or made.is_empty or made.geom_type == "GeometryCollection":
        said = ("没有可读的几何", "no readable geometry")
        faults.add("E_GEOMETRY", file, number, said, ("请重新绘制", "Draw it again"))
        return None
    west, south, east, north = made.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        said = ("坐标不是经纬度", "the coordinates are not longitude and latitude")
        remedy = ("请转换为 WGS-84", "Convert them to WGS-84")
        faults.add("E_COORD_RANGE", file, number, said, remedy)
    elif not made.is_valid:
        reason = shapely.is_valid_reason(made)
        said = (f"几何无效（{reason}）", f"invalid geometry ({reason})")
        faults.add("E_GEOM_INVALID", file, number, said, ("请修正图形", "Repair the shape"))
    return made

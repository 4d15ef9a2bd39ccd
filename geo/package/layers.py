"""Which places does a GeoJSON layer hold, and which of its features are wrong?

Read with :mod:`json` and shapely, never through GDAL: GDAL sniffs bytes for 64 formats, some of
which read files or fetch addresses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.package.faults import Faults, quoted, unprintable
from geo.package.schema import (
    ID_PATTERN,
    OPTIONAL_PLACE_FIELDS,
    PLACE_FIELDS,
    PLACE_PRECISIONS,
)

WGS84 = "EPSG:4326"
"""CRS of everything in a package; coordinates are longitude before latitude (RFC 7946)."""
MAX_DEPTH = 12
"""A GeometryCollection of MultiPolygons is seven levels deep; more is an attack or a mistake."""


def read_layer(file: str, content: bytes, faults: Faults) -> list[dict[str, Any]]:
    """Return the features of one layer as rows with a ``geometry``.

    Every broken feature is a fault naming its number; the sound ones are returned.
    """
    rows = []
    for number, feature in features(file, content, faults):
        before = len(faults)
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        _check_properties(file, number, feature.get("id"), properties, faults)
        geometry = _geometry(file, number, feature.get("geometry"), faults)
        if len(faults) == before:
            rows.append({name: properties[name] for name in PLACE_FIELDS} | {"geometry": geometry})
    return rows


def features(file: str, content: bytes, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number (from 1) and content of each feature of a FeatureCollection."""
    data = _parse(file, content, faults)
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


def as_frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return rows as a GeoDataFrame in WGS-84, indexed by ``place_id``."""
    frame = gpd.GeoDataFrame(rows, columns=[*PLACE_FIELDS, "geometry"], crs=WGS84)
    return frame.set_index("place_id", drop=False)


def _parse(file: str, content: bytes, faults: Faults) -> Any:
    """Return the JSON value of `content`, or None with a fault."""
    if _depth(content) > MAX_DEPTH:
        faults.add(
            "E_TOO_DEEP",
            file,
            None,
            ("嵌套过深", "nested too deeply"),
            ("请导出为普通的 GeoJSON", "Export it as plain GeoJSON"),
        )
        return None
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        said = (f"第 {error.start} 字节不是 UTF-8", f"byte {error.start} is not UTF-8")
    except json.JSONDecodeError as error:
        said = (
            f"第 {error.lineno} 行第 {error.colno} 列不是合格的 JSON",
            f"line {error.lineno}, column {error.colno} is not well-formed JSON",
        )
    except ValueError as error:
        said = (f"含有 {error}", f"holds {error}")
    faults.add("E_JSON", file, None, said, ("请重新导出", "Export the file again"))
    return None


def _no_constant(name: str) -> float:
    """Refuse NaN and Infinity, which are no JSON (RFC 8259, section 6)."""
    raise ValueError(f"{name}, which is not JSON")


def _depth(content: bytes) -> int:
    """Return how deeply brackets are nested, strings left out."""
    bare = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", content)
    depth = deepest = 0
    for bracket in re.findall(rb"[\[\]{}]", bare):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_properties(
    file: str, number: int, feature_id: object, properties: dict[str, Any], faults: Faults
) -> None:
    """Add the faults of a feature's properties."""
    for name in PLACE_FIELDS:
        value = properties.get(name)
        if value is None and name in properties and name in OPTIONAL_PLACE_FIELDS:
            continue
        if not isinstance(value, str) or not value.strip():
            said = (f"{name} 不是文字", f"{name} is not a text")
            faults.add("E_PROPERTY", file, number, said, ("请填写", "Fill it in"))
        elif (sign := unprintable(value)) is not None:
            said = (f"{name} 含有控制字符 {sign}", f"{name} holds the control character {sign}")
            faults.add("E_CONTROL_CHARS", file, number, said, ("请删去", "Remove it"))
    place_id = properties.get("place_id")
    if not isinstance(place_id, str) or not re.fullmatch(ID_PATTERN, place_id):
        said = (f"place_id {quoted(place_id)} 格式不对", f"place_id {quoted(place_id)} is no id")
        remedy = ("用小写字母、数字和连字符", "Use lower-case letters, digits and hyphens")
        faults.add("E_PATTERN", file, number, said, remedy)
    elif feature_id != place_id:
        said = ("要素的 id 与 place_id 不同", "the feature's id differs from its place_id")
        faults.add("E_ID", file, number, said, ("改成一样", "Make them the same"))
    if properties.get("precision") not in PLACE_PRECISIONS:
        choices = ", ".join(PLACE_PRECISIONS)
        said = ("precision 不在可选值中", "precision is not one of the choices")
        remedy = (f"可选：{choices}", f"Choose from: {choices}")
        faults.add("E_ENUM", file, number, said, remedy)


def _geometry(file: str, number: int, geometry: object, faults: Faults) -> Any:
    """Return a valid geometry in degrees, or None with a fault."""
    try:
        made = shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        made = None
    if made is None or made.is_empty:
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

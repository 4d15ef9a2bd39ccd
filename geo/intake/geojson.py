"""Which features does a GeoJSON text or a sequence of them hold (RFC 7946, RFC 8142)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from geo.intake.features import Feature, sound_features, table_of_features
from geo.intake.found import FoundTable
from geo.intake.geojson_shapes import Shapes
from geo.intake.grid import too_many
from geo.intake.json_value import EXPORT_AGAIN, json_value
from geo.intake.limits import MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.named_system import named_system
from geo.intake.texts_of_bytes import text_of
from geo.intake.twins import without_twins
from geo.package.faults import quoted
from geo.package.geometry import NESTING

_SEPARATOR: Final = "\x1e"
_ENDINGS: Final = (
    *(".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".geojsonseq"),
)
_SHAPES: Final = frozenset({*NESTING, "GeometryCollection"})
_OTHERS: Final = {
    "Topology": ("TopoJSON", "TopoJSON"),
    "Sketch": ("图纸", "a sketch"),
}


def is_geojson(name: str, head: str) -> bool:
    """Tell whether a text is meant to be GeoJSON: by its first sign, or by its name if broken."""
    return head.startswith(("{", "[", _SEPARATOR)) or name.lower().endswith(_ENDINGS)


def read_geojson(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the one layer of a GeoJSON file.

    Raises
    ------
    NotTakenError
        If it is none, with the line or feature where it ceases to be.
    """
    text = text_of(content, messages, unusual=True)
    if not text.strip().strip("\ufeff\0"):
        raise NotTakenError("E_EMPTY_FILE", ("文件是空的", "the file is empty"), EXPORT_AGAIN)
    values = list(_values(text))
    given, system = _features(values, messages)
    if len(given) > MOST_FEATURES:
        raise too_many()
    shapes = Shapes(messages, bare="NaN" in text or "Infinity" in text)
    features = sound_features(
        given, lambda value, number: _feature(value, number, shapes, messages), messages
    )
    table = table_of_features(name, features, messages, system=system)
    if len(values) > 1:
        table = without_twins(table, messages, by_feature=True, sent=True)
    return (table,)


def _values(text: str) -> Iterator[Any]:
    """Yield the values of a text: one, or those of a sequence."""
    if text.lstrip(" \t\r\n").startswith(_SEPARATOR):  # which Python takes for a blank itself
        yield from _sequence(text.split(_SEPARATOR))
        return
    lines = text.split("\n")
    if _is_sequence(lines):
        yield from _sequence(f"{line}\n" for line in lines)
    else:
        yield json_value(text)


def _is_sequence(lines: list[str]) -> bool:
    """Tell whether the first line that says something is a feature, and others follow."""
    told = [line for line in lines[:1_000] if line.strip()]
    if len(told) < 2 or not told[0].rstrip().endswith("}"):
        return False
    try:
        first = json_value(told[0])
    except NotTakenError:
        return False
    return isinstance(first, dict)


def _sequence(parts: Iterable[str]) -> Iterator[Any]:
    line = 1
    for part in parts:
        if part.strip():
            yield json_value(part.rstrip(), first_line=line)
        line += part.count("\n")


def _features(values: list[Any], messages: Messages) -> tuple[list[Any], str | None]:
    """Return what should be features, and the system that the file names."""
    found: list[Any] = []
    systems = set()
    for value in values:
        kind = _kind(value)
        if kind == "FeatureCollection":
            held = value.get("features")
            if not isinstance(held, list):
                said = ("features 不是列表", "its features are no list")
                raise NotTakenError("E_STRUCTURE", said, EXPORT_AGAIN, field="features")
            found += held
        else:
            found.append(value if kind == "Feature" else _wrapped(value))
        if "crs" in value:
            systems.add(named_system(value["crs"], messages))
    if len(systems) > 1:
        said = ("各部分的坐标系不同", "its parts name different reference systems")
        raise NotTakenError("E_CRS_UNKNOWN", said, EXPORT_AGAIN)
    return found, next(iter(systems), None)


def _wrapped(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": None, "geometry": geometry}


def _kind(value: Any) -> str:
    """Return the type of a value of GeoJSON; what is none is named."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in ("FeatureCollection", "Feature") or (isinstance(kind, str) and kind in _SHAPES):
        return str(kind)
    other = _OTHERS.get(kind) if isinstance(kind, str) else None
    if isinstance(value, dict) and _is_esri(value):
        other = ("Esri JSON", "Esri JSON")
    if other:
        said = (f"这是 {other[0]}，不是 GeoJSON", f"this is {other[1]}, not GeoJSON")
        remedy = ("请导出为 GeoJSON", "Export it as GeoJSON")
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)
    what = quoted(kind) if kind is not None else "—"
    said = (f"不是 GeoJSON（type：{what}）", f"not GeoJSON (its type is {what})")
    raise NotTakenError("E_NOT_GEOJSON", said, ("请导出为 GeoJSON", "Export it as GeoJSON"))


def _is_esri(value: dict[str, Any]) -> bool:
    """Tell whether a value is what a server of ArcGIS answers; its features have attributes."""
    held = value.get("features")
    first = held[0] if isinstance(held, list) and held else None
    return (
        "spatialReference" in value
        or "geometryType" in value
        or (isinstance(first, dict) and "attributes" in first)
    )


def _feature(given: Any, number: int, shapes: Shapes, messages: Messages) -> Feature:
    """Return one feature."""
    kind = given.get("type") if isinstance(given, dict) else None
    if isinstance(kind, str) and kind in _SHAPES:
        said = ("要素只是图形", "the feature is a bare shape")
        messages.add("W_STRUCTURE", said, ("已补成要素", "It was made one"), feature=number)
        given = _wrapped(given)
    elif kind != "Feature":
        said = (f"第 {number} 个不是要素", f"number {number} is no feature")
        raise NotTakenError("E_STRUCTURE", said, EXPORT_AGAIN, feature=number)
    for member in ("properties", "geometry"):
        if member not in given:
            said = (f"没有 {member}", f"has no member {member}")
            done = ("当作没有内容", "It was taken as empty")
            messages.add("W_STRUCTURE", said, done, feature=number, field=member)
    properties = given.get("properties")
    if properties is not None and not isinstance(properties, dict):
        said = ("properties 不是对象", "its properties are no object")
        raise NotTakenError("E_STRUCTURE", said, EXPORT_AGAIN, feature=number, field="properties")
    own_id = given.get("id")
    if own_id is not None and (
        isinstance(own_id, bool) or not isinstance(own_id, str | int | float)
    ):
        said = ("id 不是文字或数字", "its id is neither text nor number")
        messages.add("W_BAD_ID", said, ("已略去", "It was left out"), feature=number, field="id")
        own_id = None
    return Feature(number, properties or {}, shapes.shape_of(given.get("geometry"), number), own_id)

"""Which places does a KML file hold, or a KMZ archive of one?

Only what stands in the file itself: no address in it is fetched, and what it links to is said.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from geo.intake.archive import Archive
from geo.intake.features import Feature, sound_features, table_of_features
from geo.intake.found import FoundTable
from geo.intake.geojson_shapes import Shapes, refuse_vertices
from geo.intake.grid import too_many
from geo.intake.json_value import EXPORT_AGAIN
from geo.intake.limits import MOST_DEPTH, MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.xml_text import first_element, xml_text

_LINKS: Final = frozenset(("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay"))
_TEXTS: Final = ("name", "description", "address")
_SHAPES: Final = frozenset(
    (
        "Point",
        "LineString",
        "LinearRing",
        "Polygon",
        "MultiGeometry",
        "Track",
        "MultiTrack",
        "Model",
    )
)
_MODEL: Final = "Model"


def is_kml(head: str) -> bool:
    """Tell whether a text in angle brackets is KML, or is refused as such with the reason."""
    root = first_element(head).lower()
    named = root == "kml" or (not root and "<kml" in head.lower())
    return named or "<!ENTITY" in head or "<!DOCTYPE kml" in head


def is_kmz(names: Collection[str]) -> bool:
    """Tell whether an archive is KML in another form, by the names of what is in it."""
    endings = {PurePosixPath(name).suffix.lower() for name in names}
    return ".kml" in endings and not endings & {".shp", ".gpkg"}


def read_kml(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the places of a KML file as one table.

    Raises
    ------
    NotTakenError
        If it is not well-formed, or declares entities.
    """
    text = xml_text(content)
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type is in it
    except ET.ParseError as error:
        line = error.position[0]
        said = (f"第 {line} 行起不是合格的 XML", f"from line {line} on it is not well-formed XML")
        raise NotTakenError("E_XML", said, EXPORT_AGAIN, row=line) from None
    _refuse_deep(root)
    marks = [each for each in root.iter() if _local(each) == "Placemark"]
    if len(marks) > MOST_FEATURES:
        raise too_many()
    links = sorted({_local(each) for each in root.iter()} & _LINKS)
    if links:
        said = (
            f"有指向别处的内容（{'、'.join(links)}）",
            f"leads elsewhere ({', '.join(links)})",
        )
        done = (
            "不会去取，只读了文件本身的地点",
            "That is never fetched; only its own places were read",
        )
        messages.add("W_LINK", said, done)
    models = sum(_local(each) == _MODEL for mark in marks for each in mark.iter())
    if models:
        said = (f"有 {models} 个三维模型", f"three-dimensional models: {models}")
        done = ("只取所在的点，模型没有读入", "Only where they stand was read, not the models")
        messages.add("W_FEATURE_DROPPED", said, done)
    shapes = Shapes(messages)
    folders = _folders(root)

    def made(mark: ET.Element, number: int) -> Feature:
        return _feature(mark, number, shapes, folders.get(mark))

    features = sound_features(marks, made, messages)
    return (table_of_features(name, features, messages),)


def read_kmz(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the places of every KML file in a KMZ archive.

    Raises
    ------
    NotTakenError
        If the archive may not be unpacked, or a file in it is none.
    """
    archive = Archive(content)
    archive.refuse_archives()
    inside = [each for each in archive.names if each.lower().endswith(".kml")]
    tables: list[FoundTable] = []
    for each in inside:
        called = name if len(inside) == 1 else PurePosixPath(each).stem
        tables += read_kml(called, archive.unpacked(each), messages)
    return tuple(tables)


def _refuse_deep(root: ET.Element) -> None:
    """Refuse what lies in more folders or shapes than is taken, before anything goes down them."""
    level = [root]
    for _ in range(MOST_DEPTH):
        level = [child for each in level for child in each]
        if not level:
            return
    said = (f"嵌套超过 {MOST_DEPTH} 层", f"nested more than {MOST_DEPTH} levels deep")
    raise NotTakenError("E_TOO_DEEP", said, EXPORT_AGAIN)


def _local(element: ET.Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element if _local(child) == name]


def _text(element: ET.Element, name: str) -> str | None:
    found = _children(element, name)
    return (found[0].text or "").strip() or None if found else None


def _folders(root: ET.Element) -> dict[ET.Element, str]:
    """Return the name of the innermost folder in which a place lies."""
    return {
        mark: name
        for folder in root.iter()
        if _local(folder) == "Folder" and (name := _text(folder, "name"))
        for mark in folder.iter()
        if _local(mark) == "Placemark"
    }


def _feature(mark: ET.Element, number: int, shapes: Shapes, folder: str | None) -> Feature:
    properties = {} if folder is None else {"folder": folder}
    properties |= {name: text for name in _TEXTS if (text := _text(mark, name)) is not None}
    for data in mark.iter():
        key, kind = data.get("name"), _local(data)
        if key is None or kind not in {"Data", "SimpleData"}:
            continue
        value = _text(data, "value") if kind == "Data" else (data.text or "").strip()
        properties[_unused(key, properties)] = value or ""
    drawn = [child for child in mark if _local(child) in _SHAPES]
    geometry = _geometry(drawn[0], number) if len(drawn) == 1 else _collected(drawn, number)
    return Feature(number, properties, shapes.shape_of(geometry if drawn else None, number))


def _unused(key: str, properties: Mapping[str, str]) -> str:
    """Return a name for a value that none has yet, as a place may have two of one name."""
    again = (f"{key} ({count})" for count in range(2, len(properties) + 3))
    return key if key not in properties else next(each for each in again if each not in properties)


def _geometry(element: ET.Element, number: int) -> dict[str, Any]:
    """Return a shape as GeoJSON has it, so that the same is asked of both."""
    kind = _local(element)
    if kind in {"MultiGeometry", "MultiTrack"}:
        return _collected([child for child in element if _local(child) in _SHAPES], number)
    if kind == _MODEL:
        where = next(iter(_children(element, "Location")), element)
        found = [_text(where, name) or "" for name in ("longitude", "latitude")]
        return {"type": "Point", "coordinates": [_number(text) for text in found if text]}
    if kind == "Polygon":
        outer, inner = (_children(element, f"{name}BoundaryIs") for name in ("outer", "inner"))
        if len(outer) > 1 or (inner and not outer):
            said = (f"多边形有 {len(outer)} 个外环", f"a polygon with {len(outer)} outlines")
            raise NotTakenError("E_STRUCTURE", said, EXPORT_AGAIN, feature=number)
        bounds = [*outer, *inner]
        rings = [_positions(ring) for bound in bounds for ring in _children(bound, "LinearRing")]
        return {"type": "Polygon", "coordinates": rings}
    positions = _positions(element)
    if kind == "Track":  # of a walk with a GPS; where it never moved, it is a point
        positions = [
            [_number(part) for part in (each.text or "").split()]
            for each in _children(element, "coord")
        ]
        kind = "Point" if len(positions) == 1 else kind
    if kind == "Point":
        return {"type": "Point", "coordinates": positions[0] if positions else []}
    return {"type": "LineString", "coordinates": positions}


def _collected(elements: list[ET.Element], number: int) -> dict[str, Any]:
    parts = [_geometry(each, number) for each in elements]
    return {"type": "GeometryCollection", "geometries": parts}


def _positions(element: ET.Element) -> list[list[Any]]:
    words = (_text(element, "coordinates") or "").replace(", ", ",").split()
    refuse_vertices(len(words))
    return [[_number(part) for part in word.split(",") if part] for word in words]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text

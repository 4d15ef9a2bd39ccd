"""Which features does a GeoJSON file hold?

Read with :mod:`json`, never through GDAL: GDAL sniffs bytes for 64 formats, some of which read
files or fetch addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from geo.package.faults import Faults, quoted
from geo.package.layers.json_text import json_or_refuse, too_large
from geo.package.layers.refused import EXPORT_AGAIN, RefusedError

WGS84: Final = "EPSG:4326"
"""CRS of everything in a package; coordinates are longitude before latitude (RFC 7946)."""
LONGEST_FEATURE: Final = 16 << 20
"""Bytes of the longest feature of a sequence: a million corners."""
_PIECE: Final = 1 << 20
_SEPARATOR: Final = b"\x1e"
_FOREIGN: Final = ("coordinates", "geometries", "features")
"""Members of other types of GeoJSON, which a feature must not have (RFC 7946, section 7.1)."""
BROKEN: Final = object()
"""Stands for a line of which the fault is told already."""
Feature = tuple[int, dict[str, Any]]


def collection(content: bytes | memoryview) -> dict[str, Any]:
    """Return a FeatureCollection, whose ``features`` is a list; what is in it is not looked at.

    Raises
    ------
    RefusedError
        If the file is none, see also :func:`geo.package.layers.json_text.json_or_refuse`.
    """
    data = json_or_refuse(content)
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        said = ("是 TopoJSON，不是 GeoJSON", "it is TopoJSON, not GeoJSON")
        raise RefusedError("E_FORMAT_UNSUPPORTED", *said, _AS_GEOJSON)
    if kind != "FeatureCollection":
        said = ("不是 GeoJSON 的 FeatureCollection", "not a GeoJSON FeatureCollection")
        raise RefusedError("E_NOT_GEOJSON", *said, _AS_GEOJSON)
    found: dict[str, Any] = data
    if not isinstance(found.get("features"), list):
        raise RefusedError("E_STRUCTURE", "features 不是列表", "features is no list", EXPORT_AGAIN)
    return found


def sequence(
    file: str, content: bytes | memoryview, faults: Faults
) -> Iterator[tuple[object, int]]:
    """Yield the values of a sequence with the bytes they take; no more of it is held.

    A line that is not JSON is a fault of its own, and :data:`BROKEN` is yielded in its place.

    Raises
    ------
    RefusedError
        If already the first is none: then it is no sequence.
    """
    line = 1
    number = 0
    for record in _records(content):
        if record.strip(b" \t\r\n\x00"):
            number += 1
            try:
                yield json_or_refuse(record, first_line=line), len(record)
            except RefusedError as refusal:
                if number == 1:
                    raise
                faults.add(refusal.code, file, number, refusal.said, refusal.remedy)
                yield BROKEN, len(record)
        line += record.count(b"\n")


def feature(file: str, number: int, given: object, faults: Faults) -> dict[str, Any] | None:
    """Return a feature that is one; None, with its fault, where it is not."""
    if given is BROKEN:
        return None
    if not isinstance(given, dict) or given.get("type") != "Feature":
        kind = given.get("type") if isinstance(given, dict) else given
        shown = quoted(kind) if isinstance(kind, str) else ""
        said = (
            f"不是要素{shown and f'，而是 {shown}'}",
            f"not a Feature{shown and f' but {shown}'}",
        )
        remedy = ("每一项都要是 Feature", "Each member must be a Feature")
    elif not isinstance(given.get("properties"), dict):
        said = ("properties 不是一组属性", "its properties are no object")
        remedy = ("请填写属性", "Give it properties")
    elif "geometry" not in given:
        said = ("没有 geometry", "it has no member geometry")
        remedy = ("请补上图形", "Add its shape")
    elif odd := [name for name in _FOREIGN if name in given]:
        said = (f"要素不能有 {odd[0]}", f"a Feature cannot have {odd[0]}")
        remedy = ("请移到 geometry 中，或删去", "Move it into geometry, or remove it")
    else:
        return given
    faults.add("E_STRUCTURE", file, number, said, remedy)
    return None


def features(file: str, content: bytes | memoryview, faults: Faults) -> Iterator[Feature]:
    """Yield number (from 1) and content of each sound feature of a FeatureCollection.

    Raises
    ------
    RefusedError
        If the file is none, see :func:`collection`.
    """
    for number, given in enumerate(collection(content)["features"], start=1):
        sound = feature(file, number, given, faults)
        if sound is not None:
            yield number, sound


def _records(content: bytes | memoryview) -> Iterator[bytes]:
    """Yield what stands between separators, each with the end of its line."""
    content = memoryview(content)
    start = 3 if bytes(content[:3]) == b"\xef\xbb\xbf" else 0
    mark = _SEPARATOR if bytes(content[start : start + 1]) == _SEPARATOR else b"\n"
    rest = b""
    for at in range(start, len(content), _PIECE):
        *whole, rest = (rest + content[at : at + _PIECE]).split(mark)
        for record in whole:
            yield record + b"\n" if mark == b"\n" else record
        if len(rest) > LONGEST_FEATURE:
            raise too_large()
    yield rest


_AS_GEOJSON: Final = ("请导出为 GeoJSON（RFC 7946）", "Export it as GeoJSON (RFC 7946)")

"""Files as offices have them, made in memory."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook; cells of the first sheet are merged."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(members: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    stream = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", kind) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, kind)
    return stream.getvalue()


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """An archive in which one member says something else."""
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        members = {name: given.read(name) for name in given.namelist()}
    assert old in members[part]
    return archive(members | {part: members[part].replace(old, new, 1)})


Json = dict[str, Any]


def square(x: float = 117.28, y: float = 31.86, size: float = 0.002) -> list[list[float]]:
    """A closed ring, counter-clockwise."""
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def polygon(*rings: Any) -> Json:
    return {"type": "Polygon", "coordinates": list(rings) or [square()]}


def feature(geometry: Any = None, **properties: Any) -> Json:
    made = properties or {"name": "老城更新一期", "area_m2": 14000}
    return {"type": "Feature", "properties": made, "geometry": geometry or polygon()}


def collection(*features: Any, **members: Any) -> Json:
    held = list(features) or [feature()]
    return {"type": "FeatureCollection", "features": held, **members}


def as_text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

"""Which layers and tables does an archive of data hold?

Shapefiles (.shp, .dbf, .prj, .cpg) come in no other way. Their index (.shx) is not needed: records
follow each other. The names of columns and the texts are in the encoding that .cpg names, or in the
one as which all of them can be read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

from geo.intake.archive import Archive
from geo.intake.binaries import refuse_all_broken
from geo.intake.dbf import read_dbf
from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundTable, Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.grid import too_many
from geo.intake.limits import MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.named_system import named_system

_PARTS: Final = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_DATA: Final = (
    *(".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".kml", ".csv", ".gpkg"),
    *(".parquet", ".geoparquet", ".dxf", ".xlsx"),
)
_NAMED: Final = 8
ReadOther = Callable[[str, bytes], tuple[FoundTable, ...]]
_MAGIC: Final = 9994
_POINT, _LINE, _POLYGON, _POINTS = 1, 3, 5, 8
_PLAIN: Final = {
    **{1: _POINT, 11: _POINT, 21: _POINT, 3: _LINE, 13: _LINE, 23: _LINE},
    **{5: _POLYGON, 15: _POLYGON, 25: _POLYGON, 8: _POINTS, 18: _POINTS, 28: _POINTS},
}
"""Kinds of shapes with heights or measures by that of the same without."""
Points = NDArray[np.float64]


def is_zip(content: bytes) -> bool:
    """Tell whether a file is an archive, of whatever it may be."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def is_lone_shape(content: bytes) -> bool:
    """Tell whether a file is the .shp of a shapefile, which without the others says nothing."""
    return content.startswith(struct.pack(">i", _MAGIC))


def read_zip(content: bytes, messages: Messages, other: ReadOther) -> tuple[FoundTable, ...]:
    """Return what an archive holds: its shapefiles, and files that `other` reads.

    Raises
    ------
    NotTakenError
        If it may not be unpacked or holds no data.
    """
    archive = Archive(content)
    archive.refuse_archives()
    parts: dict[str, dict[str, str]] = {}
    tables: list[FoundTable] = []
    for name in archive.names:
        path = PurePosixPath(name)
        ending = path.suffix.lower()
        if ending in _PARTS:
            parts.setdefault(str(path.with_suffix("")).casefold(), {})[ending] = name
    for held in parts.values():
        if ".shp" in held:
            unpacked = {ending: archive.unpacked(name) for ending, name in held.items()}
            tables.append(read_shapefile(PurePosixPath(held[".shp"]).stem, unpacked, messages))
    for name in archive.names:
        if name.lower().endswith(_DATA):
            tables += other(PurePosixPath(name).name, archive.unpacked(name))
    if not tables:
        inside = "、".join(archive.names[:_NAMED]) or "—"
        said = (
            f"压缩包里没有数据（有：{inside}）",
            f"the archive holds no data (it holds: {inside})",
        )
        remedy = (
            "请放入 shp（连同 dbf、shx、prj）、geojson、kml、csv 或 gpkg",
            "Put a shapefile (with dbf, shx, prj), geojson, kml, csv or gpkg into it",
        )
        raise NotTakenError("E_NO_DATA", said, remedy)
    return tuple(tables)


def read_shapefile(name: str, parts: Mapping[str, bytes], messages: Messages) -> FoundTable:
    """Return the table of a shapefile; `parts` are its files by their endings (``.shp`` …).

    Raises
    ------
    NotTakenError
        If a part is missing that cannot be done without, or one is broken.
    """
    if ".dbf" not in parts:
        missing = [ending for ending in (".dbf", ".shx", ".prj") if ending not in parts]
        said = (f"缺少 {'、'.join(missing)}", f"missing: {', '.join(missing)}")
        remedy = ("请把同名的几个文件一起压缩", "Zip all files of that name together")
        raise NotTakenError("E_SHP_PARTS", said, remedy, field=name)
    if ".shx" not in parts:
        said = ("缺少 .shx", "the .shx is missing")
        messages.add("W_SHP_PARTS", said, ("已按顺序读入", "It was read in order"), field=name)
    named = parts.get(".prj", b"").decode("utf-8", "replace").strip("\ufeff\0 \r\n")
    system = named_system(named, messages)  # which says so where there is none
    shapes = list(_shapes(parts[".shp"], messages))
    rows = read_dbf(parts[".dbf"], parts.get(".cpg"), messages)
    if len(shapes) != len(rows):
        said = (
            f".shp 有 {len(shapes)} 个图形，.dbf 有 {len(rows)} 行",
            f"the .shp has {len(shapes)} shapes, the .dbf {len(rows)} rows",
        )
        done = ("多出的没有读入，请核对", "What is over was left out; look it over")
        messages.add("W_SHP_PARTS", said, done, field=name)
    features = [
        Feature(number, row, shape)
        for number, (shape, row) in enumerate(zip(shapes, rows, strict=False), 1)
        if row is not None
    ]
    return table_of_features(name, features, messages, system=system)


def _shapes(content: bytes, messages: Messages) -> Iterator[Geometry | None]:
    """Yield the shapes of a .shp in order."""
    if len(content) < 100 or struct.unpack_from(">i", content)[0] != _MAGIC:
        raise _broken()
    at, number, vertices, broken, given = 100, 0, 0, 0, 0
    while at + 8 <= len(content):
        number += 1
        if number > MOST_FEATURES:
            raise too_many()
        length = 2 * struct.unpack_from(">i", content, at + 4)[0]
        at += 8
        if length < 4 or at + length > len(content):
            raise _broken()
        try:
            shape = _shape(content[at : at + length])
        except (struct.error, ValueError, ShapelyError):
            said = ("图形读不懂", "its shape cannot be read")
            done = ("已略去，请核对", "It was left out; look it over")
            messages.add("W_FEATURE_DROPPED", said, done, feature=number)
            shape, broken, given = None, broken + 1, given + 1
        given += shape is not None
        vertices += 0 if shape is None else int(shapely.get_num_coordinates(shape))
        refuse_vertices(vertices)
        yield shape
        at += length
    refuse_all_broken(broken, given)


def _shape(record: bytes) -> Geometry | None:
    """Return one shape; raises a ValueError if it is none."""
    given = struct.unpack_from("<i", record)[0]
    if given == 0:
        return None
    kind = _PLAIN.get(given, 0)
    if kind == _POINT:
        return shapely.Point(_finite(np.frombuffer(record, "<f8", 2, 4).reshape(1, 2))[0])
    if kind == _POINTS:
        count = struct.unpack_from("<i", record, 36)[0]
        return shapely.MultiPoint(_points(record, 40, count))
    if kind not in (_LINE, _POLYGON):
        raise ValueError(f"shapes of kind {given} are not read")
    parts, count = struct.unpack_from("<ii", record, 36)
    if not 0 < parts <= count <= len(record) // 16:
        raise ValueError("more parts than a record of its size can hold")
    starts = np.frombuffer(record, "<i4", parts, 44)
    points = _points(record, 44 + 4 * parts, count)
    if starts[0] != 0 or (np.diff(starts) <= 0).any() or starts[-1] >= count:
        raise ValueError("parts that do not follow each other")
    runs = np.split(points, starts[1:])
    if kind == _LINE:
        return shapely.MultiLineString(runs) if len(runs) > 1 else shapely.LineString(runs[0])
    return _polygon(runs)


def _points(record: bytes, at: int, count: int) -> Points:
    if not 0 <= count <= len(record) // 16:
        raise ValueError("more points than a record of its size can hold")
    return _finite(np.frombuffer(record, "<f8", 2 * count, at).reshape(-1, 2))


def _finite(points: Points) -> Points:
    if not np.isfinite(points).all():
        raise ValueError("a coordinate that is no number")
    return points


def _polygon(runs: list[Points]) -> Geometry:
    """Return a polygon of rings: outlines run clockwise, holes the other way."""
    rings = [shapely.Polygon(run) for run in runs]
    outlines = [ring for ring in rings if not ring.exterior.is_ccw] or rings
    holes: list[list[Any]] = [[] for _ in outlines]
    alone: list[Any] = []
    boxes = shapely.STRtree(outlines)
    for ring in rings:
        if any(ring is outline for outline in outlines):
            continue
        inside = boxes.query(shapely.Point(ring.exterior.coords[0]), predicate="intersects")
        if len(inside):
            holes[int(inside[0])].append(ring.exterior)
        else:
            alone.append(ring)
    made = [
        shapely.Polygon(outline.exterior, held)
        for outline, held in zip(outlines, holes, strict=True)
    ]
    made += alone
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _broken() -> NotTakenError:
    said = (".shp 是坏的或没有传完", "its .shp is broken or cut off")
    return NotTakenError("E_SHP", said, ("请重新导出", "Export it again"))

"""Which layers and tables does an archive of data hold?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from geo.intake.archive import Archive
from geo.intake.found import FoundTable
from geo.intake.messages import Messages, NotTakenError
from geo.intake.shapefile import read_shapefile

_PARTS: Final = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_DATA: Final = (
    *(".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".kml", ".csv", ".gpkg"),
    *(".parquet", ".geoparquet", ".dxf", ".xlsx"),
)
_NAMED: Final = 8
ReadOther = Callable[[str, bytes], tuple[FoundTable, ...]]


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

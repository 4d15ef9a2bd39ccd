"""Which files that people bring are spoiled, and how?

By values: cells and members that are others, parts of an archive that are broken while the archive
around them is sound. Spoiling by bytes is :mod:`bench.fuzz_accidents`'.
"""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from bench.fuzz_accidents import VALUES, by_bytes, changed_values, json_bytes
from tests.intake import drawings_made as drawings
from tests.intake import layers_made as made
from tests.intake.made import archive, collection, feature, polygon, workbook

_ROWS: Final = [
    ["老旧小区台账", None, None, None, None],
    ["名称", "经度", "纬度", "户数", "建筑面积(万㎡)"],
    ["团结里", 116.69, 39.52, "120户", 1.2],
    ["和平里", "117°16'48\"E", "31°51′36″N", "约3.5万余", "12-15"],
]
_CODES: Final = tuple(f"\n{code}\n".encode() for code in (10, 20, 40, 41, 42, 50, 70, 72, 91, 93))


def text(dice: random.Random | None) -> tuple[str, bytes]:
    """Return name and content of a CSV, GeoJSON, KML or DXF file."""
    kinds = (_csv, _json, _kml, _dxf)
    return "a.dat", (dice or random.Random(0)).choice(kinds)(dice)  # noqa: S311 - seeded


def binary(dice: random.Random | None) -> tuple[str, bytes]:
    """Return name and content of a workbook, an archive, a GeoPackage or a GeoParquet file."""
    kinds = sorted(_binaries())
    content = _binaries()[(dice or random.Random(0)).choice(kinds)]  # noqa: S311 - seeded
    if dice is None or not zipfile.is_zipfile(io.BytesIO(content)):
        return "a.dat", content if dice is None else by_bytes(dice, content)
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    name = dice.choice(sorted(members))
    return "a.dat", archive(members | {name: by_bytes(dice, members[name])})


MAKERS: Final[dict[str, Callable[[random.Random | None], tuple[str, bytes]]]] = {
    "brought texts": text,
    "brought binaries": binary,
}


@cache
def _binaries() -> dict[str, bytes]:
    """Return one sound file of every kind."""
    with tempfile.TemporaryDirectory() as folder:
        parts = made.parts(Path(folder))
        package = made.geopackage(Path(folder))
    return {
        "xlsx": workbook({"台账": _ROWS}, merged=["A1:E1"]),
        "kmz": archive({"doc.kml": made.kml()}),
        "shp": made.zipped(parts),
        "gpkg": package,
        "parquet": made.geoparquet(),
        "dxf": drawings.binary(made.dxf()),
    }


def _csv(dice: random.Random | None) -> bytes:
    rows = [["" if cell is None else str(cell) for cell in row] for row in _ROWS]
    for _ in range(0 if dice is None else dice.choice((1, 2, 5))):
        row = dice.choice(rows) if dice else []
        if dice and row:
            row[dice.randrange(len(row))] = str(dice.choice(VALUES))[:200_000]
    code = (dice or random.Random(0)).choice(("utf-8", "gb18030", "utf-16"))  # noqa: S311
    return "\n".join(",".join(row) for row in rows).encode(code, "replace")


def _json(dice: random.Random | None) -> bytes:
    point = {"type": "Point", "coordinates": [117.28, 31.86]}
    whole = collection(feature(), feature(point, 名称="甲", 户数="12户"), feature(polygon()))
    return json_bytes(changed_values(dice, whole))


def _kml(dice: random.Random | None) -> bytes:
    return _put(dice, made.kml(), (b"117.283471", b"120", b"<Point>", b"name", b"coordinates"))


def _dxf(dice: random.Random | None) -> bytes:
    words = (b"117", b"ARC", b"SPLINE", b"INSERT", b"HATCH", b"ENTITIES", "树".encode(), *_CODES)
    return _put(dice, _drawing(), words)


@cache
def _drawing() -> bytes:
    """Return a drawing with all that is read of one."""
    edges = ((72, 1), (10, 117), (20, 31), (11, 118), (21, 31), (72, 2), (10, 117.5), (20, 31))
    arc = ((40, 0.5), (50, 180), (51, 360), (73, 0), (97, 0))
    filled = drawings.pairs((0, "HATCH"), (91, 1), (92, 1), (93, 2), *edges, *arc)
    bent = drawings.entity(
        "SPLINE", c71=2, c40=[0, 0, 0, 1, 1, 1], c10=[117, 118, 119], c20=[31, 32, 31]
    )
    return drawings.drawing(
        drawings.corners((117, 31, 1), (117.1, 31)),
        drawings.entity("ARC", c10=117, c20=31, c40=0.1, c50=0, c51=90),
        drawings.entity("TEXT", c10=117.05, c20=31, c40=0.1, c1="文昌小区"),
        *(filled, bent, drawings.entity("INSERT", c2="树", c10=117, c20=31, c41=2, c50=30)),
        blocks=(drawings.block("树", drawings.square(0, 0, 0.1)),),
    )


def _put(dice: random.Random | None, content: bytes, words: tuple[bytes, ...]) -> bytes:
    """Return a text with something else in place of a word."""
    if dice is None:
        return content
    value = str(dice.choice(VALUES))[:200_000].encode("utf-8", "surrogatepass")
    return content.replace(dice.choice(words), value, dice.choice((1, 9)))

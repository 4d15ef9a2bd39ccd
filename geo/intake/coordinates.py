"""Which columns of a table say where its rows are, and can they be read?

Numbers in two columns stay in their cells, for the row may say on which datum they are; a shape in
well-known text becomes the shape of its row.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from geo.intake.found import Cell, FoundRow, FoundTable, Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts import WKT

_LONGITUDE: Final = frozenset(("lon", "lng", "long", "longitude", "x", "x坐标", "东坐标", "横坐标"))
_LATITUDE: Final = frozenset(("lat", "latitude", "y", "y坐标", "北坐标", "纵坐标"))
_NAMED: Final = frozenset(("lon", "lng", "longitude", "lat", "latitude"))
_TOGETHER: Final = re.compile(
    r".*(?:坐标|经纬度?).*|经度纬度|(?:lng|lon|long)lat|latl(?:ng|on|ong)|xy|coord(?:inate)?s?|loc(?:ation)?|position"
)
_SURE: Final = re.compile(r".*(?:坐标|经纬度|经度纬度).*|(?:lng|lon|long)lat|latl(?:ng|on|ong)|xy")
"""Headings that can only mean positions; what is no position there is a fault."""
_SIGNS: Final = re.compile(r"[^a-z一-鿿]")
_DECIMAL: Final = re.compile(
    r"(?P<a>[NSEW东西南北]?)[经纬]?\s*(?P<n>[-+]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d+)?))\s*[°º度]?"
    r"\s*[经纬]?(?P<b>[NSEW东西南北]?)\s*(?:m|米)?",
    re.IGNORECASE,
)
_DMS: Final = re.compile(
    r"(?P<a>[NSEW东西南北]?)[经纬]?\s*(?P<d>\d{1,3})\s*[°º度:\s]\s*(?P<m>\d{1,2}(?:\.\d+)?)\s*"
    r"(?:[′'’分:\s]\s*(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:[″\"”秒]|''|′′)?)?)?\s*[经纬]?(?P<b>[NSEW东西南北]?)",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"(?P<a>[NSEW东西南北]?)[经纬]?\s*(?P<d>\d{1,3})(?P<between>[-.])(?P<m>[0-5]\d)(?P=between)"
    r"(?P<s>[0-5]\d(?:\.\d+)?)\s*(?P<b>[NSEW东西南北]?)",
    re.IGNORECASE,
)
"""117-16-48 or 117.16.48, as surveyors write degrees, minutes and seconds."""
_BETWEEN: Final = re.compile(r"\s*[,，;；、|/]\s*|\s+")
_NORTH: Final = re.compile(r"[NS北南纬]", re.IGNORECASE)
_MOST_NESTED: Final = 8
_LONGEST: Final = 100
"""Signs of a cell that holds a position, at most."""


def columns_of(table: FoundTable) -> tuple[str, ...]:
    """Return the columns of longitude and latitude, or the one that holds both; else none."""
    x = next((name for name in table.columns if _is(name, "经經", _LONGITUDE)), None)
    y = next((name for name in table.columns if _is(name, "纬緯", _LATITUDE)), None)
    if x is not None and y is not None and x != y:
        return (x, y)
    named = (name for name in table.columns if holds_both(name))
    return next(((name,) for name in named if _has_pairs(table, name)), ())


def _tell_half(table: FoundTable, messages: Messages) -> None:
    """Say that a table has a column of longitude or of latitude without the other."""
    for signs, words in (("经經", _LONGITUDE), ("纬緯", _LATITUDE)):
        # A lone x may be anything; only what is called a longitude or a latitude is missed.
        named = (name for name in table.columns if _is(name, signs, words & _NAMED))
        for column in named:
            said = ("只有经纬度中的一列", "has only one of longitude and latitude")
            remedy = ("没有位置；请补上另一列", "There are no positions; add the other column")
            messages.add("W_FEATURE_DROPPED", said, remedy, field=column)


def holds_both(heading: str) -> bool:
    """Tell whether a heading can be that of longitude and latitude in one cell."""
    return _TOGETHER.fullmatch(_plain_heading(heading)) is not None


def _has_pairs(table: FoundTable, column: str) -> bool:
    """Tell whether a column holds positions: by its heading, or as most of its cells are some."""
    texts = [str(row.cells[column]) for row in table.rows if row.cells.get(column)]
    if any(WKT.match(text) for text in texts):
        return False
    pairs = sum(pair_of(text) is not None for text in texts)
    return pairs * 2 > len(texts) or (
        _SURE.fullmatch(_plain_heading(column)) is not None and pairs > 0
    )


def _plain_heading(heading: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def _is(heading: str, signs: str, words: frozenset[str]) -> bool:
    plain = _plain_heading(heading)
    return any(f"{sign}度" in plain for sign in signs) or plain in words


def with_points(table: FoundTable, messages: Messages, *, by_feature: bool) -> FoundTable | None:
    """Return a table with points for the numbers in its columns; None if it has no such columns."""
    columns = columns_of(table)
    if not columns:
        _tell_half(table, messages)
        return None
    rows = tuple(
        replace(row, shape=_point(row, columns, messages, by_feature)) for row in table.rows
    )
    return replace(table, rows=rows)


def _point(
    row: FoundRow, columns: tuple[str, ...], messages: Messages, by_feature: bool
) -> Geometry | None:
    line, feature = (None, row.number) if by_feature else (row.number, None)
    cells = [row.cells.get(column) for column in columns]
    if all(cell is None or not str(cell).strip() for cell in cells):
        return None
    if len(columns) == 1:
        cells = list(_halves(str(cells[0])))
    read = [degrees_of(cell) for cell in cells]
    if len(read) != 2 or read[0] is None or read[1] is None:
        said = ("坐标读不懂", "its position cannot be read")
        done = ("这一行没有位置；请改正", "The row has no position; correct it")
        messages.add("W_FEATURE_DROPPED", said, done, row=line, feature=feature)
        return None
    if any(isinstance(cell, str) and not _DECIMAL.fullmatch(_plain(cell)) for cell in cells):
        said = ("坐标是度分秒", "its position is in degrees, minutes and seconds")
        done = ("已换算成度", "It is converted to degrees")
        messages.add("W_DMS", said, done, row=line, feature=feature)
    if len(columns) == 1 and _NORTH.search(str(cells[0])):
        read.reverse()
    return shapely.Point(read)


def pair_of(text: str) -> tuple[float, float] | None:
    """Return the two coordinates that one cell holds, in the order of longitude, latitude.

    >>> pair_of("39.5, 116.7"), pair_of("116.7 39.5"), pair_of("某路口")
    ((116.7, 39.5), (116.7, 39.5), None)
    >>> pair_of("北纬39°30′，东经116°42′"), pair_of("3512345.5、512345.2")
    ((116.7, 39.5), (3512345.5, 512345.2))
    """
    parts = _halves(text)
    if not parts:
        return None
    first, second = degrees_of(parts[0]) or 0.0, degrees_of(parts[1]) or 0.0
    turned = _NORTH.search(parts[0]) or are_swapped([(first, second)])
    return (second, first) if turned else (first, second)


def _halves(text: str) -> tuple[str, ...]:
    """Return the texts of the two coordinates of a cell as they stand; none of what is no pair."""
    plain = text[:_LONGEST].strip().strip("()（）[]【】")
    for between in _BETWEEN.finditer(plain):
        parts = plain[: between.start()], plain[between.end() :]
        if all(degrees_of(part) is not None for part in parts):
            return parts
    return ()


def are_swapped(points: Sequence[tuple[float, float]]) -> bool:
    """Tell whether coordinates of China can only be latitude before longitude."""
    return bool(points) and all(3 < x < 54 and 73 < y < 136 for x, y in points)


def degrees_of(cell: Cell) -> float | None:
    """Return a coordinate; None if it is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    text = _plain(cell)
    found = _DECIMAL.fullmatch(text)
    if found is not None:
        number = found["n"]
        # A point behind commas tells that those part the thousands; else one is the decimal sign.
        degrees = float(number.replace(",", "" if "." in number else "."))
    else:
        found = _DMS.fullmatch(text) or _JOINED.fullmatch(text)
        if found is None:
            return None
        degrees = float(found["d"]) + float(found["m"]) / 60 + float(found["s"] or 0) / 3600
    side = f"{found['a']}{found['b']}".upper()
    return -degrees if set(side) & set("SW南西") else degrees


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def with_texts_as_shapes(table: FoundTable, messages: Messages) -> FoundTable:
    """Return a table whose shapes are those of a column of well-known text, if it has one.

    Raises
    ------
    NotTakenError
        If none of them can be read.
    """
    column = next((name for name in table.columns if _holds_shapes(table, name)), None)
    if column is None:
        return table
    rows, vertices = [], 0
    for row in table.rows:
        given = row.cells.get(column)
        shape = _shape(str(given)) if given else None
        if given and shape is None:
            said = ("图形（WKT）读不懂", "its shape (WKT) cannot be read")
            done = ("这一行没有位置；请改正", "The row has no shape; correct it")
            messages.add("W_FEATURE_DROPPED", said, done, row=row.number, field=column)
        vertices += 0 if shape is None else int(shapely.get_num_coordinates(shape))
        refuse_vertices(vertices)
        cells = {name: cell for name, cell in row.cells.items() if name != column}
        rows.append(replace(row, cells=cells, shape=shape))
    if all(row.shape is None for row in rows):
        said = ("图形都读不懂", "none of its shapes can be read")
        raise NotTakenError("E_ALL_BAD", said, ("请重新导出", "Export it again"), field=column)
    columns = tuple(name for name in table.columns if name != column)
    return replace(table, columns=columns, rows=tuple(rows))


def _holds_shapes(table: FoundTable, column: str) -> bool:
    texts = (row.cells.get(column) for row in table.rows)
    return any(isinstance(text, str) and WKT.match(text) for text in texts)


def _shape(text: str) -> Geometry | None:
    """Return the shape of a text; None if it is none, or nested as nobody writes it."""
    if text.upper().count("COLLECTION") > _MOST_NESTED:
        return None
    try:
        made = shapely.force_2d(shapely.from_wkt(text.partition(";")[2] or text))
    except ShapelyError:
        return None
    return made if np.isfinite(shapely.get_coordinates(made)).all() else None

"""Which columns of a table say where its rows are, and can they be read?

Numbers in two columns stay in their cells, for the row may say on which datum they are; a shape in
well-known text becomes the shape of its row.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

import shapely
from shapely.errors import ShapelyError

from geo.intake.found import Cell, FoundRow, FoundTable, Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts import WKT

_LONGITUDE: Final = frozenset(("lon", "lng", "long", "longitude", "x", "x坐标", "东坐标", "横坐标"))
_LATITUDE: Final = frozenset(("lat", "latitude", "y", "y坐标", "北坐标", "纵坐标"))
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
_MOST_NESTED: Final = 8


def columns_of(table: FoundTable) -> tuple[str, str] | None:
    """Return the columns of longitude and latitude, or of easting and northing."""
    x = next((name for name in table.columns if _is(name, "经經", _LONGITUDE)), None)
    y = next((name for name in table.columns if _is(name, "纬緯", _LATITUDE)), None)
    return (x, y) if x is not None and y is not None else None


def _is(heading: str, signs: str, words: frozenset[str]) -> bool:
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())
    return any(f"{sign}度" in plain for sign in signs) or plain in words


def with_points(table: FoundTable, messages: Messages) -> FoundTable | None:
    """Return a table with points for the numbers in its columns; None if it has no such columns."""
    columns = columns_of(table)
    if columns is None:
        return None
    rows = tuple(replace(row, shape=_point(row, columns, messages)) for row in table.rows)
    return replace(table, rows=rows)


def _point(row: FoundRow, columns: tuple[str, str], messages: Messages) -> Geometry | None:
    cells = [row.cells.get(column) for column in columns]
    if all(cell is None or not str(cell).strip() for cell in cells):
        return None
    read = [degrees_of(cell) for cell in cells]
    if read[0] is None or read[1] is None:
        said = ("坐标读不懂", "its position cannot be read")
        done = ("这一行没有位置；请改正", "The row has no position; correct it")
        messages.add("W_FEATURE_DROPPED", said, done, row=row.number)
        return None
    if any(isinstance(cell, str) and not _DECIMAL.fullmatch(_plain(cell)) for cell in cells):
        said = ("坐标是度分秒", "its position is in degrees, minutes and seconds")
        messages.add("W_DMS", said, ("已换算成度", "It is converted to degrees"), row=row.number)
    return shapely.Point(read)


def degrees_of(cell: Cell) -> float | None:
    """Return a coordinate; None if it is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = _plain(cell)
    found = _DECIMAL.fullmatch(text)
    if found is not None:
        number = found["n"]
        # A point behind commas tells that those part the thousands; else one is the decimal sign.
        degrees = float(number.replace(",", "" if "." in number else "."))
    else:
        found = _DMS.fullmatch(text)
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
        return shapely.force_2d(shapely.from_wkt(text.partition(";")[2] or text))
    except ShapelyError:
        return None

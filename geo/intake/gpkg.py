"""Which layers does a GeoPackage hold, with whatever columns they have?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Any, Final

from geo import sqlite
from geo.intake.binaries import Binaries
from geo.intake.coordinates import columns_of, holds_both
from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundRow, FoundTable
from geo.intake.grid import too_many
from geo.intake.limits import MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.named_system import code_of, named_system
from geo.package.layers.geopackage import (
    DESCRIBING,
    STEPS,
    binary_of,
    harden,
    identifier,
    name_of,
    refuse_other_tables,
    rows_of,
    system_in,
)
from geo.package.layers.refused import RefusedError

_LISTED: Final = (
    "SELECT table_name, data_type FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
)
_UNDEFINED: Final = (-1, 0)
"""What a layer or a geometry says that names no system."""
_HEADED: Final = 8
"""Bytes before the envelope of a geometry."""
_GEOMETRY: Final = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"


def is_gpkg(content: bytes) -> bool:
    """Tell whether a file is a database of this kind, by its beginning."""
    return content.startswith(b"SQLite format 3\0")


def read_gpkg(content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return every layer of a GeoPackage.

    Raises
    ------
    NotTakenError
        If it is none, or a layer of it is no plain table.
    """
    try:
        with closing(sqlite.database(content)) as database:
            harden(database, STEPS[0] + STEPS[1] * len(content))
            database.text_factory = partial(_text, messages=messages)
            for name in DESCRIBING:
                _plain(database, name)
            listed = {name_of(name): kind for name, kind in rows_of(database, _LISTED)}
            for name in listed:
                _plain(database, name)
            tables = [
                _layer(database, name, messages)
                if kind == "features"
                else _attributes(database, name, messages)
                for name, kind in listed.items()
            ]
            taken = tuple(table for table in tables if table is not None)
            if not taken:
                said = ("里面没有图层，也没有带经纬度的表", "it holds no layers and no positions")
                raise NotTakenError("E_NO_DATA", said, ("请重新导出", "Export it again"))
            return taken
    except (sqlite3.Error, UnicodeDecodeError, RefusedError):
        said = ("不是可读的 GeoPackage，或没有传完", "not a readable GeoPackage, or cut off")
        remedy = ("请重新复制或导出", "Copy it or export it again")
        raise NotTakenError("E_GPKG", said, remedy) from None


def _text(content: bytes, messages: Messages) -> str:
    """Return a text; one that is not UTF-8, as every text of a GeoPackage is, is said."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        said = ("有文字不是 UTF-8", "a text is not UTF-8")
        done = ("读不懂的字已换成 �，请核对", "What cannot be read became �; look it over")
        messages.add("W_ENCODING", said, done)
        return content.decode(errors="replace")


def _plain(database: sqlite3.Connection, name: str) -> None:
    """Refuse a view or a virtual table, which run code of the file's own."""
    try:
        refuse_other_tables(database, name)
    except RefusedError as error:
        exists = rows_of(database, "SELECT 1 FROM sqlite_master WHERE name = ?", name)
        raise NotTakenError(
            "E_GPKG_VIEW" if exists else "E_GPKG", error.said, error.remedy
        ) from None


def _layer(database: sqlite3.Connection, table: str, messages: Messages) -> FoundTable:
    described = rows_of(database, _GEOMETRY, table)
    if len(described) != 1:
        said = (
            f"图层 {table} 没有几何列的说明",
            f"the geometry column of {table} is not described",
        )
        raise NotTakenError("E_GPKG", said, ("请重新导出", "Export it again"))
    column, srs = name_of(described[0][0]), int(described[0][1])
    try:
        system = code_of(system_in(database, srs))
    except RefusedError as error:
        raise NotTakenError("E_CRS_UNKNOWN", error.said, error.remedy, field=table) from None
    if system is None:
        named_system(None, messages)  # says that it is not known
    names = [name for name in _columns(database, table) if name != column]
    rows = _rows(database, table, [*names, column])
    features = list(_features(rows, names, srs, messages))
    return table_of_features(table, features, messages, system=system)


def _attributes(database: sqlite3.Connection, table: str, messages: Messages) -> FoundTable | None:
    """Return a table without shapes whose columns say where things are; None for any other."""
    names = _columns(database, table)
    rows: tuple[FoundRow, ...] = ()
    if columns_of(FoundTable(table, tuple(names), ())) or any(map(holds_both, names)):
        cells = (
            dict(zip(names, map(_value, row), strict=True)) for row in _rows(database, table, names)
        )
        rows = tuple(FoundRow(number, each, None) for number, each in enumerate(_counted(cells), 1))
    if not columns_of(FoundTable(table, tuple(names), rows)):
        said = ("这张表没有图形，也没有经纬度的列", "the table has neither shapes nor positions")
        messages.add("I_NO_TABLE", said, ("没有读入", "It was left out"), field=table)
        return None
    features = (Feature(row.number, row.cells, None) for row in rows)
    return table_of_features(table, features, messages)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    found = rows_of(database, f"PRAGMA table_xinfo({identifier(table)})")
    return [name for _, name, *_, hidden in found if hidden == 0]


def _rows(database: sqlite3.Connection, table: str, names: list[str]) -> sqlite3.Cursor:
    # Identifiers are quoted, and nothing else of the file enters the statement.
    chosen = ", ".join(map(identifier, names))
    return database.execute(f"SELECT {chosen} FROM {identifier(table)} NOT INDEXED")  # noqa: S608


def _counted(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield rows, as many as are taken."""
    for number, row in enumerate(rows, 1):
        if number > MOST_FEATURES:
            raise too_many()
        yield row


def _features(
    rows: sqlite3.Cursor, names: list[str], srs: int, messages: Messages
) -> Iterator[Feature]:
    binaries = Binaries(messages)
    for number, row in enumerate(_counted(rows), 1):
        shape = binaries.shape_of(_binary(row[-1], srs), number)
        yield Feature(
            number, {name: _value(cell) for name, cell in zip(names, row, strict=False)}, shape
        )
    binaries.refuse_none()


def _binary(blob: object, srs: int) -> bytes | None:
    """Return the well-known binary of a geometry; of two systems one may be undefined."""
    if isinstance(blob, bytes) and len(blob) >= _HEADED:
        own = int.from_bytes(blob[4:8], "little" if blob[3] & 1 else "big", signed=True)
        if srs in _UNDEFINED or own in _UNDEFINED:
            srs = own
    return binary_of(blob, srs)


def _value(cell: Any) -> Any:
    """Return a value; of bytes only that they are some, since they are no text."""
    return f"<{len(cell):,} bytes>" if isinstance(cell, bytes) else cell

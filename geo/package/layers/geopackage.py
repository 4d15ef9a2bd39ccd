"""What does a GeoPackage layer hold, batch by batch?

GeoPackage (OGC 12-128r18) is SQLite with geometries as binaries. A database holds code of its own
(views, virtual tables, computed columns); only plain tables are read here, and none of it is run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from geo import sqlite
from geo.package.faults import quoted
from geo.package.layers.geopackage_file import (
    DESCRIBING,
    STEPS,
    binary_of,
    harden,
    identifier,
    name_of,
    refuse_other_tables,
    rows_of,
    strange,
    system_in,
)
from geo.package.layers.refused import EXPORT_AGAIN, RefusedError, columns_remedy
from geo.package.layers.rows import from_rows
from geo.package.layers.sound_places import Unchecked
from geo.package.layers.systems import System
from geo.package.schema import OMISSIBLE_PLACE_FIELDS, PLACE_FIELDS

_BATCH_BYTES: Final = 16 << 20
_SHORTEST: Final = 16
"""Bytes that a row takes at the least; a broken file can say the same page over and over."""


def read_geopackage(
    content: bytes | memoryview, at: Path | None, *, size: int
) -> Iterator[Unchecked]:
    """Yield the rows of a GeoPackage with one layer, at most `size` at a time.

    Raises
    ------
    RefusedError
        If it is no GeoPackage, or its layer is no plain table in a system that is taken.
    """
    try:
        with closing(sqlite.database(content if at is None else at)) as database:
            harden(database, STEPS[0] + STEPS[1] * len(content))
            table, column, srs, system = _layer(database)
            most = len(content) // _SHORTEST
            columns = _columns(database, table, column)
            for unchecked in _read(database, columns, table, srs, size, most):
                yield replace(unchecked, system=system)
    except (sqlite3.Error, UnicodeDecodeError):  # the latter for a message or a name of its own
        said = ("不是可读的 GeoPackage", "not a readable GeoPackage")
        raise RefusedError("E_GEOPACKAGE", *said, EXPORT_AGAIN) from None


def _layer(database: sqlite3.Connection) -> tuple[str, str, int, System]:
    """Return table, geometry column, number and reference system of the one layer."""
    for name in DESCRIBING:
        refuse_other_tables(database, name)
    layers = rows_of(database, "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
    if len(layers) != 1:
        count = len(layers)
        raise strange(f"有 {count} 个图层", f"it holds {count} layers")
    table = name_of(layers[0][0])
    refuse_other_tables(database, table)
    columns = rows_of(
        database,
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?",
        table,
    )
    if len(columns) != 1:
        raise strange("没有几何列的说明", "its geometry column is not described")
    column, srs = columns[0]
    return table, name_of(column), int(srs), system_in(database, srs)


def _columns(database: sqlite3.Connection, table: str, geometry: str) -> list[str | None]:
    """Return the columns to be read, None for one that may be absent and is.

    They must be stored, not computed.
    """
    found = rows_of(database, f"PRAGMA table_xinfo({identifier(table)})")
    stored = {name for _, name, *_, hidden in found if hidden == 0}
    every = (*PLACE_FIELDS, geometry)
    missing = [name for name in every if name not in stored and name not in OMISSIBLE_PLACE_FIELDS]
    if missing:
        shown = list(map(quoted, missing))
        raise RefusedError(
            "E_COLUMNS",
            f"没有这些列：{'、'.join(shown)}",
            f"columns are missing: {', '.join(shown)}",
            columns_remedy(missing),
        )
    return [name if name in stored else None for name in every]


def _read(
    database: sqlite3.Connection,
    columns: list[str | None],
    table: str,
    srs: int,
    size: int,
    most: int,
) -> Iterator[Unchecked]:
    """Yield the rows in the order in which they are stored, which is that of their numbers."""
    names = ", ".join("NULL" if name is None else identifier(name) for name in columns)
    # Identifiers are quoted, and nothing else of the file enters the statement.
    cursor = database.execute(f"SELECT {names} FROM {identifier(table)} NOT INDEXED")  # noqa: S608
    rows: list[tuple[Any, ...]] = []
    first, length = 1, 0
    for row in cursor:
        rows.append(row)
        length += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(rows) >= size or length >= _BATCH_BYTES:
            yield _unchecked(first, rows, srs)
            first, length, rows = first + len(rows), 0, []
        if first + len(rows) > most + 1:
            raise strange("行数不可能", "it has more rows than a file of its size can")
    if rows:
        yield _unchecked(first, rows, srs)


def _unchecked(first: int, rows: list[tuple[Any, ...]], srs: int) -> Unchecked:
    return from_rows(first, [row[:-1] for row in rows], [binary_of(row[-1], srs) for row in rows])

"""What does a GeoPackage layer hold, batch by batch?

GeoPackage (OGC 12-128r18) is SQLite with geometries as binaries. A database holds code of its own
(views, virtual tables, computed columns); only plain tables are read here, and none of it is run.
"""

from __future__ import annotations

import itertools
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from geo import sqlite
from geo.package.faults import quoted, unprintable
from geo.package.layers.refused import EXPORT_AGAIN, RefusedError, columns_remedy
from geo.package.layers.rows import from_rows
from geo.package.layers.sound_places import Unchecked
from geo.package.layers.systems import UNDEFINED, System, system_of
from geo.package.schema import OMISSIBLE_PLACE_FIELDS, PLACE_FIELDS

_BATCH_BYTES: Final = 16 << 20
_SHORTEST: Final = 16
"""Bytes that a row takes at the least; a broken file can say the same page over and over."""
_LONGEST: Final = 16 << 20
"""Bytes of the longest text or geometry: a million corners."""
_DESCRIBED: Final = 1 << 20
"""Bytes of all that a file says of its layers; each has a hundred or so."""
STEPS: Final = (10_000_000, 16)
"""Steps of SQLite's machine that a file may cost, and those for each byte of it besides.

Reading a row takes about twenty, and it has 16 bytes at the least. A view that never ends, or pages
that lead back to each other, come to the end of these within seconds.
"""
_STRIDE: Final = 10_000
_ENVELOPES: Final = (0, 32, 48, 48, 64)
"""Bytes of the box before a geometry, by the number in its flags."""
DESCRIBING: Final = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")
_ALLOWED: Final = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}
_REMEDY: Final = (
    "请另存为只有一个图层的 GeoPackage",
    "Save it as a GeoPackage with one plain layer",
)


def harden(database: sqlite3.Connection, steps: int) -> None:
    """Let the database do nothing but read plain tables, in so many steps."""
    strides = itertools.count()
    database.set_progress_handler(lambda: next(strides) > steps // _STRIDE, _STRIDE)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        database.execute(f"PRAGMA {pragma}")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    database.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
    )
    database.text_factory = _text


def _text(content: bytes) -> str | bytes:
    """Return a text, or its bytes if it is not UTF-8: then the checks name its row."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def system_in(database: sqlite3.Connection, srs: object) -> System:
    """Return the reference system that a number stands for in this file."""
    found = rows_of(
        database,
        "SELECT organization, organization_coordsys_id, definition, srs_name"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        srs,
    )
    if len(found) != 1:
        said = ("坐标系没有说明", "its reference system is not described")
        raise RefusedError("E_CRS", *said, EXPORT_AGAIN)
    organization, code, definition, name = found[0]
    if str(organization).upper() == "NONE" and code in {-1, 0}:
        return UNDEFINED  # the two that the standard has for what is not known
    if str(organization).upper() in {"EPSG", "OGC", "ESRI"}:
        return system_of(f"{organization}:{code}")
    return system_of(definition if "[" in str(definition) else name)


def refuse_other_tables(database: sqlite3.Connection, name: str) -> None:
    """Refuse a view, a virtual table (which has no page of its own) or none at all."""
    found = rows_of(database, "SELECT type, rootpage FROM sqlite_master WHERE name = ?", name)
    plain = len(found) == 1 and found[0][0] == "table" and isinstance(found[0][1], int)
    if not plain or found[0][1] < 1:
        shown = quoted(name)
        raise strange(f"{shown} 不是普通的表", f"{shown} is no plain table")


def binary_of(blob: object, srs: int) -> bytes | None:
    """Return the well-known binary of a geometry in the layer's reference system.

    None where there is none at all; nothing in the binary of what is no such geometry.
    """
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:3] != b"GP\x00":
        return b""
    flags = blob[3]
    extended, envelope = flags & 0b00100000, (flags >> 1) & 0b111
    (own,) = struct.unpack_from("<i" if flags & 1 else ">i", blob, 4)
    if extended or envelope >= len(_ENVELOPES) or own != srs:
        return b""
    return blob[8 + _ENVELOPES[envelope] :]


def rows_of(database: sqlite3.Connection, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a small table; more than a few are refused."""
    found: list[tuple[Any, ...]] = []
    length = 0
    for row in database.execute(statement, values):
        found.append(row)
        length += 50 + sum(len(value) for value in row if isinstance(value, str | bytes))
        if length > _DESCRIBED:
            raise strange("说明表过长", "its tables of contents are too long")
    return found


def name_of(value: object) -> str:
    """Return a name that can be quoted in a statement."""
    if not isinstance(value, str) or not value or unprintable(value) is not None:
        raise strange("名称不对", "a name in it is none")
    return value


def identifier(name: str) -> str:
    """Return a name as a statement can hold it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def strange(chinese: str, english: str) -> RefusedError:
    """Return the refusal of a database that is no GeoPackage as the standard has it."""
    return RefusedError("E_GEOPACKAGE", chinese, english, _REMEDY)


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

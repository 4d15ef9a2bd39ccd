"""What does a layer in a PostGIS database hold, batch by batch?

The package holds a small JSON file that names schema, table and columns; which database, and who
may read it, is a setting of the server and never part of a package.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from geo.package.faults import unprintable
from geo.package.layers.json_text import json_or_refuse
from geo.package.layers.refused import RefusedError
from geo.package.layers.rows import from_rows
from geo.package.layers.sound_places import Unchecked
from geo.package.layers.systems import UNDEFINED, System, system_of
from geo.package.schema import OMISSIBLE_PLACE_FIELDS, OPTIONAL_PLACE_FIELDS, PLACE_FIELDS

if TYPE_CHECKING:
    from psycopg import Connection, sql

SETTING: Final = "ONEMAP_POSTGIS"
"""Setting with the database as a libpq address (``postgresql://user@host/name``)."""
_LONGEST_FILE: Final = 1 << 20
_LONGEST_NAME: Final = 63
"""Bytes of a name in PostgreSQL; longer ones would be cut off in silence."""
_BATCH_BYTES: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class _Description:
    """Where a layer lies: names of schema, table, geometry column, and a column a field."""

    schema: str
    table: str
    geometry: str
    columns: tuple[str | None, ...]


def address() -> str:
    """Return the address of the database; empty if there is none."""
    return os.environ.get("ONEMAP_POSTGIS", "")


def read_postgis(content: bytes, database: str, *, size: int) -> Iterator[Unchecked]:
    """Yield the rows of a table or view by ``place_id``, at most `size` at a time.

    Parameters
    ----------
    content : bytes
        The description: a JSON object with ``schema``, ``table``, ``geometry`` and ``columns``.
    database : str
        libpq address.
    size : int
        Most rows held at a time.

    Raises
    ------
    RefusedError
        If the description is wrong, the database cannot be read, or its geometries are not all in
        one system that is taken.
    """
    description = _described(content)
    if not database:
        raise _unread(
            f"没有设置 {SETTING}",
            f"the setting {SETTING} is missing",
            ("请设为数据库的地址", "Set it to the address of the database"),
        )
    try:
        import psycopg  # noqa: PLC0415 - only who keeps layers in PostGIS needs it
    except ImportError:
        raise _unread(
            "没有安装 psycopg",
            "psycopg is not installed",
            ("请安装 requirements-postgis.txt", "Install requirements-postgis.txt"),
        ) from None
    try:
        with psycopg.connect(database, connect_timeout=10, client_encoding="UTF8") as connection:
            connection.read_only = True
            yield from _read(connection, _statement(description), size)
    except psycopg.Error as error:
        # No word of the library's: it may name hosts and users.
        shown = error.sqlstate or type(error).__name__
        raise _unread(
            f"数据库没有给出数据（{shown}）",
            f"the database gave no data ({shown})",
            ("请检查地址、权限和名称", "Check address, permissions and names"),
        ) from None


def _read(connection: Connection, statement: sql.Composed, size: int) -> Iterator[Unchecked]:
    """Yield the rows of a statement, fetched through a cursor of the server."""
    first = 1
    rows: list[tuple[Any, ...]] = []
    srid: int | None = None
    with connection.cursor(name="layer", binary=True) as cursor:
        cursor.itersize = min(size, 1_000)
        length = 0
        for row in cursor.execute(statement):
            srid = row[-1] if srid is None else srid
            if row[-1] not in {None, srid}:
                raise _other_system(srid, row[-1])
            rows.append(row)
            length += sum(len(value) for value in row if isinstance(value, str | bytes))
            if len(rows) >= size or length >= _BATCH_BYTES:
                yield _unchecked(first, rows, srid)
                first, length, rows = first + len(rows), 0, []
    if rows:
        yield _unchecked(first, rows, srid)


def _unchecked(first: int, rows: list[tuple[Any, ...]], srid: int | None) -> Unchecked:
    found = from_rows(first, [row[:-2] for row in rows], [row[-2] for row in rows])
    return replace(found, system=_system(srid))


def _system(srid: int | None) -> System:
    """Return the system of a SRID; 0, and no geometry at all, say nothing."""
    return system_of(srid) if srid else UNDEFINED


def _statement(description: _Description) -> sql.Composed:
    """Return the one statement; nothing of a package enters it but quoted names."""
    from psycopg import sql  # noqa: PLC0415 - as above

    columns = [
        sql.SQL("NULL::text") if name is None else sql.Identifier(name)
        for name in description.columns
    ]
    return sql.SQL(
        "SELECT {columns}, ST_AsBinary(ST_Force2D({geometry}::geometry)),"
        " ST_SRID({geometry}::geometry)"
        ' FROM {table} ORDER BY {place_id}::text COLLATE "C"'
    ).format(
        columns=sql.SQL(", ").join(columns),
        geometry=sql.Identifier(description.geometry),
        table=sql.Identifier(description.schema, description.table),
        place_id=columns[PLACE_FIELDS.index("place_id")],
    )


def _described(content: bytes) -> _Description:
    """Return what the description says, or refuse it; anything more than names is refused."""
    found = json_or_refuse(content) if len(content) <= _LONGEST_FILE else None
    if not isinstance(found, dict) or found.keys() != {"schema", "table", "geometry", "columns"}:
        raise _wrong(
            "只能有 schema、table、geometry、columns",
            "it must have schema, table, geometry and columns, and nothing else",
        )
    columns = found["columns"]
    if isinstance(columns, dict):
        columns = dict.fromkeys(OMISSIBLE_PLACE_FIELDS) | columns
    if not isinstance(columns, dict) or columns.keys() != set(PLACE_FIELDS):
        wanted = ", ".join(PLACE_FIELDS)
        raise _wrong(f"columns 要有：{wanted}", f"columns must name: {wanted}")
    absent = {name for name, column in columns.items() if column is None}
    names = [found["schema"], found["table"], found["geometry"]]
    names += [column for column in columns.values() if column is not None]
    if not absent <= OPTIONAL_PLACE_FIELDS or not all(_is_name(name) for name in names):
        raise _wrong("有不对的名称", "a name in it is none")
    return _Description(
        schema=found["schema"],
        table=found["table"],
        geometry=found["geometry"],
        columns=tuple(columns[name] for name in PLACE_FIELDS),
    )


def _is_name(name: object) -> bool:
    return (
        isinstance(name, str)
        and unprintable(name) is None
        and 0 < len(name.encode()) <= _LONGEST_NAME
    )


def _other_system(srid: object, other: object) -> RefusedError:
    return RefusedError(
        "E_CRS",
        f"几何有两种坐标系（SRID {srid} 和 {other}）",
        f"its geometries are in two reference systems (SRID {srid} and {other})",
        (
            "请在视图中用 ST_Transform 转换为 4326",
            "Convert it in a view by ST_Transform to 4326",
        ),
    )


def _wrong(chinese: str, english: str) -> RefusedError:
    remedy = ("请改正这个文件", "Correct this file")
    return RefusedError("E_DESCRIPTION", chinese, english, remedy)


def _unread(chinese: str, english: str, remedy: tuple[str, str]) -> RefusedError:
    return RefusedError("E_POSTGIS", chinese, english, remedy)

"""How do rows with columns become features to be checked?

For sources that are tables: the number of a row is its feature's number, and ``place_id`` its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from geo.package.layers.sound_places import PLACES, Unchecked, text_column
from geo.package.layers.wkb import from_wkb, problem_of_binary
from geo.package.schema import PLACE_FIELDS


def from_rows(
    first: int, rows: Sequence[Sequence[object]], binaries: Sequence[object]
) -> Unchecked:
    """Return rows with the values of ``PLACE_FIELDS``, in that order, and their geometries.

    Parameters
    ----------
    first : int
        Number of the first row.
    rows : sequence of sequences
        Values as they stand in the source.
    binaries : sequence of bytes or None
        Well-known binaries in WGS-84; whatever is no bytes counts as missing.
    """
    odd = np.zeros(len(rows), bool)
    columns = []
    for place in range(len(PLACE_FIELDS)):
        column, not_texts = text_column([row[place] for row in rows])
        columns.append(column)
        if not_texts is not None:
            odd |= not_texts
    given = [one if isinstance(one, bytes) else None for one in binaries]

    def feature(at: int) -> tuple[object, object]:
        properties = dict(zip(PLACE_FIELDS, rows[at], strict=True))
        return properties["place_id"], properties

    return Unchecked(
        np.arange(first, first + len(rows), dtype=np.int64),
        pa.Table.from_arrays(columns, schema=PLACES),
        from_wkb(pa.array(given, pa.large_binary())),
        odd,
        feature,
        why=lambda at: problem_of_binary(given[at]),
    )


def from_table(first: int, table: pa.Table, binaries: pa.Array) -> Unchecked:
    """Return rows that are columns already, see :func:`from_rows`; the texts are not checked."""

    def feature(at: int) -> tuple[object, object]:
        properties: dict[str, Any] = {name: _value(table, name, at) for name in PLACE_FIELDS}
        return properties["place_id"], properties

    return Unchecked(
        np.arange(first, first + len(table), dtype=np.int64),
        table,
        from_wkb(binaries),
        np.zeros(len(table), bool),
        feature,
        why=lambda at: problem_of_binary(binaries[at].as_py()),
    )


def _value(table: pa.Table, name: str, at: int) -> object:
    """Return one text, or its bytes if it is not UTF-8."""
    try:
        return table.column(name)[at].as_py()
    except UnicodeDecodeError:
        return table.column(name)[at].cast(pa.binary()).as_py()

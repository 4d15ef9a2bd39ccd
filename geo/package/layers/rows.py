"""How do rows with columns become features to be checked?

For sources that are tables: the number of a row is its feature's number, and ``place_id`` its id.
Their geometries are well-known binaries. GEOS follows geometries inside geometries by recursion
without a limit: a hundred thousand of them, nine bytes each, end the process. So the outline of
each binary is looked at before.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely

from geo.package.geometry import Problem
from geo.package.layers.shapes import Geometries
from geo.package.layers.sound_places import Unchecked, text_column
from geo.package.places.place_table import PLACES
from geo.package.schema import PLACE_FIELDS

_Z_FLAG: Final = 0x80000000
"""How older writers say that there are heights; ISO adds 1000 to the type."""
_HARMLESS: Final = 4096
"""Bytes in which nothing can nest deeply enough to do harm."""
_HEADER: Final = 5
_COLLECTION: Final = 7


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
        Well-known binaries; None where the source has no geometry.
    """
    odd = np.zeros(len(rows), bool)
    columns = []
    for place in range(len(PLACE_FIELDS)):
        column, not_texts = text_column([row[place] for row in rows])
        columns.append(column)
        if not_texts is not None:
            odd |= not_texts
    # What is there and no binary is none either, yet not the same as nothing.
    given = [one if one is None or isinstance(one, bytes) else b"" for one in binaries]

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
        is_null=lambda at: given[at] is None,
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
        is_null=lambda at: not binaries[at].is_valid,
    )


def _value(table: pa.Table, name: str, at: int) -> object:
    """Return one text, or its bytes if it is not UTF-8."""
    try:
        return table.column(name)[at].as_py()
    except UnicodeDecodeError:
        return table.column(name)[at].cast(pa.binary()).as_py()


def from_wkb(binaries: pa.Array) -> Geometries:
    """Return geometries in two dimensions; None for what is missing, unreadable or refused.

    Parameters
    ----------
    binaries : pyarrow.Array
        Well-known binaries (OGC 06-103r4; heights also in the older way), nullable. A reference
        system in a binary (EWKB) is refused: the source names it.
    """
    given = binaries.cast(pa.large_binary()).to_numpy(zero_copy_only=False)
    kinds, lengths = _kinds(binaries.cast(pa.large_binary()))
    refused = (kinds < 1) | (kinds > 6)
    for at in np.flatnonzero((kinds >= 4) & (kinds <= 6) & (lengths > _HARMLESS)).tolist():
        refused[at] = not _is_flat(given[at])
    if refused.any():
        given = given.copy()
        given[refused] = None
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers; the checks name them
        made: Any = shapely.from_wkb(given, on_invalid="ignore")
    if shapely.has_z(made).any() or _has_m(made):
        made = shapely.force_2d(made)
    return np.asarray(made, dtype=object)


def problem_of_binary(binary: bytes | None) -> Problem | None:
    """Return why a binary is no geometry, where its first bytes say so."""
    if not binary or len(binary) < _HEADER or binary[0] > 1:
        return None
    (code,) = struct.unpack_from("<I" if binary[0] else ">I", binary, 1)
    kind = (code & ~_Z_FLAG) % 1000
    if 8 <= kind <= 14:
        said = ("是曲线，不是折线", "it is a curve, not a line of straight pieces")
        return "E_GEOM_TYPE", said, ("请转换为折线或多边形", "Convert it to lines or polygons")
    if kind == _COLLECTION:
        said = ("是几种图形的集合（GeometryCollection）", "it is a GeometryCollection")
        return "E_GEOM_TYPE", said, ("请只用一种图形", "Use one type of shape")
    return None


def _has_m(made: Geometries) -> bool:
    """Tell whether a geometry carries measures; before GEOS 3.12 none can."""
    return bool(shapely.has_m(made).any()) if shapely.geos_version >= (3, 12, 0) else False


def _kinds(binaries: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the type of each, 1 to 7 (0 for none that is known), and its length in bytes."""
    _, offsets_buffer, data_buffer = binaries.buffers()
    count = len(binaries)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    offsets = np.frombuffer(offsets_buffer, np.int64)[binaries.offset :][: count + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)
    lengths = np.diff(offsets)
    whole = (lengths >= _HEADER) & np.array(binaries.is_valid().to_numpy(zero_copy_only=False))
    head = np.zeros((count, _HEADER), np.uint8)
    head[whole] = data[offsets[:-1][whole, None] + np.arange(_HEADER)]
    little, big = head[:, 0] == 1, head[:, 0] == 0
    codes = np.where(
        little,
        head[:, 1:].copy().view("<u4").ravel(),
        head[:, 1:].copy().view(">u4").ravel(),
    ).astype(np.int64)
    kinds = np.array([_kind(code) for code in np.unique(codes).tolist()], np.int64)
    kinds = kinds[np.searchsorted(np.unique(codes), codes)]
    return np.where(whole & (little | big), kinds, 0), lengths


def _kind(code: int) -> int:
    """Return the type of a geometry without its dimensions; 0 if it is not known."""
    if code & _Z_FLAG:
        code &= ~_Z_FLAG
        return code if code <= 7 else 0
    return code % 1000 if code < 4000 and code % 1000 <= 7 else 0


def _width(code: int) -> int:
    """Return the bytes of one position."""
    return 24 if code & _Z_FLAG else (16, 24, 24, 32)[code // 1000]


def _is_flat(binary: bytes) -> bool:
    """Tell whether the parts of a geometry of several parts are single ones, to its last byte."""
    try:
        order = "<" if binary[0] == 1 else ">"
        code, parts = struct.unpack_from(order + "II", binary, 1)
        wanted, at = _kind(code) - 3, 9
        for _ in range(parts):
            order = "<" if binary[at] == 1 else ">"
            (code,) = struct.unpack_from(order + "I", binary, at + 1)
            if _kind(code) != wanted:
                return False
            at = _end(binary, at + _HEADER, order, wanted, _width(code))
            if at > len(binary):
                return False
    except (struct.error, IndexError):
        return False
    return True


def _end(binary: bytes, at: int, order: str, kind: int, width: int) -> int:
    """Return where a single geometry ends whose content begins at `at`."""
    if kind == 1:
        return at + width
    rings = 1
    if kind == 3:
        (rings,) = struct.unpack_from(order + "I", binary, at)
        at += 4
    for _ in range(rings):
        (positions,) = struct.unpack_from(order + "I", binary, at)
        at += 4 + positions * width
    return at

"""Which of many features might be broken?

Asks what :mod:`geo.package.layers.feature_checks` asks, of whole columns at once. It may name a
sound feature, for the checks to acquit, and never leaves out a broken one; a test holds both
together.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.package.layers.feature_checks import LARGEST
from geo.package.schema import (
    ID_PATTERN,
    OPTIONAL_PLACE_FIELDS,
    PLACE_LENGTHS,
    PLACE_PRECISIONS,
)
from geo.records import KNOWN_PRECISIONS

Flags = np.ndarray[Any, np.dtype[np.bool_]]
_REFUSED: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}"
"""Controls and direction overrides, as :func:`geo.package.faults.unprintable` has them."""
_TEXT: Final = rf"(?s)\A[^{_REFUSED}]*[\pL\pN\pP\pS][^{_REFUSED}]*\z"
"""A text without them that is more than spaces: letters, digits, punctuation and symbols are none.
"""
_ID: Final = rf"\A(?:{ID_PATTERN})\z"
_COLLECTION: Final = 7
"""Number of GeometryCollection among shapely's types."""


def suspicious_texts(table: pa.Table) -> Flags:
    """Tell for each row of :data:`PLACE_LENGTHS` whether a text of it might be wrong."""
    flags = np.zeros(len(table), bool)
    for name, most in PLACE_LENGTHS.items():
        column = table.column(name)
        good = _matching(column, _ID if name == "place_id" else _TEXT, most)
        if name in OPTIONAL_PLACE_FIELDS:
            good |= _flags(pc.is_null(column))
        flags |= ~good
    flags |= ~_among(table.column("precision"), PLACE_PRECISIONS)
    return flags


def suspicious_geometries(geometries: np.ndarray, precisions: pa.ChunkedArray) -> Flags:
    """Tell for each geometry (WGS-84, longitude before latitude) whether it might be wrong.

    Parameters
    ----------
    geometries : array of shapely geometries
        None where there is no readable one.
    precisions : pyarrow.ChunkedArray
        How well each is located; where it is not, it must be an area.
    """
    # NaN, where there is nothing, is in no range.
    west, south, east, north = shapely.bounds(geometries).T.reshape(4, len(geometries))
    good = (west >= -LARGEST) & (west <= east) & (east <= LARGEST)
    good &= (south >= -LARGEST) & (south <= north) & (north <= LARGEST)
    good &= shapely.get_type_id(geometries) != _COLLECTION
    good &= ~shapely.is_empty(geometries)
    # Only of what lies in these: beyond them GEOS may take its time, or overflow.
    good[good] = shapely.is_valid(geometries[good])
    unlocated = good & ~_among(precisions, tuple(KNOWN_PRECISIONS))
    good[unlocated] = shapely.area(geometries[unlocated]) > 0
    return np.asarray(~good)


def _matching(column: pa.ChunkedArray, pattern: str, most: int) -> Flags:
    """Tell which texts match and have no more than `most` characters.

    No missing one does, nor one that is not UTF-8.
    """
    # Most columns say the same over and over; each of their texts is looked at once.
    encoded = pc.dictionary_encode(column.combine_chunks())
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    texts = encoded.dictionary
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        texts = _readable(texts)
    good = pc.and_(
        pc.less_equal(pc.utf8_length(texts), most), pc.match_substring_regex(texts, pattern)
    )
    good = pc.fill_null(good, False)
    return _flags(pc.fill_null(pc.take(good, encoded.indices), False))


def _readable(texts: pa.Array) -> pa.Array:
    """Return texts with null for each that is not UTF-8."""
    return pa.array([_text(one) for one in texts.cast(pa.binary()).to_pylist()], pa.string())


def _text(one: bytes | None) -> str | None:
    try:
        return None if one is None else one.decode()
    except UnicodeDecodeError:
        return None


def _among(column: pa.ChunkedArray, choices: tuple[str, ...]) -> Flags:
    return _flags(pc.is_in(column, value_set=pa.array(choices, pa.string())))


def _flags(values: Any) -> Flags:
    """Return Arrow's truth values, none of them missing, as an array that may be written to."""
    return np.array(values.to_numpy(zero_copy_only=False), dtype=bool)

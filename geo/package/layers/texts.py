"""Which texts does a column hold, where the bytes of some may be none?

Parquet promises UTF-8 and nothing holds a file to it; whoever asks Arrow for such a text is raised
upon. The checks name the row of one (:mod:`geo.package.layers.sound_places`); until then it is
passed over.
"""

from __future__ import annotations

import pyarrow as pa


def texts_of(column: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Return the texts of a column; None for each that is missing or not UTF-8.

    >>> texts_of(pa.array([b"a", bytes([255]), None], pa.binary()).view(pa.string()))
    ['a', None, None]
    """
    try:
        found: list[str | None] = column.to_pylist()
    except UnicodeDecodeError:
        return [_text(one) for one in column.cast(pa.binary()).to_pylist()]
    return found


def _text(one: bytes | None) -> str | None:
    try:
        return None if one is None else one.decode()
    except UnicodeDecodeError:
        return None

"""How are columns of numbers written so that a browser reads them without a library?

Layout in docs/served-files.md: a short JSON text names type, place and length of each column, which
a typed array then views as it lies there. :func:`read` undoes :func:`write`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"OMC1"
TYPES: Final = ("uint8", "uint16", "uint32", "int32")
_ALIGNED: Final = 8
_LONGEST_OFFSET: Final = 9_999_999_999

Columns = Mapping[str, NDArray[Any]]


def write(count: int, columns: Columns) -> bytes:
    """Return `columns` as one gzipped file; the same columns always give the same bytes.

    Raises
    ------
    ValueError
        If a column has a type that the layout does not have.
    """
    for name, column in columns.items():
        if column.dtype.name not in TYPES:
            raise ValueError(f"{name} is {column.dtype.name}")
    # Offsets follow from the length of the text that states them, so room is left in it.
    room = _up(len(_text(count, columns, dict.fromkeys(columns, _LONGEST_OFFSET))) + 8)
    offsets, reached = {}, room
    for name, column in columns.items():
        offsets[name] = reached
        reached = _up(reached + column.nbytes)
    text = _text(count, columns, offsets).ljust(room - 8)
    content = bytearray(MAGIC + len(text).to_bytes(4, "little") + text)
    for name, column in columns.items():
        content.extend(bytes(offsets[name] - len(content)))
        content.extend(column.astype(column.dtype.newbyteorder("<")).tobytes())
    return gzip.compress(bytes(content), 6, mtime=0)


def read(content: bytes) -> tuple[int, dict[str, NDArray[Any]]]:
    """Return the count and the columns of a file.

    Raises
    ------
    ValueError
        If it is no such file.
    """
    plain = gzip.decompress(content)
    if plain[:4] != MAGIC:
        raise ValueError("no file of columns")
    head = json.loads(plain[8 : 8 + int.from_bytes(plain[4:8], "little")])
    return head["count"], {
        name: np.frombuffer(
            plain,
            np.dtype(found["type"]).newbyteorder("<"),
            count=found["length"],
            offset=found["at"],
        )
        for name, found in head["columns"].items()
    }


def differences(numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return each number less the one before it, the first as it is."""
    return np.diff(numbers, prepend=0).astype(np.int32)


def _text(count: int, columns: Columns, offsets: Mapping[str, int]) -> bytes:
    described = {
        name: {"type": column.dtype.name, "at": offsets[name], "length": len(column)}
        for name, column in columns.items()
    }
    return json.dumps({"count": count, "columns": described}, separators=(",", ":")).encode()


def _up(offset: int) -> int:
    return -(-offset // _ALIGNED) * _ALIGNED

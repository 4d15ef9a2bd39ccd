"""How is an SQLite file opened for reading, from the disk or from memory?"""

from __future__ import annotations

import sqlite3
from pathlib import Path


def database(source: Path | bytes | memoryview) -> sqlite3.Connection:
    """Open an SQLite database for reading, as if nobody ever wrote to it.

    Parameters
    ----------
    source : Path, bytes or memoryview
        Where it lies, or the whole file, which is then copied into memory.

    Raises
    ------
    sqlite3.Error
        If it is missing or no database.
    """
    if isinstance(source, Path):
        address = source.absolute().as_uri()
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
    content = bytearray(source)
    if len(content) < 100:
        raise sqlite3.DatabaseError("shorter than the header of a database")
    content[18:20] = b"\x01\x01"  # in memory there is no log beside the file
    opened = sqlite3.connect(":memory:")
    opened.deserialize(content)
    return opened

"""How is a table of a package written, so that the reader finds each cell where it was put?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from geo.package.schema import TABLES


def table_bytes(table: str, rows: Iterable[Mapping[str, str]] = ()) -> bytes:
    """Return the content of ``<table>.csv``; without rows its header alone.

    Parameters
    ----------
    table : str
        Name in :data:`geo.package.schema.TABLES`.
    rows : iterable of mapping
        Cells by column; what a row does not have is empty.

    Raises
    ------
    ValueError
        If a row has a column that the table has not.
    """
    stream = io.StringIO()
    columns = [field.name for field in TABLES[table]]
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()

"""How are tables and layers of a package written, so that the reader finds all where it was put?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from shapely.geometry import mapping

from geo.package.schema import TABLES

COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""


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


def features_bytes(features: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a FeatureCollection with one feature a line, so that a diff can be read."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return text.encode()


def rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def round_all(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        if isinstance(part, dict):
            return {name: round_all(member) for name, member in part.items()}
        return [round_all(member) for member in part] if isinstance(part, list | tuple) else part

    made: dict[str, Any] = round_all(mapping(geometry))
    return made

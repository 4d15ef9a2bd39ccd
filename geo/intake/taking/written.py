"""How are rows, features and sources written down as the files of a package have them?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from shapely.geometry import mapping

from geo.intake.taking.context import Feature, Row
from geo.intake.taking.named import free_id, id_for
from geo.intake.taking.understood import TakenSource
from geo.package.schema import TABLES

_DIGITS: Final = 6
"""Decimals of a degree that are kept: a tenth of a metre."""
_NOT_STATED: Final = ("未注明", "not stated")


def source_row(source: TakenSource, taken: set[str]) -> Row:
    """Return the row of a source that a package has not yet."""
    publisher = source.publisher
    return {
        "source_id": free_id(id_for(source.title), taken),
        **{"kind": "report", "title_zh": source.title, "title_en": source.title},
        "publisher_zh": publisher or _NOT_STATED[0],
        "publisher_en": publisher or _NOT_STATED[1],
        **{"published": source.published, "url": source.url},
        **{"licence_zh": "按提供单位的要求使用", "licence_en": "as whoever gave it allows"},
        **{
            "accuracy_zh": "数字照原表收录。",
            "accuracy_en": "Numbers are taken as the table has them.",
        },
        "covers": "figures.csv",
    }


def geometry_of(shape: Any) -> dict[str, Any]:
    """Return a shape in WGS-84 as GeoJSON has it."""
    found: dict[str, Any] = json.loads(json.dumps(mapping(shape)), parse_float=_rounded)
    return found


def _rounded(number: str) -> float:
    return round(float(number), _DIGITS)


def csv_of(table: str, rows: Sequence[Row]) -> bytes:
    """Return a table as a file, every column of it."""
    stream = io.StringIO()
    columns = [field.name for field in TABLES[table]]
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def geojson_of(features: Sequence[Feature]) -> bytes:
    """Return a layer as a file, one feature a line."""
    lines = ",\n".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()

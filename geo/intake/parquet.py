"""Which features does a GeoParquet file hold, with whatever columns they have?"""

from __future__ import annotations

import datetime
import decimal
import json
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.intake.binaries import Binaries
from geo.intake.coordinates import columns_of
from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundTable
from geo.intake.grid import too_many
from geo.intake.json_value import EXPORT_AGAIN
from geo.intake.limits import MOST_COLUMNS, MOST_FEATURES, MOST_UNPACKED
from geo.intake.messages import Messages, NotTakenError
from geo.intake.named_system import named_system

_DESCRIBED: Final = 4 << 20
_ROWS: Final = 200
"""Rows that are laid out at a time, so that what is too much is refused before it is."""
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, OverflowError, RecursionError)


def is_parquet(content: bytes) -> bool:
    """Tell whether a file is of this kind, by its beginning."""
    return content.startswith(b"PAR1")


def read_parquet(name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the one layer of a GeoParquet file.

    Raises
    ------
    NotTakenError
        If it is none, or holds more than is taken.
    """
    try:
        source = pq.ParquetFile(
            pa.BufferReader(pa.py_buffer(content)),
            pre_buffer=False,
            thrift_string_size_limit=_DESCRIBED,
            arrow_extensions_enabled=False,
        )
        _refuse_much(source.metadata)
        shapes = _described(source.schema_arrow, messages)
        features = _features(source, shapes, messages)
    except _BROKEN:
        said = ("不是可读的 Parquet 文件", "not a readable Parquet file")
        raise NotTakenError("E_PARQUET", said, EXPORT_AGAIN) from None
    table = table_of_features(name, features, messages, system=shapes.system)
    if not shapes.column and not columns_of(table):
        said = ("没有图形，也没有经纬度的列", "holds neither shapes nor columns of positions")
        remedy = (
            "请导出为 GeoParquet，或加上经度、纬度两列",
            "Export it as GeoParquet, or add columns of longitude and latitude",
        )
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)
    return (table,)


def _refuse_much(metadata: pq.FileMetaData) -> None:
    """Refuse more than is taken by what the file says of itself, before anything is unpacked."""
    if metadata.num_rows > MOST_FEATURES:
        raise too_many()
    total = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if total > MOST_UNPACKED:
        raise _too_large(total)


def _too_large(total: int) -> NotTakenError:
    said = (f"展开后有 {total:,} 字节", f"unpacks to {total:,} bytes")
    return NotTakenError("E_TOO_LARGE", said, ("请分成几个文件", "Split it into several files"))


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Which column holds the shapes, how, and on which system; no column where there are none."""

    column: str = ""
    as_points: bool = False
    system: str | None = None


def _described(schema: pa.Schema, messages: Messages) -> _Shapes:
    """Return what the file says of its shapes."""
    text = (schema.metadata or {}).get(b"geo")
    if text is None:
        return _Shapes()
    geo = json.loads(text) if len(text) <= _DESCRIBED else None
    column = geo.get("primary_column") if isinstance(geo, dict) else None
    columns = geo.get("columns") if isinstance(geo, dict) else None
    about = columns.get(column) if isinstance(columns, dict) and isinstance(column, str) else None
    if not isinstance(about, dict) or column not in schema.names:
        said = (
            "图形的说明不对，不是 GeoParquet",
            "describes its shapes wrongly, so is no GeoParquet",
        )
        remedy = ("请导出为 GeoParquet 1.0 或 1.1", "Export it as GeoParquet 1.0 or 1.1")
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)
    encoding = about.get("encoding")
    if encoding not in ("WKB", "point"):
        said = ("图形不是 WKB 编码", "its shapes are not encoded as WKB")
        remedy = (
            "请导出为 WKB 编码的 GeoParquet，或 gpkg",
            "Export it as GeoParquet with the encoding WKB, or as gpkg",
        )
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)
    system = named_system(about["crs"], messages) if "crs" in about else None
    return _Shapes(str(column), encoding == "point", system)


def _is_box(kind: pa.DataType) -> bool:
    """Tell whether a column holds the boxes of shapes, which are made of the shapes themselves."""
    if not pa.types.is_struct(kind):
        return False
    return {"xmin", "ymin", "xmax", "ymax"} <= {each.name for each in kind}


def _features(source: pq.ParquetFile, shapes: _Shapes, messages: Messages) -> list[Feature]:
    fields = [each for each in source.schema_arrow if each.name != shapes.column]
    others = [each.name for each in fields if not _is_box(each.type)]
    kept = [*others[: 4 * MOST_COLUMNS], *filter(None, [shapes.column])]
    made: list[Feature] = []
    binaries, held = Binaries(messages), 0
    for batch in source.iter_batches(_ROWS, columns=kept, use_threads=False):
        dense = [_dense(column) for column in batch.columns]
        held += sum(column.nbytes for column in dense)
        if held > MOST_UNPACKED:
            raise _too_large(held)
        names = batch.schema.names
        columns = {name: column.to_pylist() for name, column in zip(names, dense, strict=True)}
        given = columns.pop(shapes.column, [None] * batch.num_rows)
        for at, shape in enumerate(given):
            number = len(made) + 1
            if number > MOST_FEATURES:
                raise too_many()
            binary = _binary_of(shape) if shapes.as_points else shape
            properties = {name: _value(cells[at]) for name, cells in columns.items()}
            made.append(Feature(number, properties, binaries.shape_of(binary, number)))
    binaries.refuse_none()
    return made


def _dense(column: pa.Array) -> pa.Array:
    """Return a column laid out; of a dictionary a file says little, however often it is used."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _binary_of(point: object) -> bytes | None:
    """Return a point of GeoArrow, its numbers named or in a list, as a well-known binary."""
    numbers = list(point.values())[:2] if isinstance(point, dict) else point
    if not isinstance(numbers, list) or None in numbers or len(numbers) < 2:
        return None
    return bytes(shapely.Point(numbers[:2]).wkb)


def _value(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, decimal.Decimal):
        return float(cell)
    return f"<{len(cell):,} bytes>" if isinstance(cell, bytes) else cell

"""Which features does a GeoParquet file hold, with whatever columns they have?"""

from __future__ import annotations

import datetime
import decimal
import json
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.errors import ShapelyError

from geo.intake.features import Feature, table_of_features
from geo.intake.found import FoundTable, Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.grid import too_many
from geo.intake.json_value import EXPORT_AGAIN
from geo.intake.limits import MOST_COLUMNS, MOST_FEATURES, MOST_UNPACKED
from geo.intake.messages import Messages, NotTakenError
from geo.intake.named_system import named_system

_DESCRIBED: Final = 4 << 20
_ROWS: Final = 1_000
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, OverflowError)


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
        geometry, system = _described(source.schema_arrow, messages)
        features = _features(source, geometry, messages)
    except _BROKEN:
        said = ("不是可读的 Parquet 文件", "not a readable Parquet file")
        raise NotTakenError("E_PARQUET", said, EXPORT_AGAIN) from None
    return (table_of_features(name, features, messages, system=system),)


def _refuse_much(metadata: pq.FileMetaData) -> None:
    """Refuse more than is taken by what the file says of itself, before anything is unpacked."""
    if metadata.num_rows > MOST_FEATURES:
        raise too_many()
    total = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if total > MOST_UNPACKED:
        said = (f"展开后有 {total:,} 字节", f"unpacks to {total:,} bytes")
        raise NotTakenError("E_TOO_LARGE", said, ("请分成几个文件", "Split it into several files"))


def _described(schema: pa.Schema, messages: Messages) -> tuple[str, str | None]:
    """Return the column of shapes, and the system that the file names."""
    text = (schema.metadata or {}).get(b"geo", b"null")
    geo = json.loads(text) if len(text) <= _DESCRIBED else None
    column = geo.get("primary_column") if isinstance(geo, dict) else None
    columns = geo.get("columns") if isinstance(geo, dict) else None
    about = columns.get(column) if isinstance(columns, dict) and isinstance(column, str) else None
    if not isinstance(about, dict) or column not in schema.names:
        said = ("没有图形的说明，不是 GeoParquet", "describes no shapes, so is no GeoParquet")
        remedy = ("请导出为 GeoParquet 1.0 或 1.1", "Export it as GeoParquet 1.0 or 1.1")
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)
    if about.get("encoding") != "WKB":
        said = ("图形不是 WKB 编码", "its shapes are not encoded as WKB")
        raise NotTakenError("E_FORMAT_UNSUPPORTED", said, EXPORT_AGAIN)
    return str(column), named_system(about["crs"], messages) if "crs" in about else None


def _is_box(kind: pa.DataType) -> bool:
    """Tell whether a column holds the boxes of shapes, which are made of the shapes themselves."""
    if not pa.types.is_struct(kind):
        return False
    return {"xmin", "ymin", "xmax", "ymax"} <= {each.name for each in kind}


def _features(source: pq.ParquetFile, geometry: str, messages: Messages) -> list[Feature]:
    fields = [each for each in source.schema_arrow if each.name != geometry]
    names = [each.name for each in fields if not _is_box(each.type)]
    kept = [*names[: 4 * MOST_COLUMNS], geometry]
    made: list[Feature] = []
    vertices = 0
    for batch in source.iter_batches(_ROWS, columns=kept, use_threads=False):
        columns = {name: batch.column(at).to_pylist() for at, name in enumerate(batch.schema.names)}
        shapes = columns.pop(geometry)
        for at, blob in enumerate(shapes):
            number = len(made) + 1
            if number > MOST_FEATURES:
                raise too_many()
            shape = _shape(blob, number, messages)
            vertices += 0 if shape is None else int(shapely.get_num_coordinates(shape))
            refuse_vertices(vertices)
            properties = {name: _value(cells[at]) for name, cells in columns.items()}
            made.append(Feature(number, properties, shape))
    return made


def _shape(blob: object, number: int, messages: Messages) -> Geometry | None:
    if blob is None:
        return None
    try:
        return shapely.force_2d(shapely.from_wkb(blob))
    except (ShapelyError, TypeError):
        said = ("图形读不懂", "its shape cannot be read")
        done = ("这一个没有位置，请核对", "It has no position; look it over")
        messages.add("W_FEATURE_DROPPED", said, done, feature=number)
        return None


def _value(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, decimal.Decimal):
        return float(cell)
    return f"<{len(cell):,} bytes>" if isinstance(cell, bytes) else cell

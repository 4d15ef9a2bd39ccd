"""What does a GeoParquet layer hold, batch by batch?

GeoParquet 1 (https://geoparquet.org/releases/v1.1.0/): texts in columns of their own, geometries as
well-known binaries, which column and which reference system in the file's ``geo`` metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.package.faults import quoted
from geo.package.layers.json_text import json_or_refuse
from geo.package.layers.refused import EXPORT_AGAIN, RefusedError, columns_remedy
from geo.package.layers.rows import from_table
from geo.package.layers.sound_places import Unchecked
from geo.package.layers.systems import UNDEFINED, System, system_of
from geo.package.places.place_table import PLACES
from geo.package.schema import OMISSIBLE_PLACE_FIELDS, OPTIONAL_PLACE_FIELDS, PLACE_FIELDS

BATCH_BYTES: Final = 16 << 20
"""Bytes of columns that a batch should not exceed, however few rows it has."""
_METADATA_BYTES: Final = 16 << 20
_EXPANDED: Final = (256 << 20, 400)
"""Bytes that a file may unpack to, or so many for each of its own: columns that say the same over
and over are about 20, and a few kilobytes can be made to stand for terabytes.
"""
_UNREADABLE: Final = (pa.ArrowException, OSError, MemoryError, OverflowError, UnicodeDecodeError)
"""What pyarrow raises for files that are none."""


def read_geoparquet(content: bytes | memoryview, *, size: int) -> Iterator[Unchecked]:
    """Yield the rows of a GeoParquet file, at most `size` at a time.

    Raises
    ------
    RefusedError
        If the file is no GeoParquet in a system that is taken, with the columns of a layer.
    """
    first = 1
    try:
        source = _opened(content)
        metadata = source.metadata
        expanded = 0
        if not 0 <= metadata.num_rows <= len(content):
            raise _broken("行数不可能", "says it has more rows than a file of its size can")
        geometry, system = _geometry_column(source.schema_arrow)
        _check_columns(source.schema_arrow)
        held = set(source.schema_arrow.names)
        columns = [*(name for name in PLACE_FIELDS if name in held), geometry]
        rows = min(size, _rows_of(metadata))
        source = _opened(content, source)
        for batch in source.iter_batches(rows, columns=columns, use_threads=False):
            for part, size_of in _parts(batch):
                expanded += size_of
                if expanded > max(_EXPANDED[0], _EXPANDED[1] * len(content)):
                    raise _too_much()
                texts = [
                    _plain(part.column(name), pa.string())
                    if name in held
                    else pa.nulls(len(part), pa.string())
                    for name in PLACE_FIELDS
                ]
                table = pa.Table.from_arrays(texts, schema=PLACES)
                binaries = _plain(part.column(geometry), pa.large_binary())
                yield replace(from_table(first, table, binaries), system=system)
                first += len(part)
    except _UNREADABLE:
        raise _broken("不是可读的 Parquet 文件", "not a readable Parquet file") from None
    if first - 1 != metadata.num_rows:
        raise _broken("行数与文件所说的不同", "holds another number of rows than it says")


def _opened(content: bytes | memoryview, known: pq.ParquetFile | None = None) -> pq.ParquetFile:
    """Open a file; once it is known, so that what it says over and over is held once."""
    schema = known.schema_arrow if known is not None else pa.schema([])
    return pq.ParquetFile(
        pa.BufferReader(pa.py_buffer(content)),
        metadata=None if known is None else known.metadata,
        pre_buffer=False,  # which would hold all column chunks of a row group
        thrift_string_size_limit=_METADATA_BYTES,
        arrow_extensions_enabled=False,
        read_dictionary=[column.name for column in schema if _is_bytes(column.type)],
    )


def _is_bytes(kind: pa.DataType) -> bool:
    """Tell whether a column can be read as numbers of what it says."""
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _parts(batch: pa.RecordBatch) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Yield a batch in parts that can be written out, with the bytes that each then takes."""
    lengths = sum(_lengths(column) for column in batch.columns)
    sizes = np.cumsum(lengths + np.zeros(len(batch), np.int64))
    start = 0
    while start < len(batch):
        before = int(sizes[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(sizes, before + BATCH_BYTES, "right")))
        yield batch.slice(start, end - start), int(sizes[end - 1]) - before
        start = end


def _lengths(column: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the bytes that each value takes where it is written out."""
    if not pa.types.is_dictionary(column.type):
        return np.full(len(column), column.nbytes // max(len(column), 1), np.int64)
    each = pc.fill_null(pc.binary_length(column.dictionary.cast(pa.large_binary())), 0)
    return np.asarray(pc.fill_null(pc.take(each, column.indices), 0), np.int64)


def _rows_of(metadata: pq.FileMetaData) -> int:
    """Return how many rows of the widest row group make up a batch."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    widths = [group.total_byte_size / group.num_rows for group in groups if group.num_rows > 0]
    return max(1, int(BATCH_BYTES / max(widths, default=1))) if max(widths, default=1) > 0 else 1


def _geometry_column(schema: pa.Schema) -> tuple[str, System | None]:
    """Return the column with the geometries and what system it names, or refuse the file."""
    text = (schema.metadata or {}).get(b"geo")
    geo = json_or_refuse(text) if text is not None and len(text) <= _METADATA_BYTES else None
    described = geo if isinstance(geo, dict) else {}
    name, columns = described.get("primary_column"), described.get("columns")
    about = columns.get(name) if isinstance(columns, dict) and isinstance(name, str) else None
    if not isinstance(about, dict) or not str(described.get("version")).startswith("1."):
        raise RefusedError(
            "E_NOT_GEOPARQUET",
            "不是 GeoParquet 1",
            "not GeoParquet 1",
            ("请导出为 GeoParquet 1.0 或 1.1", "Export it as GeoParquet 1.0 or 1.1"),
        )
    _check_geometry_column(schema, str(name), about)
    if "crs" not in about:
        return str(name), None  # by the standard degrees on WGS-84, which nobody stated
    return str(name), UNDEFINED if about["crs"] is None else system_of(about["crs"])


def _check_geometry_column(schema: pa.Schema, name: str, about: dict[str, Any]) -> None:
    """Refuse geometries in another form."""
    found = schema.get_all_field_indices(name)
    kind = schema.field(found[0]).type if len(found) == 1 else None
    binary = kind is not None and (pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
    if about.get("encoding") != "WKB" or not binary or name in PLACE_FIELDS:
        raise RefusedError(
            "E_ENCODING",
            f"几何列 {quoted(name)} 不是 WKB",
            f"the geometry column {quoted(name)} is not WKB",
            ("请用 WKB 编码导出", "Export it with the encoding WKB"),
        )
    if about.get("edges", "planar") != "planar":
        raise RefusedError(
            "E_ENCODING",
            "边是球面上的弧",
            "its edges are arcs on a sphere",
            ("请改为平面的边（planar）", "Export it with planar edges"),
        )


def _check_columns(schema: pa.Schema) -> None:
    """Refuse a file in which a column of a layer is missing, stands twice or holds no texts."""
    wanted = [name for name in PLACE_FIELDS if name not in OMISSIBLE_PLACE_FIELDS]
    missing = [name for name in wanted if name not in schema.names]
    if missing:
        raise RefusedError(
            "E_COLUMNS",
            f"没有这些列：{'、'.join(missing)}",
            f"columns are missing: {', '.join(missing)}",
            columns_remedy(missing),
        )
    for name in PLACE_FIELDS:
        found = schema.get_all_field_indices(name)
        if not found and name in OMISSIBLE_PLACE_FIELDS:
            continue
        if len(found) != 1:
            said = (f"{name}：有两列", f"the column {name} stands twice")
            raise RefusedError("E_COLUMNS", *said, ("每列只留一个", "Keep one of each"))
        kind = schema.field(found[0]).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        empty = pa.types.is_null(kind) and name in OPTIONAL_PLACE_FIELDS
        views = pa.types.is_string_view(kind)
        if not (empty or views or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise RefusedError(
                "E_PROPERTY",
                f"{name} 不是文字列",
                f"the column {name} holds no texts",
                ("请存为文字", "Store it as text"),
            )


def _plain(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column if column.type == kind else column.cast(kind)


def _too_much() -> RefusedError:
    said = ("展开后过大", "unpacks to far more than its size")
    return RefusedError("E_TOO_LARGE", *said, EXPORT_AGAIN)


def _broken(chinese: str, english: str) -> RefusedError:
    return RefusedError("E_PARQUET", chinese, english, EXPORT_AGAIN)

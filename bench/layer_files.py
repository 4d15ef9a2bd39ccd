"""How do features reach the disk, one batch after the other?

GeoJSON has one feature a line, as a list or as a sequence. GeoParquet (version 1.1, https://geoparquet.org/releases/v1.1.0/)
is a folder of parts, shapes as WKB in WGS-84, longitude before latitude.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import shape

from bench.places import Feature
from geo.package.schema import PLACE_FIELDS

PART_ROWS: Final = 20_000
_HEAD: Final = '{"type":"FeatureCollection","features":[\n'


class LayerFile(Protocol):
    """A layer that is being written."""

    def add(self, features: Sequence[Feature]) -> None:
        """Write more features."""

    def close(self) -> None:
        """Write what is still held back, and the end."""


class GeoJsonFile:
    """A FeatureCollection, a feature a line."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("w", encoding="utf-8", newline="\n")
        self._stream.write(_HEAD)
        self._between = ""

    def add(self, features: Sequence[Feature]) -> None:
        """Write more features."""
        if features:
            lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
            self._stream.write(self._between + ",\n".join(lines))
            self._between = ",\n"

    def close(self) -> None:
        """Write the end."""
        self._stream.write("\n]}\n")
        self._stream.close()


class SequenceFile:
    """A feature a line and nothing around them, for layers beyond what GeoJSON is read to."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("w", encoding="utf-8", newline="\n")

    def add(self, features: Sequence[Feature]) -> None:
        """Write more features."""
        for feature in features:
            self._stream.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
            self._stream.write("\n")

    def close(self) -> None:
        """End the file."""
        self._stream.close()


class ParquetFolder:
    """A folder ``<layer>.parquet`` of parts with at most `PART_ROWS` features each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._held: list[Feature] = []
        self._parts = 0

    def add(self, features: Sequence[Feature]) -> None:
        """Hold features back until a part is full."""
        self._held.extend(features)
        while len(self._held) >= PART_ROWS:
            self._write(self._held[:PART_ROWS])
            del self._held[:PART_ROWS]

    def close(self) -> None:
        """Write the last part; a layer has one even if it is empty."""
        if self._held or not self._parts:
            self._write(self._held)
        self._held = []

    def _write(self, features: Sequence[Feature]) -> None:
        columns: dict[str, Any] = {
            name: pa.array([f["properties"].get(name) for f in features], pa.string())
            for name in PLACE_FIELDS
        }
        shapes = [shape(f["geometry"]) for f in features]
        columns["geometry"] = pa.array([shapely.to_wkb(s) for s in shapes], pa.binary())
        kinds = sorted({s.geom_type for s in shapes})
        column = {"encoding": "WKB", "geometry_types": kinds}  # without a CRS it is WGS-84
        about = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(about)})
        pq.write_table(table, self._folder / f"part-{self._parts}.parquet", compression="zstd")
        self._parts += 1

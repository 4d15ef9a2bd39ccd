"""What do the files for map programs hold: the places shown, as GeoJSON or as GeoParquet?

GeoJSON (RFC 7946) has the figures of a place inside it. GeoParquet 1.1
(https://geoparquet.org/releases/v1.1.0/) holds every place at any size, written batch by batch:
shapes as well-known binary in degrees WGS-84, longitude before latitude, a box beside each, so that
a reader fetches only what lies where it looks; the places come in the spatial order of
:mod:`geo.package.places.order`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from geo.datum import DATUM_NAMES, Datum
from geo.export.columns import Batch, batches, figures_by_place
from geo.export.tables import (
    FIGURE_OWN_COLUMNS,
    PLACE_COLUMNS,
    Export,
    PlainRow,
    about_rows,
    source_rows,
)

PARQUET: Final = "application/vnd.apache.parquet"
_SIDES: Final = {"xmin": "west", "ymin": "south", "xmax": "east", "ymax": "north"}
_FIGURE: Final = pa.struct(
    [(name, pa.float64() if name == "value" else pa.string()) for name in FIGURE_OWN_COLUMNS]
)
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in PLACE_COLUMNS),
        ("figures", pa.list_(_FIGURE)),
        ("geometry", pa.binary()),
        ("bbox", pa.struct([(side, pa.float64()) for side in _SIDES])),
    ]
)
_UNIQUE: Final = ("place_id", "name_zh", "name_en", "pinyin", "geometry")
"""Columns that a list of their different values makes no shorter."""
GEOJSON: Final = "application/geo+json"
_DECIMALS: Final = 8
"""A millimetre, so that no coordinate of a package is changed; offsets do not end by themselves."""
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def places_geojson(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return the places shown as GeoJSON, see :func:`geojson_parts`."""
    return b"".join(geojson_parts(export, datum))


def geojson_parts(export: Export, datum: Datum = "wgs84") -> Iterator[bytes]:
    """Yield the places shown as GeoJSON, longitude before latitude in degrees of `datum`.

    What holds for the whole file stands beside ``features`` as foreign members. RFC 7946 means
    WGS-84; the member ``datum`` says what the coordinates are.
    """
    package = export.package
    collection = {
        "type": "FeatureCollection",
        "title": package.title.as_dict(),
        "package": package.package_id,
        "package_version": package.version,
        "package_sha256": package.content_hash,
        "filter": export.query,
        "datum": DATUM_NAMES[datum],
        "licences": [each.whole for each in package.licences],
        "about": about_rows(export, datum),
        "sources": source_rows(package),
    }
    yield f'{_json(collection)[:-1]},"features":['.encode()
    figures = figures_by_place(export)
    between = ""
    for batch in batches(export, datum):
        yield (between + ",".join(_features(batch, figures))).encode()
        between = ","
    yield b"]}"


def _features(batch: Batch, figures: Mapping[str, Sequence[PlainRow]]) -> Iterator[str]:
    """Yield places as features; their shapes are written by GEOS, all at once."""
    rounded = shapely.transform(batch.shapes, lambda found: np.round(found, _DECIMALS))
    for row, shape in zip(batch.rows(), shapely.to_geojson(rounded), strict=True):
        facts: dict[str, Any] = dict(zip(PLACE_COLUMNS, row, strict=True))
        place_id = facts["place_id"]
        facts["figures"] = [_whole(figure) for figure in figures.get(place_id, ())]
        yield (
            f'{{"type":"Feature","id":{_json(place_id)},"properties":{_json(facts)}'
            f',"geometry":{shape}}}'
        )


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a whole value written without a fraction, as its source writes it."""
    value = row["value"]
    return row | {"value": int(value) if value.is_integer() else value}


def places_parquet(export: Export) -> bytes:
    """Return the places shown as GeoParquet, see :func:`parquet_parts`."""
    return b"".join(parquet_parts(export))


def parquet_parts(export: Export) -> Iterator[bytes]:
    """Yield the places shown as GeoParquet, each with its figures that are shown.

    Data, licences, sources and filter stand in the file's own metadata, under ``onemap``.
    """
    sink = _Sink()
    figures = figures_by_place(export)
    types: set[str] = set()
    listed = [name for name in SCHEMA.names if name not in _UNIQUE]
    with pq.ParquetWriter(sink, SCHEMA, compression="zstd", use_dictionary=listed) as writer:
        for batch in batches(export):
            types |= _types(batch)
            writer.write_table(_table(batch, figures))
            yield sink.taken()
        bounds = _bounds(export)
        metadata = {"geo": _geo(types, bounds), "onemap": _about(export)}
        writer.add_key_value_metadata(
            {name: json.dumps(said, ensure_ascii=False) for name, said in metadata.items()}
        )
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what is written, and gives it away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        piece = bytes(content)
        self._pieces.append(piece)
        self._written += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._written

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _table(batch: Batch, figures: Mapping[str, Sequence[PlainRow]]) -> pa.Table:
    columns = {name: batch.facts.column(name) for name in PLACE_COLUMNS}
    ids = columns["place_id"].to_pylist()
    columns["figures"] = pa.array([figures.get(found, ()) for found in ids], pa.list_(_FIGURE))
    columns["geometry"] = pa.array(shapely.to_wkb(batch.shapes, flavor="iso"), pa.binary())
    sides = [batch.box.column(of).combine_chunks() for of in _SIDES.values()]
    columns["bbox"] = pa.StructArray.from_arrays(sides, names=list(_SIDES))
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _types(batch: Batch) -> set[str]:
    _, first = np.unique(shapely.get_type_id(batch.shapes), return_index=True)
    return {shape.geom_type for shape in batch.shapes[first]}


def _bounds(export: Export) -> list[float]:
    """Return the box around the places shown; empty where there is none."""
    rows = export.shown.places.rows
    if not len(rows):
        return []
    table = export.package.place.table
    west, south, east, north = (
        table.column(side).to_numpy()[rows] for side in ("west", "south", "east", "north")
    )
    return [float(west.min()), float(south.min()), float(east.max()), float(north.max())]


def _geo(types: set[str], bounds: list[float]) -> dict[str, Any]:
    """Return what the specification wants to be said of the shapes."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "crs": CRS("OGC:CRS84").to_json_dict(),
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if bounds:
        column["bbox"] = bounds
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _about(export: Export) -> dict[str, Any]:
    """Return what holds for the whole file, as beside the features of a GeoJSON file."""
    package = export.package
    return {
        "title": package.title.as_dict(),
        "package": package.package_id,
        "package_version": package.version,
        "package_sha256": package.content_hash,
        "filter": export.query,
        "licences": [each.whole for each in package.licences],
        "about": about_rows(export, "wgs84"),
        "sources": source_rows(package),
    }

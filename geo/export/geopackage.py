"""What does a file for a desktop GIS hold? A GeoPackage of places, figures, sources, about.

Written with :mod:`sqlite3` by the standard (https://www.geopackage.org/spec131/), in memory: GDAL
can write only one layer there, and puts the time into the file. The same data give the same bytes.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.datum import DATUM_NAMES, Datum, crs_of
from geo.export.columns import batches, on_datum
from geo.export.geopackage_schema import SCHEMA, add_index
from geo.export.tables import (
    ABOUT_COLUMNS,
    FIGURE_COLUMNS,
    PLACE_COLUMNS,
    SOURCE_COLUMNS,
    Export,
    Row,
    about_rows,
    doubles,
    figure_rows,
    source_rows,
    values,
)

Shapes = NDArray[np.object_]
Batched = tuple[Sequence[Sequence[Any]], Shapes]
"""Rows of a table and their shapes."""
GEOPACKAGE: Final = "application/geopackage+sqlite3"
_OWN_SRS: Final = 100_001
"""Id inside the file of a datum that has no EPSG code."""
_WRITTEN: Final = "2000-01-01T00:00:00.000Z"
"""Stands for the time of writing: the same data always give the same bytes."""
_UNDEFINED: Final = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
)
"""Systems that every GeoPackage has to name."""


_KINDS: Final = {
    0: "POINT",
    1: "LINESTRING",
    3: "POLYGON",
    4: "POINT",
    5: "LINESTRING",
    6: "POLYGON",
}
"""By shapely's type ids."""
_MAKERS: Final[Mapping[str, Callable[..., Any]]] = {
    "MULTIPOINT": shapely.multipoints,
    "MULTILINESTRING": shapely.multilinestrings,
    "MULTIPOLYGON": shapely.multipolygons,
}


def geopackage(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return what is shown as a GeoPackage, longitude before latitude in degrees of `datum`.

    ``places`` and ``figures`` are layers (a figure has the geometry of its places), ``sources`` and
    ``about`` are tables.
    """
    about = about_rows(export, datum)
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        srs_id = _add_reference_systems(database, datum)
        for name, columns, batch in (
            ("places", PLACE_COLUMNS, _place_batches(export, datum)),
            ("figures", FIGURE_COLUMNS, _figure_batches(export, datum)),
        ):
            _add_layer(database, name, columns, batch, srs_id=srs_id, datum=datum)
        _add_table(database, "sources", SOURCE_COLUMNS, source_rows(export.package))
        _add_table(database, "about", ABOUT_COLUMNS, about)
        database.commit()
        return database.serialize()


def _place_batches(export: Export, datum: Datum) -> Iterator[Batched]:
    return ((batch.rows(), batch.shapes) for batch in batches(export, datum))


def _figure_batches(export: Export, datum: Datum) -> Iterator[Batched]:
    rows = values(map(doubles, figure_rows(export)), FIGURE_COLUMNS)
    package = export.package
    of = [[place.geometry for place in package.places_of(f)] for f in export.shown.figures]
    shapes = np.array([one[0] if len(one) == 1 else shapely.union_all(one) for one in of], object)
    yield rows, on_datum(shapes, datum)


def _add_reference_systems(database: sqlite3.Connection, datum: Datum) -> int:
    """Name the systems that the standard asks for, and that of `datum`; return the id of this."""
    named: list[tuple[Any, ...]] = [*_UNDEFINED]
    for found in dict.fromkeys(("wgs84", datum)):
        crs = crs_of(found)
        epsg = crs.to_epsg()
        srs_id = epsg or _OWN_SRS
        owner = "EPSG" if epsg else "NONE"
        named.append((crs.name, srs_id, owner, srs_id, crs.to_wkt("WKT1_GDAL"), None))
    database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", named)
    return srs_id


def _add_layer(
    database: sqlite3.Connection,
    name: str,
    columns: Sequence[str],
    batched: Iterable[Batched],
    *,
    srs_id: int,
    datum: Datum,
) -> None:
    """Add a table with geometry and its index."""
    held = list(batched)
    kind = _kind_of([shapes for _, shapes in held])
    boxes = np.concatenate([np.empty((0, 4)), *(shapely.bounds(shapes) for _, shapes in held)])
    whole = [*boxes[:, :2].min(0), *boxes[:, 2:].max(0)] if len(boxes) else [None] * 4
    contents = (name, "features", f"{name} ({DATUM_NAMES[datum]})", "", _WRITTEN, *whole, srs_id)
    database.execute("INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)", contents)
    described = (name, "geom", kind, srs_id, 0, 0)
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", described)
    _create(database, name, [f"geom {kind}", *_typed(columns)])
    for rows, shapes in held:
        blobs = _blobs(_alike(shapes, kind), srs_id)
        _fill(database, name, ((blob, *row) for blob, row in zip(blobs, rows, strict=True)))
    sides = boxes[:, [0, 2, 1, 3]].tolist()
    add_index(database, name, ((fid, *box) for fid, box in enumerate(sides, start=1)))


def _add_table(
    database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Add a table without geometry."""
    contents = (name, "attributes", name, "", _WRITTEN)
    fields = "table_name, data_type, identifier, description, last_change"
    database.execute(f"INSERT INTO gpkg_contents ({fields}) VALUES (?,?,?,?,?)", contents)  # noqa: S608
    _create(database, name, _typed(columns))
    _fill(database, name, values(rows, columns))


def _typed(columns: Sequence[str]) -> list[str]:
    return [f"{column} {'REAL' if column == 'value' else 'TEXT'}" for column in columns]


def _create(database: sqlite3.Connection, name: str, typed: Sequence[str]) -> None:
    """Create a table; its names are words of ours."""
    key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    database.execute(f"CREATE TABLE {name} ({', '.join([key, *typed])})")


def _fill(database: sqlite3.Connection, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table; whatever is not a name of ours goes as a value."""
    every = iter(rows)
    first = next(every, None)
    if first is not None:
        marks = ",".join("?" * len(first))
        added = f"INSERT INTO {name} VALUES (NULL,{marks})"  # noqa: S608
        database.executemany(added, chain([first], every))


def _kind_of(found: Sequence[Shapes]) -> str:
    """Return the type that fits all shapes: one for several parts where all are of a kind."""
    types = {int(each) for shapes in found for each in np.unique(shapely.get_type_id(shapes))}
    kinds = {_KINDS.get(each, "") for each in types}
    return f"MULTI{kinds.pop()}" if len(kinds) == 1 and "" not in kinds else "GEOMETRY"


def _alike(shapes: Shapes, kind: str) -> Shapes:
    """Return shapes as they go into a column of a kind: single ones as collections of one."""
    maker = _MAKERS.get(kind)
    if maker is None:
        return shapes
    parts, owner = shapely.get_parts(shapes, return_index=True)
    return np.asarray(maker(parts, indices=owner))


def _blobs(shapes: Shapes, srs_id: int) -> Iterator[bytes]:
    """Yield shapes as GeoPackage binary: header, bounds, well-known binary, little-endian."""
    with_bounds = 0b00000011
    binary = shapely.to_wkb(shapes, byte_order=1, flavor="iso")
    boxes = shapely.bounds(shapes)[:, [0, 2, 1, 3]].tolist()
    for box, found in zip(boxes, binary, strict=True):
        yield struct.pack("<2sBBi4d", b"GP", 0, with_bounds, srs_id, *box) + found

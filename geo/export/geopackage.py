"""What does a file for a desktop GIS hold? A GeoPackage of places, figures, sources, about.

Written with :mod:`sqlite3` by the standard (https://www.geopackage.org/spec131/), in memory: GDAL
can write only one layer there, and puts the time into the file. The same data give the same bytes.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final

import shapely

from geo.datum import DATUM_NAMES, Datum, crs_of
from geo.export.tables import (
    ABOUT_COLUMNS,
    FIGURE_COLUMNS,
    PLACE_COLUMNS,
    SOURCE_COLUMNS,
    Export,
    Row,
    about_rows,
    figure_rows,
    geometries,
    place_facts,
    source_rows,
    values,
)

GEOPACKAGE: Final = "application/geopackage+sqlite3"
_OWN_SRS: Final = 100_001
"""Id inside the file of a datum that has no EPSG code."""
_WRITTEN: Final = "2000-01-01T00:00:00.000Z"
"""Stands for the time of writing: the same data always give the same bytes."""
_SCHEMA: Final = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10301;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""
_UNDEFINED: Final = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
)
"""Systems that every GeoPackage has to name."""


def geopackage(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return what is shown as a GeoPackage, longitude before latitude in degrees of `datum`.

    ``places`` and ``figures`` are layers (a figure has the geometry of its place), ``sources`` and
    ``about`` are tables.
    """
    geometry = geometries(export, datum)
    places = [place_facts(place) for place in export.shown.places]
    about = about_rows(export, datum)
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_SCHEMA)
        srs_id = _add_reference_systems(database, datum)
        for name, columns, rows in (
            ("places", PLACE_COLUMNS, places),
            ("figures", FIGURE_COLUMNS, figure_rows(export)),
        ):
            drawn = [geometry[row["place_id"]] for row in rows]
            _add_layer(
                database, name, columns, rows, drawn, srs_id=srs_id, datum_name=DATUM_NAMES[datum]
            )
        _add_table(database, "sources", SOURCE_COLUMNS, source_rows(export.package))
        _add_table(database, "about", ABOUT_COLUMNS, about)
        database.commit()
        return database.serialize()


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
    rows: Sequence[Row],
    drawn: Sequence[Any],
    *,
    srs_id: int,
    datum_name: str,
) -> None:
    """Add a table with geometry, single shapes as collections of one where all are of a kind."""
    kind, shapes = _alike(drawn)
    bounds = shapely.total_bounds(shapes).tolist() if shapes else [None] * 4
    contents = (name, "features", f"{name} ({datum_name})", "", _WRITTEN, *bounds, srs_id)
    database.execute("INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)", contents)
    described = (name, "geom", kind, srs_id, 0, 0)
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", described)
    blobs = [_blob(shape, srs_id) for shape in shapes]
    _fill(database, name, columns, rows, blobs, kind)


def _add_table(
    database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Add a table without geometry."""
    contents = (name, "attributes", name, "", _WRITTEN)
    fields = "table_name, data_type, identifier, description, last_change"
    database.execute(f"INSERT INTO gpkg_contents ({fields}) VALUES (?,?,?,?,?)", contents)  # noqa: S608
    _fill(database, name, columns, rows)


def _fill(
    database: sqlite3.Connection,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    blobs: Sequence[bytes] | None = None,
    kind: str = "",
) -> None:
    """Create a table and fill it. Its names are words of ours, everything else goes as values."""
    typed = [f"{column} {'REAL' if column == 'value' else 'TEXT'}" for column in columns]
    cells: list[list[Any]] = [*values(rows, columns)]
    if blobs is not None:
        typed = [f"geom {kind}", *typed]
        cells = [[blob, *row] for blob, row in zip(blobs, cells, strict=True)]
    key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    database.execute(f"CREATE TABLE {name} ({', '.join([key, *typed])})")
    marks = ",".join("?" * len(typed))
    database.executemany(f"INSERT INTO {name} VALUES (NULL,{marks})", cells)  # noqa: S608


def _alike(shapes: Sequence[Any]) -> tuple[str, list[Any]]:
    """Return the type that fits all shapes, and the shapes as that type."""
    kinds = {shape.geom_type.removeprefix("Multi") for shape in shapes}
    makers = {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }
    if len(kinds) != 1 or not kinds <= makers.keys():
        return "GEOMETRY", list(shapes)
    (kind,) = kinds
    return f"MULTI{kind.upper()}", [makers[kind](shapely.get_parts(shape)) for shape in shapes]


def _blob(shape: Any, srs_id: int) -> bytes:
    """Return a geometry as GeoPackage binary: header, bounds, well-known binary, little-endian."""
    west, south, east, north = shape.bounds
    with_bounds = 0b00000011
    header = struct.pack("<2sBBi4d", b"GP", 0, with_bounds, srs_id, west, east, south, north)
    return header + bytes(shapely.to_wkb(shape, byte_order=1, flavor="iso"))

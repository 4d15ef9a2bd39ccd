"""What does a file for a desktop GIS hold? One layer of places with its style, and plain tables.

GDAL writes the layer, through pyogrio and in memory, with a fixed day for the time of writing; the
tables of figures, sources and notes are added to its bytes. The same data give the same bytes.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.datum import DATUM_NAMES, Datum, crs_of
from geo.export.columns import batches
from geo.export.geopackage_style import style_row
from geo.export.tables import (
    ABOUT_COLUMNS,
    FIGURE_COLUMNS,
    PLACE_COLUMNS,
    SOURCE_COLUMNS,
    Export,
    about_rows,
    doubles,
    figure_rows,
    source_rows,
    values,
)
from geo.package.package import Package

GEOPACKAGE: Final = "application/geopackage+sqlite3"
_WRITTEN: Final = "2000-01-01T00:00:00.000Z"
"""Stands for the time of writing."""
_KINDS: Final = {
    **dict.fromkeys((0, 4), "Point"),
    **dict.fromkeys((1, 5), "LineString"),
    **dict.fromkeys((3, 6), "Polygon"),
}
"""By shapely's type ids."""
_STYLES: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME)
"""
"""The table in which QGIS looks for styles."""
pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _WRITTEN})


def geopackage(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return what is shown as a GeoPackage, longitude before latitude in degrees of `datum`.

    ``places`` is a layer, one shape a place. ``figures``, ``sources`` and ``about`` are tables; a
    figure names its place, so that no shape stands there twice.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_places(export, datum))
        for name, columns, rows in (
            ("figures", FIGURE_COLUMNS, map(doubles, figure_rows(export))),
            ("sources", SOURCE_COLUMNS, source_rows(export.package)),
            ("about", ABOUT_COLUMNS, about_rows(export, datum)),
        ):
            _add_table(database, name, columns, values(rows, columns))
        _add_style(database, export.package)
        database.commit()
        return database.serialize()


def _add_style(database: sqlite3.Connection, package: Package) -> None:
    """Say how the places are drawn, where QGIS looks for it."""
    asked = "SELECT geometry_type_name FROM gpkg_geometry_columns"
    (kind,) = database.execute(asked).fetchone()
    database.execute(_STYLES)
    row = ("", "", "places", "geom", *style_row(package, kind), 1, "", "", None, _WRITTEN)
    database.execute("INSERT INTO layer_styles VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?)", row)
    _register(database, "layer_styles")


def _places(export: Export, datum: Datum) -> bytes:
    """Return a GeoPackage with the layer of places alone."""
    held = list(batches(export, datum))
    shapes = np.concatenate([np.empty(0, object), *(batch.shapes for batch in held)])
    facts = [row for batch in held for row in batch.rows()]
    stream = io.BytesIO()
    pyogrio.raw.write(
        stream,
        shapely.to_wkb(shapes, flavor="iso") if len(shapes) else np.empty(0, object),
        [np.array(column, object) for column in _turned(facts, len(PLACE_COLUMNS))],
        np.array(PLACE_COLUMNS, object),
        layer="places",
        driver="GPKG",
        geometry_type=_kind_of(shapes),
        promote_to_multi=_kind_of(shapes).startswith("Multi"),
        crs=_stated(datum),
        dataset_options={"ADD_GPKG_OGR_CONTENTS": "NO", "VERSION": "1.3"},
        layer_options={"IDENTIFIER": f"places ({DATUM_NAMES[datum]})"},
    )
    return stream.getvalue()


def _turned(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[at] for row in rows] for at in range(width)]


def _stated(datum: Datum) -> str:
    """Return a system by its code, or in full where it has none."""
    crs = crs_of(datum)
    epsg = crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else str(crs.to_wkt("WKT1_GDAL"))


def _kind_of(shapes: NDArray[np.object_]) -> str:
    """Return the type that fits all shapes: one for several parts where all are of a kind."""
    kinds = {_KINDS.get(int(each), "") for each in np.unique(shapely.get_type_id(shapes))}
    return f"Multi{kinds.pop()}" if len(kinds) == 1 and "" not in kinds else "Unknown"


def _add_table(
    database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add a table without geometry; its names are words of ours."""
    typed = [f"{column} {'REAL' if column == 'value' else 'TEXT'}" for column in columns]
    key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    database.execute(f"CREATE TABLE {name} ({', '.join([key, *typed])})")
    marks = ",".join("?" * len(columns))
    database.executemany(f"INSERT INTO {name} VALUES (NULL,{marks})", rows)  # noqa: S608
    _register(database, name)


def _register(database: sqlite3.Connection, name: str) -> None:
    fields = "table_name, data_type, identifier, description, last_change, srs_id"
    contents = (name, "attributes", name, "", _WRITTEN, 0)
    database.execute(f"INSERT INTO gpkg_contents ({fields}) VALUES (?,?,?,?,?,?)", contents)  # noqa: S608

"""What does a file for a desktop GIS hold? One layer of places with its style, and plain tables.

GDAL writes the layer, through pyogrio and in memory, with a fixed day for the time of writing; the
tables of figures, sources and notes are added to its bytes. The same data give the same bytes.

Places are drawn in the colours of their workstreams, soft, with their names: as SLD, the open
standard, and as QML, which QGIS reads first. Both are built as elements, so that names of the data
are values in them and never markup.
"""

from __future__ import annotations

import io
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.datum import DATUM_NAMES, Datum, crs_of
from geo.export.columns import batches
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
from geo.language.bilingual import Bilingual
from geo.look import INK, NEUTRAL_COLOUR
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
_SLD: Final = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "version": "1.0.0",
}
_OPACITY: Final = 0.3
"""Areas lie over each other: each lets those below be seen."""


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
    row = ("", "", "places", "geom", *_style_row(package, kind), 1, "", "", None, _WRITTEN)
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
        [np.array([row[at] for row in facts], object) for at in range(len(PLACE_COLUMNS))],
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


def _style_row(package: Package, kind: str) -> tuple[str, str, str]:
    """Return name, QML and SLD of the style of a layer of places.

    Parameters
    ----------
    kind : str
        Type of its geometry as GeoPackage names it; of a mixed one, areas are drawn.
    """
    form = next((f for f in ("point", "line") if f in kind.lower()), "fill")
    return "onemap", _text(_qml(package, form)), _text(_sld(package, form))


def _looks(package: Package) -> Iterator[tuple[str, Bilingual, str]]:
    """Yield value, name and colour of each kind of place; what has no workstream comes last."""
    for workstream in package.workstreams.values():
        yield workstream.workstream_id, workstream.name, workstream.colour
    yield "", package.title, NEUTRAL_COLOUR


def _text(root: ET.Element) -> str:
    return ET.tostring(root, "unicode")


def _qml(package: Package, form: str) -> ET.Element:
    root = ET.Element("qgis", {"version": "3.22", "styleCategories": "Symbology|Labeling"})
    root.set("labelsEnabled", "1")
    renderer = ET.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="workstream")
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for at, (value, name, colour) in enumerate(_looks(package)):
        said = {"value": value, "symbol": str(at), "label": f"{name.zh} / {name.en}"}
        ET.SubElement(categories, "category", {**said, "render": "true"})
        _qml_symbol(symbols, str(at), form, colour, hollow=not value)
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings")
    style = {"fieldName": "name_zh", "fontSize": "9", "textColor": _rgba(INK)}
    ET.SubElement(settings, "text-style", style)
    return root


def _qml_symbol(parent: ET.Element, name: str, form: str, colour: str, *, hollow: bool) -> None:
    kinds = {"fill": "SimpleFill", "line": "SimpleLine", "point": "SimpleMarker"}
    kind = "marker" if form == "point" else form
    symbol = ET.SubElement(parent, "symbol", type=kind, name=name, alpha="1")
    layer = ET.SubElement(symbol, "layer", {"class": kinds[form], "enabled": "1"})
    filled = 0 if hollow else round(255 * _OPACITY) if form == "fill" else 255
    options = {
        "fill": {"color": _rgba(colour, filled), "outline_color": _rgba(colour, 160)},
        "line": {"line_color": _rgba(colour), "line_width": "0.8"},
        "point": {"color": _rgba(colour), "outline_color": "255,255,255,255", "size": "3"},
    }
    held = ET.SubElement(layer, "Option", type="Map")
    for option, value in options[form].items():
        ET.SubElement(held, "Option", type="QString", name=option, value=value)


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"


def _sld(package: Package, form: str) -> ET.Element:
    root = ET.Element("StyledLayerDescriptor", _SLD)
    layer = ET.SubElement(root, "NamedLayer")
    ET.SubElement(layer, "Name").text = "places"
    style = ET.SubElement(ET.SubElement(layer, "UserStyle"), "FeatureTypeStyle")
    for value, name, colour in _looks(package):
        rule = ET.SubElement(style, "Rule")
        ET.SubElement(rule, "Name").text = f"{name.zh} / {name.en}"
        _filter(ET.SubElement(rule, "ogc:Filter"), value)
        _sld_symbol(rule, form, colour, hollow=not value)
    label = ET.SubElement(ET.SubElement(style, "Rule"), "TextSymbolizer")
    ET.SubElement(ET.SubElement(label, "Label"), "ogc:PropertyName").text = "name_zh"
    return root


def _filter(parent: ET.Element, value: str) -> None:
    test = ET.SubElement(parent, "ogc:PropertyIsEqualTo" if value else "ogc:PropertyIsNull")
    ET.SubElement(test, "ogc:PropertyName").text = "workstream"
    if value:
        ET.SubElement(test, "ogc:Literal").text = value


def _sld_symbol(rule: ET.Element, form: str, colour: str, *, hollow: bool) -> None:
    if form == "point":
        point = ET.SubElement(ET.SubElement(rule, "PointSymbolizer"), "Graphic")
        mark = ET.SubElement(point, "Mark")
        ET.SubElement(mark, "WellKnownName").text = "circle"
        _parameters(ET.SubElement(mark, "Fill"), {"fill": colour})
        ET.SubElement(point, "Size").text = "8"
        return
    area = ET.SubElement(rule, "LineSymbolizer" if form == "line" else "PolygonSymbolizer")
    if form == "fill" and not hollow:
        _parameters(ET.SubElement(area, "Fill"), {"fill": colour, "fill-opacity": str(_OPACITY)})
    _parameters(ET.SubElement(area, "Stroke"), {"stroke": colour, "stroke-width": "1"})


def _parameters(parent: ET.Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, "CssParameter", name=name).text = value

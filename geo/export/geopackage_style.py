"""How does a GIS draw the places? In the colours of their workstreams, soft, with their names.

As SLD, the open standard, and as QML, which is what QGIS reads first. Built as elements, so that
names of the data are values in them and never markup.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

from geo.language.bilingual import Bilingual
from geo.look import INK, NEUTRAL_COLOUR
from geo.package.package import Package

_SLD: Final = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "version": "1.0.0",
}
_OPACITY: Final = 0.3
"""Areas lie over each other: each lets those below be seen."""


def style_row(package: Package, kind: str) -> tuple[str, str, str]:
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

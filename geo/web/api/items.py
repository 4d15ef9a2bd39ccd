"""What does the OGC API - Features service offer? Its collections, and their features page by page.

OGC API - Features - Part 1: Core (OGC 17-069r4). A collection is one layer of one package; its
features are all of it, those in a box, those of a filter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely

from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.package.places.places import Flags, PlaceRows
from geo.records import Layer, Place
from geo.store.states import Opened
from geo.view.selection import select
from geo.view.views import View
from geo.web.api.call import (
    Call,
    NotFoundError,
    asked_page,
    named_collection,
    neighbours,
    own_link,
    self_link,
)
from geo.web.api.definition import COLLECTION, ITEM, ITEMS, served_at
from geo.web.api.features import place_feature
from geo.web.api.paging import bounding_box, check_time
from geo.web.api.records import HTML, collection_id, link, state_record

_PART: Final = 20_000
"""Shapes that are looked at together."""
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "oas30", "geojson")
)


def landing(call: Call) -> dict[str, Any]:
    """Return what there is, as links."""
    lang = call.lang
    stated = (
        ("service-desc", "/openapi.json", text("api.link.definition", lang)),
        ("conformance", "/conformance", text("api.link.conformance", lang)),
        ("data", "/collections", text("api.link.collections", lang)),
        ("related", "/packages", text("api.link.packages", lang)),
        ("related", "/places", text("api.link.places", lang)),
        ("related", "/figures", text("api.link.figures", lang)),
        ("related", "/sources", text("api.link.sources", lang)),
    )
    return {
        "title": text("app.title", lang),
        "description": text("app.description", lang),
        "links": [
            self_link(call, "/"),
            *(own_link(call, rel, path, path, title) for rel, path, title in stated),
            link("alternate", call.base, HTML, text("api.link.map", lang)),
        ],
    }


def conformance(_: Call) -> dict[str, Any]:
    """Return the conformance classes that are kept to."""
    return {"conformsTo": list(CONFORMANCE)}


def described(call: Call) -> dict[str, Any]:
    """Return the definition of the interface, with the addresses at which it is served."""
    return served_at(call.base)


def collections(call: Call) -> dict[str, Any]:
    """Return the layers of every package."""
    found = [
        _collection(call, package, layer)
        for package in call.packages()
        for layer in package.layers.values()
    ]
    return {"links": [self_link(call, "/collections")], "collections": found}


def collection(call: Call) -> dict[str, Any]:
    """Return one layer, the same as in the list of all (``/req/core/sfc-md-success``)."""
    found, layer = named_collection(call)
    return _collection(call, found.package, layer)


def _collection(call: Call, package: Package, layer: Layer) -> dict[str, Any]:
    lang = call.lang
    own_id = collection_id(package, layer.layer_id)
    own = f"/collections/{own_id}"
    title = f"{package.title.get(lang)} · {layer.name.get(lang)}"
    makers = dict.fromkeys(
        source.publisher.get(lang)
        for source in package.sources.values()
        if source.kind == "geography"
    )
    return {
        "id": own_id,
        "title": title,
        "description": package.description.get(lang),
        "attribution": "; ".join(makers),
        "license": "; ".join(each.get(lang) for each in package.licences),
        "itemType": "feature",
        **_extent(package, layer),
        "crs": [CRS84],
        "package": state_record(package),
        "layer": layer.layer_id,
        "links": [
            own_link(call, "self", own, COLLECTION, text("api.link.self", lang)),
            own_link(call, "items", f"{own}/items", ITEMS, title),
        ],
    }


def _extent(package: Package, layer: Layer) -> dict[str, Any]:
    """Return the box around a layer, degrees WGS-84; a layer without places has none."""
    box = package.place.bounds(layer.layer_id)
    return {"extent": {"spatial": {"bbox": [box], "crs": CRS84}}} if box else {}


def items(call: Call) -> dict[str, Any]:
    """Return one page of a collection.

    No ``timeStamp`` is stated: the standard leaves it out or wants the time of the answer
    (``/req/core/fc-timeStamp``), and then no two answers would have the same ETag. The header
    ``Date`` says it.
    """
    opened, layer = named_collection(call)
    package, found = opened.package, _wanted(call, opened, layer)
    asked = asked_page(call, ITEMS)
    page = asked.of(found)
    return {
        "type": "FeatureCollection",
        "numberMatched": len(found),
        "numberReturned": len(page),
        "features": [_feature(call, package, place) for place in page],
        "links": [
            self_link(call, ITEMS),
            *neighbours(call, ITEMS, asked, len(found)),
            own_link(
                call,
                "collection",
                f"/collections/{collection_id(package, layer.layer_id)}",
                COLLECTION,
                layer.name.get(call.lang),
            ),
        ],
    }


def item(call: Call) -> dict[str, Any]:
    """Return one feature; a former id leads to the present one.

    Raises
    ------
    NotFoundError
        If the collection has no such feature.
    """
    opened, layer = named_collection(call)
    package = opened.package
    named = call.named["featureId"]
    place = package.place.get(package.aliases.get(named, named))
    if place is None or place.layer != layer.layer_id:
        raise NotFoundError(Bilingual("要素", "feature"), named)
    own = f"/collections/{collection_id(package, layer.layer_id)}"
    feature = _feature(call, package, place)
    name, lang = place.name.get(call.lang), call.lang
    links = [
        self_link(call, ITEM),
        own_link(call, "collection", own, COLLECTION, layer.name.get(lang)),
        link("alternate", feature["properties"]["page"], HTML, name),
    ]
    return feature | {"links": links}


def _wanted(call: Call, opened: Opened, layer: Layer) -> PlaceRows:
    """Return the places of a layer that filter and box let through."""
    view = replace(opened.view, layers=(layer.layer_id,))
    found = select(opened.package, view).places
    if "datetime" in call.query:
        check_time(call.query["datetime"])
    if "bbox" not in call.query:
        return found
    return within(found, bounding_box(call.query["bbox"]))


def _feature(call: Call, package: Package, place: Place) -> dict[str, Any]:
    page = call.page(package, View(package.package_id, place=place.place_id))
    return place_feature(package, place, page)


def within(found: PlaceRows, area: Any) -> PlaceRows:
    """Return the places whose shapes meet `area`.

    Parameters
    ----------
    area : shapely geometry
        One box or several, degrees WGS-84, longitude before latitude.
    """
    flags = np.zeros(len(found), dtype=bool)
    for box in shapely.get_parts(area):
        flags |= _meet(found, box)
    return PlaceRows(found.of, found.rows[flags])


def _meet(found: PlaceRows, area: Any) -> Flags:
    table = found.of.table
    west, south, east, north = (
        table.column(side).to_numpy()[found.rows] for side in ("west", "south", "east", "north")
    )
    left, low, right, high = area.bounds
    near = (west <= right) & (east >= left) & (south <= high) & (north >= low)
    inside = (west >= left) & (east <= right) & (south >= low) & (north <= high)
    # What crosses the rim may still pass by: only its shape can tell.
    rim = np.flatnonzero(near & ~inside)
    for start in range(0, len(rim), _PART):
        part = rim[start : start + _PART]
        near[part] = shapely.intersects(area, found.of.geometries(found.rows[part]))
    return np.asarray(near)

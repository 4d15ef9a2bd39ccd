"""What does the OGC API - Features service offer? Landing page, conformance, collections.

OGC API - Features - Part 1: Core (OGC 17-069r4). A collection is one layer of one package.
"""

from __future__ import annotations

from typing import Any, Final

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Layer
from geo.web.api.call import Call, named_collection
from geo.web.api.definition import COLLECTION, ITEMS, served_at
from geo.web.api.links import HTML, link, own_link, self_link
from geo.web.api.records import collection_id, state_record

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
        "license": "; ".join(package.licences),
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

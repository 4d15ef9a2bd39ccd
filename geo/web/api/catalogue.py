"""Which packages, places, figures and sources does a link show, as records?"""

from __future__ import annotations

from typing import Any

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.views import View
from geo.web.answers import BadRequestError
from geo.web.api.call import NOTHING, Call
from geo.web.api.items import ITEM
from geo.web.api.links import HTML, link, own_link, self_link
from geo.web.api.ogc import COLLECTION, collection_id
from geo.web.api.records import (
    Links,
    figure_record,
    package_parts,
    package_record,
    place_record,
    source_record,
    state_record,
)


def packages(call: Call) -> dict[str, Any]:
    """Return all packages that can be used, in short."""
    found = [package_record(package, _package_links(call, package)) for package in call.packages()]
    return {"packages": found, "links": _self(call, "/packages")}


def package(call: Call) -> dict[str, Any]:
    """Return the package that the path names."""
    found = call.package(call.named["packageId"])
    layers = [
        {
            "id": layer.layer_id,
            "name": layer.name.as_dict(),
            "collection": collection_id(found, layer.layer_id),
        }
        for layer in found.layers.values()
    ]
    short = package_record(found, _package_links(call, found))
    return {"package": short, "layers": layers, **package_parts(found)}


def places(call: Call) -> dict[str, Any]:
    """Return the places that a link shows."""
    found = call.asked_package()
    shown = call.shown(found).places
    return {
        "package": state_record(found),
        "count": len(shown),
        "places": [place_record(found, place, _place_links(call, found, place)) for place in shown],
        "links": _self(call, "/places"),
    }


def place(call: Call) -> dict[str, Any]:
    """Return the place that the path names, by its present or a former id.

    Raises
    ------
    BadRequestError
        If there is none (404).
    """
    package, named = call.asked_package(), call.named["placeId"]
    found = package.place.get(package.aliases.get(named, named))
    if found is None:
        raise BadRequestError(NOTHING, status=404)
    figures = package.figures_of[found.place_id]
    return {
        "package": state_record(package),
        "place": place_record(package, found, _place_links(call, package, found)),
        "figures": [_figure(call, package, figure) for figure in figures],
        "source": source_record(package.sources[found.source_id]),
        "links": _self(call, "/places/{placeId}"),
    }


def figures(call: Call) -> dict[str, Any]:
    """Return the figures that a link shows."""
    found = call.asked_package()
    shown = call.shown(found).figures
    return {
        "package": state_record(found),
        "count": len(shown),
        "figures": [_figure(call, found, figure) for figure in shown],
        "links": _self(call, "/figures"),
    }


def figure(call: Call) -> dict[str, Any]:
    """Return the figure that the path names.

    Raises
    ------
    BadRequestError
        If there is none (404).
    """
    package = call.asked_package()
    found = package.figure.get(call.named["figureId"])
    if found is None:
        raise BadRequestError(NOTHING, status=404)
    return _figure(call, package, found)


def sources(call: Call) -> dict[str, Any]:
    """Return the sources of what a link shows.

    Without a filter all of them: some are behind the outlines that no single place names.
    """
    found = call.asked_package()
    view, shown = call.view(found), call.shown(found)
    everything = not view.workstreams and view.layers is None and not view.query
    named = {figure.source_id for figure in shown.figures}
    named |= {place.source_id for place in shown.places}
    listed = [
        source_record(source)
        for source_id, source in found.sources.items()
        if everything or source_id in named
    ]
    return {
        "package": state_record(found),
        "count": len(listed),
        "sources": listed,
        "links": _self(call, "/sources"),
    }


def _figure(call: Call, package: Package, figure: Figure) -> dict[str, Any]:
    own, lang = f"/figures/{figure.figure_id}", call.lang
    view = View(package.package_id, query=figure.figure_id, place=figure.place_id)
    address = call.address(own, _of(call, package))
    links = [
        link("self", address, "application/json", text("api.link.self", lang)),
        link("alternate", call.page(package, view), HTML, text("api.link.map", lang)),
    ]
    return figure_record(package, figure, links)


def _place_links(call: Call, package: Package, place: Place) -> Links:
    lang = call.lang
    own = call.address(f"/places/{place.place_id}", _of(call, package))
    feature = f"/collections/{collection_id(package, place.layer)}/items/{place.place_id}"
    page = call.page(package, View(package.package_id, place=place.place_id))
    return [
        link("self", own, "application/json", text("api.link.self", lang)),
        own_link(call, "item", feature, ITEM, text("api.link.geometry", lang)),
        link("alternate", page, HTML, text("api.link.map", lang)),
    ]


def _package_links(call: Call, package: Package) -> Links:
    lang, own = call.lang, f"/packages/{package.package_id}"
    page = call.page(package, View(package.package_id))
    return [
        own_link(call, "self", own, "/packages/{packageId}", text("api.link.self", lang)),
        *(
            own_link(
                call,
                "item",
                f"/collections/{collection_id(package, layer.layer_id)}",
                COLLECTION,
                layer.name.get(lang),
            )
            for layer in package.layers.values()
        ),
        link("alternate", page, HTML, text("api.link.map", lang)),
    ]


def _of(call: Call, package: Package) -> dict[str, str]:
    """Return the parameters of a link to a record: its package, and a language that was stated."""
    stated = {"lang": call.query["lang"]} if "lang" in call.query else {}
    return {"data": package.package_id} | stated


def _self(call: Call, of: str) -> Links:
    return [self_link(call, of, text("api.link.self", call.lang))]

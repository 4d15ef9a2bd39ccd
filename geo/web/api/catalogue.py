"""Which packages, places, figures and sources does a link show, as records?"""

from __future__ import annotations

from typing import Any

from geo.export.columns import source_ids
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.selection import ID_PREFIX
from geo.view.views import View
from geo.web.api.call import (
    Call,
    NotFoundError,
    asked_page,
    map_link,
    neighbours,
    own_link,
    record_link,
    self_link,
)
from geo.web.api.definition import COLLECTION, ITEM
from geo.web.api.records import (
    Links,
    collection_id,
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
    return {"packages": found, "links": [self_link(call, "/packages")]}


def package(call: Call) -> dict[str, Any]:
    """Return the package that the path names."""
    found = call.opened(call.named["packageId"]).package
    layers = [
        {
            "id": layer.layer_id,
            "name": layer.name.as_dict(),
            "collection": collection_id(found, layer.layer_id),
            "datum": layer.datum or None,
            "accuracy_m": layer.accuracy_m or None,
        }
        for layer in found.layers.values()
    ]
    short = package_record(found, _package_links(call, found))
    return {"package": short, "layers": layers, **package_parts(found)}


def places(call: Call) -> dict[str, Any]:
    """Return one page of the places that a link shows."""
    opened = call.opened()
    found, shown = opened.package, opened.shown.places
    page = asked_page(call, "/places")
    return {
        "package": state_record(found),
        "count": len(shown),
        "places": [
            place_record(found, place, _place_links(call, found, place)) for place in page.of(shown)
        ],
        "links": [
            self_link(call, "/places"),
            *neighbours(call, "/places", page, len(shown)),
        ],
    }


def place(call: Call) -> dict[str, Any]:
    """Return the place that the path names, by its present or a former id.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    package, named = call.opened().package, call.named["placeId"]
    found = package.place.get(package.aliases.get(named, named))
    if found is None:
        raise NotFoundError(Bilingual("地点", "place"), named)
    figures = package.own_figures_of(found)
    return {
        "package": state_record(package),
        "place": place_record(package, found, _place_links(call, package, found)),
        "figures": [_figure(call, package, figure) for figure in figures],
        "source": source_record(package.sources[found.source_id]),
        "links": [self_link(call, "/places/{placeId}")],
    }


def figures(call: Call) -> dict[str, Any]:
    """Return one page of the figures that a link shows."""
    opened = call.opened()
    found, shown = opened.package, opened.shown.figures
    page = asked_page(call, "/figures")
    return {
        "package": state_record(found),
        "count": len(shown),
        "figures": [_figure(call, found, figure) for figure in page.of(shown)],
        "links": [
            self_link(call, "/figures"),
            *neighbours(call, "/figures", page, len(shown)),
        ],
    }


def figure(call: Call) -> dict[str, Any]:
    """Return the figure that the path names.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    package, named = call.opened().package, call.named["figureId"]
    found = package.figure.get(named)
    if found is None:
        raise NotFoundError(Bilingual("数据", "figure"), named)
    return _figure(call, package, found)


def sources(call: Call) -> dict[str, Any]:
    """Return the sources of what a link shows.

    Without a filter all of them: some are behind the outlines that no single place names.
    """
    opened = call.opened()
    found, view, shown = opened.package, opened.view, opened.shown
    everything = not view.chosen and view.layers is None and not view.query
    named = {figure.source_id for figure in shown.figures}
    named |= set(source_ids(shown.places))
    listed = [
        source_record(source)
        for source_id, source in found.sources.items()
        if everything or source_id in named
    ]
    return {
        "package": state_record(found),
        "count": len(listed),
        "sources": listed,
        "links": [self_link(call, "/sources")],
    }


def _figure(call: Call, package: Package, figure: Figure) -> dict[str, Any]:
    place, query = package.place_of(figure), ID_PREFIX + figure.figure_id
    alone = View(package.package_id, query=query, place=place.place_id if place else None)
    links = [
        record_link(call, package, f"/figures/{figure.figure_id}", "/figures/{figureId}"),
        map_link(call, package, alone),
    ]
    return figure_record(package, figure, links)


def _place_links(call: Call, package: Package, place: Place) -> Links:
    own = f"/places/{place.place_id}"
    feature = f"/collections/{collection_id(package, place.layer)}/items/{place.place_id}"
    return [
        record_link(call, package, own, "/places/{placeId}"),
        own_link(call, "item", feature, ITEM, text("api.link.geometry", call.lang)),
        map_link(call, package, View(package.package_id, place=place.place_id)),
    ]


def _package_links(call: Call, package: Package) -> Links:
    lang, own = call.lang, f"/packages/{package.package_id}"
    collections = [
        (f"/collections/{collection_id(package, layer.layer_id)}", layer.name.get(lang))
        for layer in package.layers.values()
    ]
    return [
        own_link(call, "self", own, "/packages/{packageId}", text("api.link.self", lang)),
        *(own_link(call, "item", path, COLLECTION, name) for path, name in collections),
        map_link(call, package, View(package.package_id)),
    ]

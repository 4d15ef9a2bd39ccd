"""Which features does a collection hold? All, those in a box, those of a filter, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely

from geo.package.package import Package
from geo.package.places.place_subset import PlaceRows
from geo.package.places.places import Flags
from geo.records import Layer, Place
from geo.store.states import Opened
from geo.view.selection import select
from geo.view.views import View
from geo.web.api.call import Call, NotFoundError, named_collection
from geo.web.api.definition import COLLECTION, ITEM, ITEMS
from geo.web.api.features import place_feature
from geo.web.api.links import HTML, asked_page, link, neighbours, own_link, self_link
from geo.web.api.paging import bounding_box, check_time
from geo.web.api.records import collection_id

_PART: Final = 20_000
"""Shapes that are looked at together."""


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
        raise NotFoundError
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

"""Where in the district does a place lie? A small map beside the large one of the place."""

from __future__ import annotations

from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.picture.map_picture import document, ground
from geo.picture.shapes import look_of
from geo.picture.svg import path
from geo.picture.viewport import fitted
from geo.records import Place

SIZE_PX = (150, 190)


def overview(package: Package, place: Place) -> str:
    """Return an SVG of the whole district (Web Mercator, north up) with the area of `place`."""
    viewport = fitted(district_bounds(package), *SIZE_PX, margin_px=10)
    colour, _ = look_of(package, place)
    fill = colour if "Polygon" in place.geometry.geom_type else "none"
    area = path(viewport.pixels(place.geometry), fill=fill, fill_opacity=0.5, stroke=colour)
    return document(viewport, "".join([*ground(package, viewport), area]))

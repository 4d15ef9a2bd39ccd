"""Where in the district does a place lie? A small map beside the large one of the place."""

from __future__ import annotations

from geo.map.drawing import path
from geo.map.picture import document, ground
from geo.map.shape_picture import look_of
from geo.map.surroundings import district_bounds
from geo.map.window import fitted
from geo.package.package import Package
from geo.records import Place

SIZE_PX = (150, 190)


def overview(package: Package, place: Place) -> str:
    """Return an SVG of the whole district (Web Mercator, north up) with the area of `place`."""
    window = fitted(district_bounds(package), *SIZE_PX, margin_px=10)
    colour, _ = look_of(package, place)
    fill = colour if "Polygon" in place.geometry.geom_type else "none"
    area = path(window.pixels(place.geometry), fill=fill, fill_opacity=0.5, stroke=colour)
    return document(window, "".join([*ground(package, window), area]))

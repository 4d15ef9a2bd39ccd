"""Which part of the map does a sheet show?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.picture.symbols_or_crowd import MOST_SYMBOLS
from geo.picture.viewport import Viewport, fitted
from geo.records import Place
from geo.view.views import View

MAP_SIZES: Final = {False: (520, 716), True: (720, 540)}
"""Width and height of the map in pixels, upright and across; a pixel is about 0.22 mm."""
PLACE_SIZES: Final = {False: (520, 500), True: (720, 540)}
"""The same of one place: lower, so that its figures and sources follow on the first page."""


def window(package: Package, view: View, landscape: bool) -> Viewport:
    """Return the part of the map that a link names, else the whole district."""
    width, height = MAP_SIZES[landscape]
    if view.centre is not None:
        return Viewport(view.centre, width, height)
    return fitted(district_bounds(package.place), width, height)


def around_named(
    package: Package, view: View, places: Sequence[Place], landscape: bool
) -> Viewport:
    """Return where the named places are; where there is none, or the link says what, as it says."""
    boxes = [place.geometry.bounds for place in places[:MOST_SYMBOLS] if place.is_named_place]
    if view.centre is not None or not boxes or len(places) > MOST_SYMBOLS:
        return window(package, view, landscape)
    west, south, east, north = zip(*boxes, strict=True)
    width, height = MAP_SIZES[landscape]
    bounds = (min(west), min(south), max(east), max(north))
    return fitted(bounds, width, height, margin_px=0.12 * min(width, height))


def around_place(place: Place, landscape: bool) -> Viewport:
    """Return the surroundings of a place: twice as wide and high as its area."""
    width, height = PLACE_SIZES[landscape]
    west, south, east, north = place.geometry.bounds
    margin = 0.18 * min(width, height)
    return fitted((west, south, east, north), width, height, margin_px=margin)

"""Which part of the world does a picture show, and where in it does a point lie?

Web Mercator (EPSG:3857) like the map on the screen, so that a printed map looks the same. Pixels
count from the upper left, x before y; degrees are WGS-84, longitude before latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.package.places.spatial import latitude_at, mercator
from geo.view.views import Centre

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]
TILE_PX: Final = 256
"""Width of the whole world at zoom 0, in pixels."""
EQUATOR_M: Final = 40_075_016.686
"""Length of the equator of WGS-84."""
FLATNESS: Final = 0.00669437999014
"""Squared eccentricity of the ellipsoid WGS-84."""
ZOOM_LIMIT: Final = 15.0
"""A picture is never fitted closer: nothing here is known better than to some hundred metres."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A rectangle of the map: `centre` in its middle, its size in pixels."""

    centre: Centre
    width_px: int
    height_px: int

    def pixel(self, longitude: float, latitude: float) -> Point:
        """Return where a point of the earth lies, in pixels."""
        x, y = _world(longitude, latitude, self.centre.zoom)
        middle_x, middle_y = _world(self.centre.longitude, self.centre.latitude, self.centre.zoom)
        return x - middle_x + self.width_px / 2, y - middle_y + self.height_px / 2

    def pixels(self, geometry: Any) -> Any:
        """Return a geometry in pixels, cut off a little outside the viewport."""

        def moved(points: Any) -> Any:
            return np.array([self.pixel(*point) for point in points]).reshape(len(points), 2)

        edge = 40  # so that no cut edge comes into sight, however wide its stroke
        drawn = shapely.transform(shapely.force_2d(geometry), moved)
        return shapely.clip_by_rect(
            drawn, -edge, -edge, self.width_px + edge, self.height_px + edge
        )

    def holds(self, point: Point, margin_px: float = 0) -> bool:
        """Tell whether a point in pixels lies inside, at least `margin_px` from the edge."""
        x, y = point
        across = margin_px <= x <= self.width_px - margin_px
        return across and margin_px <= y <= self.height_px - margin_px

    def metres_per_pixel(self) -> float:
        """Return the length of a pixel on the ground, along the parallel in the middle.

        Mercator stretches with latitude; on the ellipsoid a parallel is
        ``cos(lat) / sqrt(1 - e2 sin2(lat))`` of the equator (Snyder 1987, p. 25).
        """
        latitude = math.radians(self.centre.latitude)
        bent = math.sqrt(1 - FLATNESS * math.sin(latitude) ** 2)
        return EQUATOR_M * math.cos(latitude) / bent / (TILE_PX * 2**self.centre.zoom)

    def scale_bar(self, longest_px: float) -> tuple[int, float]:
        """Return a round length in metres (1, 2 or 5 times a power of ten) and its pixels."""
        longest = longest_px * self.metres_per_pixel()
        power = 10 ** math.floor(math.log10(longest))
        metres = next(times * power for times in (5, 2, 1) if times * power <= longest)
        return round(metres), metres / self.metres_per_pixel()


def fitted(bounds: Bounds, width_px: int, height_px: int, *, margin_px: float = 24) -> Viewport:
    """Return the closest viewport that shows all of `bounds` (west, south, east, north)."""
    west, south, east, north = bounds
    left, top = _world(west, north, 0)
    right, bottom = _world(east, south, 0)
    across = (width_px - 2 * margin_px) / max(right - left, 1e-9)
    down = (height_px - 2 * margin_px) / max(bottom - top, 1e-9)
    zoom = min(math.log2(min(across, down)), ZOOM_LIMIT)
    return Viewport(
        Centre(_latitude((top + bottom) / 2), (west + east) / 2, zoom), width_px, height_px
    )


def _world(longitude: float, latitude: float, zoom: float) -> Point:
    """Return a point in pixels of the whole world at a zoom level."""
    size = TILE_PX * 2**zoom
    x, y = mercator(longitude, latitude)
    return float(x * size), float(y * size)


def _latitude(y: float) -> float:
    """Return the latitude of a height of the world at zoom 0."""
    return float(latitude_at(y / TILE_PX))

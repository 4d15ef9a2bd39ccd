"""Which area must the places of a package touch, and how far off is what does not?

Distances are reckoned in a plane around the area, in metres east and north of its middle (the
length of a degree on the ellipsoid: C. F. F. Karney, "Geodesics on an ellipsoid", 2013, by way of
the usual series), and on the ellipsoid itself where they are told.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_ELLIPSOID: Final = Geod(ellps="WGS84")


class Outline:
    """An area, and what lies in it or near it.

    Parameters
    ----------
    area : shapely geometry
        Polygons in degrees WGS-84, longitude before latitude.
    """

    def __init__(self, area: Any) -> None:
        self.area = area
        west, south, east, north = shapely.bounds(area).tolist()
        self.middle = ((west + east) / 2, (south + north) / 2)
        latitude = math.radians(self.middle[1])
        self._scale = np.array(
            [
                111_412.84 * math.cos(latitude) - 93.5 * math.cos(3 * latitude),
                111_132.954 - 559.822 * math.cos(2 * latitude) + 1.175 * math.cos(4 * latitude),
            ]
        )
        self._plane = self.in_plane(area)
        self._near: dict[float, Any] = {}

    def in_plane(self, geometry: Any) -> Any:
        """Return geometries in metres east and north of the middle."""
        return shapely.transform(geometry, lambda found: (found - self.middle) * self._scale)

    def holds(self, points: Floats, margin_m: float) -> Flags:
        """Tell which points (longitude, latitude; shape (n, 2)) lie in the area or its margin.

        Within a few metres of where the margin ends, some that do are left out.
        """
        if margin_m not in self._near:
            near = self._plane if margin_m <= 0 else shapely.buffer(self._plane, margin_m)
            shapely.prepare(near)
            self._near[margin_m] = near
        x, y = ((points - self.middle) * self._scale).T
        return np.asarray(shapely.intersects_xy(self._near[margin_m], x, y))

    def away_m(self, geometries: Any) -> Floats:
        """Return how far geometries lie from the area, in metres; 0 for what touches it."""
        lines = shapely.shortest_line(self._plane, self.in_plane(geometries))
        ends = shapely.get_coordinates(lines).reshape(-1, 2, 2) / self._scale + self.middle
        lat = np.clip(ends[:, :, 1], -90, 90)
        lon = ends[:, :, 0]
        return np.asarray(_ELLIPSOID.inv(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])[2])

    def box_with(self, margin_m: float) -> tuple[float, float, float, float]:
        """Return west, south, east, north of the area and so many metres around it, degrees."""
        west, south, east, north = shapely.bounds(self.area).tolist()
        across, up = (margin_m / self._scale).tolist()
        return west - across, south - up, east + across, north + up

    def span_m(self) -> float:
        """Return the diagonal of the area's box, metres."""
        west, south, east, north = shapely.bounds(self._plane).tolist()
        return math.hypot(east - west, north - south)


def is_degrees(boxes: Floats) -> Flags:
    """Tell which boxes (west, south, east, north; shape (n, 4)) can be in degrees at all."""
    west, south, east, north = boxes.T
    return np.asarray((west >= -180) & (east <= 180) & (south >= -90) & (north <= 90))

"""Which area must the places of a package touch, and how far off is what does not?

Distances are reckoned in a plane around the area, in metres east and north of its middle (the
length of a degree on the ellipsoid: C. F. F. Karney, "Geodesics on an ellipsoid", 2013, by way of
the usual series), and on the ellipsoid itself where they are told.

Places of precision ``district`` are drawn as its outline. Where they contradict each other, the
neighbours decide, else the places: so that one wrong outline makes no fault of all the others.
"""

from __future__ import annotations

import math
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo.package.places.order import Runs
from geo.package.places.place_table import BOX
from geo.package.places.spatial import degrees

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_ELLIPSOID: Final = Geod(ellps="WGS84")
NEIGHBOURHOOD_M: Final = 5_000.0
"""Neighbours lie at the outline; generalising may part them, and some districts are islands."""
_MOST: Final = 100
"""Different outlines that are told apart; a package has one, drawn once or a few times."""


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


def outline_of(runs: Runs, neighbours: gpd.GeoDataFrame) -> Outline | None:
    """Return the area that places must touch; None where nothing says what it is.

    Parameters
    ----------
    runs : mapping
        All places of the package.
    neighbours : geopandas.GeoDataFrame
        Outlines around the district in WGS-84, longitude before latitude.
    """
    apart = _apart(_outlines(runs))
    around = shapely.union_all(neighbours.geometry.to_numpy()) if len(neighbours) else None
    if around is not None:
        near = [one for one in apart if Outline(one).away_m([around])[0] <= NEIGHBOURHOOD_M]
        # Where no outline lies among the neighbours, that is what has to be told.
        apart = near or [shapely.convex_hull(around)]
    if len(apart) > 1:
        anchors = _anchors(runs)
        apart.sort(key=lambda one: -int(Outline(one).holds(anchors, NEIGHBOURHOOD_M).sum()))
    return Outline(apart[0]) if apart else None


def _outlines(runs: Runs) -> list[Any]:
    """Return the different outlines in degrees, in package order."""
    found: dict[bytes, None] = {}
    for run in (run for found in runs.values() for run in found):
        rows = run.filter(pc.equal(run.column("precision"), "district"))
        sound = is_degrees(np.column_stack([rows.column(name).to_numpy() for name in BOX]))
        for number in np.flatnonzero(sound).tolist():
            if len(found) < _MOST:
                found[rows.column("wkb")[number].as_py()] = None
    areas = shapely.from_wkb(list(found))
    return [area for area in areas if "Polygon" in area.geom_type]


def _apart(areas: list[Any]) -> list[Any]:
    """Return areas with those united that touch each other."""
    found: list[Any] = []
    for area in areas:
        touching = [one for one in found if shapely.intersects(one, area)]
        found = [one for one in found if not any(one is other for other in touching)]
        found.append(shapely.union_all([*touching, area]))
    return found


def _anchors(runs: Runs) -> Floats:
    every = [run for found in runs.values() for run in found]
    columns = [
        np.column_stack([run.column(name).to_numpy() for name in ("x", "y")]) for run in every
    ]
    return degrees(np.concatenate(columns))

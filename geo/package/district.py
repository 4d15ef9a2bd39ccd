"""Which of the outlines that a package has is the district's?

Places of precision ``district`` are drawn as its outline. Where they contradict each other, the
neighbours decide, else the places: so that one wrong outline makes no fault of all the others.
"""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow.compute as pc
import shapely

from geo.package.outline import Floats, Outline, is_degrees
from geo.package.places.order import Runs
from geo.package.places.place_table import BOX
from geo.package.places.spatial import degrees

NEIGHBOURHOOD_M: Final = 5_000.0
"""Neighbours lie at the outline; generalising may part them, and some districts are islands."""
_MOST: Final = 100
"""Different outlines that are told apart; a package has one, drawn once or a few times."""


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

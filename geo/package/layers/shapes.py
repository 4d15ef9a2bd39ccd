"""How do GeoJSON geometries become shapely ones, many at a time?

Points, lines and polygons of plain numbers are made together, all others one by one; what comes
out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely

from geo.package.geometry import make_geometry

Geometries = np.ndarray[Any, np.dtype[np.object_]]
_PLAIN = {"type", "coordinates", "bbox"}


def make_geometries(given: Sequence[object]) -> Geometries:
    """Return :func:`geo.package.geometry.make_geometry` of each."""
    made = np.full(len(given), None, object)
    groups: dict[str, list[int]] = {name: [] for name in _MAKERS}
    for at, geometry in enumerate(given):
        plain = type(geometry) is dict and geometry.keys() <= _PLAIN
        group = groups.get(str(geometry.get("type"))) if plain else None  # type: ignore[attr-defined]
        if group is None:
            made[at] = make_geometry(geometry)
        else:
            group.append(at)
    for name, group in groups.items():
        if group:
            members: list[Any] = [given[at] for at in group]
            coordinates = [geometry.get("coordinates") for geometry in members]
            together = _together(_MAKERS[name], coordinates)
            for place, at in enumerate(group):
                made[at] = make_geometry(given[at]) if together is None else together[place]
    return made


def _together(make: Callable[[list[Any]], Geometries | None], given: list[Any]) -> Any:
    try:
        return make(given)
    except (TypeError, ValueError, OverflowError, shapely.errors.ShapelyError):
        return None  # one by one, then


def _numbers(positions: list[Any]) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Return positions as finite numbers in two columns or more; None if they are not such."""
    # Asked of each number, since an array of `true` and 1.5 is one of numbers.
    if not set(map(type, chain.from_iterable(positions))) <= {int, float}:
        return None
    made = np.array(positions, np.float64)
    plain = made.ndim == 2 and made.shape[1] in {2, 3}
    return made if plain and bool((np.abs(made) < 1e300).all()) else None


def _points(given: list[Any]) -> Geometries | None:
    numbers = _numbers(given)
    return None if numbers is None else np.asarray(shapely.points(numbers[:, :2]))


def _lines(given: list[Any]) -> Geometries | None:
    lengths = np.array([len(line) for line in given])
    numbers = _numbers(list(chain.from_iterable(given)))
    if numbers is None or lengths.min() < 2:
        return None
    of_line = np.repeat(np.arange(len(given)), lengths)
    return np.asarray(shapely.linestrings(numbers[:, :2], indices=of_line))


def _polygons(given: list[Any]) -> Geometries | None:
    rings = list(chain.from_iterable(given))
    rings_of = np.array([len(polygon) for polygon in given])
    lengths = np.array([len(ring) for ring in rings])
    numbers = _numbers(list(chain.from_iterable(rings)))
    if numbers is None or rings_of.min() < 1 or lengths.min() < 4:
        return None
    ends = np.cumsum(lengths)
    if not np.array_equal(numbers[ends - lengths], numbers[ends - 1]):
        return None
    made = shapely.linearrings(numbers[:, :2], indices=np.repeat(np.arange(len(rings)), lengths))
    of_polygon = np.repeat(np.arange(len(given)), rings_of)
    return np.asarray(shapely.polygons(made, indices=of_polygon))


_MAKERS = {"Point": _points, "LineString": _lines, "Polygon": _polygons}

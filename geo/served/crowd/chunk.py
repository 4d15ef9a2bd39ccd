"""How are the shapes of some thousand neighbouring places written, every corner of them?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.package.places.spatial import world
from geo.served.crowd.columns_file import differences, write

CHUNK: Final = 8192
"""Places in one chunk."""
POINTS, LINES, AREAS = 0, 1, 2
_KIND_OF_TYPE: Final = np.array([POINTS, LINES, LINES, AREAS, POINTS, LINES, AREAS])
"""By shapely's type ids; collections are refused when a package is read."""
_SINGLE_POINT: Final = 0
_POLYGON: Final = 3

Box = tuple[int, int, int, int]
Shapes = NDArray[np.object_]


def chunk(
    geometries: Shapes,
    anchors: NDArray[np.int64],
    categories: NDArray[np.uint16],
    located: NDArray[np.bool_],
) -> tuple[bytes, Box]:
    """Return a chunk and its box: west, north, east, south in world units.

    The box is around what is drawn: the shapes of places that are located, and all anchors. The
    area in which some place lies may be the whole district, and every view would meet every chunk.

    Parameters
    ----------
    geometries : array of shapely geometries
        Degrees WGS-84, longitude before latitude, in order of position.
    anchors : array, shape (n, 2)
        World units, see :mod:`geo.package.places.spatial`.
    categories : array of uint16
    located : array of bool
        Whether the shape is the place itself rather than the area it lies in.
    """
    count = len(geometries)
    curves, owner = _curves(geometries)
    corners, curve = _corners(curves)
    lengths = np.bincount(curve, minlength=len(curves)).astype(np.uint32)
    owner_of_corner = owner[curve]
    before = np.vstack([corners[:0], corners[:-1]]) if len(corners) else corners
    before = np.concatenate([np.zeros((min(1, len(corners)), 2), np.int64), before])
    first = np.flatnonzero(np.diff(owner_of_corner, prepend=-1))
    before[first] = anchors[owner_of_corner[first]]
    steps = (corners - before).astype(np.int32)
    kinds = _KIND_OF_TYPE[shapely.get_type_id(geometries)]
    columns = {
        "category": categories.astype(np.uint16),
        "kind": kinds.astype(np.uint8),
        "x": differences(anchors[:, 0]),
        "y": differences(anchors[:, 1]),
        "parts": np.bincount(owner, minlength=count).astype(np.uint32),
        "lengths": lengths,
        "dx": np.ascontiguousarray(steps[:, 0]),
        "dy": np.ascontiguousarray(steps[:, 1]),
    }
    everything = np.concatenate([anchors, corners[located[owner_of_corner]]])
    (west, north), (east, south) = everything.min(axis=0), everything.max(axis=0)
    return write(count, columns), (int(west), int(north), int(east), int(south))


def _curves(geometries: Shapes) -> tuple[Shapes, NDArray[Any]]:
    """Return lines, rings and points of several, and which place each belongs to.

    A single point is its anchor and has none.
    """
    several = np.flatnonzero(shapely.get_type_id(geometries) != _SINGLE_POINT)
    parts, owner = shapely.get_parts(geometries[several], return_index=True)
    owner = several[owner]
    area = shapely.get_type_id(parts) == _POLYGON
    rings, ring_of = shapely.get_rings(parts[area], return_index=True)
    curves = np.concatenate([parts[~area], rings])
    owners = np.concatenate([owner[~area], owner[area][ring_of]])
    order = np.argsort(owners, kind="stable")
    return curves[order], owners[order]


def _corners(curves: Shapes) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return the corners of curves in world units, and which curve each belongs to.

    A ring does not repeat its first corner.
    """
    degrees, curve = shapely.get_coordinates(curves, return_index=True)
    is_ring = shapely.get_type_id(curves) == shapely.GeometryType.LINEARRING
    last = np.flatnonzero(np.diff(curve, append=-1))
    kept = np.ones(len(curve), dtype=bool)
    kept[last[is_ring[curve[last]]]] = False
    return world(degrees[kept]), curve[kept]

"""Where does a place lie on the map's plane, and which places are neighbours?

World units: whole numbers in the Web Mercator square (EPSG:3857), `x` from the west, `y` from the
north, :data:`WORLD` to a side. The Morton key of a point interleaves the bits of both, so every
cell of a quadtree holds one range of keys (G. M. Morton, IBM, 1966).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

WORLD_BITS: Final = 30
WORLD: Final = 1 << WORLD_BITS
"""Units to a side: 3.7 cm each at the equator, finer than anything known here."""
LIMIT_DEGREES: Final = 85.0511287798066
"""Where the square ends; what lies nearer to a pole is drawn at its rim."""

Ints = NDArray[np.int64]
_SPREAD: Final = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
"""Shifts and masks that put a blank between any two bits of a number, halves first."""


def mercator(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """Return where degrees WGS-84 lie on the Web Mercator square, numbers or arrays of them.

    As shares of its side, `x` from the west and `y` from the north; ``geo/browser/crowd/square.js``
    does the same.
    """
    y = 0.5 - np.arctanh(np.sin(np.radians(latitude))) / (2 * np.pi)
    return (longitude + 180) / 360, y


def latitude_at(y: Any) -> Any:
    """Return the latitude of a share of the square's side from the north."""
    return np.degrees(np.arctan(np.sinh((0.5 - y) * 2 * np.pi)))


def world(lon_lat: NDArray[np.float64]) -> Ints:
    """Return points in world units.

    Parameters
    ----------
    lon_lat : array, shape (n, 2)
        Degrees WGS-84, longitude before latitude.

    Returns
    -------
    array of int64, shape (n, 2)
        `x` from the west and `y` from the north, 0 to :data:`WORLD` - 1.
    """
    x, y = mercator(lon_lat[:, 0], np.clip(lon_lat[:, 1], -LIMIT_DEGREES, LIMIT_DEGREES))
    x = np.clip(x, 0, 1)
    units = np.rint(np.column_stack([x, y]) * WORLD).astype(np.int64)
    clipped: Ints = np.clip(units, 0, WORLD - 1)
    return clipped


def degrees(units: Ints) -> NDArray[np.float64]:
    """Return points given in world units as degrees, longitude before latitude, shape (n, 2)."""
    share = np.asarray(units, dtype=np.float64) / WORLD
    return np.column_stack([share[:, 0] * 360 - 180, latitude_at(share[:, 1])])


def morton(units: Ints) -> NDArray[np.uint64]:
    """Return the Morton keys of points in world units, the bits of `y` above those of `x`."""
    x, y = (_interleaved(units[:, axis].astype(np.uint64)) for axis in (0, 1))
    return x | (y << np.uint64(1))


def _interleaved(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, mask in _SPREAD:
        numbers = (numbers | (numbers << np.uint64(shift))) & np.uint64(mask)
    return numbers


def from_morton(keys: NDArray[np.uint64]) -> Ints:
    """Return the points of Morton keys, shape (n, 2): the inverse of :func:`morton`."""
    return np.column_stack([_gather(keys), _gather(keys >> np.uint64(1))])


def _gather(keys: NDArray[np.uint64]) -> Ints:
    numbers = keys & np.uint64(_SPREAD[-1][1])
    masks = [0xFFFFFFFF, *(mask for _, mask in _SPREAD[:-1])]
    for (shift, _), mask in zip(reversed(_SPREAD), reversed(masks), strict=True):
        numbers = (numbers | (numbers >> np.uint64(shift))) & np.uint64(mask)
    return numbers.astype(np.int64)


def anchors(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return where the symbols of places may stand: inside their areas, in the middle if that is.

    Returns
    -------
    array, shape (n, 2)
        In the coordinates of `geometries`, x before y.
    """
    found = shapely.centroid(geometries)
    outside = ~shapely.contains(geometries, found)
    found[outside] = shapely.point_on_surface(geometries[outside])
    return np.column_stack([shapely.get_x(found), shapely.get_y(found)])

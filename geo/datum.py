"""On which datum do coordinates stand, and how do they get onto another?

Degrees throughout, longitude before latitude.

``wgs84``
    EPSG:4326, what a package holds.
``cgcs2000``
    EPSG:4490, China's geodetic system of 2000. PROJ carries WGS-84 over unchanged: the two differ
    by less than a metre, far less than the precision of what is shown here.
``gcj02``
    The datum of maps published in China: WGS-84 moved by some hundred metres, by an offset that
    changes from place to place. Its method was never published; this definition is the one that
    all open implementations follow (sums of sines in degrees from 105 E, 35 N, in metres, turned
    into degrees on the Krasovsky ellipsoid of 1940).
``bd09``
    Baidu's: GCJ-02 in polar form with a further ripple, moved by (0.0065, 0.006) degrees.

Plane coordinates are those of Gauss-Kruger on CGCS2000 in zones of 3 degrees, in metres. Both
offsets apply inside the box :data:`CHINA` alone, tested on the WGS-84 coordinates; outside it they
stay as they are. Neither has a CRS code, and neither can be told from the numbers.

Sources: https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China, and its links.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Coordinates = NDArray[np.float64]
"""Array of shape (n, 2): longitude, latitude."""

DATUM_NAMES: Final[dict[Datum, str]] = {
    "wgs84": "WGS-84",
    "cgcs2000": "CGCS2000",
    "gcj02": "GCJ-02",
    "bd09": "BD-09",
}
CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box inside which offsets apply, degrees WGS-84."""
_EPSG: Final[dict[Datum, int]] = {"wgs84": 4326, "cgcs2000": 4490}
_NAMED_CRS: Final = (
    'GEOGCRS["{name} (offset from WGS-84, no EPSG code)",DATUM["{name}",'
    'ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],'
    'AXIS["longitude",east],AXIS["latitude",north],ANGLEUNIT["degree",0.0174532925199433]]'
)
"""Web maps draw offset coordinates as if they were degrees on the ellipsoid of WGS-84."""
_KRASOVSKY_A: Final = 6_378_245.0
"""Semi-major axis of the Krasovsky ellipsoid, metres."""
_KRASOVSKY_E2: Final = 0.00669342162296594323
"""Its first eccentricity, squared."""
ZONES: Final = range(25, 46)
"""Numbers of the zones of 3 degrees that have codes; zone 39 has its middle at 117 E."""
_MARGIN: Final = 0.1
"""More than any offset, degrees."""
_RIM: Final = 1e-9
"""Degrees, a tenth of a millimetre: what undoing an offset may be off by at the rim of the box."""
_ROUNDS: Final = 12
"""Each round makes the error at least 30 times smaller; it starts at a kilometre."""


def convert(coordinates: ArrayLike, source: Datum, target: Datum) -> Coordinates:
    """Return coordinates of datum `source` on datum `target`.

    Parameters
    ----------
    coordinates : array_like of float, shape (n, 2)
        Longitude, latitude in degrees.

    Returns
    -------
    numpy.ndarray of float, shape (n, 2)
        Longitude, latitude in degrees. There and back again differs by less than a millimetre.

    Examples
    --------
    >>> convert([(116.404, 39.915)], "wgs84", "gcj02").round(6).tolist()
    [[116.410244, 39.916404]]
    >>> convert([(-0.1276, 51.5072)], "wgs84", "gcj02").tolist()
    [[-0.1276, 51.5072]]
    """
    given = np.array(coordinates, dtype=np.float64).reshape(-1, 2)
    return given if source == target else _from_wgs84(_to_wgs84(given, source), target)


def convert_geometry(geometry: Any, source: Datum, target: Datum) -> Any:
    """Return a shapely geometry, or an array of them, on datum `target`; heights are dropped."""
    return shapely.transform(geometry, lambda found: convert(found, source, target))


def convert_frame(frame: gpd.GeoDataFrame, source: Datum, target: Datum) -> gpd.GeoDataFrame:
    """Return a frame with its geometry on datum `target`, and with the CRS of that datum."""
    moved = convert_geometry(frame.geometry.to_numpy(), source, target)
    return frame.set_geometry(gpd.GeoSeries(moved, index=frame.index, crs=crs_of(target)))


@cache
def crs_of(datum: Datum) -> CRS:
    """Return the CRS of a datum; those without a code are named as what they are."""
    if datum in _EPSG:
        return CRS.from_epsg(_EPSG[datum])
    return CRS.from_wkt(_NAMED_CRS.format(name=DATUM_NAMES[datum]))


def gauss_kruger_epsg(longitude: float, *, numbered: bool = True) -> int:
    """Return the code of the zone of 3 degrees of CGCS2000 that a longitude (degrees) lies in.

    Parameters
    ----------
    numbered : bool
        Whether eastings begin with the zone's number (EPSG:4513 to 4533: 39 500 000 m on the
        middle of zone 39) or not (EPSG:4534 to 4554: 500 000 m).

    Raises
    ------
    ValueError
        If there is no zone, which is outside 73.5 E to 136.5 E.

    Examples
    --------
    >>> gauss_kruger_epsg(116.69), gauss_kruger_epsg(116.69, numbered=False)
    (4527, 4548)
    """
    zone = math.floor((longitude + 1.5) / 3) if math.isfinite(longitude) else 0
    if zone not in ZONES:
        raise ValueError("Gauss-Kruger zones of CGCS2000 lie between 73.5 E and 136.5 E")
    return (4513 if numbered else 4534) + zone - ZONES.start


def to_gauss_kruger(coordinates: ArrayLike, source: Datum, epsg: int) -> Coordinates:
    """Return coordinates of datum `source` in the plane of a zone.

    Parameters
    ----------
    coordinates : array_like of float, shape (n, 2)
        Longitude, latitude in degrees.
    epsg : int
        Code of the zone, see :func:`gauss_kruger_epsg`.

    Returns
    -------
    numpy.ndarray of float, shape (n, 2)
        Easting, northing in metres; the axes of the code itself come the other way round.
    """
    longitude, latitude = convert(coordinates, source, "cgcs2000").T
    return np.column_stack(_plane(epsg).transform(longitude, latitude))


def from_gauss_kruger(plane: ArrayLike, epsg: int, target: Datum) -> Coordinates:
    """Return easting, northing in metres of a zone as longitude, latitude on datum `target`."""
    easting, northing = np.array(plane, dtype=np.float64).reshape(-1, 2).T
    degrees = _plane(epsg).transform(easting, northing, direction="INVERSE")
    return convert(np.column_stack(degrees), "cgcs2000", target)


@cache
def _plane(epsg: int) -> Transformer:
    return Transformer.from_crs(crs_of("cgcs2000"), CRS.from_epsg(epsg), always_xy=True)


def _from_wgs84(wgs84: Coordinates, target: Datum) -> Coordinates:
    if target in _EPSG:
        return _through_proj(wgs84, "wgs84", target)
    moved = wgs84.copy()
    inside = _is_in_china(wgs84)
    moved[inside] = _OFFSETS[target](wgs84[inside])
    return moved


def _to_wgs84(given: Coordinates, source: Datum) -> Coordinates:
    """Undo an offset: start where it led to and take away what it adds there, until it fits.

    A point just outside the box stays, unless a point inside leads to it.
    """
    if source in _EPSG:
        return _through_proj(given, source, "wgs84")
    offset = _OFFSETS[source]
    near = _is_in_china(given, _MARGIN)
    wanted = given[near]
    found = wanted
    for _ in range(_ROUNDS):
        found = found + (wanted - offset(found))
    restored = given.copy()
    restored[near] = np.where(_is_in_china(found, _RIM)[:, np.newaxis], found, wanted)
    return restored


def _through_proj(coordinates: Coordinates, source: Datum, target: Datum) -> Coordinates:
    return np.column_stack(_transformer(source, target).transform(*coordinates.T))


@cache
def _transformer(source: Datum, target: Datum) -> Transformer:
    return Transformer.from_crs(crs_of(source), crs_of(target), always_xy=True)


def _is_in_china(coordinates: Coordinates, margin: float = 0.0) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    lowest, highest = (west - margin, south - margin), (east + margin, north + margin)
    within = np.logical_and(coordinates >= lowest, coordinates <= highest)
    return np.asarray(within.all(axis=1))


def _gcj02(wgs84: Coordinates) -> Coordinates:
    """Return GCJ-02 for WGS-84, whether inside China or not."""
    longitude, latitude = wgs84.T
    x, y = longitude - 105, latitude - 35
    root = np.sqrt(np.abs(x))
    common = 0.1 * x * y + _ripple(x, (20, 1 / 6), (20, 1 / 2))
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * root + common
    east_m += _ripple(x, (20, 1), (40, 3), (150, 12), (300, 30))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.2 * root + common
    north_m += _ripple(y, (20, 1), (40, 3), (160, 12), (320, 30))
    w2 = 1 - _KRASOVSKY_E2 * np.sin(np.radians(latitude)) ** 2
    parallel_m = _KRASOVSKY_A / np.sqrt(w2) * np.cos(np.radians(latitude))
    meridian_m = _KRASOVSKY_A * (1 - _KRASOVSKY_E2) / w2**1.5
    offset = np.degrees(np.column_stack([east_m / parallel_m, north_m / meridian_m]))
    moved: Coordinates = wgs84 + offset
    return moved


def _ripple(along: NDArray[np.float64], *waves: tuple[float, float]) -> NDArray[np.float64]:
    """Return two thirds of a sum of sines, each of an amplitude (m) and half a wavelength."""
    total = sum(amplitude * np.sin(np.pi * along / half) for amplitude, half in waves)
    return np.asarray(total) * 2 / 3


def _bd09(wgs84: Coordinates) -> Coordinates:
    """Return BD-09 for WGS-84, whether inside China or not."""
    x, y = _gcj02(wgs84).T
    ripples = np.pi * 3000 / 180
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * ripples)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * ripples)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


_OFFSETS: Final[dict[Datum, Callable[[Coordinates], Coordinates]]] = {
    "gcj02": _gcj02,
    "bd09": _bd09,
}

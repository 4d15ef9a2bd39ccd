"""Where does a row say that its place is, in degrees WGS-84?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from pyproj import Transformer

from geo.datum import Datum, convert, convert_geometry, from_gauss_kruger
from geo.package.digits import mistyped
from geo.package.layers.refused import RefusedError
from geo.package.layers.systems import CGCS2000_PLANES, system_of
from geo.package.outline import Outline, is_degrees
from geo.package.positions import MARGIN_M
from geo.package.slips import Slip

UNKNOWN: Final = "unknown"
"""The answer that nobody knows where coordinates are from: places are then drawn by their area."""


_OLD: Final = (
    "北京54",
    "北京1954",
    "西安80",
    "西安1980",
    "1954年北京",
    "1980西安",
    "beijing",
    "xian",
)
UTM_ZERO: Final = 32600
UTM: Final = range(32643, 32654)
"""Planes of UTM in which China lies, by their codes: zones 43 to 53 north."""
_ZONE: Final = re.compile(r"(?<!\d)(4[3-9]|5[0-3])(?!\d)")


@dataclass(frozen=True, slots=True)
class Far:
    """A position that lies outside its district: how far, and what may have been meant."""

    kilometres: float
    slip: Slip | None


def to_wgs84(shape: Any, system: str) -> Any:
    """Return a shape on WGS-84.

    Parameters
    ----------
    system : str
        A datum of :data:`geo.datum.DATUM_NAMES`, or whatever names a system that is taken.

    Raises
    ------
    RefusedError
        If the system is not known or not converted here.
    """
    found = system_of(system)
    flat = shapely.force_2d(shape)
    if found.epsg is None:
        return convert_geometry(flat, found.datum or "wgs84", "wgs84")
    plane = found.epsg
    return shapely.transform(flat, lambda points: _from_plane(points, plane))


def _from_plane(points: Any, plane: int) -> Any:
    if plane in CGCS2000_PLANES:
        return from_gauss_kruger(points, plane, "wgs84")
    way = Transformer.from_crs(plane, 4326, always_xy=True)
    return np.column_stack(way.transform(points[:, 0], points[:, 1]))


def is_known(system: str) -> bool:
    """Tell whether a file's own word for its system is one that is taken."""
    try:
        return system_of(system).datum is not None
    except RefusedError:
        return False


def is_old(texts: Sequence[str]) -> bool:
    """Tell whether a table names a system of which only local parameters lead to another."""
    plain = " ".join(texts).casefold().replace(" ", "").replace("年", "")
    return any(word in plain for word in _OLD)


def named_utm(texts: Sequence[str]) -> Sequence[int]:
    """Return the planes of UTM that a table names: the one of its zone, or all; else none.

    >>> named_utm(["东坐标(UTM 50N)", "北坐标(UTM 50N)"]), len(named_utm(["坐标为 UTM"]))
    ([32650], 11)
    """
    naming = [text for text in texts if "utm" in text.casefold()]
    zones = {int(zone) for text in naming for zone in _ZONE.findall(text)}
    return [UTM_ZERO + zone for zone in sorted(zones)] if zones else UTM if naming else ()


def can_be_degrees(points: Sequence[tuple[float, float]]) -> bool:
    """Tell whether coordinates can be longitude and latitude at all."""
    return all(abs(x) <= 180 and abs(y) <= 90 for x, y in points)


def moved(point: tuple[float, float], datum: Datum) -> tuple[float, float]:
    """Return where a point of a file lies if its coordinates are on `datum`."""
    x, y = convert([point], datum, "wgs84")[0].tolist()
    return x, y


def far_off(shape: Any, given: Any, outline: Outline | None) -> Far | None:
    """Return how far a shape lies outside its district; None where it does not.

    Parameters
    ----------
    given : geometry
        As the file has it: a number that may have been meant is like the one that was typed.
    """
    if outline is None:
        return None
    away = float(outline.away_m([shape])[0])
    if away <= MARGIN_M:
        return None
    slip = None
    if shape.geom_type == "Point":
        at = np.array([given.x, given.y]).round(6)
        if is_degrees(np.tile(at, (1, 2)))[0]:
            slip = mistyped(at, outline, 0.0, outline.middle)
    return Far(away / 1000, slip)

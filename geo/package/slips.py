"""Which slip would explain a position that cannot be right?

Each known slip is undone, and what then falls into the district is named; nothing is mended here.
Coordinates are arrays of shape (n, 2), longitude before latitude in degrees WGS-84 or whatever was
taken for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from geo.package.outline import Floats, Outline

Words = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What may have happened, and what to do; those of one `kind` are told together.

    Parameters
    ----------
    axis : int or None
        Of which coordinate the `numbers` are that may have been meant: 0 for the longitude.
    """

    kind: str
    remedy: Words
    axis: int | None = None
    numbers: tuple[str, ...] = ()


ZERO: Final = Slip(
    "zero",
    (
        "0, 0 就是没有坐标：请补上，或改画已知所在的范围",
        "0, 0 means that there is no position: fill it in, or draw the area it is known to lie in",
    ),
)
_SWAPPED: Final = ("经度、纬度像是放反了：请对调", "Longitude and latitude seem swapped: swap them")
_ALSO_SWAPPED: Final = ("经度、纬度还放反了，请对调；", "The two are swapped as well; ")
_ALSO_NORTHING: Final = (
    "北坐标写在了东坐标前面，请对调；",
    "Northings stand before eastings: swap them; ",
)
_SIGN: Final = (
    "像是多了负号（中国在东经、北纬）：请去掉",
    "A minus sign seems too many (China lies east and north): remove it",
)
_WRAPPED: Final = (
    "经度像是多算或少算了一圈：请加或减 360",
    "The longitude seems a whole turn off: add or subtract 360",
)
_RADIANS: Final = ("像是弧度：请换算成度", "They seem to be radians: convert them to degrees")
_SCALED: Final = (
    "小数点的位置不对：请除以或乘以 {factor}",
    "The decimal point is out of place: divide or multiply by {factor}",
)
_DMS: Final = (
    "像是把度分秒写成了小数（116.4136 表示 116°41′36″）：请换算成度",
    "Degrees, minutes and seconds seem to be written as decimals (116.4136 for 116°41′36″): "
    "convert them to degrees",
)
_MINUTES: Final = (
    "像是度分格式（11641.60 表示 116°41.60′）：请换算成度",
    "They seem to be degrees and minutes (11641.60 for 116°41.60′): convert them to degrees",
)
_PACKED: Final = (
    "像是度分秒连写（1164136 表示 116°41′36″）：请换算成度",
    "They seem to be degrees, minutes and seconds in a row (1164136 for 116°41′36″): convert them "
    "to degrees",
)
_PLANE: Final = (
    "像是平面坐标 {name}：请在文件中写明这个坐标系，或换算成经纬度",
    "They seem to be metres of {name}: name that system in the file, or convert them to degrees",
)


def systematic(points: Floats, outline: Outline, margin_m: float) -> list[Slip | None]:
    """Return the slip that brings each point into the district, of those that come in columns."""
    found: list[Slip | None] = [None] * len(points)
    zero = np.abs(points).max(axis=1, initial=0) < 0.01
    for at in np.flatnonzero(zero).tolist():
        found[at] = ZERO
    left = ~zero
    for slip, rows, repaired in _repairs(points, outline):
        if not left.any():
            break
        sound = left[rows] & np.isfinite(repaired).all(axis=1)
        sound[sound] = outline.holds(repaired[sound], margin_m)
        for at in rows[sound].tolist():
            found[at] = slip
            left[at] = False
    return found


_Repair = tuple[Slip, NDArray[np.int64], Floats]


def _repairs(points: Floats, outline: Outline) -> Iterator[_Repair]:
    """Yield every slip with the rows it may have happened to, and these as they would be."""
    rows = np.arange(len(points))
    for swapped in (False, True):
        given = points[:, ::-1] if swapped else points
        ahead = _ALSO_SWAPPED if swapped else ("", "")
        if swapped:
            yield Slip("swapped", _SWAPPED), rows, given
        for kind, words, repaired in _in_degrees(given):
            remedy = (ahead[0] + words[0], ahead[1] + words[1])
            yield Slip(f"{kind} {swapped}", remedy), rows, repaired
    large = np.flatnonzero(np.abs(points).max(axis=1, initial=0) > 1000)
    for swapped in (False, True) if len(large) else ():
        given = points[large][:, ::-1] if swapped else points[large]
        ahead = _ALSO_NORTHING if swapped else ("", "")
        for code, some in _planes(given, outline):
            name = _plane_name(code)
            remedy = (
                ahead[0] + _PLANE[0].format(name=name),
                ahead[1] + _PLANE[1].format(name=name),
            )
            yield (
                Slip(f"plane {code} {swapped}", remedy),
                large[some],
                _from_plane(given[some], code),
            )


def _in_degrees(given: Floats) -> Iterator[tuple[str, Words, Floats]]:
    """Yield kind, words and repaired coordinates of slips within degrees."""
    for signs in ((-1, 1), (1, -1), (-1, -1)):
        yield "sign", _SIGN, given * signs
    for turn in (-360, 360):
        yield "wrapped", _WRAPPED, given + np.array([turn, 0])
    limits = np.array([math.pi, math.pi / 2]) + 0.01
    small = np.asarray((np.abs(given) <= limits).all(axis=1))
    yield "radians", _RADIANS, np.where(small[:, None], np.degrees(given), np.nan)
    for power in range(1, 10):
        factor = 10**power
        words = (_SCALED[0].format(factor=factor), _SCALED[1].format(factor=factor))
        yield f"scaled {power}", words, given / factor
        if power < 4:
            yield f"scaled -{power}", words, given * factor
    yield "dms", _DMS, from_dms(given)
    yield "minutes", _MINUTES, _sixties(np.abs(given) / 100, 1)
    yield "packed", _PACKED, _sixties(np.abs(given) / 10_000, 2)


def from_dms(given: Floats) -> Floats:
    """Return degrees for degrees.MMSSss; NaN for numbers that cannot be such."""
    plain = np.abs(given) <= 180
    digits = np.rint(given * 10_000)
    written = np.abs(given * 10_000 - digits) < 1e-5
    return np.where(plain & written, _sixties(given, 2), np.nan)


def _sixties(given: Floats, parts: int) -> Floats:
    """Return degrees for DDD.MM… or DDD.MMSS…, NaN where there are more than sixty of a kind."""
    exact = np.round(given, 9)
    whole = np.floor(exact)
    minutes = np.round((exact - whole) * 100, 7)
    if parts == 1:
        return np.where(minutes < 60, whole + minutes / 60, np.nan)
    full = np.floor(minutes)
    seconds = np.round((minutes - full) * 100, 5)
    made = whole + full / 60 + seconds / 3600
    return np.where((full < 60) & (seconds < 60), made, np.nan)


def _planes(given: Floats, outline: Outline) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield the codes of planes that coordinates may be of, each with the rows that may."""
    millions = np.floor(given[:, 0] / 1e6)
    for zone in np.unique(millions).tolist():
        first = 4513 - 25 if 25 <= zone <= 45 else 4491 - 13 if 13 <= zone <= 23 else None
        if first is not None:
            yield int(first + zone), np.flatnonzero(millions == zone)
    bare = np.flatnonzero((given[:, 0] > 0) & (given[:, 0] < 1e6))
    zone = math.floor((outline.middle[0] + 1.5) / 3)
    for near in (zone, zone - 1, zone + 1) if len(bare) else ():
        if 25 <= near <= 45:
            yield 4534 + near - 25, bare
    utm = math.floor(outline.middle[0] / 6) + 31
    for near in (utm, utm - 1, utm + 1) if len(bare) else ():
        if 1 <= near <= 60:
            yield (32600 if outline.middle[1] >= 0 else 32700) + near, bare
    yield 3857, np.arange(len(given))


def _plane_name(code: int) -> str:
    """Return a plane with its name; with the one of UTM that only measuring could tell from it."""
    named = f"EPSG:{code} ({CRS.from_epsg(code).name})"
    middle = 3 * (code - 4534 + 25) if 4534 <= code <= 4554 else 0
    return f"{named} / EPSG:{32600 + (middle + 183) // 6} (UTM)" if middle % 6 == 3 else named


def _from_plane(given: Floats, code: int) -> Floats:
    return np.column_stack(_way(code).transform(given[:, 0], given[:, 1]))


@cache
def _way(code: int) -> Transformer:
    return Transformer.from_crs(code, 4490 if 4491 <= code <= 4554 else 4326, always_xy=True)

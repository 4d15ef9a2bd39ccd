"""How do coordinates as a file has them become degrees on WGS-84?

What the file names and what ``datum`` of ``layers.csv`` states must agree; where only one of them
says something, that holds. Nothing is guessed from the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo.datum import DATUM_NAMES, Datum, convert
from geo.package.faults import Faults
from geo.package.layers.refused import RefusedError
from geo.package.layers.systems import CGCS2000_PLANES, WGS84, System
from geo.package.places.order import Runs
from geo.records import KNOWN_PRECISIONS, Layer

Coordinates = NDArray[np.float64]
_WITHIN_A_METRE: Final = frozenset({"wgs84", "cgcs2000"})
_NUMBERED: Final = frozenset({*range(4491, 4502), *range(4513, 4534)})
"""Planes whose eastings begin with the number of their zone."""
_MILLION: Final = 1e6


def settled(system: System | None, stated: str) -> System:
    """Return the system of a layer.

    Parameters
    ----------
    system : System or None
        What its file names; None where it names none.
    stated : str
        Its ``datum`` in ``layers.csv``, or nothing.

    Raises
    ------
    RefusedError
        If the two contradict each other, or the file leaves it open and nothing is stated.
    """
    if system is None or system.datum is None:
        if stated in DATUM_NAMES:
            return System(DATUM_NAMES[stated], stated)
        if system is None:
            return WGS84
        raise RefusedError(
            "E_CRS",
            "文件没有说明坐标系",
            "the file says that its reference system is not known",
            ("请在 layers.csv 的 datum 中填写", "State it as datum in layers.csv"),
        )
    if stated and stated != system.datum and not {stated, system.datum} <= _WITHIN_A_METRE:
        said = DATUM_NAMES.get(stated, stated)  # type: ignore[call-overload]  # any text
        raise RefusedError(
            "E_DATUM",
            f"文件写的是 {system.name}，layers.csv 的 datum 是 {said}",
            f"the file names {system.name}, datum in layers.csv says {said}",
            (
                "核对坐标取自哪里：改正 datum，或改正文件中的坐标系（不清楚就去掉）",
                "Find out where the coordinates are from: correct datum, or the system that the "
                "file names (or take it out)",
            ),
        )
    return system


def check_datums(
    layers: Mapping[str, Layer], runs: Runs, lines: Mapping[str, int], faults: Faults
) -> None:
    """Add a fault for each layer with located places of which nobody said the datum."""
    located = pa.array(sorted(KNOWN_PRECISIONS))
    for layer_id, found in runs.items():
        if layers[layer_id].datum:
            continue
        count = sum(
            pc.sum(pc.is_in(run.column("precision"), located)).as_py() or 0 for run in found
        )
        if count:
            said = (
                f"图层 {layer_id} 有 {count} 个位置确切的地点，但没有说明坐标取自哪里",
                f"nobody said on which datum the located places of layer {layer_id} are ({count})",
            )
            remedy = (
                "在 datum 一列填 wgs84（GPS、奥维）、cgcs2000（天地图、国土）、gcj02（高德、腾讯）"
                "或 bd09（百度）；不清楚就问给数据的人",
                "Fill in the column datum: wgs84 (GPS), cgcs2000 (Tianditu, surveys), gcj02 (Amap, "
                "Tencent) or bd09 (Baidu); ask whoever gave the data",
            )
            faults.add("E_DATUM", "layers.csv", lines.get(layer_id), said, remedy)


def tell(file: str, system: System, faults: Faults) -> None:
    """Add what was assumed or done, where coordinates were not simply taken."""
    if system.datum == "wgs84" and system.epsg is None:
        return
    if system.datum == "cgcs2000" and system.epsg is None:
        done = ("当作 WGS-84 使用", "taken as WGS-84")
        off = ("两者相差不到 1 米", "The two differ by less than a metre")
    elif system.datum in _WITHIN_A_METRE:
        done = ("已换算为 WGS-84", "converted to WGS-84")
        off = ("误差不到 1 米", "The result is good to a metre")
    else:
        done = ("已换算为 WGS-84", "converted to WGS-84")
        off = (
            "算法没有公布，按通行的写法换算，误差约 1 米",
            "The method was never published; by the usual one, the result is good to about a metre",
        )
    said = (f"坐标是 {system.name}，{done[0]}", f"coordinates are {system.name}, {done[1]}")
    faults.add("I_CRS", file, None, said, off, level="info")


def in_degrees(geometries: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    """Return geometries in degrees WGS-84, longitude before latitude.

    Parameters
    ----------
    geometries : array of shapely geometries
        In two dimensions; None stays None. Easting before northing where `system` is a plane.

    Raises
    ------
    RefusedError
        If the numbers cannot be what `system` says: degrees where metres should be, a zone's
        number too many or missing, northing before easting.
    """
    datum: Datum = system.datum or "wgs84"
    if system.epsg is None:
        if datum in _WITHIN_A_METRE:
            return geometries
        way: Any = partial(convert, source=datum, target="wgs84")
    else:
        _refuse_other_numbers(shapely.get_coordinates(geometries), system)
        way = partial(_from_plane, epsg=system.epsg)
    # What is no number cannot be converted; the checks name it.
    return np.asarray(shapely.transform(geometries, lambda found: _finite(found, way)))


def _finite(found: Coordinates, way: Any) -> Coordinates:
    sound = np.isfinite(found).all(axis=1)
    made = np.full_like(found, np.inf)
    made[sound] = way(found[sound])
    return made


def _from_plane(found: Coordinates, epsg: int) -> Coordinates:
    return np.column_stack(_plane(epsg).transform(found[:, 0], found[:, 1]))


@cache
def _plane(epsg: int) -> Transformer:
    """Return the way out of a plane; CGCS2000 is taken as WGS-84, like its degrees."""
    degrees = 4490 if epsg in CGCS2000_PLANES else 4326
    return Transformer.from_crs(epsg, degrees, always_xy=True)


def _refuse_other_numbers(found: Coordinates, system: System) -> None:
    found = found[np.isfinite(found).all(axis=1)]
    if not len(found):
        return
    x, y = np.abs(found).T
    if (x <= 180).all() and (y <= 90).all():
        raise _not_so(
            system,
            ("数字却是经纬度", "its numbers are degrees"),
            ("如果是经纬度，请写 EPSG:4490 或 EPSG:4326", "If so, name EPSG:4490 or EPSG:4326"),
        )
    if system.epsg is None or system.epsg not in CGCS2000_PLANES:
        return
    swap = ("对调两列：东坐标在前，北坐标在后", "Swap the two: easting before northing")
    turned = ("像是北坐标写在前面", "its northings seem to stand first")
    if system.epsg in _NUMBERED:
        if ((x < 10 * _MILLION) & (y > 10 * _MILLION)).all():
            raise _not_so(system, turned, swap)
        if (x < _MILLION).all():
            bare = ("东坐标却没有带号", "its eastings begin with no zone number")
            raise _not_so(system, bare, _another(system.epsg))
    elif (x > 10 * _MILLION).all():
        numbered = ("东坐标却带有带号", "its eastings begin with a zone number")
        raise _not_so(system, numbered, _another(system.epsg))
    elif ((x > _MILLION) & (y < _MILLION)).all():
        raise _not_so(system, turned, swap)


def _another(epsg: int) -> tuple[str, str]:
    """Return the code of the same zone, written with its number where it was without."""
    zones = 11 if epsg < 4513 else 21
    other = epsg + zones if epsg in _NUMBERED else epsg - zones
    return f"同一带应写 EPSG:{other}；请核对", f"Of the same zone, that is EPSG:{other}; check it"


def _not_so(system: System, but: tuple[str, str], remedy: tuple[str, str]) -> RefusedError:
    return RefusedError(
        "E_CRS",
        f"文件写的是 {system.name}，{but[0]}",
        f"the file names {system.name}, but {but[1]}",
        remedy,
    )

"""Which reference system is meant by a name, a code or a description, and is it taken here?

Coordinates of a layer are longitude before latitude, or easting before northing, whatever the
axes of the code itself are (EPSG:4326 and 4490 name latitude first): so GeoJSON, GeoPackage,
GeoParquet and PostGIS have them. A name is looked up among those known here and never fetched.

Degrees on WGS-84 (EPSG:4326, CRS84) are taken as they are, those on CGCS2000 (EPSG:4490) too: the
two differ by less than a metre. GCJ-02 and BD-09, the planes of CGCS2000 (EPSG:4491 to 4554), UTM
on WGS-84 and Web Mercator are converted. All others are refused: Beijing 1954 and Xian 1980 lie up
to some hundred metres off, by parameters that differ from town to town.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.datum import DATUM_NAMES, Datum
from geo.package.faults import quoted
from geo.package.layers.refused import RefusedError


@dataclass(frozen=True, slots=True)
class System:
    """A reference system that is taken: on which datum, and in which plane.

    Parameters
    ----------
    name : str
        As it is shown, for instance ``EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)``.
    datum : Datum or None
        None where the file says that it does not know.
    epsg : int or None
        Code of the plane, in metres; None for degrees.
    """

    name: str
    datum: Datum | None
    epsg: int | None = None


WGS84: Final = System("WGS-84", "wgs84")
UNDEFINED: Final = System("undefined", None)
"""What a file says that leaves its system open: ``crs`` null in GeoParquet, SRID 0."""
CGCS2000_PLANES: Final = range(4491, 4555)
"""Gauss-Kruger in zones of 6 degrees, with and without the number, then of 3 degrees."""
_DEGREES: Final[Mapping[int, Datum]] = {
    **{4326: "wgs84", 4979: "wgs84"},
    **{4490: "cgcs2000", 4480: "cgcs2000"},
}
_MERCATOR: Final = frozenset({3857, 3785, 900913, 102100, 102113})
_UTM: Final = frozenset({*range(32601, 32661), *range(32701, 32761)})
_OLD: Final = (
    *(range(4214, 4215), range(4610, 4611), range(4555, 4556), range(2327, 2391)),
    *(range(2401, 2443), range(21413, 21464), range(4652, 4653), range(4766, 4801)),
)
"""Beijing 1954, Xian 1980 and New Beijing, in degrees and in planes."""
_OLD_NAMES: Final = re.compile("beijing|xian19?80|xian1980|北京|西安")
_LONGEST: Final = 20_000
_SEPARATORS: Final = re.compile(r"[\s_\-/.,:()（）]+")
_CODE: Final = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://(?:www\.)?opengis\.net/def/crs/)?"
    r"(EPSG|OGC|CRS|ESRI)[:/](?:[0-9.]*[:/])?([A-Z]*[0-9]+[A-Z]?)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"https?://(?:www\.opengis\.net/gml/srs/epsg\.xml#"
    r"|(?:www\.)?spatialreference\.org/ref/epsg/|epsg\.io/)([0-9]+)/?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?:SRID\s*=\s*)?([0-9]{4,6})", re.IGNORECASE)
_WKT: Final = re.compile(r"\s*[A-Z_]+\s*\[\s*\"([^\"]*)\"", re.IGNORECASE)
_WKT_CODE: Final = re.compile(
    r"(?:ID|AUTHORITY)\s*\[\s*\"(\w+)\"\s*,\s*\"?(\w+)\"?[^\[\]]*\]\s*\]\s*$", re.IGNORECASE
)
_NAMED: Final[Mapping[str, Datum]] = {
    **dict.fromkeys(("wgs84", "wgs1984", "gcswgs1984", "wgs84crs84", "crs84"), "wgs84"),
    **dict.fromkeys(("worldgeodeticsystem1984",), "wgs84"),
    **dict.fromkeys(("cgcs2000", "gcscgcs2000", "2000国家大地坐标系", "国家2000"), "cgcs2000"),
    **dict.fromkeys(("国家2000坐标系", "国家大地坐标系2000"), "cgcs2000"),
    "chinageodeticcoordinatesystem2000": "cgcs2000",
    "gcschinageodeticcoordinatesystem2000": "cgcs2000",
    **dict.fromkeys(("gcj02", "gcj2002", "火星坐标", "火星坐标系"), "gcj02"),
    **dict.fromkeys(("bd09", "bd09ll", "百度坐标", "百度坐标系"), "bd09"),
    **{f"{datum}offsetfromwgs84noepsgcode": datum for datum in ("gcj02", "bd09")},
}
"""Names without spaces and signs; the last two are those of our own exports."""
_MERCATOR_NAMES: Final = frozenset(
    {
        *("wgs84pseudomercator", "webmercator", "googlemercator"),
        *("wgs1984webmercatorauxiliarysphere", "popularvisualisationcrsmercator"),
    }
)
_UTM_NAME: Final = re.compile("wgs(?:19)?84utmzone([1-9]|[1-5][0-9]|60)([ns])")
_REMEDY: Final = (
    "请转换为 EPSG:4326 或 EPSG:4490，再导出",
    "Convert it to EPSG:4326 or EPSG:4490 and export it again",
)
_OLD_REMEDY: Final = (
    "北京54、西安80与 WGS-84 相差可达百米，换算要有当地参数：请测绘部门转为 CGCS2000（EPSG:4490）",
    "Beijing 1954 and Xian 1980 lie up to some 100 m off, and only local parameters convert them: "
    "have it converted to CGCS2000 (EPSG:4490) by a surveying office",
)


def system_of(given: object) -> System:
    """Return the system that a file names.

    Parameters
    ----------
    given : object
        A code or name (``EPSG:4490``, ``urn:ogc:def:crs:OGC:1.3:CRS84``, ``CGCS2000``, a number,
        well-known text), the ``crs`` member of GeoJSON (2008), or PROJJSON.

    Raises
    ------
    RefusedError
        If it is not one that is taken or converted, with its name and what to do.
    """
    if isinstance(given, dict):
        return _described(given)
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise _refused(given)
    text = unicodedata.normalize("NFKC", str(given)).strip()
    if len(text) > _LONGEST:
        raise _refused(given)
    if found := _CODE.fullmatch(text):
        return _coded(found[1], found[2], given)
    if found := _ADDRESS.fullmatch(text) or _NUMBER.fullmatch(text):
        return _coded("EPSG", found[1], given)
    if found := _WKT.match(text):
        coded = _WKT_CODE.search(text)
        if coded and coded[1].upper() in {"EPSG", "OGC", "ESRI"}:
            return _coded(coded[1], coded[2], found[1])
        return _named(found[1], found[1])
    return _named(text, given)


def _described(given: Mapping[str, Any]) -> System:
    """Return the system of a ``crs`` member of GeoJSON or of PROJJSON."""
    properties = given.get("properties")
    kind = str(given.get("type")).upper()
    if isinstance(properties, dict) and kind == "NAME":
        return system_of(properties.get("name"))
    if isinstance(properties, dict) and kind == "EPSG":
        return system_of(properties.get("code"))
    if isinstance(properties, dict) and kind == "OGC":
        return system_of(properties.get("urn"))
    if kind == "LINK":
        raise RefusedError(
            "E_CRS",
            "坐标系只给了网址，不会去取",
            "the reference system is given by an address, which is never fetched",
            _REMEDY,
        )
    coded = given.get("id")
    if isinstance(coded, dict) and "authority" in coded and "code" in coded:
        return _coded(str(coded["authority"]), str(coded["code"]), given.get("name") or coded)
    return system_of(given["name"]) if isinstance(given.get("name"), str) else _fail(given)


def _coded(authority: str, code: str, given: object) -> System:
    """Return the system of an authority's code."""
    if authority.upper() in {"OGC", "CRS"}:
        return WGS84 if code.upper() in {"CRS84", "CRS84H", "84"} else _fail(given)
    number = int(code) if code.isdigit() and len(code) < 9 else -1
    if number in _DEGREES:
        return System(_shown(number), _DEGREES[number])
    if number in _MERCATOR:
        return System(_shown(3857), "wgs84", 3857)
    if number in _UTM:
        return System(_shown(number), "wgs84", number)
    if number in CGCS2000_PLANES:
        return System(_shown(number), "cgcs2000", number)
    said = given if number < 0 else _shown(number)
    raise _refused(said, old=any(number in codes for codes in _OLD))


def _named(name: str, given: object) -> System:
    """Return the system of a name."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", name)).casefold()
    if plain in _NAMED:
        datum = _NAMED[plain]
        return System(DATUM_NAMES[datum], datum)
    if plain in _MERCATOR_NAMES:
        return _coded("EPSG", "3857", given)
    if zone := _UTM_NAME.fullmatch(plain):
        return _coded("EPSG", f"32{6 if zone[2] == 'n' else 7}{int(zone[1]):02}", given)
    if plain in _plane_names():
        return _coded("EPSG", str(_plane_names()[plain]), given)
    raise _refused(given, old=_OLD_NAMES.search(plain) is not None)


@cache
def _plane_names() -> Mapping[str, int]:
    """Return the planes of CGCS2000 by their names, as EPSG and as ArcGIS write them."""
    found = {}
    for code in CGCS2000_PLANES:
        plain = _SEPARATORS.sub("", CRS.from_epsg(code).name).casefold()
        found[plain] = found[plain.replace("gausskruger", "gk")] = code
    return found


@cache
def _shown(code: int) -> str:
    """Return a code with its name, where PROJ knows one."""
    try:
        return f"EPSG:{code} ({CRS.from_epsg(code).name})"
    except CRSError:
        return f"EPSG:{code}"


def _fail(given: object) -> System:
    raise _refused(given)


def _refused(given: object, *, old: bool = False) -> RefusedError:
    shown = quoted(given)
    return RefusedError(
        "E_CRS",
        f"坐标系 {shown} 不能自动换算",
        f"the reference system {shown} cannot be converted here",
        _OLD_REMEDY if old else _REMEDY,
    )

"""Is a reference system known by every usual spelling, and every other refused by its name?"""

from __future__ import annotations

import pytest
from pyproj import CRS

from geo.package.layers.refused import RefusedError
from geo.package.layers.systems import system_of

SPELLINGS: dict[tuple[str | None, int | None], list[object]] = {
    ("wgs84", None): [
        "EPSG:4326",
        "epsg:4326",
        "EPSG::4326",
        "EPSG：4326",
        " 4326 ",
        4326,
        "SRID=4326",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:6.9:4326",
        "urn:x-ogc:def:crs:EPSG:4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "https://www.opengis.net/def/crs/EPSG/9.9.1/4326",
        "http://www.opengis.net/gml/srs/epsg.xml#4326",
        "https://epsg.io/4326",
        "http://spatialreference.org/ref/epsg/4326/",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "http://www.opengis.net/def/crs/OGC/0/CRS84h",
        "OGC:CRS84",
        "CRS84",
        "CRS:84",
        "EPSG:4979",
        "WGS84",
        "WGS 84",
        "WGS_1984",
        "GCS_WGS_1984",
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "EPSG", "properties": {"code": 4326}},
        {"type": "OGC", "properties": {"urn": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "GeographicCRS", "name": "WGS 84", "id": {"authority": "EPSG", "code": 4326}},
        {"type": "GeographicCRS", "name": "x", "id": {"authority": "OGC", "code": "CRS84"}},
        {"type": "GeographicCRS", "name": "WGS 84"},
        CRS.from_epsg(4326).to_wkt(),
        CRS.from_epsg(4326).to_wkt("WKT1_GDAL"),
        CRS.from_epsg(4326).to_wkt("WKT1_ESRI"),
        CRS.from_epsg(4326).to_json_dict(),
    ],
    ("cgcs2000", None): [
        "EPSG:4490",
        "urn:ogc:def:crs:EPSG::4490",
        "http://www.opengis.net/def/crs/EPSG/0/4490",
        "CGCS2000",
        "cgcs 2000",
        "GCS_China_Geodetic_Coordinate_System_2000",
        "China Geodetic Coordinate System 2000",
        "2000国家大地坐标系",
        "国家2000坐标系",
        "EPSG:4480",
        CRS.from_epsg(4490).to_wkt(),
        CRS.from_epsg(4490).to_wkt("WKT1_ESRI"),
        CRS.from_epsg(4490).to_json_dict(),
    ],
    ("gcj02", None): ["GCJ-02", "gcj02", "GCJ_02", "火星坐标系"],
    ("bd09", None): ["BD-09", "bd09ll", "BD09", "百度坐标系"],
    ("cgcs2000", 4527): [
        "EPSG:4527",
        "urn:ogc:def:crs:EPSG::4527",
        "CGCS2000 / 3-degree Gauss-Kruger zone 39",
        "CGCS2000_3_Degree_GK_Zone_39",
        CRS.from_epsg(4527).to_wkt(),
        CRS.from_epsg(4527).to_wkt("WKT1_ESRI"),
        CRS.from_epsg(4527).to_json_dict(),
    ],
    ("cgcs2000", 4548): [
        "EPSG:4548",
        "CGCS2000_3_Degree_GK_CM_117E",
        "CGCS2000 3 Degree GK CM 117E",
    ],
    ("cgcs2000", 4498): ["EPSG:4498", "CGCS2000_GK_Zone_20"],
    ("wgs84", 3857): [
        "EPSG:3857",
        "EPSG:900913",
        "ESRI:102100",
        "WGS 84 / Pseudo-Mercator",
        "WGS_1984_Web_Mercator_Auxiliary_Sphere",
        CRS.from_epsg(3857).to_wkt("WKT1_ESRI"),
    ],
    ("wgs84", 32650): ["EPSG:32650", "WGS 84 / UTM zone 50N", "WGS_1984_UTM_Zone_50N"],
    ("wgs84", 32701): ["EPSG:32701", "WGS_1984_UTM_Zone_1S"],
}


REFUSED: list[object] = [
    *("EPSG:4214", "EPSG:4610", "EPSG:2384", "EPSG:2435", "EPSG:21420", "EPSG:4555"),
    *("Beijing 1954", "Xian_1980", "西安80坐标系", "北京54", "GCS_Beijing_1954"),
    *("EPSG:4479", "EPSG:4269", "EPSG:99999", "EPSG:0", "OGC:CRS27", "OGC:CRS83"),
    *("BD-09MC", "somewhere", "", "x" * 30_000, 1.5, True, [], [4326], {}),
    {"type": "name"},
    {"type": "name", "properties": {"name": None}},
    {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}},
    {"type": "name", "properties": {"name": {"type": "name"}}},
    {"type": "GeographicCRS", "id": {"authority": "EPSG", "code": 4610}},
    CRS.from_epsg(4610).to_wkt(),
    CRS.from_epsg(2384).to_json_dict(),
    "http://127.0.0.1:9/def/crs/EPSG/0/4326",
    "file:///etc/passwd",
]


@pytest.mark.parametrize(
    ("given", "meant"), [(one, meant) for meant, every in SPELLINGS.items() for one in every]
)
def test_every_usual_spelling_is_known(
    given: object, meant: tuple[str, int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket", _forbidden)
    found = system_of(given)
    assert (found.datum, found.epsg) == meant


@pytest.mark.parametrize("given", REFUSED, ids=lambda given: str(given)[:40])
def test_all_others_are_refused_by_name_and_never_fetched(
    given: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket", _forbidden)
    with pytest.raises(RefusedError) as caught:
        system_of(given)
    assert caught.value.code == "E_CRS"
    assert all(caught.value.remedy)


@pytest.mark.parametrize("given", ["EPSG:4214", "EPSG:4610", "EPSG:2384", "Xian 1980", "北京54"])
def test_the_old_systems_say_why_they_are_not_converted(given: str) -> None:
    with pytest.raises(RefusedError) as caught:
        system_of(given)
    assert "百米" in caught.value.remedy[0]
    assert "100 m" in caught.value.remedy[1]


def _forbidden(*_: object, **__: object) -> None:
    raise AssertionError("something was fetched")

"""Is a layer in another system converted as others convert it, whatever form it is kept in?"""

from __future__ import annotations

import io
import json
import math
import sqlite3
import struct
from collections.abc import Callable
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod, Transformer

from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.layers.systems import UNDEFINED
from geo.package.read import build_package
from tests.package.layers.tables import PROPERTIES

WHERE = np.array([(116.6945, 39.5105), (116.70312, 39.46221), (116.6, 39.6)])


Points = np.ndarray[Any, Any]


Write = Callable[[Points, object], tuple[str, bytes]]


def _rows(points: Points) -> list[dict[str, Any]]:
    return [PROPERTIES | {"place_id": f"road-{number}"} for number in range(len(points))]


def as_geojson(points: Points, crs: object) -> tuple[str, bytes]:
    features = [
        {
            "type": "Feature",
            "id": row["place_id"],
            "properties": row,
            "geometry": {"type": "Point", "coordinates": point.tolist()},
        }
        for row, point in zip(_rows(points), points, strict=True)
    ]
    named = {"type": "name", "properties": {"name": crs}}
    data = {"type": "FeatureCollection", "features": features}
    # Behind the features as well as before them: both are valid JSON.
    data = data | {"crs": named} if crs else data
    return "layers/roads.geojson", json.dumps(data).encode()


def as_geoparquet(points: Points, crs: object) -> tuple[str, bytes]:
    frame = geopandas.GeoDataFrame(_rows(points), geometry=list(shapely.points(points)), crs=crs)
    held = io.BytesIO()
    frame.to_parquet(held)
    return "layers/roads.parquet", held.getvalue()


def as_geopackage(points: Points, crs: object) -> tuple[str, bytes]:
    code = int(str(crs).removeprefix("EPSG:")) if crs else 0
    base = sqlite3.connect(":memory:")
    base.executescript(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER PRIMARY KEY, organization,"
        " organization_coordsys_id, definition);"
        "CREATE TABLE gpkg_contents (table_name, data_type, srs_id);"
        "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
        f"INSERT INTO gpkg_contents VALUES ('roads', 'features', {code});"
        f"INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', {code});"
    )
    organization = "EPSG" if code else "NONE"
    row = ("its name", code, organization, code, "undefined")
    base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?)", row)
    names = list(_rows(points)[0])
    base.execute(f"CREATE TABLE roads ({', '.join(names)}, geom)")
    for row, point in zip(_rows(points), shapely.points(points), strict=True):
        blob = b"GP\x00\x01" + struct.pack("<i", code) + point.wkb
        marks = ", ".join("?" * (len(names) + 1))
        base.execute(f"INSERT INTO roads VALUES ({marks})", [*row.values(), blob])
    base.commit()
    return "layers/roads.gpkg", base.serialize()


READERS: dict[str, Write] = {
    "geojson": as_geojson,
    "geoparquet": as_geoparquet,
    "geopackage": as_geopackage,
}


def read(write: Write, points: Points, crs: object, datum: str = "") -> tuple[Points, Faults]:
    file, content = write(points, crs)
    faults = Faults()
    found = [batch.geometries for batch in read_layer(file, content, faults, datum=datum)]
    return (shapely.get_coordinates(np.concatenate(found)) if found else np.empty((0, 2))), faults


def metres(found: Points, wanted: Points) -> float:
    """The greatest distance between two lists of points on the ellipsoid."""
    _, _, distances = Geod(ellps="WGS84").inv(*found.T, *wanted.T)
    return float(np.abs(distances).max())


CODES = (4326, 4490, 3857, 32650, *range(4491, 4555))


@pytest.mark.parametrize("write", READERS.values(), ids=READERS)
@pytest.mark.parametrize("code", [4326, 4490, 4498, 4509, 4527, 4548, 3857, 32650])
def test_a_named_system_is_read_to_within_a_metre(write: Write, code: int) -> None:
    given = np.column_stack(Transformer.from_crs(4326, code, always_xy=True).transform(*WHERE.T))
    found, faults = read(write, given, f"EPSG:{code}")
    assert metres(found, WHERE) < 1
    assert not faults.errors
    assert [fault.code for fault in faults] == ([] if code == 4326 else ["I_CRS"])
    assert all(str(code) in fault.line("zh") and str(code) in fault.line("en") for fault in faults)


@pytest.mark.parametrize("code", [code for code in CODES if code > 4490 and code < 4600])
def test_every_plane_of_cgcs2000_is_read(code: int) -> None:
    middle = CRS.from_epsg(code).area_of_use
    points = np.array([((middle.west + middle.east) / 2 + 0.4, 36.1)])
    given = np.column_stack(Transformer.from_crs(4490, code, always_xy=True).transform(*points.T))
    found, faults = read(as_geojson, given, f"EPSG:{code}")
    assert metres(found, points) < 1
    assert not faults.errors


@pytest.mark.parametrize("write", READERS.values(), ids=READERS)
@pytest.mark.parametrize("code", [4214, 4610, 2384])
def test_a_system_that_is_not_converted_is_one_fault(write: Write, code: int) -> None:
    found, faults = read(write, WHERE, f"EPSG:{code}")
    assert not len(found)
    assert [(fault.code, fault.row) for fault in faults] == [("E_CRS", None)]
    assert str(code) in faults[0].line("zh")


# GCJ-02 and BD-09 as pairs that map services publish, and as a second writing of the usual method.
PUBLISHED = {
    # Baidu's own example of its coordinate conversion (WGS-84 to BD-09), Beijing.
    "bd09": ((114.21892734521, 29.575429778924), (114.23074952312, 29.579084787993)),
}


def second_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    """The usual method once more, in the plain form of its many copies."""
    x, y = longitude - 105.0, latitude - 35.0
    pi, a, ee = math.pi, 6378245.0, 0.00669342162296594323
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    north += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    east += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    radians = latitude / 180 * pi
    magic = 1 - ee * math.sin(radians) ** 2
    root = math.sqrt(magic)
    north = north * 180 / ((a * (1 - ee)) / (magic * root) * pi)
    east = east * 180 / (a / root * math.cos(radians) * pi)
    return longitude + east, latitude + north


def second_bd09(longitude: float, latitude: float) -> tuple[float, float]:
    x, y = second_gcj02(longitude, latitude)
    z = math.sqrt(x * x + y * y) + 0.00002 * math.sin(y * math.pi * 3000 / 180)
    theta = math.atan2(y, x) + 0.000003 * math.cos(x * math.pi * 3000 / 180)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def test_the_second_writing_gives_the_published_pair() -> None:
    given, published = PUBLISHED["bd09"]
    assert metres(np.array([second_bd09(*given)]), np.array([published])) < 1


@pytest.mark.parametrize("write", READERS.values(), ids=READERS)
@pytest.mark.parametrize(("datum", "second"), [("gcj02", second_gcj02), ("bd09", second_bd09)])
def test_an_offset_datum_is_undone_where_it_is_stated(
    write: Write, datum: str, second: Callable[[float, float], tuple[float, float]]
) -> None:
    given = np.array([second(*point) for point in WHERE])
    assert metres(given, WHERE) > 400
    found, faults = read(write, given, None, datum)
    assert metres(found, WHERE) < 1
    assert [(fault.code, fault.level) for fault in faults] == [("I_CRS", "info")]


@pytest.mark.parametrize(("name", "second"), [("GCJ-02", second_gcj02), ("BD-09", second_bd09)])
def test_an_offset_datum_is_undone_where_the_file_names_it(
    name: str, second: Callable[[float, float], tuple[float, float]]
) -> None:
    given = np.array([second(*point) for point in WHERE])
    found, _ = read(as_geojson, given, name)
    assert metres(found, WHERE) < 1


@pytest.mark.parametrize(
    ("crs", "datum", "agree"),
    [
        (None, "wgs84", True),
        ("EPSG:4326", "wgs84", True),
        ("EPSG:4326", "cgcs2000", True),
        ("EPSG:4490", "wgs84", True),
        ("EPSG:4490", "cgcs2000", True),
        ("EPSG:4326", "gcj02", False),
        ("EPSG:4490", "bd09", False),
        ("GCJ-02", "wgs84", False),
        ("GCJ-02", "bd09", False),
        ("GCJ-02", "gcj02", True),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "gcj02", False),
    ],
)
def test_what_the_file_names_and_what_is_stated_must_agree(
    crs: str | None, datum: str, agree: bool
) -> None:
    found, faults = read(as_geojson, WHERE, crs, datum)
    assert [fault.code for fault in faults.errors] == ([] if agree else ["E_DATUM"])
    assert len(found) == (len(WHERE) if agree else 0)


@pytest.mark.parametrize("write", [as_geopackage], ids=["geopackage"])
def test_a_file_that_leaves_its_system_open_needs_a_statement(write: Write) -> None:
    assert [fault.code for fault in read(write, WHERE, None)[1]] == ["E_CRS"]
    assert len(read(write, WHERE, None, "wgs84")[0]) == len(WHERE)
    assert UNDEFINED.datum is None


@pytest.mark.parametrize(
    ("crs", "points", "said"),
    [
        ("EPSG:4527", WHERE, "经纬度"),
        ("EPSG:3857", WHERE, "经纬度"),
        ("EPSG:4527", [(473_700.0, 4_375_000.0)], "EPSG:4548"),
        ("EPSG:4548", [(39_473_700.0, 4_375_000.0)], "EPSG:4527"),
        ("EPSG:4498", [(473_700.0, 4_375_000.0)], "EPSG:4509"),
        ("EPSG:4527", [(4_375_000.0, 39_473_700.0)], "北坐标"),
        ("EPSG:4548", [(4_375_000.0, 473_700.0)], "北坐标"),
    ],
)
def test_numbers_that_cannot_be_what_is_named_are_one_fault(
    crs: str, points: object, said: str
) -> None:
    found, faults = read(as_geojson, np.array(points, dtype=float), crs)
    assert not len(found)
    assert [(fault.code, fault.row) for fault in faults] == [("E_CRS", None)]
    assert said in faults[0].line("zh")


@pytest.mark.parametrize("part", ["feature", "geometry"])
@pytest.mark.parametrize(
    ("own", "fault"), [("EPSG:4527", True), ("EPSG:4326", False), ("EPSG:4610", True)]
)
def test_a_feature_has_no_system_of_its_own(part: str, own: str, fault: bool) -> None:
    file, content = as_geojson(WHERE, None)
    data = json.loads(content)
    named = {"type": "name", "properties": {"name": own}}
    feature = data["features"][1]
    (feature if part == "feature" else feature["geometry"])["crs"] = named
    faults = Faults()
    for _ in read_layer(file, json.dumps(data).encode(), faults):
        pass
    assert [found.code for found in faults] == (["E_CRS"] if fault else [])


def test_a_system_is_known_before_the_features_and_behind_them() -> None:
    given = np.array([second_gcj02(*point) for point in WHERE])
    file, content = as_geojson(given, "GCJ-02")
    data = json.loads(content)
    for order in (sorted(data), sorted(data, reverse=True)):
        faults = Faults()
        text = json.dumps({name: data[name] for name in order}).encode()
        (batch,) = read_layer(file, text, faults)
        assert metres(shapely.get_coordinates(batch.geometries), WHERE) < 1


NAMING = ("crs", "CRS", "Crs", "srs", "SRS", "srid", "spatialReference", "coordinate_system")


@pytest.mark.parametrize("name", NAMING)
def test_a_system_is_heeded_however_its_member_is_called(
    contents: dict[str, bytes], name: str
) -> None:
    file = "layers/roads.geojson"
    layer = json.loads(contents[file])
    layer.pop("crs", None)
    for given, codes in (("EPSG:4326", set()), ("EPSG:999999", {"E_CRS"})):
        for changed in (
            layer | {name: given},
            layer | {"features": [each | {name: given} for each in layer["features"]]},
        ):
            contents[file] = json.dumps(changed, ensure_ascii=False).encode()
            found = Faults()
            build_package("anci-2022", contents, found)
            assert {fault.code for fault in found.errors} == codes
    both = {"crs": "EPSG:4326", name.upper() + "_": "EPSG:4490"}
    contents[file] = json.dumps(layer | both, ensure_ascii=False).encode()
    found = Faults()
    build_package("anci-2022", contents, found)
    assert {fault.code for fault in found.errors} == {"E_CRS"}, "two, and they differ"

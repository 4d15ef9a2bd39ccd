"""Is every place held against its district, and does a wrong position say which slip explains it?

The real package with made-up places put into it. Distances are reckoned on a sphere here, on the
ellipsoid there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import mapping

from geo.errors import Fault
from tests.made_places import LAT, LON, ROADS, Contents, district_of, drawn, faults_of, with_shapes


def plane(code: int) -> tuple[float, float]:
    found: tuple[float, float] = Transformer.from_crs(4326, code, always_xy=True).transform(
        LON, LAT
    )
    return found


def swapped(point: tuple[float, float]) -> tuple[float, float]:
    return point[1], point[0]


# Each with what its message must say in Chinese, in English, and whether it is a range or a place.
OUT, RANGE = "E_OUTSIDE", "E_COORD_RANGE"
WRONG: dict[str, tuple[tuple[float, float], str, str, str]] = {
    "nothing filled in": ((0, 0), "没有坐标", "no position", OUT),
    "almost nothing": ((0.0001, 0.0001), "没有坐标", "no position", OUT),
    "no longitude": ((0, LAT), "有一个坐标是 0", "One of the two is 0", OUT),
    "no latitude": ((LON, 0), "有一个坐标是 0", "One of the two is 0", OUT),
    "swapped": ((LAT, LON), "放反", "swapped", RANGE),
    "longitude twice": ((LON, LON), "同一个数", "same number", RANGE),
    "latitude twice": ((LAT, LAT), "同一个数", "same number", OUT),
    "a digit of degrees wrong": (
        (113.6945, LAT),
        "经度是不是 116.6945",
        "is the longitude 116.6945",
        OUT,
    ),
    "another": ((126.6945, LAT), "经度是不是 116.6945", "is the longitude 116.6945", OUT),
    "a digit of degrees north wrong": ((LON, 36.5105), "39.5105", "latitude 39.5105", OUT),
    "ten degrees north": ((LON, 49.5105), "纬度是不是 39.5105", "is the latitude 39.5105", OUT),
    "a tenth wrong": ((LON, 39.9105), "39.5105", "39.5105", OUT),
    "a tenth east wrong": ((116.1945, LAT), "116.6945", "116.6945", OUT),
    "the first digit lost": ((16.6945, LAT), "116.6945", "longitude 116.6945", OUT),
    "the last digit of degrees lost": ((11.6945, LAT), "116.6945", "116.6945", OUT),
    "a digit of degrees north lost": ((LON, 9.5105), "纬度是不是 39.5105", "latitude 39.5105", OUT),
    "another lost": ((LON, 3.5105), "39.5105", "39.5105", OUT),
    "a digit doubled": ((1116.6945, LAT), "经度是不是 116.6945", "longitude 116.6945", RANGE),
    "the third digit doubled": ((1166.6945, LAT), "116.6945", "longitude 116.6945", RANGE),
    "a digit north doubled": ((LON, 339.5105), "纬度是不是 39.5105", "latitude 39.5105", RANGE),
    "another north doubled": ((LON, 399.5105), "纬度是不是 39.5105", "latitude 39.5105", RANGE),
    "two digits turned": ((161.6945, LAT), "116.6945", "longitude 116.6945", OUT),
    "two digits north turned": ((LON, 93.5105), "39.5105", "latitude 39.5105", RANGE),
    "the point one too far left": ((11.66945, LAT), "116.6945", "116.6945", OUT),
    "the point one too far right": ((1166.945, LAT), "116.6945", "116.6945", RANGE),
    "no point north": ((LON, 395105), "39.5105", "39.5105", RANGE),
    "both points too far right": ((LON * 10, LAT * 10), "小数点", "decimal point", RANGE),
    "millionths of degrees": ((116694500, 39510500), "1000000", "1000000", RANGE),
    "ten-millionths of degrees": ((1166945000, 395105000), "10000000", "10000000", RANGE),
    "hundred-thousandths": ((11669450, 3951050), "100000", "100000", RANGE),
    "both points too far left": ((LON / 10, LAT / 10), "小数点", "decimal point", OUT),
    "west for east": ((-LON, LAT), "负号", "minus sign", OUT),
    "south for north": ((LON, -LAT), "负号", "minus sign", OUT),
    "both signs": ((-LON, -LAT), "负号", "minus sign", OUT),
    "swapped with a sign": ((-LAT, LON), "放反", "swapped", RANGE),
    "a turn too few": ((LON - 360, LAT), "360", "360", RANGE),
    "a turn too many": ((LON + 360, LAT), "360", "360", RANGE),
    "radians": ((math.radians(LON), math.radians(LAT)), "弧度", "radians", OUT),
    "radians swapped": ((math.radians(LAT), math.radians(LON)), "弧度", "radians", OUT),
    "degrees, minutes, seconds": ((116.4140, 39.3038), "度分秒", "minutes and seconds", OUT),
    "degrees and minutes": ((11641.67, 3930.63), "度分格式", "degrees and minutes", RANGE),
    "degrees, minutes, seconds in a row": ((1164140, 393038), "度分秒连写", "in a row", RANGE),
    "a plane with its zone": (plane(4527), "EPSG:4527", "EPSG:4527", RANGE),
    "a plane without": (plane(4548), "EPSG:4548", "EPSG:4548", RANGE),
    "a plane of 6 degrees": (plane(4498), "EPSG:4498", "EPSG:4498", RANGE),
    "a plane, north first": (swapped(plane(4527)), "对调", "swap them", RANGE),
    "a plane without zone, north first": (swapped(plane(4548)), "EPSG:4548", "EPSG:4548", RANGE),
    "the next zone's plane": (plane(4547), "EPSG:4547", "EPSG:4547", RANGE),
    "the next zone's, numbered": (plane(4526), "EPSG:4526", "EPSG:4526", RANGE),
    "web mercator": (plane(3857), "EPSG:3857", "EPSG:3857", RANGE),
    "web mercator swapped": (swapped(plane(3857)), "EPSG:3857", "EPSG:3857", RANGE),
    "utm": (plane(32650), "EPSG:32650", "EPSG:32650", RANGE),
    "metres of nobody knows what": ((5.0, 7_777_777.0), "转换为 WGS-84", "convert them", RANGE),
    "the next district": ((116.72, 39.60), "广阳区", "Guangyang", OUT),
    "another next district": ((117.03, 39.38), "武清区", "Wuqing", OUT),
    "the capital": ((116.391, 39.907), "在本区以外", "outside the district", OUT),
    "the sea": ((121.5, 38.0), "在本区以外", "outside the district", OUT),
    "the other end of the world": ((-63.3, -39.5), "在本区以外", "outside the district", OUT),
    "a pole": ((LON, 90), "在本区以外", "outside the district", OUT),
    "the date line": ((180, LAT), "在本区以外", "outside the district", OUT),
}


def judged(
    contents: Contents, *points: tuple[float, float], area: str | None = "anci-urban-area"
) -> list[Fault]:
    shapes = [shapely.Point(point) for point in points]
    return faults_of(with_shapes(contents, shapes, area=area))


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_position_is_one_fault_that_explains_it(contents: Contents, name: str) -> None:
    point, chinese, english, code = WRONG[name]
    (fault,) = judged(contents, point)
    assert (fault.code, fault.file, fault.row, fault.level) == (code, ROADS, 3, "error")
    assert chinese in fault.line("zh")
    assert english in fault.line("en")
    if code == OUT:
        says_how_far_off_it_is(fault, point, contents)


def says_how_far_off_it_is(fault: Fault, point: tuple[float, float], contents: Contents) -> None:
    corners = shapely.segmentize(district_of(contents), 0.002)
    nearest = min(great_circle_km(point, corner) for corner in shapely.get_coordinates(corners))
    told = float(fault.fault.en.split("about ")[1].split(" km")[0])
    assert told == pytest.approx(nearest, rel=0.02, abs=0.5)
    assert f"{fault.fault.en.split('about ')[1].split(' km')[0]} 公里" in fault.fault.zh


def great_circle_km(one: Any, other: Any) -> float:
    (a, b), (c, d) = ([math.radians(value) for value in point] for point in (one, other))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


@pytest.mark.parametrize("name", ["swapped", "a plane with its zone", "a digit of degrees wrong"])
def test_one_cause_is_one_message(contents: Contents, name: str) -> None:
    x, y = WRONG[name][0]
    scale = 10 if abs(x) > 1000 else 0.0001
    (fault,) = judged(contents, *((x, y + number * scale) for number in range(20)))
    assert fault.row == 3
    assert "20 个地点（第 3、4、5、6、7 行等" in fault.line("zh")
    assert "20 places (rows 3, 4, 5, 6, 7 …" in fault.line("en")


def test_two_causes_are_two_messages(contents: Contents) -> None:
    found = judged(contents, (LON, LAT), (LAT, LON), (0, 0), (LAT, LON), (121.5, 38.0))
    assert [(fault.code, fault.row) for fault in found] == [(RANGE, 4), (OUT, 5), (OUT, 7)]


def test_the_digits_of_two_hundred_places_are_looked_at(contents: Contents) -> None:
    """What a whole column explains is not among them: those cost nothing."""
    turned = [(LAT, round(LON + number * 0.00001, 5)) for number in range(205)]
    wrong = [(113.6945, round(LAT + number * 0.00001, 5)) for number in range(203)]
    swapped, *others = judged(contents, *turned, *wrong)
    assert (swapped.code, swapped.row) == (RANGE, 3)
    assert "205 places" in swapped.line("en")
    told = {re.findall(r"\d+ places", each.line("en"))[0]: each.line("en") for each in others}
    explained = {count: "is the longitude 116.6945" in line for count, line in told.items()}
    assert explained == {"200 places": True, "3 places": False}


def test_a_place_on_both_sides_of_its_district_is_not_in_it(contents: Contents) -> None:
    """Its box has the district in its middle; none of its points is near."""
    west, south, east, north = district_of(contents).bounds
    corners = [shapely.Point(west, south), shapely.Point(east, north)]
    assert all(corner.distance(district_of(contents)) > 0.05 for corner in corners)
    assert district_of(contents).contains(shapely.Point((west + east) / 2, (south + north) / 2))
    (fault,) = faults_of(with_shapes(contents, [shapely.MultiPoint(corners)]))
    assert (fault.code, fault.row) == (OUT, 3)


@pytest.mark.parametrize(("metres", "sound"), [(0, True), (1_950, True), (2_050, False)])
def test_the_margin_is_two_kilometres(contents: Contents, metres: float, sound: bool) -> None:
    found = judged(contents, south_of(contents, metres), area=None)
    assert [fault.code for fault in found] == ([] if sound else [OUT])


@pytest.mark.parametrize(("accuracy", "sound"), [("", False), ("500", False), ("1500", True)])
def test_the_stated_accuracy_widens_the_margin(
    contents: Contents, accuracy: str, sound: bool
) -> None:
    lines = contents["layers.csv"].decode().splitlines()
    lines[0] += ",accuracy_m"
    lines[1:] = [f"{line},{accuracy if 'roads' in line else ''}" for line in lines[1:]]
    changed = contents | {"layers.csv": "\n".join(lines).encode()}
    found = judged(changed, south_of(contents, 3_000), area=None)
    assert [fault.code for fault in found] == ([] if sound else [OUT])


def south_of(contents: Contents, metres: float) -> tuple[float, float]:
    """A point so far south of the southernmost corner of the district."""
    corners = shapely.get_coordinates(district_of(contents))
    lon, lat = corners[corners[:, 1].argmin()].tolist()
    return lon, lat - metres / 111_000


SHAPES: dict[str, Callable[[float, float], Any]] = {
    "point": shapely.Point,
    "points": lambda x, y: shapely.MultiPoint([(x, y), (x + 0.001, y)]),
    "line": lambda x, y: shapely.LineString([(x, y), (x + 0.001, y)]),
    "lines": lambda x, y: shapely.MultiLineString([[(x, y), (x + 0.001, y)]]),
    "area": lambda x, y: shapely.box(x, y, x + 0.001, y + 0.001),
    "areas": lambda x, y: shapely.MultiPolygon([shapely.box(x, y, x + 0.001, y + 0.001)]),
}


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize(("x", "y", "code"), [(LON, LAT, None), (LAT, LON, RANGE), (0, 0, OUT)])
def test_every_type_of_geometry_is_judged(
    contents: Contents, kind: str, x: float, y: float, code: str | None
) -> None:
    found = faults_of(with_shapes(contents, [SHAPES[kind](x, y)]))
    assert [fault.code for fault in found] == ([code] if code else [])


@pytest.mark.parametrize("precision", ["zone", "township", "urban-area"])
def test_areas_of_what_is_not_located_are_judged_too(contents: Contents, precision: str) -> None:
    area = SHAPES["area"]
    assert not faults_of(with_shapes(contents, [area(LON, LAT)], precision))
    (fault,) = faults_of(with_shapes(contents, [area(113.6, LAT)], precision))
    assert fault.code == OUT


@pytest.mark.parametrize("ending", ["geojson", "geojsonl", "parquet", "gpkg"])
def test_every_reader_hands_positions_on_to_be_judged(
    contents: Contents, tmp_path: Path, ending: str
) -> None:
    data = json.loads(with_shapes(contents, [shapely.Point(LAT, LON)])[ROADS])
    path = f"layers/roads.{ending}"
    if ending == "geojson":
        written = json.dumps(data).encode()
    elif ending == "geojsonl":
        written = "\n".join(json.dumps(each) for each in data["features"]).encode()
    else:
        rows = [each["properties"] for each in data["features"]]
        given = [each["geometry"] for each in data["features"]]
        shapes = [each and shapely.geometry.shape(each) for each in given]  # roads have areas'
        frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326)
        file = tmp_path / f"roads.{ending}"
        if ending == "gpkg":
            frame.to_file(file, layer="roads", driver="GPKG")  # as GDAL writes it
        else:
            frame.to_parquet(file)
        written = file.read_bytes()
    del contents[ROADS]
    layers = contents["layers.csv"].replace(ROADS.encode(), path.encode())
    (fault,) = faults_of(contents | {path: written, "layers.csv": layers})
    assert (fault.code, fault.file, fault.row) == (RANGE, path, 3)
    assert "放反" in fault.line("zh")


# ---- Datum ------------------------------------------------------------------------------------


def stated(contents: Contents, datum: str | None) -> Contents:
    """The package with another datum of its roads; None takes the whole column away."""
    lines = [line.split(",") for line in contents["layers.csv"].decode().splitlines()]
    if datum is None:
        lines = [line[:-1] for line in lines]
    else:
        lines[1][-1] = datum
    return contents | {"layers.csv": "\n".join(map(",".join, lines)).encode()}


@pytest.mark.parametrize("precision", ["exact", "line"])
@pytest.mark.parametrize("datum", [None, ""])
def test_a_located_place_of_no_stated_datum_is_a_fault(
    contents: Contents, precision: str, datum: str | None
) -> None:
    shape = SHAPES["line"](LON, LAT)
    (fault,) = faults_of(stated(with_shapes(contents, [shape], precision), datum))
    assert (fault.code, fault.file, fault.row, fault.level) == ("E_DATUM", "layers.csv", 2, "error")
    assert all(word in fault.line("zh") for word in ("高德", "百度", "天地图", "gcj02", "bd09"))
    assert all(word in fault.line("en") for word in ("Amap", "Baidu", "Tianditu", "datum"))


@pytest.mark.parametrize("datum", [None, ""])
def test_areas_alone_need_no_datum(contents: Contents, datum: str | None) -> None:
    assert faults_of(stated(contents, datum)) == []


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_each_datum_is_taken(contents: Contents, datum: str) -> None:
    found = faults_of(stated(with_shapes(contents, [shapely.Point(LON, LAT)]), datum))
    assert {fault.level for fault in found} <= {"info"}


@pytest.mark.parametrize("datum", ["WGS84", "gps", "EPSG:4326", "高德"])
def test_what_is_no_datum_is_refused(contents: Contents, datum: str) -> None:
    assert "E_ENUM" in {fault.code for fault in faults_of(stated(contents, datum))}


# ---- The district itself ----------------------------------------------------------------------


def test_a_swapped_outline_does_not_blame_the_places(contents: Contents) -> None:
    """One message a file whose outline is wrong; the roads, which are right, are not named."""

    def turned(content: bytes) -> bytes:
        data = json.loads(content)
        for each in data["features"]:
            shape = shapely.geometry.shape(each["geometry"])
            each["geometry"] = mapping(shapely.transform(shape, lambda found: found[:, ::-1]))
        return json.dumps(data).encode()

    path = "layers/district.geojson"
    contents = drawn(contents)
    (fault,) = faults_of(contents | {path: turned(contents[path])})
    assert (fault.code, fault.file, fault.row) == (RANGE, path, 1)
    assert "放反" in fault.line("zh")


@pytest.mark.parametrize("moved", [(3.0, 0.0), (-116.0, -39.0)])
def test_an_outline_elsewhere_is_told_from_those_that_are_right(
    contents: Contents, moved: tuple[float, float]
) -> None:
    path = "layers/markets.geojson"
    contents = drawn(contents)
    data = json.loads(contents[path])
    every = [
        number
        for number, each in enumerate(data["features"])
        if each["properties"]["precision"] == "district"
    ]
    for number in every:
        each = data["features"][number]
        shape = shapely.geometry.shape(each["geometry"])
        each["geometry"] = mapping(shapely.affinity.translate(shape, *moved))
    for without in (False, True):
        changed = contents | {path: json.dumps(data).encode()}
        if without:
            del changed["context/neighbours.geojson"]
        found = faults_of(changed)
        assert [(fault.file, fault.code) for fault in found] == [(path, OUT)]


def test_an_outline_among_no_neighbours_is_told(contents: Contents) -> None:
    """All of the package 3 degrees east, but for the neighbours."""

    def moved(content: bytes) -> bytes:
        data = json.loads(content)
        for each in data["features"]:
            shape = shapely.geometry.shape(each["geometry"])
            each["geometry"] = mapping(shapely.affinity.translate(shape, 3, 0))
        return json.dumps(data).encode()

    changed = {
        path: moved(content) if path.startswith("layers/") else content
        for path, content in drawn(contents).items()
    }
    found = faults_of(changed)
    assert {fault.code for fault in found} == {OUT}
    files = [fault.file for fault in found]
    assert len(files) == len(set(files)) == 5

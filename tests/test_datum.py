"""Do coordinates land where others put them, and come back to where they were?"""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely.geometry import LineString, Point, Polygon

from geo.datum import (
    CHINA,
    DATUM_NAMES,
    ZONES,
    Datum,
    convert,
    convert_frame,
    convert_geometry,
    crs_of,
    from_gauss_kruger,
    gauss_kruger_epsg,
    to_gauss_kruger,
)

WEST, SOUTH, EAST, NORTH = CHINA
SPHERE = Geod(ellps="WGS84")
in_china = st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
other_datum = st.sampled_from(list(DATUM_NAMES))
Pair = tuple[float, float]

PUBLISHED: list[tuple[Datum, Datum, Pair, Pair]] = [
    # https://github.com/wandergis/coordtransform, test/app.js
    ("wgs84", "gcj02", (116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ("gcj02", "bd09", (116.404, 39.915), (116.41036949371029, 39.92133699351021)),
    # https://github.com/googollee/eviltransform, python/tests: Shanghai, Shenzhen, Beijing
    ("wgs84", "gcj02", (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ("wgs84", "gcj02", (113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ("wgs84", "gcj02", (116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
CITIES: list[tuple[Pair, Pair, Pair]] = [
    # https://github.com/hujiulong/gcoord, test/fixtures/china-cities.json: WGS-84, GCJ-02, BD-09
    ((116.8330366, 38.3039089), (116.8388422, 38.3044822), (116.8454238, 38.3102948)),  # Cangzhou
    ((114.498916, 37.0700925), (114.5048503, 37.0705911), (114.5113116, 37.0766797)),  # Xingtai
    ((92.0499619, 31.4784436), (92.0512438, 31.4762063), (92.0576832, 31.4824421)),  # Nagqu
    ((123.4253306, 41.8032629), (123.4314787, 41.8057023), (123.438095, 41.8114013)),  # Shenyang
]


def metres(one: Pair, other: Pair) -> float:
    return float(SPHERE.inv(*one, *other)[2])


def moved(point: Pair, source: Datum, target: Datum) -> Pair:
    ((longitude, latitude),) = convert([point], source, target).tolist()
    return longitude, latitude


def scalar_gcj02(lng: float, lat: float) -> Pair:
    """GCJ-02 once more: one point, term by term, the ellipsoid from its flattening of 1/298.3."""
    dx, dy, pi = lng - 105.0, lat - 35.0, math.pi
    both = (20 * math.sin(6 * pi * dx) + 20 * math.sin(2 * pi * dx)) * 2 / 3
    north = both - 100 + 2 * dx + 3 * dy + dy * dy / 5 + dx * dy / 10 + math.sqrt(abs(dx)) / 5
    north += (20 * math.sin(pi * dy) + 40 * math.sin(pi * dy / 3)) * 2 / 3
    north += (160 * math.sin(pi * dy / 12) + 320 * math.sin(pi * dy / 30)) * 2 / 3
    east = both + 300 + dx + 2 * dy + dx * dx / 10 + dx * dy / 10 + math.sqrt(abs(dx)) / 10
    east += (20 * math.sin(pi * dx) + 40 * math.sin(pi * dx / 3)) * 2 / 3
    east += (150 * math.sin(pi * dx / 12) + 300 * math.sin(pi * dx / 30)) * 2 / 3
    flattening, axis = 1 / 298.3, 6_378_245.0
    squared = flattening * (2 - flattening)
    phi = math.radians(lat)
    normal = axis / math.sqrt(1 - squared * math.sin(phi) ** 2)
    meridional = axis * (1 - squared) / math.sqrt(1 - squared * math.sin(phi) ** 2) ** 3
    return (
        lng + math.degrees(east / (normal * math.cos(phi))),
        lat + math.degrees(north / meridional),
    )


def scalar_bd09(lng: float, lat: float) -> Pair:
    """BD-09 once more, from GCJ-02, as a turned and stretched complex number."""
    z, k = complex(lng, lat), math.pi * 3000 / 180
    length, turn = abs(z) + 2e-5 * math.sin(k * lat), 3e-6 * math.cos(k * lng)
    z = z / abs(z) * length * complex(math.cos(turn), math.sin(turn)) + complex(0.0065, 0.006)
    return z.real, z.imag


@pytest.mark.parametrize(("source", "target", "point", "expected"), PUBLISHED)
def test_points_land_where_others_publish_them(
    source: Datum, target: Datum, point: Pair, expected: Pair
) -> None:
    assert moved(point, source, target) == pytest.approx(expected, abs=1e-10)
    assert metres(moved(expected, target, source), point) < 0.001


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), CITIES)
def test_cities_land_within_a_few_metres_of_their_published_positions(
    wgs84: Pair, gcj02: Pair, bd09: Pair
) -> None:
    assert metres(moved(wgs84, "wgs84", "gcj02"), gcj02) < 3
    assert metres(moved(gcj02, "gcj02", "bd09"), bd09) < 3
    assert metres(moved(wgs84, "wgs84", "bd09"), bd09) < 3


@given(in_china)
@example((105.0, 35.0))
def test_arrays_agree_with_a_second_reading_of_the_definition(point: Pair) -> None:
    expected = scalar_gcj02(*point)
    assert metres(moved(point, "wgs84", "gcj02"), expected) < 1e-4
    assert metres(moved(point, "wgs84", "bd09"), scalar_bd09(*expected)) < 1e-4


@given(in_china, other_datum, other_datum)
@example((105.0, 35.0), "gcj02", "wgs84")
@example((WEST, SOUTH), "bd09", "gcj02")
@example((EAST, NORTH), "gcj02", "bd09")
@example((104.0, SOUTH), "wgs84", "bd09")
def test_there_and_back_again_is_within_a_millimetre(
    point: Pair, datum: Datum, other: Datum
) -> None:
    away = convert([point], "wgs84", datum)
    (back,) = convert(convert(away, datum, other), other, "wgs84").tolist()
    assert metres((back[0], back[1]), point) < 0.001


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize(
    "point",
    [
        *((-0.1276, 51.5072), (139.69, 35.69), (103.8, -1.0), (116, 90)),
        *((71.95, 40), (137.9, 40), (110, 0.78), (110, 55.88)),  # close to each side of the box
    ],
)
def test_outside_the_box_nothing_moves(point: Pair, datum: Datum) -> None:
    assert moved(point, "wgs84", datum) == point
    assert moved(point, datum, "wgs84") == point


@pytest.mark.parametrize("point", [(WEST, 40), (EAST, 40), (110, SOUTH), (110, NORTH)])
def test_the_box_ends_where_it_says(point: Pair) -> None:
    outwards = np.sign(np.subtract(point, ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)))
    beyond = (point[0] + 1e-6 * outwards[0], point[1] + 1e-6 * outwards[1])
    assert moved(point, "wgs84", "gcj02") != point
    on_edge = [at in CHINA for at in point]
    outside = tuple(b if edge else a for a, b, edge in zip(point, beyond, on_edge, strict=True))
    assert moved(outside, "wgs84", "gcj02") == outside


def test_the_offset_is_about_500_metres_here() -> None:
    anci = (116.69, 39.5)
    assert 450 < metres(moved(anci, "wgs84", "gcj02"), anci) < 700
    assert 900 < metres(moved(anci, "wgs84", "bd09"), anci) < 1500


def test_cgcs2000_has_the_numbers_of_wgs84() -> None:
    assert moved((116.69, 39.5), "wgs84", "cgcs2000") == (116.69, 39.5)
    assert crs_of("cgcs2000").to_epsg() == 4490
    assert "2000" in crs_of("cgcs2000").name


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_what_has_no_code_is_named_as_what_it_is(datum: Datum) -> None:
    assert crs_of(datum).to_epsg() is None
    assert DATUM_NAMES[datum] in crs_of(datum).name
    assert crs_of(datum) != crs_of("wgs84")


def test_no_points_are_no_points() -> None:
    for datum in DATUM_NAMES:
        assert convert([], "wgs84", datum).shape == (0, 2)
        assert convert([], datum, "wgs84").shape == (0, 2)


def test_what_is_given_is_not_changed() -> None:
    given_points = np.array([(116.404, 39.915)])
    for datum in DATUM_NAMES:
        convert(given_points, "wgs84", datum)[:] = 0
    assert given_points.tolist() == [[116.404, 39.915]]


def test_a_geometry_is_moved_point_by_point() -> None:
    hole = [(116.4, 39.4), (116.5, 39.4), (116.5, 39.5)]
    shape = Polygon([(116, 39), (117, 39), (117, 40), (116, 40)], [hole])
    made = convert_geometry(shape, "wgs84", "gcj02")
    assert made.is_valid
    expected = [scalar_gcj02(*point) for point in [*hole, hole[0]]]
    assert np.allclose(made.interiors[0].coords, expected, atol=1e-9, rtol=0)
    line = convert_geometry(LineString([(116, 39, 5), (117, 40, 6)]), "wgs84", "bd09")
    assert (line.geom_type, line.has_z) == ("LineString", False)


def test_a_frame_gets_the_crs_of_its_datum_and_keeps_the_rest() -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=[Point(116, 39), Point(117, 40)], crs=4326, index=["x", "y"]
    )
    made = convert_frame(frame, "wgs84", "gcj02")
    assert made.crs == crs_of("gcj02")
    assert made["name"].to_dict() == {"x": "a", "y": "b"}
    assert made.geometry["y"].coords[0] == pytest.approx(scalar_gcj02(117, 40), abs=1e-10)
    assert frame.geometry["y"].coords[0] == (117, 40)


# ---- Gauss-Kruger -----------------------------------------------------------------------------


def meridian_arc(latitude: float) -> float:
    """Metres along a meridian of GRS 80 from the equator, by summing up its bend step by step."""
    axis, flattening, steps = 6_378_137.0, 1 / 298.257222101, 20_000
    squared = flattening * (2 - flattening)
    width = math.radians(latitude) / steps
    bends = ((1 - squared * math.sin((step + 0.5) * width) ** 2) ** -1.5 for step in range(steps))
    return axis * (1 - squared) * math.fsum(bends) * width


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_has_the_code_whose_middle_it_is(zone: int) -> None:
    for numbered, easting in ((True, zone * 1_000_000 + 500_000), (False, 500_000)):
        crs = CRS.from_epsg(gauss_kruger_epsg(3.0 * zone, numbered=numbered))
        operation = crs.coordinate_operation
        assert operation is not None
        values = {found.name: found.value for found in operation.params}
        assert values["Longitude of natural origin"] == 3 * zone
        assert values["False easting"] == easting
        assert values["Scale factor at natural origin"] == 1
        assert crs.geodetic_crs == CRS.from_epsg(4490)


@pytest.mark.parametrize(
    ("longitude", "codes"),
    [
        *((75, (4513, 4534)), (135, (4533, 4554)), (116.69, (4527, 4548)), (73.5, (4513, 4534))),
        *((115.499, (4526, 4547)), (115.5, (4527, 4548)), (118.499, (4527, 4548))),
    ],
)
def test_a_zone_reaches_a_degree_and_a_half_to_each_side(
    longitude: float, codes: tuple[int, int]
) -> None:
    assert gauss_kruger_epsg(longitude) == codes[0]
    assert gauss_kruger_epsg(longitude, numbered=False) == codes[1]


@pytest.mark.parametrize("longitude", [73.49, 136.5, -116.0, math.nan, math.inf])
def test_elsewhere_there_is_no_zone(longitude: float) -> None:
    with pytest.raises(ValueError, match=r"73\.5"):
        gauss_kruger_epsg(longitude)


def test_on_the_middle_northings_are_the_length_of_the_meridian() -> None:
    ((easting, northing),) = to_gauss_kruger([(117.0, 39.5)], "cgcs2000", 4527).tolist()
    assert easting == pytest.approx(39_500_000, abs=1e-6)
    assert northing == pytest.approx(meridian_arc(39.5), abs=0.001)


@given(st.tuples(st.floats(74, 136), st.floats(4, 53)))
@example((116.69, 39.5))
def test_the_plane_agrees_with_a_projection_written_out(point: Pair) -> None:
    middle = 3 * round(point[0] / 3)
    assume(abs(point[0] - middle) < 1.5)
    projection = f"+proj=tmerc +lon_0={middle} +k=1 +x_0=500000 +ellps=GRS80 +units=m +no_defs"
    written = Transformer.from_crs("+proj=longlat +ellps=GRS80 +no_defs", projection)
    code = gauss_kruger_epsg(point[0], numbered=False)
    ((easting, northing),) = to_gauss_kruger([point], "cgcs2000", code).tolist()
    assert (easting, northing) == pytest.approx(written.transform(*point), abs=0.001)


@given(st.tuples(st.floats(74, 136), st.floats(4, 53)), other_datum, st.booleans())
def test_from_the_plane_back_again_is_within_a_millimetre(
    point: Pair, datum: Datum, numbered: bool
) -> None:
    code = gauss_kruger_epsg(point[0], numbered=numbered)
    plane = to_gauss_kruger([point], datum, code)
    ((longitude, latitude),) = from_gauss_kruger(plane, code, datum).tolist()
    assert metres((longitude, latitude), point) < 0.001

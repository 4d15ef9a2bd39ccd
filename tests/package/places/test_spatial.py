"""Are places put where the map's plane has them, and are neighbours a range of keys?"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.package.places.spatial import (
    WORLD,
    WORLD_BITS,
    anchors,
    degrees,
    from_morton,
    mercator,
    morton,
    world,
)
from tests import ROOT, crowds

UNIT = st.integers(0, WORLD - 1)
SPOTS = st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=40)


def interleaved(x: int, y: int) -> int:
    """The key bit by bit: of `x` the even bits, of `y` the odd ones."""
    key = 0
    for bit in range(WORLD_BITS):
        key |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1
    return key


@given(SPOTS)
def test_a_key_interleaves_the_bits_and_is_undone(spots: list[tuple[int, int]]) -> None:
    units = np.array(spots, dtype=np.int64)
    keys = morton(units)
    assert keys.tolist() == [interleaved(x, y) for x, y in spots]
    assert from_morton(keys).tolist() == units.tolist()


def test_the_corners_of_the_world_have_keys() -> None:
    last = WORLD - 1
    corners = np.array([(0, 0), (last, 0), (0, last), (last, last)])
    assert morton(corners).tolist() == [interleaved(x, y) for x, y in corners.tolist()]
    assert int(morton(corners)[-1]) == 4**WORLD_BITS - 1


@given(SPOTS, st.integers(0, WORLD_BITS), UNIT, UNIT)
def test_a_cell_of_any_depth_is_one_range_of_keys(
    spots: list[tuple[int, int]], depth: int, x: int, y: int
) -> None:
    """Whoever lies in a cell, and nobody else, has a key between those of its corners."""
    size = WORLD >> depth
    west, north = x // size * size, y // size * size
    corners = np.array([(west, north), (west + size - 1, north + size - 1)])
    first, last = (int(key) for key in morton(corners))
    assert last - first + 1 == size * size
    for key, (at_x, at_y) in zip(morton(np.array(spots)).tolist(), spots, strict=True):
        inside = west <= at_x < west + size and north <= at_y < north + size
        assert (first <= key <= last) == inside


def by_hand(lon: float, lat: float) -> tuple[float, float]:
    """EPSG:3857 as the textbooks write it: the logarithm of a tangent."""
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return (lon + 180) / 360 * WORLD, (0.5 - y / (2 * math.pi)) * WORLD


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_world_units_are_those_of_web_mercator(lon: float, lat: float) -> None:
    x, y = by_hand(lon, lat)
    found = world(np.array([(lon, lat)]))[0]
    assert 0 <= found[0] < WORLD
    assert found[0] == pytest.approx(min(x, WORLD - 1), abs=0.51)
    assert found[1] == pytest.approx(y, abs=0.51)


@given(SPOTS)
def test_degrees_come_back_to_the_same_unit(spots: list[tuple[int, int]]) -> None:
    units = np.array(spots, dtype=np.int64)
    assert np.abs(world(degrees(units)) - units).max() <= 1


def test_what_lies_near_a_pole_is_drawn_at_the_rim() -> None:
    poles = np.array([(0.0, 90.0), (0.0, -90.0), (180.0, 89.0), (-180.0, -86.0)])
    half, last = WORLD // 2, WORLD - 1
    assert world(poles).tolist() == [[half, 0], [half, last], [last, 0], [0, last]]


def test_a_unit_is_less_than_four_centimetres() -> None:
    assert 2 * math.pi * 6_378_137 / WORLD == pytest.approx(0.0373, abs=1e-4)


def test_anchors_lie_inside() -> None:
    found = [f for features in crowds.layers_of(400).values() for f in features]
    shapes = np.array([shapely.from_geojson(crowds.text_of(f)) for f in found])
    for shape, (x, y) in zip(shapes, anchors(shapes), strict=True):
        # On a line a computed point lies beside it by the last digit.
        assert shape.distance(shapely.Point(x, y)) < 1e-12
        if "Polygon" in shape.geom_type:
            assert shape.contains(shapely.Point(x, y))


def test_the_anchor_of_a_crescent_or_a_ring_is_not_its_middle() -> None:
    disc = shapely.Point(10, 10).buffer(2)
    crescent = disc.difference(shapely.Point(10.4, 10).buffer(2))
    ring = disc.difference(shapely.Point(10, 10).buffer(1))
    for shape in (crescent, ring):
        assert not shape.contains(shape.centroid)
        assert shape.contains(shapely.Point(anchors(np.array([shape]))[0]))


def test_the_anchor_of_a_point_is_the_point_and_of_a_disc_its_middle() -> None:
    shapes = np.array([shapely.Point(116.123456789, 39.5), shapely.Point(3, 4).buffer(1)])
    assert anchors(shapes)[0].tolist() == [116.123456789, 39.5]
    assert anchors(shapes)[1].tolist() == pytest.approx([3, 4])


@pytest.mark.parametrize(
    "case", json.loads((ROOT / "tests/cases/mercator.json").read_text("utf-8")), ids=str
)
def test_the_square_is_that_of_the_browser(case: dict[str, float]) -> None:
    spot = np.array([[case["lon"], case["lat"]]])
    units = np.array([[case["x"], case["y"]]])
    assert np.abs(world(spot) - units).max() <= 1
    assert np.abs(degrees(units) - spot).max() < 1e-6
    x, y = mercator(case["lon"], case["lat"])
    assert (x * WORLD, y * WORLD) == pytest.approx((case["x"], case["y"]), abs=1)

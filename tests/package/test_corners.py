"""Is a shape told by its wrong corners, where the others lie in the district?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely

from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from tests.made_places import LAT, LON, ROADS, Contents, faults_of, with_shapes

Point = tuple[float, float]
CORNERS: list[Point] = [(116.69, 39.51), (LON, LAT), (116.70, 39.505), (116.695, 39.50)]
"""Corners of a shape that does not cross itself, in the district."""
KINDS: dict[str, Callable[[list[Point]], Any]] = {
    "points": shapely.MultiPoint,
    "line": shapely.LineString,
    "lines": lambda c: shapely.MultiLineString([c, [(116.70, 39.51), (116.71, 39.51)]]),
    "area": shapely.Polygon,
    "areas": lambda c: shapely.MultiPolygon([shapely.Polygon(c)]),
}
SLIPS: dict[str, tuple[Callable[[Point], Point], str, str, str]] = {
    "swapped": (lambda p: (p[1], p[0]), "E_COORD_RANGE", "放反", "swap them"),
    "a sign": (lambda p: (-p[0], p[1]), "E_OUTSIDE", "负号", "minus sign"),
    "a digit": (lambda p: (p[0] + 10, p[1]), "E_OUTSIDE", "经度是不是 {x}", "is the longitude {x}"),
    "nothing": (lambda _: (0, 0), "E_OUTSIDE", "没有坐标", "no position"),
    "a point out of place": (
        lambda p: (p[0], p[1] * 100),
        "E_COORD_RANGE",
        "纬度是不是 {y}",
        "is the latitude {y}",
    ),
    "nobody knows": (
        lambda _: (5_000_000.0, 7_777_777.0),
        "E_COORD_RANGE",
        "核对这个顶点",
        "look that one up",
    ),
}


def shape_of(kind: str, at: int, slip: str) -> tuple[Any, Point]:
    corners = list(CORNERS)
    corners[at] = SLIPS[slip][0](corners[at])
    return KINDS[kind](corners), corners[at]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("kind", KINDS)
def test_one_wrong_corner_is_told_with_its_own_remedy(
    contents: Contents, kind: str, slip: str
) -> None:
    for at in range(len(CORNERS)):
        shape, wrong = shape_of(kind, at, slip)
        (fault,) = faults_of(with_shapes(contents, [shape]))
        zh, en = fault.line("zh"), fault.line("en")
        if not shapely.is_valid(shape):
            assert fault.code == "E_GEOM_INVALID"
            assert f"第 {at + 1} 个顶点" in zh
            assert ("放反" in zh) == (slip == "swapped")
            continue
        _, code, chinese, english = SLIPS[slip]
        x, y = (f"{number:.10g}" for number in CORNERS[at])
        assert (fault.code, fault.row) == (code, 3)
        assert f"第 {at + 1} 个顶点（经度 {wrong[0]:.10g}、纬度 {wrong[1]:.10g}）" in zh
        assert chinese.format(x=x, y=y) in zh
        assert english.format(x=x, y=y) in en
        assert f"corner {at + 1} (" in en
        assert "转换为 WGS-84" not in zh, "the file is right but for a corner"


def test_some_wrong_corners_are_counted(contents: Contents) -> None:
    corners = [CORNERS[0], *((y, x) for x, y in CORNERS[1:])]
    (fault,) = faults_of(with_shapes(contents, [shapely.LineString(corners)]))
    assert "3 个顶点，如第 2 个" in fault.line("zh")
    ring = [(y, x) for x, y in CORNERS[:1]] + CORNERS[1:]
    (fault,) = faults_of(with_shapes(contents, [shapely.Polygon(ring)]))
    assert "第 1 个顶点（" in fault.line("zh"), "the end of the ring is the same corner"


def test_places_with_the_same_slip_are_one_message(contents: Contents) -> None:
    shapes = [shape_of("line", at, "swapped")[0] for at in (0, 1, 2)]
    (fault,) = faults_of(with_shapes(contents, shapes))
    assert "3 个地点（第 3、4、5 行" in fault.line("zh")
    assert "只改这样的顶点" in fault.line("zh")


def test_a_whole_shape_that_is_swapped_is_no_matter_of_corners(contents: Contents) -> None:
    swapped = shapely.LineString([(y, x) for x, y in CORNERS])
    (fault,) = faults_of(with_shapes(contents, [swapped]))
    assert fault.code == "E_COORD_RANGE"
    assert "顶点" not in fault.line("zh")
    assert "放反" in fault.line("zh")


@pytest.mark.parametrize("end", [0, -1])
def test_a_ring_that_a_swap_opened_is_told_so(end: int) -> None:
    ring = [list(corner) for corner in (*CORNERS, CORNERS[0])]
    ring[end].reverse()
    faults = Faults()
    shape = {"type": "Polygon", "coordinates": [ring]}
    layer = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {}, "geometry": shape}],
        }
    )
    list(read_layer(ROADS, layer.encode(), faults))
    (fault,) = (each for each in faults if each.code == "E_RING_OPEN")
    assert "放反" in fault.line("zh")
    assert "swapped" in fault.line("en")


@pytest.mark.parametrize("precision", ["exact", "line"])
@pytest.mark.parametrize(
    ("corner", "level"),
    [((113.69, 39.5), "error"), ((0, 0), "error"), ((116.95, 39.6), "question")],
)
def test_a_corner_outside_is_told(
    contents: Contents, precision: str, corner: tuple[float, float], level: str
) -> None:
    line = shapely.LineString([(LON, LAT), corner, (LON, LAT + 0.01)])
    (fault,) = faults_of(with_shapes(contents, [line], precision))
    assert (fault.level, fault.row) == (level, 3)
    assert f"经度 {corner[0]}、纬度 {corner[1]}" in fault.line("zh")

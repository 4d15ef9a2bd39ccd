"""On which plane are metres that a table does not name: is it told by the district, or asked?"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

from geo.intake.read import read_content
from geo.intake.taking.blank import blank
from geo.intake.taking.take import take
from tests.intake.drawings_made import drawing, square
from tests.intake.made import as_text, collection, feature
from tests.intake.test_taking import LAT, LON, book, codes, place, taken

PLACES = {"甲": (LON, LAT), "乙": (LON + 0.01, LAT + 0.002)}
HEADINGS = [("X", "Y"), ("横坐标", "纵坐标"), ("X坐标（北）", "Y坐标（东）"), ("东坐标", "北坐标")]


def on(epsg: int, *, north_first: bool = False) -> dict[str, list[float]]:
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    found = {name: [round(each, 3) for each in way.transform(*at)] for name, at in PLACES.items()}
    return {name: at[::-1] if north_first else at for name, at in found.items()}


def table(points: dict[str, Any], headings: tuple[str, str] = ("X", "Y"), above: str = "") -> Any:
    title = [(above,)] if above else []
    return book([*title, ("名称", *headings), *((name, *at) for name, at in points.items())])


def off(outcome: Any, name: str) -> float:
    """How many metres a place lies off."""
    x, y = place(outcome, name)["geometry"]["coordinates"]
    east = (x - PLACES[name][0]) * math.cos(math.radians(LAT))
    return math.hypot(east, y - PLACES[name][1]) * 111_320


@pytest.mark.parametrize(
    ("epsg", "headings", "north_first"),
    [
        *(
            (epsg, each, first)
            for epsg in (4527, 4548, 4498)
            for each in HEADINGS[:2]
            for first in (0, 1)
        ),
        *((4548, each, 1) for each in HEADINGS[2:]),
        (3857, HEADINGS[0], 0),
    ],
)
def test_the_district_tells_the_plane_whatever_the_columns_are_called(
    anci_root: Path, epsg: int, headings: tuple[str, str], north_first: int
) -> None:
    outcome = taken(anci_root, table(on(epsg, north_first=bool(north_first)), headings))
    assert [off(outcome, name) < 1 for name in PLACES] == [True, True]
    (said,) = [each for each in outcome.understood.messages if each.code == "W_CRS_ASSUMED"]
    assert str(epsg) in said.message.zh
    assert "北京54" in said.remedy.zh
    assert not codes(outcome) & {"E_CRS_PROJECTED", "W_SWAPPED", "W_OUTSIDE"}
    unused = taken(anci_root, table(on(epsg), headings), crs="unknown")
    assert place(unused, "甲")["geometry"] is None


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        (table({"甲": [473_000.0, 4_213_000.0]}), "EPSG:4548"),  # 160 km south of the district
        (table({"甲": [40_473_000.0, 4_375_000.0]}), "EPSG:4528"),  # in the next zone
        (table(on(4527), above="西安80坐标系"), "EPSG:4527"),
        (table({"甲": [3512, 2480]}), "unknown"),
    ],
)
def test_what_the_district_does_not_decide_is_asked_and_answered(
    anci_root: Path, rows: Any, first: str
) -> None:
    outcome = taken(anci_root, rows)
    (question,) = outcome.questions
    assert (question.key, question.options[0].value) == ("crs", first)
    assert question.options[-1].value == "unknown"
    drawn = taken(anci_root, rows, crs="unknown")
    assert place(drawn, "甲")["geometry"] is None
    assert "W_OUTSIDE" not in codes(drawn)


@pytest.mark.parametrize("named", ["UTM 50N", "坐标系：UTM", "WGS84 UTM zone 50"])
def test_utm_is_meant_where_the_file_names_it(anci_root: Path, named: str) -> None:
    rows = table(on(32650), ("东坐标", "北坐标"), above=named)
    assert [off(taken(anci_root, rows), name) < 1 for name in PLACES] == [True, True]
    unnamed = taken(anci_root, table(on(32650), ("东坐标", "北坐标")))
    assert off(unnamed, "甲") > 1_000, "it lies on the plane of CGCS2000 of that meridian"


def test_without_an_outline_the_answer_is_the_only_word() -> None:
    rows = table(on(4548))
    contents = blank("demo-2024", "示范区2024", [rows], {})
    (question,) = take([rows], "demo-2024", contents, {}).questions
    assert len(question.options) == 22
    answered = {"crs": "4548"}
    contents = blank("demo-2024", "示范区2024", [rows], answered)
    outcome = take([rows], "demo-2024", contents, answered)
    assert off(outcome, "乙") < 1


def test_shapes_of_drawings_and_geojson_are_told_by_the_district_too(anci_root: Path) -> None:
    east, north = on(4548)["甲"]
    plan = read_content("地块.dxf", drawing(square(east - 50, north - 50, 100, layer="甲")))
    x, y = on(4527)["甲"]
    ring = [[x, y], [x + 9, y], [x + 9, y + 9], [x, y]]
    shaped = feature({"type": "Polygon", "coordinates": [ring]}, 名称="甲")
    for found in (plan, read_content("a.geojson", as_text(collection(shaped)))):
        outcome = taken(anci_root, found)
        at = place(outcome, "甲")["geometry"]["coordinates"][0][0]
        assert math.dist(at, PLACES["甲"]) < 0.001
        assert "W_CRS_ASSUMED" in codes(outcome)

"""Does the search field suggest what is meant, and does nobody learn where the reader is?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect
from pyproj import Geod
from shapely.affinity import scale
from shapely.geometry import Point, mapping
from shapely.ops import nearest_points

from geo.language.texts import text
from geo.package.package import Package
from tests.browser.visitor import Visitor
from tests.node_side import in_node

Visit = Callable[..., Visitor]
ICON = "/icon.svg"
"""What a browser fetches by itself whenever it has the time."""

SUGGESTED: dict[str, list[str]] = {
    # Chinese, pinyin with tones and without, initials, English, codes
    "明华路": ["minghua-road"],
    "mhl": ["minghua-road"],
    "MHL": ["minghua-road"],
    "minghua": ["minghua-road"],
    "Mínghuá Lù": ["minghua-road"],
    "明华": ["minghua-road"],
    "shun'an": ["shunan-street"],
    "saj": ["shunan-street"],
    "yhnl": ["yinhe-south-road-subdistrict"],
    "131002104211": ["dishili-village"],
    "sczx": ["markets"],
    "户厕": ["rural", "rural-households-surveyed", "rural-toilets-fixed"],
    "huce": ["rural-households-surveyed", "rural-toilets-fixed"],
    "relai": ["minghua-resurfacing"],
    "elaid": [],
    "surface": ["minghua-resurfacing"],
    # places first, then workstreams, then figures; what begins with it before what holds it
    "anci": ["anci", "anci-markets"],
    "安次": ["anci", "anci-markets"],
    "market": ["anci-markets", "markets", "markets-farmers", "markets-general"],
    "老旧": ["old-compounds", "command-compounds", "compounds-renovated"],
    # one slip: two signs changed places, one left out, put in, mistaken
    "minhgua": ["minghua-road"],
    "mnghua": ["minghua-road"],
    "mingghua": ["minghua-road"],
    "ningfualu": [],
    "ninghualu": ["minghua-road"],
    "明化路": ["minghua-road"],
    "明化": [],
    "mimh": [],
    # nothing, signs alone, ids, patterns
    "": [],
    " ": [],
    "!?": [],
    "id:minghua-road": [],
    ".*": [],
    "zzzz": [],
}
"""Written by hand; in the order in which they are shown."""


def field(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("combobox", name="搜索地点或数据")


def options(visitor: Visitor) -> Locator:
    """What is suggested, without the row that looks for the text itself."""
    return visitor.page.locator(".find-option:not(.find-itself)")


def opened(visit: Visit, path: str = "/", **wishes: Any) -> Visitor:
    visitor = visit(path, **wishes)
    visitor.map()
    return visitor


def type_in(visitor: Visitor, words: str) -> None:
    field(visitor).click()
    visitor.page.keyboard.type(words)


def test_what_is_suggested_for_what_is_typed(go_on: Visit) -> None:
    visitor = opened(go_on)
    path = visitor.page.locator("[data-find]").get_attribute("data-find")
    index = visitor.page.evaluate("async path => (await fetch(path)).json()", path)
    assert dict(zip(SUGGESTED, suggested(index, list(SUGGESTED)), strict=True)) == SUGGESTED
    many = suggested(index, ["a", "的", "road", "qu"])
    assert max(map(len, many)) == 8


def suggested(index: Any, typed: list[str]) -> list[list[str]]:
    """Ids of what is suggested for each text, in the order in which they are shown."""
    found: list[list[str]] = in_node(
        'import { suggestionsFor } from "./shared/suggest.js";',
        "const { index, typed } = given;"
        "return typed.map((text) => suggestionsFor(index, text).map(({ entry }) => entry.id));",
        {"index": index, "typed": typed},
    )
    return found


def test_arrows_and_enter_select_a_place_everywhere(visit: Visit) -> None:
    visitor = opened(visit)
    files = [url for url in visitor.requests if "/find." in url]
    assert files == [], "nothing is fetched before somebody comes to the field"
    type_in(visitor, "mhl")
    expect(options(visitor)).to_have_text(["明华路道路 · 安次区"])
    expect(visitor.page.get_by_role("group", name="地点")).to_be_visible()
    expect(field(visitor)).to_have_attribute("aria-expanded", "true")
    expect(visitor.page.locator(".find-said")).to_have_text("1 条建议，按上下键选择")
    assert field(visitor).get_attribute("aria-activedescendant") is None
    visitor.page.keyboard.press("ArrowDown")
    active = options(visitor).first
    expect(active).to_have_attribute("aria-selected", "true")
    expect(field(visitor)).to_have_attribute(
        "aria-activedescendant", str(active.get_attribute("id"))
    )
    visitor.page.keyboard.press("Enter")
    expect(visitor.popup().locator("h3")).to_have_text("明华路")
    expect(visitor.panel().locator("h2")).to_have_text("明华路")
    visitor.expect_query(place="minghua-road")
    visitor.expect_places(15)  # what was typed filters nothing
    expect(field(visitor)).to_have_value("")
    expect(field(visitor)).to_be_focused()
    visitor.page.go_back()
    expect(visitor.popup()).to_have_count(0)
    visitor.expect_query()
    assert len([url for url in visitor.requests if "/find." in url]) == 1


def test_the_list_closes_and_its_last_row_looks_for_the_text(go_on: Visit) -> None:
    visitor = opened(go_on)
    type_in(visitor, "路")
    expect(options(visitor).first).to_be_visible()
    visitor.page.keyboard.press("ArrowUp")  # the last one
    itself = visitor.page.locator(".find-itself")
    expect(itself).to_have_attribute("aria-selected", "true")
    expect(itself).to_have_text(text("find.filter", "zh", query="路"))
    visitor.page.keyboard.press("ArrowDown")  # back to the field
    expect(field(visitor)).not_to_have_attribute("aria-activedescendant", "find-list-0")
    visitor.page.keyboard.press("Escape")
    expect(itself).to_be_hidden()
    expect(field(visitor)).to_have_attribute("aria-expanded", "false")
    expect(field(visitor)).to_have_value("路")
    visitor.page.keyboard.press("ArrowUp")
    expect(itself).to_be_visible()
    visitor.page.keyboard.press("ArrowUp")
    visitor.page.keyboard.press("Enter")
    visitor.expect_query(q="路")
    expect(itself).to_be_hidden()
    # The page was drawn anew; the field is what it was.
    expect(field(visitor)).to_have_attribute("aria-controls", "find-list")
    visitor.page.get_by_role("button", name=text("search.clear", "zh")).click()
    visitor.expect_query()
    expect(field(visitor)).to_have_value("")


def test_a_figure_opens_its_place(go_on: Visit) -> None:
    visitor = opened(go_on)
    type_in(visitor, "重铺")
    options(visitor).first.click()
    visitor.expect_query(q="id:minghua-resurfacing", place="minghua-road")
    expect(visitor.popup()).to_contain_text("14,000平方米")
    expect(field(visitor)).to_have_value("")
    chip = visitor.page.locator(".st-key-query-clear button")
    expect(chip).to_contain_text("重铺路面")
    visitor.page.keyboard.press("Tab")  # leaving the field changes nothing
    visitor.expect_places(1)
    visitor.expect_query(q="id:minghua-resurfacing", place="minghua-road")


def test_on_the_figures_page_a_place_shows_its_figures(go_on: Visit) -> None:
    visitor = go_on("/figures")
    type_in(visitor, "顺安街")
    options(visitor).first.click()
    visitor.expect_query(q="id:shunan-street", place="shunan-street")
    expect(visitor.page.get_by_text("显示 5 项，共 55 项").first).to_be_visible()


def test_suggestions_are_large_enough_for_a_finger(go_on: Visit) -> None:
    visitor = opened(go_on, width=390, height=844, touch=True)
    field(visitor).tap()
    visitor.page.keyboard.type("路")
    expect(options(visitor).first).to_be_visible()
    # The field stands at the foot of the window, so its list opens upwards.
    expect(options(visitor).first).to_be_in_viewport(ratio=1)
    for option in options(visitor).all():
        box = option.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    options(visitor).first.tap()
    visitor.expect_query(place="minghua-road")


def test_names_are_never_markup_and_a_missing_file_is_no_fault(visit: Visit) -> None:
    trap = "<img src=x onerror=alert(1)>{{7*7}}"
    entry = {
        **{"id": "anci", "label": {"zh": trap, "en": trap}, "detail": {"zh": trap, "en": trap}},
        **{"keys": ["trap"], "initials": []},
    }
    index = json.dumps({"place": [entry], "workstream": [], "figure": []})
    answers: list[str] = []  # none as yet: the page may ask again at any moment

    def answer(route: Route) -> None:
        route.fulfill(body=answers[-1]) if answers else route.abort()

    visitor = opened(visit)
    visitor.page.route("**/find.*.json", answer)
    visitor.page.reload()  # it may have fetched the file already
    visitor.map()
    type_in(visitor, "trap")
    expect(visitor.page.locator(".find-said")).to_have_text(text("find.none", "zh"))
    answers.append(index)
    visitor.page.keyboard.press("Backspace")
    expect(options(visitor)).to_have_text([trap + trap])
    assert any("no suggestions" in error for error in visitor.errors)
    visitor.errors.clear()


# Near me


def ask(visitor: Visitor, words: str = "我附近有什么") -> Locator:
    button = visitor.map().get_by_role("button", name=words)
    button.click()
    return button


def said(visitor: Visitor) -> Locator:
    return visitor._in_map(".om-near-said")


def stand(visitor: Visitor, latitude: float, longitude: float) -> None:
    context = visitor.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": 240})


def geodesic_metres(point: Point, geometry: Any) -> float:
    """From a point to the nearest corner or side of a geometry, on the WGS-84 ellipsoid.

    The nearest point is looked for with longitudes shrunk as they are at this latitude.
    """
    shrink = 0.7716  # the cosine of 39.5 degrees
    flat = scale(geometry, shrink, 1, origin=(0, 0))
    _, near = nearest_points(Point(point.x * shrink, point.y), flat)
    return float(Geod(ellps="WGS84").inv(point.x, point.y, near.x / shrink, near.y)[2])


def distances(geometries: list[Any], points: list[Any]) -> list[list[float]]:
    """For each point the distances of all geometries, in metres."""
    found: list[list[float]] = in_node(
        'import { distance } from "./shared/distance.js";',
        "const { geometries, points } = given; return points.map(([lng, lat]) =>"
        " geometries.map((geometry) => distance(geometry, { lat, lng })));",
        {"geometries": geometries, "points": points},
    )
    return found


def test_distances_are_those_of_the_ellipsoid(anci: Package) -> None:
    points = [(116.70, 39.53), (116.9, 39.2), (116.683, 39.489), (116.5, 39.6)]
    places = list(anci.place.values())
    found = distances([mapping(place.geometry) for place in places], points)
    for point, away in zip(points, found, strict=True):
        for place, metres in zip(places, away, strict=True):
            expected = geodesic_metres(Point(point), place.geometry)
            assert metres == pytest.approx(expected, rel=0.006, abs=1), place
    shapes = {
        "Point": [116.7, 39.51],
        "MultiPoint": [[116.7, 39.6], [116.7, 39.51]],
        "LineString": [[116.6, 39.51], [116.8, 39.51]],
        "MultiLineString": [[[116.6, 39.51], [116.8, 39.51]], [[116, 39], [117, 39]]],
        "Polygon": [
            [[116.6, 39.4], [116.8, 39.4], [116.8, 39.6], [116.6, 39.6], [116.6, 39.4]],
            [[116.69, 39.49], [116.71, 39.49], [116.71, 39.51], [116.69, 39.51], [116.69, 39.49]],
        ],
    }
    north, east = 0.008 * 111_195, 0.01 * 111_195 * 0.7716
    for kind, coordinates in shapes.items():
        expected = east if kind == "Polygon" else north  # in a hole is outside
        [[found]] = distances([{"type": kind, "coordinates": coordinates}], [(116.7, 39.502)])
        assert found == pytest.approx(expected, rel=0.001), kind


def test_near_me_is_said_in_words_and_told_to_nobody(visit: Visit, anci: Package) -> None:
    visitor = opened(visit, "/?c=39.30000,116.60000,13")
    at = anci.place["songwangwu-village"].geometry.representative_point()
    stand(visitor, at.y, at.x)
    expect(said(visitor)).to_be_hidden()
    requests, messages = len(visitor.requests), len(visitor.frames_received)
    ask(visitor)
    within = [p for p in anci.place.values() if p.is_named_place and p.geometry.contains(at)]
    expect(said(visitor)).to_contain_text(f"您在这些地点所在的范围内：{within[0].name.zh}")
    expect(said(visitor)).to_contain_text("定位误差约240米")
    others = [p for p in anci.place.values() if p.is_named_place and p not in within]
    nearest = min(others, key=lambda place: geodesic_metres(at, place.geometry))
    metres = geodesic_metres(at, nearest.geometry)
    expect(said(visitor)).to_contain_text(f"{nearest.name.zh}所在的范围约{round(metres, -1):.0f}米")
    expect(visitor._in_map(".om-near-point")).to_have_count(1)
    assert visitor.map().evaluate("oneMap.state.map.getBounds().contains(" + f"[{at.y}, {at.x}])")
    # The map went back to the whole district: its centre says nothing of the reader.
    visitor.expect_query()
    assert "c" not in visitor.query()
    same = ("/facts.", "/ahead.", ICON)  # come with the pointer's first move
    asked = [url for url in visitor.requests[requests:] if not any(each in url for each in same)]
    assert asked == []
    assert visitor.frames_received[messages:] == []
    visitor.page.locator(".st-key-language").get_by_text("English").click()
    expect(said(visitor)).to_contain_text("within the area in which these lie: Songwangwu Village")
    assert str(at.y)[:6] not in visitor.page.url
    ask(visitor, "What is near me")
    expect(said(visitor)).to_be_hidden()
    expect(visitor._in_map(".om-near-point")).to_have_count(0)


def test_outside_the_district_its_distance_is_said(visit: Visit, anci: Package) -> None:
    visitor = opened(visit, "/?c=39.30000,116.60000,13")
    stand(visitor, 39.9042, 116.4074)
    ask(visitor)
    kilometres = geodesic_metres(Point(116.4074, 39.9042), anci.place["anci"].geometry) / 1000
    expect(said(visitor)).to_contain_text(f"您在本区之外，距区界约{kilometres:.0f}公里")
    visitor.expect_query(c="39.30000,116.60000,13")  # nothing to see there, so nothing moves


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("null", "浏览器没有允许定位"),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "不是经 https 打开的"),
        (
            "() => { navigator.geolocation.getCurrentPosition = (_, bad) => bad({code: 2}); }",
            "现在无法确定位置",
        ),
    ],
)
def test_a_position_that_is_not_given_is_said_to_be(visit: Visit, spoil: str, words: str) -> None:
    visitor = opened(visit)
    visitor.map().evaluate(spoil)
    ask(visitor)
    expect(said(visitor)).to_contain_text(words)
    said(visitor).get_by_role("button").click()
    expect(said(visitor)).to_be_hidden()

"""Does no symbol and no badge stand outside the area it belongs to, wherever the map is drawn?

Spots are read from what is drawn, as degrees, and looked up in the areas of the package.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser, Frame, Page, expect
from shapely.geometry import Point

from geo.export.one_file import one_file
from geo.package.drawn_areas import DrawnAreas
from geo.package.extent import district_bounds, district_outline
from geo.package.package import Package
from geo.picture.map_picture import draw
from geo.picture.viewport import Viewport, fitted
from geo.served.catalogue import build_payload
from geo.view.selection import select
from geo.view.views import View
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
WIDTHS = ((360, 740), (390, 844), (768, 1024), (1024, 768), (1280, 800), (1440, 900))
VIEW = """
() => {
  const { map } = (globalThis.oneMap || oneFile).state;
  return [map.getCenter(), map.getZoom()];
}
"""
SIZE = """
() => {
  const { x, y } = (globalThis.oneMap || oneFile).state.map.getSize();
  return [x, y];
}
"""
GO = """
([at, zoom, closer]) => {
  (globalThis.oneMap || oneFile).state.map.setView(at, zoom + closer, { animate: false });
}
"""
SPOTS = """
() => {
  const { map } = (globalThis.oneMap || oneFile).state;
  const found = [];
  map.eachLayer((layer) => {
    const node = layer._icon;
    if (!node || !(node.dataset.members || node.dataset.place)) return;
    const frame = map.getContainer().getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const x = box.x + box.width / 2 - frame.x, y = box.y + box.height / 2 - frame.y;
    const at = map.containerPointToLatLng([x, y]);
    const { area, members, place, count } = node.dataset;
    const { lat, lng } = at;
    found.push({ area, place, members: (members || "").split(" "), count, x, y, lng, lat });
  });
  return found;
}
"""


def filled(package: Package, zoom: float, size: list[float]) -> tuple[float, float]:
    """How far the district reaches across a frame, and which share of its pixels is district:
    worked out from the zoom, without the map.
    """
    world = 256 * 2**zoom

    def mercator(spots: np.ndarray) -> np.ndarray:
        up = np.arcsinh(np.tan(np.radians(spots[:, 1]))) / math.tau
        return world * np.column_stack((spots[:, 0] / 360, up))

    flat = shapely.transform(district_outline(package.place), mercator)
    left, lower, right, upper = flat.bounds
    reach = max((right - left) / size[0], (upper - lower) / size[1])
    return reach, flat.area / (size[0] * size[1])


def check(found: list[dict[str, Any]], package: Package) -> int:
    """Look each spot up in its area and in the district; return how many places they count."""
    areas, outline = DrawnAreas(package), district_outline(package.place)
    for one in found:
        spot = Point(one["lng"], one["lat"])
        own = (
            package.place[one["place"]].geometry
            if one.get("place")
            else areas.all[one["area"]].shape
        )
        slack = 1e-4  # a pixel of the middle zooms, some ten metres
        assert own.distance(spot) < slack, one
        assert outline.distance(spot) < slack, one
        if one.get("area"):
            held = any(one["area"] in areas.lineage(member) for member in one["members"])
            assert held, "a badge is named by an area that holds what it counts"
    for number, one in enumerate(found):
        for two in found[:number]:
            away = ((one["x"] - two["x"]) ** 2 + (one["y"] - two["y"]) ** 2) ** 0.5
            assert away >= 43.5, (one, two)
    return sum(int(one["count"] or 1) for one in found)


@pytest.fixture(scope="module")
def file_path(anci: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "one.html"
    path.write_bytes(one_file(anci, build_payload(anci), View(anci.package_id)))
    return path


def walked(page: Page, frame: Frame, package: Package, sizes: Any = WIDTHS) -> None:
    """Look at the whole district and nearer, at each size of the window."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        frame.wait_for_function(
            "() => { const { map, catalogue } = (globalThis.oneMap || oneFile).state;"
            " const size = map.getSize(); return size.x === map.getContainer().clientWidth"
            " && map.getBounds().contains(catalogue.bounds); }"
        )
        home = frame.evaluate(VIEW)
        if sizes is WIDTHS:
            reach, share = filled(package, home[1], frame.evaluate(SIZE))
            assert reach >= 0.65, (width, "it reaches across the frame")
            assert share >= 0.1, (width, "and its land is a good part of what is seen")
        for closer in (0, 1.5, 3, 4.25, -1.75):
            frame.evaluate(GO, [*home, closer])
            assert check(frame.evaluate(SPOTS), package) == 13, (width, closer)
        frame.evaluate(GO, [*home, 0])


def test_in_the_app_nothing_stands_outside_its_area(visit: Visit, anci: Package) -> None:
    visitor = visit()
    walked(visitor.page, visitor.map(), anci)


def test_nor_in_an_embedded_map(visit: Visit, anci: Package) -> None:
    visitor = visit("/?embed=true", width=800, height=520)
    walked(visitor.page, visitor.map(), anci, ((800, 520), (360, 520), (1280, 300)))


def test_nor_in_a_file_of_its_own(browser: Browser, file_path: Path, anci: Package) -> None:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(file_path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    walked(page, page.main_frame, anci)
    page.context.close()


SVG = "{http://www.w3.org/2000/svg}"


def badges_on_paper(svg: str) -> Iterator[tuple[float, float, int]]:
    """Where badges stand in a picture, and what they count."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") == "badge":
            x, y = re.findall(r"-?[\d.]+", group.get("transform", ""))
            (words,) = group.iter(f"{SVG}text")
            yield float(x), float(y), int(words.text or "")


@pytest.mark.parametrize("size", [(960, 376), (520, 716), (720, 540), (520, 500)])
def test_nor_on_paper(anci: Package, size: tuple[int, int]) -> None:
    """On the card and on sheets: each badge at its area's middle, worked out by the viewport."""
    shown = select(anci, View(anci.package_id)).places
    viewport: Viewport = fitted(district_bounds(anci.place), *size)
    picture = draw(anci, shown, viewport, "zh")
    areas, outline = DrawnAreas(anci), viewport.pixels(district_outline(anci.place))
    read = list(badges_on_paper(picture.svg))
    drawn = [spot for x, y, _ in read for spot in (x, y)]
    assert drawn == pytest.approx(
        [spot for b in picture.badges.badges for spot in (b.x, b.y)], abs=0.01
    )
    assert sum(count for _, _, count in read) == 13
    for badge in picture.badges.badges:
        spot = Point(badge.x, badge.y)
        assert outline.contains(spot)
        assert viewport.pixels(areas.all[badge.area_id].shape).contains(spot)
    assert set(picture.spots) == {p.place_id for p in shown if p.is_named_place}


BOXES = """
() => {
  const { map, areas, places, place } = (globalThis.oneMap || oneFile).state;
  const frame = map.getContainer().getBoundingClientRect();
  const { x, y, width, height } = document.querySelector(".om-card").getBoundingClientRect();
  const [west, south, east, north] = areas.get(places.get(place).properties.area).bounds;
  const upper = map.latLngToContainerPoint([north, west]);
  const lower = map.latLngToContainerPoint([south, east]);
  return { frame: [frame.width, frame.height],
    card: [x - frame.x, y - frame.y, x - frame.x + width, y - frame.y + height],
    area: [upper.x, upper.y, lower.x, lower.y] };
}
"""


def test_a_popup_is_in_the_frame_and_off_its_area_and_goes_without_a_trace(
    browser: Browser, file_path: Path
) -> None:
    page = browser.new_context(locale="en").new_page()
    page.goto(file_path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
        before = page.evaluate(VIEW)
        for place in ("huayilou-compound", "shunan-street", "dishili-village"):
            page.evaluate("id => oneFile.selectPlace(id, true)", place)
            found = page.evaluate(BOXES)
            (wide, tall), card, area = found["frame"], found["card"], found["area"]
            assert min(card[:2]) >= 0, (width, place, found)
            assert card[2] <= wide, (width, place, found)
            assert card[3] <= tall, (width, place, found)
            apart = (
                card[2] <= area[0] + 1 or card[0] >= area[2] - 1
                or card[3] <= area[1] + 1 or card[1] >= area[3] - 1
            )  # fmt: skip
            assert apart, (width, place, found)
            assert area[2] - area[0] > 0.2 * wide or area[3] - area[1] > 0.2 * tall, "it is fitted"
        page.locator(".leaflet-popup-close-button").click()
        expect(page.locator(".om-card")).to_have_count(0)
        after = page.evaluate(VIEW)
        assert after[1] == before[1]
        assert after[0]["lat"] == pytest.approx(before[0]["lat"], abs=1e-6)
        assert "c=" not in page.url
    page.context.close()


def test_only_a_move_of_the_readers_is_in_the_address(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    visitor.row("huayilou-compound").click()
    expect(visitor.popup()).to_be_visible()
    assert "c" not in visitor.query()
    visitor.map().locator(".leaflet-control-zoom-out").click()
    visitor.page.wait_for_function("() => location.search.includes('c=')")
    stated = visitor.query()["c"]
    visitor.map().locator(".leaflet-popup-close-button").click()
    expect(visitor.popup()).to_have_count(0)
    visitor.expect_query(c=stated)  # what the reader chose to see stays


def test_a_badge_lists_its_places_and_parts(go_on: Visit) -> None:
    visitor = go_on()
    frame = visitor.map()
    badge = frame.locator('.om-of-area[data-area="anci-urban-area"]')
    expect(badge).to_have_attribute("data-count", "10")
    badge.focus()
    visitor.page.keyboard.press("Enter")
    rows = frame.locator(".om-list li button")
    expect(rows).to_have_count(10)
    expect(rows.first).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(badge).to_be_focused()
    visitor.page.keyboard.press("Enter")
    frame.locator(".om-list .om-part").click()
    parts = frame.locator(".om-of-area")
    expect(frame.locator('.om-of-area[data-area="yinhe-south-road"]')).to_have_attribute(
        "data-count", "6"
    )
    assert parts.count() == 8


def test_the_district_is_chosen_by_itself(go_on: Visit) -> None:
    visitor = go_on("/?w=markets&lang=en")
    frame = visitor.map()
    button = frame.locator(".om-district-button button")
    expect(button).to_contain_text("6")
    button.click()
    visitor.expect_query(lang="en", w="markets", place="anci-markets")
    assert frame.locator(".om-marker").count() == 0, "what is district-wide has no symbol"

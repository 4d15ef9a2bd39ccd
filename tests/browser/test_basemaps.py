"""Does a basemap lie where the data are, and does the map say whose it is and when it fails?

Tiles are answered here: no test asks a host of anybody.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Route, expect

from geo.datum import convert
from geo.served.basemaps import AMAP, OSM
from tests.browser.conftest import ROOT, serve
from tests.browser.tiles import HOSTS, answer
from tests.browser.visitor import Visitor
from tests.node_side import in_node
from tests.test_datum import scalar_gcj02

APPROVAL = "审图号：GS（2024）0650号"
TILE_PX = 256
EQUATOR_M = 2 * math.pi * 6_378_137
AREAS = ROOT / "data" / "anci-2022" / "areas.geojson"
Open = Callable[..., Visitor]
PIXEL = r"""
([lat, lng, column, row, zoom]) => {
  const { map } = oneMap.state;
  const wanted = new RegExp(`x=${column}&y=${row}&z=${zoom}$`);
  const tiles = [...document.querySelectorAll("img.leaflet-tile")];
  const tile = tiles.find((img) => wanted.test(img.src));
  if (!tile || !tile.complete) return null;
  const frame = map.getContainer().getBoundingClientRect();
  const box = tile.getBoundingClientRect();
  // What latLngToContainerPoint gives, before it is rounded to whole pixels.
  const point = map.project([lat, lng]).subtract(map.getPixelBounds().min);
  return {
    box: [box.left - frame.left, box.top - frame.top, box.width, box.height],
    point: [point.x, point.y],
  };
}
"""
EDGES = """
() => {
  const boxes = {};
  for (const img of document.querySelectorAll("img.leaflet-tile")) {
    const [, x, y] = img.src.match(/x=(\\d+)&y=(\\d+)&z/);
    const { left, top, right, bottom } = img.getBoundingClientRect();
    boxes[x + "," + y] = [left, top, right, bottom];
  }
  return boxes;
}
"""


@pytest.fixture(scope="module")
def based(anci_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with two basemaps and a map approval number."""
    log = tmp_path_factory.mktemp("based") / "log"
    settings = {"ONEMAP_BASEMAPS": "osm amap", "ONEMAP_MAP_APPROVAL": APPROVAL}
    with serve(anci_root.parent, log, **settings) as served:
        yield served


@pytest.fixture
def open_based(visit: Open, based: str) -> Open:
    """Open a link of that app; its tiles come from here."""

    def of(path: str = "/", tiles: Callable[[Route], None] = answer, **wishes: Any) -> Visitor:
        return visit(path, address=based, hosts=HOSTS, tiles=tiles, **wishes)

    return of


def asked_of(visitor: Visitor, hosts: tuple[str, ...]) -> list[str]:
    return [url for url in visitor.requests if url.startswith(hosts)]


def is_based(frame: Frame) -> None:
    """Wait until the map shows a basemap."""
    frame.wait_for_selector(".om-based", state="attached")


def bounds() -> tuple[float, float, float, float]:
    """West, south, east, north of the district, read from its file."""
    areas = json.loads(AREAS.read_text("utf-8"))["features"]
    (feature,) = (area for area in areas if area["id"] == "anci")
    points: list[list[float]] = []

    def walk(part: Any) -> None:
        if isinstance(part[0], float):
            points.append(part)
        else:
            for member in part:
                walk(member)

    walk(feature["geometry"]["coordinates"])
    longitudes, latitudes = zip(*(point[:2] for point in points), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def pyramid(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Column and row of a point in the pyramid of tiles, with fractions."""
    x = (longitude + 180) / 360
    y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
    return x * 2**zoom, y * 2**zoom


def off(
    visitor: Visitor, point: tuple[float, float], tile: tuple[float, float]
) -> tuple[float, float]:
    """Pixels to the right and down from where a point is drawn to where its picture lies.

    `tile` is where the basemap has the point: column and row with fractions.
    """
    (longitude, latitude), frame = point, visitor.map()
    zoom = round(visitor.view()[2])
    asked = [latitude, longitude, math.floor(tile[0]), math.floor(tile[1]), zoom]
    found = frame.wait_for_function(PIXEL, arg=asked).json_value()
    left, top, width, height = found["box"]
    x, y = found["point"]
    return left + tile[0] % 1 * width - x, top + tile[1] % 1 * height - y


def test_data_and_tiles_coincide(open_based: Open) -> None:
    """Control points: four corners of the district, three zooms, against another transform."""
    west, south, east, north = bounds()
    visitor = open_based("/?base=amap")
    is_based(visitor.map())
    for zoom in (11, 14, 17):
        for point in ((west, south), (east, south), (west, north), (east, north)):
            look = (
                "([lng, lat, zoom]) => oneMap.state.map.setView([lat, lng], zoom, {animate: false})"
            )
            visitor.map().evaluate(look, [*point, zoom])
            metres_per_pixel = EQUATOR_M * math.cos(math.radians(point[1])) / (TILE_PX * 2**zoom)
            on_tiles = pyramid(*scalar_gcj02(*point), zoom)
            error_px = math.hypot(*off(visitor, point, on_tiles))
            uncorrected_px = math.dist(on_tiles, pyramid(*point, zoom)) * TILE_PX
            print(
                f"{point} zoom {zoom}: {error_px:.2f} px, {error_px * metres_per_pixel:.2f} m; "
                f"not corrected {uncorrected_px:.1f} px, {uncorrected_px * metres_per_pixel:.0f} m"
            )
            assert error_px < 1 or error_px * metres_per_pixel < 2
            assert uncorrected_px * metres_per_pixel > 400, "tiles that are not moved would be seen"


def test_the_whole_view_coincides_and_has_no_seams(open_based: Open) -> None:
    """Not only where the map has its centre, and not only at a tile's middle."""
    visitor = open_based("/?base=amap&c=39.50000,116.69000,15")
    frame = visitor.map()
    is_based(frame)
    for longitude in (116.675, 116.682, 116.69, 116.698, 116.705):
        for latitude in (39.492, 39.496, 39.5, 39.504, 39.508):
            point = (longitude, latitude)
            errors = off(visitor, point, pyramid(*scalar_gcj02(*point), 15))
            assert max(map(abs, errors)) < 1, "half a pixel of rounding, half of the tile's shear"
    found = frame.evaluate(EDGES)
    boxes = {tuple(int(part) for part in key.split(",")): found[key] for key in found}
    assert len(boxes) > 8
    for (column, row), (_, _, right, bottom) in boxes.items():
        if (column + 1, row) in boxes:
            assert boxes[column + 1, row][0] == right, "neighbours meet at the pixel"
        if (column, row + 1) in boxes:
            assert boxes[column, row + 1][1] == bottom
    shown = frame.evaluate("() => [innerWidth, innerHeight]")
    assert min(box[0] for box in boxes.values()) <= 0
    assert min(box[1] for box in boxes.values()) <= 0
    assert max(box[2] for box in boxes.values()) >= shown[0]
    assert max(box[3] for box in boxes.values()) >= shown[1]


def test_the_browser_converts_as_the_server_does() -> None:
    points = [
        (longitude + 0.123, latitude + 0.456)
        for longitude in range(60, 150, 3)
        for latitude in range(-6, 66, 4)
    ]
    expected = convert(points, "wgs84", "gcj02")
    code = "return given.map(([lng, lat]) => %s({ lat, lng }));"
    imports = 'import { fromGcj02, toGcj02 } from "./shared/datum.js";'
    for name, given, wanted in (
        ("toGcj02", points, expected.tolist()),
        ("fromGcj02", expected.tolist(), points),
    ):
        for got, (longitude, latitude) in zip(
            in_node(imports, code % name, given), wanted, strict=True
        ):
            assert got["lng"] == pytest.approx(longitude, abs=1e-8), "a millimetre"
            assert got["lat"] == pytest.approx(latitude, abs=1e-8)


def test_without_a_basemap_there_is_no_choice_and_no_request(visit: Open) -> None:
    visitor = visit("/")
    visitor.map()
    expect(visitor._in_map(".om-sources")).not_to_be_empty()
    expect(visitor._in_map(".om-base")).to_have_count(0)
    assert asked_of(visitor, HOSTS) == []
    visitor.page.goto(visitor.address + "/?base=osm")
    visitor.map()
    expect(visitor.page.get_by_text("已忽略：底图").first).to_be_visible()
    visitor.expect_query()


def test_a_basemap_is_chosen_by_keyboard_and_stays_in_the_link(open_based: Open) -> None:
    visitor = open_based("/?lang=en")
    frame = visitor.map()
    expect(visitor._in_map(".om-sources")).to_contain_text(APPROVAL)
    assert asked_of(visitor, HOSTS) == [], "nobody is asked before something is chosen"
    button = visitor._in_map(".om-base summary")
    expect(button).to_have_attribute("aria-label", "Basemap")
    button.focus()
    visitor.page.keyboard.press("Enter")
    outline = visitor._in_map(".om-base input").first
    expect(outline).to_be_checked()
    expect(outline).to_be_visible()
    visitor.page.keyboard.press("Tab")
    expect(outline).to_be_focused()
    visitor.page.keyboard.press("ArrowDown")
    expect(visitor._in_map(".om-base input[value=osm]")).to_be_checked()
    is_based(frame)
    visitor.expect_query(lang="en", base="osm")
    assert asked_of(visitor, OSM.hosts())
    assert asked_of(visitor, AMAP.hosts()) == []
    expect(visitor._in_map(".om-sources")).to_contain_text("© OpenStreetMap contributors")
    visitor.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(outline).to_be_hidden()
    visitor.page.keyboard.press("Escape")
    visitor.row("minghua-road").click()
    visitor.expect_query(lang="en", base="osm", place="minghua-road")
    expect(visitor.page.locator(".st-key-pages a").nth(1)).to_have_attribute(
        "href", re.compile("base=osm")
    )
    visitor.page.go_back()
    visitor.expect_query(lang="en", base="osm")
    visitor.page.go_back()
    visitor.expect_query(lang="en")
    expect(visitor._in_map(".om-based")).to_have_count(0)
    expect(visitor._in_map("img.leaflet-tile")).to_have_count(0)
    expect(visitor._in_map(".om-sources")).not_to_contain_text("OpenStreetMap")
    visitor.page.go_forward()
    visitor.expect_query(lang="en", base="osm")
    is_based(frame)


def test_a_basemap_that_was_left_is_called_no_more(open_based: Open) -> None:
    """The visitor's end fails the test if the console shows an error."""
    visitor = open_based("/?base=osm")
    frame = visitor.map()
    is_based(frame)
    visitor._in_map(".om-base summary").click()
    visitor._in_map(".om-base input").first.check()
    visitor.expect_query()
    visitor.map().locator(".leaflet-control-zoom-in").click()
    visitor.page.wait_for_function("() => location.search.includes('c=')")


def test_makers_that_ask_for_it_are_told_from_which_site_readers_come(open_based: Open) -> None:
    told: dict[str, set[str]] = {"osm": set(), "amap": set()}

    def keep(route: Route) -> None:
        name = "osm" if "openstreetmap" in route.request.url else "amap"
        told[name].add(route.request.all_headers().get("referer", ""))
        answer(route)

    visitor = open_based("/?base=osm&q=minghua", tiles=keep)
    is_based(visitor.map())
    assert told["osm"] == {f"{visitor.address}/"}, "the site alone, not what is looked at"
    visitor.leave()
    is_based(open_based("/?base=amap", tiles=keep).map())
    assert told["amap"] == {""}


def test_an_embedded_map_says_whose_it_is(open_based: Open) -> None:
    visitor = open_based("/?embed=true&base=amap&lock=1")
    is_based(visitor.map())
    sources = visitor._in_map(".om-sources")
    expect(sources).to_contain_text("高德地图")
    expect(sources).to_contain_text(APPROVAL)
    expect(visitor._in_map(".om-base")).to_be_hidden()
    visitor.page.emulate_media(media="print")
    expect(sources).to_be_visible()


def test_a_basemap_that_does_not_load_says_so_and_leaves_the_outline(
    browser: Browser, based: str
) -> None:
    reached = {"it": False}

    def tiles(route: Route) -> None:
        if reached["it"]:
            answer(route)
        else:
            route.abort()

    visitor = Visitor(browser, based, "/?base=osm", hosts=HOSTS, tiles=tiles)
    notice = visitor._in_map(".om-base-notice")
    expect(notice).to_contain_text("底图没有载入")
    expect(visitor._in_map(".om-based")).to_have_count(0)
    expect(visitor._in_map(".om-sources")).not_to_contain_text("OpenStreetMap")
    visitor.expect_places(15)
    visitor.expect_query(base="osm")
    reached["it"] = True
    visitor._in_map(".leaflet-control-zoom-in").press("Enter")
    is_based(visitor.map())
    expect(notice).to_be_hidden()
    expect(visitor._in_map(".om-sources")).to_contain_text("OpenStreetMap")
    assert visitor.outside == []
    assert all("net::ERR_FAILED" in error and HOSTS[0] in error for error in visitor.errors)
    visitor.close()

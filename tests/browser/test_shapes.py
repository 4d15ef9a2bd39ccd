"""Is every geometry type at every precision drawn and hit where it lies, and nowhere else?

What is seen is compared with the plain ground of the map at points worked out by hand
(`tests/shapes.py`); what is hit is what a click there selects.
"""

from __future__ import annotations

import base64
import io
import json
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from geo.export.one_file import one_file
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.served.crowd.message import crowd_message, few_mask
from geo.served.folium_map import Message
from geo.view.selection import select
from geo.view.views import View
from tests import crowds, shapes
from tests.browser.crowd_map import Server
from tests.shapes import CASES, Case, Spot

ZOOM = 13
MIDDLE = (
    shapes.WEST + shapes.CELL * len(shapes.SHAPES) / 2,
    shapes.SOUTH + shapes.CELL * 0.78 * len(shapes.PRECISIONS) / 2,
)
GROUND = (0xFD, 0xFC, 0xF9)
SYMBOL_PX = 26  # what a symbol or a dot covers around its middle


def mercator(spot: Spot) -> Spot:
    """Pixels of the world at the zoom of the tests."""
    size = 256 * 2**ZOOM
    x, y = spot
    up = math.log(math.tan(math.pi / 4 + math.radians(y) / 2))
    return (x + 180) / 360 * size, (0.5 - up / (2 * math.pi)) * size


@dataclass
class Drawn:
    """A page that shows all cases, with the middle of the grid in the middle of the map."""

    page: Page
    package: Package
    is_crowd: bool
    offset: Spot = (0.0, 0.0)

    def settle(self) -> None:
        """Show the grid, and wait until a crowd's picture has followed."""
        x, y = MIDDLE
        before = self.page.evaluate("document.documentElement.dataset.drawn || '0'")
        moves = self.page.evaluate(
            "([at, zoom]) => { const { map } = oneMap.state; const old = map.getCenter();"
            " map.setView(at, zoom, { animate: false }); return !map.getCenter().equals(old); }",
            [[y, x], ZOOM],
        )
        if self.is_crowd and moves:
            self.page.wait_for_function(
                "n => document.documentElement.dataset.drawn !== n", arg=before
            )
        box = self.page.locator(".leaflet-container").bounding_box()
        assert box is not None
        self.offset = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def pixel(self, case: Case, spot: Spot) -> Spot:
        (x, y), (left, top) = mercator(case.at(spot)), mercator(MIDDLE)
        return self.offset[0] + x - left, self.offset[1] + y - top

    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")

    def chosen(self) -> str | None:
        found: str | None = self.page.evaluate("() => oneMap.state.place")
        return found

    def choose(self, case: Case | None) -> None:
        """Select a place without the map's moving, and without its popup."""
        position = self.package.place.position_of(case.place_id) if case else None
        if case and position is not None:
            self.page.evaluate("at => oneMap.crowd.selectPosition(at, false)", position)
        else:
            self.page.evaluate("id => oneMap.selectPlace(id, false)", case and case.place_id)
        self.settle()

    def click(self, case: Case, spot: Spot) -> str | None:
        """What a click at a point of a cell selects."""
        self.choose(None)
        self.page.mouse.click(*self.pixel(case, spot))
        if self.is_crowd:  # what a click there means is fetched first
            self.page.wait_for_function("() => !document.documentElement.dataset.choosing")
        found = self.chosen()
        # A click beside everything means the district.
        return None if found and self.package.place[found].precision == "district" else found

    def anchor(self, case: Case) -> Spot:
        """Where the symbol of a place stands, or its dot in a crowd."""
        x, y = self.page.evaluate(
            "([id, at]) => { const layers = Object.values(oneMap.state.map._layers);"
            " const marker = layers.find((layer) => layer._icon?.dataset.place === id);"
            " const { x, y } = marker ? oneMap.state.map.latLngToContainerPoint(marker.getLatLng())"
            " : oneMap.crowd?.singlesSeen().find(({ position }) => position === at) || {};"
            " return x === undefined ? [-1e6, -1e6] : [x, y]; }",
            [case.place_id, self.package.place.position_of(case.place_id)],
        )
        box = self.page.locator(".leaflet-container").bounding_box()
        assert box is not None
        return box["x"] + x, box["y"] + y


MAP_ALONE = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.leaflet-popup-pane, .leaflet-tooltip-pane, .leaflet-om-names-pane,
    .leaflet-om-areas-pane, .om-of-area { display: none !important }
    .leaflet-container { position: fixed !important; inset: 0; z-index: 99;
      height: 100vh !important }`);
  document.adoptedStyleSheets = [sheet];
  oneMap.state.map.invalidateSize({ animate: false });
}
"""


def message_of(package: Package, catalogue: str, lang: str = "en") -> str:
    shown = select(package, View(package.package_id))
    told = Message(
        catalogue=catalogue, lang=lang, shown=few_mask(shown), figures="", place=None, centre=None,
        moved=0, seen=0, crowd=crowd_message(package, shown, None, ""),
    )  # fmt: skip
    return base64.b64encode(json.dumps(asdict(told)).encode()).decode()


class Open:
    """Opens packages in the page of the app's map, or in a file of their own."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.packages: dict[bool, Package] = {}
        self.opened: dict[str, Drawn] = {}
        self.close: list[Callable[[], object]] = []
        self.contexts: list[BrowserContext] = []

    def package(self, is_crowd: bool) -> Package:
        if is_crowd not in self.packages:
            root = self.folder / f"crowd-{is_crowd}" / crowds.NAME
            made = shapes.layers(crowd=is_crowd)
            self.packages[is_crowd] = read_package(
                crowds.write(root, made, figures=crowds.headlines())
            )
        return self.packages[is_crowd]

    def __call__(self, renderer: str) -> Drawn:
        if renderer not in self.opened:
            where, _, kind = renderer.partition(" ")
            package = self.package(kind == "crowd")
            self.opened[renderer] = self.of(package, where, is_crowd=kind == "crowd")
        self.opened[renderer].choose(None)
        return self.opened[renderer]

    def of(
        self,
        package: Package,
        where: str,
        *,
        is_crowd: bool,
        alone: bool = True,
        lang: str = "en",
        **look: Any,
    ) -> Drawn:
        """A page with the map; `alone` without its popups."""
        payload = build_payload(package)
        look = {"viewport": {"width": 1400, "height": 1000}, "locale": lang} | look
        context = self.browser.new_context(**look)
        self.contexts.append(context)
        page = context.new_page()
        if where == "file":
            file = self.folder / f"{package.content_hash}.html"
            file.write_bytes(one_file(package, payload, View(package.package_id)))
            page.goto(file.as_uri())
            page.evaluate("() => { window.oneMap = oneFile; }")
        else:
            contents = {path: blob.content for path, blob in payload.blobs.items()}
            server = Server(SimpleNamespace(files=contents))  # type: ignore[arg-type]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.close.append(server.shutdown)
            page.goto(server.address)
            page.evaluate(
                "m => { oneMap.receive(m); }", message_of(package, payload.catalogue, lang)
            )
        page.wait_for_selector("html[data-ready]", state="attached")
        if is_crowd:
            page.wait_for_function("() => Number(document.documentElement.dataset.drawn || 0) > 0")
        if alone:
            page.evaluate(MAP_ALONE)
        drawn = Drawn(page, package, is_crowd)
        drawn.settle()
        return drawn


@pytest.fixture(scope="module")
def open_map(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(browser, tmp_path_factory.mktemp("shapes"))
    yield made
    for context in made.contexts:
        context.close()
    for close in made.close:
        close()


def away(one: Spot, two: Spot) -> float:
    return math.dist(one, two)


def is_painted(picture: Image.Image, at: Spot, reach: int = 3) -> bool:
    """Whether anything but the ground is seen around a point."""
    x, y = round(at[0]), round(at[1])
    around = range(-reach, reach + 1)
    return any(
        max(abs(a - b) for a, b in zip(picture.getpixel((x + dx, y + dy)), GROUND, strict=True)) > 6
        for dx in around
        for dy in around
    )


RENDERERS = ["app few", "app crowd", "file few", "file crowd"]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_each_shape_is_drawn_where_it_lies(open_map: Open, renderer: str) -> None:
    drawn = open_map(renderer)
    picture = drawn.picture()
    wrong = []
    for case in CASES:
        anchor = drawn.anchor(case)
        for spot in case.shape.on:
            at = drawn.pixel(case, spot)
            # Of a place whose location is not known there is nothing but its symbol.
            wanted = case.is_known or away(at, anchor) < SYMBOL_PX
            if is_painted(picture, at) != wanted:
                wrong.append((case.place_id, "on", spot))
        for spot in case.shape.off:
            at = drawn.pixel(case, spot)
            if away(at, anchor) > SYMBOL_PX and is_painted(picture, at):
                wrong.append((case.place_id, "off", spot))
    assert wrong == []


@pytest.mark.parametrize("renderer", RENDERERS)
def test_each_shape_is_hit_where_it_is_drawn(open_map: Open, renderer: str) -> None:
    drawn = open_map(renderer)
    wrong = []
    for case in CASES:
        anchor = drawn.anchor(case)
        for spot in (*case.shape.on, *case.shape.off):
            is_on = spot in case.shape.on
            near = away(drawn.pixel(case, spot), anchor) < SYMBOL_PX
            if near and not is_on:
                continue
            wanted = case.place_id if is_on and (case.is_known or near) else None
            if (found := drawn.click(case, spot)) != wanted:
                wrong.append((case.place_id, spot, found))
    assert wrong == []


@pytest.mark.parametrize("renderer", ["app few", "app crowd"])
def test_the_selected_shape_is_drawn_where_it_lies(open_map: Open, renderer: str) -> None:
    drawn = open_map(renderer)
    wrong = []
    for case in CASES:
        drawn.choose(case)
        assert drawn.chosen() == case.place_id
        anchor, picture = drawn.anchor(case), drawn.picture()
        is_point = "Point" in case.kind
        for spot in case.shape.on:
            at = drawn.pixel(case, spot)
            # The district is chosen by its outline alone.
            has_bounds = not is_point and case.precision != "district"
            wanted = case.is_known or has_bounds or away(at, anchor) < SYMBOL_PX
            if is_painted(picture, at, reach=6) != wanted:
                wrong.append((case.place_id, "on", spot))
        for spot in case.shape.off:
            at = drawn.pixel(case, spot)
            if away(at, anchor) > SYMBOL_PX + 6 and is_painted(picture, at):
                wrong.append((case.place_id, "off", spot))
    assert wrong == []

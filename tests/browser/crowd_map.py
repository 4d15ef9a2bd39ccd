"""How do tests look at the map alone, served by a small server of its own?"""

from __future__ import annotations

import base64
import http.server
import json
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Page

from geo.served.scripts import bundled, leaflet, map_begins
from tests.browser.made_crowd import SIDE, Made
from tests.node_side import ROOT
from tests.node_side import bundled as bundle

PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/map/leaflet.css">
<link rel="stylesheet" href="/map/map.css"><div id="map_div"></div>
<script src="/map/leaflet.js"></script><script src="/map/map.js"></script>
<script>const map = L.map("map_div", {center: [0, 0], zoom: 3, zoomControl: false,
attributionControl: false, fadeAnimation: false}); oneMap.start(map);</script></html>"""


@cache
def opened_script() -> bytes:
    """The map's script with its inside open."""
    return bundle(ROOT / "tests" / "browser" / "inside.mjs", "oneMap") + map_begins("")


class Server(http.server.ThreadingHTTPServer):
    """Serves one payload, and the page with the map; counts what is asked for."""

    daemon_threads = True

    def __init__(self, made: Made) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.made = made
        self.asked: list[str] = []
        self.own = {
            "/": (PAGE, "text/html"),
            "/map/leaflet.js": (leaflet(".js"), "text/javascript"),
            "/map/leaflet.css": (leaflet(".css"), "text/css"),
            "/map/map.js": (opened_script(), "text/javascript"),
            "/map/map.css": (bundled("map.css"), "text/css"),
        }
        self.address = f"http://127.0.0.1:{self.server_port}/"


class Answer(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        path = self.path.split("?", maxsplit=1)[0]
        self.server.asked.append(path)
        found = self.server.own.get(path)
        if found is None and (content := self.server.made.files.get(path.partition("layers/")[2])):
            found = content, "application/octet-stream"
        self.send_response(200 if found else 404)
        content, kind = found or (b"", "text/plain")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Map:
    """A page with the map alone, and what a test asks of it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server, self.made = page, server, server.made

    def run(self, code: str, value: Any = None) -> Any:
        return self.page.evaluate(code, value)

    def drawn(self) -> int:
        return int(self.run("() => Number(document.documentElement.dataset.drawn || 0)"))

    def drawing(self, code: str, value: Any = None) -> None:
        """Do something, and wait until the picture has followed."""
        before = self.drawn()
        self.run(code, value)
        self.page.wait_for_function(
            "n => Number(document.documentElement.dataset.drawn || 0) > n", arg=before
        )

    def encoded(self, **filters: Any) -> str:
        return base64.b64encode(json.dumps(self.made.message(**filters)).encode()).decode()

    def tell(self, **filters: Any) -> None:
        self.run("m => { oneMap.receive(m); }", self.encoded(**filters))

    def filter(self, **filters: Any) -> None:
        self.drawing("m => { oneMap.receive(m); }", self.encoded(**filters))

    def go(self, lat: float, lon: float, zoom: int) -> None:
        now = self.run("() => [oneMap.state.map.getCenter().lat, oneMap.state.map.getZoom()]")
        if [round(now[0], 6), now[1]] != [round(lat, 6), zoom]:
            self.drawing(
                "([at, zoom]) => oneMap.state.map.setView(at, zoom, {animate: false})",
                [[lat, lon], zoom],
            )

    def go_to(self, position: int, zoom: int) -> None:
        self.go(*self.degrees(position), zoom)

    def degrees(self, position: int) -> tuple[float, float]:
        x, y = int(self.made.x[position]), int(self.made.y[position])
        latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / SIDE))))
        return float(latitude), x / SIDE * 360 - 180

    def groups(self) -> list[dict[str, float]]:
        return self.run("() => oneMap.crowd.clustersSeen()")

    def counted(self) -> int:
        """How many places stand in groups, or alone as dots."""
        singles = {dot["position"] for dot in self.run("() => oneMap.crowd.singlesSeen()")}
        return int(sum(group["count"] for group in self.groups())) + len(singles)

    def zoom(self) -> int:
        return int(self.run("() => oneMap.state.map.getZoom()"))

    def selected(self) -> Any:
        return self.run("() => oneMap.state.place")

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def legend(self) -> list[str]:
        counts = self.page.locator(".om-legend li b").all_text_contents()
        plain = [count.replace(",", "") for count in counts]
        return [count if "/" in count else f"{count}/{count}" for count in plain]


def alone(made: Made, category: int, *, parts: int = 1, room_px: float = 40, zoom: int = 15) -> int:
    """A place of a category with nothing else around it."""
    scale = 256 * 2**zoom / SIDE
    for position in np.flatnonzero(made.category == category)[50:]:
        if made.parts[position] not in {0, parts}:
            continue
        some = slice(made.start[position], made.start[position + 1])
        reach = room_px / scale
        if made.corners[position]:
            spread_x = np.abs(made.corner_x[some] - made.x[position]).max()
            reach += max(spread_x, np.abs(made.corner_y[some] - made.y[position]).max())
        away = np.maximum(np.abs(made.x - made.x[position]), np.abs(made.y - made.y[position]))
        if (away < reach + 20_000).sum() == 1:
            return int(position)
    raise AssertionError("no place stands alone")


def found_places(made: Made) -> Any:
    return np.random.default_rng(3).random(made.count) < 0.23

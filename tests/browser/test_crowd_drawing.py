"""Are very many places drawn, counted, grouped and selected as docs/served-files.md says?

The payload is made here, by an encoder of its own, and served by a small server of its own: the
browser's code is tested against the document, not against the code that builds packages.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.server
import json
import re
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from geo.served.scripts import bundled, leaflet, map_texts
from geo.symbols import SYMBOLS
from tests.browser.visitor import FOLLOWED
from tests.node_side import ROOT
from tests.node_side import bundled as bundle

SIDE = 2**30
WEST, SOUTH, EAST, NORTH = 113.5, 36.0, 119.9, 42.6
STREAMS = {"housing": "#a83152", "streets": "#6257ba", "markets": "#956e03", "rural": "#2e5b00"}
CATEGORIES = [
    ("compounds", "housing", True),
    ("compounds", "markets", True),
    ("roads", "streets", True),
    ("fields", "rural", True),
    ("zones", "housing", False),
]
LINE, AREA, ZONE = 2, 3, 4
PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/map/leaflet.css">
<link rel="stylesheet" href="/map/map.css"><div id="map_div"></div>
<script src="/map/leaflet.js"></script><script src="/map/map.js"></script>
<script>const map = L.map("map_div", {center: [0, 0], zoom: 3, zoomControl: false,
attributionControl: false, fadeAnimation: false}); oneMap.start(map);</script></html>"""


def world(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Degrees as whole numbers of the Web Mercator square."""
    x = (np.asarray(lon) + 180) / 360 * SIDE
    y = (0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)) * SIDE
    return np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)


def morton(x: Any, y: Any) -> Any:
    """The bits of both, `y` above `x`."""

    def spread(value: Any) -> Any:
        found = value.astype(np.uint64)
        for shift, mask in (
            (16, 0x0000FFFF0000FFFF),
            (8, 0x00FF00FF00FF00FF),
            (4, 0x0F0F0F0F0F0F0F0F),
            (2, 0x3333333333333333),
            (1, 0x5555555555555555),
        ):
            found = (found | (found << np.uint64(shift))) & np.uint64(mask)
        return found

    return (spread(y) << np.uint64(1)) | spread(x)


def columns(count: int, /, **named: Any) -> bytes:
    """Columns as bytes, each at a multiple of eight; the text in front is padded by spaces."""
    types = {"u1": "uint8", "u2": "uint16", "u4": "uint32", "i4": "int32"}
    for room in (256, 512, 1024, 2048):
        at, told, parts = room, {}, []
        for name, values in named.items():
            content = values.tobytes()
            kind = types[values.dtype.str[1:]]
            told[name] = {"type": kind, "at": at, "length": len(values)}
            padded = content + b"\0" * (-len(content) % 8)
            parts.append(padded)
            at += len(padded)
        text = json.dumps({"count": count, "columns": told}).encode()
        if len(text) <= room - 8:
            head = b"OMC1" + struct.pack("<I", room - 8) + text.ljust(room - 8)
            return gzip.compress(head + b"".join(parts), 5, mtime=0)
    raise AssertionError("the text in front is too long")


def differences(values: Any) -> Any:
    return np.diff(values, prepend=0).astype("<i4")


@dataclass
class Made:
    """A payload and what is in it: anchors, categories, kinds, by position; shapes by parts."""

    count: int
    seed: int = 7
    exact: int = 120_000
    chunk: int = 8192
    clusters: int = 40
    one_spot: bool = False
    zooms: tuple[int, ...] = tuple(range(4, 15))
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places()
        self._shapes()
        chunks = [self._chunk(at) for at in range(0, self.count, self.chunk)]
        levels = [self._level(zoom) for zoom in self.zooms]
        pieces = [self._piece(at) for at in range(0, self.count, 1024)]
        counts = np.bincount(self.category, minlength=len(CATEGORIES))
        self.counts = [int(n) for n in counts]
        categories = [
            {"layer": layer, "workstream": s, "workstreams": [s], "located": loc, "count": int(n)}
            for (layer, s, loc), n in zip(CATEGORIES, counts, strict=True)
        ]
        index = {"format": 2, "count": self.count, "exact": self.exact, "categories": categories}
        index |= {"chunks": chunks, "pieces": {"size": 1024, "paths": pieces}, "levels": levels}
        crowd = self.keep("crowd", "json", json.dumps(index).encode())
        self.catalogue = self._catalogue(crowd)

    def keep(self, name: str, ending: str, content: bytes) -> str:
        path = f"made/{name}.{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
        self.files[path] = content
        return path

    def _places(self) -> None:
        rng = np.random.default_rng(self.seed)
        n = self.count
        low, high = (WEST + 0.5, SOUTH + 0.5), (EAST - 0.5, NORTH - 0.5)
        middles = rng.uniform(low, high, (self.clusters, 2))
        of = rng.integers(0, self.clusters, n)
        spot = middles[of] + rng.normal(0, 0.06, (n, 2)) * rng.exponential(1, (n, 1))
        loose = rng.random(n) < 0.4
        spot[loose] = rng.uniform((WEST, SOUTH), (EAST, NORTH), (int(loose.sum()), 2))
        spot = np.clip(spot, (WEST, SOUTH), (EAST, NORTH))
        again = rng.random(n) < 0.01  # on the very spot of another
        spot[again] = spot[rng.integers(0, n, int(again.sum()))]
        category = rng.choice(len(CATEGORIES), n, p=[0.4, 0.2, 0.25, 0.1, 0.05])
        if self.one_spot:
            spot[:], category[:] = (116.5, 39.5), 0
        x, y = world(spot[:, 0], spot[:, 1])
        order = np.lexsort((np.arange(n), morton(x, y)))
        self.x, self.y, self.category = x[order], y[order], category[order].astype("<u2")
        self.ids = order
        self.located = np.array([found for _, _, found in CATEGORIES])[self.category]
        self.kind = np.select([self.category == LINE, self.category >= AREA], [1, 2], 0).astype(
            "u1"
        )

    def _shapes(self) -> None:
        """Lines of 20 corners, rings of 15, every tenth area with a hole, some points threefold."""
        rng = np.random.default_rng(self.seed + 1)
        n = self.count
        holed = (self.kind == 2) & (np.arange(n) % 10 == 0)
        several = (self.kind == 0) & (np.arange(n) % 97 == 96)
        self.parts = np.select([several, holed, self.kind == 0], [3, 2, 0], 1).astype("<u4")
        which = [several, holed, self.kind == 0, self.kind == 1]
        self.corners = np.select(which, [3, 19, 0, 20], 15)
        self.start = np.concatenate([[0], np.cumsum(self.corners)])
        self.corner_x = np.zeros(self.start[-1], np.int64)
        self.corner_y = np.zeros(self.start[-1], np.int64)
        metre = 34.0  # units, around here

        def put(which: Any, past: int, xs: Any, ys: Any) -> None:
            at = self.start[:-1][which][:, None] + past + np.arange(xs.shape[1])
            self.corner_x[at] = self.x[which][:, None] + np.round(xs).astype(np.int64)
            self.corner_y[at] = self.y[which][:, None] + np.round(ys).astype(np.int64)

        lines = np.flatnonzero(self.kind == 1)
        turn = rng.uniform(0, 2 * np.pi, (len(lines), 1)) + np.cumsum(
            rng.normal(0, 0.25, (len(lines), 20)), axis=1
        )
        step = rng.uniform(20, 120, (len(lines), 1)) * metre
        xs, ys = np.cumsum(step * np.cos(turn), axis=1), np.cumsum(step * np.sin(turn), axis=1)
        put(lines, 0, xs - xs[:, 10:11], ys - ys[:, 10:11])
        areas = np.flatnonzero(self.kind == 2)
        turned = rng.choice([-1, 1], (len(areas), 1))
        angle = np.linspace(0, 2 * np.pi, 15, endpoint=False) * turned
        reach = rng.uniform(60, 500, (len(areas), 1)) * metre
        reach = reach * rng.uniform(0.8, 1.2, (len(areas), 15))
        put(areas, 0, reach * np.cos(angle), reach * np.sin(angle))
        holes = np.flatnonzero(holed)
        square = 20 * metre
        put(
            holes,
            15,
            np.tile([-square, square, square, -square], (len(holes), 1)),
            np.tile([-square, -square, square, square], (len(holes), 1)) + 25 * metre,
        )
        triple = np.flatnonzero(several)
        put(
            triple, 0, *(np.tile(past, (len(triple), 1)) for past in ([0.0, 4e3, 0], [0.0, 0, 4e3]))
        )

    def lengths_of(self, at: int) -> list[int]:
        """How many corners each part of a place has."""
        return {0: [], 1: [int(self.corners[at])], 2: [15, 4], 3: [1, 1, 1]}[int(self.parts[at])]

    def _chunk(self, at: int) -> dict[str, Any]:
        end = min(self.count, at + self.chunk)
        some = slice(at, end)
        corners = slice(self.start[at], self.start[end])
        ahead = self.corner_x[corners], self.corner_y[corners]
        first = (self.start[at:end] - self.start[at])[self.corners[some] > 0]
        deltas = []
        for absolute, anchors in zip(ahead, (self.x[some], self.y[some]), strict=True):
            delta = np.diff(absolute, prepend=0)
            delta[first] = absolute[first] - anchors[self.corners[some] > 0]
            deltas.append(delta.astype("<i4"))
        parts = self.parts[some]
        flat = np.zeros(int(parts.sum()), "<u4")
        begin = np.cumsum(parts, dtype=np.int64) - parts
        flat[begin[parts == 1]] = self.corners[some][parts == 1]
        flat[begin[parts == 2]] = 15
        flat[begin[parts == 2] + 1] = 4
        for step in range(3):
            flat[begin[parts == 3] + step] = 1
        all_x = np.concatenate([self.x[some], ahead[0]])
        all_y = np.concatenate([self.y[some], ahead[1]])
        content = columns(
            end - at,
            category=self.category[some],
            kind=self.kind[some],
            x=differences(self.x[some]),
            y=differences(self.y[some]),
            parts=parts,
            lengths=flat,
            dx=deltas[0],
            dy=deltas[1],
        )
        box = [int(all_x.min()), int(all_y.min()), int(all_x.max()), int(all_y.max())]
        return {"path": self.keep("chunk", "bin", content), "count": end - at, "box": box}

    def _level(self, zoom: int) -> dict[str, Any]:
        unit = 2 ** (24 - zoom)
        column, row = self.x // unit, self.y // unit
        fresh = np.flatnonzero((np.diff(column, prepend=-1) != 0) | (np.diff(row, prepend=-1) != 0))
        cell = np.zeros(self.count, np.int64)
        cell[fresh] = 1
        cell = np.cumsum(cell) - 1
        pairs, of_category = np.unique(cell * len(CATEGORIES) + self.category, return_counts=True)
        content = columns(
            len(fresh),
            x=differences(column[fresh]),
            y=differences(row[fresh]),
            count=np.bincount(cell).astype("<u4"),
            categories=np.bincount(pairs // len(CATEGORIES)).astype("<u2"),
            category=(pairs % len(CATEGORIES)).astype("<u2"),
            of_category=of_category.astype("<u4"),
        )
        return {"zoom": zoom, "path": self.keep("level", "bin", content), "cells": len(fresh)}

    def _piece(self, at: int) -> str:
        def place(position: int) -> dict[str, Any]:
            layer, stream, located = CATEGORIES[self.category[position]]
            name = {"zh": f"地点{position}", "en": f"Place {position}"}
            return {
                "id": f"place-{self.ids[position]:07d}",
                "name": name,
                "layer": layer,
                "workstream": stream,
                "precision": "exact" if located else "zone",
                "known": {"zh": "编造", "en": "Made up"},
                "figures": [],
            }

        entries = [place(position) for position in range(at, min(self.count, at + 1024))]
        return self.keep("piece", "json", json.dumps(entries, ensure_ascii=False).encode())

    def _catalogue(self, crowd: str) -> str:
        ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        district = {"type": "Feature", "properties": {"role": "district"}, "geometry": shape}
        context = {"type": "FeatureCollection", "features": [district]}
        hall = {
            "type": "Feature",
            "id": "hall",
            "properties": {
                "index": 0,
                "name": {"zh": "大厅", "en": "Hall"},
                "workstream": "housing",
                "precision": "exact",
                "located": True,
                "known": {"zh": "编造", "en": "Made up"},
                "anchor": [NORTH - 0.3, WEST + 0.3],
                "figures": [],
            },
            "geometry": {"type": "Point", "coordinates": [WEST + 0.3, NORTH - 0.3]},
        }
        few = {"type": "FeatureCollection", "features": [hall]}
        layers = [
            {"id": "halls", "name": {"zh": "大厅", "en": "Halls"}, "url": self._json("halls", few)},
            {"id": "compounds", "name": {"zh": "小区", "en": "Compounds"}, "url": None},
            {"id": "roads", "name": {"zh": "道路", "en": "Roads"}, "url": None},
            {"id": "fields", "name": {"zh": "田地", "en": "Fields"}, "url": None},
            {"id": "zones", "name": {"zh": "片区", "en": "Zones"}, "url": None},
        ]
        dot = SYMBOLS["dot"]
        streams = {
            stream: {"name": {"zh": stream, "en": stream}, "colour": colour, "symbol": dot}
            for stream, colour in STREAMS.items()
        }
        catalogue = {
            "package": "made",
            "bounds": [[SOUTH, WEST], [NORTH, EAST]],
            "workstreams": streams,
            "neutral": {"colour": "#2c3720", "symbol": SYMBOLS["dot"]},
            "areas": [],
            "related": {},
            "figures": {},
            "makers": [],
            "sources": {},
            "layers": layers,
            "context": self._json("surroundings", context),
            "crowd": crowd,
        }
        return self._json("catalogue", catalogue)

    def _json(self, name: str, data: Any) -> str:
        return self.keep(name, "json", json.dumps(data, ensure_ascii=False).encode())

    def shown(self, categories: set[int] | None = None, found: Any = None) -> Any:
        """Which places a filter shows, a flag a position."""
        if found is not None:
            return found
        wanted = set(range(len(CATEGORIES))) if categories is None else categories
        return np.isin(self.category, sorted(wanted))

    def message(
        self,
        *,
        categories: set[int] | None = None,
        found: Any = None,
        place: int | None = None,
        **other: Any,
    ) -> dict[str, Any]:
        """What the page tells the map; `found` is a flag a position."""
        flags = self.shown(categories, found)
        wanted = set(range(len(CATEGORIES))) if categories is None else categories
        bits = np.packbits([number in wanted for number in range(len(CATEGORIES))]).tobytes()
        path = None
        if found is not None:
            path = self.keep("found", "bin", np.packbits(found).tobytes())
        counts = np.bincount(self.category[flags], minlength=len(CATEGORIES))
        crowd = {
            "categories": base64.b64encode(bits).decode(),
            "counts": [int(n) for n in counts],
            "found": path,
            "at": place,
        }
        told = {
            "catalogue": self.catalogue,
            "lang": "en",
            "shown": "gA==",
            "figures": "",
            "moved": 0,
        }
        told |= {"place": None if place is None else f"place-{self.ids[place]:07d}", "centre": None}
        return told | {"seen": 0, "legend": True, "locked": False, "crowd": crowd} | other


@cache
def opened_script() -> bytes:
    """The map's script with its inside open."""
    return bundle(ROOT / "tests" / "browser" / "inside.mjs", "oneMap") + map_texts()


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


@pytest.fixture(scope="module")
def near() -> Made:
    """As many as are all drawn one by one."""
    return Made(5000, chunk=1024)


@pytest.fixture(scope="module")
def many() -> Made:
    """More than are drawn one by one in a far view."""
    return Made(20_000, exact=6000, chunk=1024)


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Map]]:
    """Open the map over a payload; afterwards nothing may have gone wrong unnoticed."""
    opened: list[tuple[Any, Server, list[str]]] = []

    def open_map(made: Made, *, width: int = 1100, height: int = 760, **filters: Any) -> Map:
        server = Server(made)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda fault: errors.append(str(fault)))
        opened.append((context, server, errors))
        page.goto(server.address)
        found = Map(page, server)
        found.tell(**filters)
        page.wait_for_selector("html[data-ready]", state="attached")
        return found

    yield open_map
    for context, server, errors in opened:
        context.close()
        server.shutdown()
        assert errors == [], "the console shows errors"


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


def test_a_chunk_is_read_to_the_unit(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    read = page.run(
        """async () => {
          const all = [];
          for (let n = 0; n < oneMap.crowd.shown.index.chunks.length; n += 1) {
            const c = await oneMap.fetchChunk(n);
            all.push({first: c.first, category: [...c.category], kind: [...c.kind],
              x: [...c.x], y: [...c.y], cornerX: [...c.cornerX], cornerY: [...c.cornerY],
              cornerAt: [...c.cornerAt],
              partAt: [...c.partAt]});
          }
          return all;
        }"""
    )
    assert [part["first"] for part in read] == list(range(0, near.count, 1024))
    for name, wanted in (
        ("category", near.category),
        ("kind", near.kind),
        ("x", near.x),
        ("y", near.y),
        ("cornerX", near.corner_x),
        ("cornerY", near.corner_y),
    ):
        assert np.array_equal(np.concatenate([part[name] for part in read]), wanted), name
    parts = np.concatenate([np.diff(part["partAt"]) for part in read])
    assert np.array_equal(parts, near.parts)
    lengths = np.concatenate([np.diff(part["cornerAt"]) for part in read])
    assert lengths.tolist() == [n for at in range(near.count) for n in near.lengths_of(at)]


def test_columns_may_come_unzipped_and_other_bytes_are_refused(
    near: Made, show: Callable[..., Map]
) -> None:
    page = show(near)
    path = next(path for path in near.files if "/chunk." in path)
    plain = gzip.decompress(near.files[path])
    near.files["made/plain.bin"] = plain
    near.files["made/other.bin"] = b"OMC2" + plain[4:]
    count = "async path => (await oneMap.fetchColumns(path)).category.length"
    assert page.run(count, "made/plain.bin") == page.run(count, path)
    refused = "path => oneMap.fetchColumns(path).then(() => '', fault => fault.message)"
    assert page.run(refused, "made/other.bin") == "no columns"


FILTERS: list[set[int] | None] = [None, {0}, {1, 2}, {3, 4}, set()]


@pytest.mark.parametrize("categories", FILTERS, ids=str)
def test_a_near_view_counts_every_place_once(
    near: Made, show: Callable[..., Map], categories: set[int] | None
) -> None:
    page = show(near, categories=categories)
    assert page.run("() => oneMap.crowd.seenPicture().picture.level") is None
    small = page.run("() => oneMap.SMALL_PX") / (256 * 2 ** page.zoom() / SIDE)
    large = np.zeros(near.count, dtype=bool)
    for at in np.flatnonzero((near.kind > 0) & near.located):
        some = slice(near.start[at], near.start[at + 1])
        large[at] = max(np.ptp(near.corner_x[some]), np.ptp(near.corner_y[some])) >= small
    assert page.counted() == int((near.shown(categories) & ~large).sum())


@pytest.mark.parametrize("categories", FILTERS, ids=str)
def test_a_far_view_counts_every_place(
    many: Made, show: Callable[..., Map], categories: set[int] | None
) -> None:
    page = show(many)
    assert page.run("() => oneMap.crowd.seenPicture().picture.level.zoom") == page.zoom()
    if categories is not None:
        page.filter(categories=categories)
    counts = page.run(
        "() => oneMap.crowd.seenPicture().picture.groups.reduce((sum, {count}) => sum + count, 0)"
    )
    assert counts == int(many.shown(categories).sum())


def found_places(made: Made) -> Any:
    return np.random.default_rng(3).random(made.count) < 0.23


def test_what_was_found_is_counted_by_its_bits(
    near: Made, many: Made, show: Callable[..., Map]
) -> None:
    for made in (near, many):
        found = found_places(made) & np.isin(made.category, [0, 1, 4])
        page = show(made)
        page.filter(found=found)
        count = (
            "() => oneMap.crowd.seenPicture().picture.groups.filter(({count}) => count > 1"
            " || oneMap.crowd.seenPicture().picture.level).reduce((sum, {count}) => sum + count, 0)"
            " + new Set(oneMap.crowd.singlesSeen().map(({position}) => position)).size"
        )
        assert page.run(count) == int(found.sum())
        assert page.legend()[1:] == [
            f"{(found & np.isin(made.category, kinds)).sum()}/{np.isin(made.category, kinds).sum()}"
            for kinds in ([0, 1], [2], [3], [4])
        ]
        before = [bool(flag) for flag in found[:300]]
        some = page.run(
            "() => Array.from({length: 300}, (_, at) =>"
            " oneMap.foundBefore(at, oneMap.crowd.shown.filter.found))"
        )
        assert some == [sum(before[:at]) for at in range(300)]
        passes = "() => Array.from({length: 300}, (_, at) => oneMap.passesFilter(at, 0))"
        assert page.run(passes) == before


def test_each_far_group_holds_what_lies_in_its_cells(many: Made, show: Callable[..., Map]) -> None:
    page = show(many, categories={0, 2})
    seen = page.run(
        "() => { const {frame, picture} = oneMap.crowd.seenPicture();"
        " return {frame: [frame.x, frame.y, frame.zoom],"
        " groups: picture.groups.map(({count, box}) => ({count, box}))} }"
    )
    x, y, zoom = seen["frame"]
    scale = 256 * 2**zoom / SIDE
    wanted = many.shown({0, 2})
    px, py = many.x[wanted] * scale - x, many.y[wanted] * scale - y
    assert len(seen["groups"]) > 10
    for group in seen["groups"]:
        west, north, east, south = group["box"]
        inside = (px >= west) & (px < east) & (py >= north) & (py < south)
        assert group["count"] == inside.sum()


def test_the_newest_filter_wins_though_it_comes_first(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.run(
        "() => { const fetch_ = oneMap.host.fetchBytes;"
        " oneMap.host.fetchBytes = async (path, own) => {"
        " if (path.includes('/found.')) await new Promise(go => { window.let = go; });"
        " const got = await fetch_(path, own); window.hasCome = true; return got; }; }"
    )
    page.tell(found=found_places(near))
    page.filter(categories={2})
    page.run("() => { window.hasCome = false; window.let(); }")
    page.page.wait_for_function("() => window.hasCome")
    page.run(FOLLOWED)
    assert page.legend()[1:] == [
        f"0/{near.counts[0] + near.counts[1]}",
        f"{near.counts[2]}/{near.counts[2]}",
        f"0/{near.counts[3]}",
        f"0/{near.counts[4]}",
    ]


def test_what_was_found_may_lie_in_the_message(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    found = found_places(near) & (near.category == 0)
    message = near.message(found=found)
    bits = base64.b64encode(np.packbits(found).tobytes()).decode()
    message["crowd"]["found"] = "bits:" + bits
    page.server.asked.clear()
    encoded = base64.b64encode(json.dumps(message).encode()).decode()
    page.drawing("m => { oneMap.receive(m); }", encoded)
    assert page.counted() == int(found.sum())
    assert page.server.asked == []


def test_a_filter_fetches_nothing_and_keeps_the_view(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.go_to(1000, 9)
    page.server.asked.clear()
    view = page.run("() => [oneMap.state.map.getCenter(), oneMap.state.map.getZoom()]")
    page.filter(categories={1})
    assert page.server.asked == []
    assert page.run("() => [oneMap.state.map.getCenter(), oneMap.state.map.getZoom()]") == view


@pytest.mark.parametrize("category", [0, LINE, AREA, ZONE])
def test_a_click_selects_the_place_that_is_drawn_there(
    near: Made, show: Callable[..., Map], category: int
) -> None:
    position = alone(near, category)
    page = show(near)
    page.go_to(position, 15)
    page.run("() => { window.told = []; oneMap.host.tell = place => window.told.push(place); }")
    spot = page.page.viewport_size
    assert spot
    x, y = spot["width"] / 2, spot["height"] / 2
    page.click(x, y)
    popup = page.page.locator(".om-popup")
    expect(popup.locator("h3")).to_have_text(f"Place {position}")
    wanted = f"place-{near.ids[position]:07d}"
    assert page.selected() == wanted
    assert page.run("() => window.told") == [wanted]
    marker = page.page.locator(f'.om-marker[data-place="{wanted}"]')
    expect(marker).to_have_class(re.compile("om-selected"))
    box = marker.bounding_box()
    assert box
    size = page.run(
        "() => { const m = oneMap.state.map; const p = m.latLngToContainerPoint("
        "oneMap.state.places.get(oneMap.state.place).properties.anchor); return [p.x, p.y]; }"
    )
    assert abs(box["x"] + box["width"] / 2 - size[0]) < 1
    feature = page.run("id => oneMap.state.places.get(id)", wanted)
    kinds = {0: "Point", LINE: "LineString", AREA: "Polygon", ZONE: "Polygon"}
    assert feature["geometry"]["type"] == kinds[category]
    assert feature["properties"]["located"] == (category != ZONE)
    assert feature["properties"]["anchor"] == pytest.approx(page.degrees(position), abs=2e-6)
    expect(page.page.locator("path.om-area")).to_have_count(1 if category == ZONE else 0)
    expect(page.page.locator("path.om-solid")).to_have_count(1 if category in {LINE, AREA} else 0)
    page.page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    assert page.selected() is None
    assert page.run("() => [...oneMap.state.places.keys()]") == ["hall"]
    assert page.run("() => window.told") == [wanted, None]


def test_a_message_selects_a_place_by_its_position(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, LINE)
    page = show(near, place=position)
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {position}")
    page.run("() => { window.told = []; oneMap.host.tell = place => window.told.push(place); }")
    other = alone(near, ZONE)
    page.tell(place=other)
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {other}")
    page.tell(place=other, lang="zh")
    expect(page.page.locator(".om-popup h3")).to_have_text(f"地点{other}")
    page.tell()
    expect(page.page.locator(".om-popup")).to_have_count(0)
    assert page.run("() => window.told") == [], "what the page said is not said back"


def test_a_newer_message_calls_off_what_is_on_its_way(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.run(
        "() => { const fetch_ = oneMap.host.fetchData;"
        " oneMap.host.fetchData = async (path, own) => {"
        " if (path.includes('/piece.')) await new Promise(go => { window.let = go; });"
        " const got = await fetch_(path, own); window.hasCome = true; return got; }; }"
    )
    page.tell(place=alone(near, 0))
    page.page.wait_for_function("() => Boolean(window.let)")
    page.tell()
    page.run("() => { window.hasCome = false; window.let(); }")
    page.page.wait_for_function("() => window.hasCome")
    page.run(FOLLOWED)
    assert page.selected() is None
    assert page.page.locator(".om-popup").count() == 0


def test_a_filter_that_hides_the_selected_place_ends_the_selection(
    near: Made, show: Callable[..., Map]
) -> None:
    position = alone(near, LINE)
    page = show(near, place=position)
    expect(page.page.locator(".om-popup")).to_have_count(1)
    page.filter(categories={0}, seen=-1)
    assert page.selected() is None
    assert page.run("() => oneMap.state.places.size") == 1


def test_a_group_comes_apart_by_clicks(many: Made, show: Callable[..., Map]) -> None:
    page = show(many)
    for _ in range(12):
        groups = [g for g in page.groups() if 250 < g["x"] < 1000 and 60 < g["y"] < 700]
        if page.run("() => oneMap.crowd.singlesSeen().length") or not groups:
            break
        group = max(groups, key=lambda found: found["count"])
        zoom = page.zoom()
        page.drawing(
            "([x, y]) => { oneMap.state.map.fire('click', {containerPoint: L.point(x, y)}); }",
            [group["x"], group["y"]],
        )
        assert page.zoom() > zoom
        assert page.run(
            "() => oneMap.crowd.seenPicture().frame.zoom === oneMap.state.map.getZoom()"
        )
    assert page.run("() => oneMap.crowd.singlesSeen().length"), "places stand alone in the end"
    assert page.run("() => oneMap.crowd.seenPicture().picture.level") is None


def test_a_group_on_one_spot_lists_its_places(show: Callable[..., Map]) -> None:
    made = Made(70, one_spot=True)
    page = show(made)
    page.go_to(0, 15)
    (group,) = page.groups()
    assert group["count"] == 70
    page.click(group["x"], group["y"])
    listed = page.page.locator(".om-list")
    expect(listed.locator("h3")).to_have_text("70 places here")
    expect(listed.locator("li")).to_have_count(50)
    expect(listed.locator("li button").first).to_be_focused()
    page.page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    page.click(group["x"], group["y"])
    more = listed.locator(".om-more")
    expect(more).to_have_text("Show more (20 left)")
    more.focus()
    page.page.keyboard.press("Enter")
    expect(listed.locator("li")).to_have_count(70)
    expect(listed.locator("li button").nth(50)).to_be_focused()
    expect(more).to_have_count(0)
    listed.locator("button").nth(63).focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator(".om-popup h3")).to_have_text("Place 63")
    assert page.selected() == f"place-{made.ids[63]:07d}"
    expect(listed).to_have_count(0)
    expect(page.page.get_by_role("dialog", name="Place 63")).to_be_focused()


def test_the_legend_counts_and_explains(many: Made, show: Callable[..., Map]) -> None:
    page = show(many)
    total = [many.counts[0] + many.counts[1], *many.counts[2:]]
    assert page.legend() == ["1/1", *(f"{n}/{n}" for n in total)]
    legend = page.page.locator(".om-legend")
    legend.locator("summary").click()
    expect(legend).to_contain_text("how many places are gathered here")
    expect(legend.get_by_text("zoom in to see every one")).to_be_visible()
    page.go_to(alone(many, 0), 16)
    expect(legend.get_by_text("zoom in to see every one")).to_be_hidden()
    expect(legend.get_by_text("how many places are gathered")).to_be_hidden()
    page.filter(categories={0, 3})
    assert page.legend()[1:] == [
        f"{many.counts[0]}/{total[0]}",
        f"0/{total[1]}",
        f"{total[2]}/{total[2]}",
        f"0/{total[3]}",
    ]
    shown = f"{many.counts[0] + many.counts[3]:,}"
    picture = page.page.locator("canvas[role=img]:not([hidden])")
    expect(picture).to_have_attribute(
        "aria-label", f"{shown} places are drawn on the map; the list beside it says the same."
    )


def test_numbers_are_written_as_people_do(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    numbers = "() => [7, 999, 12345, 1200000].map(oneMap.compactNumber)"
    assert page.run(numbers) == ["7", "999", "12.3K", "1.2M"]
    page.drawing("m => { oneMap.receive(m); }", page.encoded(lang="zh"))
    assert page.run(numbers) == ["7", "999", "1.2万", "120万"]


def test_groups_stay_as_they_are_while_the_map_is_panned(
    near: Made, show: Callable[..., Map]
) -> None:
    page = show(near)
    page.go_to(2500, 8)

    def inner() -> dict[tuple[float, float], float]:
        past = page.run(
            "() => { const {min} = oneMap.state.map.getPixelBounds(); return [min.x, min.y]; }"
        )
        return {
            (round(group["x"] + past[0]), round(group["y"] + past[1])): group["count"]
            for group in page.groups()
        }

    before = inner()
    page.drawing("() => oneMap.state.map.panBy([37, -51], {animate: false})")
    after = inner()
    both = set(before) & set(after)
    assert len(both) > 20
    assert all(before[spot] == after[spot] for spot in both)
    seen = [spot for spot in before if spot not in after]
    assert len(seen) < len(before) / 4, "only at the rim"


def ink(page: Map, box: tuple[int, int, int, int]) -> int:
    """How many pixels of the crowd's picture are painted in a box of the map's container."""
    code = """([x, y, w, h]) => { const {frame, canvas, corner} = oneMap.crowd.seenPicture();
      const at = oneMap.state.map.latLngToContainerPoint(corner); const r = frame.ratio;
      const box = [x - at.x, y - at.y, w, h].map(length => length * r);
      const copy = document.createElement("canvas");
      const pen = copy.getContext("2d", {willReadFrequently: true});
      pen.drawImage(canvas, ...box, 0, 0, box[2], box[3]);
      const {data} = pen.getImageData(0, 0, box[2], box[3]);
      let sum = 0; for (let i = 3; i < data.length; i += 4) if (data[i] > 20) sum += 1;
      return sum; }"""
    return int(page.run(code, list(box)))


@pytest.mark.parametrize("category", [0, LINE, AREA, ZONE])
def test_a_place_is_painted_where_it_lies_and_not_when_it_is_hidden(
    near: Made, show: Callable[..., Map], category: int
) -> None:
    position = alone(near, category)
    page = show(near)
    page.go_to(position, 15)
    middle = (540, 370, 20, 20)
    assert ink(page, middle) > 20
    page.filter(categories={0, 1, 2, 3, 4} - {category})
    assert ink(page, middle) == 0


def test_a_hole_is_left_open(near: Made, show: Callable[..., Map]) -> None:
    page = show(near, categories={AREA})
    page.go_to(alone(near, AREA, parts=2), 17)
    south_px = round(25 * 34 * 256 * 2**17 / SIDE)  # where its middle lies
    assert ink(page, (546, 380 + south_px - 4, 8, 8)) == 0
    assert ink(page, (546, 376 - south_px, 8, 8)) == 64


def test_files_may_lie_elsewhere_but_what_was_found_may_not(
    near: Made, show: Callable[..., Map]
) -> None:
    elsewhere = Server(near)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    send = Answer.end_headers

    def allow(self: Answer) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        send(self)

    Answer.end_headers = allow  # type: ignore[method-assign]
    try:
        data = elsewhere.address + "copies/layers/"
        page = show(near, data=data, found=found_places(near))
    finally:
        Answer.end_headers = send  # type: ignore[method-assign]
        elsewhere.shutdown()
    assert page.counted() > 0
    own = [path for path in page.server.asked if "layers/" in path]
    assert [path.split(".")[0] for path in own] == ["/layers/made/found"]
    assert any("/chunk." in path for path in elsewhere.asked)
    assert all(path.startswith("/copies/layers/") for path in elsewhere.asked)


def test_paper_is_painted_in_light_colours(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    light = page.run("() => oneMap.crowd.seenPicture().palette.paper")
    page.drawing("() => { document.documentElement.dataset.theme = 'dark'; }")
    dark = page.run("() => oneMap.crowd.seenPicture().palette.paper")
    assert (light, dark) == ("#ffffff", "#1b222c")
    page.run("() => { window.dispatchEvent(new Event('beforeprint')); }")
    assert page.run("() => oneMap.crowd.seenPicture().palette.paper") == light
    assert page.run("() => document.documentElement.dataset.theme") == "dark"
    page.drawing("() => { window.dispatchEvent(new Event('afterprint')); }")
    assert page.run("() => oneMap.crowd.seenPicture().palette.paper") == dark


def test_what_is_near_is_found_among_very_many(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, 0)
    page = show(near)
    lat, lon = page.degrees(position)
    context = page.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": lat + 0.0004, "longitude": lon, "accuracy": 20})
    page.page.locator(".om-buttons button[aria-pressed]").click()
    said = page.page.locator(".om-near-said")
    expect(said).to_contain_text(f"The nearest is Place {position}, about 40 m away.")


def test_a_mouse_that_rests_is_told_the_name(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, ZONE)
    page = show(near)
    page.go_to(position, 15)
    page.page.mouse.move(300, 200)
    page.page.mouse.move(550, 380)
    expect(page.page.locator(".leaflet-tooltip")).to_have_text(f"Place {position}")
    expect(page.page.locator("path.om-area")).to_have_count(1)
    cursor = "() => getComputedStyle(oneMap.state.map.getContainer()).cursor"
    assert page.run(cursor) == "pointer"
    page.page.mouse.move(300, 200)
    expect(page.page.locator(".leaflet-tooltip")).to_have_count(0)
    expect(page.page.locator("path.om-area")).to_have_count(0)
    assert page.run(cursor) != "pointer"


def test_data_that_do_not_come_are_asked_for_again(near: Made, browser: Browser) -> None:
    server = Server(near)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.route("**/chunk.*", lambda route: route.abort())
    page.goto(server.address)
    found = Map(page, server)
    found.tell()
    notice = page.locator(".om-notice button")
    notice.wait_for()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.unroute("**/chunk.*")
    with page.expect_response("**/chunk.*"):
        notice.click()
    page.wait_for_function("() => document.documentElement.dataset.drawn")
    assert found.counted() > 1000
    page.close()
    server.shutdown()

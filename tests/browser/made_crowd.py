"""Which crowd do tests of drawing draw? Made by an encoder of its own, of docs/served-files.md."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.symbols import SYMBOLS

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


CELLS = 4


def _cells(spots: Any) -> Any:
    """In which of so many times so many cells spots lie."""
    share = (spots - (WEST, SOUTH)) / (EAST - WEST, NORTH - SOUTH) * CELLS
    column, row = np.minimum(share, CELLS - 1).astype(int).T
    return row * CELLS + column


def _box(cell: int) -> list[float]:
    wide, high = (EAST - WEST) / CELLS, (NORTH - SOUTH) / CELLS
    west, south = WEST + cell % CELLS * wide, SOUTH + cell // CELLS * high
    return [west, south, west + wide, south + high]


def _ring(box: list[float]) -> list[list[float]]:
    west, south, east, north = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


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
        index = {"format": 3, "count": self.count, "exact": self.exact, "categories": categories}
        index |= {"chunks": chunks, "pieces": {"size": 1024, "paths": pieces}, "levels": levels}
        index |= {"areas": [self._area(cell) for cell in self.zones]}
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
        self.cell = np.where(self.located, -1, _cells(spot[order]))
        self.zones = [int(cell) for cell in np.unique(self.cell[~self.located])]
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

    def _area(self, cell: int) -> dict[str, Any]:
        """Which places are known to lie in a cell, and nothing more: zones, all of a category."""
        positions = np.flatnonzero(self.cell == cell)
        runs = [[int(position), 1] for position in positions]
        return {"area": f"cell-{cell}", "runs": runs, "categories": [[ZONE, len(runs)]]}

    def _areas(self) -> list[dict[str, Any]]:
        boxes = {cell: _box(cell) for cell in self.zones}
        shapes = [
            {"type": "Feature", "id": f"cell-{cell}", "properties": {}}
            | {"geometry": {"type": "Polygon", "coordinates": [[*_ring(box)]]}}
            for cell, box in boxes.items()
        ]
        url = self._json("areas", {"type": "FeatureCollection", "features": shapes})
        return [
            {"id": f"cell-{cell}", "name": {"zh": f"{cell}格", "en": f"Cell {cell}"}}
            | {"parent": None, "bounded": "boxes", "bounds": box, "url": url}
            | {"label": [(box[1] + box[3]) / 2, (box[0] + box[2]) / 2]}
            for cell, box in boxes.items()
        ]

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
            "areas": self._areas(),
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

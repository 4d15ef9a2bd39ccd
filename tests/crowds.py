"""Which packages of many places are the tests made with? Invented ones, the same at each run.

Points, lines and areas, some of several parts and with holes, some on the same spot, some known
only to a township; figures of other workstreams tied to some of them. :func:`write` writes a
package, :func:`features` gives back what lies in it, without the code that is tested.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
    mapping,
)

from geo.package.audit import sealed
from geo.package.faults import Faults
from geo.package.read import read_contents

Feature = dict[str, Any]
Layers = dict[str, list[Feature]]
NAME = "demo-2024"
WEST, SOUTH, EAST, NORTH = 116.55, 39.30, 116.95, 39.60
STREAMS = {
    "housing": ("老旧小区改造", "Old-compound renovation", "#a83152"),
    "lighting": ("路灯改造", "Street lighting", "#6257ba"),
    "greening": ("绿化提升", "Greening", "#1f7a4d"),
}
LAYER_NAMES = {
    "district": ("区界", "District"),
    "offices": ("便民站", "Service points"),
    "compounds": ("老旧小区", "Old compounds"),
    "lamps": ("路灯", "Street lamps"),
    "roads": ("道路", "Roads"),
}
_GIVEN = "明华顺安和平建设银河永兴长乐重庆绿洲吕祖"
_ENDS = {"compounds": "小区", "lamps": "路灯", "roads": "路", "offices": "站"}


def layers_of(size: int = 2000, seed: int = 1) -> Layers:
    """Return the features of a package with about `size` places in its crowd."""
    made = _Maker(random.Random(seed))
    found: Layers = {"district": [made.district()]}
    found["offices"] = [made.feature("offices", number, made.point()) for number in range(12)]
    shares = {
        "compounds": (0.35, made.area),
        "lamps": (0.4, made.points),
        "roads": (0.25, made.line),
    }
    for layer, (share, shape) in shares.items():
        found[layer] = [
            made.unlocated(layer, number)
            if number % 17 == 5
            else made.feature(layer, number, shape())
            for number in range(int(size * share))
        ]
    # Two places on one spot, and two that share a shape as well.
    for layer, (first, second) in {"lamps": (0, 1), "compounds": (0, 1)}.items():
        found[layer][second]["geometry"] = found[layer][first]["geometry"]
    return found


def figures_of(layers: Layers) -> list[dict[str, str]]:
    """Return figures: of the district, of a small layer, of places of other workstreams."""
    streams = list(STREAMS)
    rows = headlines()
    rows.append(figure("office-one", "greening", layers["offices"][3]["id"]))
    for layer in ("compounds", "lamps", "roads"):
        for number in range(7, len(layers[layer]), 61):
            place = layers[layer][number]["id"]
            rows.append(figure(f"of-{place}", streams[number % 3], place))
    rows.append(figure("second-of-one", "greening", layers["compounds"][7]["id"]))
    return rows


def headlines() -> list[dict[str, str]]:
    """Return a figure of the district for each line of work."""
    return [figure(f"whole-{stream}", stream, "demo") for stream in STREAMS]


def write(
    root: Path,
    layers: Layers | None = None,
    *,
    figures: Sequence[Mapping[str, str]] | None = None,
    paths: Mapping[str, str] | None = None,
) -> Path:
    """Write a package into `root`; a layer of another path in `paths` is left to the caller."""
    found = layers_of() if layers is None else layers
    paths = paths or {}
    (root / "layers").mkdir(parents=True, exist_ok=True)
    for layer, features in found.items():
        if layer not in paths:
            write_layer(root, layer, features)
    tables = _tables(found, figures_of(found) if figures is None else figures, paths)
    for name, rows in tables.items():
        (root / f"{name}.csv").write_text(_csv(rows), "utf-8")
    descriptor = {
        "title": "示例区",
        "translations": {"en": {"title": "Demo District"}},
        "version": "1.0.0",
        "licenses": [{"title": "CC0"}],
        "sources": [{"title": "invented"}],
        "resources": [],
    }
    (root / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    return seal(root)


def seal(root: Path, version: str = "") -> Path:
    """Seal a package as it lies there, under another version if one is given."""
    if version:
        file = root / "datapackage.json"
        found = json.loads(file.read_bytes()) | {"version": version}
        file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    content = sealed(read_contents(root), Faults())
    if content is not None:
        (root / "datapackage.json").write_bytes(content)
    return root


def write_layer(root: Path, layer: str, features: Iterable[Feature]) -> Path:
    """Write one layer as GeoJSON, and make sure that its time says so."""
    file = root / "layers" / f"{layer}.geojson"
    before = file.stat().st_mtime_ns if file.is_file() else None
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    file.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', "utf-8")
    if before is not None:
        os.utime(file, ns=(before + 1_000_000, before + 1_000_000))
    return file


def features(root: Path, layer: str) -> list[Feature]:
    """Return the features of a GeoJSON layer as they lie there."""
    content = (root / "layers" / f"{layer}.geojson").read_text("utf-8")
    found: list[Feature] = json.loads(content)["features"]
    return found


def text_of(feature: Feature) -> str:
    """Return the geometry of a feature as GeoJSON."""
    return json.dumps(feature["geometry"])


def few_and_crowd(layers: Layers) -> tuple[list[Feature], list[Feature]]:
    """Return the features drawn as symbols and all others, in package order, by plain counting."""
    small: set[str] = set()
    total = 0
    for layer in sorted(layers, key=lambda name: len(layers[name])):
        total += len(layers[layer])
        if total > 200:
            break
        small.add(layer)
    few = [f for layer, found in layers.items() if layer in small for f in found]
    return few, [f for layer, found in layers.items() if layer not in small for f in found]


class _Maker:
    """Makes features, one random number after the other."""

    def __init__(self, numbers: random.Random) -> None:
        self._random = numbers
        self._townships = [self._township(number) for number in range(6)]

    def district(self) -> Feature:
        outline = box(WEST - 0.05, SOUTH - 0.05, EAST + 0.05, NORTH + 0.05)
        found = self.feature("district", 0, outline)
        found["id"] = found["properties"]["place_id"] = "demo"
        found["properties"] |= {"precision": "district", "workstream": None, "name_zh": "示例区"}
        return found

    def feature(self, layer: str, number: int, shape: Any) -> Feature:
        place_id = f"{layer[:-1] if layer != 'district' else layer}-{number:05d}"
        zh = "".join(self._random.choices(_GIVEN, k=2)) + _ENDS.get(layer, "")
        own = self._random.choice([*STREAMS, None]) if layer != "offices" else "housing"
        properties = {
            "place_id": place_id,
            "name_zh": f"{zh}{number}号",
            "name_en": f"{layer.title()} No. {number}",
            "pinyin": None,
            "layer": layer,
            "workstream": own,
            "code": f"13100{number}" if number % 9 == 0 else None,
            "parent_zh": self._random.choice(["银河街道", "光明街道", "落垡镇"]),
            "parent_en": "Demo Township",
            "precision": "line" if layer == "roads" else "exact",
            "known_zh": "测试用的虚构地点",
            "known_en": "invented for tests",
            "source_id": "invented",
        }
        geometry = _rounded(mapping(shape))
        return {"type": "Feature", "id": place_id, "properties": properties, "geometry": geometry}

    def unlocated(self, layer: str, number: int) -> Feature:
        """A place of which no more is known than its township: it has the township's shape."""
        found = self.feature(layer, number, self._random.choice(self._townships))
        found["properties"]["precision"] = "township"
        return found

    def point(self) -> Point:
        return Point(self._random.uniform(WEST, EAST), self._random.uniform(SOUTH, NORTH))

    def points(self) -> Any:
        return (
            MultiPoint([self.point(), self.point()])
            if self._random.random() < 0.1
            else self.point()
        )

    def line(self) -> Any:
        lines = [self._one_line() for _ in range(2)]
        return MultiLineString(lines) if self._random.random() < 0.15 else lines[0]

    def area(self) -> Any:
        chance = self._random.random()
        first = self._one_area(holes=chance < 0.3)
        if chance < 0.85:
            return first
        west, _, east, _ = first.bounds
        away = 2 * (east - west)
        second = Polygon([(x + away, y) for x, y in first.exterior.coords])
        return MultiPolygon([first, second])

    def _one_line(self) -> LineString:
        start = self.point()
        steps = [(self._random.gauss(0, 0.002), self._random.gauss(0, 0.002)) for _ in range(5)]
        corners, x, y = [(start.x, start.y)], start.x, start.y
        for dx, dy in steps:
            x, y = x + dx, y + dy
            corners.append((x, y))
        return LineString(corners)

    def _one_area(self, *, holes: bool) -> Polygon:
        middle, size = self.point(), self._random.uniform(0.0003, 0.002)
        x, y = middle.x, middle.y
        outer = [
            (x - size, y - size),
            (x + size, y - size),
            (x + 1.3 * size, y + size),
            (x - 0.7 * size, y + size),
        ]
        inner = box(x - size / 3, y - size / 3, x + size / 3, y + size / 3).exterior.coords
        return Polygon(outer, [inner] if holes else [])

    def _township(self, number: int) -> Polygon:
        width = (EAST - WEST) / 6
        return box(WEST + number * width, SOUTH, WEST + (number + 0.95) * width, NORTH)


def _rounded(geometry: Any) -> Any:
    def walk(part: Any) -> Any:
        return round(part, 7) if isinstance(part, float) else [walk(member) for member in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def figure(figure_id: str, workstream: str, place_id: str) -> dict[str, str]:
    """Return a row of the figures."""
    number = 1 + sum(map(ord, figure_id)) % 900
    return {
        "figure_id": figure_id,
        "workstream": workstream,
        "place_id": place_id,
        "measure_zh": f"{STREAMS[workstream][0]}数量",
        "measure_en": f"{STREAMS[workstream][1]}, pieces",
        "value": str(number),
        "qualifier": "exact",
        "unit": "piece",
        "as_published": f"{number}件",
        "period": "2024",
        "source_id": "invented",
        "locator": "section 1, paragraph 1",
    }


def _tables(
    layers: Layers, figures: Sequence[Mapping[str, str]], paths: Mapping[str, str]
) -> dict[str, list[Mapping[str, str]]]:
    source = {
        **{"source_id": "invented", "kind": "report", "title_zh": "虚构", "title_en": "Invented"},
        **{"publisher_zh": "测试", "publisher_en": "Tests", "published": "2024", "url": ""},
        **{"licence_zh": "CC0", "licence_en": "CC0", "accuracy_zh": "无", "accuracy_en": "none"},
        "covers": "figures.csv",
    }
    streams = [
        {"workstream_id": key, "name_zh": zh, "name_en": en, "about_zh": f"{zh}工作"}
        | {"about_en": en, "colour": colour, "symbol": "dot", "headline": f"whole-{key}"}
        for key, (zh, en, colour) in STREAMS.items()
    ]
    aliases = [
        {"alias": "old-home", "place_id": layers["compounds"][4]["id"]}
        | {"name_zh": "幸福大院", "name_en": "Happy Yard"},
        {"alias": "old-office", "place_id": layers["offices"][0]["id"]}
        | {"name_zh": "", "name_en": ""},
    ]
    derived = ("derived_id", "workstream", "kind", "measure_zh", "measure_en", "of", "per", "unit")
    gaps = ("gap_id", "what_zh", "what_en", "why_zh", "why_en")
    unit = {"unit": "piece", "kind": "count", "zh": "件", "en_one": "piece", "en_many": "pieces"}
    return {
        "units": [unit],
        "sources": [source],
        "workstreams": streams,
        "layers": [
            {"layer_id": layer, "name_zh": LAYER_NAMES[layer][0], "name_en": LAYER_NAMES[layer][1]}
            | {"path": paths.get(layer, f"layers/{layer}.geojson"), "datum": "wgs84"}
            for layer in layers
        ],
        "figures": list(figures),
        "aliases": aliases,
        "derived": [dict.fromkeys(derived, "")],
        "gaps": [dict.fromkeys(gaps, "")],
    }


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in rows if any(row.values()))
    return stream.getvalue()


Edit = Callable[[list[Feature]], object]


def edit(root: Path, layer: str, change: Edit) -> None:
    """Change the features of a GeoJSON layer that lies in a package."""
    found = features(root, layer)
    change(found)
    write_layer(root, layer, found)

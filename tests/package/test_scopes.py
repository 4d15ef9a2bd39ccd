"""Does each place show the figures that concern it, each under the reach that its source gives?"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_package
from geo.records import Place
from tests.drawn import area_shapes

Make = Callable[..., Path]
FIVE = {"yinhe-buildings", "yinhe-area", "yinhe-households"}
THREE = {"compounds-renovated", "compounds-households", "compounds-area"}
Told = list[tuple[str, str, set[str]]]


def told(package: Package, place_id: str) -> Told:
    scopes = package.figures_of(package.place[place_id])
    return [(s.kind, s.name.zh, {f.figure_id for f in s.figures}) for s in scopes]


# ---- The real package -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place_id",
    [
        *("huayilou-compound", "shuinichang-dormitory", "xumuju-dormitory"),
        *("jixiechang-dormitory", "gongyipinchang-dormitory"),
    ],
)
def test_a_compound_shows_what_the_five_have_together_then_the_three_subdistricts(
    anci: Package, place_id: str
) -> None:
    assert told(anci, place_id) == [
        ("group", "五个小区合计", FIVE),
        ("group", "三个街道合计", THREE),
        ("district", "全区", {"compounds-subdistricts"}),
    ]
    values = {figure_id: anci.figure[figure_id].value for figure_id in FIVE | THREE}
    assert values == {
        **{"yinhe-buildings": 8, "yinhe-area": 28_800, "yinhe-households": 344},
        **{"compounds-renovated": 20, "compounds-households": 2_484, "compounds-area": 199_300},
    }


def test_a_subdistrict_shows_what_lies_in_it_and_what_the_three_have_together(
    anci: Package,
) -> None:
    assert told(anci, "guangming-west-road-subdistrict")[0] == ("group", "三个街道合计", THREE)
    assert told(anci, "yinhe-south-road-subdistrict")[:3] == [
        ("place", "银河南路街道", {"yinhe-compounds"}),
        ("group", "五个小区合计", FIVE),
        ("group", "三个街道合计", THREE),
    ]
    for _, _, found in told(anci, "yonghua-road-subdistrict"):
        assert FIVE.isdisjoint(found)


def test_a_road_shows_no_figures_of_the_houses_around_it(anci: Package) -> None:
    for place_id in ("minghua-road", "shunan-street"):
        (own, _, _), (wide, name, figures) = told(anci, place_id)
        assert (own, wide, name) == ("place", "district", "全区")
        assert {anci.figure[found].workstream for found in figures} == {"streetscape"}


def test_every_place_shows_each_figure_that_concerns_it_once(anci: Package) -> None:
    for place in anci.place.values():
        figures = [f.figure_id for scope in anci.figures_of(place) for f in scope.figures]
        assert figures, place.place_id
        assert len(figures) == len(set(figures)), place.place_id
    named = {"minghua-road", "shunan-street", "yinhe-south-road-subdistrict"}
    district = {figure for _, _, found in told(anci, "anci") for figure in found}
    assert district == {f.figure_id for f in anci.figures if f.place_id not in named}


def test_what_figures_belong_to_is_what_their_rows_say(anci: Package, anci_root: Path) -> None:
    with (anci_root / "groups.csv").open(encoding="utf-8", newline="") as stream:
        groups = {row["group_id"]: row for row in csv.DictReader(stream)}
    with (anci_root / "figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, figure in zip(rows, anci.figures, strict=True):
        members = groups[row["group"]]["members"].split() if row["group"] else [row["place_id"]]
        assert [place.place_id for place in anci.places_of(figure)] == members
        name = groups[row["group"]]["name_zh"] if row["group"] else None
        assert anci.home_of(figure).zh == (name or anci.place[row["place_id"]].name.zh)


def test_a_group_says_how_it_is_known(anci: Package) -> None:
    assert "正好只有这三个街道" in anci.groups["three-subdistricts"].known.zh
    assert "没有来源说明" in anci.groups["five-compounds"].known.zh


# ---- Packages without areas or groups ---------------------------------------------------------


def without_tables(make_package: Make, root: Path) -> Path:
    """The real package as it was before: no areas, no groups, every place with its own shape."""
    shapes = area_shapes(root)

    def drawn(content: bytes) -> bytes:
        data = json.loads(content)
        for feature in data["features"]:
            feature["geometry"] = shapes[feature["properties"].pop("area")]
        return json.dumps(data).encode()

    def alone(content: bytes) -> bytes:
        head, *rows = list(csv.reader(content.decode().splitlines()))
        kept = [[*row[:2], row[2] or "anci", *row[3:-1]] for row in rows]
        lines = [",".join(f'"{cell}"' for cell in row) for row in (head[:-1], *kept)]
        return "\n".join(lines).encode()

    layers = ("district", "markets", "old-compounds", "roads", "villages")
    edits: dict[str, Any] = {f"layers/{layer}.geojson": drawn for layer in layers}
    edits |= {"areas.csv": None, "areas.geojson": None, "groups.csv": None, "figures.csv": alone}
    return make_package(edits=edits)


def test_a_package_without_them_says_what_it_said(make_package: Make, anci_root: Path) -> None:
    package = read_package(without_tables(make_package, anci_root))
    assert (package.areas, package.groups) == ({}, {})
    assert [kind for kind, _, _ in told(package, "huayilou-compound")] == ["district"]
    assert told(package, "huayilou-compound")[0][2] >= THREE
    assert told(package, "minghua-road")[0] == ("place", "明华路", {"minghua-resurfacing"})
    for place in package.place.values():
        assert not place.area
        assert place.geometry.area > 0


# ---- Areas ------------------------------------------------------------------------------------


def test_a_place_without_a_shape_has_that_of_its_area(anci: Package, anci_root: Path) -> None:
    shapes = area_shapes(anci_root)

    def corners(place: Place) -> set[tuple[float, float]]:
        parts = getattr(place.geometry, "geoms", [place.geometry])
        return {pair for part in parts for pair in part.exterior.coords}

    for place in anci.place.values():
        found = shapes[place.area]["coordinates"]
        rings = found if shapes[place.area]["type"] == "Polygon" else [p[0] for p in found]
        assert corners(place) == {tuple(pair) for ring in rings for pair in ring}


def test_a_place_that_is_located_keeps_its_own_shape(contents: dict[str, bytes]) -> None:
    data = json.loads(contents["layers/roads.geojson"])
    data["features"][0]["geometry"] = {"type": "Point", "coordinates": [116.69, 39.51]}
    data["features"][0]["properties"]["precision"] = "exact"
    contents["layers/roads.geojson"] = json.dumps(data).encode()
    package = build_package("anci-2022", contents, faults := Faults())
    assert not faults.errors
    assert package is not None
    place = package.place["minghua-road"]
    assert (place.geometry.wkt, place.area) == ("POINT (116.69 39.51)", "anci-urban-area")

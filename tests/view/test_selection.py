"""Does a filter show what plain loops over the CSV and GeoJSON files show?"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from geo.package.package import Package
from geo.served.facts import tied_to_places
from geo.view.link import decode, encode
from geo.view.selection import known_ids, select
from geo.view.views import View

STREAMS = ["old-compounds", "streetscape", "markets", "rural", "publicity"]
LAYERS = ["roads", "old-compounds", "villages", "markets", "district"]


@pytest.fixture(scope="module")
def figures(anci_root: Path) -> list[dict[str, str]]:
    with (anci_root / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def places(anci_root: Path) -> list[dict[str, str]]:
    files = [anci_root / "layers" / f"{layer}.geojson" for layer in LAYERS]
    return [f["properties"] for file in files for f in json.loads(file.read_text())["features"]]


@pytest.fixture(scope="module")
def homes(anci_root: Path) -> dict[str, set[str]]:
    """The places that each figure belongs to, by itself or by its group."""
    with (anci_root / "groups.csv").open(encoding="utf-8", newline="") as stream:
        members = {row["group_id"]: set(row["members"].split()) for row in csv.DictReader(stream)}
    with (anci_root / "figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["figure_id"]: members.get(row["group"], {row["place_id"]}) for row in rows}


def shown(anci: Package, **parts: object) -> tuple[set[str], set[str]]:
    found = select(anci, View(anci.package_id, **parts))  # type: ignore[arg-type]
    return set(found.place_ids), {figure.figure_id for figure in found.figures}


def test_nothing_chosen_shows_everything(
    anci: Package, figures: list[dict[str, str]], places: list[dict[str, str]]
) -> None:
    everything = {p["place_id"] for p in places}, {f["figure_id"] for f in figures}
    assert shown(anci) == everything
    assert shown(anci, workstreams=tuple(anci.workstreams), layers=tuple(LAYERS)) == everything


@pytest.mark.parametrize(
    "chosen", [*[(one,) for one in STREAMS], *combinations(STREAMS, 2)], ids=",".join
)
def test_workstreams(
    anci: Package,
    figures: list[dict[str, str]],
    places: list[dict[str, str]],
    homes: dict[str, set[str]],
    chosen: tuple[str, ...],
) -> None:
    expected = [f for f in figures if f["workstream"] in chosen]
    of_figures = set().union(*(homes[f["figure_id"]] for f in expected))
    own = {p["place_id"] for p in places if p["workstream"] in chosen}
    ids = {f["figure_id"] for f in expected}
    assert shown(anci, workstreams=chosen) == (of_figures | own, ids)


@pytest.mark.parametrize("chosen", [(), *[(one,) for one in LAYERS], ("roads", "villages")])
def test_layers(
    anci: Package,
    figures: list[dict[str, str]],
    places: list[dict[str, str]],
    homes: dict[str, set[str]],
    chosen: tuple[str, ...],
) -> None:
    expected = {p["place_id"] for p in places if p["layer"] in chosen}
    ids = {f["figure_id"] for f in figures if homes[f["figure_id"]] & expected}
    assert shown(anci, layers=chosen) == (expected, ids)


def test_a_text_finds_measures_and_shows_their_places(
    anci: Package, figures: list[dict[str, str]]
) -> None:
    expected = [f for f in figures if "道砖" in f["measure_zh"]]
    assert [f["place_id"] for f in expected] == ["shunan-street"]
    assert shown(anci, query="道砖") == ({"shunan-street"}, {f["figure_id"] for f in expected})


def test_a_text_finds_places_with_all_their_figures(
    anci: Package, figures: list[dict[str, str]]
) -> None:
    expected = {f["figure_id"] for f in figures if f["place_id"] == "shunan-street"}
    assert shown(anci, query="顺安街") == ({"shunan-street"}, expected)


def test_filters_narrow_each_other(anci: Package) -> None:
    parts = {"workstreams": ("streetscape",), "layers": ("roads",), "query": "明华"}
    places, figures = shown(anci, **parts)
    assert (places, figures) == ({"minghua-road"}, {"minghua-resurfacing"})
    for name, value in parts.items():
        wider_places, wider_figures = shown(anci, **{name: value})
        assert places <= wider_places
        assert figures <= wider_figures
    assert shown(anci, **(parts | {"workstreams": ("markets",)})) == (set(), set())


def test_a_place_brings_the_figures_of_its_group_and_not_the_other_members(anci: Package) -> None:
    together = {"yinhe-buildings", "yinhe-area", "yinhe-households"}
    assert shown(anci, query="华意楼") == ({"huayilou-compound"}, together)
    found, figures = shown(anci, query="五个小区楼房")
    assert (len(found), figures) == (5, {"yinhe-buildings"})


def test_chips_say_what_each_workstream_would_show(
    anci: Package, figures: list[dict[str, str]], homes: dict[str, set[str]]
) -> None:
    view = View(anci.package_id, workstreams=("rural",), layers=("roads", "district"))
    reach = {"minghua-road", "shunan-street", "anci"}
    offered = select(anci, view).offered
    assert set(offered) == set(anci.workstreams)
    for stream, count in offered.items():
        own = [f["figure_id"] for f in figures if f["workstream"] == stream]
        assert count == sum(bool(homes[found] & reach) for found in own), stream


def test_figures_tied_to_a_named_place(
    anci: Package, figures: list[dict[str, str]], homes: dict[str, set[str]]
) -> None:
    for stream in anci.workstreams:
        own = [f for f in figures if f["workstream"] == stream]
        tied = [f for f in own if homes[f["figure_id"]] - {"anci", "anci-markets"}]
        assert tied_to_places(anci, stream) == (len(tied), len(own))


def test_a_link_of_the_real_package_shows_the_same_after_a_journey(anci: Package) -> None:
    known = known_ids(anci, ["anci-2022", "other"], "anci-2022")
    view = View(
        "anci-2022",
        lang="en",
        workstreams=("rural",),
        layers=("villages",),
        query="第什里",
        place="dishili-village",
    )
    link = dict(part.split("=") for part in encode(view, known).split("&"))
    again, ignored = decode(link | {"q": "第什里"}, known)
    assert (select(anci, again), ignored) == (select(anci, view), ())
    assert select(anci, view).place_ids == {"dishili-village"}


def test_a_place_of_no_workstream_and_without_figures_is_shown_while_none_is_chosen(
    anci: Package, with_place: Callable[..., Package]
) -> None:
    package = with_place(anci, "dishili-village", workstream=None)
    assert "dishili-village" in select(package, View("anci-2022")).place_ids
    chosen = View("anci-2022", workstreams=("rural",))
    assert "dishili-village" not in select(package, chosen).place_ids

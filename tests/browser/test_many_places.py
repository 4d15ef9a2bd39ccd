"""Do the pages and the search stay quick, small and right where a package has many places?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.facts import MOST_WITH_FACTS
from geo.view.listing import MOST_ROWS, page_of
from geo.view.selection import select
from geo.view.views import View
from tests import crowds
from tests.browser.conftest import serve
from tests.browser.file_reader import Reader
from tests.browser.pauses import HOLD_BACK, PAUSE_MS, TIME_PASSES
from tests.browser.rings import cut_off
from tests.browser.test_ahead import compared, hold
from tests.browser.test_find import field, options, type_in
from tests.browser.visitor import FOLLOWED, Visitor, until

Visit = Callable[..., Visitor]
MOST_BYTES = 15_000
"""What a filter change may cost by websocket, page to browser."""
SUGGESTED = "**/suggested.*.json*"
KNOWN = "lamp-00002"
SMALLER = "small-2024"
"""A crowd as well, but of so few places that the browser looks for a text on its own."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / crowds.NAME
    crowds.write(root.parent / SMALLER, crowds.layers_of(300))
    return crowds.write(root, crowds.layers_of(MOST_WITH_FACTS))  # and some more beside the crowd


@pytest.fixture(scope="module")
def crowd(root: Path) -> Package:
    return read_package(root)


@pytest.fixture(scope="module")
def many(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("app")
    with serve(root.parent, folder / "log", ONEMAP_BUILD=str(folder / "build")) as served:
        yield served


def cost(visitor: Visitor, change: Callable[[], Any]) -> int:
    before = visitor.settled()
    visitor.after(change)
    return visitor.settled() - before


@pytest.mark.parametrize("is_real", [False, True])
def test_a_filter_change_is_small_and_the_view_stays(
    visit: Visit, many: str, address: str, *, is_real: bool
) -> None:
    first = "市容环境" if is_real else "路灯改造"
    key = "streetscape" if is_real else "lighting"
    visitor = visit(f"/?w={key}", address=address if is_real else many)
    visitor.map()
    visitor.settled()  # the top of the page has come, after which the map has its height
    visitor.map().evaluate("() => oneMap.state.map.setView([39.45, 116.7], 12, {animate: false})")
    before = visitor.view()
    clear = visitor.page.get_by_role("button", name="清除筛选")
    visitor.legend().locator("summary").click()
    layer = visitor.legend().locator("[data-layer]").nth(1)
    search = field(visitor)
    changes: dict[str, Callable[[], Any]] = {
        "clear": clear.click,
        "workstream": visitor.chip(first).click,
        "layer": layer.click,
        "none": clear.click,
        "text": lambda: (search.fill("zzz"), search.press("Enter")),
    }
    costs = {name: cost(visitor, change) for name, change in changes.items()}
    assert {name: bytes_ for name, bytes_ in costs.items() if bytes_ > MOST_BYTES} == {}
    assert visitor.view() == pytest.approx(before)
    visitor.expect_query(q="zzz")


def test_everything_follows_the_filter(visit: Visit, many: str, crowd: Package) -> None:
    visitor = visit(address=many)
    visitor.map()
    total = f"{len(crowd.place):,}"
    expect(visitor.page.locator(".list-title").first).to_contain_text(f"{total}/{total}")
    view = View(crowds.NAME, workstreams=("lighting",))
    shown = select(crowd, view)
    chip = visitor.chip("路灯改造")
    chip.click()
    expect(visitor.page.locator(".list-title").first).to_contain_text(
        f"地点 {len(shown.places):,}/{total} 第 1–{MOST_ROWS} 个"
    )
    listed = page_of(shown, 0).places
    names = visitor.page.locator('[class*="st-key-row--"] button strong')
    expect(names).to_have_text([place.name.zh for place in listed])
    roads = sum(place.layer == "roads" for place in shown.places)
    legend = visitor.legend().locator("li", has_text="道路")
    expect(legend.locator("b")).to_have_text(re.compile(f"^{roads}/"))


@pytest.mark.parametrize("package", [crowds.NAME, SMALLER])
def test_each_choice_shows_at_once_what_the_run_then_shows(
    visit: Visit, many: str, package: str
) -> None:
    visitor = visit(f"/?data={package}&place={KNOWN}", address=many)
    hold(visitor)
    visitor.legend().locator("summary").click()
    search, chip = field(visitor), visitor.chip
    for pressed in (
        chip("路灯改造"),  # the selected place stays
        chip("绿化提升"),  # and goes
        visitor.legend().locator('[data-layer="roads"]'),
        chip("绿化提升"),
    ):
        compared(visitor, pressed)
    for typed in ("明", "lamp-00007", "zzz"):
        if package == crowds.NAME:  # the app is asked, and its answer draws the list anew
            with visitor.page.expect_response(SUGGESTED):
                search.fill(typed)
            visitor.page.evaluate(FOLLOWED)
        else:
            search.fill(typed)
        compared(visitor, visitor.page.locator("#find-list [role=option]").last)
    compared(visitor, chip("老旧小区改造"))
    search.fill("明")
    compared(visitor, options(visitor).first)  # a place, wherever it stands in the crowd


def test_the_list_is_turned_and_a_row_selects(visit: Visit, many: str, crowd: Package) -> None:
    visitor = visit(address=many)
    visitor.map()
    shown = select(crowd, View(crowds.NAME))
    names = visitor.page.locator('[class*="st-key-row--"] button strong')
    onwards = visitor.page.get_by_role("button", name=f"下 {MOST_ROWS} 个")
    back = visitor.page.get_by_role("button", name=f"上 {MOST_ROWS} 个")
    others = len(shown.places) - MOST_ROWS
    expect(visitor.page.locator(".st-key-places")).to_contain_text(f"另有 {others:,} 个地点")
    expect(back).to_be_disabled()
    onwards.click()
    second = page_of(shown, 1).places
    expect(names).to_have_text([place.name.zh for place in second])
    expect(visitor.page.locator(".list-title").first).to_be_in_viewport()
    expect(visitor.page.locator(".announced")).to_contain_text(f"第 {MOST_ROWS + 1}–")
    chosen = next(p for p in second if crowd.place.position_of(p.place_id) is not None)
    visitor.row(chosen.place_id).click()
    expect(visitor.panel().locator("h2")).to_have_text(chosen.name.zh)
    expect(visitor.popup().locator("h3")).to_have_text(chosen.name.zh)
    row = visitor.row(chosen.place_id)
    expect(row).to_have_attribute("aria-pressed", "true")  # and still on this page of the list
    colours = row.evaluate("n => [getComputedStyle(n).color, getComputedStyle(n).backgroundColor]")
    assert colours[0] == "rgb(255, 255, 255)"
    # The mouse is still over it, and the words are still read.
    assert colours[1] != visitor.row(second[0].place_id).evaluate(
        "n => getComputedStyle(n).backgroundColor"
    )
    visitor.chip("路灯改造").click()
    filtered = select(crowd, View(crowds.NAME, workstreams=("lighting",)))
    expect(names.first).to_contain_text(page_of(filtered, 0).places[0].name.zh)


def test_a_place_of_the_crowd_is_suggested_and_selected(
    visit: Visit, many: str, crowd: Package
) -> None:
    place = crowd.place[KNOWN]
    visitor = visit(address=many)
    visitor.map()
    visitor.page.evaluate(HOLD_BACK, [PAUSE_MS])
    type_in(visitor, place.name.zh)
    itself = visitor.page.locator(".find-itself")
    expect(itself).to_have_text(text("find.filter", "zh", query=place.name.zh))
    assert not any("/suggested." in url for url in visitor.requests)
    visitor.page.evaluate(TIME_PASSES)
    expect(options(visitor).first).to_contain_text(place.name.zh)
    expect(visitor.page.locator(".find-said")).to_have_text("1 条建议，按上下键选择")
    asked = [url for url in visitor.requests if "/suggested." in url]
    assert len(asked) == 1, "asked once, when the reader paused"
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    visitor.expect_query(place=KNOWN)
    expect(visitor.panel().locator("h2")).to_have_text(place.name.zh)
    expect(visitor.popup().locator("h3")).to_have_text(place.name.zh)
    visitor.page.go_back()
    expect(visitor.popup()).to_have_count(0)
    visitor.expect_query()
    again = visit(f"/?place={KNOWN}", address=many)
    expect(again.popup().locator("h3")).to_have_text(place.name.zh)
    expect(again.panel().locator("h2")).to_have_text(place.name.zh)


def test_a_suggestion_leaves_a_filter_that_shows_it(
    visit: Visit, many: str, crowd: Package
) -> None:
    shown = select(crowd, View(crowds.NAME, workstreams=("lighting",))).places
    seen = next(p for p in shown if p.layer == "lamps")
    hidden = next(
        p for p in crowd.place.values() if p.layer == "lamps" and not shown.has(p.place_id)
    )
    visitor = visit("/?w=lighting", address=many)
    visitor.map()
    for place, wanted in (
        (seen, {"w": "lighting", "place": seen.place_id}),
        (hidden, {"place": hidden.place_id}),
    ):
        type_in(visitor, place.name.zh)
        options(visitor).filter(has_text=place.name.zh).first.click()
        visitor.expect_query(**wanted)
        expect(visitor.panel().locator("h2")).to_have_text(place.name.zh)


def test_what_comes_late_or_not_at_all_changes_nothing(visit: Visit, many: str) -> None:
    visitor = visit(address=many)
    visitor.map()
    held: dict[str, Route] = {}

    def hold(route: Route) -> None:
        held[parse_qs(urlsplit(route.request.url).query)["q"][0]] = route

    visitor.page.route(SUGGESTED, hold)
    type_in(visitor, "d")
    expect(options(visitor).first).to_be_visible()  # a letter alone finds what is known here
    visitor.page.keyboard.type("i")
    expect(options(visitor).filter(has_text="示例区")).to_have_count(1)
    until(visitor.page, lambda: "di" in held)
    assert "d" not in held, "a letter is too little to ask for"
    visitor.page.keyboard.type("st")
    until(visitor.page, lambda: "dist" in held)
    entry = (
        '[{"id":"x","label":{"zh":"%s","en":"x"},"detail":{"zh":"","en":""},'
        '"keys":["distant"],"initials":[],"position":0,"category":0}]'
    )
    held["dist"].fulfill(body=entry % "新的")
    expect(options(visitor).filter(has_text="新的")).to_have_count(1)
    with visitor.page.expect_event("requestfinished", lambda sent: sent == held["di"].request):
        held["di"].fulfill(body=entry % "旧的")
    visitor.page.evaluate(FOLLOWED)
    expect(options(visitor).filter(has_text="旧的")).to_have_count(0)
    visitor.page.unroute(SUGGESTED)
    refused: list[Route] = []

    def refuse(route: Route) -> None:
        refused.append(route)
        route.abort()

    visitor.page.route(SUGGESTED, refuse)
    for _ in range(4):
        visitor.page.keyboard.press("Backspace")
    visitor.page.keyboard.type("dist")
    expect(options(visitor).filter(has_text="示例区")).to_have_count(1)
    wanted = "no suggestions of the app"
    until(visitor.page, lambda: any(wanted in error for error in visitor.errors))
    expect(options(visitor).filter(has_text="示例区")).to_have_count(1)
    # Each that was refused is said; one asked from here on is answered.
    visitor.page.unroute(SUGGESTED)
    visitor.page.route(SUGGESTED, lambda route: route.fulfill(body="[]"))
    said = visitor.errors
    until(visitor.page, lambda: sum(wanted in each for each in said) == len(refused))
    visitor.errors.clear()


# ---- Without a session: the light page ----------------------------------------------------------


@pytest.fixture
def light(browser: Browser, many: str) -> Iterator[Callable[..., Reader]]:
    """Open the light page; it asks for files alone, and the console stays empty."""
    readers: list[Reader] = []

    def opened(view: str = "", at: str = f"/light/{crowds.NAME}") -> Reader:
        readers.append(Reader(browser, many + at, view))
        return readers[-1]

    yield opened
    for reader in readers:
        asked = {urlsplit(url).path.split("/")[1] for url in reader.requests}
        reader.close()
        assert asked <= {"light", "", "assets", "layers", "icon.svg"}, "it began a session"
        assert reader.errors == []


def expect_list(reader: Reader, crowd: Package, view: View, number: int = 0) -> None:
    """Expect the list of a view's places as Python has it, and as many on the map."""
    shown = select(crowd, view)
    page = page_of(shown, number)
    count = f"地点 {len(shown.places):,}/{len(crowd.place):,}"
    expect(reader.find(".places .list-title")).to_contain_text(count)
    expect(reader.find(".places .row b")).to_have_text([place.name.zh for place in page.places])
    expect(reader.find(".places .row small").last).to_have_text(
        re.compile("^" + crowd.layers[page.places[-1].layer].name.zh + " · ")
    )
    legend = reader.find(".om-legend [data-layer=roads] b")
    roads = sum(place.layer == "roads" for place in shown.places)
    expect(legend).to_have_text(re.compile(f"^{roads:,}(/|$)"))


def test_many_places_are_filtered_and_listed_without_a_session(
    light: Callable[..., Reader], crowd: Package
) -> None:
    reader = light()
    whole = View(crowds.NAME)
    assert len(crowd.place) > MOST_WITH_FACTS
    expect_list(reader, crowd, whole)
    reader.find(".turning button").nth(1).click()
    expect_list(reader, crowd, whole, 1)
    reader.chip("lighting").click()
    lighting = View(crowds.NAME, workstreams=("lighting",))
    expect_list(reader, crowd, lighting)
    for number in range(1, 9):  # to where those end that a figure is tied to, and beyond
        reader.find(".turning button").nth(1).click()
        expect_list(reader, crowd, lighting, number)
    assert not [url for url in reader.requests if "/shown." in url], "all of it is known here"
    reader.find(".search").fill("mh")
    written = View(crowds.NAME, workstreams=("lighting",), query="mh")
    expect_list(reader, crowd, written)
    assert reader.view() == "lang=zh&w=lighting&q=mh"
    expect_list(
        light("q=mh&w=lighting&l=lamps,roads"), crowd, replace(written, layers=("lamps", "roads"))
    )


def test_a_place_of_many_is_found_selected_and_linked_without_a_session(
    light: Callable[..., Reader], crowd: Package
) -> None:
    reader = light("w=lighting")
    hidden = next(
        place
        for place in crowd.place.values()
        if place.layer == "lamps" and "lighting" not in crowd.workstreams_of(place)
    )
    reader.find(".search").press_sequentially(hidden.name.zh, delay=30)
    reader.find(".find-list [role=option]").first.click()
    title, popup = reader.find(".panel h2"), reader.find(".leaflet-popup h3")
    expect(title).to_have_text(hidden.name.zh)
    expect(popup).to_have_text(hidden.name.zh)
    expect(reader.find(".panel .known")).to_contain_text(hidden.place_id)
    assert reader.view() == f"lang=zh&place={hidden.place_id}"
    after = list(crowd.place)[crowd.place.row(hidden.place_id) + 1]
    reader.find(".onward").click()
    expect(title).to_have_text(crowd.place[after].name.zh)
    expect(popup).to_have_text(crowd.place[after].name.zh)
    linked = light("place=old-home&embed=true&ui=panel", "/")
    expect(linked.find(".panel h2")).to_have_text(crowd.place["compound-00004"].name.zh)
    expect(linked.find(".ignored")).to_be_hidden()
    linked.find(".close").first.click()
    expect(linked.find(".leaflet-popup")).to_have_count(0)


def test_the_list_of_packages_opens_no_keyboard_and_is_seen_where_one_leads(
    go_on: Visit, many: str
) -> None:
    visitor = go_on("/sources", address=many, width=390, height=844)
    visitor.settled()
    listed = visitor.page.locator(".st-key-package input")
    expect(listed).to_have_attribute("inputmode", "none")
    assert cut_off(visitor.page) == []

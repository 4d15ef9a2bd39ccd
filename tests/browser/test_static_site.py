"""Does a folder of static files work below a path of a plain host, and from a disk?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo.__main__ import main
from geo.commands.static import maps, pages, ways
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import facts
from geo.view.selection import select
from geo.view.views import View
from tests import crowds
from tests.browser.file_reader import Reader
from tests.browser.hosts import files_below_a_path
from tests.browser.test_many_places import expect_list
from tests.browser.visitor import WAIT_MS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> Path:
    """Two packages: the second is the first under another name."""
    out = tmp_path_factory.mktemp("host") / "some" / "where"
    second = tmp_path_factory.mktemp("second") / "demo-2023"
    shutil.copytree(anci_root, second)
    assert main(["site", str(anci_root), str(second), "-o", str(out), "--lang", "en"]) == 0
    return out


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    with files_below_a_path(folder.parent.parent) as address:
        yield f"{address}some/where/"


@pytest.fixture(params=["host", "disk"])
def start(request: pytest.FixtureRequest, host: str, folder: Path) -> str:
    return host if request.param == "host" else f"{folder.as_uri()}/index.html"


def test_index_map_and_pages_lead_to_each_other(browser: Browser, start: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        from_disk = start.startswith("file:")
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None
        )
        page.goto(start)
        fits(page)
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Figures").first.click()
        expect(page.locator(".figure")).to_have_count(
            55 + page.locator("section").last.locator(".figure").count()
        )
        fits(page)
        page.get_by_role("link", name="Open on the map").click()
        page.wait_for_selector("html[data-ready]", state="attached")
        shown = "export/onemap.html#lang=en" if from_disk else "index.en.html?lang=en"
        assert f"/anci-2022/{shown}" in page.url
        page.get_by_role("button", name="中文").click()
        expect(page.locator("h1")).to_contain_text("安次区")
        if not from_disk:
            passes_on(page)
        page.goto(f"{start.removesuffix('index.html')}anci-2022/place/minghua-road.en.html")
        fits(page)
        page.get_by_role("link", name="Open on the map").click()
        page.wait_for_selector("html[data-ready]", state="attached")
        expect(page.locator(".om-popup")).to_contain_text("14,000 m²")
        page.go_back()
        page.get_by_role("link", name="Streetscape").click()
        expect(page.locator("h1")).to_have_text("Streetscape")
        # A link of the live map, with another host in front.
        page.goto(f"{start}?data=demo-2023&place=minghua-road&lang=en&v=0.0.1&x=1")
        expect(page.locator(".om-popup")).to_contain_text("14,000 m²")
        expect(page.locator(".ignored")).to_contain_text("about version 0.0.1")
        kept = "/demo-2023/export/onemap.html#" if from_disk else "/demo-2023/index.html?x=1&"
        assert f"{kept}lang=en&place=minghua-road" in page.url
        # A page on a disk may read no file beside it: what it fetches first is refused.
        assert [said for said in errors if not (from_disk and is_of_disk(said))] == []
    finally:
        context.close()


def passes_on(page: Page) -> None:
    """Look at what a map passes on: the files that there are, and the story."""
    page.get_by_role("button", name="分享").click()
    dialog = page.get_by_role("dialog")
    assert dialog.locator(".share-sections label").all_text_contents() == ["链接", "嵌入", "下载"]
    link = dialog.get_by_label(text("share.link_label", "zh")).input_value()
    assert link == page.url.replace("index.en.html?lang=en", "index.en.html?lang=zh")
    dialog.get_by_role("radio", name="下载").check()
    for each in dialog.locator(".pick").nth(1).get_by_role("radio").all():
        each.check()
        at = dialog.get_by_role("link", name="下载").evaluate("link => link.href")
        assert page.request.get(at).status == 200
    page.keyboard.press("Escape")
    page.get_by_role("button", name="导览").click()
    page.keyboard.press("ArrowRight")
    chart = page.locator(".story img").first
    expect(chart).to_have_js_property("complete", True)
    assert chart.evaluate("image => image.naturalWidth") > 0
    fits(page)
    told = page.url
    page.get_by_role("button", name="退出导览").click()
    page.goto(f"{told}&embed=true&ui=panel")
    expect(page.locator(".story h2")).to_be_visible()
    expect(page.locator(".chosen-all")).to_be_hidden()  # the step says its figures
    fits(page)


@pytest.fixture(scope="module")
def crowd_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / crowds.NAME
    return crowds.write(root, crowds.layers_of(600))


@pytest.fixture(scope="module")
def crowd(crowd_root: Path) -> Package:
    return read_package(crowd_root)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, crowd_root: Path) -> Iterator[str]:
    """A map of more places than a browser holds texts of, where that is 100: below a path."""
    out = tmp_path_factory.mktemp("host") / "below" / "here"
    changed = pytest.MonkeyPatch()
    changed.setattr(facts, "MOST_WITH_FACTS", 100)
    for module in (maps, pages, ways):
        changed.setattr(module, "MOST_PAGES", 100)
    try:
        assert main(["site", str(crowd_root), "-o", str(out)]) == 0
    finally:
        changed.undo()
    with files_below_a_path(out.parent.parent) as address:
        yield f"{address}below/here/{crowds.NAME}/index.html"


def test_very_many_places_are_searched_without_an_app(
    browser: Browser, crowded: str, crowd: Package
) -> None:
    reader = Reader(browser, crowded)
    try:
        expect_list(reader, crowd, View(crowds.NAME))
        reader.find(".turning button").nth(1).click()
        expect_list(reader, crowd, View(crowds.NAME), 1)
        reader.chip("lighting").click()
        view = View(crowds.NAME, workstreams=("lighting",))
        expect_list(reader, crowd, view)
        assert "/texts." not in " ".join(reader.requests), "who only looks fetches no texts"
        reader.find(".search").fill("mh")
        expect_list(reader, crowd, replace(view, query="mh"))
        reader.chip("housing").click()
        other = replace(view, workstreams=("housing",), query="mh")
        expect(reader.find(".places .list-title")).to_contain_text(
            f"{len(select(crowd, other).places)}/"
        )
        reader.find("button.clear").click()
        place = next(each for each in crowd.place.values()[150:] if crowd.own_figures_of(each))
        reader.find(".search").press_sequentially(place.name.zh)
        reader.find(".find-option", has_text=place.name.zh).first.click()
        expect(reader.find(".panel h2")).to_have_text(place.name.zh)
        figure = crowd.own_figures_of(place)[0]
        expect(reader.find(".om-popup")).to_contain_text(crowd.phrase(figure).zh)
        reader.find("button", has_text=text("share.button", "zh")).click()
        said = text("share.no_plain", "zh", name=place.name.zh, most=100)
        expect(reader.find("dialog")).to_contain_text(said)
        outside = [url for url in reader.requests if "/below/here/" not in url]
        assert outside == []
        assert reader.errors == []
        linked = Reader(browser, crowded, "place=old-home&q=id:compound-00004")
        try:
            expect(linked.find(".panel h2")).to_have_text(crowd.place["compound-00004"].name.zh)
            expect(linked.find(".places .row")).to_have_count(1)
            assert linked.errors == []
            assert "/texts." not in " ".join(linked.requests), "an id needs no texts"
        finally:
            linked.close()
    finally:
        reader.close()


def is_of_disk(said: str) -> bool:
    """Tell whether the browser says that it fetched nothing from a disk."""
    return "origin 'null'" in said or said.endswith("net::ERR_FAILED")


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

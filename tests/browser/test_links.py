"""Does a link restore its view, and does the address follow?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_address_follows_the_map_without_a_run(go_on: Visit) -> None:
    visitor = go_on()
    frame = visitor.map()
    expect(visitor.page.locator("footer")).to_be_visible()
    visitor.settled()
    visitor.frames_received.clear()
    frame.locator(".leaflet-control-zoom-in").click()
    visitor.page.wait_for_function("() => location.search.includes('c=')")
    assert visitor.frames_received == []
    frame.get_by_role("button", name="回到全区").click()
    visitor.page.wait_for_function("() => !location.search.includes('c=')")
    runs = visitor.runs()
    visitor.after(visitor.chip("市容环境").click)
    assert visitor.runs() == runs + 1, "the page goes on running by itself"


def test_view_survives_a_change_of_page(go_on: Visit) -> None:
    visitor = go_on("/?w=streetscape&c=39.50000,116.70000,12")
    visitor.map()
    visitor.page.get_by_role("link", name="数据", exact=True).click()
    visitor.page.wait_for_url("**/figures?w=streetscape")
    expect(visitor.page.locator("p.quiet", has_text="显示 11 项，共 55 项")).to_be_visible()
    visitor.page.get_by_role("link", name="地图", exact=True).click()
    visitor.expect_places(3)
    visitor.expect_query(w="streetscape", c="39.50000,116.70000,12")


@pytest.mark.parametrize(
    "query",
    [
        "w=nowhere&place=%3Cimg%20src%3Dx%20onerror%3Dtop.__hit%3D1%3E",
        "c=91,400,99&lang=xx&l=a,b",
        "q=%00&l=..%2F..%2Fetc",
        "w=" + "x" * 3000,
        "&".join(f"k{number}=1" for number in range(1500)),
    ],
)
def test_broken_links_open_the_map_and_are_never_echoed(go_on: Visit, query: str) -> None:
    visitor = go_on("/?" + query)
    visitor.map()
    visitor.expect_places(15)
    assert visitor.page.evaluate("() => window.__hit") is None
    assert visitor.page.locator('[data-testid="stException"]').count() == 0
    assert "onerror" not in visitor.page.locator("body").inner_text()


def test_where_the_reader_went_beats_where_the_link_led(go_on: Visit) -> None:
    visitor = go_on("/?c=39.50000,116.70000,12")
    frame = visitor.map()
    frame.evaluate("() => oneMap.state.map.setView([39.3, 116.8], 11, {animate: false})")
    visitor.expect_query(c="39.30000,116.80000,11")
    visitor.page.get_by_role("link", name="数据", exact=True).click()
    visitor.page.wait_for_url("**/figures")
    visitor.page.get_by_role("link", name="地图", exact=True).click()
    visitor.map()
    visitor.expect_query(c="39.30000,116.80000,11")


def test_the_title_is_in_the_links_language(go_on: Visit) -> None:
    visitor = go_on("/?lang=en", lang="zh-CN")
    visitor.map()
    assert visitor.page.title() == "Anci District 2022 · Map"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/?lang=en&#38;w=streetscape&#38;place=shunan-street%E3%80%82", "page"),
        ("/figures?lang=en&amp;amp;w=streetscape&place=shunan-street).", "figures"),
        ("/figures。?lang=en&w=streetscape&place=shunan-street", "figures"),
    ],
)
def test_a_link_opens_as_it_was_meant(go_on: Visit, path: str, wanted: str) -> None:
    visitor = go_on(path)
    visitor.expect_query(lang="en", w="streetscape", place="shunan-street")
    assert visitor.page.url.split("?")[0].endswith("/figures" if wanted == "figures" else "/")
    expect(visitor.page.get_by_text("could not")).to_have_count(0)

"""What does a phone show, and what happens when the network or the data fail?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("path", ["/", "/figures", "/sources"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_phone(visit: Visit, path: str, lang: str) -> None:
    visitor = visit(f"{path}?lang={lang}", width=390, height=844, touch=True)
    expect(visitor.page.locator("footer")).to_be_attached()
    width = visitor.page.evaluate(
        "() => Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert width <= 390


def test_one_tap_opens_one_thing(visit: Visit) -> None:
    visitor = visit(width=390, height=844, touch=True)
    frame = visitor.map()
    visitor.marker("dishili-village").tap()
    expect(visitor.popup()).to_contain_text("第什里村")
    expect(frame.locator(".leaflet-tooltip")).to_have_count(0)
    expect(frame.locator(".leaflet-popup")).to_have_count(1)


def test_map_stands_in_the_first_screen_of_a_phone(visit: Visit) -> None:
    visitor = visit(width=390, height=844, touch=True)
    visitor.map()
    box = visitor.page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert box is not None
    assert box["y"] < 844 / 2


def test_a_layer_that_does_not_load_is_told_and_can_be_tried_again(
    browser: Browser, address: str
) -> None:
    visitor = Visitor(browser, address, "/sources")  # warm, without the map
    visitor.page.route("**/layers/**/roads.*", lambda route: route.abort())
    visitor.page.goto(address)
    notice = visitor._in_map(".om-notice")
    expect(notice).to_contain_text("地图数据没有载入")
    visitor.page.unroute("**/layers/**/roads.*")
    notice.locator("button").click()
    expect(visitor.markers()).to_have_count(15)
    expect(notice).to_be_hidden()
    visitor.close()


def test_a_broken_package_is_told_fault_by_fault(visit: Visit, tmp_path: Path) -> None:
    package = tmp_path / "data" / "anci-2022"
    shutil.copytree(ROOT / "data" / "anci-2022", package)
    figures = package / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace(",14000,exact,", ",many,exact,"), encoding="utf-8")
    with serve(tmp_path / "data", tmp_path / "log") as address:
        visitor = visit(address=address)
        expect(visitor.page.locator("body")).to_contain_text("figures.csv 第")
        expect(visitor.page.locator("body")).to_contain_text("“many” 不是数字")
        body = visitor.page.locator("body").inner_text()
        assert str(tmp_path) not in body
        assert "Traceback" not in body
        visitor.leave()


def test_a_sub_path_works(visit: Visit, tmp_path: Path) -> None:
    with serve(
        ROOT / "data", tmp_path / "log", STREAMLIT_SERVER_BASE_URL_PATH="district/map"
    ) as address:
        visitor = visit("/?place=minghua-road", address=address)
        expect(visitor.popup()).to_contain_text("14,000平方米")
        visitor.page.get_by_role("link", name="数字").click()
        visitor.page.wait_for_url("**/district/map/figures?place=minghua-road")
        href = visitor.page.get_by_role("link", name="下载 CSV").get_attribute("href")
        assert href is not None
        answer = visitor.page.request.get(f"{address}/{href}")
        assert answer.ok
        assert answer.body().count(b"\r\n") == 56
        visitor.leave()

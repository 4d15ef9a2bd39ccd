"""What does a phone show, and what happens when the network or the data fail?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.language.texts import text
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


WORDLESS = """
() => [...document.querySelectorAll("button, summary, a, [role=button]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .filter((node) => node.getBoundingClientRect().width)
  .filter((node) => !/[\\p{L}\\p{N}]/u.test(node.innerText))
  .map((node) => node.getAttribute("aria-label") || node.title || node.outerHTML.slice(0, 120))
"""
"""What can be pressed and says no word of its own, by the name that a screen reader has for it."""


@pytest.mark.parametrize("path", ["/", "/figures", "/sources", "/?story=rural"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_phones_pages_fit_it_and_their_buttons_have_words(
    go_on: Visit, path: str, lang: str
) -> None:
    sign = "&" if "?" in path else "?"
    visitor = go_on(f"{path}{sign}lang={lang}", width=390, height=844, touch=True)
    expect(visitor.page.locator("footer")).to_be_attached()
    assert visitor.page.evaluate(WORDLESS) == []
    if path.startswith("/?") or path == "/":
        near = text("map.near", lang)
        drawn = visitor.map().evaluate(WORDLESS)
        assert near in drawn, "the map's own four or five are drawings"
        assert len(drawn) <= 5
        assert not [name for name in drawn if name.startswith("<")], "each of them has a name"
    width = visitor.page.evaluate(
        "() => Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert width <= 390


LONE_MARKS = """
() => [...document.querySelectorAll("sup")].filter((mark) => {
  const before = document.createRange(), word = mark.previousSibling;
  before.setStart(word, word.data.trimEnd().length - 1);
  before.setEnd(word, word.data.trimEnd().length);
  return mark.getBoundingClientRect().top >= before.getBoundingClientRect().bottom;
}).map((mark) => mark.parentElement.innerText)
"""
"""Marks of sources that begin a line, with what they stand behind."""


@pytest.mark.parametrize("path", ["/?w=streetscape", "/anci-2022/place/shunan-street?"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mark_stands_beside_the_word_that_it_follows(
    browser: Browser, address: str, path: str, lang: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}{path}&lang={lang}".replace("?&", "?"))
    expect(page.locator("dt sup").nth(4)).to_be_attached()
    for width in range(320, 440, 6):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(LONE_MARKS) == [], width
    page.context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tile_of_a_link_is_in_sight_and_the_panels_head_is_one_line(
    go_on: Visit, lang: str
) -> None:
    link = f"/?w=publicity&place=anci&lang={lang}"
    visitor = go_on(link, width=390, height=844, touch=True)
    chosen = ":is([aria-checked=true], [aria-pressed=true])"
    tile = visitor.page.locator(f".st-key-tiles button{chosen}")
    expect(tile).to_be_in_viewport(ratio=0.9)
    middles = [
        box["y"] + box["height"] / 2
        for part in (".panel h2", ".sheet-size", ".st-key-panel-close button")
        if (box := visitor.page.locator(part).bounding_box())
    ]
    assert len(middles) == 3
    assert max(middles) - min(middles) <= 6


def test_one_tap_opens_one_thing(go_on: Visit) -> None:
    visitor = go_on(width=390, height=844, touch=True)
    frame = visitor.map()
    visitor.marker("dishili-village").tap()
    expect(visitor.panel()).to_contain_text("第什里村")
    expect(frame.locator(".leaflet-tooltip")).to_have_count(0)
    expect(frame.locator(".leaflet-popup")).to_have_count(0)
    frame.locator("#map_div").tap(position={"x": 20, "y": 300})
    expect(visitor.panel()).to_have_count(0)
    visitor.expect_query()


def test_without_a_panel_the_map_says_it_itself(go_on: Visit) -> None:
    visitor = go_on("/?embed=true", width=390, height=600, touch=True)
    visitor.map()
    visitor.marker("dishili-village").tap()
    expect(visitor.popup()).to_contain_text("第什里村")


@pytest.mark.parametrize(
    ("place", "width", "height"), [("minghua-road", 390, 844), ("songwangwu-village", 360, 640)]
)
def test_the_sheet_leaves_the_place_in_sight(
    go_on: Visit, width: int, height: int, place: str
) -> None:
    visitor = go_on(width=width, height=height, touch=True)
    visitor.map()
    for select in (lambda: visitor.choose(place), visitor.row(place).tap):
        select()
        sheet = visitor.page.locator(".st-key-panel")
        expect(sheet).to_be_visible()
        visitor.still()  # the page moves smoothly
        box, symbol = sheet.bounding_box(), visitor.marker(place).bounding_box()
        assert box is not None
        assert symbol is not None
        assert box["y"] + box["height"] == pytest.approx(height, abs=1)
        assert box["width"] == width
        assert box["height"] <= height / 2 + 1
        assert symbol["y"] >= 0
        assert symbol["y"] + symbol["height"] <= box["y"] + 1
        close = visitor.page.locator(".st-key-panel-close button")
        expect(close).to_be_in_viewport(ratio=1)
        close.tap()
        expect(visitor.panel()).to_have_count(0)


SMALL = """
() => [...document.querySelectorAll("button, a, summary, input:not([type=hidden]), .om-marker")]
  .filter((node) => {
    const box = node.getBoundingClientRect();
    const inLine = node.matches(".stHtml :is(a:not(.button), button.copy:not(.strong))");
    const aside = ".skip, [data-testid=stSkipToContent], [tabindex='-1']";
    if (!node.checkVisibility() || node.matches(aside) || inLine) return false;
    const field = node.closest("[data-testid=stTextInputRootElement], label") || node;
    const { width, height } = field.getBoundingClientRect();
    return box.width && (height < 43.5 || width < 43.5);
  })
  .map((node) => node.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(
    "path", ["/?place=minghua-road", "/figures", "/sources", "/?v=0.0.1", "/?story=rural", "/none"]
)
def test_a_finger_hits_everything_but_links_in_a_line(go_on: Visit, path: str) -> None:
    visitor = go_on(path, width=390, height=844, touch=True)
    visitor.page.locator("h1").first.wait_for()
    if path != "/none":  # which no script draws
        visitor.settled()  # what is not there yet is not too small
    if path.startswith("/?") and "v=" not in path:
        assert visitor.map().evaluate(SMALL) == []
        visitor.page.locator(".st-key-share button").tap()
        visitor.page.locator("#share-link").wait_for()
    assert visitor.page.evaluate(SMALL) == []
    visitor.errors = [error for error in visitor.errors if "404" not in error]


WHOLE_IN_SIGHT = """
node => {
  const { top, left, right, bottom } = node.getBoundingClientRect();
  return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight;
}
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_phones_first_screen_has_the_sentence_two_tiles_and_the_map(
    go_on: Visit, lang: str
) -> None:
    visitor = go_on(f"/?lang={lang}", width=390, height=844, touch=True)
    visitor.map()
    visitor.settled()
    line = visitor.page.locator(".lead-line")
    assert "2,484" in line.inner_text()
    assert line.evaluate(WHOLE_IN_SIGHT)
    tiles = visitor.page.locator(".st-key-tiles button").all()
    seen = [tile for tile in tiles if tile.evaluate(WHOLE_IN_SIGHT)]
    assert len(seen) >= 2
    assert all("20" in tile.inner_text() for tile in seen[:1]), "with its figure"
    tops = "found => [...new Set(found.map(node => Math.round(node.getBoundingClientRect().top)))]"
    for part in ("strong", "em"):
        lines = visitor.page.eval_on_selector_all(f".st-key-tiles button {part}", tops)
        assert len(lines) == 1, "numbers and subjects stand on a line each, however long the names"
    frame = visitor.page.locator('iframe[src*="one_map"]')
    box = frame.bounding_box()
    assert box is not None
    assert min(box["y"] + box["height"], 844) - box["y"] >= 844 / 2, "half of it is the map"
    badges = [badge.bounding_box() for badge in visitor._in_map(".om-of-area").all()]
    assert badges
    assert all(badge and badge["y"] + badge["height"] <= 844 for badge in badges)


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
    visitor.expect_places(15)
    expect(notice).to_be_hidden()
    visitor.close()


def test_a_broken_package_is_told_fault_by_fault(visit: Visit, tmp_path: Path) -> None:
    package = tmp_path / "data" / "anci-2022"
    shutil.copytree(ROOT / "data" / "anci-2022", package)
    figures = package / "figures.csv"
    rows = figures.read_text(encoding="utf-8")
    figures.write_text(rows.replace(",14000,exact,", ",many,exact,"), encoding="utf-8")
    with serve(tmp_path / "data", tmp_path / "log") as address:
        visitor = visit(address=address)
        expect(visitor.page.locator("body")).to_contain_text("figures.csv 第")
        expect(visitor.page.locator("body")).to_contain_text("“many” 不是数字")
        body = visitor.page.locator("body").inner_text()
        assert str(tmp_path) not in body
        assert "Traceback" not in body
        visitor.leave()


def test_a_sub_path_works(visit: Visit, anci_root: Path, tmp_path: Path) -> None:
    with serve(
        anci_root.parent, tmp_path / "log", STREAMLIT_SERVER_BASE_URL_PATH="district/map"
    ) as address:
        visitor = visit("/?place=minghua-road", address=address)
        expect(visitor.popup()).to_contain_text("14,000平方米")
        visitor.page.get_by_role("link", name="数据").click()
        visitor.page.wait_for_url("**/district/map/figures?place=minghua-road")
        href = visitor.page.get_by_role("link", name="下载 CSV").get_attribute("href")
        assert href is not None
        answer = visitor.page.request.get(f"{address}/{href}")
        assert answer.ok
        assert answer.body().count(b"\r\n") == 56
        visitor.leave()

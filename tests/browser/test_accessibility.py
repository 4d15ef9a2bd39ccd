"""Can everybody use it: by keyboard, by ear, in a contrast theme? With weak eyes: test_axe.py."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.language.texts import text
from tests.browser.file_reader import OpenFile
from tests.browser.rings import cut_off
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
FRAMED = """selector => ["true", "false"].map(is => {
  const own = `${selector}:is([aria-pressed=${is}], [aria-checked=${is}])`;
  return getComputedStyle(document.querySelector(own)).outlineStyle; })"""


def test_in_a_contrast_theme_a_frame_says_what_is_chosen(
    visit: Visit, open_explorer: OpenFile
) -> None:
    page = visit("/?w=old-compounds").page
    reader = open_explorer("w=old-compounds")
    for shown, selectors in (
        (page, (".st-key-tiles button", ".st-key-language button")),
        (reader.page, (".workstreams button", ".languages button")),
    ):
        shown.emulate_media(forced_colors="active")
        for selector in selectors:
            chosen = f"{selector}:is([aria-pressed=true], [aria-checked=true])"
            expect(shown.locator(chosen).first).to_be_attached()
            assert shown.evaluate(FRAMED, selector) == ["solid", "none"], selector
    symbol = "() => getComputedStyle(document.querySelector('.st-key-tiles button'), '::before')"
    ground = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert page.evaluate(f"{symbol}.backgroundColor") != page.evaluate(ground)


@pytest.mark.parametrize(
    ("lang", "path"), list(itertools.product(["zh", "en"], ["/", "/figures", "/sources"]))
)
def test_a_page_says_its_language_and_which_it_is(go_on: Visit, lang: str, path: str) -> None:
    visitor = go_on(f"{path}?lang={lang}", lang="fr-FR")
    expect(visitor.page.locator("footer")).to_be_attached()
    expect(visitor.page.locator("html")).to_have_attribute(
        "lang", {"zh": "zh-CN", "en": "en"}[lang]
    )
    here = visitor.page.locator('.st-key-pages a[aria-current="page"]')
    key = {"/": "map", "/figures": "figures", "/sources": "sources"}[path]
    expect(here).to_have_text(text(f"page.{key}", lang))


def test_the_maps_frame_has_a_title(go_on: Visit) -> None:
    visitor = go_on("/?lang=en")
    visitor.map()
    frame = visitor.page.locator('iframe[src*="one_map"]')
    expect(frame).to_have_attribute("title", text("map.frame", "en"))
    expect(visitor.marker("minghua-road")).to_have_attribute(
        "aria-label", "Urban area: 10 places, Estate renovation, Streetscape"
    )


# ---- What is said -----------------------------------------------------------------------------


def announcements(visitor: Visitor) -> list[str]:
    """What the page said since it was listened to."""
    said: list[str] = visitor.page.evaluate("() => window.heard")
    return said


def listen(visitor: Visitor) -> None:
    visitor.map()
    visitor.settled()
    visitor.page.evaluate(
        "() => { window.heard = []; const region = document.querySelector('.announced');"
        " new MutationObserver(() => window.heard.push(region.innerText.trim()))"
        ".observe(region, { childList: true }); }"
    )


@pytest.mark.parametrize(
    ("lang", "shown", "selected", "none"),
    [
        ("zh", "显示 4 个地点、2 项数据", "已选中宋王务村", "没有选中地点"),
        ("en", "4 places and 2 figures shown", "Songwangwu Village selected", "No place selected"),
    ],
)
def test_filter_and_selection_are_said_once(
    go_on: Visit, lang: str, shown: str, selected: str, none: str
) -> None:
    visitor = go_on(f"/?lang={lang}")
    listen(visitor)
    visitor.page.locator(".st-key-workstreams button").nth(3).click()  # the countryside
    expect(visitor.page.locator(".announced")).to_have_text(shown)
    visitor.row("songwangwu-village").click()
    expect(visitor.page.locator(".announced")).to_have_text(selected)
    visitor.page.locator(".st-key-panel-close button").click()
    expect(visitor.page.locator(".announced")).to_have_text(none)
    assert announcements(visitor) == [shown, selected, none]


def test_opening_a_page_says_nothing(go_on: Visit) -> None:
    visitor = go_on("/?w=rural&place=songwangwu-village")
    listen(visitor)
    expect(visitor.popup()).to_be_visible()
    expect(visitor.page.locator(".announced")).to_be_empty()
    assert announcements(visitor) == []


def test_the_chosen_row_says_that_it_is(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    expect(visitor.row("minghua-road")).to_have_attribute("aria-pressed", "false")
    visitor.choose("minghua-road")
    expect(visitor.row("minghua-road")).to_have_attribute("aria-pressed", "true")
    assert visitor.page.locator('[class*="--row"] button[aria-pressed="true"]').count() == 1


# ---- By keyboard ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "key", "target"),
    [("zh", "map", ".st-key-map-frame iframe"), ("en", "list", ".st-key-places .list-title")],
)
def test_the_first_stops_of_the_keyboard_lead_past_the_top(
    go_on: Visit, lang: str, key: str, target: str
) -> None:
    visitor = go_on(f"/?lang={lang}")
    visitor.map()
    stop = visitor.page.get_by_role("button", name=text(f"skip.{key}", lang))
    for _ in range(4):
        visitor.page.keyboard.press("Tab")
        if stop.evaluate("node => node === document.activeElement"):
            break
    expect(stop).to_be_focused()
    expect(stop).to_be_in_viewport(ratio=1)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(target)).to_be_focused()


def test_every_badge_is_reached_opened_and_left_by_keyboard(go_on: Visit) -> None:
    visitor = go_on()
    frame = visitor.map()
    visitor.page.locator(".st-key-map-frame iframe").focus()
    opened = frame.locator(".om-popup, .om-list")
    counted: dict[str, int] = {}
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        area = frame.evaluate("() => document.activeElement.dataset.area || null")
        if area is None:
            continue
        counted[area] = int(frame.evaluate("() => document.activeElement.dataset.count"))
        visitor.page.keyboard.press("Enter")
        expect(opened).to_have_count(1)
        visitor.page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        assert frame.evaluate("() => document.activeElement.dataset.area") == area
    assert counted == {"anci-urban-area": 10, "yangshuiwu": 1, "qiuzhuang": 1, "diaohetou": 1}


RING = """
() => {
  const isRinged = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const focused = document.activeElement;
  return isRinged(focused) || (focused.matches("input") && isRinged(focused.parentElement));
}
"""
"""Whether what has the focus has a ring; that of a field goes round its sign as well."""


@pytest.mark.parametrize("path", ["/?place=minghua-road", "/figures", "/?v=0.0.1"])
def test_each_stop_of_the_keyboard_is_seen(go_on: Visit, path: str) -> None:
    visitor = go_on(path)
    visitor.page.locator("h1").wait_for()
    if path == "/?place=minghua-road":
        visitor.map()
    stops = 0
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        here: Page | Frame = visitor.page
        if here.evaluate("() => document.activeElement.matches('iframe')"):
            here = visitor.map()
        name: str = here.evaluate("() => document.activeElement.outerHTML.slice(0, 150)")
        if name.startswith("<body"):
            continue
        assert here.evaluate(RING), name
        stops += 1
    assert stops > 0


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize(
    "path", ["/?place=minghua-road", "/?w=streetscape", "/?story=rural", "/figures", "/sources"]
)
def test_no_ring_of_the_keyboard_is_cut_off(go_on: Visit, path: str, size: tuple[int, int]) -> None:
    visitor = go_on(path, width=size[0], height=size[1])
    expect(visitor.page.locator("footer")).to_be_attached()
    visitor.settled()
    assert cut_off(visitor.page) == []


@pytest.mark.parametrize(
    "view",
    ["w=streetscape", "story=rural", "embed=true&ui=legend,search,panel&place=anci"],
)
def test_nor_is_one_in_the_light_page(open_explorer: OpenFile, view: str) -> None:
    page = open_explorer(view).page
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert cut_off(page) == []


def test_nor_is_one_in_the_dialog(go_on: Visit) -> None:
    page = go_on("/?lang=en&place=minghua-road").page
    page.locator(".st-key-share button").click()
    for section in ("link", "embed", "cite", "sheet", "download"):
        named = page.locator(
            ".st-key-share-section button", has_text=text(f"share.{section}", "en")
        )
        named.click()
        expect(named).to_have_attribute("aria-checked", "true")
        page.wait_for_function(
            "() => document.querySelector('[data-test-script-state=notRunning]')"
        )
        assert cut_off(page) == []


def test_the_dialog_keeps_the_keyboard_and_gives_it_back(go_on: Visit) -> None:
    visitor = go_on("/?lang=zh")
    visitor.map()
    button = visitor.page.locator(".st-key-share button")
    button.focus()
    visitor.page.keyboard.press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.locator("> button")).to_have_attribute("aria-label", text("dialog.close", "zh"))
    visitor.page.locator("#share-link").wait_for()
    for _ in range(15):
        visitor.page.keyboard.press("Tab")
        assert dialog.evaluate("node => node.contains(document.activeElement)")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_closing_the_panel_goes_back_to_the_row(go_on: Visit) -> None:
    visitor = go_on(width=390, height=844)
    visitor.map()
    visitor.row("shunan-street").focus()
    visitor.page.keyboard.press("Enter")
    close = visitor.page.locator(".st-key-panel-close button")
    expect(close).to_be_enabled()
    close.focus()
    visitor.page.keyboard.press("Escape")
    expect(visitor.panel()).to_have_count(0)
    expect(visitor.row("shunan-street")).to_be_focused()


def test_closing_the_panel_goes_back_to_the_symbol(go_on: Visit) -> None:
    visitor = go_on(width=390, height=844)
    frame = visitor.map()
    visitor.choose("shunan-street")
    visitor.page.locator(".st-key-panel-close button").click()
    expect(visitor.panel()).to_have_count(0)
    holds = frame.evaluate("() => document.activeElement.dataset.members.split(' ')")
    assert "shunan-street-surroundings" in holds

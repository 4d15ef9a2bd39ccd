"""Can the year be told from the map?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from geo.language.texts import text
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def name(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator(".story h2")).to_have_text(words)


def test_the_story_keeps_map_and_keyboard(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map().evaluate("() => { window.kept = true; }")
    visitor.page.get_by_role("button", name=text("story.begin", "zh")).click()
    name(visitor, "安次区2022年城市更新一张图")
    expect(visitor.page.locator(".st-key-story-button button")).to_be_focused()
    following = visitor.page.get_by_role("button", name=text("story.next", "zh"))
    following.focus()
    for words in ("老旧小区改造", "市容环境", "市场秩序"):
        visitor.page.keyboard.press("Enter")
        name(visitor, words)
        expect(following).to_be_focused()
    visitor.expect_places(1)
    visitor.expect_query(story="markets")
    visitor.page.keyboard.press("ArrowRight")
    name(visitor, "乡村人居")
    visitor.expect_places(4)
    visitor.page.keyboard.press("ArrowLeft")
    name(visitor, "市场秩序")
    visitor.page.go_back()
    name(visitor, "乡村人居")
    visitor.page.get_by_role("button", name=text("story.end", "zh")).click()
    visitor.expect_places(15)
    visitor.expect_query()
    assert visitor.map().evaluate("() => window.kept"), "the map was drawn anew"


def test_arrow_keys_belong_to_what_has_the_keyboard(go_on: Visit) -> None:
    visitor = go_on("/?story=markets")
    visitor.map()
    name(visitor, "市场秩序")
    visitor.page.locator(".st-key-language button").first.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.locator(".st-key-story-next button").focus()
    visitor.page.keyboard.press("Alt+Shift+ArrowRight")
    visitor.expect_query(story="markets")


def test_a_step_selects_places_and_fits_a_phone(go_on: Visit) -> None:
    visitor = go_on("/?story=streetscape", width=390, height=844, touch=True)
    visitor.map()
    tops = visitor.page.evaluate(
        "() => ['.st-key-story-head', 'iframe', '.story.rest']"
        ".map((part) => document.querySelector(part).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops), "what it is about, the map, then the rest"
    wide = visitor.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    visitor.row("shunan-street").tap()
    expect(visitor.panel()).to_contain_text("顺安街")
    visitor.expect_query(story="streetscape", place="shunan-street")

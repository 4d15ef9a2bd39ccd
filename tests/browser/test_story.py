"""Can the year be told from the map, and is somebody new told how to read it, once?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from geo.language.texts import text
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def name(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator(".story h2")).to_have_text(words)


def test_the_story_keeps_map_and_keyboard(visit: Visit) -> None:
    visitor = visit()
    visitor.map().evaluate("() => { window.kept = true; }")
    visitor.page.get_by_role("button", name=text("story.begin", "zh")).click()
    name(visitor, "老旧小区改造")
    expect(visitor.page.locator(".st-key-story-button button")).to_be_focused()
    following = visitor.page.get_by_role("button", name=text("story.next", "zh"))
    following.focus()
    for words in ("市容环境", "市场秩序"):
        visitor.page.keyboard.press("Enter")
        name(visitor, words)
        expect(following).to_be_focused()
    expect(visitor.markers()).to_have_count(1)
    visitor.expect_query(story="markets")
    visitor.page.keyboard.press("ArrowRight")
    name(visitor, "乡村人居")
    expect(visitor.markers()).to_have_count(4)
    visitor.page.keyboard.press("ArrowLeft")
    name(visitor, "市场秩序")
    visitor.page.go_back()
    name(visitor, "乡村人居")
    visitor.page.get_by_role("button", name=text("story.end", "zh")).click()
    expect(visitor.markers()).to_have_count(15)
    visitor.expect_query()
    assert visitor.map().evaluate("() => window.kept"), "the map was drawn anew"


def test_arrow_keys_belong_to_what_has_the_keyboard(visit: Visit) -> None:
    visitor = visit("/?story=markets")
    visitor.map()
    name(visitor, "市场秩序")
    visitor.page.locator(".st-key-language button").first.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.locator(".st-key-story-next button").focus()
    visitor.page.keyboard.press("Alt+Shift+ArrowRight")
    visitor.expect_query(story="markets")


def test_a_step_selects_places_and_fits_a_phone(visit: Visit) -> None:
    visitor = visit("/?story=streetscape", width=390, height=844, touch=True)
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


def test_the_card_is_shown_once_and_moves_nothing(visit: Visit) -> None:
    visitor = visit(first_visit=True)
    visitor.map()
    card = visitor.page.locator(".welcome")
    expect(card).to_be_visible()
    top = "() => document.querySelector('iframe').getBoundingClientRect().top"
    before, received = visitor.page.evaluate(top), len(visitor.frames_received)
    close = visitor.page.get_by_role("button", name=text("welcome.close", "zh"))
    close.focus()
    visitor.page.keyboard.press("Enter")
    expect(card).to_be_hidden()
    assert visitor.page.evaluate(top) == before
    assert len(visitor.frames_received) == received, "no run of the page"
    visitor.page.reload()
    visitor.map()
    expect(card).to_be_hidden()
    visitor.page.get_by_role("button", name=text("welcome.again", "zh")).click()
    expect(card).to_be_visible()
    expect(visitor.page.locator("#welcome-title")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_card_is_not_in_the_way_of_a_story_or_in_an_embedding(visit: Visit) -> None:
    for link in ("/?story=rural", "/?embed=true"):
        visitor = visit(link, first_visit=True)
        visitor.map()
        expect(visitor.page.locator(".welcome:visible")).to_have_count(0)

"""Does the page answer a press at once, and as the run then does?

What the page says to the server is held back, so that no run can have answered; then it is let go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Route

from tests.browser.visitor import FOLLOWED, Visitor, until

Visit = Callable[..., Visitor]
HOLD = """
() => {
  const { send } = WebSocket.prototype;
  window.unsaid = [];
  WebSocket.prototype.send = function (said) {
    if (window.unsaid) window.unsaid.push(() => send.call(this, said)); else send.call(this, said);
  };
}
"""
SEEN = """
() => {
  const visible = (of) =>
    [...document.querySelectorAll(of)].filter((node) => node.checkVisibility());
  const words = (of) => visible(of).map((node) => node.textContent.trim());
  const { state, isShown } = document.querySelector("iframe[src*=one_map]").contentWindow.oneMap;
  const frame = document.querySelector("iframe[src*=one_map]").contentDocument;
  const rows = visible('[class*="--row"] button');
  const { crowd } = document.querySelector("iframe[src*=one_map]").contentWindow.oneMap;
  const { counts, found } = crowd?.shown.filter || {};
  return {
    title: words(".list-title, .ahead-title"),
    rows: rows.map((node) => node.textContent.trim()),
    colours: rows.map((node) => getComputedStyle(node).borderLeftColor),
    places: rows.map((node) => Math.round(node.getBoundingClientRect().top - rows[0]
      .getBoundingClientRect().top)),
    empty: words(".st-key-places .empty"),
    shown: [...state.places.values()].filter(isShown).map(({ id }) => id),
    figures: Object.values(state.catalogue.figures).map(({ index }) => state.figures(index)),
    legend: [...frame.querySelectorAll(".om-legend li b")].map((node) => node.textContent),
    crowd: [counts, found && String(found.bits)],
    selected: state.place,
  };
}
"""
LET_GO = "() => { const all = window.unsaid; window.unsaid = null; all.forEach((go) => go()); }"
AHEAD = "() => 'ahead' in document.documentElement.dataset"
FORMER = "() => document.querySelector('.ahead-title')?.classList.add('former')"
ANSWERED = f"() => ({AHEAD})() && !document.querySelector('.ahead-title.former')"
"""A list is there that is not the one which letters in the field had shown before."""


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_each_press_shows_at_once_what_the_run_then_shows(visit: Visit, lang: str) -> None:
    visitor = visit("/?place=minghua-road", lang=lang)
    hold(visitor)
    chips = visitor.page.locator(".st-key-workstreams button")
    for number in (0, 1, 1, 3, 7):  # pressed again, all are shown
        compared(visitor, chips.nth(number))


def test_a_layer_and_a_text_narrow_what_a_press_shows(visit: Visit) -> None:
    visitor = visit("/?q=路&w=streetscape,rural")  # a link may name several
    hold(visitor)
    visitor.legend().locator("summary").click()
    chips = visitor.page.locator(".st-key-workstreams button")
    for pressed in (
        visitor.legend().locator('[data-layer="roads"]'),
        chips.nth(1),
        visitor.legend().locator('[data-layer="roads"]'),
        chips.nth(2),
    ):
        compared(visitor, pressed)


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_a_text_and_a_suggestion_show_at_once_what_the_run_then_shows(
    visit: Visit, lang: str
) -> None:
    visitor = visit("/?w=streetscape", lang=lang)
    hold(visitor)
    field = visitor.page.get_by_role("combobox").first
    for typed, last in (("  村 1 ", True), ("zzz", True), ("minghua", False), ("roads", False)):
        field.fill(typed)
        rows = visitor.page.locator("#find-list [role=option]")
        compared(visitor, rows.last if last else rows.first)
    field.fill("?!")  # nothing is suggested but itself
    visitor.page.locator("#find-list [role=option]").wait_for()
    compared(visitor, field, lambda: field.press("Enter"))


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_letters_are_answered_as_they_come_and_the_server_hears_of_them_once_they_are_left(
    visit: Visit, lang: str
) -> None:
    visitor = visit("/?w=streetscape", lang=lang)
    hold(visitor)
    page, field = visitor.page, visitor.page.get_by_role("combobox").first
    whole: dict[str, Any] = page.evaluate(SEEN)
    page.evaluate("() => { window.unsaid = []; }")
    field.click()
    for letters, found in (("mingh", ["minghua-road"]), ("u", ["minghua-road"]), (" zzz", [])):
        page.keyboard.type(letters)
        page.wait_for_function(AHEAD)
        page.evaluate(FOLLOWED)
        assert page.evaluate(SEEN)["shown"] == found
    for _ in range(2):  # the suggestions go, then the letters
        page.keyboard.press("Escape")
    page.wait_for_function(f"() => !({AHEAD})()")
    assert page.evaluate(SEEN) == whole
    page.keyboard.type("roads")
    page.keyboard.press("Backspace")
    page.wait_for_function(AHEAD)
    assert page.evaluate("() => window.unsaid") == []
    ahead = page.evaluate(SEEN)
    field.press("Tab")
    confirmed(visitor, ahead)
    visitor.expect_query(w="streetscape", q="road")


def test_letters_that_come_before_the_script_does_are_answered_then(visit: Visit) -> None:
    visitor = visit("/")
    hold(visitor)
    page, late = visitor.page, list[Route]()
    page.route("**/assets/ahead.*", lambda route: late.append(route))  # noqa: PLW0108  # it looks inside
    page.get_by_role("combobox").first.fill("minghua")
    until(page, lambda: late)
    late[0].continue_()
    page.wait_for_function(AHEAD)
    assert page.evaluate(SEEN)["shown"] == ["minghua-road"]


def test_letters_typed_while_a_run_answers_something_else_stay_answered(visit: Visit) -> None:
    visitor = visit("/")
    hold(visitor)
    page = visitor.page
    page.evaluate("() => { window.unsaid = []; }")
    page.locator(".st-key-workstreams button").nth(1).click()
    page.wait_for_function(AHEAD)
    page.get_by_role("combobox").first.click()
    page.keyboard.type("minghua")
    page.evaluate(FOLLOWED)
    page.evaluate(FORMER)
    page.evaluate(LET_GO)
    page.wait_for_function(ANSWERED)  # anew, once the run has ended
    until(page, lambda: page.evaluate(SEEN)["shown"] == ["minghua-road"])


def test_half_a_word_of_an_input_method_is_not_looked_for(visit: Visit) -> None:
    visitor = visit("/")
    hold(visitor)
    page, field = visitor.page, visitor.page.get_by_role("combobox").first
    method = page.context.new_cdp_session(page)
    field.click()
    page.keyboard.type("明华")
    page.wait_for_function(AHEAD)
    known: dict[str, Any] = page.evaluate(SEEN)
    half = {"text": "lu", "selectionStart": 2, "selectionEnd": 2}
    method.send("Input.imeSetComposition", half)
    assert field.input_value() == "明华lu"
    page.evaluate(FOLLOWED)
    assert page.evaluate(SEEN) == known
    method.send("Input.insertText", {"text": "村"})
    page.evaluate(FOLLOWED)
    assert (known["shown"], page.evaluate(SEEN)["shown"]) == (["minghua-road"], [])


def test_half_a_word_is_not_looked_for_when_a_run_ends_either(visit: Visit) -> None:
    visitor = visit("/")
    hold(visitor)
    page, field = visitor.page, visitor.page.get_by_role("combobox").first
    method = page.context.new_cdp_session(page)
    page.evaluate("() => { window.unsaid = []; }")
    page.locator(".st-key-workstreams button").nth(1).click()
    page.wait_for_function(AHEAD)
    known: dict[str, Any] = page.evaluate(SEEN)
    field.click()
    half = {"text": "lu", "selectionStart": 2, "selectionEnd": 2}
    method.send("Input.imeSetComposition", half)
    page.evaluate(LET_GO)
    page.wait_for_function(f"() => !({AHEAD})()")
    visitor.settled()
    assert page.evaluate(SEEN) == known


def hold(visitor: Visitor) -> None:
    """Wait for the page, and have what it says to the server in hand from now on."""
    visitor.map()
    visitor.settled()
    visitor.page.evaluate(HOLD)
    visitor.page.evaluate("() => { window.unsaid = null; }")


def compared(visitor: Visitor, pressed: Locator, press: Callable[[], None] | None = None) -> None:
    """Press while nothing reaches the server, and compare with what its run then shows."""
    page = visitor.page
    before: dict[str, Any] = page.evaluate(SEEN)
    runs = visitor.runs()
    page.evaluate("() => { window.unsaid = []; }")
    page.evaluate(FORMER)
    (press or pressed.click)()
    page.wait_for_function(ANSWERED)
    ahead = page.evaluate(SEEN)
    assert visitor.runs() == runs
    assert ahead["title"] != before["title"] or ahead["shown"] == before["shown"]
    confirmed(visitor, ahead)


def confirmed(visitor: Visitor, ahead: dict[str, Any]) -> None:
    """Let the server hear of it, and see that its run shows what was shown ahead of it."""
    page = visitor.page
    page.wait_for_function("() => window.unsaid.length > 0")
    page.evaluate(LET_GO)
    page.wait_for_function(f"() => !({AHEAD})()")
    visitor.settled()
    assert page.evaluate(SEEN) == ahead

"""What does a reader see without scripts, without a connection, and without the map's own files?

Sockets are closed, kept silent and cut by a stand-in between the page and the app.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from tests.browser.pauses import HOLD_BACK, SILENT_MS, TIME_PASSES
from tests.browser.visitor import WAIT_MS, Visitor, answered, at_rest

HAN = re.compile(r"[\u4e00-\u9fff]")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
OURS = {
    "waiting": {"zh": "页面还在等服务器", "en": "Still waiting for the server"},
    "lost": {"zh": "连接中断，正在重新连接", "en": "Connection lost, reconnecting"},
    "silent": {"zh": "服务器还没有回应", "en": "No answer from the server yet"},
    "map": {"zh": "地图还没有载入", "en": "The map has not loaded"},
    "works": {"zh": "现在就可以取用", "en": "What works in the meantime"},
    "gone": {"zh": "现在连不上服务器", "en": "The server cannot be reached"},
}


WATCH_DIALOGS = """
() => {
  window.dialogs = { made: 0, seen: 0 };
  const find = () => document.querySelector('[role="dialog"]');
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    if (added.some((node) => node.querySelector && node.querySelector('[role="dialog"]'))) {
      window.dialogs.made += 1;
    }
  }).observe(document.body, { childList: true, subtree: true });
  const look = () => {
    if (find() && find().checkVisibility({ opacityProperty: true })) window.dialogs.seen += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""


@dataclass
class Wire:
    """What lies between the page and the app."""

    state: str = "open"
    sockets: list[WebSocketRoute] = field(default_factory=list)

    def take(self, socket: WebSocketRoute) -> None:
        if self.state == "closed":
            socket.close()
            return
        self.sockets.append(socket)
        server = socket.connect_to_server()
        socket.on_message(lambda message: self.state == "open" and server.send(message))
        server.on_message(lambda message: self.state == "open" and socket.send(message))

    def cut(self) -> None:
        self.state = "closed"
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()


Start = Callable[..., tuple[Page, Wire]]


@pytest.fixture
def start(browser: Browser, address: str) -> Iterator[Start]:
    contexts = []

    def begin(
        lang: str, state: str = "open", path: str = "/", *, refused: str = "", **look: object
    ) -> tuple[Page, Wire]:
        context = browser.new_context(
            locale=LOCALES[lang], viewport={"width": 1280, "height": 800}, **look
        )  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        wire = Wire(state)
        page.route_web_socket("**/_stcore/stream", wire.take)
        if refused:
            page.route(refused, lambda route: route.abort())
        page.goto(address + path)
        return page, wire

    yield begin
    for context in contexts:
        context.close()


def said(page: Page, state: str, lang: str) -> Locator:
    """The words of a state, when they stand there; on a Chinese page there are no English ones."""
    box = page.locator(".calm:not([hidden])", has_text=OURS[state][lang])
    expect(box).to_be_visible()
    shown = re.sub(r"WebSocket|PDF|Excel|CSV|HTML|\s", "", box.inner_text())
    assert bool(HAN.search(shown)) == (lang == "zh")
    assert not (lang == "zh" and re.search("[A-Za-z]", shown)), shown
    return box


def works(page: Page, box: Locator, address: str, **wanted: str) -> None:
    """All that is offered can be had, of the view that is shown, in its language."""
    expect(box).to_contain_text(OURS["works"][wanted["lang"]])
    links = [link.get_attribute("href") or "" for link in box.get_by_role("link").all()]
    assert len(links) == 5
    for link in links:
        assert link.startswith(address)
        assert all(f"{name}={value}" in link for name, value in wanted.items()), link
        assert page.request.get(link).ok, link


@pytest.mark.parametrize(("lang", "state"), [("zh", "closed"), ("en", "silent")])
def test_an_office_that_lets_no_socket_through(
    start: Start, address: str, lang: str, state: str
) -> None:
    page, wire = start(lang, state, "/?w=streetscape")
    box = said(page, "waiting", lang)
    works(page, box, address, w="streetscape", lang=lang)
    assert not page.get_by_role("dialog").is_visible()
    if state == "closed":  # it comes through after all: the page goes on by itself
        wire.state = "open"
        page.locator("h1").first.wait_for()
        expect(box).to_have_count(0)


def test_the_connection_waits_for_no_other_answer(start: Start) -> None:
    page, _ = start("zh", refused="**/_stcore/h*")  # health, and what its host allows
    page.locator(".st-key-workstreams button").first.wait_for()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filter_without_a_network(start: Start, lang: str) -> None:
    page, _ = start(lang)
    chip = page.locator(".st-key-workstreams button").nth(1)
    chip.wait_for()
    at_rest(page)
    page.context.set_offline(True)
    chip.click()
    box = said(page, "lost", lang)
    expect(box).to_contain_text(OURS["gone"][lang])
    expect(box.get_by_role("link")).to_have_count(0)  # they would lead nowhere
    page.context.set_offline(False)
    expect(page.locator(".calm:not([hidden])")).to_have_count(0)


def test_a_server_that_goes_away_and_comes_back(start: Start, address: str) -> None:
    page, wire = start("zh")
    chip = page.locator(".st-key-workstreams button").nth(1)
    chip.wait_for()
    at_rest(page)
    page.evaluate(WATCH_DIALOGS)
    page.route("**/_stcore/**", lambda route: route.abort())
    wire.cut()
    box = said(page, "lost", "zh")
    expect(box).to_contain_text(OURS["gone"]["zh"])
    # Streamlit says so too, in English and to whoever runs it: it comes, and nobody sees it.
    page.wait_for_function("() => window.dialogs.made > 0")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate("() => window.dialogs.seen") == 0
    expect(page.get_by_text("Connection error")).to_have_count(0)
    page.unroute("**/_stcore/**")
    wire.state = "open"
    expect(page.locator(".calm:not([hidden])")).to_have_count(0)
    answered(page, chip.click)
    page.wait_for_function("() => location.search.includes('w=')")


def test_an_answer_that_does_not_come(start: Start, address: str) -> None:
    page, wire = start("en", path="/?lang=zh")
    chips = page.locator(".st-key-workstreams button")
    answered(page, chips.nth(1).click)  # or what the wire drops would be the end of that run
    wire.state = "silent"
    chips.nth(2).click()
    box = said(page, "silent", "zh")  # as the page is, not as the browser is
    works(page, box, address, w="streetscape", lang="zh")
    wire.state = "open"
    chips.nth(3).click()
    expect(page.locator(".calm:not([hidden])")).to_have_count(0)


def choose_on_the_map(page: Page) -> None:
    """Choose a place by the badge of its area, and by the badge's list where it has several."""
    frame = page.frame_locator(".st-key-map-frame iframe")
    frame.locator(".om-of-area").first.click()
    frame.locator(".om-list li button[data-place], .om-popup").first.wait_for()
    listed = frame.locator(".om-list li button[data-place]")
    if listed.count():
        listed.first.click()


def search(page: Page) -> None:
    page.locator(".stTextInput input").first.fill("明华")
    page.keyboard.press("Enter")


ACTS: dict[str, Callable[[Page], object]] = {
    "a place of the map": choose_on_the_map,
    "a search by the keyboard": search,
    "another page": lambda page: page.locator(".st-key-pages a").nth(1).click(),
}
"""What a reader does that only the server can answer, other than to press a button."""


@pytest.mark.parametrize("act", ACTS)
def test_whatever_asks_the_server_is_told_that_it_is_silent(start: Start, act: str) -> None:
    page, wire = start("zh")
    frame = page.frame_locator(".st-key-map-frame iframe")
    frame.locator(".om-of-area").first.wait_for()
    at_rest(page)
    wire.state = "silent"
    ACTS[act](page)
    said(page, "silent", "zh")


def test_an_answer_that_is_too_quick_to_be_seen_is_an_answer(
    visit: Callable[..., Visitor],
) -> None:
    """A run that begins and ends between two pictures changes nothing that the page could watch."""
    visitor = visit("/")
    visitor.map()
    visitor.settled()
    page = visitor.page
    page.evaluate(HOLD_BACK, [SILENT_MS])
    visitor.after(lambda: look_for(page, "shunan"))
    visitor.expect_query(place="shunan-street")
    page.evaluate(TIME_PASSES)
    expect(page.locator(".calm:not([hidden])")).to_have_count(0)


def look_for(page: Page, letters: str) -> None:
    """Take what is suggested first for some letters."""
    page.locator(".stTextInput input").first.click()
    page.keyboard.type(letters)
    page.locator("#find-list [role=option]").first.wait_for()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("lang", "refused"), [("zh", "**/component/**"), ("en", "**/assets/onemap.*.js")]
)
def test_a_map_whose_files_are_held_back(
    start: Start, address: str, lang: str, refused: str
) -> None:
    page, _ = start(lang, refused=refused)
    box = said(page, "map", lang)
    works(page, box, address, lang=lang)
    expect(page.locator(".st-key-map-frame iframe")).to_be_hidden()
    frame = page.locator(".st-key-map-frame")
    assert "having trouble" not in frame.inner_text()
    page.unroute(refused)
    box.get_by_role("button").click()
    frame = page.frame_locator(".st-key-map-frame iframe").locator(".om-of-area")
    expect(frame).to_have_count(4)
    expect(page.locator(".calm:not([hidden])")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_without_scripts(start: Start, address: str, lang: str) -> None:
    page, _ = start(lang, java_script_enabled=False)
    box = page.locator("noscript .calm")
    expect(box).to_contain_text({"zh": "现在没有运行", "en": "are not running"}[lang])
    assert "enable JavaScript to run this app" not in page.content()
    links = [link.get_attribute("href") or "" for link in box.get_by_role("link").all()]
    assert len(links) == 5
    for link in links:
        assert page.request.get(f"{address}/{link.removeprefix('./')}").ok

"""Can a page of another site make ours run or change anything by messages? No, however it tries.

Each way of getting hold of our windows strikes every few milliseconds from before the first render
on, with every message that anything in our pages listens to. What another site can frame is the
light page, which listens to nobody, and of the largest packages Streamlit's own: that one is tried
over the small package too, framed by a browser that was not told to refuse. The last tests take
the guards away and see the same attack succeed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route

from geo.web.headers import MAP_COMPONENT
from tests.browser.attacker import MESSAGES, another_site

WAIT_MS = 30_000

COMPONENT = f"/{MAP_COMPONENT}/index.html"
GUARD = re.compile(r"<script>\(function \(\) \{.*?</script>", re.DOTALL)
EMBEDDED = "/?embed=true"
OURS_ALONE = "allowedOrigins:[location.origin]"
"""Whom Streamlit believes from the beginning, see geo/browser/page/at-once.js."""
DROPPED = {"content-length", "content-encoding"}
CHOSEN = "() => location.search.includes('place=minghua-road')"
CHOSEN_BY_HAND = "() => location.search.includes('place=songwangwu-village')"
"""What a reader chooses is none of what the attack asks for."""
REPLACED = (
    "() => { try { return f.contentWindow[0].document.readyState === 'complete' }"
    " catch (e) { return false } }"
)
ROUNDS = 5
"""Strikes on a map that is drawn, after those while it was being made."""


@pytest.fixture(scope="module")
def evil() -> Iterator[str]:
    with another_site() as origin:
        yield origin


class Attack:
    """A browser with the attacker's page open, and what it took away of our defences before."""

    def __init__(self, browser: Browser, ours: str, evil: str) -> None:
        self.ours, self.evil = ours, evil
        self.context: BrowserContext = browser.new_context(
            locale="zh-CN", viewport={"width": 1280, "height": 900}
        )
        self.context.set_default_timeout(WAIT_MS)
        # A document that a test changed on its way counts as one of the wide net for Chromium.
        self.context.grant_permissions(["local-network-access"])

    def without(self, *, policies: bool = False, guards: bool = False, hosts: bool = False):
        """Take away: the headers by which a browser keeps our windows from others and out of their
        frames, the guards in both pages, Streamlit's own list of origins.
        """

        def weakened(route: Route) -> None:
            answer = route.fetch()
            headers = {k: v for k, v in answer.headers.items() if k not in DROPPED}
            if policies:
                headers.pop("cross-origin-opener-policy", None)
                said = headers["content-security-policy"]
                framed = said.replace("frame-ancestors 'self'", "frame-ancestors *")
                headers["content-security-policy"] = framed
            body = answer.text()
            if guards and route.request.resource_type == "document":
                body, found = GUARD.subn("", body)
                assert found == 1, "there was no guard to take away"
            if hosts and route.request.url.endswith("host-config"):
                body = json.dumps(json.loads(body) | {"allowedOrigins": [self.evil]})
            if hosts and route.request.resource_type == "script":
                assert body.count(OURS_ALONE) == 1, "the list that Streamlit begins with"
                body = body.replace(OURS_ALONE, f'allowedOrigins:["{self.evil}"]')
            route.fulfill(status=answer.status, headers=headers, body=body)

        files = r"/(\?.*|component/.*\.html.*|.*host-config|assets/pages\..*\.js)?$"
        own = re.compile(re.escape(self.ours) + files)
        self.context.route(own, weakened)
        return self

    def start(self, way: str, path: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.evil}/{way}#{quote(self.ours + path, safe='')}")
        if way == "open":
            page.locator("button").click()
        return page

    def our_page(self) -> Page | Frame:
        """Our page, in whatever window or frame the attacker put it."""
        return self._frame(lambda url: url.startswith(self.ours) and "/component/" not in url)

    def our_map(self) -> Frame:
        """What holds the map, drawn: a frame of its own, or the light page."""
        holds = (self.ours + COMPONENT, self.ours + EMBEDDED)
        found = self._frame(lambda url: url.startswith(holds))
        found.wait_for_selector("html[data-ready]", state="attached")
        return found

    def _frame(self, is_wanted: Callable[[str], bool]) -> Frame:
        for _ in range(WAIT_MS // 50):
            for page in self.context.pages:
                for frame in page.frames:
                    if is_wanted(frame.url):
                        return frame
                page.wait_for_timeout(50)
        pytest.fail(f"not found among {[f.url for p in self.context.pages for f in p.frames]}")

    def strike_again(self, page: Page) -> int:
        """Let the attacker strike some more; return how many messages it has sent."""
        for _ in range(ROUNDS):
            page.evaluate("strike()")
        return int(page.evaluate("sent"))


def state(page: Frame) -> dict[str, Any]:
    """What a reader would see change."""
    return page.evaluate(
        """() => ({
          owned: document.documentElement.dataset.owned || null,
          lang: document.documentElement.lang, title: document.title, query: location.search,
          hash: location.hash, icon: document.querySelector("link[rel~=icon]").href,
          back: getComputedStyle(document.querySelector(".stApp, main")).backgroundColor,
          words: document.body.innerText.includes("owned"),
          frame: (document.querySelector("iframe") || {}).clientHeight })"""
    )


def map_state(frame: Frame) -> dict[str, Any]:
    return frame.evaluate(
        """() => ({ owned: document.documentElement.dataset.owned || null,
          theme: document.documentElement.dataset.theme,
          place: (globalThis.oneMap || oneFile).state.place,
          shown: getComputedStyle(document.body).display,
          markers: document.querySelectorAll(".om-marker").length,
        })"""
    )


@pytest.fixture
def attack(browser: Browser, address: str, evil: str) -> Iterator[Attack]:
    made = Attack(browser, address, evil)
    yield made
    made.context.unroute_all(behavior="wait")
    made.context.close()


@pytest.fixture(scope="module")
def untouched(browser: Browser, address: str, evil: str) -> dict[str, tuple[dict, dict]]:
    """What our page looks like where nobody attacks, by its path."""
    found = {}
    for path in ("/", EMBEDDED):
        calm = Attack(browser, address, evil)
        calm.context.new_page().goto(address + path)
        drawn = map_state(calm.our_map())
        found[path] = (state(calm.our_page()), drawn)
        calm.context.close()
    return found


WAYS = ("open", "frame", "frame-in-frame")


@pytest.mark.parametrize("path", ["/", EMBEDDED])
@pytest.mark.parametrize("way", WAYS)
def test_another_site_changes_nothing(
    attack: Attack, untouched: dict[str, tuple[dict, dict]], way: str, path: str
) -> None:
    # Without the header an opener keeps its hold, as wherever there is no TLS.
    attack.without(policies=True)
    page = attack.start(way, path)
    drawn = attack.our_map()
    windows = 1 if path == EMBEDDED else 2
    assert attack.strike_again(page) >= ROUNDS * len(MESSAGES) * windows
    before, before_map = untouched[path]
    assert map_state(drawn) == before_map
    # The map, its clicks and the theme still work, with the attack going on.
    drawn.locator('.om-marker[data-area="qiuzhuang"]').dispatch_event("click")
    ours = attack.our_page()
    ours.wait_for_function(CHOSEN_BY_HAND)
    drawn.wait_for_selector(".om-popup")
    drawn.page.emulate_media(color_scheme="dark")
    drawn.wait_for_selector("html[data-theme=dark]", state="attached")
    drawn.page.emulate_media(color_scheme="light")
    drawn.wait_for_selector("html[data-theme=light]", state="attached")
    after = state(ours)
    assert after["owned"] is None
    same = ("lang", "hash", "icon", "back", "words")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}


@pytest.mark.parametrize("way", WAYS)
def test_the_maps_own_page_alone_listens_to_nobody(attack: Attack, way: str) -> None:
    attack.without(policies=True)
    page = attack.start(way, COMPONENT)
    ours = attack._frame(lambda url: url.startswith(attack.ours + COMPONENT))
    ours.wait_for_load_state("load")
    assert attack.strike_again(page) >= ROUNDS * len(MESSAGES)
    seen = ours.evaluate(
        "[document.documentElement.dataset.owned, document.scripts.length, !!window.map]"
    )
    assert seen == [None, 2, False]  # the guard and the component's own script


@pytest.mark.parametrize("by", ["about:blank", "own document"])
def test_a_frame_that_another_site_put_a_page_into_is_not_believed(
    attack: Attack, by: str, untouched: dict[str, tuple[dict, dict]]
) -> None:
    path = "/"
    page = attack.without(policies=True).start("replace", path)
    attack.our_map()
    before = untouched[path][0]
    if by == "own document":  # our policy lets no frame of others into the page
        page.evaluate(f"replace({attack.evil + '/frame'!r})")
        page.wait_for_timeout(500)  # nothing to wait for: it must not come
        frames = [frame.url for frame in page.frames]
        assert not any(url.startswith(attack.evil) for url in frames[1:]), frames
        return
    page.evaluate("replace('about:blank')")
    page.wait_for_function(REPLACED)
    page.evaluate("speak()")
    ours = attack.our_page()
    ours.evaluate("new Promise(done => setTimeout(done, 1500))")
    assert {**state(ours), "frame": None} == {**before, "frame": None}  # of another size here


def test_the_page_that_has_a_session_is_in_no_frame_of_another_site(attack: Attack) -> None:
    page = attack.start("frame", "/")
    page.wait_for_load_state("load")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]


def test_a_page_that_opens_ours_has_no_hold_of_it(attack: Attack) -> None:
    page = attack.start("open", "/")
    attack.our_map()
    assert page.evaluate("hold.closed") is True


# ---- The guards taken away: the same attack succeeds. -----------------------------------------


@pytest.mark.parametrize("way", ["open", "frame"])
def test_without_the_guard_the_attack_succeeds(attack: Attack, way: str) -> None:
    attack.without(policies=True, guards=True)
    attack.start(way, "/")
    attack._frame(lambda url: url.startswith(attack.ours + COMPONENT))
    attack.our_page().wait_for_selector("html[data-owned=yes]", state="attached")


def test_without_the_guard_a_replaced_frame_is_believed(attack: Attack) -> None:
    attack.without(policies=True, guards=True)
    page = attack.start("replace", "/")
    attack.our_map()
    page.evaluate("replace('about:blank')")
    page.wait_for_function(REPLACED)
    page.evaluate("speak()")
    attack.our_page().wait_for_function(CHOSEN)


def test_without_the_guard_a_page_that_streamlit_believes_is_obeyed(attack: Attack) -> None:
    attack.without(policies=True, guards=True, hosts=True)
    attack.start("frame", "/")
    attack.our_page().wait_for_function("() => location.hash === '#owned'")


def test_with_the_guard_it_is_not(attack: Attack, untouched: dict[str, tuple[dict, dict]]) -> None:
    attack.without(policies=True, hosts=True)
    page = attack.start("frame", "/")
    attack.our_map()
    attack.strike_again(page)
    found, wanted = state(attack.our_page()), untouched["/"][0]
    assert {**found, "frame": None} == {**wanted, "frame": None}

"""A visitor of the app: one browser page, what it asked for, and what went wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Locator,
    Page,
    Request,
    Route,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.pauses import LASTING

WITHOUT = (
    # What Playwright goes without; of two such lists Chromium takes the last.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    # Pages below the address bar: each new window loads them, and nobody sees them.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
CHROMIUM_FLAGS = (
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT_MS = 30_000
QUIET_MS = 300
"""How long nothing comes once the page is at rest."""
FOLLOWED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""What follows from an answer has followed."""
_STEP_MS = 20
_IDLE = """
() => document.querySelector("[data-test-script-state=notRunning]")
  && document.documentElement.dataset.ahead === undefined
"""
"""No run goes on, and what was shown ahead of one is confirmed."""
_RUN = "() => document.querySelector('[data-run]')?.dataset.run"
"""Which run drew what is there, see pages/shared/places.py."""
_STILL = """
() => new Promise(done => {
  const where = () => JSON.stringify([...document.querySelectorAll("[data-testid=stMain], iframe")]
    .map(node => [node.scrollTop, node.getBoundingClientRect()]));
  let before = where(), same = 0;
  const look = () => {
    const now = where();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same < 12) requestAnimationFrame(look); else done();
  };
  requestAnimationFrame(look);
})
"""
"""Twelve pictures in which nothing has moved: a smooth scroll has come to its end."""
_TOLERATED = (
    "Unrecognized feature",  # Streamlit's list of frame permissions is ahead of Chromium
    "allow-scripts and allow-same-origin",  # said of every Streamlit component
)
PLACES_SHOWN = """
wanted => {
  const { state, isShown } = oneMap;
  const counted = [...document.querySelectorAll(".om-marker[data-count]")];
  const wide = [...state.places.values()].filter((place) =>
    place.properties.precision === "district" && isShown(place));
  const sum = counted.reduce((all, node) => all + Number(node.dataset.count), wide.length)
    + document.querySelectorAll(".om-marker[data-place]").length;
  return sum === wanted;
}
"""
"""Symbols, what badges and circles count, and what the district is chosen for."""
PROBES = ("_stcore/health", "_stcore/host-config")
"""Streamlit looks for its server beside every path of a deep link first, and takes 404 for no."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("no Chromium on this machine: run `make system`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


def until(page: Page, condition: Callable[[], object]) -> None:
    """Let the browser go on until something that the test sees has come."""
    for _ in range(WAIT_MS // _STEP_MS):
        if condition():
            return
        page.wait_for_timeout(_STEP_MS)
    raise AssertionError("it has not come")


def at_rest(page: Page) -> None:
    """Wait until the run is over: an address, a chip and a map say before what it will answer."""
    page.wait_for_function(_IDLE)


def answered(page: Page, change: Callable[[], object]) -> None:
    """Do on the page of the map what a run answers, and wait until that run is over."""
    at_rest(page)
    before = page.evaluate(_RUN)
    change()
    page.wait_for_function(f"before => ({_RUN})() !== before", arg=before)
    at_rest(page)


class Visitor:
    """One visit, from opening a link to closing the page."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        path: str,
        *,
        lang: str = "zh-CN",
        width: int = 1280,
        height: int = 800,
        touch: bool = False,
        scheme: str = "light",
        motion: str = "no-preference",
        any_certificate: bool = False,
        tiles: Callable[[Route], None] | None = None,
        hosts: Sequence[str] = (),
        before: Sequence[Callable[[BrowserContext], object]] = (),
    ) -> None:
        """Open a link; `tiles` answers what is asked of the `hosts` that it may ask, and `before`
        is done with the browser before the link is opened.
        """
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.frames_received: list[bytes] = []
        self.requests: list[str] = []
        self._context = browser.new_context(
            locale=lang,
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion=motion,  # type: ignore[arg-type]
            ignore_https_errors=any_certificate,
        )
        self._own = ("data:", "blob:", "about:", *hosts)
        for host in hosts:
            self._context.route(f"{host}/**", tiles)
        self._context.add_init_script(LASTING)
        for prepare in before:
            prepare(self._context)
        self._touch = touch
        self.page = self._context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        self.page.on("request", self._on_request)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", self._on_websocket)
        self.page.goto(address + path)

    def leave(self) -> None:
        """Go away before the server stops, which the page would complain of."""
        self.page.goto("about:blank")

    def close(self) -> None:
        self._context.close()

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self._origin(), *self._own)):
            self.outside.append(request.url)

    @property
    def _holds_map(self) -> bool:
        return "embed=true" in self.page.url

    def _origin(self) -> str:
        return "/".join(self.address.split("/")[:3])

    def _on_console(self, message: ConsoleMessage) -> None:
        probe = "404" in message.text and message.location["url"].endswith(PROBES)
        if message.type == "error" and not probe:
            self.errors.append(f"{message.text} ({message.location['url']})")
        if message.type == "warning" and not any(words in message.text for words in _TOLERATED):
            self.errors.append(message.text)

    def _on_websocket(self, websocket: WebSocket) -> None:
        def keep(payload: str | bytes) -> None:
            self.frames_received.append(payload.encode() if isinstance(payload, str) else payload)

        websocket.on("framereceived", keep)

    # Coming to rest

    def runs(self) -> int:
        """How many runs of the page's script have ended so far."""
        said = map(ForwardMsg.FromString, self.frames_received)
        return sum(message.WhichOneof("type") == "script_finished" for message in said)

    def settled(self) -> int:
        """Wait until no script runs and nothing more comes; return the bytes that have come.

        A page that goes on by itself never settles.
        """
        for _ in range(WAIT_MS // QUIET_MS):
            at_rest(self.page)
            before = len(self.frames_received)
            self.page.wait_for_timeout(QUIET_MS)
            is_idle = self.page.evaluate(f"Boolean(({_IDLE})())")
            if is_idle and len(self.frames_received) == before:
                return sum(map(len, self.frames_received))
        raise AssertionError("the page goes on running by itself")

    def after(self, change: Callable[[], object]) -> None:
        """Do what the app answers by a run of its script, and wait until all has come to rest."""
        at_rest(self.page)
        before = self.runs()
        change()
        until(self.page, lambda: self.runs() > before)
        self.settled()

    def still(self) -> None:
        """Wait until nothing runs and nothing moves on the page."""
        self.settled()
        self.page.evaluate(_STILL)

    # The map

    def map(self) -> Frame:
        """The frame with the map, drawn: its own, or the page itself where that holds it."""
        if self._holds_map:
            self.page.wait_for_selector("html[data-ready]", state="attached")
            self.page.evaluate("globalThis.oneMap = oneFile")  # called the same by every test
            return self.page.main_frame
        element = self.page.wait_for_selector('iframe[src*="one_map"]', state="attached")
        assert element is not None
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_selector("html[data-ready]", state="attached")
        return frame

    def expect_places(self, count: int) -> None:
        """Wait until the map shows so many places: by symbols, by badges, and by the district."""
        self.map().wait_for_function(PLACES_SHOWN, arg=count)

    def marker(self, place: str) -> Locator:
        """The symbol of a place whose spot is known, else the badge that it is a part of."""
        area = self.map().evaluate("id => oneMap.state.places.get(id).properties.area", place)
        symbol = f'.om-marker[data-place="{place}"]'
        return self._in_map(f'.om-of-area[data-members~="{area}"]' if area else symbol)

    def choose(self, place: str) -> None:
        """Choose a place on the map, by a badge's list where it is not alone in it."""
        marker = self.marker(place)
        is_alone = marker.get_attribute("data-count") in (None, "1")
        marker.tap() if self._touch else marker.click()
        if not is_alone:
            row = self._in_map(f'.om-list li button[data-place="{place}"]')
            row.tap() if self._touch else row.click()

    def popup(self) -> Locator:
        return self._in_map(".leaflet-popup .om-popup")

    def legend(self) -> Locator:
        return self._in_map(".om-legend")

    def _in_map(self, selector: str) -> Locator:
        if self._holds_map:
            return self.page.locator(selector)
        return self.page.frame_locator('iframe[src*="one_map"]').locator(selector)

    def view(self) -> list[float]:
        """Latitude, longitude and zoom of the map as it stands."""
        found: list[float] = self.map().evaluate(
            "() => { const m = oneMap.state.map, c = m.getCenter();"
            " return [c.lat, c.lng, m.getZoom()]; }"
        )
        return found

    # The page

    def chip(self, words: str) -> Locator:
        return self.page.locator(".st-key-workstreams button", has_text=words)

    def row(self, place: str) -> Locator:
        return self.page.locator(f'[class*="st-key-row--{place}--"] button')

    def panel(self) -> Locator:
        return self.page.locator("section.panel")

    def query(self) -> dict[str, str]:
        """The address's parameters."""
        found: dict[str, Any] = self.page.evaluate(
            "() => Object.fromEntries(new URLSearchParams(location.search))"
        )
        return found

    def expect_query(self, **wanted: str) -> None:
        """Wait until the address has exactly these parameters, `c` left out unless asked for."""
        self.page.wait_for_function(
            "wanted => { const found = Object.fromEntries(new URLSearchParams(location.search));"
            " if (!('c' in wanted)) delete found.c;"
            " const line = o => JSON.stringify(Object.entries(o).sort());"
            " return line(found) === line(wanted); }",
            arg=wanted,
        )

"""What does a visitor of a contestant see, and when?

One visit in a fresh context of headless Chromium, so that nothing is cached. Times are taken in the
page (see watch.js); bytes by websocket are counted there as well, after decompression, because
handing 50 MB of frames to the driver would slow down what is measured. Bytes by HTTP are those that
came over the wire, headers included.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Request, sync_playwright

from bench.contestants import Contestant
from tests.browser.visitor import CHROMIUM_FLAGS

VIEWPORT: Final = {"width": 1280, "height": 860}
_WATCH: Final = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
_BEEN_HERE: Final = "try { localStorage.setItem('one-map-welcome', 'closed'); } catch { 0; }"
"""The card for first visitors would lie above the map."""
_LOOK_S: Final = 0.01


class NotDrawnError(RuntimeError):
    """Nothing was drawn within the bound, or the page said why it never will be."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("no Chromium on this machine: run `make system`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


class Visit:
    """One page of one contestant, from opening it to closing it."""

    def __init__(self, browser: Browser, one: Contestant, bound_s: float) -> None:
        self.one, self._bound_s = one, bound_s
        self._context = browser.new_context(viewport=VIEWPORT, locale="en-GB")  # type: ignore[arg-type]
        self._context.add_init_script(_WATCH.replace("/* the sign */ null", one.sign))
        self._context.add_init_script(_BEEN_HERE)
        self._requests: list[Request] = []
        self.page = self._context.new_page()
        self.page.set_default_timeout(bound_s * 1000)
        self.page.on("requestfinished", self._note)
        self._cdp = self._context.new_cdp_session(self.page)
        self._cdp.send("Performance.enable")

    def _note(self, request: Request) -> None:
        self._requests.append(request)

    def close(self) -> None:
        """Leave."""
        self._context.close()

    def open(self, address: str, drawn: Callable[[str], bool]) -> float:
        """Open the page; returns the seconds until what `drawn` asks for was drawn."""
        self.page.goto(address, wait_until="commit")
        begun = self.page.evaluate("performance.timeOrigin")
        return (self._wait(drawn, 0) - float(begun)) / 1000

    def click(self, chip: str, drawn: Callable[[str], bool]) -> float:
        """Click a chip; returns the seconds from the click until what `drawn` asks for."""
        seen = self.changes()
        found = self.page.locator(".st-key-workstreams button", has_text=chip)
        found.click(no_wait_after=True)
        at = self._wait(drawn, seen)
        return (at - float(self.page.evaluate("bench.clickedAt"))) / 1000

    def state(self) -> str:
        """Return what the sign said last."""
        found: str = self.page.evaluate("bench.log.length ? bench.log.at(-1)[0] : ''")
        return found

    def changes(self) -> int:
        """Return how often the sign has changed so far."""
        return int(self.page.evaluate("bench.log.length"))

    def times(self, seen: int) -> list[float]:
        """Return when the sign changed after its first `seen` changes (ms since 1970)."""
        found: list[float] = self.page.evaluate("n => bench.log.slice(n).map((e) => e[1])", seen)
        return found

    def settle(self, quiet_s: float = 0.3) -> None:
        """Wait until the sign has not changed for a while."""
        count, since = -1, time.monotonic()
        while time.monotonic() - since < quiet_s:
            self.page.wait_for_timeout(50)
            found = self.changes()
            if found != count:
                count, since = found, time.monotonic()

    def _wait(self, drawn: Callable[[str], bool], seen: int) -> float:
        deadline = time.monotonic() + self._bound_s
        while time.monotonic() < deadline:
            try:
                log: list[tuple[str, float]] = self.page.evaluate(
                    "seen => window.bench ? bench.log.slice(seen) : []", seen
                )
            except Error:  # the page is just being replaced by the one asked for
                log = []
            for state, at in log:
                if state.startswith("error"):
                    raise NotDrawnError(state)
                if drawn(state):
                    return at
            time.sleep(_LOOK_S)
        raise NotDrawnError(f"not in {self._bound_s:.0f} s")

    # What it cost

    def received_bytes(self) -> int:
        """Return how much came by websocket so far."""
        return int(self.page.evaluate("bench.received"))

    def http_bytes(self) -> int:
        """Return how much came by HTTP so far."""
        total = 0
        for request in list(self._requests):
            try:
                sizes = request.sizes()
            except Error:
                continue  # answered from the page itself, as data: and blob: are
            total += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        return total

    def heap_bytes(self) -> int:
        """Return the size of the JavaScript heap after a garbage collection."""
        self._cdp.send("HeapProfiler.collectGarbage")
        metrics = self._cdp.send("Performance.getMetrics")["metrics"]
        return int(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize"))

"""How soon is the light page of very many places there, and how soon does a chip change its map?

Measured by ``python -m bench.light``, beside a plain Leaflet page that draws the same places on a
canvas. Both are drawn by their own signs, and a chip is pressed where a reader presses it; a time
ends when the picture after the sign is there. Chips are pressed to choose and to choose no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser

from bench.generate import generate
from bench.peers.site import compress
from bench.servers import site
from bench.viewers_server import app

SIZES: Final = (10_000, 100_000)
MOST_ROUNDS: Final = 2
BOUND_MS: Final = 120_000
OURS: Final = "light page"
PEER: Final = "plain Leaflet page"
_SIGNS: Final = {OURS: "document.documentElement.dataset.ready", PEER: "window.benchState"}
_LOOK: Final = """
const look = () => {
  if (SIGN) requestAnimationFrame(() => { window.drawnAt = performance.now(); });
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_PRESS: Final = """async () => {
  const drawn = () => document.documentElement.dataset.drawn ?? window.benchState;
  const frame = () => new Promise(requestAnimationFrame);
  const chips = ".workstreams button, .st-key-workstreams button";
  const took = [];
  for (const at of [0, 0, 1, 1, 2, 2]) {
    const before = drawn();
    const begun = performance.now();
    document.querySelectorAll(chips)[at].click();
    while (drawn() === before) await frame();
    await frame();
    await new Promise((done) => { setTimeout(done, 0); });  // what that frame shows is painted
    took.push(performance.now() - begun);
    await new Promise((done) => { setTimeout(done, 300); });
  }
  return took;
}"""


@contextmanager
def served(work: Path) -> Iterator[dict[int, dict[str, str]]]:
    """Serve the places of each size by the app and by a plain site: addresses by size and name."""
    (work / "log").mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        found = {}
        for size in SIZES:
            places = work / str(size) / "places.geojson"
            places.parent.mkdir(parents=True, exist_ok=True)
            generate(size, work / "packages", also=places)
            compress(places)
            peer = running.enter_context(site(places.parent, work / "log" / f"site-{size}"))
            found[size] = {PEER: f"{peer.address}/pages/leaflet.html"}
        ours = running.enter_context(app(work / "packages", work / "log" / "many", 1))
        for size in SIZES:
            found[size][OURS] = f"{ours.address}/light/bench-{size}"
        yield found


def rounds_of(browser: Browser, work: Path, count: int) -> dict[str, Any]:
    """Return by size and page when it was drawn and how long its chips took, in the middle."""
    seen: dict[int, dict[str, list[dict[str, float]]]] = {size: {} for size in SIZES}
    with served(work) as addresses:
        for size, pages in addresses.items():
            visit(browser, pages[OURS], OURS)  # builds the package and warms the server
            for _ in range(min(count, MOST_ROUNDS)):
                for name, address in pages.items():
                    one = visit(browser, address, name)
                    seen[size].setdefault(name, []).append(one)
                    print(size, name, one, flush=True)
    return {str(size): told(found) for size, found in seen.items()}


def visit(browser: Browser, address: str, name: str) -> dict[str, float]:
    """Open a page with nothing cached, wait for its map, and press its chips."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    context.add_init_script(f"(() => {{{_LOOK.replace('SIGN', _SIGNS[name])}}})()")
    page = context.new_page()
    page.goto(address, wait_until="commit", timeout=BOUND_MS)
    page.wait_for_function("() => window.drawnAt", timeout=BOUND_MS)
    drawn = page.evaluate("() => window.drawnAt")
    took = page.evaluate(_PRESS)
    context.close()
    return {
        "drawn_ms": round(drawn),
        "chip_ms": round(median(took)),
        "chip_most_ms": round(max(took)),
    }


def told(found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Return medians, and the light page's as shares of the plain page's."""
    middle = {
        name: {key: median(each[key] for each in visits) for key in visits[0]}
        for name, visits in found.items()
    }
    of_peer = {key: round(value / middle[PEER][key], 2) for key, value in middle[OURS].items()}
    return {"medians": middle, f"of the {PEER}": of_peer, "visits": found}

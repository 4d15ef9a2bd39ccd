"""How soon is a map there without a session, beside one with it and the plainest pages there are?

    python -m bench.light            # some ten minutes; --rounds 1 for a quick look

The package of the repository, a fresh browser each time, in turns: on a desktop, and as a phone
(390 px, 1.6 Mbit/s with 150 ms, a processor four times slower). The app's first page is followed
until its full page has taken the light explorer's place; beside it the full page alone, as it was
before (``ONEMAP_LIGHT=0``), an empty Streamlit page, and a plain Leaflet page of a hundred made
places. Also second visits, with the service worker and without; and the light page of 10,000 and
of 100,000 places beside plain Leaflet (bench/many.py). Writes bench/results-light.json.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page

from bench import many
from bench.browser import chromium
from bench.generate import generate
from bench.machine import machine
from bench.peers.site import compress
from bench.servers import ROOT, site
from bench.viewers_server import app, peer

RESULTS: Final = ROOT / "bench" / "results-light.json"
WORK: Final = ROOT / "build" / "bench" / "light"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that is opened: its path with the app, else whose page, and by what each thing that
    is timed is known, ``drawn`` before all.
    """

    at: str
    signs: Mapping[str, str]


_READY: Final = "contentDocument?.documentElement?.dataset.ready"
OURS: Final = "document.documentElement.dataset.ready"
LIGHT: Final = f"document.querySelector('#light iframe')?.{_READY}"
FULL: Final = f"document.querySelector('iframe[src*=\"/component/\"]')?.{_READY}"
"""Another frame than the light explorer's, which stands before the full page."""
ALONE: Final = f"!document.querySelector('#light') && {FULL}"
TEXT: Final = "document.body?.textContent.includes('empty page')"
PAGES: Final = {
    "light": Opened("/light/anci-2022", {"drawn": OURS}),
    "light embedded": Opened("/?embed=true", {"drawn": OURS}),
    "first page": Opened("/", {"drawn": LIGHT, "full": FULL, "over": ALONE}),
    "full page alone": Opened("full", {"drawn": ALONE}),
    "empty Streamlit page": Opened("empty", {"drawn": TEXT}),
    "plain Leaflet page": Opened("leaflet", {"drawn": "window.benchState"}),
}
PEER_PLACES: Final = 100
_REST_MS: Final = 1500
"""After it is drawn, what a page still fetches by itself has come."""
_WATCH: Final = """
if (top === window) window.seen = { at: {}, largest: { size: 0, at: 0 }, shifted: 0 };
const late = performance.timeOrigin - top.performance.timeOrigin;  // a frame has its own clock
const watch = (type, act) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(act));
  observer.observe({ type, buffered: true });
};
watch("largest-contentful-paint", ({ size, startTime }) => {
  if (size > top.seen.largest.size) top.seen.largest = { size, at: startTime + late };
});
watch("layout-shift", ({ hadRecentInput, value }) => {
  const isSeen = top === window || frameElement.checkVisibility({ visibilityProperty: true });
  if (!hadRecentInput && isSeen) top.seen.shifted += value;  // not what is hidden till it is over
});
if (top === window) {
  const signs = SIGNS;
  const look = () => {
    for (const [name, isThere] of Object.entries(signs)) {
      if (!(name in seen.at) && isThere()) seen.at[name] = performance.now();
    }
    if (Object.keys(signs).some((name) => !(name in seen.at))) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""
"""The largest picture and what moved, in the page and its frames; when each sign was first true."""
BOUND_MS: Final = 60_000
AGAIN: Final = {"second visit": "allow", "second visit without the worker": "block"}
"""Whether service workers are let in. On the desktop alone: a worker's own requests escape the slow
network that a phone's page is given.
"""
_IS_KEPT: Final = """async () => {
  const named = (await caches.keys()).filter((name) => name.endsWith(" pages"));
  const kept = await Promise.all(named.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().length > 0;
}"""
PHONE: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}


def visit(
    browser: Browser, address: str, page: Opened, *, phone: bool = False, again: str | None = None
) -> dict[str, float]:
    """Open a page with nothing cached, and wait until all its signs were seen.

    `again` measures a second visit instead, with service workers let in or not.
    """
    size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 860}
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale="zh-CN",
        is_mobile=phone,
        has_touch=phone,
        service_workers=again or "allow",  # type: ignore[arg-type]
    )
    signs = ", ".join(f"{name}: () => {sign}" for name, sign in page.signs.items())
    context.add_init_script(f"(() => {{{_WATCH.replace('SIGNS', f'{{{signs}}}')}}})()")
    if again is not None:
        _first_visit(context, address, keeps=again == "allow")
    opened = context.new_page()
    received = {"bytes": 0.0, "requests": 0}

    def finished(event: dict[str, Any]) -> None:
        received["bytes"] += event["encodedDataLength"]
        received["requests"] += 1

    devtools = context.new_cdp_session(opened)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", finished)
    if phone:
        devtools.send("Network.emulateNetworkConditions", PHONE)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    _drawn(opened, address)
    before = dict(received)
    opened.wait_for_function(f"() => Object.keys(seen.at).length === {len(page.signs)}")
    opened.wait_for_timeout(_REST_MS)
    seen = opened.evaluate("() => seen")
    context.close()
    return {
        **{f"{name}_ms": round(at) for name, at in seen["at"].items()},
        "largest_paint_ms": round(seen["largest"]["at"]),
        "layout_shift": round(seen["shifted"], 4),
        "kilobytes_before": round(before["bytes"] / 1000),
        "requests_before": int(before["requests"]),
        "kilobytes_in_all": round(received["bytes"] / 1000),
    }


def _first_visit(context: BrowserContext, address: str, *, keeps: bool) -> None:
    """Open the page, and leave it when all is kept that the browser and the worker keep."""
    page = context.new_page()
    _drawn(page, address)
    while keeps and not page.evaluate(_IS_KEPT):
        page.wait_for_timeout(20)
    page.close()


def _drawn(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit", timeout=BOUND_MS)
    page.wait_for_function("() => window.seen?.at.drawn", timeout=BOUND_MS)


def rounds_of(ours: str, peers: dict[str, str], count: int) -> dict[str, Any]:
    """Visit every page as often, in turns, so that what else the machine does falls on all."""
    visits: dict[str, dict[str, list[dict[str, float]]]] = {}
    with chromium() as browser:
        for turn in range(count + 1):
            for (name, let_in), which in product(AGAIN.items(), ("light", "first page")):
                seen = visit(browser, ours + PAGES[which].at, PAGES[which], again=let_in)
                if turn:
                    visits.setdefault("desktop", {}).setdefault(f"{which}, {name}", []).append(seen)
                    print(which, name, seen, flush=True)
            for profile in ("desktop", "phone"):
                for name, page in PAGES.items():
                    address = peers.get(page.at) or ours + page.at
                    seen = visit(browser, address, page, phone=profile == "phone")
                    if turn:  # the first of each warms the servers
                        visits.setdefault(profile, {}).setdefault(name, []).append(seen)
                        print(profile, name, seen, flush=True)
        made_with = {"chromium": browser.version}
    told = {profile: _told(found) for profile, found in visits.items()}
    return {"versions": made_with, **told}


def _told(found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Return medians, and how long each took as a share of the pages that it is compared with."""
    middle = {
        name: {key: median(each[key] for each in seen) for key in seen[0]}
        for name, seen in found.items()
    }
    for told in middle.values():
        for other in ("empty Streamlit page", "full page alone", "plain Leaflet page"):
            told[f"of the {other}"] = round(told["drawn_ms"] / middle[other]["drawn_ms"], 2)
    return {"medians": middle, "visits": found}


def main() -> None:
    """Measure, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    before = machine()
    os.environ["ONEMAP_BUILD"] = str(WORK / "built")
    for folder in ("log", "peer"):
        (WORK / folder).mkdir(parents=True, exist_ok=True)
    made = WORK / "peer" / "places.geojson"
    generate(PEER_PLACES, WORK / "made", also=made)
    compress(made)
    with (
        app(ROOT / "data", WORK / "log" / "app", 1) as ours,
        app(ROOT / "data", WORK / "log" / "full", 1, ONEMAP_LIGHT="0") as full,
        peer(ROOT / "bench" / "peers" / "empty.py", ROOT / "data", WORK / "log" / "empty") as empty,
        site(WORK / "peer", WORK / "log" / "site") as plain,
    ):
        peers = {"empty": empty.address, "full": f"{full.address}/"}
        peers |= {"leaflet": f"{plain.address}/pages/leaflet.html"}
        results = rounds_of(ours.address, peers, asked.rounds)
    with chromium() as browser:
        results["many"] = many.rounds_of(browser, WORK / "many", asked.rounds)
    told = {"machine": before, **results}
    asked.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

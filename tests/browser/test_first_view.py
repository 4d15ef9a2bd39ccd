"""What does a first visitor see, and what does it cost?"""

from __future__ import annotations

import urllib.request
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_all_places_are_drawn_and_counted(visit: Visit) -> None:
    visitor = visit()
    visitor.map()
    visitor.expect_places(15)
    rows = visitor.legend().locator("li b").all_text_contents()
    assert rows == ["2", "8", "3", "1", "1"]
    expect(visitor.legend()).to_contain_text("圆环")
    expect(visitor.page.locator("h1")).to_contain_text("安次区2022年")
    widths = visitor.page.locator("[data-testid=stIconMaterial]").evaluate_all(
        "icons => icons.filter(icon => icon.checkVisibility()).map(icon => icon.offsetWidth)"
    )
    assert len(widths) >= 3
    assert min(widths) > 10, "an icon that the font lacks takes no room"
    assert [url for url in visitor.requests if "woff" in url] == []


def test_the_browser_chooses_the_first_language(visit: Visit) -> None:
    visitor = visit(lang="en-GB")
    visitor.map()
    expect(visitor.page.locator("h1")).to_contain_text("Anci District 2022")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor.page.title() == "Anci District 2022 · Map"
    frame = visitor.page.locator('iframe[src*="one_map"]')
    assert frame.get_attribute("title") == "Map of renewal works"


def test_language_changes_everywhere_and_stays_in_the_link(visit: Visit) -> None:
    visitor = visit("/?place=minghua-road")
    expect(visitor.popup()).to_contain_text("明华路")
    visitor.page.get_by_role("radio", name="English").click()
    expect(visitor.popup()).to_contain_text("Minghua Road")
    expect(visitor.panel()).to_contain_text("Minghua Road")
    expect(visitor.legend()).to_contain_text("Model villages")
    visitor.expect_query(lang="en", place="minghua-road")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor._in_map(".leaflet-popup").get_attribute("aria-label") == "Minghua Road"


def test_bytes_by_websocket(visit: Visit) -> None:
    """The bounds that the first issue sets: 10 kB for the map, 2 kB and 40 kB for a filter."""
    visitor = visit()
    visitor.map()
    expect(visitor.page.locator("footer")).to_be_visible()
    first = [frame for frame in visitor.frames_received if b"oneMap.start" in frame]
    assert sum(map(len, first)) <= 10_000
    visitor.settled()
    visitor.frames_received.clear()
    visitor.after(visitor.chip("市场秩序").click)
    visitor.expect_places(1)
    visitor.expect_query(w="markets")
    messages = [frame for frame in visitor.frames_received if b"oneMap.receive" in frame]
    assert messages
    assert sum(map(len, messages)) <= 2_000
    assert sum(map(len, visitor.frames_received)) <= 40_000


def test_one_request_a_layer_and_none_for_a_filter(visit: Visit) -> None:
    visitor = visit()
    visitor.map()
    layers = [url for url in visitor.requests if "/layers/" in url]
    names = Counter(url.rsplit("/", 1)[1].split(".")[0] for url in layers)
    kinds = ["district", "markets", "old-compounds", "roads", "villages"]
    assert set(names) == {*kinds, "areas", "catalogue", "surroundings"}
    assert set(names.values()) == {2}, "once ahead by the page, then by the map"
    sent = visitor.map().evaluate(
        "() => performance.getEntriesByType('resource').filter(({ name }) =>"
        " name.includes('/layers/')).map(({ transferSize }) => transferSize)"
    )
    assert set(sent) == {0}, "and the second time from the browser's own store"
    visitor.requests.clear()
    visitor.after(visitor.chip("市容环境").click)
    visitor.expect_places(3)
    fetched = [url for url in visitor.requests if "/layers/" in url]
    assert {url.rsplit("/", 1)[1].split(".")[0] for url in fetched} <= {"facts"}
    assert len(fetched) <= 1, "what a press is answered from, once"


def test_dark_theme_reaches_the_map(visit: Visit) -> None:
    visitor = visit(scheme="dark")
    frame = visitor.map()
    frame.wait_for_selector('html[data-theme="dark"]', state="attached")
    style = "getComputedStyle(document.querySelector('#map_div'))"
    ground = frame.evaluate(f"() => {style}.backgroundColor")
    assert ground == "rgb(17, 22, 29)"


def first_visit(browser: Browser, address: str) -> dict[str, int]:
    """Bytes of each answer, by path below the address, to one who has kept nothing."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    paths: dict[str, str] = {}
    received: Counter[str] = Counter()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on(
        "Network.requestWillBeSent",
        lambda event: paths.update({event["requestId"]: event["request"]["url"]}),
    )
    devtools.on(
        "Network.loadingFinished",
        lambda event: received.update({paths[event["requestId"]]: event["encodedDataLength"]}),
    )
    page.goto(address)
    frame = page.frame_locator('iframe[src*="one_map"]')
    frame.locator("html[data-ready]").wait_for(state="attached")
    page.locator("footer").wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    return {
        at.removeprefix(address): size for at, size in received.items() if at.startswith(address)
    }


def is_still_gzip(address: str) -> bool:
    """Whether a file is sent larger than it will be; of small ones gzip may be the smallest."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip, br"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.headers["Content-Encoding"] == "gzip" and len(answer.read()) > 2000


def test_bytes_of_a_first_visit(address: str, browser: Browser) -> None:
    """Of the full page, headers and all; once a thread of the server has made its files smaller."""
    waiting = list(first_visit(browser, address))
    assert len(waiting) > 100, "all of Streamlit's page is among them"
    while waiting:
        waiting = [path for path in waiting if is_still_gzip(address + path)]
    received = first_visit(browser, address)
    largest = sorted(received.items(), key=lambda item: -item[1])[:9]
    assert 500_000 < sum(received.values()) <= 700_000, largest

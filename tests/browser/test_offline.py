"""Does a map that was visited open without a network, and show new data once there is one again?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import Host, Serve, app_below_a_path, site_below_a_path
from tests.browser.visitor import WAIT_MS

Make = Callable[..., Path]
MOST_LOOKS = 1800
"""A watchdog, no measure: half a minute of pictures."""
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
  (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()"""
IS_KEPT = """async () => {
  const named = (await caches.keys()).filter((name) => name.endsWith(" pages"));
  const kept = await Promise.all(named.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().length > 0;
}"""
IS_GONE = """async () => !(await caches.keys()).length
  && !(await navigator.serviceWorker.getRegistrations()).length"""


ANY_FILE = "() => fetch(document.querySelector('script[src]').src).then(() => {})"


@pytest.fixture(params=["app", "site"])
def host(
    request: pytest.FixtureRequest,
    serve: Serve,
    anci_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Host]:
    """The app below a path, and a site of files: what is asked of them is one table."""
    with (
        app_below_a_path(serve, monkeypatch.setenv)
        if request.param == "app"
        else site_below_a_path(tmp_path / "host")
    ) as found:
        found.show(anci_root)
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    context.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    context.close()
    assert faults == []


def until(page: Page, asked: str) -> None:
    """Wait for what only a promise tells, of which a page's own waiting sees but that it is one."""
    for _ in range(MOST_LOOKS):
        if page.evaluate(asked):
            return
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(asked)


def drawn(page: Page) -> None:
    page.wait_for_selector("html[data-ready]", state="attached")


def newer(descriptor: bytes) -> bytes:
    return descriptor.replace(b'"version": "1', b'"version": "9')


def renamed(figures: bytes) -> bytes:
    return figures.replace(b"Publicity reports published or broadcast", b"Publicity reports")


def test_a_visited_map_opens_offline_and_new_data_are_seen_online(
    host: Host, page: Page, make_package: Make
) -> None:
    page.goto(f"{host.map}?place=minghua-road&lang=zh")
    drawn(page)
    assert page.locator(".offline").count() == 0
    until(page, IS_KEPT)
    page.context.set_offline(True)
    page.reload()
    drawn(page)
    expect(page.locator(".offline")).to_contain_text("连不上网络")
    expect(page.locator(".om-popup")).to_contain_text("14,000")
    page.goto(host.english)  # never asked for before
    drawn(page)
    expect(page.locator(".offline")).to_contain_text("no connection")
    expect(page.locator(".tiles button").first).to_be_visible()
    page.goto(f"{host.root}?lang=en&story=markets")  # the first page of all, from what was kept
    drawn(page)
    assert page.url.startswith(f"{host.map}?lang=en")
    expect(page.locator(".story h2")).to_have_text("Markets")
    year = str(page.evaluate("() => new Date().getFullYear()"))
    expect(page.locator(".offline")).to_contain_text(year)
    every = [url.removeprefix(host.root) for url in page.evaluate(KEPT)]
    kept = [path for path in every if "/story." not in path]
    assert len(every) == len(kept) + 2, "the story in both languages"
    map_page = host.map.removeprefix(host.root)
    assert {path.split("?")[0] for path in kept if "?" in path} == {map_page}
    assert {path.split("/")[0] for path in kept if "?" not in path} == {"assets", "layers"}

    host.show(make_package(edits={"datapackage.json": newer, "figures.csv": renamed}))
    page.context.set_offline(False)
    page.evaluate(ANY_FILE)  # whatever the page fetches, it hears then what there is now
    expect(page.locator(".offline")).to_contain_text("newer data")
    page.get_by_role("button", name="Load the page again").click()
    expect(page.locator("footer")).to_contain_text("9.")
    drawn(page)
    assert page.locator(".offline").count() == 0
    # What was kept of the former state leaves with it.
    former = [path for path in kept if "/find." in path]
    assert len(former) == 1
    until(page, f"async () => !(await ({KEPT})()).includes('{host.root}{former[0]}')")


def test_a_first_page_that_does_not_come_is_not_waited_for(
    serve: Serve, anci_root: Path, monkeypatch: pytest.MonkeyPatch, page: Page
) -> None:
    with app_below_a_path(serve, monkeypatch.setenv) as app:
        app.show(anci_root)
        page.goto(app.map)
        drawn(page)
        until(page, IS_KEPT)
        app.goes_on.clear()
        page.goto(f"{app.root}?lang=en&place=minghua-road")
        drawn(page)
        assert page.url == f"{app.map}?lang=en&place=minghua-road"
        expect(page.locator(".om-popup")).to_contain_text("14,000")


def test_switched_off_it_removes_what_was_kept_and_itself(
    host: Host, page: Page, anci_root: Path
) -> None:
    page.goto(host.map)
    drawn(page)
    until(page, IS_KEPT)
    host.show(anci_root, keeps=False)
    page.goto(host.map)
    drawn(page)
    until(page, IS_GONE)


def test_without_a_worker_that_works_the_map_is_as_ever(host: Host, page: Page) -> None:
    for script in (b"nothing that runs(", b"throw 1", None):
        host.spoil(script)
        with page.expect_console_message(lambda said: said.text.startswith("nothing is kept")):
            page.goto(f"{host.map}?place=minghua-road")
            drawn(page)
        expect(page.locator(".om-popup")).to_contain_text("14,000")
        assert page.locator(".offline").count() == 0

"""Does a test that goes on in the window of another meet anything of that one?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.windows import FOR_GOOD, Window

LEAVE = """
async () => {
  document.cookie = "left=1";
  localStorage.setItem("left", "1");
  sessionStorage.setItem("left", "1");
  window.name = "left";
  window.left = 1;
  await (await caches.open("left")).put("/left", new Response("left"));
  await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
  history.pushState({ left: 1 }, "", "?left");
}
"""
FOUND = """
async () => ({
  cookies: document.cookie, name: window.name, left: window.left ?? null,
  kept: localStorage.length + sessionStorage.length, caches: await caches.keys(),
  databases: await indexedDB.databases(), steps: history.length, state: history.state,
  workers: "serviceWorker" in navigator,
  clipboard: (await navigator.permissions.query({ name: "clipboard-read" })).state,
  pointed: [...document.querySelectorAll(":hover")].length,
  answer: await (await fetch("/health")).status,
})
"""


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    opened = Window(browser, address, "/health")
    yield opened
    opened.visitor.close()


def test_nothing_is_found_of_what_was_left(window: Window) -> None:
    page = window.visitor.page
    before = page.evaluate(FOUND)
    page.context.grant_permissions(["clipboard-read"])
    page.mouse.move(200, 10)
    page.evaluate(LEAVE)
    for routed in (page, page.context):
        routed.route("**/health", lambda route: route.fulfill(status=418, body="left"))
    left = page.evaluate(FOUND)
    same = [name for name in before if before[name] == left[name]]
    assert same == ["workers"], "each other would be seen"
    assert not left["workers"]
    window.forget()
    window.open("/health")
    assert page.evaluate(FOUND) == before
    assert all("left" not in url for url in window.visitor.requests)


def test_what_would_stay_for_good_is_refused(window: Window) -> None:
    page = window.visitor.page
    named = [(of, name) for of in (page, page.context) for name in FOR_GOOD if hasattr(of, name)]
    assert {name for _, name in named} == set(FOR_GOOD)
    for of, name in named:
        with pytest.raises(AssertionError, match=name):
            getattr(of, name)()

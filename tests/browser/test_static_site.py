"""Does a folder of static files work below a path of a plain host, and from a disk?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo.__main__ import main
from tests.browser.visitor import WAIT_MS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> Path:
    out = tmp_path_factory.mktemp("host") / "some" / "where"
    assert main(["site", str(anci_root), "-o", str(out), "--lang", "en"]) == 0
    return out


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    """The simplest host there is, with the site below a path."""
    root = folder.parent.parent
    handler = partial(SimpleHTTPRequestHandler, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some/where/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["host", "disk"])
def start(request: pytest.FixtureRequest, host: str, folder: Path) -> str:
    return host if request.param == "host" else f"{folder.as_uri()}/index.html"


def test_index_map_and_pages_lead_to_each_other(browser: Browser, start: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda answer: errors.append(answer.url) if not answer.ok else None)
        page.goto(start)
        fits(page)
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Figures").click()
        expect(page.locator(".figure")).to_have_count(
            55 + page.locator("section").last.locator(".figure").count()
        )
        fits(page)
        page.get_by_role("link", name="Open on the map").click()
        page.wait_for_selector("html[data-ready]", state="attached")
        assert "/anci-2022/index.html#lang=en" in page.url
        page.goto(f"{start.removesuffix('index.html')}anci-2022/place/minghua-road.en.html")
        fits(page)
        page.get_by_role("link", name="Open on the map").click()
        page.wait_for_selector("html[data-ready]", state="attached")
        expect(page.locator(".om-popup")).to_contain_text("14,000 m²")
        page.go_back()
        page.get_by_role("link", name="Streetscape").click()
        expect(page.locator("h1")).to_have_text("Streetscape")
        assert errors == []
    finally:
        context.close()


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""A served app and a watched browser page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geo.export.one_file import one_file
from geo.package.package import Package
from geo.served.catalogue import build_payload
from geo.view.views import View
from tests.browser.crowd_map import Map, Server
from tests.browser.file_reader import OpenFile, Reader
from tests.browser.made_crowd import Made
from tests.browser.visitor import Visitor, chromium
from tests.browser.windows import Window
from tests.running import ROOT, START_SECONDS, serve

__all__ = ["ROOT", "START_SECONDS", "serve"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(anci_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over the real data."""
    with serve(anci_root.parent, tmp_path_factory.mktemp("app") / "log") as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a link of the app as a visitor; afterwards nothing may have gone wrong unnoticed."""
    visitors: list[Visitor] = []

    def open_link(path: str = "/", **wishes: object) -> Visitor:
        at = str(wishes.pop("address", address))
        visitors.append(Visitor(browser, at, path, **wishes))
        return visitors[-1]

    yield open_link
    for visitor in visitors:
        visitor.close()
        assert visitor.outside == [], "requests left the app's origin"
        assert visitor.errors == [], "the console shows errors"


@pytest.fixture(scope="module")
def windows() -> Iterator[dict[object, Window]]:
    """Windows that are open, by what their visitors are like."""
    kept: dict[object, Window] = {}
    yield kept
    for window in kept.values():
        window.visitor.close()


@pytest.fixture
def go_on(
    request: pytest.FixtureRequest, address: str, browser: Browser, windows: dict[object, Window]
) -> Iterator[Callable[..., Visitor]]:
    """Open a link as `visit` does, in the window of the test before where there is one."""
    used: list[tuple[object, Window]] = []
    failed = request.session.testsfailed

    def open_link(path: str = "/", **wishes: object) -> Visitor:
        at = str(wishes.pop("address", address))
        kind = (at, *sorted(wishes.items()))
        window = windows.pop(kind, None)
        if window is None:
            window = Window(browser, at, path, **wishes)
        else:
            window.open(path)
        used.append((kind, window))
        return window.visitor

    yield open_link
    for kind, window in used:
        visitor = window.visitor
        is_well = request.session.testsfailed == failed and not visitor.outside + visitor.errors
        if kind in windows or not is_well:
            visitor.close()
        else:
            window.forget()
            windows[kind] = window
        assert visitor.outside == [], "requests left the app's origin"
        assert visitor.errors == [], "the console shows errors"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, anci: Package) -> Path:
    path = tmp_path_factory.mktemp("stick") / "anci-2022.html"
    path.write_bytes(one_file(anci, build_payload(anci), View(anci.package_id)))
    return path


@pytest.fixture
def open_file(browser: Browser, file: Path) -> Iterator[OpenFile]:
    """Open the file as a reader; afterwards nothing may have been asked for or complained of."""
    readers: list[tuple[Reader, Path]] = []

    def opened(view: str = "", **wishes: Any) -> Reader:
        path = wishes.pop("file", file)
        readers.append((Reader(browser, path.as_uri(), view, **wishes), path))
        return readers[-1][0]

    yield opened
    for reader, path in readers:
        asked = {url.split("#")[0] for url in reader.requests}
        reader.close()
        assert asked == {path.as_uri()}, "the file asked for something"
        assert reader.errors == [], "the console shows something"


@pytest.fixture
def open_light(browser: Browser, address: str) -> Iterator[OpenFile]:
    """Open the light page as a reader; afterwards it has asked for files alone, and kept none
    waiting: no session was begun.
    """
    readers: list[Reader] = []

    def opened(view: str = "", **wishes: Any) -> Reader:
        readers.append(Reader(browser, f"{address}/light/anci-2022", view, **wishes))
        return readers[-1]

    yield opened
    for reader in readers:
        asked = {url.removeprefix(address).split("/")[1] for url in reader.requests}
        reader.close()
        assert asked <= {"light", "assets", "layers", "icon.svg", "export", "share"}, (
            "it asked for more"
        )
        assert reader.errors == [], "the console shows something"


@pytest.fixture(params=["file", "light"])
def open_explorer(request: pytest.FixtureRequest) -> OpenFile:
    """Open the explorer, as the one file and as the light page: they are one code."""
    opened: OpenFile = request.getfixturevalue(f"open_{request.param}")
    return opened


@pytest.fixture(scope="module")
def near() -> Made:
    """As many as are all drawn one by one."""
    return Made(5000, chunk=1024)


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Map]]:
    """Open the map over a payload; afterwards nothing may have gone wrong unnoticed."""
    opened: list[tuple[Any, Server, list[str]]] = []

    def open_map(made: Made, *, width: int = 1100, height: int = 760, **filters: Any) -> Map:
        server = Server(made)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda fault: errors.append(str(fault)))
        opened.append((context, server, errors))
        page.goto(server.address)
        found = Map(page, server)
        found.tell(**filters)
        page.wait_for_selector("html[data-ready]", state="attached")
        return found

    yield open_map
    for context, server, errors in opened:
        context.close()
        server.shutdown()
        assert errors == [], "the console shows errors"

"""A served app and a watched browser page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor, chromium
from tests.running import ROOT, START_SECONDS, serve

__all__ = ["ROOT", "START_SECONDS", "serve"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over the real data."""
    with serve(ROOT / "data", tmp_path_factory.mktemp("app") / "log") as served:
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

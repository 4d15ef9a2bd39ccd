"""A served app and a watched browser page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor, chromium

ROOT = Path(__file__).parents[2]
START_SECONDS = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serve(data: Path, log: Path, root: Path = ROOT, **environment: str) -> Iterator[str]:
    """Run the app in `root` over the packages in `data` on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    prefix = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    address = f"http://127.0.0.1:{port}" + (f"/{prefix}" if prefix else "")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=os.environ | {"ONEMAP_DATA": str(data)} | environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8')}")


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

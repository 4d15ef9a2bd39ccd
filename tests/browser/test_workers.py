"""Does a page live on when its process dies? Two of them behind nginx, without sticky sessions."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.test_behind_nginx import EXAMPLE, NAME, free_ports, nginx, replaced, without_tls
from tests.browser.visitor import Visitor
from tests.workers import DEPLOY, uvicorn

PREFIX = {"STREAMLIT_SERVER_BASE_URL_PATH": "city"}
STREAM = "/_stcore/stream"
"""What a process logs of each websocket."""
_LOST = re.compile(r"WebSocket|Failed to load resource|net::ERR|50[24]", re.IGNORECASE)


def balancing(ports: list[int], listens: int) -> str:
    """The example for nginx with the lines that the guide gives for several processes."""
    (upstream,) = re.findall(r"```nginx\n(.*?)```", DEPLOY, re.DOTALL)
    upstream = re.sub(r"^  ", "", upstream, flags=re.MULTILINE)
    stated = re.findall(r"127\.0\.0\.1:\d+", upstream)
    assert "proxy_pass http://onemap;" in DEPLOY
    values = {
        "proxy_pass http://127.0.0.1:8501;": "proxy_pass http://onemap;",
        "listen 80;": f"listen 127.0.0.1:{listens};",
        "map.example.org": NAME,
    }
    own = {found: f"127.0.0.1:{port}" for found, port in zip(stated, ports, strict=True)}
    return replaced(upstream, own) + replaced(without_tls(EXAMPLE), values)


class Two:
    """Two processes, of which each can be killed."""

    def __init__(self, ports: list[int], folder: Path) -> None:
        self._running = ExitStack()
        self._processes = {
            port: self._running.enter_context(
                uvicorn(port, folder / f"app-{port}", "--workers", "1", **PREFIX)
            )
            for port in ports
        }

    def kill(self, port: int) -> None:
        """End one without a word to its readers."""
        self._processes[port].kill()
        self._processes[port].wait(timeout=60)

    def close(self) -> None:
        self._running.close()


@contextmanager
def balanced(folder: Path) -> Iterator[tuple[Two, list[int], str]]:
    first, second, port = free_ports(3)
    two = Two([first, second], folder)
    try:
        with nginx(folder, balancing([first, second], port), port):
            yield two, [first, second], f"http://{NAME}:{port}"
    finally:
        two.close()


def connected_to(folder: Path, ports: list[int]) -> int:
    """The process that has the page's websocket."""
    found = [port for port in ports if STREAM in (folder / f"app-{port}").read_text("utf-8")]
    assert len(found) == 1, found
    return found[0]


def found_in(log: Path, words: str) -> bool:
    """Wait until a process has logged something."""
    deadline = time.monotonic() + 60
    while words not in log.read_text("utf-8"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_a_page_that_lost_its_process_goes_on_at_the_other(
    browser: Browser, tmp_path: Path
) -> None:
    with balanced(tmp_path) as (two, ports, address):
        visitor = Visitor(browser, address, "/city/?lang=en")
        visitor.expect_places(15)
        visitor.chip("Streetscape").click()
        visitor.expect_places(3)
        visitor.row("shunan-street").click()
        expect(visitor.popup()).to_contain_text("Shun'an Street")
        visitor.expect_query(lang="en", w="streetscape", place="shunan-street")
        assert visitor.errors == []
        visitor.settled()  # no process is lost in the middle of an answer

        lost = connected_to(tmp_path, ports)
        two.kill(lost)
        (other,) = set(ports) - {lost}
        assert found_in(tmp_path / f"app-{other}", STREAM)
        expect(visitor.page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=60_000
        )
        visitor.expect_query(lang="en", w="streetscape", place="shunan-street")
        visitor.expect_places(3)
        expect(visitor.panel()).to_contain_text("Shun'an Street")

        visitor.chip("Markets").click()
        visitor.expect_query(lang="en", w="markets")
        visitor.expect_places(1)
        visitor.close()
        assert visitor.outside == []
        assert [said for said in visitor.errors if not _LOST.search(said)] == []


def test_pages_are_shared_out_and_each_filters(browser: Browser, tmp_path: Path) -> None:
    with balanced(tmp_path) as (_, ports, address):
        visitors = [Visitor(browser, address, "/city/?lang=en") for _ in range(4)]
        for visitor in visitors:
            visitor.chip("Markets").click()
            visitor.expect_places(1)
            visitor.close()
            assert visitor.errors == []
        said = [(tmp_path / f"app-{port}").read_text("utf-8") for port in ports]
        assert all("GET /city/" in words for words in said), "both have answered"

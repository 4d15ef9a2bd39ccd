"""Do several processes of the app answer as one, so that no reader is bound to any of them?"""

from __future__ import annotations

import asyncio
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.viewers_session import Viewer
from pages.shared.messages import parsed
from tests.ports import free_port
from tests.workers import uvicorn, workers_of

pytestmark = pytest.mark.process

KEPT_HEADERS = ("content-type", "etag", "cache-control", "vary", "content-security-policy")
ANSWERS = (
    *("/?lang=en", "/figures?w=rural", "/sources", "/health", "/api", "/api/collections"),
    "/api/collections/anci-2022.roads/items",
    "/export/figures.csv?w=streetscape",
    "/export/places.geojson?l=roads",
    "/export/figures.xlsx?lang=en",
    "/export/places.gpkg",
    "/export/sheet.pdf?place=minghua-road&of=place&on=2026-11-23&lang=en",
    "/export/onemap.html",
    "/share/qr.svg?w=markets",
    "/share/qr.png?w=markets",
    "/share/card.png?w=markets&lang=en",
    "/share/citation.txt?on=2026-11-23&lang=en",
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two processes that know nothing of each other."""
    log = tmp_path_factory.mktemp("two")
    ports = [free_port(), free_port()]
    own = {"ONEMAP_PUBLIC_URL": "https://map.example.org"}
    with ExitStack() as running:
        for port in ports:
            running.enter_context(uvicorn(port, log / str(port), "--workers", "1", **own))
        yield [f"http://127.0.0.1:{port}" for port in ports]


def fetched(address: str, headers: Mapping[str, str] | None = None) -> tuple[int, object, bytes]:
    request = urllib.request.Request(address, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            kept = {name: answer.headers[name] for name in KEPT_HEADERS}
            return answer.status, kept, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict.fromkeys(KEPT_HEADERS), error.read()


@pytest.mark.parametrize("path", ANSWERS)
def test_both_processes_answer_the_same(two: list[str], path: str) -> None:
    first, second = (fetched(address + path) for address in two)
    assert first[0] == 200
    assert first == second


def test_a_tag_of_one_process_is_known_to_the_other(two: list[str]) -> None:
    path = "/export/figures.csv?w=streetscape"
    _, headers, _ = fetched(two[0] + path)
    assert isinstance(headers, dict)
    assert fetched(two[1] + path, {"If-None-Match": headers["etag"]})[0] == 304


def test_a_session_of_one_process_goes_on_at_the_other(two: list[str]) -> None:
    """The other does not know the session: it opens one of its own from the link."""

    async def visit() -> tuple[str, str, list[str]]:
        first = Viewer(f"{two[0]}/?lang=en&w=markets")
        await first.open()
        chosen = first.chosen()
        await first.close()
        second = Viewer(f"{two[1]}/?lang=en&w=markets")
        await second.open(first.session_id)
        assert second.chosen() == chosen
        await second.click()
        await second.close()
        return first.session_id, second.session_id, chosen

    # Browser tests leave a loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        before, after, chosen = thread.submit(asyncio.run, visit()).result()
    assert before
    assert after not in {"", before}
    assert [name.partition(" ")[0] for name in chosen] == ["Markets"]


def test_uvicorn_with_two_workers_below_a_sub_path_survives_one(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    below = {"STREAMLIT_SERVER_BASE_URL_PATH": "city"}
    address = f"http://127.0.0.1:{port}/city"
    with uvicorn(port, log, "--workers", "2", **below) as process:
        before = workers_of(process)
        assert len(before) == 2
        assert b'"status":"ok"' in fetched(f"{address}/health")[2]
        assert fetched(f"http://127.0.0.1:{port}/health")[0] == 404
        os.kill(min(before), signal.SIGKILL)
        for _ in range(20):
            assert answered(f"{address}/export/figures.csv?w=rural")
        deadline = time.monotonic() + 60
        while len(workers_of(process) - {min(before)}) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(workers_of(process) - {min(before)}) == 2, "uvicorn starts another one"


def answered(address: str) -> bool:
    """Whether an address answers within three attempts, as a browser or a balancer makes them."""
    for _ in range(3):
        try:
            if fetched(address)[0] == 200:
                return True
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("stated", "kind", "several", "value"),
    [
        ("city", str, False, "city"),
        ("True", bool, False, True),
        ("off", bool, False, False),
        ("12", int, False, 12),
        ("0.5", float, False, 0.5),
        ("a.example b.example", str, True, ["a.example", "b.example"]),
    ],
)
def test_variables_are_read_as_streamlit_run_reads_them(
    stated: str, kind: type, several: bool, value: object
) -> None:
    assert parsed(stated, kind, "STREAMLIT_X", several=several) == value


@pytest.mark.parametrize(("stated", "kind"), [("maybe", bool), ("many", int), ("", float)])
def test_a_variable_of_another_kind_is_named(stated: str, kind: type) -> None:
    with pytest.raises(ValueError, match="STREAMLIT_X has to be"):
        parsed(stated, kind, "STREAMLIT_X", several=False)

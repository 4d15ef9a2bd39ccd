"""How do tests run the whole app, Streamlit and all?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import ROOT
from tests.ports import free_port

START_SECONDS = 300
"""A watchdog, no measure: alone it takes three."""
WITHOUT_LIGHT = {"ONEMAP_LIGHT": "0"}
"""Most tests are about Streamlit's page, and need not wait until it takes the light one's place;
that it does is what tests/browser/test_hand_over.py is about.
"""


@contextmanager
def serve(data: Path, log: Path, root: Path = ROOT, **environment: str) -> Iterator[str]:
    """Run the app in `root` over the packages in `data` on a free port; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    prefix = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    address = f"http://127.0.0.1:{port}" + (f"/{prefix}" if prefix else "")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=os.environ
            | {"ONEMAP_DATA": str(data)}
            | own_builds(log)
            | WITHOUT_LIGHT
            | environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and see that it does, however busy the machine is."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def own_builds(log: Path) -> dict[str, str]:
    """Say where a server of tests keeps what it publishes: beside its log."""
    return {"ONEMAP_BUILD": str(log.with_name(f"{log.name}-builds"))}


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

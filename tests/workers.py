"""How do tests run several processes of the app, as ``uvicorn`` does?"""

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

from tests.running import ROOT, START_SECONDS, WITHOUT_LIGHT, end, own_builds

DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")


def stated_command() -> list[str]:
    """The arguments of uvicorn that the deployment guide gives."""
    (line,) = {line.strip() for line in DEPLOY.splitlines() if "uvicorn app:app" in line}
    return line.partition("-m uvicorn ")[2].split()


@contextmanager
def uvicorn(
    port: int, log: Path, *arguments: str, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the app by uvicorn as the guide says, `arguments` outweighing its own."""
    command = [sys.executable, "-m", "uvicorn", *stated_command(), "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env=os.environ | own_builds(log) | WITHOUT_LIGHT | environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}{prefix(environment)}/_stcore/health", log)
            yield process
        finally:
            end(process)


def prefix(environment: dict[str, str]) -> str:
    """The sub-path that an environment states, with its slash."""
    stated = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    return f"/{stated}" if stated else ""


def wait_for(address: str, log: Path) -> None:
    """Wait until an address answers with 200."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8')}")


def workers_of(process: subprocess.Popen[bytes]) -> set[int]:
    """Ids of the processes that uvicorn has started to answer (its resource tracker is none)."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            words = status.read_text("utf-8")
            line = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if f"\nPPid:\t{process.pid}\n" in words and b"spawn_main" in line:
            found.add(int(status.parent.name))
    return found

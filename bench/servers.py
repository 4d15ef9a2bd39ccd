"""How is a contestant's server started, and how much memory has it?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from bench.contestants import Contestant

ROOT: Final = Path(__file__).resolve().parents[1]
START_SECONDS: Final = 600
"""A package of a million places that was not built beforehand takes its time."""


class ServerError(RuntimeError):
    """A server did not start; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its process, and how long it took to answer, in seconds."""

    address: str
    pid: int
    started_s: float

    def memory_bytes(self) -> int:
        """Return the resident memory of the process and its children."""
        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        return sum(int(member.memory_info().rss) for member in family)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def site(data: Path, log: Path) -> Iterator[Server]:
    """Serve the plain pages, the files in `data` and the assets of all peers."""
    port = free_port()
    command = [sys.executable, "-m", "bench.peers.site", str(data), str(port)]
    with _running(command, f"http://127.0.0.1:{port}", "/pages/pages.css", log, {}) as server:
        yield server


@contextmanager
def contestant(
    one: Contestant, *, packages: Path, built: Path, places: Path, assets: Server, log: Path
) -> Iterator[Server]:
    """Start one contestant over the package in `packages`, the same places being in `places`.

    `built` is the folder that ``geo build`` wrote into.
    """
    if one.kind == "page":
        yield assets
        return
    port = free_port()
    script = "app.py" if one.kind == "app" else f"bench/peers/{one.file}"
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    settings = {
        **{"ONEMAP_DATA": str(packages), "ONEMAP_BUILD": str(built), "BENCH_PLACES": str(places)},
        **{"BENCH_ASSETS": f"{assets.address}/assets", "PYTHONPATH": str(ROOT)},
    }
    address, root = f"http://127.0.0.1:{port}", ROOT
    if one.kind == "app":
        root = Path(os.environ.get("BENCH_APP", ROOT))  # another checkout, to compare with
        settings["PYTHONPATH"] = str(root)
        settings["ONEMAP_LIGHT"] = "0"  # the full page is measured; the light one by bench/light.py
    with _running(command, address, "/_stcore/health", log, settings, root) as server:
        yield server


@contextmanager
def _running(
    command: list[str],
    address: str,
    probe: str,
    log: Path,
    settings: dict[str, str],
    root: Path = ROOT,
) -> Iterator[Server]:
    log.parent.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603  # a command of our own
            command,
            cwd=root,
            env=os.environ | settings,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(address + probe, process, log)
            yield Server(address, process.pid, time.monotonic() - begun)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # always http
                return
        except OSError:
            time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise ServerError(f"no answer from {address}:\n{said}")

"""How is a server of many viewers started, and what does it use of the machine?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from bench.servers import ROOT, Server, _running, free_port

UVICORN: Final = (
    *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
    *("--timeout-worker-healthcheck", "60", "--no-access-log", "--log-level", "warning"),
)
"""As docs/deploy.md says."""


@contextmanager
def app(packages: Path, log: Path, workers: int, **environment: str) -> Iterator[Server]:
    """Serve our app over a folder of packages by uvicorn; ``BENCH_APP`` names another checkout."""
    root, port = Path(os.environ.get("BENCH_APP", ROOT)), free_port()
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]
    command += ["--workers", str(workers), *UVICORN]
    settings = {"ONEMAP_DATA": str(packages), "PYTHONPATH": str(root), **environment}
    address = f"http://127.0.0.1:{port}"
    with _running(command, address, "/_stcore/health", log, settings, root) as server:
        yield server


@contextmanager
def peer(script: Path, places: Path, log: Path) -> Iterator[Server]:
    """Serve a Streamlit script as ``streamlit run`` does; its places are in one file."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    settings = {"BENCH_PLACES": str(places), "BENCH_ASSETS": "", "PYTHONPATH": str(ROOT)}
    address = f"http://127.0.0.1:{port}"
    with _running(command, address, "/_stcore/health", log, settings) as server:
        yield server


def used(server: Server) -> dict[str, float]:
    """Return what a server and its children have used: CPU seconds, resident megabytes, files."""
    process = psutil.Process(server.pid)
    family = [process, *process.children(recursive=True)]
    times = [member.cpu_times() for member in family]
    return {
        "cpu_seconds": sum(found.user + found.system for found in times),
        "memory_mb": sum(member.memory_info().rss for member in family) / 1e6,
        "open_files": sum(member.num_fds() for member in family),
    }


def load(address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Have viewers come, in a process of its own."""
    command = [sys.executable, "-m", "bench.viewers_load", address, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603

"""How long does ``python -m geo build`` take, and how much memory at most?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import psutil

from bench.servers import ROOT

_LOOK_S: Final = 0.05
_NO_COMMAND: Final = "invalid choice"


def build(package: Path, out: Path, log: Path) -> dict[str, Any]:
    """Build a package from nothing into the folder `out`.

    Returns
    -------
    dict
        `seconds`; `peak_bytes`, the most that the process and its children held at one time, looked
        at twenty times a second; `process_bytes`, the most that any single process of them held, as
        the system counts it; `source_bytes` and `served_bytes` on disk; `failed`, None if all went
        well.
    """
    shutil.rmtree(out, ignore_errors=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    root = Path(os.environ.get("BENCH_APP", ROOT))
    command = [sys.executable, "-m", "geo", "build", str(package)]
    begun = time.monotonic()
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603  # a command of our own
            command,
            cwd=root,
            env=os.environ | {"ONEMAP_BUILD": str(out), "PYTHONPATH": str(root)},
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        peak_bytes, process_bytes, code = _watch(process)
    return {
        "seconds": time.monotonic() - begun,
        "peak_bytes": max(peak_bytes, process_bytes),
        "process_bytes": process_bytes,
        "source_bytes": size_of(package),
        "served_bytes": size_of(out),
        "failed": None if code == 0 else _why(log),
    }


def _watch(process: subprocess.Popen[bytes]) -> tuple[int, int, int]:
    """Wait for a process; returns the peak of its family, of one process in it, and its code."""
    peak_bytes = 0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return peak_bytes, used.ru_maxrss * 1024, process.returncode
        peak_bytes = max(peak_bytes, _family_bytes(process.pid))
        time.sleep(_LOOK_S)


def _family_bytes(pid: int) -> int:
    """Return the resident memory of a process and its children; 0 if it has just ended."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
        return sum(int(member.memory_info().rss) for member in family)
    except psutil.Error:
        return 0


def _why(log: Path) -> str:
    """Return the last line of what the command said."""
    said = log.read_text(encoding="utf-8", errors="replace").strip()
    if _NO_COMMAND in said:
        return "there is no command `geo build`"
    return said.rpartition("\n")[2][-300:] or "it said nothing"


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder; 0 if there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

"""Which port may a test use? One that nobody else takes between its choice and its use.

A port found by binding to 0 and closing again is any connection's a moment later. These lie below
the range that systems take ports for connections from (RFC 6335 has it begin at 49152, Linux at
32768), and a lock, which ends with the process, keeps them apart from those of other tests.
"""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_FIRST: Final = 20_000
_COUNT: Final = 10_000
_HELD: list[FileLock] = []


def free_port() -> int:
    """Return a port of this machine that is this process's until it ends."""
    for step in range(_COUNT):
        port = _FIRST + (os.getpid() * 7 + len(_HELD) + step) % _COUNT
        lock = FileLock(Path(tempfile.gettempdir()) / f"onemap-port-{port}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        if _is_free(port):
            _HELD.append(lock)
            return port
        lock.release()
    raise OSError("no port is free")


def _is_free(port: int) -> bool:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True

"""How is a file read that may be made to harm, so that it ends at most the process that reads it?

That process is started anew, is given a path and nothing else, and is watched from here: whatever
takes too long or too much memory is ended. This works alike on every system.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

from geo.intake.found import Found
from geo.intake.messages import NotTakenError, Words
from geo.intake.read import refused
from geo.intake.wire import from_line

MOST_SECONDS: Final = 5.0
"""Processor time that reading one file may take."""
MOST_WAITED: Final = 60.0
"""Seconds in all, for a process that waits for something that never comes."""
MOST_HELD: Final = 300_000_000
"""Bytes that the process may hold above what it held before its first file."""
_LOOK: Final = 0.02
_ROOT: Final = Path(__file__).parents[2]
_READY: Final = "ready"
_SMALLER: Final = ("请简化，或分成几个文件", "Simplify it, or split it into several files")
_log: Final = logging.getLogger(__name__)


class Guard:
    """A process that reads file after file; where one ends it, the next file gets another.

    To be used as a context manager, by one thread at a time.

    Parameters
    ----------
    worker : str
        Module that the process runs; it answers as :func:`geo.intake.wire.answer_all` does.
    most_seconds : float or None
        Processor time that one file may take; None for :data:`MOST_SECONDS`.
    """

    def __init__(
        self, worker: str = "geo.intake.read", *, most_seconds: float | None = None
    ) -> None:
        self._worker, self._most_seconds = worker, most_seconds
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._idle = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def read(self, path: Path) -> Found:
        """Return what a file holds; what ended the process that read it is told as its fault.

        Raises
        ------
        OSError
            If the file is missing or cannot be read at all.
        """
        try:
            line = self._asked(path.absolute())
            answer = json.loads(line) if line.startswith("{") else None
            if answer is None:
                return from_line(line)
        except NotTakenError as error:
            return refused(path.name, error)
        except (ValueError, KeyError, TypeError):
            self.end()
            return refused(path.name, _broke_off())
        raise OSError(int(answer["errno"]), str(answer["said"]), str(path))

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # a question that nobody read any more
                    if pipe is not None:
                        pipe.close()
        self._process = None

    def _asked(self, path: Path) -> str:
        """Return the line that answers for a file."""
        process = self._started()
        if process.stdin is None:
            raise _broke_off()
        try:
            process.stdin.write(json.dumps(str(path)) + "\n")
            process.stdin.flush()
            return self._watched(process)
        except (OSError, psutil.Error):
            self.end()
            raise _broke_off() from None

    def _watched(self, process: subprocess.Popen[str]) -> str:
        """Return the next line of the process, or end it where it takes too much."""
        watched = psutil.Process(process.pid)
        begun, since = _seconds(watched), time.monotonic()
        most = MOST_SECONDS if self._most_seconds is None else self._most_seconds
        while True:
            held = watched.memory_info().rss - self._idle
            if held > MOST_HELD:
                self.end()
                said = ("读它要占太多内存", "reading it takes too much memory")
                raise NotTakenError("E_TOO_LARGE", said, _SMALLER)
            if _seconds(watched) - begun > most or time.monotonic() - since > MOST_WAITED:
                self.end()
                slow: Words = (
                    f"读了 {most:.0f} 秒还没有读完",
                    f"reading it takes more than {most:.0f} seconds",
                )
                raise NotTakenError("E_TOO_SLOW", slow, _SMALLER)
            with suppress(queue.Empty):
                line = self._lines.get(timeout=_LOOK)
                if line:
                    return line
                self.end()
                _log.warning("the process that reads files ended by itself")
                raise _broke_off()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None:
            return self._process
        lines: queue.Queue[str] = queue.Queue()
        # No setting of the server's goes along: passwords of databases are among them.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ONEMAP")}
        process = subprocess.Popen(  # noqa: S603  # our own module, nothing of a request
            [sys.executable, "-m", self._worker],
            cwd=_ROOT,
            env={**kept, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
        self._process, self._lines = process, lines
        if lines.get(timeout=MOST_WAITED).strip() != _READY:
            self.end()
            raise RuntimeError("the process that reads files does not start")
        self._idle = psutil.Process(process.pid).memory_info().rss
        return process


def read_guarded(path: Path) -> Found:
    """Return what a file holds, read in a process of its own that is watched.

    Raises
    ------
    OSError
        If the file is missing or cannot be read at all.
    """
    with Guard() as guard:
        return guard.read(path)


def _listen(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Hand on the lines of a process, and an empty one when it has ended."""
    with suppress(ValueError):  # ended from here, and its pipe closed
        for line in process.stdout or ():
            lines.put(line)
    lines.put("")


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _broke_off() -> NotTakenError:
    said = ("读到一半中断了", "reading it broke off")
    remedy = ("文件可能是坏的，请重新导出", "It may be broken; export it again")
    return NotTakenError("E_UNREADABLE", said, remedy)

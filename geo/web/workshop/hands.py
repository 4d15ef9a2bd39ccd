"""Who makes the files? Processes of our own, so that no reader's page waits for the interpreter.

A GeoPackage of 100,000 places is four seconds of Python, and while it is made in the process that
serves the pages, each of their steps waits for its turn at the interpreter. A process can also be
ended, which a thread cannot: work has a time, and none of it outlives the reader for long.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

from geo import files
from geo.export.limits import TooManyPlacesError
from geo.export.product import Product
from geo.spool import Spool
from geo.store.states import Served
from geo.web.workshop.errors import GivenUpError
from geo.web.workshop.messages import STATES, Finished, Job, Refused
from geo.web.workshop.shelf import Made
from geo.web.workshop.turns import Turns
from geo.web.workshop.wire import PART, BrokenPipelineError, receive, send

LONGEST_SECONDS: Final = 120.0
"""After this a product is given up: the largest take a twentieth of it, where nobody else works."""
UNWANTED_SECONDS: Final = 5.0
"""How long one goes on whose reader has gone: most are finished then, and kept for the next."""
IDLE_SECONDS: Final = 300.0
"""After this a process that has nothing to do is ended, and its memory free."""
_MODULE: Final = "geo.web.workshop.hand"
_QUIETLY: Final = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(
    subprocess, "CREATE_NO_WINDOW", 0
)
"""On Windows: behind whatever else the machine does, and without a window."""


class Making:
    """One product that is being made; to be told when nobody wants it any more."""

    def __init__(self, product: Product, served: Served) -> None:
        self.product = product
        self.served = served
        self._lock = threading.Lock()
        self._end: Callable[[], None] | None = None
        self._timers: list[threading.Timer] = []
        self._unwanted = False
        self.begun = False
        """Whether it is its turn."""

    def begin(self, end: Callable[[], None]) -> None:
        """Say how it can be ended."""
        with self._lock:
            self._end = end
            self._end_after(UNWANTED_SECONDS if self._unwanted else LONGEST_SECONDS)

    def unwanted(self) -> None:
        """Say that whoever wanted it has gone."""
        with self._lock:
            self._unwanted = True
            if self._end is not None:
                self._end_after(UNWANTED_SECONDS)

    def over(self) -> None:
        """Say that it is made, or never will be."""
        with self._lock:
            self._end = None
            for timer in self._timers:
                timer.cancel()

    def _end_after(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        self._timers.append(timer)

    def _stop(self) -> None:
        with self._lock:
            if self._end is not None:
                self._end()


class Hand:
    """One process, started when it is needed and ended when it is not; for one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._idle: threading.Timer | None = None
        self._busy = False
        self._lock = threading.Lock()

    def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
        """Make a product, give its parts to `keep`, and return its length before compression.

        Raises
        ------
        TooManyPlacesError
            If it would hold more than a file of its kind may.
        GivenUpError
            If it takes too long, or the process breaks; its own log says why.
        """
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            self._busy, process = True, self._started()
        making.begin(process.kill)
        try:
            return self._made(process, making, keep)
        except BrokenPipelineError as error:
            self.close()
            said = f"{type(making.product).__name__} was not finished"
            raise GivenUpError(said) from error
        finally:
            making.over()
            self._busy = False
            self._idle = threading.Timer(IDLE_SECONDS, self._rest)
            self._idle.daemon = True
            self._idle.start()

    def close(self) -> None:
        """End the process, if there is one; whatever it is making is given up."""
        with self._lock:
            self._end()

    def _rest(self) -> None:
        """End the process unless it has been given something to do."""
        with self._lock:
            if not self._busy:
                self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        self._known.clear()
        if process is not None:
            process.kill()
            process.communicate()

    def _made(
        self, process: subprocess.Popen[bytes], making: Making, keep: Callable[[bytes], object]
    ) -> int:
        served, state = making.served, making.served.package.state
        content = None if state in self._known else (served.package, served.payload)
        send(cast(BinaryIO, process.stdin), Job(making.product, state, content))
        self._known[state] = None
        self._known.move_to_end(state)
        while len(self._known) > STATES:
            self._known.popitem(last=False)
        while True:
            kind, found = receive(cast(BinaryIO, process.stdout))
            if kind == PART:
                keep(found)
            elif isinstance(found, Refused):
                raise TooManyPlacesError(found.said)
            elif isinstance(found, Finished):
                return found.length

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._known.clear()
            root = str(Path(files.__file__).parents[1])
            path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
            self._process = subprocess.Popen(  # noqa: S603  # our own module, nothing of a request
                [sys.executable, "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                creationflags=_QUIETLY,
            )
        return self._process


class Maker(Protocol):
    """Who makes files: :class:`~geo.web.workshop.hands.Hand`."""

    def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
        """Make a product, give its parts to `keep`, and return its length before compression."""
        ...

    def close(self) -> None:
        """Give up what is being made."""
        ...


class Line:
    """Makers of one kind of work, and the turns of those who want some of it.

    Parameters
    ----------
    makers : sequence of Maker
        Who makes files, each one at a time.
    each : int, optional
        How many of them a single client may keep busy; else all.
    """

    def __init__(self, makers: Sequence[Maker], *, each: int | None = None) -> None:
        self.turns = Turns(len(makers), each=each)
        self.threads = ThreadPoolExecutor(len(makers), thread_name_prefix="hand")
        self._free = list(makers)
        self._lock = threading.Lock()

    def make(self, making: Making) -> Made:
        """Have a free one make a product; as many are free as turns are taken."""
        with self._lock:
            maker = self._free.pop()
        try:
            spool = Spool()
            length = maker.make(making, spool.write)
            return Made(spool, length, gzipped=making.product.compressible)
        finally:
            with self._lock:
                self._free.append(maker)

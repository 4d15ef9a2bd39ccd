"""Who makes what? Some makers, and before them a line of those who wait, fair by client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from geo.spool import Spool
from geo.web.workshop.hands import Making
from geo.web.workshop.shelf import Made
from geo.web.workshop.turns import Turns


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

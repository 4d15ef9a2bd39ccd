"""What was made already? Kept for whoever asks next, as much as there is room for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from geo.spool import Spool

KEPT_BYTES: Final = 256_000_000
"""Room for what was made; the large files lie on the disk. Some twenty of 100,000 places."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product as it lies here.

    Parameters
    ----------
    content : Spool
        Its bytes, gzipped where that makes them shorter.
    length : int
        How many they are before that.
    gzipped : bool
        Whether they are.
    """

    content: Spool
    length: int
    gzipped: bool


class Shelf:
    """Keeps what was made, and drops what was asked for longest ago; safe for many threads.

    Who is being sent something that is dropped meanwhile still gets all of it.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._most = kept_bytes
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Made | None:
        """Return what was made under `key`, if it is still there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, made: Made) -> Made:
        """Keep what was made under `key`, which says all that it follows from."""
        with self._lock:
            self._kept[key] = made
            while sum(each.content.size for each in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
        return made

"""What was worked out already, and when is it forgotten?

One policy for all that is remembered: what was asked for longest ago goes first, and what is about
an object goes with it.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")
Owner = TypeVar("Owner")


class Remembered(Generic[Value]):
    """Answers by what they follow from, as many as there is room for; safe for many threads.

    Two who ask for the same at once may both work it out: nobody waits for another's work.

    Parameters
    ----------
    room : float
        How much all of them may weigh together.
    weigh : callable or None
        How much one weighs; None: one each. What weighs more than all the room is not kept.
    """

    def __init__(self, room: float, *, weigh: Callable[[Value], float] | None = None) -> None:
        self._held: LRUCache[Hashable, Value] = LRUCache(room, weigh)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable) -> Value | None:
        """Return what is remembered under `key`, if it still is."""
        with self._lock:
            return self._held.get(key)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Remember `value` under `key`, and return it."""
        with self._lock:
            self._held.pop(key, None)
            if self._held.getsizeof(value) <= self._held.maxsize:
                self._held[key] = value
        return value

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what is remembered under `key`; what is not is made, and remembered."""
        found = self.get(key)
        return self.keep(key, make()) if found is None else found


class PerObject(Generic[Owner, Value]):
    """One thing for each object, made when it is first asked for, and forgotten with the object.

    Objects are told apart by what they are, not by what they equal: those that hold tables have no
    hash.
    """

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        self._make = make
        self._held: dict[int, Value] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def of(self, owner: Owner) -> Value:
        """Return what belongs to `owner`."""
        key = id(owner)
        if key in self._held:
            return self._held[key]
        made = self._make(owner)
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                weakref.finalize(owner, self._held.pop, key, None).atexit = False
            return self._held[key]

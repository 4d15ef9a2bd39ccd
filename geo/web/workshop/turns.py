"""Whose turn is it? Fair queueing by client: who asks for much waits, whoever else asks does not.

Weighted fair queueing as A. Demers, S. Keshav and S. Shenker have it ("Analysis and simulation of a
fair queueing algorithm", SIGCOMM 1989): each piece of work gets the moment at which it would be
done if all who are here were served at once, each at the same pace, and the earliest comes first.
So a sheet of a reader passes twenty large files of others, and of two who ask alike neither waits
for all that the other wants. The clock of that moment is work done, not time: it needs no watch.

Who asks is the address that a request comes from, behind a proxy the one that it names. Whether a
proxy is believed the server decides before us: uvicorn takes ``X-Forwarded-For`` from the
addresses in ``FORWARDED_ALLOW_IPS`` alone (else from this machine), so nobody takes another's turn
by claiming to be somebody new.
"""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
import threading
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from geo.web.workshop.errors import CrowdedError

WAITING: Final = 64
"""Requests that may wait; each is a socket and some kilobytes."""
_HOME_BITS: Final = 64
"""Of an IPv6 address: a household or an office has all that begin alike (RFC 6177)."""


@dataclass(order=True, slots=True)
class _Waiter:
    """One piece of work that waits, first the one that would be done first."""

    done_at: float
    number: int
    client: Hashable = field(compare=False)
    cost: float = field(compare=False)
    called: asyncio.Future[None] = field(compare=False)

    def call(self, error: CrowdedError | None = None) -> None:
        """Wake the one who waits, in the loop that it waits in."""
        self.called.get_loop().call_soon_threadsafe(_settle, self.called, error)


class Turns:
    """Lets a few work at a time, and the others wait in a fair order; for any thread and loop.

    Parameters
    ----------
    at_once : int
        How many work at a time.
    waiting : int
        How many may wait. Where one more comes, whoever would be done last is sent away.
    each : int
        How many a single client may work at a time, even where nobody else is here; else as many
        as there are.
    """

    def __init__(self, at_once: int, waiting: int = WAITING, *, each: int | None = None) -> None:
        self._free = at_once
        self._each = at_once if each is None else each
        self._most = waiting
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: list[_Waiter] = []
        self._working: dict[int, tuple[Hashable, float]] = {}
        self._now = 0.0
        self._last: dict[Hashable, float] = {}

    @asynccontextmanager
    async def turn(self, client: Hashable, cost: float) -> AsyncIterator[None]:
        """Wait for one's turn and hold it.

        Parameters
        ----------
        client : hashable
            Who asks.
        cost : float
            Seconds that the work is likely to take.

        Raises
        ------
        CrowdedError
            If too many are waiting, and all of them would be done before.
        """
        waiter = self._joined(client, cost)
        try:
            await waiter.called
        except asyncio.CancelledError:
            self._left(waiter)
            raise
        try:
            yield
        finally:
            self._done(waiter)

    def _joined(self, client: Hashable, cost: float) -> _Waiter:
        future = asyncio.get_running_loop().create_future()
        with self._lock:
            done_at = max(self._now, self._last.get(client, 0.0)) + cost
            waiter = _Waiter(done_at, next(self._numbers), client, cost, future)
            if self._free and self._may(client):
                self._begin(waiter)
                return waiter
            if len(self._waiting) >= self._most:
                self._make_room(waiter)
            self._waiting.append(waiter)
            self._last[client] = done_at
        return waiter

    def _may(self, client: Hashable) -> bool:
        """Tell whether a client may work at one thing more."""
        return [other for other, _ in self._working.values()].count(client) < self._each

    def _make_room(self, newcomer: _Waiter) -> None:
        """Send away whoever would be done last."""
        last = max([*self._waiting, newcomer])
        crowded = CrowdedError(sum(waiter.cost for waiter in self._waiting))
        if last is newcomer:
            raise crowded
        self._waiting.remove(last)
        self._forgive(last)
        last.call(crowded)

    def _forgive(self, waiter: _Waiter) -> None:
        """Do not count against a client what it did not get."""
        if waiter.client in self._last:
            self._last[waiter.client] -= waiter.cost

    def _begin(self, waiter: _Waiter) -> None:
        self._free -= 1
        self._last[waiter.client] = max(waiter.done_at, self._last.get(waiter.client, 0.0))
        self._working[waiter.number] = (waiter.client, waiter.cost)
        waiter.call()

    def _left(self, waiter: _Waiter) -> None:
        """Forget one who goes before its turn, or just as it is called."""
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                self._forgive(waiter)
                return
        if waiter.number in self._working:
            self._done(waiter)

    def _done(self, waiter: _Waiter) -> None:
        """Let the next begin; all who are here have had their part of the work meanwhile."""
        with self._lock:
            here = {client for client, _ in self._working.values()}
            here |= {other.client for other in self._waiting}
            self._now += waiter.cost / len(here)
            del self._working[waiter.number]
            self._free += 1
            ready = [other for other in self._waiting if self._may(other.client)]
            if ready:
                self._waiting.remove(first := min(ready))
                self._begin(first)
            # Who had less than its part starts level with the others, and needs no entry.
            self._last = {
                client: last
                for client, last in self._last.items()
                if last > self._now and (self._waiting or self._working)
            }


def _settle(called: asyncio.Future[None], error: CrowdedError | None) -> None:
    if called.done():
        return
    if error is None:
        called.set_result(None)
    else:
        called.set_exception(error)


def client_of(scope: Scope) -> str:
    """Return who asks; all whose address is not known are one."""
    peer = scope.get("client")
    if not peer:
        return ""
    try:
        address = ipaddress.ip_address(peer[0])
    except ValueError:
        return str(peer[0])
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _HOME_BITS), strict=False))

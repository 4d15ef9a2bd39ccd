"""Who asks, and how much is on its way to whom? No more than lets a disk not fill.

Who asks is the address that a request comes from, behind a proxy the one that it names. Whether a
proxy is believed the server decides before us: uvicorn takes ``X-Forwarded-For`` from the
addresses in ``FORWARDED_ALLOW_IPS`` alone (else from this machine), so nobody takes another's turn
by claiming to be somebody new.

What was made stays as long as it is being sent, also when the shelf has dropped it. Who takes a
little now and then is waited for, so many files of one client could lie here for hours.

"""

from __future__ import annotations

import ipaddress
import threading
from collections import Counter
from collections.abc import Hashable
from typing import Final

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.web.workshop.errors import CrowdedError

_HOME_BITS: Final = 64
"""Of an IPv6 address: a household or an office has all that begin alike (RFC 6177)."""
MOST_BYTES: Final = 128_000_000
"""To one client at a time, if it is more than one file: some ten of 100,000 places."""
_AGAIN_SECONDS: Final = 10.0


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


class Flight:
    """Counts the bytes that are being sent, by client; safe for many threads.

    Parameters
    ----------
    most : int
        How many may be on their way to one client.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes: Counter[Hashable] = Counter()
        self._lock = threading.Lock()

    def counted(self, client: Hashable, size: int, answer: StreamingResponse) -> Flying:
        """Return an answer that counts while it is sent.

        Raises
        ------
        CrowdedError
            If the client has too much on its way already.
        """
        with self._lock:
            if client in self._bytes and self._bytes[client] + size > self._most:
                raise CrowdedError(_AGAIN_SECONDS)
        return Flying(self, client, size, answer)

    def add(self, client: Hashable, size: int) -> None:
        """Count what sets out, or with a size below zero what has come to its end."""
        with self._lock:
            self._bytes[client] += size
            if not self._bytes[client]:
                del self._bytes[client]


class Flying(StreamingResponse):
    """An answer that counts from its first byte until it has arrived, or its reader has gone."""

    def __init__(
        self, flight: Flight, client: Hashable, size: int, answer: StreamingResponse
    ) -> None:
        super().__init__(answer.body_iterator, answer.status_code, answer.headers)
        self._flight, self._client, self._size = flight, client, size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        self._flight.add(self._client, self._size)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._flight.add(self._client, -self._size)

"""What was made already, and how much of it is on its way to whom?

It is kept for whoever asks next, as much as there is room for. What is being sent stays as long,
also when the shelf has dropped it. Who takes a little now and then is waited for, so many files of
one client could lie here for hours: no client has so much on its way that the disk fills.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.remembered import Remembered
from geo.spool import Spool
from geo.web.workshop.errors import CrowdedError

KEPT_BYTES: Final = 256_000_000
"""Room for what was made; the large files lie on the disk. Some twenty of 100,000 places."""
MOST_BYTES: Final = 128_000_000
"""To one client at a time, if it is more than one file: some ten of 100,000 places."""
_AGAIN_SECONDS: Final = 10.0


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


class Shelf(Remembered[Made]):
    """Keeps what was made, and drops what was asked for longest ago; safe for many threads.

    Who is being sent something that is dropped meanwhile still gets all of it.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(kept_bytes, weigh=lambda made: made.content.size)


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

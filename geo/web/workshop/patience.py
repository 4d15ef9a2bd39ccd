"""How long does an answer wait for its reader? While some of it is taken now and then.

Every answer leaves in small pieces, each when the one before is on its way, so that no connection
holds more than a piece or two. Who takes nothing for a while is let go: else twenty who never read
would hold whatever they asked for as long as they please.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PIECE_BYTES: Final = 1 << 16
PATIENCE_SECONDS: Final = 30.0
"""For each piece: a reader at 2 kB a second is still served."""
_log = logging.getLogger(__name__)


class ReaderGoneError(OSError):
    """The reader has taken nothing for too long."""


class Patience:
    """ASGI middleware that sends answers in pieces and lets go who does not take them.

    Parameters
    ----------
    seconds : float
        How long a piece may wait.
    """

    def __init__(self, app: ASGIApp, seconds: float = PATIENCE_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def in_pieces(message: Message) -> None:
            for piece in pieces(message):
                try:
                    async with asyncio.timeout(self._seconds):
                        await send(piece)
                except TimeoutError as error:
                    raise ReaderGoneError from error

        try:
            await self._app(scope, receive, in_pieces)
        except ReaderGoneError:
            # The server closes the connection, since the answer is not whole.
            _log.info("a reader took nothing for %g s", self._seconds)


def pieces(message: Message) -> Iterator[Message]:
    """Yield a message as several, if its body is long."""
    body = message.get("body", b"")
    if message["type"] != "http.response.body" or len(body) <= PIECE_BYTES:
        yield message
        return
    view = memoryview(body)
    for start in range(0, len(view), PIECE_BYTES):
        piece = bytes(view[start : start + PIECE_BYTES])
        more = start + PIECE_BYTES < len(view) or message.get("more_body", False)
        yield {"type": "http.response.body", "body": piece, "more_body": more}

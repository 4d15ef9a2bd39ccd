"""What holds for every connection? Answers leave at once, in pieces, and wait for nobody for ever.

Every answer leaves in small pieces, each when the one before is on its way, so that no connection
holds more than a piece or two. Who takes nothing for a while is let go: else twenty who never read
would hold whatever they asked for as long as they please.

The kernel holds back a small packet while an earlier one is unacknowledged (Nagle's algorithm, RFC
896), and the other side acknowledges some 40 ms late (RFC 1122, 4.2.3.2). asyncio switches that off
for sockets it makes itself, but not for those that Streamlit or uvicorn bind and hand over: their
protocol is stated as 0, "the usual one", which asyncio does not take for TCP. Every answer in two
parts then took 40 ms more, sixty times while a page opens.

A connection that the app has closed stays in the kernel until what was written has been taken. Who
never reads, but goes on saying that there is no room, would keep it so for ever (RFC 1122,
4.2.2.17); with a time stated (RFC 5482) the kernel ends it. Systems other than Linux have no such
option, and keep the last piece until the other side goes.

What is no HTTP uvicorn refuses by itself, before any application is asked; its refusal is given the
same headers as every answer.
"""

from __future__ import annotations

import asyncio
import asyncio.base_events
import logging
import socket
from collections.abc import Iterator
from typing import Final, Protocol

import uvicorn.protocols.http.h11_impl as http
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.headers import security_headers

PIECE_BYTES: Final = 1 << 16
PATIENCE_SECONDS: Final = 30.0
"""For each piece: a reader at 2 kB a second is still served."""
_log = logging.getLogger(__name__)
UNREAD_SECONDS: Final = 60.0
"""How long the kernel keeps what nobody takes; the app has let go before, see ``patience.py``."""
_BODY: Final = b"this is no HTTP request"


def set_up_connections() -> None:
    """Have :func:`set_up` called for every connection that this process accepts from now on."""
    asyncio.base_events._set_nodelay = set_up  # type: ignore[attr-defined]  # no public hook


def set_up(sock: socket.socket) -> None:
    """Set what a TCP connection should have; a Unix socket has none of it."""
    if sock.family in {socket.AF_INET, socket.AF_INET6} and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            milliseconds = round(UNREAD_SECONDS * 1000)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)


class _Connection(Protocol):
    transport: asyncio.Transport


def refuse_with_headers() -> None:
    """Have every connection that this process accepts from now on refuse in this way."""
    http.H11Protocol.send_400_response = send_refusal  # type: ignore[method-assign,assignment]


def send_refusal(connection: _Connection, _: str) -> None:
    """Send the refusal and close the connection."""
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": f"{len(_BODY)}",
        "Cache-Control": "no-store",
        "Connection": "close",
        **security_headers("/"),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode("latin-1") + _BODY)
    connection.transport.close()


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

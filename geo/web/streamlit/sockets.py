"""Whose websockets are served, and which messages pass? Those of our own pages, and what they need.

Streamlit checks whose they are too, but asks an outside host for the server's own address before it
refuses, at each attempt. Here such a socket is refused first, and nothing leaves the machine.

Streamlit listens to more than our pages ever say: to clear what all visitors share, to tell where
its files lie, to prepare uploads. It keeps what a page says of its widgets as long as the visit
lasts. So what is not needed, or is very large, does not pass.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY_VIOLATION: Final = 1008
MOST_BYTES: Final = 1 << 19
"""Longest message of a page; the longest that ours send name what they have, some 20 kB."""
_TOO_BIG: Final = 1009
_NO_TEXT: Final = 1003  # Streamlit would stumble over it, and fill the log


class OwnSockets:
    """ASGI middleware that closes the websockets of other sites' pages before they open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or close one connection."""
        if scope["type"] == "websocket" and not is_own(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        await self._app(scope, receive, send)


def is_own(headers: Mapping[str, str]) -> bool:
    """Tell whether a handshake comes from a page of ours (RFC 6455, section 10.2).

    No ``Origin`` means no browser. Else it has to be the host that was asked, or the one that
    readers have (``ONEMAP_PUBLIC_URL``); on one machine any page may ask any port.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    page, host = _parts(origin), _parts(f"//{headers.get('host', '')}")
    if page is None or host is None:
        return False
    public = _parts(os.environ.get("ONEMAP_PUBLIC_URL", ""))
    at_home = {page.hostname, host.hostname} <= _LOOPBACK
    return at_home or page.netloc in {host.netloc, (public and public.netloc) or None}


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address; None where it is malformed."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def limit_frames() -> None:
    """Let every websocket of this process end at a longer message, before it is in memory whole.

    uvicorn's limit is set by Streamlit, 200 MB, for the messages that the server sends.
    """
    uvicorn.Config.ws_max_size = property(  # type: ignore[assignment]  # no other way in
        lambda _: MOST_BYTES, lambda _, __: None
    )


class Spoken:
    """ASGI middleware for websockets.

    Parameters
    ----------
    is_heard : callable
        Whether a message of a page is passed on.
    said : callable
        What of a message of the server is passed on.
    """

    def __init__(
        self, app: ASGIApp, is_heard: Callable[[bytes], bool], said: Callable[[bytes], bytes]
    ) -> None:
        self._app = app
        self._is_heard = is_heard
        self._said = said

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one connection, message by message."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def heard() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                content = message.get("bytes")
                if content is None or len(content) > MOST_BYTES:
                    code = _NO_TEXT if content is None else _TOO_BIG
                    await send({"type": "websocket.close", "code": code})
                    return {"type": "websocket.disconnect", "code": code}
                if self._is_heard(content):
                    return message

        async def say(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                message = {**message, "bytes": self._said(message["bytes"])}
            await send(message)

        await self._app(scope, heard, say)

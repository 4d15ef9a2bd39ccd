"""Which messages pass between a page and Streamlit? Those that our pages need, and no large ones.

Streamlit listens to more than they ever say: to clear what all visitors share, to tell where its
files lie, to prepare uploads. It keeps what a page says of its widgets as long as the visit lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 1 << 19
"""Longest message of a page; the longest that ours send name what they have, some 20 kB."""
_TOO_BIG: Final = 1009
_NO_TEXT: Final = 1003  # Streamlit would stumble over it, and fill the log


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

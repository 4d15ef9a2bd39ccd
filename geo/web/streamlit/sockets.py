"""Whose websockets are served? Those of our own pages.

Streamlit checks this too, but asks an outside host for the server's own address before it refuses,
at each attempt. Here such a socket is refused first, and nothing leaves the machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY_VIOLATION: Final = 1008


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

"""Which requests, websockets and messages are let through to Streamlit?

A name of another site may lead to this machine: its pages could then read an intranet's data as
their own (DNS rebinding). So where a deployment says how readers write its address
(``ONEMAP_PUBLIC_URL``), other names are refused, for pages and websockets alike. A number (``Host:
10.0.0.7``) or a name without a point cannot be another site's and is what probes and proxies use;
further names stand in ``ONEMAP_HOSTS``.

Streamlit checks whose websockets are too, but asks an outside host for the server's own address
before it refuses, at each attempt. Here such a socket is refused first, and nothing leaves the
machine. And it listens to more than our pages ever say: to clear what all visitors share, to tell
where its files lie, to prepare uploads. It keeps what a page says of its widgets as long as the
visit lasts. So what is not needed, or is very large, does not pass.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.language.bilingual import Bilingual
from geo.web.codings import takes
from geo.web.responses import UNCACHED
from geo.web.settings import public_name

_HOST: Final = re.compile(
    r"(?P<name>[a-z0-9_][a-z0-9._-]{0,252}|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?",
    re.IGNORECASE,
)
_POLICY_VIOLATION: Final = 1008
_Headers = Iterable[tuple[bytes, bytes]]
_MALFORMED: Final = Bilingual("请求的地址或主机名不合格式", "the path or the host is malformed")
_FOREIGN: Final = Bilingual("这里不是所请求的网站", "this is not the site that was asked for")


class OwnHosts:
    """ASGI middleware that refuses what is asked of others, and mends what Streamlit trips over."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse one request or websocket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        name = host_name(scope["headers"])
        refused = _MALFORMED if name is None or not scope["path"].startswith("/") else None
        refused = refused or (None if is_served(name or "") else _FOREIGN)
        if refused is None:
            await self._app({**scope, "headers": readable(scope["headers"])}, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await _refusal(refused)(scope, receive, send)


def host_name(headers: _Headers) -> str | None:
    """Return the name of the host that is asked, in lower case; None where it is malformed.

    Empty where none is stated, as HTTP/1.0 allows.
    """
    stated = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if not stated:
        return ""
    found = _HOST.fullmatch(stated[0]) if len(stated) == 1 else None
    if found is None or int(found["port"] or 0) > 65535:
        return None
    name = found["name"].lower()
    return name if not name.startswith("[") or _is_number(name) else None


def is_served(name: str) -> bool:
    """Tell whether a host of this name is ours; any is where no deployment says how it is named."""
    public = public_name()
    if public is None or _is_number(name):
        return True
    bare = name.rstrip(".")
    others = os.environ.get("ONEMAP_HOSTS", "").lower().split()
    return (
        "." not in bare or bare.endswith(".localhost") or bare in {public, *others} or "*" in others
    )


def readable(headers: _Headers) -> list[tuple[bytes, bytes]]:
    """Return headers without those that make Streamlit stumble.

    It asks for the host of any ``Origin``, and takes every mention of gzip for a wish.
    """

    def is_kept(name: bytes, value: bytes) -> bool:
        text = value.decode("latin-1")
        if name == b"origin":
            return is_address(text)
        return name != b"accept-encoding" or takes(text, "gzip")

    return [(name, value) for name, value in headers if is_kept(name, value)]


def is_address(text: str) -> bool:
    """Tell whether a text can be taken apart as an address."""
    try:
        return urlsplit(text).port is not False
    except ValueError:
        return False


def _is_number(name: str) -> bool:
    bare = name.strip("[]")
    try:
        return ipaddress.ip_address(bare).version == (4 if bare == name else 6)
    except ValueError:
        return False


def _refusal(said: Bilingual) -> JSONResponse:
    """Return 400, or 421 where another site was asked for (RFC 9110, section 15.5.20)."""
    status, code = (400, "BadRequest") if said is _MALFORMED else (421, "MisdirectedRequest")
    body = {"code": code, "description": said.en, "description_zh": said.zh}
    return JSONResponse(body, status_code=status, headers=UNCACHED)


_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
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

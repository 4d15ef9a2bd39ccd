"""What is answered where nothing of ours is? Nothing, but for the few of Streamlit's that we use.

Streamlit has more addresses than our pages need: it takes files from anybody who opened a page and
keeps them in memory, tells how much of it is used, describes itself to programs, and answers any
other path with its own page. Here its addresses are named that are open; every other is refused
before a byte of what was sent is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Final
from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.view.arrived import path_tidied
from geo.web.query import language
from geo.web.responses import UNCACHED, not_found
from geo.web.streamlit.first_html import missing_html

READING: Final = "GET, HEAD"
STREAMLIT: Final = (
    "_stcore/health",  # the page asks whether its server is there
    "_stcore/host-config",
    "_stcore/stream",  # the websocket
    "favicon.png",
    "manifest.json",
    "oauth2callback",  # for deployments that use a login
    *("auth/.+", "component/.+", "media/.+", "static/.+"),
)
"""Paths below the root that are left to Streamlit, as regular expressions."""
_PATIENCE_SECONDS: Final = 10
_FILES: Final = ("_stcore/", "assets/", "export/", "layers/", "share/")
"""Below these nobody looks for a page."""


class Beside:
    """ASGI endpoint for all paths but those of :data:`STREAMLIT`; put it behind all routes."""

    def __init__(self, prefix: str, pages: Collection[str]) -> None:
        self._prefix = prefix
        self._pages = frozenset(pages)

    def route(self) -> Route:
        """Return the route; an endpoint that is no function takes every method."""
        return Route(f"{self._prefix}/{{rest:beside}}", self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse one request, or lead it to the page that it means.

        What the client still sends is thrown away after the answer: a connection that is closed in
        the middle of it loses the answer as well.
        """
        request = Request(scope)

        async def say(message: Message) -> None:
            last = message["type"] == "http.response.body"
            await send({**message, "more_body": True} if last else message)
            if last:
                if _sends_little(request):
                    await _throw_away(receive)
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._answer(request)(scope, receive, say)

    def _answer(self, request: Request) -> Response:
        if request.method not in READING.split(", "):
            return _only_read(request)
        rest = request.path_params["rest"]
        page = self._page(rest)
        if page is not None:
            at = quote(f"{self._prefix}/{page}")
            query = request.scope["query_string"].decode("latin-1")
            return RedirectResponse(f"{at}?{query}" if query else at, headers=dict(UNCACHED))
        return not_found() if rest.startswith(_FILES) else _missing(request, rest)

    def _page(self, rest: str) -> str | None:
        """Return the page that a path means: with punctuation or a slash behind it, or a file."""
        meant = path_tidied(f"/{rest}").strip("/")
        if rest == "index.html":
            return ""
        return meant if meant in self._pages and meant != rest else None


def _missing(request: Request, rest: str) -> Response:
    """Answer 404 in the reader's language, with a link to the map."""
    lang = language(request)
    title, words = text("missing.title", lang), text("missing.home", lang)
    home = "../" * rest.count("/") or "./"
    html = missing_html(lang=lang, title=title, words=words, home=home)
    return Response(html, 404, media_type="text/html; charset=utf-8", headers=UNCACHED)


def _only_read(request: Request) -> Response:
    """Answer 405, and end the connection of whoever sends much."""
    said = Bilingual("这里只能读取", "this can only be read")
    body = {"code": "MethodNotAllowed", "description": said.en, "description_zh": said.zh}
    closing = {} if _sends_little(request) else {"Connection": "close"}
    return JSONResponse(body, 405, headers={**UNCACHED, "Allow": READING, **closing})


def _sends_little(request: Request) -> bool:
    """Tell whether a request says that its body has less than 10 MB."""
    stated = request.headers.get("content-length", "0")
    return stated.isdecimal() and len(stated) < 8 and "transfer-encoding" not in request.headers


async def _throw_away(receive: Receive) -> None:
    """Receive what is left of a body, piece by piece, for as long as an honest client takes."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (await receive()).get("more_body"):
                pass


class _Beside(Convertor[str]):
    """A path that is not left to Streamlit."""

    regex = f"(?!(?:{'|'.join(STREAMLIT)})$).*"

    def convert(self, value: str) -> str:
        """Return the path."""
        return value

    def to_string(self, value: str) -> str:
        """Return the path."""
        return value


register_url_convertor("beside", _Beside())

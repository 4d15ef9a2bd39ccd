"""Which HTML does the server send itself, and what is answered where nothing of ours is?

The first HTML of each page is ours. Streamlit has more addresses than our pages need: it takes
files from anybody who opened a page and keeps them in memory, tells how much of it is used,
describes itself to programs, and answers any other path with its own page. Here its addresses are
named that are open; every other is refused before a byte of what was sent is read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from geo.blob import Blob, make_blob
from geo.errors import NoSuchPackageError, PackageError
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.remembered import Remembered
from geo.served.facts import has_all_facts
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.arrived import path_tidied
from geo.view.link import encode
from geo.web.assets import assets
from geo.web.editing import UPLOAD, editing
from geo.web.light import LightRoutes, html_response, is_embedded
from geo.web.preview import Preview, preview_of
from geo.web.query import language, opened_soon, query_of
from geo.web.responses import UNCACHED, not_found
from geo.web.settings import public_url
from geo.web.streamlit.first_html import OFFERS, first_html, missing_html
from geo.web.streamlit.light_first import around, framed, held_back, opens_light, with_light
from geo.web.streamlit.own_files import Ahead

OF_MANY: Final = ("sheet", "workbook", "csv")
"""What is offered of a package of more places than a browser filters on its own."""
MOST_KNOWN: Final = 256
"""Links whose first HTML is remembered, some 25 kB each."""
_log = logging.getLogger(__name__)


class PageRoutes:
    """The first HTML of the pages at `paths`; `page` is Streamlit's own, `light` has those that
    need no session.
    """

    def __init__(
        self, store: Store, page: str, paths: tuple[str, ...], *, light: LightRoutes
    ) -> None:
        self._store = store
        self._light = light
        self._page = page
        self._held = held_back(page)
        self._paths = paths
        self._prefix = ""
        self._ahead = Ahead()
        self._made: Remembered[Blob] = Remembered(MOST_KNOWN)

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`, and the one for whatever no route before them has."""
        self._prefix = prefix
        own = [Route(f"{prefix}/{path}", self.shell, methods=["GET"]) for path in self._paths]
        return [*own, Beside(prefix, self._paths).route()]

    async def shell(self, request: Request) -> Response:
        """Answer with the first HTML of a page, in the reader's language.

        The page itself says what is wrong; the first HTML only lacks the package's name.
        """
        if is_embedded(request) and (alone := await self._alone(request)) is not None:
            return alone
        lang, status = language(request), 200
        query: str | None = None
        frame: str | None = None
        ahead: list[str] = []
        offered = tuple(OFFERS)
        try:
            opened = await opened_soon(self._store, dict(query_of(request)))
            preview, query = self._preview(request, opened)
            if not has_all_facts(opened.package):
                offered = OF_MANY
            if request.url.path == f"{self._prefix}/":
                if opens_light(request, opened):
                    frame = framed(opened, lang, around(self._store, opened, self._paths))
                ahead = self._ahead.of(opened.payload, light=frame is not None)
        except NoSuchPackageError:
            status = 404
            preview = Preview(lang, text("gone.title", lang), text("gone.note", lang))
        except PackageError as error:
            _log.warning("first HTML without a package: %s", error)
            preview = Preview(lang, text("app.title", lang), text("app.description", lang))
        key = (preview, query, offered, tuple(ahead), frame)
        answer = html_response(request, self._made.of(key, lambda: self._html(*key)))
        answer.status_code = status if answer.status_code == 200 else answer.status_code
        return answer

    def _html(
        self,
        preview: Preview,
        query: str | None,
        offered: tuple[str, ...],
        ahead: tuple[str, ...],
        frame: str | None,
    ) -> Blob:
        """Return the first HTML, which follows from these alone."""
        page = self._page if frame is None else self._held
        own = {"style": f"./{assets().page_style}", "script": f"./{assets().page_script}"}
        html = first_html(page, preview, **own, ahead=ahead, query=query, offered=offered)
        html = html if frame is None else with_light(html, frame)
        return make_blob(html.encode(), "text/html; charset=utf-8")

    async def _alone(self, request: Request) -> Response | None:
        """Return what a page of others shows of ours without a session, if that is possible."""
        try:
            return await self._light.embedded(request)
        except PackageError:
            return None  # the page says what is wrong

    def _preview(self, request: Request, opened: Opened) -> tuple[Preview, str]:
        """Return what a link is about, and its view as a query; what is not understood in it is
        passed over.
        """
        package, known, view = opened.package, opened.known, opened.view
        base = public_url(request, self._prefix)
        lang = language(request)
        page = request.url.path.removeprefix(f"{self._prefix}/")
        preview = preview_of(package, view, known, lang=lang, base=base, page=page)
        return preview, encode(replace(view, lang=lang, version=None), known)


READING: Final = "GET, HEAD"
STREAMLIT: Final = (
    "_stcore/health",  # the page asks whether its server is there
    "_stcore/host-config",
    "_stcore/stream",  # the websocket
    "favicon.png",
    "manifest.json",
    "oauth2callback",  # for deployments that use a login
    *("auth/.+", "component/.+", "media/.+", "static/.+"),
    *((UPLOAD,) if editing() else ()),
)
"""Paths below the root that are left to Streamlit, as regular expressions."""
_PATIENCE_SECONDS: Final = 10
_FILES: Final = ("_stcore/", "assets/", "export/", "layers/", "share/")
"""Below these nobody looks for a page."""


class Beside:
    """ASGI endpoint for all paths but those of :data:`STREAMLIT`; put it behind all routes."""

    def __init__(self, prefix: str, pages: Collection[str]) -> None:
        self._prefix = prefix
        self._pages = tuple(pages)

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
        return not_found() if rest.startswith(_FILES) else self._missing(request, rest)

    def _missing(self, request: Request, rest: str) -> Response:
        """Answer 404 in the reader's language, with the ways to the pages."""
        home = "../" * rest.count("/") or "./"
        html = missing_html(lang=language(request), home=home, paths=self._pages)
        return Response(html, 404, media_type="text/html; charset=utf-8", headers=UNCACHED)

    def _page(self, rest: str) -> str | None:
        """Return the page that a path means: with punctuation or a slash behind it, or a file."""
        meant = path_tidied(f"/{rest}").strip("/")
        if rest == "index.html":
            return ""
        return meant if meant in self._pages and meant != rest else None


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

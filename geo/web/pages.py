"""Which HTML does the server send itself? The first one of each page, and that of no page."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.blob import Payload
from geo.errors import NoSuchPackageError, PackageError
from geo.language.texts import text
from geo.remembered import Remembered
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.link import encode
from geo.web.assets import assets
from geo.web.preview import Preview, preview_of
from geo.web.query import language, query_of
from geo.web.settings import basemap_ids, data_url, public_url
from geo.web.streamlit.first_html import first_html
from geo.web.streamlit.other_addresses import Beside
from geo.web.streamlit.own_files import map_files

MOST_KNOWN: Final = 64
"""States of packages of which it is remembered what their maps fetch first."""
_log = logging.getLogger(__name__)


class PageRoutes:
    """The first HTML of the pages at `paths`; `page` is Streamlit's own."""

    def __init__(self, store: Store, page: str, paths: tuple[str, ...]) -> None:
        self._store = store
        self._page = page
        self._paths = paths
        self._prefix = ""
        self._known: Remembered[list[str]] = Remembered(MOST_KNOWN)

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`, and the one for whatever no route before them has."""
        self._prefix = prefix
        own = [Route(f"{prefix}/{path}", self.shell, methods=["GET"]) for path in self._paths]
        return [*own, Beside(prefix, self._paths).route()]

    def shell(self, request: Request) -> Response:
        """Answer with the first HTML of a page, in the reader's language.

        The page itself says what is wrong; the first HTML only lacks the package's name.
        """
        lang, status = language(request), 200
        query: str | None = None
        ahead: list[str] = []
        try:
            opened = self._store.open(dict(query_of(request)), basemaps=basemap_ids())
            preview, query = self._preview(request, opened)
            if request.url.path == f"{self._prefix}/":
                ahead = self._ahead(opened)
        except NoSuchPackageError:
            status = 404
            preview = Preview(lang, text("gone.title", lang), text("gone.note", lang))
        except PackageError as error:
            _log.warning("first HTML without a package: %s", error)
            preview = Preview(lang, text("app.title", lang), text("app.description", lang))
        style, script = f"./{assets().page_style}", f"./{assets().page_script}"
        html = first_html(self._page, preview, style=style, script=script, ahead=ahead, query=query)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return Response(html, status, media_type="text/html; charset=utf-8", headers=headers)

    def _ahead(self, opened: Opened) -> list[str]:
        """Return what the map of a link fetches first."""
        base = data_url() or "./layers/"
        own = [f"./{path}" for path in (*assets().scripts, *assets().styles)]
        return [*own, *(base + path for path in self._map_files(opened.payload))]

    def _map_files(self, payload: Payload) -> list[str]:
        """Return what the map fetches first, worked out once for each state of a package."""
        return self._known.of(payload.catalogue, lambda: map_files(payload))

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

"""What is answered at ``/<package>/place/<id>`` and ``/<package>/workstream/<id>``?

A small page in the reader's language that needs no script and no connection that lasts, or with
``.json`` and ``.geojson`` the same as data. Parameters that a page does not know are passed over,
as by the pages of the map: chats and search engines add their own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from typing import Any, Final, cast
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.errors import NoSuchPackageError, PackageError
from geo.export.plain.document import JSON_TYPES
from geo.export.plain.ways import Kind
from geo.export.products import PlacesGeoJson
from geo.export.tables import file_name
from geo.language.bilingual import Bilingual
from geo.records import Place
from geo.store.store import Store
from geo.view.link import encode
from geo.web.api.call import NotFoundError
from geo.web.plain.pages import feature, missing, page_of, record
from geo.web.plain.subjects import (
    MovedError,
    NoSuchSubjectError,
    NoSuchVersionError,
    Subject,
    asked_of,
    find,
)
from geo.web.query import language, opened, query_of, stated
from geo.web.responses import UNCACHED, made_response
from geo.web.settings import public_url
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop

_log = logging.getLogger(__name__)
PLACE: Final = "/{packageId}/place/{placeId"
WORKSTREAM: Final = "/{packageId}/workstream/{workstreamId"
"""Beginnings of the paths; an id has no point, so no ending can be part of one."""
HTML: Final = "text/html; charset=utf-8"
KNOWN: Final = ("v", "lang")
"""Parameters of the data; the language changes nothing in them, but links carry it."""


class PlainRoutes:
    """Places and workstreams on their own addresses, beside the map's pages at `paths`."""

    def __init__(self, store: Store, workshop: Workshop, paths: Collection[str]) -> None:
        self._store = store
        self._paths = paths
        self._workshop = workshop
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        shop, routes = self._workshop, []
        # One place is answered at once; the places of a workstream may be very many.
        ways = ((PLACE, shop.quick(self.feature)), (WORKSTREAM, shop.made(self.places)))
        for path, geojson in ways:
            at = f"{prefix}{path}"
            routes += [
                Route(f"{at}}}.json", shop.quick(self.json), methods=["GET"]),
                Route(f"{at}}}.geojson", geojson, methods=["GET"]),
                Route(f"{at}:path}}", shop.quick(self.page), methods=["GET"]),
            ]
        return routes

    def page(self, request: Request) -> Response:
        """Answer with the page of a place or a workstream, in the reader's language."""
        lang, base = language(request), public_url(request, self._prefix)
        asked = asked_of(request)
        try:
            subject = find(self._store, asked, dict(query_of(request)))
        except MovedError as error:
            return self._moved(request, error)
        except (NoSuchPackageError, NoSuchSubjectError, NoSuchVersionError) as error:
            return missing(error, request, asked, self._paths)
        except PackageError as error:
            _log.warning("no plain page, for want of its package: %s", error)
            return missing(error, request, asked, self._paths)
        return made_response(request, page_of(subject, base, lang), HTML)

    def json(self, request: Request) -> Response:
        """Answer with the records of a place or a workstream."""
        found = self._found(request, "json")
        if isinstance(found, Response):
            return found
        return self._sent(
            request, "json", record(found, public_url(request, self._prefix), language(request))
        )

    def feature(self, request: Request) -> Response:
        """Answer with a place as a feature."""
        found = self._found(request, "geojson")
        if isinstance(found, Response):
            return found
        place, base = cast("Place", found.of), public_url(request, self._prefix)
        return self._sent(request, "geojson", feature(found, place, base, language(request)))

    def places(self, request: Request) -> Response | Order:
        """Order the places of a workstream as a file."""
        found = self._found(request, "geojson")
        if isinstance(found, Response):
            return found
        shown = found.opened
        product = PlacesGeoJson(found.view, encode(found.view, shown.known), "wgs84")
        return Order(product, shown.served, file_name(shown.package, "places", "geojson"))

    def _found(self, request: Request, ending: str) -> Subject | Response:
        """Return what is asked for as data, or the answer that leads to it.

        Raises
        ------
        BadRequestError
            If a parameter is not understood, or there is no such thing (404).
        """
        query, asked = stated(request, KNOWN), asked_of(request, ending)
        opened(self._store, {**query, "data": asked.package_id})  # refuses what is not understood
        try:
            return find(self._store, asked, query)
        except MovedError as error:
            return self._moved(request, error)
        except NoSuchSubjectError as error:
            raise NotFoundError(_WORDS[asked.kind], asked.subject_id) from error

    def _moved(self, request: Request, error: MovedError) -> Response:
        query = request.scope["query_string"].decode("latin-1")
        at = quote(f"{self._prefix}/{error.path}")
        return RedirectResponse(f"{at}?{query}" if query else at, 308, headers=dict(UNCACHED))

    def _sent(self, request: Request, ending: str, data: dict[str, Any]) -> Response:
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        return made_response(request, content, JSON_TYPES[ending])


_WORDS: Final[Mapping[Kind, Bilingual]] = {
    "place": Bilingual("地点", "place"),
    "workstream": Bilingual("工作类别", "workstream"),
}

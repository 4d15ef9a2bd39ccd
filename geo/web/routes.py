"""Which addresses does the server answer itself?

``/layers/…`` and ``/assets/…`` carry a hash of their content and are cached for ever; ``/light/…``
are pages that need no session, ``/<package>/place/…`` and ``/<package>/workstream/…`` need no
script either; ``/export/…`` and ``/share/…`` follow a link's parameters, ``/api/…`` is for
machines, ``/health`` tells which data are served; the rest are the first HTML of the pages.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.blob import Blob
from geo.errors import Fault, PackageError
from geo.package.faults import Faults
from geo.store.store import Store
from geo.web.api import catalogue, items
from geo.web.api.definition import COLLECTION, ITEM, ITEMS
from geo.web.api.routes import Answers, ApiRoutes
from geo.web.assets import assets
from geo.web.codings import blob_response
from geo.web.exports import ExportRoutes, OneFileRoutes, PrintRoutes
from geo.web.findable import FindableRoutes
from geo.web.light import LightRoutes
from geo.web.map_settings import setup
from geo.web.plain.routes import PlainRoutes
from geo.web.responses import UNCACHED, not_found
from geo.web.search import CrowdRoutes
from geo.web.sharing import ChartRoutes, ShareRoutes
from geo.web.streamlit.pages import PageRoutes
from geo.web.workshop.workshop import Workshop

ANSWERS: Final[Answers] = {
    "/": items.landing,
    "/conformance": items.conformance,
    "/openapi.json": items.described,
    "/collections": items.collections,
    COLLECTION: items.collection,
    ITEMS: items.items,
    ITEM: items.item,
    "/packages": catalogue.packages,
    "/packages/{packageId}": catalogue.package,
    "/places": catalogue.places,
    "/places/{placeId}": catalogue.place,
    "/figures": catalogue.figures,
    "/figures/{figureId}": catalogue.figure,
    "/sources": catalogue.sources,
}
"""What answers each path of the interface; those with ``servers`` of their own are elsewhere."""
MOST_REASONS: Final = 20
"""Faults of a package that are named; ``python -m geo check`` names them all."""


def health(store: Store) -> dict[str, Any]:
    """Return how the packages stand.

    ``status`` is ``ok`` where anything can be served. ``packages`` has the versions that are
    served; ``stale`` names the packages whose folder is not what is served, ``down`` those that
    have no state to be served, ``reasons`` has the faults of both, and ``ignored`` the folders
    whose name no link could use.
    """
    found = store.conditions()
    served = {each.package_id: each.version for each in found if each.version is not None}
    reasons = {each.package_id: _reasons(each.faults) for each in found if each.faults}
    return {
        "status": "ok" if served else "error",
        "packages": served,
        "stale": [name for name in served if name in reasons],
        "down": [each.package_id for each in found if each.version is None],
        "reasons": reasons,
        "ignored": store.ignored(),
    }


def _reasons(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Return the first faults that refuse a package by code, file and row; no notes on it."""
    errors = Faults(faults).errors
    return [
        {"code": fault.code, "file": fault.file, "row": fault.row}
        for fault in errors[:MOST_REASONS]
    ]


class Routes:
    """The answers over one store; `page` is Streamlit's first HTML, `workshop` makes the files."""

    def __init__(self, store: Store, page: str, workshop: Workshop) -> None:
        self._store = store
        self._page = page
        self._workshop = workshop

    def all(self, prefix: str, pages: tuple[str, ...]) -> list[Route]:
        """Return all routes below `prefix` (empty, or like ``/city``)."""
        light = LightRoutes(self._store, pages)
        return [
            *light.all(prefix),
            *CrowdRoutes(self._store, self._workshop).all(prefix),
            Route(f"{prefix}/layers/{{package}}/{{name}}", self.layer, methods=["GET"]),
            Route(f"{prefix}/assets/{{name}}", self.asset, methods=["GET"]),
            *ExportRoutes(self._store, self._workshop).all(prefix),
            *OneFileRoutes(self._store, self._workshop).all(prefix),
            *ChartRoutes(self._store, self._workshop).all(prefix),
            *PrintRoutes(self._store, self._workshop).all(prefix),
            *ShareRoutes(self._store, self._workshop).all(prefix),
            *ApiRoutes(self._store, self._workshop, ANSWERS).all(prefix),
            Route(f"{prefix}/health", self.health, methods=["GET"]),
            *FindableRoutes(self._store, self._workshop, pages).all(prefix),
            *PlainRoutes(self._store, self._workshop, pages).all(prefix),
            *PageRoutes(self._store, self._page, pages, light=light).all(prefix),  # and the rest
        ]

    async def layer(self, request: Request) -> Response:
        """Answer with one file of a package's payload."""
        package, name = request.path_params["package"], request.path_params["name"]
        path, blob = f"{package}/{name}", None
        if self._store.at_hand(package):
            with suppress(PackageError):  # no state of it is served
                blob = self._store.serve(package).payload.blobs.get(path)
        blob = blob or await run_in_threadpool(self._layer, package, path)
        return not_found() if blob is None else blob_response(blob, request.headers)

    def _layer(self, package: str, path: str) -> Blob | None:
        """Return a file of any state that is still served."""
        found = (payload.blobs.get(path) for payload in self._store.payloads(package))
        return next(filter(None, found), None)

    async def asset(self, request: Request) -> Response:
        """Answer with one of the map's constant files, or with the one made of the settings."""
        path = f"assets/{request.path_params['name']}"
        made = setup()
        blob = made[1] if made and made[0] == path else assets().blobs.get(path)
        return not_found() if blob is None else blob_response(blob, request.headers)

    def health(self, _: Request) -> Response:
        """Answer 200 if anything can be served, else 503; what is stale or down, and why."""
        body = health(self._store)
        return JSONResponse(body, 200 if body["status"] == "ok" else 503, headers=UNCACHED)

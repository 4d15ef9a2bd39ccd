"""Which addresses does the server answer itself?

``/layers/…`` and ``/assets/…`` carry a hash of their content and are cached for ever;
``/export/…`` and ``/share/…`` follow a link's parameters, ``/api/…`` is for machines, ``/health``
tells which data are served; the rest are the first HTML of the pages.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.store.store import Store
from geo.web.api.routes import ApiRoutes
from geo.web.assets import assets
from geo.web.charts import ChartRoutes
from geo.web.exports import ExportRoutes
from geo.web.health import health
from geo.web.map_settings import setup
from geo.web.one_file import OneFileRoutes
from geo.web.pages import PageRoutes
from geo.web.responses import UNCACHED, blob_response, not_found
from geo.web.search import CrowdRoutes
from geo.web.sharing import ShareRoutes
from geo.web.sheets import PrintRoutes
from geo.web.workshop.workshop import Workshop


class Routes:
    """The answers over one store; `page` is Streamlit's first HTML, `workshop` makes the files."""

    def __init__(self, store: Store, page: str, workshop: Workshop) -> None:
        self._store = store
        self._page = page
        self._workshop = workshop

    def all(self, prefix: str, pages: tuple[str, ...]) -> list[Route]:
        """Return all routes below `prefix` (empty, or like ``/city``)."""
        return [
            *CrowdRoutes(self._store, self._workshop).all(prefix),
            Route(f"{prefix}/layers/{{package}}/{{name}}", self.layer, methods=["GET"]),
            Route(f"{prefix}/assets/{{name}}", self.asset, methods=["GET"]),
            *ExportRoutes(self._store, self._workshop).all(prefix),
            *OneFileRoutes(self._store, self._workshop).all(prefix),
            *ChartRoutes(self._store, self._workshop).all(prefix),
            *PrintRoutes(self._store, self._workshop).all(prefix),
            *ShareRoutes(self._store, self._workshop).all(prefix),
            *ApiRoutes(self._store, self._workshop).all(prefix),
            Route(f"{prefix}/health", self.health, methods=["GET"]),
            *PageRoutes(self._store, self._page, pages).all(prefix),  # and all that is left
        ]

    def layer(self, request: Request) -> Response:
        """Answer with one file of a package's payload."""
        package, name = request.path_params["package"], request.path_params["name"]
        for payload in self._store.payloads(package):
            blob = payload.blobs.get(f"{package}/{name}")
            if blob is not None:
                return blob_response(blob, request.headers)
        return not_found()

    def asset(self, request: Request) -> Response:
        """Answer with one of the map's constant files, or with the one made of the settings."""
        path = f"assets/{request.path_params['name']}"
        made = setup()
        blob = made[1] if made and made[0] == path else assets().blobs.get(path)
        return not_found() if blob is None else blob_response(blob, request.headers)

    def health(self, _: Request) -> Response:
        """Answer 200 if anything can be served, else 503; what is stale or down, and why."""
        body = health(self._store)
        return JSONResponse(body, 200 if body["status"] == "ok" else 503, headers=UNCACHED)

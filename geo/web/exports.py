"""Which files can be taken away? ``/export/…``, with the parameters of a link."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.export.figures_csv import figures_csv
from geo.store import Store
from geo.web.answers import answering, made_response
from geo.web.asking import asked


class ExportRoutes:
    """What is shown as a file; every answer depends on nothing but the request and the data."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        return [Route(f"{prefix}/export/figures.csv", self.figures_csv, methods=["GET"])]

    @answering
    def figures_csv(self, request: Request) -> Response:
        """Answer with the figures that a link shows, as CSV."""
        found = asked(self._store, request)
        content = figures_csv(found.package, found.shown.figures)
        name = f"{found.package.package_id}-figures.csv"
        return made_response(request, content, "text/csv; charset=utf-8", name=name)

"""How does a reader take the whole explorer away? ``/export/onemap.html``, as the link shows it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from geo.export.one_file import file_name
from geo.export.products import OneFile
from geo.store.store import Store
from geo.web.query import asked
from geo.web.settings import map_approval
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop


class OneFileRoutes:
    """The explorer as one file, made of the request, the data and the approval line alone."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._workshop = workshop

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        made = self._workshop.made(self.one_file)
        return [Route(f"{prefix}/export/onemap.html", made, methods=["GET"])]

    def one_file(self, request: Request) -> Order:
        """Order the whole explorer, which opens with the view of the link."""
        found = asked(self._store, request).opened
        return Order(OneFile(found.view, map_approval()), found.served, file_name(found.package))

"""How does a reader take the whole explorer away? ``/export/onemap.html``, as the link shows it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.export.one_file import file_name, one_file
from geo.store import Store
from geo.web.answers import answering, made_response
from geo.web.asking import asked
from geo.web.limits import limited
from geo.web.settings import map_approval
from geo.web.streams import Gate


class OneFileRoutes:
    """The explorer as one file, made of the request, the data and the approval line alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gate = Gate()

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        return [Route(f"{prefix}/export/onemap.html", self.one_file, methods=["GET"])]

    @answering
    @limited
    def one_file(self, request: Request) -> Response:
        """Answer with the whole explorer, which opens with the view of the link."""
        found = asked(self._store, request)
        with self._gate.passed():
            content = one_file(found.package, found.payload, found.view, approval=map_approval())
        name = file_name(found.package)
        return made_response(request, content, "text/html; charset=utf-8", name=name)

"""What does a reader pass on? ``/share/…``: QR codes and citations, with a link's parameters."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.export.citation import Citer
from geo.export.qr import qr_code
from geo.language.bilingual import Bilingual
from geo.store.store import Store
from geo.view.link import address
from geo.web.query import Asked, asked, day
from geo.web.responses import BadRequestError, made_response
from geo.web.settings import public_url
from geo.web.workshop.workshop import Workshop


class ShareRoutes:
    """Answers that carry a link to the view they were asked for."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._quick = workshop.quick
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        return [
            Route(f"{prefix}/share/qr.svg", self._quick(self.qr_svg), methods=["GET"]),
            Route(f"{prefix}/share/qr.png", self._quick(self.qr_png), methods=["GET"]),
            Route(f"{prefix}/share/citation.txt", self._quick(self.citation), methods=["GET"]),
        ]

    def qr_svg(self, request: Request) -> Response:
        """Answer with the QR code of a view's link, to be shown."""
        link = self._link(request)
        return made_response(request, qr_code(link, "svg"), "image/svg+xml")

    def qr_png(self, request: Request) -> Response:
        """Answer with the QR code of a view's link, to be saved."""
        link = self._link(request)
        return made_response(request, qr_code(link, "png"), "image/png", name="qr.png", inline=True)

    def citation(self, request: Request) -> Response:
        """Answer with the citation of a figure, a place or a view as plain text."""
        found = asked(self._store, request, ("of", "figure", "on"))
        base = public_url(request, self._prefix)
        citer = Citer(found.opened.package, found.opened.known, found.lang, base, day(found))
        cited = _cited(citer, found)
        return made_response(request, cited.encode(), "text/plain; charset=utf-8")

    def _link(self, request: Request) -> str:
        found = asked(self._store, request).opened
        return address(public_url(request, self._prefix), found.view, found.known)


def _cited(citer: Citer, found: Asked) -> str:
    """Return the citation of what was asked for; of the whole view where nothing is named."""
    of = found.options.get("of", "figure" if "figure" in found.options else "view")
    opened = found.opened
    figure = opened.package.figure.get(found.options.get("figure", ""))
    place = opened.package.place.get(opened.view.place or "")
    if of == "figure" and figure is not None:
        return citer.figure(figure)
    if of == "place" and place is not None:
        return citer.place(place)
    if of == "view":
        return citer.view(opened.view, opened.shown)
    said = Bilingual(
        "of 可取 view、place（要有 place=）、figure（要有 figure=）",
        "of can be view, place (with place=) or figure (with figure=)",
    )
    raise BadRequestError(said, ("of",))

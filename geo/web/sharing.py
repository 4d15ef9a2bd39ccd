"""What does a reader pass on? ``/share/…``: QR codes and citations; and charts as files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.export.citation import STYLES, Cited, Citer, references
from geo.export.printed import ChartPng, ChartSvg
from geo.export.qr import qr_code
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.picture.charts.pictures import picture_names
from geo.picture.charts.poster import POSTER
from geo.records import Figure, Place
from geo.store.store import Store
from geo.view.link import address
from geo.view.views import View
from geo.web.query import Asked, asked, choice, day
from geo.web.responses import BadRequestError, made_response
from geo.web.settings import public_url
from geo.web.workshop.sending import Order
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
        found = asked(self._store, request, ("of", "figure", "on", "style"))
        base = public_url(request, self._prefix)
        citer = Citer(found.opened.package, found.opened.known, found.lang, base, day(found))
        style = choice(found, "style", STYLES, STYLES[0])
        if style == STYLES[0]:
            cited = _cited(citer, found)
        else:
            package = found.opened.package
            cited = references(package, _named(citer, found), style, found.lang, day(found))
        return made_response(request, cited.encode(), "text/plain; charset=utf-8")

    def _link(self, request: Request) -> str:
        found = asked(self._store, request).opened
        return address(public_url(request, self._prefix), found.view, found.known)


def _named(citer: Citer, found: Asked) -> Cited:
    """Return what was asked for, as a list of references names it."""
    figure, place = _subject(found)
    package, lang = found.opened.package, found.lang
    if figure is not None:
        stated = f"{figure.measure.get(lang)} {package.phrase(figure).get(lang)}"
        return Cited(stated, (figure,), citer.link(citer.view_of(figure)))
    if place is not None:
        figures = [each for scope in package.figures_of(place) for each in scope.figures]
        link = citer.link(View(package.package_id, place=place.place_id))
        return Cited(place.name.get(lang), figures, link)
    view = found.opened.view
    chosen = [package.workstreams[key].name.get(lang) for key in view.chosen]
    subject = text("map.comma", lang).join(chosen)
    return Cited(subject, found.opened.shown.figures, citer.link(view))


def _cited(citer: Citer, found: Asked) -> str:
    """Return the citation of what was asked for, as a sentence."""
    figure, place = _subject(found)
    if figure is not None:
        return citer.figure(figure)
    if place is not None:
        return citer.place(place)
    return citer.view(found.opened.view, found.opened.shown)


def _subject(found: Asked) -> tuple[Figure | None, Place | None]:
    """Return the figure or the place that was asked for; neither of the whole view.

    Raises
    ------
    BadRequestError
        If what is named is not there.
    """
    of = found.options.get("of", "figure" if "figure" in found.options else "view")
    opened = found.opened
    figure = opened.package.figure.get(found.options.get("figure", ""))
    place = opened.package.place.get(opened.view.place or "")
    if of == "figure" and figure is not None:
        return figure, None
    if of == "place" and place is not None:
        return None, place
    if of == "view":
        return None, None
    said = Bilingual(
        "of 可取 view、place（要有 place=）、figure（要有 figure=）",
        "of can be view, place (with place=) or figure (with figure=)",
    )
    raise BadRequestError(said, ("of",))


class ChartRoutes:
    """Charts of a package, whatever is filtered: a picture says the same to everybody."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._made = workshop.made

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        return [
            Route(f"{prefix}/export/chart.svg", self._made(self.svg), methods=["GET"]),
            Route(f"{prefix}/export/chart.png", self._made(self.png), methods=["GET"]),
        ]

    def svg(self, request: Request) -> Order:
        """Order a chart as SVG."""
        found = asked(self._store, request, ("chart",))
        name = _name(found)
        return Order(ChartSvg(name, found.lang), found.opened.served, _file(found, name, "svg"))

    def png(self, request: Request) -> Order:
        """Order a chart as PNG."""
        found = asked(self._store, request, ("chart",))
        name = _name(found)
        return Order(ChartPng(name, found.lang), found.opened.served, _file(found, name, "png"))


def _name(found: Asked) -> str:
    return choice(found, "chart", picture_names(found.opened.package), POSTER)


def _file(found: Asked, name: str, ending: str) -> str:
    return f"{found.opened.package.package_id}-{found.opened.package.version}-{name}.{ending}"

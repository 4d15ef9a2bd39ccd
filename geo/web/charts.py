"""Which pictures of figures can be taken away? ``/export/chart.svg`` and ``/export/chart.png``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from geo.export.chart import ChartPng, ChartSvg
from geo.picture.charts.pictures import picture_names
from geo.picture.charts.poster import POSTER
from geo.store.store import Store
from geo.web.query import Asked, asked, choice
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop


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

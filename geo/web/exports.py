"""Which files can be taken away? ``/export/…``, with the parameters of a link.

``table.csv`` (for people), ``figures.csv``, ``figures.xlsx``, ``places.geojson``, ``places.gpkg``
and ``places.parquet``.
GeoJSON and GeoPackage also take ``datum=wgs84|cgcs2000|gcj02``. All but the last hold no more than
:mod:`geo.export.limits` says.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.routing import Route

from geo.datum import Datum
from geo.export.product import Product
from geo.export.products import (
    FiguresTable,
    PlacesGeoJson,
    PlacesGeoPackage,
    PlacesParquet,
    ReadersTable,
    Workbook,
    filter_of,
)
from geo.export.tables import file_name
from geo.store.store import Store
from geo.view.link import encode
from geo.web.query import Asked, asked, choice
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop

EXPORT_DATUMS: Final[tuple[Datum, ...]] = ("wgs84", "cgcs2000", "gcj02")
"""What `datum` can be; BD-09 is of use to one map only, and nobody hands in data on it."""


class ExportRoutes:
    """What is shown as a file; every answer depends on nothing but the request and the data."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._made = workshop.made

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        at = f"{prefix}/export"
        return [
            Route(f"{at}/table.csv", self._made(self.table_csv), methods=["GET"]),
            Route(f"{at}/figures.csv", self._made(self.figures_csv), methods=["GET"]),
            Route(f"{at}/figures.xlsx", self._made(self.figures_xlsx), methods=["GET"]),
            Route(f"{at}/places.geojson", self._made(self.places_geojson), methods=["GET"]),
            Route(f"{at}/places.gpkg", self._made(self.places_gpkg), methods=["GET"]),
            Route(f"{at}/places.parquet", self._made(self.places_parquet), methods=["GET"]),
        ]

    def table_csv(self, request: Request) -> Order:
        """Order the figures that a link shows, as CSV in the reader's language."""
        found = asked(self._store, request)
        product = ReadersTable(found.opened.view, _filter(found), found.lang)
        return _order(found, product, "table", "csv")

    def figures_csv(self, request: Request) -> Order:
        """Order the figures that a link shows, as CSV."""
        found = asked(self._store, request)
        return _order(found, FiguresTable(found.opened.view, _filter(found)), "figures", "csv")

    def figures_xlsx(self, request: Request) -> Order:
        """Order the figures and places that a link shows, as a workbook."""
        found = asked(self._store, request)
        product = Workbook(found.opened.view, _filter(found), found.lang)
        return _order(found, product, "figures", "xlsx")

    def places_geojson(self, request: Request) -> Order:
        """Order the places that a link shows and their figures, as GeoJSON."""
        found = asked(self._store, request, ("datum",))
        product = PlacesGeoJson(found.opened.view, _filter(found), _datum(found))
        return _order(found, product, "places", "geojson", product.datum)

    def places_gpkg(self, request: Request) -> Order:
        """Order the places and figures that a link shows, as a GeoPackage."""
        found = asked(self._store, request, ("datum",))
        product = PlacesGeoPackage(found.opened.view, _filter(found), _datum(found))
        return _order(found, product, "places", "gpkg", product.datum)

    def places_parquet(self, request: Request) -> Order:
        """Order the places that a link shows, however many, as GeoParquet."""
        found = asked(self._store, request)
        return _order(found, PlacesParquet(found.opened.view, _filter(found)), "places", "parquet")


def _order(
    found: Asked, product: Product, table: str, ending: str, datum: Datum = "wgs84"
) -> Order:
    opened = found.opened
    return Order(product, opened.served, file_name(opened.package, table, ending, datum))


def _filter(found: Asked) -> str:
    """Return the one wording of a request's filter.

    A story and a filter that show the same give the same file.
    """
    return encode(filter_of(found.opened.view), found.opened.known)


def _datum(found: Asked) -> Datum:
    wanted = choice(found, "datum", EXPORT_DATUMS, "wgs84")
    return next(datum for datum in EXPORT_DATUMS if datum == wanted)

"""Which files can be taken away? ``/export/…``, with the parameters of a link.

``figures.csv``, ``figures.xlsx``, ``places.geojson`` and ``places.gpkg``. The two that hold
geometry also take ``datum=wgs84|cgcs2000|gcj02``.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.datum import Datum
from geo.export.figures_csv import CSV, figures_csv
from geo.export.geopackage import GEOPACKAGE, geopackage
from geo.export.places_geojson import GEOJSON, places_geojson
from geo.export.tables import Export, file_name
from geo.export.workbook import XLSX, workbook
from geo.store import Store
from geo.view.link import encode
from geo.view.views import View
from geo.web.answers import answering, made_response
from geo.web.asking import Asked, asked, choice

EXPORT_DATUMS: Final[tuple[Datum, ...]] = ("wgs84", "cgcs2000", "gcj02")
"""What `datum` can be; BD-09 is of use to one map only, and nobody hands in data on it."""


class ExportRoutes:
    """What is shown as a file; every answer depends on nothing but the request and the data."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        return [
            Route(f"{prefix}/export/figures.csv", self.figures_csv, methods=["GET"]),
            Route(f"{prefix}/export/figures.xlsx", self.figures_xlsx, methods=["GET"]),
            Route(f"{prefix}/export/places.geojson", self.places_geojson, methods=["GET"]),
            Route(f"{prefix}/export/places.gpkg", self.places_gpkg, methods=["GET"]),
        ]

    @answering
    def figures_csv(self, request: Request) -> Response:
        """Answer with the figures that a link shows, as CSV."""
        export = _export(asked(self._store, request))
        name = file_name(export, "figures", "csv")
        return made_response(request, figures_csv(export), CSV, name=name)

    @answering
    def figures_xlsx(self, request: Request) -> Response:
        """Answer with the figures and places that a link shows, as a workbook."""
        export = _export(asked(self._store, request))
        name = file_name(export, "figures", "xlsx")
        return made_response(request, workbook(export), XLSX, name=name)

    @answering
    def places_geojson(self, request: Request) -> Response:
        """Answer with the places that a link shows and their figures, as GeoJSON."""
        found = asked(self._store, request, ("datum",))
        export, datum = _export(found), _datum(found)
        name = file_name(export, "places", "geojson", datum)
        return made_response(request, places_geojson(export, datum), GEOJSON, name=name)

    @answering
    def places_gpkg(self, request: Request) -> Response:
        """Answer with the places and figures that a link shows, as a GeoPackage."""
        found = asked(self._store, request, ("datum",))
        export, datum = _export(found), _datum(found)
        name = file_name(export, "places", "gpkg", datum)
        return made_response(request, geopackage(export, datum), GEOPACKAGE, name=name)


def _export(found: Asked) -> Export:
    """Return what a request takes away, under the one wording of its filter.

    A story and a filter that show the same give the same file.
    """
    view = found.view
    filtered = View(view.data, workstreams=view.chosen, layers=view.layers, query=view.query)
    return Export(found.package, found.shown, encode(filtered, found.known))


def _datum(found: Asked) -> Datum:
    wanted = choice(found, "datum", EXPORT_DATUMS, "wgs84")
    return next(datum for datum in EXPORT_DATUMS if datum == wanted)

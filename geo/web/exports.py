"""Which files can be taken away? ``/export/…``, with the parameters of a link.

``figures.csv``, ``figures.xlsx``, ``places.geojson``, ``places.gpkg`` and ``places.parquet``.
GeoJSON and GeoPackage also take ``datum=wgs84|cgcs2000|gcj02``. All but the last hold no more than
:mod:`geo.export.limits` says.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.datum import Datum
from geo.export.columns import BATCH
from geo.export.figures_csv import CSV, figures_csv
from geo.export.geopackage import GEOPACKAGE, geopackage
from geo.export.limits import MOST_IN_MAP_FILE, MOST_IN_WORKBOOK, check_places
from geo.export.places_geojson import GEOJSON, geojson_parts, places_geojson
from geo.export.places_parquet import PARQUET, parquet_parts, places_parquet
from geo.export.tables import Export, about_rows, file_name
from geo.export.workbook import XLSX, workbook
from geo.store import Store
from geo.view.link import encode
from geo.view.views import View
from geo.web.answers import answering, made_response
from geo.web.asking import Asked, asked, choice
from geo.web.limits import limited
from geo.web.streams import Gate, streamed_response

EXPORT_DATUMS: Final[tuple[Datum, ...]] = ("wgs84", "cgcs2000", "gcj02")
"""What `datum` can be; BD-09 is of use to one map only, and nobody hands in data on it."""

WAY_OF_WRITING: Final = 1
"""To be raised when the same data come to be written otherwise: browsers drop what they have."""


class ExportRoutes:
    """What is shown as a file; every answer depends on nothing but the request and the data."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gate = Gate()

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        return [
            Route(f"{prefix}/export/figures.csv", self.figures_csv, methods=["GET"]),
            Route(f"{prefix}/export/figures.xlsx", self.figures_xlsx, methods=["GET"]),
            Route(f"{prefix}/export/places.geojson", self.places_geojson, methods=["GET"]),
            Route(f"{prefix}/export/places.gpkg", self.places_gpkg, methods=["GET"]),
            Route(f"{prefix}/export/places.parquet", self.places_parquet, methods=["GET"]),
        ]

    @answering
    def figures_csv(self, request: Request) -> Response:
        """Answer with the figures that a link shows, as CSV."""
        export = _export(asked(self._store, request))
        name = file_name(export, "figures", "csv")
        return made_response(request, figures_csv(export), CSV, name=name)

    @answering
    @limited
    def figures_xlsx(self, request: Request) -> Response:
        """Answer with the figures and places that a link shows, as a workbook."""
        export = _export(asked(self._store, request))
        check_places(len(export.shown.places), MOST_IN_WORKBOOK)
        name = file_name(export, "figures", "xlsx")
        with self._gate.passed():
            content = workbook(export)
        return made_response(request, content, XLSX, name=name)

    @answering
    @limited
    def places_geojson(self, request: Request) -> Response:
        """Answer with the places that a link shows and their figures, as GeoJSON."""
        found = asked(self._store, request, ("datum",))
        export, datum = _export(found), _datum(found)
        check_places(len(export.shown.places), MOST_IN_MAP_FILE)
        name = file_name(export, "places", "geojson", datum)
        if len(export.shown.places) <= BATCH:
            return made_response(request, places_geojson(export, datum), GEOJSON, name=name)
        made_of = _made_of(export, GEOJSON, datum)
        return streamed_response(
            request, made_of, lambda: geojson_parts(export, datum), GEOJSON, name=name
        )

    @answering
    @limited
    def places_gpkg(self, request: Request) -> Response:
        """Answer with the places and figures that a link shows, as a GeoPackage."""
        found = asked(self._store, request, ("datum",))
        export, datum = _export(found), _datum(found)
        check_places(len(export.shown.places), MOST_IN_MAP_FILE)
        name = file_name(export, "places", "gpkg", datum)
        with self._gate.passed():
            content = geopackage(export, datum)
        return made_response(request, content, GEOPACKAGE, name=name)

    @answering
    def places_parquet(self, request: Request) -> Response:
        """Answer with the places that a link shows, however many, as GeoParquet."""
        export = _export(asked(self._store, request))
        name = file_name(export, "places", "parquet")
        if len(export.shown.places) <= BATCH:
            return made_response(request, places_parquet(export), PARQUET, name=name)
        return streamed_response(
            request,
            _made_of(export, PARQUET, "wgs84"),
            lambda: parquet_parts(export),
            PARQUET,
            name=name,
            compress=False,
        )


def _export(found: Asked) -> Export:
    """Return what a request takes away, under the one wording of its filter.

    A story and a filter that show the same give the same file.
    """
    view = found.view
    filtered = View(view.data, workstreams=view.chosen, layers=view.layers, query=view.query)
    return Export(found.package, found.shown, encode(filtered, found.known))


def _made_of(export: Export, kind: str, datum: Datum) -> tuple[object, ...]:
    """Return what a file follows from; what is said about it names data, filter and datum."""
    return (WAY_OF_WRITING, kind, export.package.package_id, about_rows(export, datum))


def _datum(found: Asked) -> Datum:
    wanted = choice(found, "datum", EXPORT_DATUMS, "wgs84")
    return next(datum for datum in EXPORT_DATUMS if datum == wanted)

"""Which files are made on request? ``/export/…`` and ``/share/card.png``, as a link shows them.

``table.csv`` (for people), ``figures.csv``, ``figures.xlsx``, ``places.geojson``,
``places.gpkg`` and ``places.parquet``; ``onemap.html`` is the whole explorer in one file,
``sheet.pdf`` a sheet to be printed. GeoJSON and GeoPackage also take
``datum=wgs84|cgcs2000|gcj02``. All but GeoParquet, sheet and picture hold no more than
:mod:`geo.export.limits` says. What does not matter to a file is left out of what is ordered, so
that one that was made is found again.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.routing import Route

from geo.datum import Datum
from geo.export.limits import EXPORT_DATUMS
from geo.export.one_file import file_name as name_of_explorer
from geo.export.printed import Card, Sheet, sheet_view
from geo.export.product import Product
from geo.export.products import (
    FiguresTable,
    OneFile,
    PlacesGeoJson,
    PlacesGeoPackage,
    PlacesParquet,
    ReadersTable,
    Workbook,
)
from geo.export.sheet.sheet import KINDS
from geo.export.tables import file_name
from geo.language.bilingual import Bilingual
from geo.store.store import Store
from geo.view.link import address, encode
from geo.view.views import filter_of
from geo.web.query import Asked, asked, choice, day
from geo.web.responses import BadRequestError
from geo.web.settings import map_approval, public_url
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop

PAPERS: Final = ("portrait", "landscape")


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
        return Order(
            OneFile(found.view, map_approval()), found.served, name_of_explorer(found.package)
        )


class PrintRoutes:
    """Sheets and preview pictures of what a link shows."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._workshop = workshop
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        made = self._workshop.made
        return [
            Route(f"{prefix}/export/sheet.pdf", made(self.sheet), methods=["GET"]),
            Route(f"{prefix}/share/card.png", made(self.card), methods=["GET"]),
        ]

    def sheet(self, request: Request) -> Order:
        """Order an A4 sheet of the view, of its place or of its workstream."""
        found = asked(self._store, request, ("of", "paper", "on"))
        kind, paper = choice(found, "of", KINDS, "view"), choice(found, "paper", PAPERS, PAPERS[0])
        view, known = found.opened.view, found.opened.known
        if (kind == "place" and view.place is None) or (
            kind == "workstream" and len(view.chosen) != 1
        ):
            raise _lacking(kind)
        product = Sheet(
            view=view,
            kind=kind,
            lang=found.lang,
            landscape=paper == "landscape",
            link=address(public_url(request, self._prefix), sheet_view(view, kind), known),
            on=day(found),
            approval=map_approval(),
        )
        return Order(product, found.opened.served, _name(found, kind), inline=True)

    def card(self, request: Request) -> Order:
        """Order the picture that a chat shows beside a link."""
        found = asked(self._store, request)
        opened = found.opened
        return Order(Card(opened.view, found.lang), opened.served, "card.png", inline=True)


def _name(found: Asked, kind: str) -> str:
    """Return a file name that says what the sheet is about; ids are plain ASCII words."""
    about = {
        "view": "view",
        "place": found.opened.view.place,
        "workstream": "".join(found.opened.view.chosen),
    }
    return f"{found.opened.package.package_id}-{about[kind]}.pdf"


def _lacking(kind: str) -> BadRequestError:
    if kind == "place":
        said = Bilingual("of=place 要有 place=", "of=place needs place=")
        return BadRequestError(said, ("of", "place"))
    said = Bilingual(
        "of=workstream 要有 w=，且只有一个", "of=workstream needs w= with exactly one id"
    )
    return BadRequestError(said, ("of", "w"))

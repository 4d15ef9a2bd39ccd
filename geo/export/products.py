"""What can be taken away, and what does each file follow from?

A product is a record of all that its file follows from besides the data: two that are equal are the
same file. What does not matter to a file is not in its record, so that nobody who changes it has
the file made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from geo.blob import Payload
from geo.datum import Datum
from geo.export.figures_csv import CSV, figures_csv
from geo.export.geopackage import GEOPACKAGE, geopackage
from geo.export.limits import MOST_IN_MAP_FILE, MOST_IN_WORKBOOK, check_places
from geo.export.map_files import GEOJSON, PARQUET, geojson_parts, parquet_parts
from geo.export.one_file import one_file, opened_with
from geo.export.readers_table import readers_csv
from geo.export.tables import Export
from geo.export.workbook import XLSX, workbook
from geo.package.package import Package
from geo.view.selection import select
from geo.view.views import View, filter_of


@dataclass(frozen=True)
class _Filtered:
    """What follows from the filter of a view alone.

    Parameters
    ----------
    view : View
        Anything but its filter is dropped.
    query : str
        The filter as a link words it; a story and a filter that show the same are worded alike.
    """

    view: View
    query: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "view", filter_of(self.view))

    def _export(self, package: Package) -> Export:
        return Export(package, select(package, self.view), self.query)


@dataclass(frozen=True)
class FiguresTable(_Filtered):
    """The figures shown, as CSV."""

    media_type: ClassVar[str] = CSV
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.1

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield figures_csv(self._export(package))


@dataclass(frozen=True)
class ReadersTable(_Filtered):
    """The figures shown, as CSV in a reader's language."""

    lang: str
    media_type: ClassVar[str] = CSV
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.1

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield readers_csv(self._export(package), self.lang)


@dataclass(frozen=True)
class Workbook(_Filtered):
    """The figures and places shown, as a workbook whose first sheets are in a reader's language."""

    lang: str
    media_type: ClassVar[str] = XLSX
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 2.0

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        export = self._export(package)
        check_places(len(export.shown.places), MOST_IN_WORKBOOK)
        yield workbook(export, self.lang)


@dataclass(frozen=True)
class PlacesGeoJson(_Filtered):
    """The places shown, as GeoJSON on a datum."""

    datum: Datum
    media_type: ClassVar[str] = GEOJSON
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 2.0

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        export = self._export(package)
        check_places(len(export.shown.places), MOST_IN_MAP_FILE)
        yield from geojson_parts(export, self.datum)


@dataclass(frozen=True)
class PlacesGeoPackage(_Filtered):
    """The places and figures shown, as a GeoPackage on a datum."""

    datum: Datum
    media_type: ClassVar[str] = GEOPACKAGE
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 4.0

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        export = self._export(package)
        check_places(len(export.shown.places), MOST_IN_MAP_FILE)
        yield geopackage(export, self.datum)


@dataclass(frozen=True)
class PlacesParquet(_Filtered):
    """The places shown, however many, as GeoParquet."""

    media_type: ClassVar[str] = PARQUET
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 1.0

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield from parquet_parts(self._export(package))


@dataclass(frozen=True)
class OneFile:
    """The whole explorer, which opens with a view."""

    view: View
    approval: str
    media_type: ClassVar[str] = "text/html; charset=utf-8"
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "view", opened_with(self.view))

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        yield one_file(package, payload, self.view, approval=self.approval)

"""In which forms are the data taken away, and what is said of each?

The table of the dialog for sharing: that of the full page (``pages/shared/sharing/taken_away.py``)
and that of the explorer, which needs no session (``geo/browser/file/more``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.export.limits import MOST_IN_MAP_FILE, MOST_IN_ONE_FILE, MOST_IN_WORKBOOK
from geo.language.bilingual import LANGUAGES


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the data.

    Parameters
    ----------
    label : str
        What it is called, the same in all languages.
    about : str
        End of the key ``download.about_…`` of the text that says what it is good for.
    most : int or None
        Places that a file of it holds.
    has_datum : bool
        Whether the datum can be asked for.
    for_gis : bool
        Whether its readers have a program that can be connected to the service.
    of_all : bool
        Whether it holds all places, whatever is shown.
    """

    label: str
    about: str
    most: int | None = None
    has_datum: bool = False
    for_gis: bool = False
    of_all: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    "figures.xlsx": Format("Excel", "xlsx", MOST_IN_WORKBOOK),
    "table.csv": Format("CSV", "csv"),
    "places.geojson": Format("GeoJSON", "geojson", MOST_IN_MAP_FILE, has_datum=True, for_gis=True),
    "places.gpkg": Format("GeoPackage", "gpkg", MOST_IN_MAP_FILE, has_datum=True, for_gis=True),
    "places.parquet": Format("GeoParquet", "parquet", for_gis=True),
    "onemap.html": Format("HTML", "html", MOST_IN_ONE_FILE, of_all=True),
    "figures.csv": Format("CSV*", "raw_csv"),
}
"""The forms by the name of their file below ``export/``, in the order in which they are offered."""
SECTIONS: Final = ("link", "embed", "cite", "sheet", "download")
"""Sections of the dialog, in their order; the text of each is ``share.`` and its name."""
WORDS: Final = ("cite.", "copy.", "download.", "embed.", "share.")
"""Beginnings of the keys of all that the dialog says."""


def held_by_file(count: int) -> dict[str, Format]:
    """Return the forms that hold `count` places."""
    return {name: form for name, form in FORMATS.items() if count <= (form.most or count)}


def shared_by_app(home: str) -> dict[str, Any]:
    """Return what the explorer passes on where the app, at `home`, makes it on request."""
    plain = {lang: f"{home}{{package}}/{{kind}}/{{id}}?lang={lang}" for lang in LANGUAGES}
    found = {"app": home, "sections": SECTIONS, "plain": plain, "pages": None}
    return {**found, **_offered(FORMATS)}


def shared_by_site(
    files: Mapping[str, Mapping[str, str]],
    plain: Mapping[str, str],
    sheets: Sequence[str],
    sheet: Mapping[str, str],
    *,
    pages: int,
) -> dict[str, Any]:
    """Return what the explorer passes on where there is no more than what a site's folder holds.

    Parameters
    ----------
    files : mapping
        Path of a form by language and name.
    plain, sheet : mapping
        By language the path of a place's or workstream's own page ({kind}, {id}), and that of a
        sheet ({name}).
    sheets : sequence of str
        Names of those that are made.
    pages : int
        How many places have a page at the most: the first ones.
    """
    made = {name: form for name, form in FORMATS.items() if name in files[LANGUAGES[0]]}
    sections = ["link", "embed", *(["sheet"] if sheets else []), "download"]
    found = {"app": "", "sections": sections, "plain": dict(plain), "pages": pages}
    return {**found, **_offered(made), "files": files, "sheets": sheets, "sheet": dict(sheet)}


def _offered(formats: Mapping[str, Format]) -> dict[str, Any]:
    listed = [
        {
            "name": name,
            "label": form.label,
            "about": form.about,
            "most": form.most,
            "whole": form.of_all,
            "datum": form.has_datum,
            "gis": form.for_gis,
        }
        for name, form in formats.items()
    ]
    return {"formats": listed, "files": {}, "sheets": [], "sheet": {}}

"""How is what is cited set in a list of references? After GB/T 7714-2015, or after APA (7th ed.).

The map as a data set that nobody signed, so that its title comes first, then each source of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Source
from geo.view.main_figures import map_title

STYLES: Final = ("full", "gbt7714", "apa")
"""`full` is a sentence with every wording, see :mod:`geo.export.citation`."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: its name, the figures that belong to it, and the link that shows it."""

    subject: str
    figures: Sequence[Figure]
    link: str


def references(package: Package, cited: Cited, style: str, lang: str, on: date) -> str:
    """Return a reference to the map, and one to each source of what is cited, a line each.

    Parameters
    ----------
    style : {"gbt7714", "apa"}
    on : date
        Date of access.
    """
    whole = map_title(package, lang)
    title = f"{whole}{text('context.colon', lang)}{cited.subject}" if cited.subject else whole
    sources = _located(package, cited.figures, lang)
    if style == "apa":
        first = f"{title} (Version {package.version}) [Data set]. (n.d.). Retrieved {_apa_day(on)}"
        return "\n".join([f"{first}, from {cited.link}", *map(_apa, sources)])
    version = text("sheet.version", lang, version=package.version)
    first = f"{title}[DS/OL]. {version}[{on.isoformat()}]. {cited.link}."
    return "\n".join([first, *(_gbt(found, on) for found in sources)])


@dataclass(frozen=True, slots=True)
class _Located:
    """A source as it is named, and where in it the figures stand, if that is one place."""

    source: Source
    title: str
    publisher: str
    where: str


def _located(package: Package, figures: Iterable[Figure], lang: str) -> list[_Located]:
    places: dict[str, dict[str, None]] = {}
    for figure in figures:
        where = locator_phrase(figure.locator).get(lang)
        places.setdefault(figure.source_id, {})[where] = None
    return [
        _Located(
            package.sources[source_id],
            package.sources[source_id].title.get(lang),
            package.sources[source_id].publisher.get(lang),
            next(iter(found)) if len(found) == 1 else "",
        )
        for source_id, found in places.items()
    ]


def _gbt(found: _Located, on: date) -> str:
    source, where = found.source, f": {found.where}" if found.where else ""
    dated = f"({source.published})" if source.published else ""
    if not source.url:
        return f"{found.publisher}. {found.title}[Z]{where}. {source.published}".rstrip(". ") + "."
    return (
        f"{found.publisher}. {found.title}[EB/OL]{where}. {dated}[{on.isoformat()}]. {source.url}."
    )


def _apa(found: _Located) -> str:
    where = f" ({found.where})" if found.where else ""
    dated = found.source.published or "n.d."
    address = f" {found.source.url}" if found.source.url else ""
    return f"{found.publisher}. ({dated}). {found.title}{where}.{address}"


def _apa_day(on: date) -> str:
    return f"{_MONTHS[on.month - 1]} {on.day}, {on.year}"

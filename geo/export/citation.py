"""How is a figure, a place or a view cited? With its source, the state of the data and a link.

After the elements of a data citation (Force11, Joint Declaration of Data Citation Principles,
2014): what is cited, whose it is, which version, a fixity, the date of access, and where it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place, Source
from geo.view.link import permalink
from geo.view.main_figures import map_title
from geo.view.selection import ID_PREFIX, Shown
from geo.view.views import Known, View

HASH_DIGITS = 12
"""Digits of the content hash that a citation names; the sources page has all of them."""
MOST_FIGURES = 8
"""Figures that the citation of a place spells out; of more it says how many there are."""
STYLES: Final = ("full", "gbt7714", "apa")
"""`full` is a sentence with every wording, see :mod:`geo.export.citation`."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


class Citer:
    """What all citations of one package share.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    on : date
        Date of access.
    """

    def __init__(self, package: Package, known: Known, lang: str, base: str, on: date) -> None:
        self._package = package
        self._known = known
        self._lang = lang
        self._base = base
        self._on = on

    def figure(self, figure: Figure) -> str:
        """Return the citation of a figure: the number, its wording, its source, and a link."""
        link = self.link(self.view_of(figure))
        stated = text(
            "cite.figure",
            self._lang,
            stated=self._stated(figure),
            place=self._package.home_of(figure).get(self._lang),
            period=figure.period,
        )
        return self._closed(f"{stated}{self._source(figure)}", link)

    def view_of(self, figure: Figure) -> View:
        """Return the view that shows a figure alone."""
        place = self._package.place_of(figure)
        return View(
            self._package.package_id,
            query=ID_PREFIX + figure.figure_id,
            place=place.place_id if place else None,
        )

    def place(self, place: Place) -> str:
        """Return the citation of a place: how well it is located, its figures, and a link."""
        lang = self._lang
        figures = self._package.own_figures_of(place)
        parts = [
            text(
                "cite.place",
                lang,
                name=place.name.get(lang),
                layer=self._package.layers[place.layer].name.get(lang),
                precision=text(f"map.precision.{place.precision}", lang),
            )
        ]
        if len(figures) > MOST_FIGURES:
            parts += [text("cite.count", lang, count=len(figures)), self._sources(figures)]
        elif len({figure.source_id for figure in figures}) == 1:
            parts += [self._with_locator(figure) for figure in figures]
            parts.append(self._sources(figures))
        else:
            parts += [
                text("cite.stated", lang, stated=self._stated(figure)) + self._source(figure)
                for figure in figures
            ]
        link = self.link(View(self._package.package_id, place=place.place_id))
        return self._closed("".join(parts), link)

    def view(self, view: View, shown: Shown) -> str:
        """Return the citation of a view: what is shown, from which sources, and a link."""
        counted = text(
            "cite.view", self._lang, figures=len(shown.figures), places=len(shown.places)
        )
        return self._closed(counted + self._sources(shown.figures), self.link(view))

    def link(self, view: View) -> str:
        """Return a link to `view`, pinned to this version of the data."""
        pinned = replace(view, version=self._package.version, lang=self._lang)
        return f"{self._base}?{permalink(pinned, self._known)}"

    def _stated(self, figure: Figure) -> str:
        """Return a figure with its wording, called printed only where the text was read."""
        facts = {
            "measure": figure.measure.get(self._lang),
            "number": self._package.phrase(figure).get(self._lang),
            "wording": figure.as_published,
        }
        if self._is_report(figure):
            if facts["wording"] == facts["number"].replace(",", ""):
                return text("cite.as_printed", self._lang, **facts)
            return text("cite.printed", self._lang, **facts)
        return text("cite.noted", self._lang, **facts)

    def _is_report(self, figure: Figure) -> bool:
        return self._package.sources[figure.source_id].kind == "report"

    def _with_locator(self, figure: Figure) -> str:
        """Return a figure with the place in its source, which is named once for several."""
        where = locator_phrase(figure.locator).get(self._lang)
        return text("cite.located", self._lang, stated=self._stated(figure), where=where)

    def _source(self, figure: Figure) -> str:
        source = self._package.sources[figure.source_id]
        where = locator_phrase(figure.locator).get(self._lang)
        return text("cite.source", self._lang, source=self._named(source), where=where)

    def _sources(self, figures: Iterable[Figure]) -> str:
        """Return the sources of several figures, each once."""
        found = dict.fromkeys(figure.source_id for figure in figures)
        named = [self._named(self._package.sources[source_id]) for source_id in found]
        if not named:
            return ""
        return text("cite.sources", self._lang, sources=text("cite.and", self._lang).join(named))

    def _named(self, source: Source) -> str:
        """Return title, publisher and date of a source."""
        lang = self._lang
        date_stated = source.published or text("cite.undated", lang)
        return text(
            "cite.named",
            lang,
            title=source.title.get(lang),
            publisher=source.publisher.get(lang),
            date=date_stated,
        )

    def _closed(self, said: str, link: str) -> str:
        """Return a citation with the state of the data, the date and the link at its end."""
        closing = text(
            "cite.closing",
            self._lang,
            title=self._package.title.get(self._lang),
            app=text("app.title", self._lang),
            version=self._package.version,
            hash=self._package.content_hash[:HASH_DIGITS],
            on=self._on.isoformat(),
            link=link,
        )
        return said + closing


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

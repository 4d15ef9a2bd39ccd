"""What is at a plain address? The page of a subject, its records as data, or why there is none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from geo.errors import NoSuchPackageError, PackageError
from geo.export.plain.document import JSON_TYPES
from geo.export.plain.place import place_page
from geo.export.plain.ways import Kind
from geo.export.plain.workstream import figures_of, workstream_page
from geo.language.texts import text
from geo.records import Figure, Place
from geo.view.link import encode, permalink
from geo.view.selection import ID_PREFIX, select
from geo.view.views import Known, View
from geo.web.api.features import place_feature
from geo.web.api.records import (
    HTML,
    Links,
    figure_record,
    link,
    place_record,
    source_record,
    state_record,
    workstream_record,
)
from geo.web.plain.subjects import Asked, NoSuchSubjectError, NoSuchVersionError, Subject
from geo.web.preview import preview_of
from geo.web.query import language
from geo.web.responses import UNCACHED
from geo.web.streamlit.first_html import missing_html

Missing = PackageError | NoSuchPackageError | NoSuchSubjectError | NoSuchVersionError
ROOT: Final = "../../"
"""From ``<package>/place/<id>``."""


@dataclass(frozen=True, slots=True)
class AppWays:
    """Ways of the page of one subject; `base` is the address of the map's page.

    What leads on states the language, so that a page means the same to whoever opens it.
    """

    base: str
    package_id: str
    kind: Kind
    subject_id: str
    lang: str
    known: Known

    def whole(self, lang: str) -> str:
        """Return the page's own address in a language; without one it follows the reader."""
        at = f"{self.base}{self.package_id}/{self.kind}/{self.subject_id}"
        return f"{at}?lang={lang}" if lang else at

    def other(self, lang: str) -> str:
        """Return where the same page is in another language."""
        return f"./{self.subject_id}?lang={lang}"

    def subject(self, kind: Kind, subject_id: str) -> str:
        """Return where another plain page of the package is."""
        return f"../{kind}/{subject_id}?lang={self.lang}"

    def data(self, ending: str) -> str:
        """Return where the same is as data."""
        return f"./{self.subject_id}.{ending}"

    def map(self, view: View) -> str:
        """Return where the map shows a view."""
        return f"{ROOT}?{permalink(replace(view, lang=self.lang), self.known)}"

    def sheet(self, view: View, kind: Kind) -> str:
        """Return where the sheet to be printed is."""
        asked = encode(replace(view, lang=self.lang), self.known)
        return f"{ROOT}export/sheet.pdf?{asked}&{urlencode({'of': kind})}"

    def root(self, path: str) -> str:
        """Return where a file below the root is."""
        return f"{ROOT}{path}"


def page_of(subject: Subject, base: str, lang: str) -> bytes:
    """Return the page of a subject; `base` is the address of the map's page, with a slash."""
    opened, asked, of = subject.opened, subject.asked, subject.of
    package, known = opened.package, opened.known
    ways = AppWays(base, package.package_id, asked.kind, asked.subject_id, lang, known)
    preview = preview_of(package, subject.view, known, lang=lang, base=base)
    here = ways.whole(lang)
    canonical = Markup('\n<link rel="canonical" href="{}">').format(here)
    # The head is HTML of ours in which every text is escaped.
    head = Markup(replace(preview, url=here).head()) + canonical  # noqa: S704
    if isinstance(of, Place):
        return place_page(package, of, ways, lang=lang, head=head)
    return workstream_page(package, of, ways, lang=lang, head=head)


def missing(error: Missing, request: Request, asked: Asked, paths: Collection[str]) -> Response:
    """Answer 404 in the reader's language, 503 where data are broken; what was sent is not said.

    Parameters
    ----------
    paths : collection of str
        Paths of the pages of the map.
    """
    lang, status, kept = language(request), 404, ""
    home = ROOT + "../" * asked.subject_id.count("/")
    way = f"{home}?{urlencode({'lang': lang})}", text("missing.home", lang)
    if isinstance(error, NoSuchVersionError):
        title = text("plain.version_title", lang)
        here = quote(request.url.path.rpartition("/")[2])
        kept = urlencode({"v": error.wanted}) + "&" if error.wanted else ""
        version = error.package.version
        way = f"{here}?lang={lang}", text("plain.version_open", lang, version=version)
    elif isinstance(error, NoSuchSubjectError):
        title = _nothing(error, lang)
        query = urlencode({"data": error.package.package_id, "lang": lang})
        way = f"{home}?{query}", text("missing.home", lang)
    elif isinstance(error, NoSuchPackageError):
        title = text("gone.title", lang)
    else:
        title, status = text("plain.unavailable", lang), 503
    html = missing_html(lang=lang, home=home, paths=paths, title=title, way=way, kept=kept)
    return Response(html, status, media_type="text/html; charset=utf-8", headers=UNCACHED)


def _nothing(error: NoSuchSubjectError, lang: str) -> str:
    if error.kind == "place":
        return text("plain.no_place", lang)
    return text("plain.no_workstream", lang)


def record(subject: Subject, base: str, lang: str) -> dict[str, Any]:
    """Return a place or a workstream with all figures that its page shows.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    lang : str
        Language of the links' titles.
    """
    package, of = subject.opened.package, subject.of
    links = _links(subject, base, lang, "json")
    said: dict[str, Any] = {"package": state_record(package), "links": links}
    if isinstance(of, Place):
        figures = [figure for scope in package.figures_of(of) for figure in scope.figures]
        said["place"] = place_record(package, of, links)
        said["source"] = source_record(package.sources[of.source_id])
    else:
        figures = figures_of(package, of.workstream_id)
        said["workstream"] = workstream_record(of)
        said["places"] = {"count": len(select(package, subject.view).places)}
    return said | {"figures": [_figure(subject, each, base, lang) for each in figures]}


def feature(subject: Subject, place: Place, base: str, lang: str) -> dict[str, Any]:
    """Return a place as a GeoJSON feature."""
    page = _map(subject, subject.view, base)
    links = _links(subject, base, lang, "geojson")
    return place_feature(subject.opened.package, place, page) | {"links": links}


def _figure(subject: Subject, figure: Figure, base: str, lang: str) -> dict[str, Any]:
    package = subject.opened.package
    alone = View(package.package_id, query=ID_PREFIX + figure.figure_id)
    to_map = link("alternate", _map(subject, alone, base), HTML, text("api.link.map", lang))
    return figure_record(package, figure, [to_map])


def _links(subject: Subject, base: str, lang: str, ending: str) -> Links:
    """Return links to the same in other forms; `ending` is that of the answer they stand in."""
    asked = subject.asked
    at = f"{base}{asked.package_id}/{asked.kind}/{asked.subject_id}"
    here, other = text("api.link.self", lang), text("plain.data", lang)
    as_data = [
        link("self" if each == ending else "alternate", f"{at}.{each}", kind, title)
        for each, kind in JSON_TYPES.items()
        for title in [here if each == ending else other]
    ]
    return [
        *as_data,
        link("canonical", at, HTML, text("plain.page", lang)),
        link("alternate", _map(subject, subject.view, base), HTML, text("api.link.map", lang)),
    ]


def _map(subject: Subject, view: View, base: str) -> str:
    return f"{base}?{permalink(view, subject.opened.known)}"

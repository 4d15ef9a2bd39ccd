"""What does a plain address say as data? The records of the interface, with where to go on."""

from __future__ import annotations

from typing import Any

from geo.export.plain.document import JSON_TYPES
from geo.export.plain.workstream import figures_of
from geo.language.texts import text
from geo.records import Figure, Place
from geo.view.link import permalink
from geo.view.selection import ID_PREFIX, select
from geo.view.views import View
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
from geo.web.plain.subjects import Subject


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

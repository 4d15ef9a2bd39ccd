"""What does a plain address say as data? The records of the interface, with where to go on."""

from __future__ import annotations

from typing import Any

from geo.export.plain.workstream import figures_of
from geo.package.package import Package
from geo.records import Figure, Place, Workstream
from geo.view.link import permalink
from geo.view.selection import select
from geo.web.api.features import place_feature
from geo.web.api.records import (
    Links,
    figure_record,
    place_record,
    source_record,
    state_record,
    workstream_record,
)
from geo.web.plain.subjects import Subject


def record(subject: Subject, base: str) -> dict[str, Any]:
    """Return a place or a workstream with all figures that its page shows.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    """
    package, of = subject.opened.package, subject.of
    links = _links(subject, base)
    said: dict[str, Any] = {"package": state_record(package)}
    if isinstance(of, Place):
        figures = [figure for scope in package.figures_of(of) for figure in scope.figures]
        said["place"] = place_record(package, of, links)
        said["source"] = source_record(package.sources[of.source_id])
        return said | {"figures": _figures(package, figures), "links": links}
    return said | _workstream(subject, of) | {"links": links}


def feature(subject: Subject, place: Place, base: str) -> dict[str, Any]:
    """Return a place as a GeoJSON feature."""
    return place_feature(subject.opened.package, place, _map(subject, base))


def _workstream(subject: Subject, of: Workstream) -> dict[str, Any]:
    package = subject.opened.package
    figures = figures_of(package, of.workstream_id)
    return {
        "workstream": workstream_record(of),
        "places": {"count": len(select(package, subject.view).places)},
        "figures": _figures(package, figures),
    }


def _figures(package: Package, figures: list[Figure]) -> list[dict[str, Any]]:
    return [figure_record(package, figure, []) for figure in dict.fromkeys(figures)]


def _links(subject: Subject, base: str) -> Links:
    asked = subject.asked
    at = f"{base}{asked.package_id}/{asked.kind}/{asked.subject_id}"
    return [
        {"href": f"{at}.json", "rel": "self", "type": "application/json"},
        {"href": at, "rel": "canonical", "type": "text/html"},
        {"href": f"{at}.geojson", "rel": "alternate", "type": "application/geo+json"},
        {"href": _map(subject, base), "rel": "alternate", "type": "text/html"},
    ]


def _map(subject: Subject, base: str) -> str:
    return f"{base}?{permalink(subject.view, subject.opened.known)}"

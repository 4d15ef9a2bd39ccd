"""What does a search engine read of a place or a workstream? JSON-LD in words of schema.org.

A place has coordinates only where it is itself located: the middle of the area that it lies in
would send people to the wrong door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.export.plain.ways import Ways
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES, Bilingual
from geo.package.extent import anchor_of
from geo.package.package import Package
from geo.records import Figure, Place, Workstream
from geo.view.context_words import place_in_source

_CONTEXT = "https://schema.org"


def place_data(package: Package, place: Place, ways: Ways, lang: str) -> dict[str, Any]:
    """Return a place with the figures that are its own alone."""
    own = package.own_figures_of(place)
    return _present(
        {
            "@context": _CONTEXT,
            "@type": "Place",
            "@id": ways.whole(lang),
            "url": ways.whole(lang),
            "identifier": place.place_id,
            "name": place.name.get(lang),
            "alternateName": _other_names(package, place, lang),
            "description": place.known.get(lang),
            "geo": _spot(place) if place.is_located else None,
            "containedInPlace": _around(package, place, lang),
            "additionalProperty": [_stated(package, each, lang) for each in own],
            "subjectOf": _whole(package, lang),
        }
    )


def workstream_data(
    package: Package, workstream: Workstream, figures: Iterable[Figure], ways: Ways, lang: str
) -> dict[str, Any]:
    """Return a workstream as a set of data: its figures, where they are from and to be had."""
    held = tuple(figures)
    sources = dict.fromkeys(figure.source_id for figure in held)
    west, south, east, north = package.place.bounds()
    return _present(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "@id": ways.whole(lang),
            "url": ways.whole(lang),
            "identifier": workstream.workstream_id,
            "name": f"{workstream.name.get(lang)} · {package.title.get(lang)}",
            "description": workstream.about.get(lang),
            "inLanguage": HTML_LANGUAGE[lang],
            "version": package.version,
            "license": [each.get(lang) for each in package.licences],
            "isPartOf": _whole(package, lang),
            "isBasedOn": [package.sources[key].title.get(lang) for key in sources],
            "spatialCoverage": {
                "@type": "Place",
                "name": package.title.get(lang),
                "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
            },
            "variableMeasured": [_stated(package, each, lang) for each in held],
        }
    )


def _stated(package: Package, figure: Figure, lang: str) -> dict[str, Any]:
    """Return a figure as a bare number, and as people write it, with over, under or about."""
    unit, value = package.units[figure.unit], figure.value
    return {
        "@type": "PropertyValue",
        "propertyID": figure.figure_id,
        "name": figure.measure.get(lang),
        "value": int(value) if value == value.to_integral_value() else float(value),
        "unitText": Bilingual(unit.zh, unit.en_many).get(lang),
        "description": package.phrase(figure).get(lang),
        "measurementTechnique": place_in_source(package, figure, lang),
    }


def _spot(place: Place) -> dict[str, Any]:
    at = anchor_of(place)
    return {"@type": "GeoCoordinates", "latitude": round(at.y, 6), "longitude": round(at.x, 6)}


def _around(package: Package, place: Place, lang: str) -> dict[str, Any] | None:
    area = package.areas.get(place.area)
    named = area.name if area and area.name != place.name else place.parent
    return {"@type": "Place", "name": named.get(lang)} if named.get(lang) else None


def _other_names(package: Package, place: Place, lang: str) -> list[str]:
    named = [place.name.get(each) for each in LANGUAGES]
    named += package.other_names.get(place.place_id, ())
    return [name for name in dict.fromkeys(named) if name and name != place.name.get(lang)]


def _whole(package: Package, lang: str) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": package.title.get(lang),
        "description": package.description.get(lang),
        "version": package.version,
        "license": [each.get(lang) for each in package.licences],
    }


def _present(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said; nothing is said by an empty word."""
    return {name: value for name, value in data.items() if value}

"""What does a map file for the web hold? The places shown, their figures inside (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any, Final

from shapely.geometry import mapping

from geo.datum import DATUM_NAMES, Datum
from geo.export.tables import Export, about_rows, figure_facts, geometries, place_facts, source_rows
from geo.records import Place

GEOJSON: Final = "application/geo+json"
_DECIMALS: Final = 8
"""A millimetre, so that no coordinate of a package is changed; offsets do not end by themselves."""


def places_geojson(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return the places shown as GeoJSON, longitude before latitude in degrees of `datum`.

    What holds for the whole file stands beside ``features`` as foreign members. RFC 7946 means
    WGS-84; the member ``datum`` says what the coordinates are.
    """
    package = export.package
    drawn = geometries(export, datum)
    collection = {
        "type": "FeatureCollection",
        "title": package.title.as_dict(),
        "package": package.package_id,
        "package_version": package.version,
        "package_sha256": package.content_hash,
        "filter": export.query,
        "datum": DATUM_NAMES[datum],
        "licences": list(package.licences),
        "about": about_rows(export, datum),
        "sources": source_rows(package),
        "features": [
            _feature(export, place, drawn[place.place_id]) for place in export.shown.places
        ],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(export: Export, place: Place, geometry: Any) -> dict[str, Any]:
    shown = export.shown.figure_ids
    figures = [
        figure_facts(export.package, figure)
        for figure in export.package.figures_of[place.place_id]
        if figure.figure_id in shown
    ]
    made = mapping(geometry)
    return {
        "type": "Feature",
        "id": place.place_id,
        "properties": place_facts(place) | {"figures": [_whole(figure) for figure in figures]},
        "geometry": {"type": made["type"], "coordinates": _rounded(made["coordinates"])},
    }


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a whole value written without a fraction, as its source writes it."""
    value = row["value"]
    return row | {"value": int(value) if value.is_integer() else value}


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, _DECIMALS)
    return [_rounded(member) for member in part]

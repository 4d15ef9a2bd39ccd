"""What does a map file for the web hold? The places shown, their figures inside (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from geo.datum import DATUM_NAMES, Datum
from geo.export.columns import Batch, batches, figures_by_place
from geo.export.tables import PLACE_COLUMNS, Export, PlainRow, about_rows, source_rows

GEOJSON: Final = "application/geo+json"
_DECIMALS: Final = 8
"""A millimetre, so that no coordinate of a package is changed; offsets do not end by themselves."""


def places_geojson(export: Export, datum: Datum = "wgs84") -> bytes:
    """Return the places shown as GeoJSON, see :func:`geojson_parts`."""
    return b"".join(geojson_parts(export, datum))


def geojson_parts(export: Export, datum: Datum = "wgs84") -> Iterator[bytes]:
    """Yield the places shown as GeoJSON, longitude before latitude in degrees of `datum`.

    What holds for the whole file stands beside ``features`` as foreign members. RFC 7946 means
    WGS-84; the member ``datum`` says what the coordinates are.
    """
    package = export.package
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
    }
    yield f'{_json(collection)[:-1]},"features":['.encode()
    figures = figures_by_place(export)
    between = ""
    for batch in batches(export, datum):
        yield (between + ",".join(_features(batch, figures))).encode()
        between = ","
    yield b"]}"


def _features(batch: Batch, figures: Mapping[str, Sequence[PlainRow]]) -> Iterator[str]:
    """Yield places as features; their shapes are written by GEOS, all at once."""
    rounded = shapely.transform(batch.shapes, lambda found: np.round(found, _DECIMALS))
    for row, shape in zip(batch.rows(), shapely.to_geojson(rounded), strict=True):
        facts: dict[str, Any] = dict(zip(PLACE_COLUMNS, row, strict=True))
        place_id = facts["place_id"]
        facts["figures"] = [_whole(figure) for figure in figures.get(place_id, ())]
        yield (
            f'{{"type":"Feature","id":{_json(place_id)},"properties":{_json(facts)}'
            f',"geometry":{shape}}}'
        )


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a whole value written without a fraction, as its source writes it."""
    value = row["value"]
    return row | {"value": int(value) if value.is_integer() else value}


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

"""What does the browser fetch to draw a package?

One catalogue (names, colours, figures as phrases), one GeoJSON a layer, one for the surroundings,
and what a search can suggest. Every file has its hash in its name, so it can be cached for ever;
data travel as data and never become code.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import mapping

from geo.figures.wording import locator_phrase
from geo.map.find import find_index
from geo.package.package import Package
from geo.records import Figure, Place
from geo.symbols import DISTRICT_SYMBOL, NEUTRAL_COLOUR, SYMBOLS

GEOJSON: Final = "application/geo+json"
JSON: Final = "application/json"
COORDINATE_DECIMALS: Final = 6
"""A millionth of a degree is about 0.1 m: finer than anything known here."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file ready to be served: its bytes plain and gzipped, its kind and its entity tag."""

    content: bytes
    gzipped: bytes
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class Payload:
    """The files of one package by path below ``layers/``, and the paths of two of them: the
    catalogue and what can be found (:mod:`geo.map.find`).
    """

    catalogue: str
    find: str
    blobs: Mapping[str, Blob]


def make_blob(content: bytes, media_type: str) -> Blob:
    """Return `content` ready to be served; the same bytes always give the same blob."""
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Blob(content, gzip.compress(content, 9, mtime=0), media_type, digest)


def build_payload(package: Package) -> Payload:
    """Build the files of a package; deterministic, so that a replica serves the same addresses."""
    blobs: dict[str, Blob] = {}

    def keep(name: str, ending: str, data: Any, media_type: str) -> str:
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        blob = make_blob(content, media_type)
        path = f"{package.package_id}/{name}.{blob.etag}.{ending}"
        blobs[path] = blob
        return path

    index = {place_id: number for number, place_id in enumerate(package.place)}
    layers = []
    for layer in package.layers.values():
        places = [place for place in package.place.values() if place.layer == layer.layer_id]
        collection = _collection([_feature(package, place, index) for place in places])
        url = keep(layer.layer_id, "geojson", collection, GEOJSON)
        layers.append({"id": layer.layer_id, "name": layer.name.as_dict(), "url": url})
    context = keep("surroundings", "geojson", _surroundings(package), GEOJSON)
    catalogue = _catalogue(package) | {"layers": layers, "context": context}
    found = keep("find", "json", find_index(package), JSON)
    return Payload(keep("catalogue", "json", catalogue, JSON), found, blobs)


def mask(every: Iterable[str], shown: Collection[str]) -> str:
    """Return which of all ids are shown as hexadecimal digits, one bit an id in order.

    The first id is the highest bit of the first digit; the last digit is padded with zeros.
    """
    bits = "".join("1" if found in shown else "0" for found in every)
    padded = bits + "0" * (-len(bits) % 4)
    return f"{int(padded, 2):0{len(padded) // 4}x}" if padded else ""


def district_bounds(package: Package) -> tuple[float, float, float, float]:
    """Return west, south, east, north of all places, degrees WGS-84."""
    west, south, east, north = package.places.total_bounds
    return float(west), float(south), float(east), float(north)


def _catalogue(package: Package) -> dict[str, Any]:
    """Return what the map knows besides geometry."""
    west, south, east, north = district_bounds(package)
    return {
        "package": package.package_id,
        "bounds": [[south, west], [north, east]],
        "workstreams": {
            found.workstream_id: {
                "name": found.name.as_dict(),
                "colour": found.colour,
                "symbol": SYMBOLS.get(found.symbol, SYMBOLS["dot"]),
            }
            for found in package.workstreams.values()
        },
        "neutral": {"colour": NEUTRAL_COLOUR, "symbol": SYMBOLS[DISTRICT_SYMBOL]},
        "related": {
            workstream: [figure.figure_id for figure in package.related(workstream)]
            for workstream in package.workstreams
        },
        "figures": {
            figure.figure_id: _figure(package, figure) | {"index": number}
            for number, figure in enumerate(package.figures)
        },
        "makers": _makers(package),
        "sources": {found.source_id: found.title.as_dict() for found in package.sources.values()},
    }


def _makers(package: Package) -> list[dict[str, str]]:
    """Return who is to be credited for the geography, each once."""
    makers = [s.publisher for s in package.sources.values() if s.kind == "geography"]
    return [maker.as_dict() for maker in dict.fromkeys(makers)]


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    """Return a figure as the popup shows it."""
    return {
        "workstream": figure.workstream,
        "measure": figure.measure.as_dict(),
        "text": package.phrase(figure).as_dict(),
        "locator": locator_phrase(figure.locator).as_dict(),
        "source": figure.source_id,
    }


def _feature(package: Package, place: Place, index: Mapping[str, int]) -> dict[str, Any]:
    """Return a place as a feature; `anchor` is where its symbol may stand, inside its area."""
    anchor = anchor_of(place)
    return {
        "type": "Feature",
        "id": place.place_id,
        "properties": {
            "index": index[place.place_id],
            "name": place.name.as_dict(),
            "workstream": place.workstream,
            "precision": place.precision,
            "located": place.is_located,
            "known": place.known.as_dict(),
            "anchor": [round(anchor.y, COORDINATE_DECIMALS), round(anchor.x, COORDINATE_DECIMALS)],
            "figures": [figure.figure_id for figure in package.figures_of[place.place_id]],
        },
        "geometry": _rounded(place.geometry),
    }


def anchor_of(place: Place) -> Any:
    """Return the point of a place where its symbol may stand: inside its area, in the middle."""
    middle = place.geometry.centroid
    inside = place.geometry.contains(middle)
    return middle if inside else place.geometry.representative_point()


def _surroundings(package: Package) -> dict[str, Any]:
    """Return the district's outline and its neighbours' as one collection, told apart by role."""
    district = {"type": "Feature", "properties": {"role": "district"}}
    features = [district | {"geometry": _rounded(district_outline(package))}]
    for row in package.context.to_dict("records"):
        properties = {
            "role": "neighbour",
            "name": {"zh": row["name_zh"], "en": row["name_en"]},
            "anchor": _label_point(row["geometry"]),
        }
        geometry = _rounded(row["geometry"])
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return _collection(features)


def district_outline(package: Package) -> Any:
    """Return the district's own area; where no place is one, the box around all places."""
    whole = package.places[package.places["precision"] == "district"].geometry
    areas = whole[whole.geom_type.isin(("Polygon", "MultiPolygon"))]
    if len(areas):
        return areas.union_all()
    margin = 0.01  # about 1 km, so that a single point has a box too
    return shapely.box(*package.places.total_bounds).buffer(margin, join_style="mitre")


def _label_point(geometry: Any) -> list[float]:
    """Return latitude and longitude of a point well inside `geometry`, for its name."""
    point = shapely.maximum_inscribed_circle(geometry, tolerance=0.005).coords[0]
    return [round(point[1], 4), round(point[0], 4)]


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def rounded(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, COORDINATE_DECIMALS)
        return [rounded(member) for member in part]

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": rounded(made["coordinates"])}

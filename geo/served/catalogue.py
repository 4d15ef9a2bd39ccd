"""What does the browser fetch to draw a package?

One catalogue (names, colours, figures as phrases), one GeoJSON a layer, one for the surroundings,
what a search can suggest, and what an explorer without a server has to know. Every file has its
hash in its name, so it can be cached for ever; data travel as data and never become code.
"""

from __future__ import annotations

import json
from typing import Any

import shapely

from geo.blob import GEOJSON, JSON, Blob, Keep, Payload, keeper
from geo.figures.wording import below_heading, locator_phrase
from geo.language.bilingual import LANGUAGES
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.drawn_areas import DrawnAreas, drawn_areas
from geo.package.extent import anchor_of, district_bounds, district_outline
from geo.package.package import Package
from geo.package.scopes import whole_district
from geo.package.written import COORDINATE_DECIMALS, rounded
from geo.records import Figure, Place, Town
from geo.served.crowd.index import chunks_of, keep_chunk, keep_index, scopes_told
from geo.served.facts import facts
from geo.served.suggestions import find_index
from geo.symbols import DISTRICT_SYMBOL, SYMBOLS
from geo.view.headlines import headlines_of


def build_payload(package: Package) -> Payload:
    """Build the files of a package; deterministic, so that a replica serves the same addresses."""
    blobs: dict[str, Blob] = {}
    keep = keeper(package.package_id, blobs)
    places = package.place
    chunks = [
        keep_chunk(table, categories, package.scopes, keep)
        for table, categories in chunks_of(places)
    ]
    crowd = keep_index(package, chunks, keep) if chunks else None
    return Payload(*keep_payload(package, crowd, keep), blobs)


def has_crowd(payload: Payload) -> bool:
    """Tell whether some of a package's places are drawn as a crowd, by a script of its own."""
    return json.loads(payload.blobs[payload.catalogue].content)["crowd"] is not None


def keep_payload(package: Package, crowd: str | None, keep: Keep) -> tuple[str, str, str]:
    """Keep everything but the crowd, whose index is given; paths of catalogue, find, facts."""

    def keep_json(name: str, data: Any) -> str:
        return keep(name, "json", _json(data), JSON)

    def keep_layer(name: str, features: list[dict[str, Any]]) -> str:
        collection = {"type": "FeatureCollection", "features": features}
        return keep(name, "geojson", _json(collection), GEOJSON)

    areas = drawn_areas(package)
    features: dict[str, list[dict[str, Any]]] = {layer_id: [] for layer_id in package.layers}
    for number, place in enumerate(package.place.few_places):
        feature = _feature(package, place, number)
        feature["properties"]["area"] = areas.of(place)
        features[place.layer].append(feature)
    layers = [
        {"id": layer.layer_id, "name": layer.name.as_dict()}
        | {
            "url": keep_layer(layer.layer_id, found)
            if (found := features[layer.layer_id])
            else None
        }
        for layer in package.layers.values()
    ]
    context = keep_layer("surroundings", surroundings(package))
    shapes = _area_features(areas)
    named = _areas_told(areas, keep_layer("areas", shapes)) if shapes else []
    catalogue = _catalogue(package) | {
        "layers": layers,
        "context": context,
        "crowd": crowd,
        "areas": named,
    }
    return (
        keep_json("catalogue", catalogue),
        keep_json("find", find_index(package)),
        keep_json("facts", facts(package)),
    )


def _catalogue(package: Package) -> dict[str, Any]:
    """Return what the map knows besides geometry."""
    west, south, east, north = district_bounds(package.place)
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
        "neutral": {
            "name": {lang: text("map.no_workstream", lang) for lang in LANGUAGES},
            "colour": NEUTRAL_COLOUR,
            "symbol": SYMBOLS[DISTRICT_SYMBOL],
        },
        "district": whole_district().as_dict(),
        "related": _related(package),
        "groups": {
            group.group_id: {
                "name": group.name.as_dict(),
                "members": group.members,
                "known": group.known.as_dict(),
            }
            for group in package.groups.values()
        },
        "figures": {
            figure.figure_id: _figure(package, figure) | {"index": number}
            for number, figure in enumerate(package.figures)
        },
        "makers": _makers(package),
        "sources": {found.source_id: found.title.as_dict() for found in package.sources.values()},
    }


def _related(package: Package) -> dict[str, list[str]]:
    """Return the district's figures by workstream; under no name its headlines."""
    headlines = [figure for key in package.workstreams for figure in headlines_of(package, key)[:1]]
    wide = [figure for figure in headlines if package.is_district_wide(figure)]
    found = {workstream: package.related(workstream) for workstream in package.workstreams}
    every = found | {"": tuple(dict.fromkeys(wide))}
    return {key: [figure.figure_id for figure in figures] for key, figures in every.items()}


def _makers(package: Package) -> list[dict[str, str]]:
    """Return who is to be credited for the geography, each once."""
    makers = [s.publisher for s in package.sources.values() if s.kind == "geography"]
    return [maker.as_dict() for maker in dict.fromkeys(makers)]


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    """Return a figure as the popup shows it: `short` where the name of its group says the rest."""
    group = package.group_of(figure)
    short = figure.measure if group is None else below_heading(group.name, figure.measure)
    return {
        "workstream": figure.workstream,
        "measure": figure.measure.as_dict(),
        "text": package.phrase(figure).as_dict(),
        "locator": locator_phrase(figure.locator).as_dict(),
        "source": figure.source_id,
    } | (
        {}
        if group is None
        else {"group": group.group_id}
        | ({"short": short.as_dict()} if short != figure.measure else {})
    )


def _feature(package: Package, place: Place, number: int) -> dict[str, Any]:
    """Return a place as a feature; `anchor` is where its symbol may stand, inside its area."""
    anchor = anchor_of(place)
    return {
        "type": "Feature",
        "id": place.place_id,
        "properties": {
            "index": number,
            "name": place.name.as_dict(),
            "workstream": place.workstream,
            "precision": place.precision,
            "located": place.is_located,
            "known": place.known.as_dict(),
            "anchor": [round(anchor.y, COORDINATE_DECIMALS), round(anchor.x, COORDINATE_DECIMALS)],
            "figures": [figure.figure_id for figure in package.own_figures_of(place)],
            "scopes": scopes_told(package.figures_of(place)),
        },
        "geometry": rounded(place.geometry),
    }


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _areas_told(areas: DrawnAreas, url: str) -> list[dict[str, Any]]:
    """Return what the catalogue says of areas; `url` has their shapes."""
    return [
        {
            "id": each.area_id,
            "name": each.name.as_dict(),
            "parent": each.parent or None,
            "bounded": each.bounded,
            "bounds": [round(side, COORDINATE_DECIMALS) for side in each.shape.bounds],
            "label": [
                round(areas.middles[each.area_id].y, COORDINATE_DECIMALS),
                round(areas.middles[each.area_id].x, COORDINATE_DECIMALS),
            ],
            "url": url,
        }
        for each in areas.all.values()
    ]


def _area_features(areas: DrawnAreas) -> list[dict[str, Any]]:
    """Return the shapes of areas as features."""
    return [
        {"type": "Feature", "id": each.area_id, "properties": {}, "geometry": rounded(each.shape)}
        for each in areas.all.values()
    ]


def surroundings(package: Package) -> list[dict[str, Any]]:
    """Return the district's outline, its neighbours' and towns as features, told apart by role."""
    district = {"type": "Feature", "properties": {"role": "district"}}
    features = [district | {"geometry": rounded(district_outline(package.place))}]
    for row in package.context.to_dict("records"):
        properties = {
            "role": "neighbour",
            "name": {"zh": row["name_zh"], "en": row["name_en"]},
            "anchor": _label_point(row["geometry"]),
        }
        geometry = rounded(row["geometry"])
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features + [_town(town) for town in package.towns]


def _town(town: Town) -> dict[str, Any]:
    """Return a town as a feature, where its name stands as well."""
    anchor = [round(town.latitude, 4), round(town.longitude, 4)]
    properties = {
        "role": "town",
        "name": town.name.as_dict(),
        "anchor": anchor,
        "population": town.population,
    }
    geometry = {"type": "Point", "coordinates": anchor[::-1]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _label_point(geometry: Any) -> list[float]:
    """Return latitude and longitude of a point well inside `geometry`, for its name."""
    point = shapely.maximum_inscribed_circle(geometry, tolerance=0.005).coords[0]
    return [round(point[1], 4), round(point[0], 4)]

"""Which features does a made package hold? Given out in batches, so that a million need no room.

60 % are points, 25 % lines and 15 % polygons. A third of the polygons are townships: the areas
that compounds and facilities are known to lie in, the same area for many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from bench import shapes
from bench.words import (
    COMPOUNDS,
    FACILITIES,
    KINDS,
    KNOWN,
    LAYERS,
    SITES,
    STREET_NAMES,
    STREETS,
    TOWNS,
    WORKSTREAMS,
    plain,
)

BATCH: Final = 10_000
POINT, LINE, AREA, TOWNSHIP = range(4)
KINDS_IN_TURN: Final = (
    *(POINT, LINE, POINT, AREA, POINT, POINT, LINE, POINT, POINT, LINE),
    *(POINT, LINE, POINT, AREA, POINT, POINT, LINE, POINT, POINT, TOWNSHIP),
)
"""Kinds of twenty places that follow each other: 12 points, 5 lines, 2 + 1 polygons."""

Feature = dict[str, Any]


def batches(count: int, seed: int) -> Iterator[list[tuple[int, Feature]]]:
    """Yield `count` features in batches, each feature with the number of its layer.

    Parameters
    ----------
    count : int
        How many places.
    seed : int
        The same seed and count give the same features.
    """
    land = shapes.make_land(count, seed)
    townships = _township_rings(land, seed)
    for number, first in enumerate(range(0, count, BATCH), start=1):
        rng = np.random.default_rng([seed, number])
        yield _batch(rng, land, townships, first, min(BATCH, count - first))


def outline(count: int) -> Feature:
    """Return the district that all places lie in."""
    extent = shapes.DISTRICT if count < shapes.SMALL else shapes.PROVINCE
    ring = shapes.outline(extent)
    names = ("测速区", "Bench District", "Cèsù Qū")
    properties = _properties("bench-district", names, "district", None, "130000", "district")
    return _feature(properties, {"type": "Polygon", "coordinates": [ring]})


def _township_rings(land: shapes.Land, seed: int) -> list[list[list[float]]]:
    rng = np.random.default_rng([seed, 0, 1])
    return shapes.rings(rng, land.townships, land.township_sizes_m)


def _batch(
    rng: np.random.Generator,
    land: shapes.Land,
    townships: list[list[list[float]]],
    first: int,
    count: int,
) -> list[tuple[int, Feature]]:
    found = np.resize(KINDS_IN_TURN, first % len(KINDS_IN_TURN) + count)[-count:]
    towns, spots = shapes.scatter(rng, land, count)
    streams = rng.integers(0, len(WORKSTREAMS), count).tolist()
    halves = rng.integers(0, 2, count).tolist()
    numbers = rng.integers(0, len(STREET_NAMES), count).tolist()
    streets = iter(shapes.lines(rng, spots[found == LINE]))
    areas = found == AREA
    sites = iter(shapes.rings(rng, spots[areas], rng.uniform(60, 260, int(areas.sum()))))
    within = rng.integers(0, len(townships), count).tolist()
    listed = spots.round(shapes.DECIMALS).tolist()
    made = []
    for at, kind in enumerate(found.tolist()):
        if kind == LINE:
            layer, precision = STREETS, "line"
            geometry = {"type": "LineString", "coordinates": next(streets)}
        elif kind == AREA:
            layer, precision = SITES, "exact"
            geometry = {"type": "Polygon", "coordinates": [next(sites)]}
        elif kind == TOWNSHIP:
            layer, precision = (COMPOUNDS, FACILITIES)[halves[at]], "township"
            geometry = {"type": "Polygon", "coordinates": [townships[within[at]]]}
        else:
            layer, precision = (COMPOUNDS, FACILITIES)[halves[at]], "exact"
            geometry = {"type": "Point", "coordinates": listed[at]}
        town = within[at] if kind == TOWNSHIP else int(towns[at])
        properties = _place(first + at, layer, streams[at], town, numbers[at], precision)
        made.append((layer, _feature(properties, geometry)))
    return made


def _place(
    number: int, layer: int, stream: int, town: int, street: int, precision: str
) -> dict[str, str | None]:
    """Return the properties of one place."""
    town_zh, _, town_pinyin = TOWNS[town % len(TOWNS)]
    street_zh, street_en, street_pinyin = STREET_NAMES[street]
    kind_zh, kind_en, kind_pinyin = KINDS[layer]
    layer_id = LAYERS[layer][0]
    names = (
        f"{town_zh}镇{street_zh}路{number}{kind_zh}",
        f"{street_en} Road {kind_en} {number}",
        f"{town_pinyin} Zhèn {street_pinyin} Lù {number} {kind_pinyin}",
    )
    code = f"130{town % 1_000_000:06d}"
    stream_id = WORKSTREAMS[stream][0]
    properties = _properties(f"{layer_id}-{number}", names, layer_id, stream_id, code, precision)
    parent = plain(town_pinyin)
    return properties | {"parent_zh": f"{town_zh}镇", "parent_en": f"{parent} Town"}


def _properties(
    place_id: str,
    names: tuple[str, str, str],
    layer: str,
    workstream: str | None,
    code: str,
    precision: str,
) -> dict[str, str | None]:
    known_zh, known_en = KNOWN[precision]
    return {
        "place_id": place_id,
        "name_zh": names[0],
        "name_en": names[1],
        "pinyin": names[2],
        "layer": layer,
        "workstream": workstream,
        "code": code,
        "parent_zh": "测速省",
        "parent_en": "Bench Province",
        "precision": precision,
        "known_zh": known_zh,
        "known_en": known_en,
        "source_id": "made-geography",
        "area": None,
    }


def _feature(properties: dict[str, Any], geometry: dict[str, Any]) -> Feature:
    place_id = properties["place_id"]
    return {"type": "Feature", "id": place_id, "properties": properties, "geometry": geometry}

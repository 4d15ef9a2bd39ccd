"""Do the files of a crowd say what docs/served-files.md says, of every place and every corner?"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
import shapely

from geo.blob import Payload
from geo.package.package import Package
from tests import crowds
from tests.served.crowd_reader import SIDE, opened, spot, summed

METRE = SIDE / (2 * math.pi * 6_378_137)
"""World units of a metre at the equator."""


Spot = tuple[int, int]


def curves(geometry: dict[str, Any]) -> tuple[int, list[list[list[float]]]]:
    """Return kind and curves of a GeoJSON geometry, rings without their last corner."""
    kind, found = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return 0, [[found]]
    if kind == "MultiPoint":
        return 0, [[point] for point in found]
    if kind == "LineString":
        return 1, [found]
    if kind == "MultiLineString":
        return 1, found
    areas = [found] if kind == "Polygon" else found
    return 2, [ring[:-1] for area in areas for ring in area]


def far(place: dict[str, Any], feature: crowds.Feature) -> float:
    """Return how many centimetres the worst corner of a place is off, at its latitude."""
    kind, expected = curves(feature["geometry"])
    assert place["kind"] == kind
    assert [len(part) for part in place["parts"]] == [len(part) for part in expected]
    worst = 0.0
    for part, curve in zip(place["parts"], expected, strict=True):
        for (x, y), corner in zip(part, curve, strict=True):
            at = spot(corner)
            scale = math.cos(math.radians(corner[1])) / METRE * 100
            worst = max(worst, math.hypot(x - at[0], y - at[1]) * scale)
    return worst


@pytest.fixture(scope="module")
def pieces(payload: Payload, head: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [json.loads(payload.blobs[path].content) for path in head["pieces"]["paths"]]


@pytest.fixture(scope="module")
def in_order(layers: crowds.Layers, pieces: list[list[dict[str, Any]]]) -> list[crowds.Feature]:
    """The features of the crowd in the order of their positions, as the pieces name them."""
    by_id = {f["id"]: f for found in layers.values() for f in found}
    return [by_id[entry["id"]] for piece in pieces for entry in piece]


def key_of(x: int, y: int) -> int:
    return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(30))


def test_every_place_has_one_position_in_the_order_of_keys_then_ids(
    layers: crowds.Layers, places: list[dict[str, Any]], in_order: list[crowds.Feature]
) -> None:
    _, crowd = crowds.few_and_crowd(layers)
    assert sorted(f["id"] for f in in_order) == sorted(f["id"] for f in crowd)
    order = [(key_of(*p["anchor"]), f["id"]) for p, f in zip(places, in_order, strict=True)]
    assert order == sorted(order)
    assert len({key for key, _ in order}) < len(order), "some lie on the same spot"


def test_every_corner_is_within_four_centimetres(
    places: list[dict[str, Any]], in_order: list[crowds.Feature]
) -> None:
    assert max(far(p, f) for p, f in zip(places, in_order, strict=True)) < 4
    kinds = Counter(f["geometry"]["type"] for f in in_order)
    assert len(kinds) == 6, kinds
    assert any(
        f["geometry"]["type"] == "Polygon" and len(f["geometry"]["coordinates"]) == 2
        for f in in_order
    ), "a hole"


def test_areas_keep_their_size_by_the_even_odd_rule(
    places: list[dict[str, Any]], in_order: list[crowds.Feature]
) -> None:
    for place, feature in zip(places, in_order, strict=True):
        if place["kind"] == 2:
            area = 0.0
            rings = [shapely.Polygon(ring) for ring in place["parts"]]
            for at, ring in enumerate(rings):
                inside = sum(other.contains(ring) for other in rings[:at] + rings[at + 1 :])
                area += ring.area * (-1) ** inside
            shape = shapely.from_geojson(crowds.text_of(feature))
            plane = shapely.transform(shape, lambda c: np.array([spot(p) for p in c.tolist()]))
            assert area == pytest.approx(plane.area, rel=0.01)


def test_anchors_lie_in_their_places(
    places: list[dict[str, Any]], in_order: list[crowds.Feature]
) -> None:
    for place, feature in zip(places, in_order, strict=True):
        shape = shapely.from_geojson(crowds.text_of(feature))
        plane = shapely.transform(shape, lambda c: np.array([spot(p) for p in c.tolist()]))
        assert plane.distance(shapely.Point(place["anchor"])) < 1


def test_boxes_hold_their_chunks(
    payload: Payload, head: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    reached = 0
    for found in head["chunks"]:
        own = places[reached : reached + found["count"]]
        reached += found["count"]
        drawn = [p["parts"] if head["categories"][p["category"]]["located"] else [] for p in own]
        anchored = [p["anchor"] for p in own]
        corners = [*anchored, *(corner for parts in drawn for part in parts for corner in part)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        assert found["box"] == [min(xs), min(ys), max(xs), max(ys)]
        assert opened(payload.blobs[found["path"]].content)[0] == found["count"]
    assert reached == head["count"] == len(places)
    assert not all(category["located"] for category in head["categories"]), (
        "some are known by an area only"
    )
    assert [c["count"] for c in head["chunks"][:-1]] == [512] * (len(head["chunks"]) - 1)


def test_categories_say_of_what_kind_a_place_is(
    package: Package,
    head: dict[str, Any],
    places: list[dict[str, Any]],
    in_order: list[crowds.Feature],
) -> None:
    for place, feature in zip(places, in_order, strict=True):
        category, properties = head["categories"][place["category"]], feature["properties"]
        own = {properties["workstream"]} - {None}
        others = {f.workstream for f in package.figures if f.place_id == feature["id"]}
        assert category["layer"] == properties["layer"]
        assert category["workstream"] == properties["workstream"]
        assert category["workstreams"] == sorted(own | others)
        assert category["located"] == (properties["precision"] in {"exact", "line"})
    counted = Counter(place["category"] for place in places)
    assert [category["count"] for category in head["categories"]] == [
        counted[number] for number in range(len(head["categories"]))
    ]


def test_pieces_say_what_a_popup_says(
    package: Package,
    head: dict[str, Any],
    pieces: list[list[dict[str, Any]]],
    places: list[dict[str, Any]],
    in_order: list[crowds.Feature],
) -> None:
    assert head["pieces"]["size"] == 64
    assert [len(piece) for piece in pieces[:-1]] == [64] * (len(pieces) - 1)
    entries = [entry for piece in pieces for entry in piece]
    assert len(entries) == head["count"]
    tied = 0
    for entry, place, feature in zip(entries, places, in_order, strict=True):
        said = feature["properties"]
        figures = [f.figure_id for f in package.figures if f.place_id == feature["id"]]
        tied += len(figures)
        own = [each["figures"] for each in entry.pop("scopes", []) if each["kind"] == "place"]
        assert own == ([figures] if figures else []), "of others the catalogue says all"
        assert entry == {
            "id": feature["id"],
            "name": {"zh": said["name_zh"], "en": said["name_en"]},
            "layer": said["layer"],
            "workstream": said["workstream"],
            "precision": said["precision"],
            "known": {"zh": said["known_zh"], "en": said["known_en"]},
            "source": "invented",
            "category": place["category"],
            **({"code": said["code"]} if said["code"] else {}),
            "figures": figures,
        }
    assert tied > 20


def test_levels_count_what_lies_in_each_cell(
    payload: Payload, head: dict[str, Any], places: list[dict[str, Any]]
) -> None:
    assert head["exact"] == 500
    assert len(head["levels"]) > 2
    for found in head["levels"]:
        size = SIDE // (64 * 2 ** found["zoom"])
        expected: dict[Spot, Counter[int]] = {}
        for place in places:
            cell = place["anchor"][0] // size, place["anchor"][1] // size
            expected.setdefault(cell, Counter())[place["category"]] += 1
        count, columns = opened(payload.blobs[found["path"]].content)
        assert count == found["cells"] == len(expected)
        cells = list(zip(summed(columns["x"]), summed(columns["y"]), strict=True))
        # In order of position: a dictionary keeps the order in which positions reached its cells.
        assert cells == list(expected)
        assert columns["count"] == [cell.total() for cell in expected.values()]
        kinds = zip(columns["category"], columns["of_category"], strict=True)
        for cell, number in zip(cells, columns["categories"], strict=True):
            assert [next(kinds) for _ in range(number)] == sorted(expected[cell].items())
        assert next(kinds, None) is None
        assert sum(columns["of_category"]) == sum(columns["count"]) == head["count"]

"""Is each wrong thing in a layer told by its own code, with everything around it sound?

The layer is sealed before it is judged, has every column, and lies in its district.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from geo.package.schema import (
    OMISSIBLE_PLACE_FIELDS,
    OPTIONAL_PLACE_FIELDS,
    PLACE_FIELDS,
    PLACE_LENGTHS,
)
from tests import sealed as made
from tests.sealed import COORDINATES, HOLE, ROADS, SQUARE, Feature, collection, feature, shape

Case = tuple[object, str | None]
SPOT = [116.5, 39.5]
HUGE = 10**400


def _first_position(coordinates: Any, new: Any) -> Any:
    """Return coordinates of which the first position is another, in rings the last as well."""
    if not isinstance(coordinates[0], list):
        return new
    changed = copy.deepcopy(coordinates)
    if not isinstance(coordinates[0][0], list):
        closed = changed[0] == changed[-1]
        changed[0] = new
        if closed:
            changed[-1] = new
        return changed
    changed[0] = _first_position(changed[0], new)
    return changed


POSITIONS: dict[str, Case] = {
    "texts": (["116.5", "39.5"], "E_POSITION"),
    "a text and a number": ([116.5, "39.5"], "E_POSITION"),
    "true and a number": ([True, 39.5], "E_POSITION"),
    "numbers of 0 and false": ([116.5, False], "E_POSITION"),
    "null": ([None, 39.5], "E_POSITION"),
    "objects": ([{"x": 1}, 39.5], "E_POSITION"),
    "an object": ({"x": 116.5, "y": 39.5}, "E_POSITION"),
    "a text": ("116.5,39.5", "E_POSITION"),
    "nothing": (None, "E_POSITION"),
    "one value": ([116.5], "E_POSITION"),
    "four values": ([116.5, 39.5, 1, 2], "E_POSITION"),
    "seven values": ([116.5, 39.5, 1, 2, 3, 4, 5], "E_POSITION"),
    "no value": ([], "E_EMPTY_GEOM"),
    "infinity": ([float("inf"), 39.5], "E_COORD_NONFINITE"),
    "minus infinity": ([116.5, float("-inf")], "E_COORD_NONFINITE"),
    "a whole number beyond all": ([HUGE, 39.5], "E_COORD_NONFINITE"),
    "a height beyond all": ([116.5, 39.5, float("inf")], "E_COORD_NONFINITE"),
    "a text for a height": ([116.5, 39.5, "12"], "E_POSITION"),
    "true for a height": ([116.5, 39.5, True], "E_POSITION"),
    "a bracket too many": ([[116.5, 39.5]], "E_COORD_DEPTH"),
    "metres": ([39_500_000, 4_370_000], "E_COORD_RANGE"),
    "latitude first": ([39.5, 116.5], "E_COORD_RANGE"),
    "latitude 95": ([116.5, 95], "E_COORD_RANGE"),
    "longitude of 0 to 360": ([243.5, 39.5], "E_COORD_RANGE"),
    "1e200": ([1e200, 1e200], "E_COORD_RANGE"),
}
WHOLE: dict[str, Case] = {
    "null": (None, "E_POSITION"),
    "a text": ("[116.5, 39.5]", "E_POSITION"),
    "an object": ({"0": SPOT}, "E_POSITION"),
    "a number": (116.5, "E_COORD_DEPTH"),
    "true": (True, "E_POSITION"),
    "nothing in it": ([], "E_EMPTY_GEOM"),
}


def _geometries() -> dict[str, Case]:
    """Return wrong geometries of every type."""
    cases: dict[str, Case] = {}
    for kind, coordinates in COORDINATES.items():
        for name, (position, code) in POSITIONS.items():
            # A ring of which one corner lies far off runs over its own hole besides.
            if code == "E_COORD_RANGE" and "Polygon" in kind and name != "1e200":
                continue
            cases[f"{kind}, position: {name}"] = (
                shape(kind) | {"coordinates": _first_position(coordinates, position)},
                code,
            )
        for name, (whole, code) in WHOLE.items():
            cases[f"{kind}, coordinates: {name}"] = (shape(kind) | {"coordinates": whole}, code)
        cases[f"{kind}, no coordinates"] = ({"type": kind}, "E_STRUCTURE")
        cases[f"{kind}, a level more"] = (shape(kind, [coordinates]), "E_COORD_DEPTH")
        cases[f"{kind}, a level less"] = (shape(kind, coordinates[0]), "E_COORD_DEPTH")
        cases[f"{kind}, in capitals"] = (shape(kind) | {"type": kind.upper()}, "E_GEOM_TYPE")
        for name in ("geometries", "geometry", "features", "properties"):
            cases[f"{kind}, with {name}"] = (shape(kind) | {name: []}, "E_STRUCTURE")
        cases[f"{kind}, in another system"] = (
            shape(kind) | {"crs": {"type": "name", "properties": {"name": "EPSG:4214"}}},
            "E_CRS",
        )
    return cases


def _runs() -> dict[str, Case]:
    """Return lines and rings of too few positions, open, or crossing themselves."""
    outside = [[116.9, 39.9], [116.95, 39.9], [116.95, 39.95], [116.9, 39.9]]
    bow_tie = [[116.2, 39.2], [116.8, 39.8], [116.8, 39.2], [116.2, 39.8], [116.2, 39.2]]
    spike = [*SQUARE[:2], [116.9, 39.2], *SQUARE[1:]]
    eight = [[116.2, 39.2], [116.4, 39.2], [116.3, 39.3], [116.4, 39.4], [116.2, 39.4]]
    eight = [*eight, [116.3, 39.3], [116.2, 39.2]]
    rings: dict[str, Case] = {
        "three positions": ([SQUARE[:3]], "E_RING_SHORT"),
        "three, closed": ([[*SQUARE[:2], SQUARE[0]]], "E_RING_SHORT"),
        "one position": ([SQUARE[:1]], "E_RING_SHORT"),
        "open": ([SQUARE[:4]], "E_RING_OPEN"),
        "open by a hair": ([[*SQUARE[:4], [116.2, 39.2000001]]], "E_RING_OPEN"),
        "closed in height only": ([[*SQUARE[:4], [*SQUARE[0], 1]]], "E_RING_OPEN"),
        "an open hole": ([SQUARE, HOLE[:4]], "E_RING_OPEN"),
        "a short hole": ([SQUARE, HOLE[:3]], "E_RING_SHORT"),
        "an empty ring": ([[]], "E_EMPTY_GEOM"),
        "an empty hole": ([SQUARE, []], "E_EMPTY_GEOM"),
        "a bow tie": ([bow_tie], "E_GEOM_INVALID"),
        "a spike": ([spike], "E_GEOM_INVALID"),
        "touching itself": ([eight], "E_GEOM_INVALID"),
        "without area": ([[[116.2, 39.2], [116.8, 39.8], [116.5, 39.5], [116.2, 39.2]]],) * 1
        + ("E_GEOM_INVALID",),
        "one spot": ([[SPOT] * 4], "E_GEOM_INVALID"),
        "a hole outside": ([SQUARE, outside], "E_GEOM_INVALID"),
        "a hole twice": ([SQUARE, HOLE, HOLE], "E_GEOM_INVALID"),
        "a hole as large": ([SQUARE, SQUARE], "E_GEOM_INVALID"),
    }
    cases: dict[str, Case] = {}
    for name, (polygon, code) in rings.items():
        cases[f"Polygon, {name}"] = (shape("Polygon", polygon), code)
        cases[f"MultiPolygon, {name}"] = (shape("MultiPolygon", [polygon]), code)
    cases |= {
        "MultiPolygon, a part in a part": (
            shape("MultiPolygon", [[SQUARE], [HOLE]]),
            "E_GEOM_INVALID",
        ),
        "MultiPolygon, a part twice": (shape("MultiPolygon", [[HOLE], [HOLE]]), "E_GEOM_INVALID"),
        "MultiPolygon, an empty part": (shape("MultiPolygon", [[SQUARE], []]), "E_EMPTY_GEOM"),
        "LineString, one position": (shape("LineString", [SPOT]), "E_LINE_SHORT"),
        "LineString, one spot": (shape("LineString", [SPOT, SPOT]), "E_GEOM_INVALID"),
        "MultiLineString, one position": (shape("MultiLineString", [[SPOT]]), "E_LINE_SHORT"),
        "MultiLineString, an empty line": (
            shape("MultiLineString", [COORDINATES["LineString"], []]),
            "E_EMPTY_GEOM",
        ),
        "a collection of shapes": (
            {"type": "GeometryCollection", "geometries": [shape("Point")]},
            "E_GEOM_TYPE",
        ),
        "a circle": (shape("Point") | {"type": "Circle"}, "E_GEOM_TYPE"),
        "no type": ({"coordinates": SPOT}, "E_GEOM_TYPE"),
        "a list for a type": ({"type": ["Point"], "coordinates": SPOT}, "E_GEOM_TYPE"),
        "a feature for a geometry": (feature(), "E_GEOM_TYPE"),
        "a text for a geometry": ("POINT (116.5 39.5)", "E_STRUCTURE"),
        "a list for a geometry": (SPOT, "E_STRUCTURE"),
        "true for a geometry": (True, "E_STRUCTURE"),
    }
    return cases


def _without(name: str) -> Feature:
    changed = feature(number=2)
    del changed[name]
    return changed


def _features() -> dict[str, Case]:
    """Return wrong members of the list of features."""
    second = feature(number=2)
    odd_ids: list[object] = [None, 2, 2.5, True, "", "road-3", "Road-2", "road-2 ", {}, [], HUGE]
    cases: dict[str, Case] = {
        f"id {str(odd)[:9]!r}": (second | {"id": odd}, "E_ID") for odd in odd_ids
    }
    for name, value in (
        *(("null", None), ("a number", 5), ("a text", "Feature"), ("a list", []), ("true", True)),
        *(
            ("nothing", {}),
            ("a geometry", shape("Point")),
            ("a collection", {"type": "FeatureCollection"}),
        ),
    ):
        cases[f"{name} for a feature"] = (value, "E_STRUCTURE")
        if not isinstance(value, dict):
            cases[f"{name} for properties"] = (second | {"properties": value}, "E_STRUCTURE")
    cases |= {
        "properties missing": (_without("properties"), "E_STRUCTURE"),
        "geometry missing": (_without("geometry"), "E_STRUCTURE"),
        "geometry null": (second | {"geometry": None}, "E_GEOMETRY"),
        "type missing": (_without("type"), "E_STRUCTURE"),
        "type in small letters": (second | {"type": "feature"}, "E_STRUCTURE"),
        "coordinates of its own": (second | {"coordinates": SPOT}, "E_STRUCTURE"),
        "geometries of its own": (second | {"geometries": []}, "E_STRUCTURE"),
        "features of its own": (second | {"features": []}, "E_STRUCTURE"),
        "the first again": (feature(), "E_DUP"),
        "not located, a point": (feature(number=2, precision="township"), "E_AREA"),
    }
    return cases


def _properties() -> dict[str, Case]:
    """Return wrong values of every property."""
    cases: dict[str, Case] = {}
    for name in PLACE_FIELDS:
        values: dict[str, Case] = {
            "a number": (131003, "E_PROPERTY"),
            "a broken number": (float("inf"), "E_PROPERTY"),
            "true": (True, "E_PROPERTY"),
            "a list": (["a"], "E_PROPERTY"),
            "an object": ({"zh": "a"}, "E_PROPERTY"),
            "empty": ("", "E_PROPERTY"),
            "spaces": (" \u3000", "E_PROPERTY"),
            "a surrogate": ("a\ud800", "E_CONTROL_CHARS"),
            "a control": ("a\x1b[2J", "E_CONTROL_CHARS"),
            "an override": ("a\u202eb", "E_CONTROL_CHARS"),
            "too long": ("a" * (PLACE_LENGTHS[name] + 1), "E_LENGTH"),
        }
        if name not in OPTIONAL_PLACE_FIELDS:
            values["null"] = (None, "E_PROPERTY")
        for said, (value, code) in values.items():
            wrong = feature(number=2, **{name: value})
            cases[f"{name}: {said}"] = (_with_own_id(wrong), code)
        if name not in OMISSIBLE_PLACE_FIELDS:
            missing = feature(number=2)
            del missing["properties"][name]
            cases[f"{name}: missing"] = (_with_own_id(missing), "E_PROPERTY")
    for value in ("Road 2", "road_2", "-road", "road--2", "道路", "road-2\n", "road/2"):
        cases[f"place_id {value!r}"] = (
            _with_own_id(feature(number=2, place_id=value)),
            "E_PATTERN",
        )
    for name in ("layer", "workstream", "source_id"):
        cases[f"{name} of nobody"] = (feature(number=2, **{name: "nobody"}), "E_REFERENCE")
    cases["precision unknown"] = (feature(number=2, precision="roughly"), "E_ENUM")
    return cases


def _with_own_id(given: Feature) -> Feature:
    """Return a feature without an id: what is wrong with its place_id is then said once."""
    del given["id"]
    return given


SECOND: dict[str, Case] = {
    **{name: (feature(geometry, 2), code) for name, (geometry, code) in _geometries().items()},
    **{name: (feature(geometry, 2), code) for name, (geometry, code) in _runs().items()},
    **_features(),
    **_properties(),
}
"""Second features of a layer whose first one is sound, and the one code that is told of each."""
NULL_GEOMETRY = feature(number=2) | {"geometry": None}
HARMLESS: dict[str, object] = {
    **{f"a {kind}": feature(shape(kind), 2) for kind in COORDINATES},
    "a height": feature(shape("Point", [116.5, 39.5, 12.5]), 2),
    "whole numbers": feature(shape("Point", [116, 39]), 2),
    "clockwise": feature(shape("Polygon", [SQUARE[::-1]]), 2),
    "a position twice": feature(shape("LineString", [SPOT, SPOT, [116.6, 39.6]]), 2),
    "points on one spot": feature(shape("MultiPoint", [SPOT] * 10), 2),
    "no id": _with_own_id(feature(number=2)),
    "other members": feature(number=2) | {"title": "x", "style": {"fill": "red"}},
    "other properties": feature(number=2, height=5, features=[], type="x", ok=None),
    "names of JavaScript": feature(number=2, __proto__="x", constructor={"a": 1}),
    "a number beyond all beside": feature(number=2, other=HUGE),
    "its box": feature(number=2) | {"bbox": [116.5, 39.5, 116.5, 39.5]},
    "a box of three dimensions": feature(number=2) | {"bbox": [116, 39, 0, 117, 40, 9]},
    "a box over the antimeridian": feature(number=2) | {"bbox": [170, 39, -170, 40]},
    "markup in a name": feature(number=2, name_zh="<b>{{7*7}}</b>${1}`{%", name_en="\\u2028 'x'"),
    "the other WGS-84": feature(number=2)
    | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
}
BOXES: dict[str, object] = {
    **{
        "a text": "116,39,117,40",
        "null": None,
        "three numbers": [116, 39, 117],
        "texts": ["1"] * 4,
    },
    **{"elsewhere": [0, 0, 1, 1], "too small": [116.5, 39.5, 116.6, 39.45], "true": [True] * 4},
    "south above north": [116, 40, 117, 39],
}


def found(*features: object, **members: object) -> list[tuple[str, str, int | None]]:
    return made.codes(made.package(collection(*features, **members)))


def test_the_sound_package_has_no_faults() -> None:
    """Else no verdict below would mean anything."""
    assert made.codes(made.package()) == []
    assert made.codes(made.package(path="layers/roads.json")) == []
    for path in ("layers/roads.geojsonl", "layers/roads.geojsons", "layers/roads.ndjson"):
        assert made.codes(made.package(json.dumps(feature()).encode(), path)) == []


def test_there_are_hundreds_of_cases() -> None:
    assert len(SECOND) > 480


@pytest.mark.parametrize("name", SECOND)
def test_what_is_wrong_is_told_once_by_its_code(name: str) -> None:
    second, code = SECOND[name]
    expected = (code, ROADS, None if code == "E_CRS" else 2)
    assert [told for told in found(feature(), second) if told[1] == ROADS] == [expected]


def test_among_each_other_they_are_told_as_alone() -> None:
    """Many features are judged together; what is odd about one must not hide in the others."""
    cases = [case for case in SECOND.values() if case[1] not in {"E_CRS", "E_DUP", "E_COORD_RANGE"}]
    sound = [feature(shape(kind), number) for number, kind in enumerate(COORDINATES, start=10)]
    layer = [feature(), *sound, *(wrong for wrong, _ in cases)]
    whole = found(*layer)
    later = ("E_REFERENCE", "E_DUP")  # of places as a whole, told behind all others
    expected = [(code, ROADS, row) for row, (_, code) in enumerate(cases, start=len(sound) + 2)]
    assert [told for told in whole if told[0] not in later] == [
        told for told in expected if told[0] not in later
    ]
    assert {told for told in whole if told[0] == "E_REFERENCE"} == {
        told for told in expected if told[0] == "E_REFERENCE"
    }


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_taken(name: str) -> None:
    assert found(feature(), HARMLESS[name]) == []


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("where", ["collection", "feature", "geometry"])
def test_a_box_that_is_not_so_is_a_warning(name: str, where: str) -> None:
    box = {"bbox": BOXES[name]}
    if where == "collection":
        assert found(feature(), **box) == [("W_BBOX", ROADS, None)]
    elif where == "feature":
        assert found(feature() | box) == [("W_BBOX", ROADS, 1)]
    else:
        assert found(feature(shape("Point") | box)) == [("W_BBOX", ROADS, 1)]

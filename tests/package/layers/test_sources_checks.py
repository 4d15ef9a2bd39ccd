"""Do the checks of whole columns find all that the checks of one feature find?"""

from __future__ import annotations

import json
import math
import struct
import subprocess
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import mapping

from geo.package.faults import Faults, unprintable
from geo.package.geometry import make_geometry, problem_of
from geo.package.layers import area_shapes
from geo.package.layers import sound_places as checks
from geo.package.layers.feature_checks import check_feature
from geo.package.layers.read_layer import read_layer
from geo.package.layers.refused import MOST_FAULTS
from geo.package.layers.rows import from_wkb
from geo.package.layers.shapes import make_geometries
from geo.package.layers.sound_places import suspicious_texts
from geo.package.schema import PLACE_FIELDS, PLACE_PRECISIONS
from geo.records import KNOWN_PRECISIONS
from tests.package.layers.test_layers import FEATURE_FAULTS, FILE, collection, feature

TEXTS = st.sampled_from(
    ["", " ", "路", "A", "\u3000", "\u200b", "\x1c", "\u202e", "a\x00", "\ud800"]
)
IDS = st.sampled_from(["a", "a-b", "a-b\n", "A", "a--b", "-a", "a-", "", "á", "a b", "0"])
VALUES = st.one_of(TEXTS, st.text(max_size=4), st.none(), st.integers(0, 1), st.just([]))
NUMBERS = st.sampled_from(
    [0, 1, 2, 0.5, -181, 91, 180, -90, math.inf, 10**400, 2**63, "1", None, True, [], {}]
)
POSITIONS = st.lists(NUMBERS, min_size=0, max_size=4) | st.tuples(
    st.integers(0, 3), st.integers(0, 3)
).map(list)
COORDINATES = st.one_of(
    NUMBERS,
    POSITIONS,
    st.lists(POSITIONS, max_size=5),
    st.lists(st.lists(POSITIONS, max_size=5).map(lambda ring: ring + ring[:1]), max_size=2),
)
GEOMETRIES = st.one_of(
    st.none(),
    st.just(5),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                ["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon", "point", "", []]
            ),
            "coordinates": COORDINATES,
        }
    ),
    st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
        lambda at: {"type": "Point", "coordinates": [*at]}
    ),
)
FEATURES = st.builds(
    lambda changes, geometry, gone: {
        "type": "Feature",
        "id": changes.get("id", changes.get("place_id", "a-road")),
        "properties": {
            name: value
            for name, value in (feature(**changes)["properties"]).items()
            if name not in gone
        },
        "geometry": geometry,
    },
    st.dictionaries(st.sampled_from(PLACE_FIELDS), VALUES, max_size=2)
    | st.fixed_dictionaries({"place_id": IDS})
    | st.fixed_dictionaries({"precision": st.sampled_from([*PLACE_PRECISIONS, "", "Exact"])}),
    GEOMETRIES,
    st.sets(st.sampled_from(PLACE_FIELDS), max_size=1) | st.just(frozenset()),
)


def without_an_area(feature: Any) -> Any:
    """What is said of a place that is not located and has neither a shape nor an area."""
    given = feature["properties"]
    if feature["geometry"] is not None or given.get("precision") in KNOWN_PRECISIONS:
        return None
    assume(given.get("area") is None)
    return area_shapes.NEITHER


def one_by_one(features: list[Any]) -> tuple[list[tuple[int, Any, bytes]], list[Any]]:
    kept, faults = [], Faults()
    for number, each in enumerate(features, start=1):
        found = Faults()
        geometry = make_geometry(each["geometry"])
        why = without_an_area(each) or problem_of(each["geometry"])
        check_feature(FILE, number, each["id"], each["properties"], geometry, found, why=why)
        faults += found
        if not found:
            row = {name: each["properties"].get(name) for name in PLACE_FIELDS}
            kept.append((number, row, geometry.wkb))
    return kept, list(faults)


def together(content: bytes, size: int) -> tuple[list[tuple[int, Any, bytes]], list[Any]]:
    kept, faults = [], Faults()
    for batch in read_layer(FILE, content, faults, size=size):
        assert len(batch) <= size
        wkb = [geometry.wkb for geometry in batch.geometries]
        kept += zip(batch.numbers.tolist(), batch.table.to_pylist(), wkb, strict=True)
    return kept, list(faults)


@given(st.lists(FEATURES, max_size=6), st.integers(1, 4))
def test_many_features_are_judged_as_each_alone(features: list[Any], size: int) -> None:
    content = json.dumps({"type": "FeatureCollection", "features": features})
    content = content.replace("Infinity", "1e999")
    read = json.loads(content)["features"]
    assert together(content.encode(), size) == one_by_one(read)


@pytest.mark.parametrize("name", FEATURE_FAULTS)
def test_each_broken_feature_is_found_among_good_ones(name: str) -> None:
    content, code = FEATURE_FAULTS[name]
    members = json.loads(content)["features"]
    many = collection(*[feature()] * 5, *members, *[feature()] * 5).replace(b"Infinity", b"1e999")
    kept, faults = together(many, 100)
    assert (code, 6) in {(fault.code, fault.row) for fault in faults}
    assert [number for number, *_ in kept] == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11]


def texts(values: list[str | None]) -> pa.Table:
    good = {name: pa.array(["a"] * len(values), pa.string()) for name in PLACE_FIELDS}
    good["precision"] = pa.array(["exact"] * len(values), pa.string())
    return pa.table(good | {"name_zh": pa.array(values, pa.string())})


def test_every_sign_there_is_is_judged_as_by_the_check_of_one_text() -> None:
    """No sign that is refused, and none that is a space, may pass as good."""
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    refused = {sign for sign in signs if unprintable(sign) is not None}
    flagged = {signs[at] for at in np.flatnonzero(suspicious_texts(texts(signs)))}
    assert (refused | {sign for sign in signs if not sign.strip()}) - flagged == set()
    common = suspicious_texts(texts([sign for sign in signs if sign.isascii() and sign.isalnum()]))
    assert not common.any(), "letters and digits need no second look"
    behind = suspicious_texts(texts([f"路{sign}" for sign in signs]))
    assert {signs[at] for at in np.flatnonzero(behind)} == refused


def test_bytes_that_are_no_text_are_suspicious_and_stop_nothing() -> None:
    broken = pa.array([b"a", b"\xff\xfe", None, "路".encode()], pa.binary()).view(pa.string())
    table = texts(["a"] * 4).set_column(1, "name_zh", broken)
    assert suspicious_texts(table).tolist() == [False, True, True, False]


def test_a_good_layer_needs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a million rows take as long as a million checks."""

    def refuse(*_: object) -> None:
        raise AssertionError("a sound feature was suspected")

    monkeypatch.setattr("geo.package.layers.sound_places.check_feature", refuse)
    shapes = [
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        {"type": "MultiPoint", "coordinates": [[1, 2]]},
    ]
    content = collection(feature(), *(feature(shape) for shape in shapes))
    assert len(together(content, 10)[0]) == 4


def test_the_choices_are_those_of_the_schema() -> None:
    table = texts(["a"] * len(PLACE_PRECISIONS))
    table = table.set_column(
        PLACE_FIELDS.index("precision"), "precision", pa.array(PLACE_PRECISIONS, pa.string())
    )
    assert not suspicious_texts(table).any()
    assert checks.suspicious_geometries(
        np.array([shapely.Point(1, 2)] * len(PLACE_PRECISIONS)), table.column("precision")
    ).tolist() == [False, False, True, True, True, True]


@given(st.lists(GEOMETRIES, max_size=6))
def test_shapes_made_together_are_those_made_alone(given_geometries: list[Any]) -> None:
    made = make_geometries(given_geometries)
    alone = [make_geometry(geometry) for geometry in given_geometries]
    assert [shape and shape.wkb for shape in made] == [shape and shape.wkb for shape in alone]


def test_shapes_of_all_kinds_are_made() -> None:
    square = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    given_shapes = [
        shapely.Point(1, 2),
        shapely.LineString([(0, 0), (1, 1), (2, 3)]),
        square,
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.MultiPolygon([square, shapely.box(6, 6, 7, 7)]),
        shapely.box(0, 0, 1, 1),
    ]
    made = make_geometries([json.loads(json.dumps(mapping(shape))) for shape in given_shapes])
    assert [shape.wkt for shape in made] == [shape.wkt for shape in given_shapes]
    read = from_wkb(pa.array([shape.wkb for shape in given_shapes]))
    assert [shape.wkt for shape in read] == [shape.wkt for shape in given_shapes]
    heights = [shapely.force_3d(shape, 5.0) for shape in given_shapes]
    for flavour in ("iso", "extended"):
        read = from_wkb(pa.array(list(shapely.to_wkb(heights, flavor=flavour))))
        assert [shape.wkt for shape in read] == [shape.wkt for shape in given_shapes]


NESTED = struct.pack("<BIdd", 1, 1, 1.0, 2.0)
BAD_WKB = {
    "nothing": b"",
    "missing": None,
    "a header only": b"\x01\x01",
    "an order that is none": b"\x02" + NESTED[1:],
    "cut off": NESTED[:-1],
    "a collection": struct.pack("<BII", 1, 7, 1) + NESTED,
    "an unknown type": struct.pack("<BII", 1, 99, 0),
    "a reference system within": shapely.to_wkb(
        shapely.set_srid(shapely.Point(1, 2), 3857), include_srid=True
    ),
    "a line of four thousand million": struct.pack("<BII", 1, 2, 0xFFFFFFFF),
    "rings without end": struct.pack("<BII", 1, 3, 0xFFFFFFFF) + b"\x00" * 64,
    "parts without end": struct.pack("<BII", 1, 6, 0xFFFFFFFF) + b"\x00" * 5000,
    "a ring not closed": struct.pack("<BIII", 1, 3, 1, 3) + struct.pack("<6d", 0, 0, 1, 0, 1, 1),
}


@pytest.mark.parametrize("name", BAD_WKB)
def test_a_bad_binary_is_no_geometry_and_the_others_stay(name: str) -> None:
    made = from_wkb(pa.array([NESTED, BAD_WKB[name], NESTED], pa.binary()))
    assert [shape is not None for shape in made] == [True, False, True]


@pytest.mark.parametrize("kind", [4, 5, 6, 7])
def test_binaries_nested_deeply_do_not_end_the_process(kind: int) -> None:
    """They do when GEOS is given them; so this runs in a process of its own."""
    code = (
        "import struct, pyarrow as pa; from geo.package.layers.rows import from_wkb;"
        f"deep = struct.pack('<BII', 1, {kind}, 1) * 300_000 + struct.pack('<BIdd', 1, 1, 1, 2);"
        "print(from_wkb(pa.array([deep], pa.large_binary())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[None]")


def test_large_shapes_of_several_parts_are_read() -> None:
    ring = shapely.Point(0, 0).buffer(1, quad_segs=100)
    parts = [shapely.affinity.translate(ring, 3 * at, 0) for at in range(5)]
    shapes = [
        shapely.MultiPolygon(parts),
        shapely.MultiLineString([part.exterior for part in parts]),
        shapely.MultiPoint(np.arange(2000).reshape(-1, 2) / 100),
        shapely.force_3d(shapely.MultiPolygon(parts), 1.0),
    ]
    for order in (0, 1):
        binaries = list(shapely.to_wkb(shapes, byte_order=order, flavor="iso"))
        assert min(map(len, binaries)) > 4096
        read = from_wkb(pa.array(binaries))
        assert [a.equals(b) for a, b in zip(read, shapes, strict=True)] == [True] * 4
        assert not shapely.has_z(read).any()


@given(st.binary(max_size=40), st.integers(0, 7), st.integers(0, 3))
def test_no_binary_crashes(tail: bytes, kind: int, thousands: int) -> None:
    from_wkb(pa.array([struct.pack("<BI", 1, kind + 1000 * thousands) + tail, tail]))


def test_a_million_faults_are_told_as_a_thousand_and_a_number() -> None:
    bad = [feature(precision="roughly")] * (MOST_FAULTS + 5)
    kept, faults = together(collection(feature(), *bad, feature()), 300)
    assert [number for number, *_ in kept] == [1, MOST_FAULTS + 7]
    assert len(faults) == MOST_FAULTS + 1
    assert [fault.row for fault in faults[:-1]] == list(range(2, MOST_FAULTS + 2))
    assert (faults[-1].code, faults[-1].row) == ("E_MORE", None)
    assert "5" in faults[-1].fault.zh
    assert "5" in faults[-1].fault.en

"""Do the files of a crowd say what docs/served-files.md says, of every place and every corner?

They are read here by a reader of its own, written from that document alone.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import struct
from collections import Counter
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.blob import Payload
from geo.package.package import Package
from geo.package.places.spatial import WORLD_BITS, anchors, morton, world
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.served.crowd import columns_file, index
from geo.served.crowd.chunk import chunk
from geo.served.crowd.levels import EXACT, level, zooms
from tests import crowds

SIDE = 2**30
METRE = SIDE / (2 * math.pi * 6_378_137)
"""World units of a metre at the equator."""
FORMATS = {"uint8": "B", "uint16": "H", "uint32": "I", "int32": "i"}
Columns = dict[str, list[int]]
Spot = tuple[int, int]


# ---- The reader of the document. ---------------------------------------------------------------


def opened(content: bytes) -> tuple[int, Columns]:
    plain = gzip.decompress(content)
    assert plain[:4] == b"OMC1"
    (length,) = struct.unpack("<I", plain[4:8])
    head = json.loads(plain[8 : 8 + length].decode())
    found = {}
    for name, column in head["columns"].items():
        assert column["at"] % 8 == 0
        sign = FORMATS[column["type"]]
        found[name] = list(struct.unpack_from(f"<{column['length']}{sign}", plain, column["at"]))
    return head["count"], found


def wrapped(number: int) -> int:
    return number % 2**32


def summed(differences: list[int]) -> list[int]:
    reached, found = 0, []
    for difference in differences:
        reached = wrapped(reached + difference)
        found.append(reached)
    return found


def drawn(content: bytes) -> list[dict[str, Any]]:
    """Return category, kind, anchor and parts of each place of a chunk."""
    count, columns = opened(content)
    xs, ys = summed(columns["x"]), summed(columns["y"])
    lengths = iter(columns["lengths"])
    steps = iter(zip(columns["dx"], columns["dy"], strict=True))
    places = []
    for number in range(count):
        at, parts = (xs[number], ys[number]), []
        reached = at
        for _ in range(columns["parts"][number]):
            part = []
            for _ in range(next(lengths)):
                dx, dy = next(steps)
                reached = wrapped(reached[0] + dx), wrapped(reached[1] + dy)
                part.append(reached)
            parts.append(part)
        places.append(
            {"category": columns["category"][number], "kind": columns["kind"][number]}
            | {"anchor": at, "parts": parts or [[at]]}
        )
    assert next(lengths, None) is None
    assert next(steps, None) is None
    return places


# ---- The same from the source, by plain Python. ------------------------------------------------


def spot(corner: list[float]) -> tuple[float, float]:
    y = math.log(math.tan(math.pi / 4 + math.radians(corner[1]) / 2))
    return (corner[0] + 180) / 360 * SIDE, (0.5 - y / (2 * math.pi)) * SIDE


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


# ---- A package of some thousand places, cut small. ---------------------------------------------


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


@pytest.fixture(scope="module")
def payload(package: Package) -> Payload:
    """Its files, in chunks of 512 places and pieces of 64, with levels as if 500 were many."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "CHUNK", 512)
        patched.setattr(index, "PIECE", 64)
        patched.setattr("geo.served.crowd.levels.EXACT", 500)
        patched.setattr(index, "EXACT", 500)
        return build_payload(package)


@pytest.fixture(scope="module")
def head(payload: Payload) -> dict[str, Any]:
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    found: dict[str, Any] = json.loads(payload.blobs[catalogue["crowd"]].content)
    return found


@pytest.fixture(scope="module")
def pieces(payload: Payload, head: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [json.loads(payload.blobs[path].content) for path in head["pieces"]["paths"]]


@pytest.fixture(scope="module")
def places(payload: Payload, head: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        place for found in head["chunks"] for place in drawn(payload.blobs[found["path"]].content)
    ]


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
    in_order: list[crowds.Feature],
) -> None:
    assert head["pieces"]["size"] == 64
    assert [len(piece) for piece in pieces[:-1]] == [64] * (len(pieces) - 1)
    entries = [entry for piece in pieces for entry in piece]
    assert len(entries) == head["count"]
    tied = 0
    for entry, feature in zip(entries, in_order, strict=True):
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


# ---- Columns. ----------------------------------------------------------------------------------


def numbers_of(kind: str) -> st.SearchStrategy[np.ndarray[Any, Any]]:
    limits = np.iinfo(kind)
    return st.lists(st.integers(int(limits.min), int(limits.max)), max_size=30).map(
        lambda found: np.array(found, dtype=kind)
    )


COLUMNS = st.dictionaries(
    st.text("abcxyz_", min_size=1, max_size=8),
    st.sampled_from(columns_file.TYPES).flatmap(numbers_of),
    max_size=6,
)


@given(st.integers(0, 10**6), COLUMNS)
def test_columns_are_read_back(count: int, columns: dict[str, np.ndarray[Any, Any]]) -> None:
    content = columns_file.write(count, columns)
    expected = {name: column.tolist() for name, column in columns.items()}
    assert opened(content) == (count, expected)
    again, found = columns_file.read(content)
    assert (again, {name: column.tolist() for name, column in found.items()}) == (count, expected)
    copies = {name: column.copy() for name, column in columns.items()}
    assert columns_file.write(count, copies) == content


def test_columns_are_the_same_on_a_machine_of_the_other_byte_order() -> None:
    column = np.array([1, 2, 70_000], dtype=np.uint32)
    swapped = column.astype(column.dtype.newbyteorder(">"))
    assert columns_file.write(3, {"x": swapped}) == columns_file.write(3, {"x": column})


@pytest.mark.parametrize("kind", ["int64", "float64", "bool", "int8", "uint64", "object"])
def test_other_types_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="x is "):
        columns_file.write(1, {"x": np.zeros(1, dtype=kind)})


def test_what_is_no_file_of_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="no file of columns"):
        columns_file.read(gzip.compress(b"OMC2" + bytes(8)))


# ---- Chunks of shapes that a package seldom has. -----------------------------------------------


def chunk_of(*wkt: str) -> tuple[list[dict[str, Any]], tuple[int, ...], bytes]:
    shapes = np.array([shapely.from_wkt(text) for text in wkt])
    content, found = chunk(
        shapes, world(anchors(shapes)), np.zeros(len(shapes), np.uint16), np.ones(len(shapes), bool)
    )
    return drawn(content), found, content


def test_a_chunk_of_single_points_has_no_parts() -> None:
    _, found, content = chunk_of("POINT (116.5 39.5)", "POINT (116.6 39.4)")
    _, columns = opened(content)
    assert columns["parts"] == [0, 0]
    assert [columns[name] for name in ("lengths", "dx", "dy")] == [[], [], []]
    assert found[0] < found[2]


def test_corners_on_both_sides_of_the_world() -> None:
    """From rim to rim a difference needs all bits of a unit."""
    places, found, _ = chunk_of("LINESTRING (-180 85, 180 -85, -180 -85)", "POINT (-180 90)")
    expected = [spot(corner) for corner in ([-180, 85], [180, -85], [-180, -85])]
    for (x, y), (at_x, at_y) in zip(places[0]["parts"][0], expected, strict=True):
        assert abs(x - min(at_x, SIDE - 1)) <= 1
        assert abs(y - at_y) <= 1
    assert places[1]["anchor"] == (0, 0)
    assert found[0] == 0
    assert found[2] == SIDE - 1


def test_islands_in_lakes() -> None:
    outer, lake, island = (
        ", ".join(f"{x} {y}" for x, y in shapely.box(-n, -n, n, n).exterior.coords)
        for n in (3, 2, 1)
    )
    text = f"MULTIPOLYGON ((({outer}), ({lake})), (({island})))"
    places, _, _ = chunk_of(text, "MULTIPOINT (1 1, 2 2, 1 1)")
    assert [len(part) for part in places[0]["parts"]] == [4, 4, 4]
    assert [len(part) for part in places[1]["parts"]] == [1, 1, 1]
    assert places[1]["parts"][0] == places[1]["parts"][2]


# ---- Levels. -----------------------------------------------------------------------------------


def keys_around(count: int, lon: float, lat: float, spread: float) -> np.ndarray[Any, Any]:
    numbers = np.random.default_rng(count)
    spots = np.column_stack([numbers.normal(at, spread, count) for at in (lon, lat)])
    return np.sort(morton(world(spots)))


@pytest.mark.parametrize("count", [0, 1, 15, EXACT])
def test_few_places_have_no_levels(count: int) -> None:
    assert list(zooms(keys_around(count, 116.7, 39.5, 0.1))) == []


@pytest.mark.parametrize("spread", [0.02, 0.3, 3.0])
def test_any_view_of_too_many_places_has_a_level(spread: float) -> None:
    """Of whatever zoom and wherever: a view of 1,024 pixels holds few, or there is its level."""
    keys = keys_around(300_000, 116.7, 39.5, spread)
    levels = zooms(keys)
    xs = np.zeros(len(keys), np.int64)
    ys = np.zeros(len(keys), np.int64)
    for bit in range(WORLD_BITS):
        xs |= (keys >> np.uint64(2 * bit) & np.uint64(1)).astype(np.int64) << bit
        ys |= (keys >> np.uint64(2 * bit + 1) & np.uint64(1)).astype(np.int64) << bit
    chosen = random.Random(5)
    for zoom in range(3, 19):
        width = 1024 * SIDE // (256 * 2**zoom)
        for _ in range(20):
            middle = chosen.randrange(len(keys))
            inside = (np.abs(xs - xs[middle]) <= width // 2) & (
                np.abs(ys - ys[middle]) <= width // 2
            )
            if np.count_nonzero(inside) > EXACT and zoom >= levels[0]:
                assert zoom in levels, zoom
    assert levels[-1] <= 18
    # Below the first level the whole crowd fits into a tile.
    tile = SIDE >> levels[0]
    assert len(set((xs // tile).tolist())) == len(set((ys // tile).tolist())) == 1


def test_a_level_of_one_place_and_of_one_spot() -> None:
    keys = np.full(5, morton(world(np.array([(116.7, 39.5)])))[0])
    for count in (1, 5):
        content, cells = level(keys[:count], np.array([3, 1, 3, 3, 0][:count], np.uint16), 18)
        found, columns = opened(content)
        assert (found, cells, columns["count"]) == (1, 1, [count])
        pairs = list(zip(columns["category"], columns["of_category"], strict=True))
        assert pairs == ([(3, 1)] if count == 1 else [(0, 1), (1, 1), (3, 3)])

"""Are columns, chunks and levels of a crowd right where a package seldom has such?"""

from __future__ import annotations

import gzip
import random
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.package.places.spatial import WORLD_BITS, anchors, morton, world
from geo.served.crowd import columns_file
from geo.served.crowd.chunk import chunk
from geo.served.crowd.index import EXACT, level, zooms
from tests.served.crowd_reader import SIDE, drawn, opened, spot


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

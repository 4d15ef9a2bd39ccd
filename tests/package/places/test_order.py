"""Is the order of the many places the same, wherever and however they were read?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.package.places import runs as making_runs
from geo.package.places.order import Merged, in_order, put_together, twins
from geo.package.places.place_table import SCHEMA, Batch, as_table
from geo.package.schema import PLACE_FIELDS

KEYS = st.integers(0, 12)
"""So few keys that many places share one; ids are told apart."""
PLACES = st.lists(
    st.tuples(KEYS, st.text("abc-", min_size=1, max_size=4)), max_size=40, unique_by=lambda p: p[1]
)
Pair = tuple[int, str]


def table_of(pairs: Sequence[Pair]) -> pa.Table:
    rows = [
        dict.fromkeys(SCHEMA.names) | {"key": key, "place_id": place_id, "number": at, "layer": "a"}
        for at, (key, place_id) in enumerate(pairs, 1)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def pairs_of(table: pa.Table) -> list[Pair]:
    columns = (table.column(name).to_pylist() for name in ("key", "place_id"))
    return list(zip(*columns, strict=True))


def cut(pairs: Sequence[Pair], seed: int) -> list[pa.Table]:
    """Shuffle places and cut them anywhere into sorted runs, some of them empty."""
    chosen = random.Random(seed)
    shuffled = chosen.sample(list(pairs), len(pairs))
    cuts = sorted(chosen.randint(0, len(pairs)) for _ in range(chosen.randint(0, 6)))
    pieces = [shuffled[a:b] for a, b in pairwise([0, *cuts, len(pairs)])]
    return [in_order(table_of(piece)) for piece in pieces]


@given(PLACES, st.integers(0, 10**6))
def test_the_order_is_by_key_and_then_by_id_however_the_runs_are_cut(
    pairs: list[Pair], seed: int
) -> None:
    merged = Merged(cut(pairs, seed))
    assert len(merged) == len(pairs)
    assert pairs_of(merged.slice(0, len(pairs))) == sorted(pairs)


@given(PLACES, st.integers(0, 10**6), st.integers(0, 45), st.integers(0, 45))
def test_a_slice_is_a_slice_of_all(pairs: list[Pair], seed: int, start: int, length: int) -> None:
    runs = cut(pairs, seed)
    merged = Merged(runs)
    expected = sorted(pairs)[start : start + length]
    assert pairs_of(merged.slice(start, length)) == expected
    plan = merged.plan(start, length)
    # Somebody who has nothing but the plan and the runs makes the same.
    assert pairs_of(put_together(plan, runs)) == expected
    assert sum(count for _, _, count in plan.parts) == len(expected)
    for number, first, count in plan.parts:
        assert 0 <= first <= first + count <= runs[number].num_rows


@given(PLACES)
def test_one_run_is_sorted(pairs: list[Pair]) -> None:
    assert pairs_of(in_order(table_of(pairs))) == sorted(pairs)


def test_no_runs_hold_nothing() -> None:
    merged = Merged([])
    assert len(merged) == 0
    assert merged.slice(0, 10).schema == SCHEMA


def test_ids_are_ordered_as_python_orders_them() -> None:
    ids = ["a-1", "a-10", "a-2", "a1", "b", "9", "0-0"]
    assert [p for _, p in pairs_of(in_order(table_of([(1, i) for i in ids])))] == sorted(ids)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=25))
def test_every_second_place_of_an_id_is_told(placed: list[tuple[str, str]]) -> None:
    """Against a loop that remembers what it has seen."""
    layers = ["z", "x", "y"]
    rows = [
        dict.fromkeys(SCHEMA.names)
        | {"place_id": place_id, "layer": layer, "number": at, "key": at * 7 % 5}
        for at, (place_id, layer) in enumerate(placed, 1)
    ]
    expected, seen = [], set()
    for row in sorted(rows, key=lambda row: (layers.index(row["layer"]), row["number"])):
        if row["place_id"] in seen:
            expected.append((row["place_id"], row["layer"], row["number"]))
        seen.add(row["place_id"])
    runs = [pa.Table.from_pylist(rows[at::3], schema=SCHEMA) for at in range(3)]
    assert sorted(twins(runs, layers)) == sorted(expected)
    assert twins([], layers) == []


# ---- Runs. -------------------------------------------------------------------------------------


def batch(first: int, count: int, corners: int = 2) -> Batch:
    texts = {
        name: pa.array([f"{name}-{first + at:06d}" for at in range(count)]) for name in PLACE_FIELDS
    }
    lines = [
        [(116 + (first + at) * 37 % 101 / 100, 39 + step / 1000) for step in range(corners)]
        for at in range(count)
    ]
    numbers = np.arange(first, first + count, dtype=np.int64)
    return Batch(numbers, pa.table(texts), shapely.linestrings(np.array(lines)))


@pytest.mark.parametrize(("rows", "expected"), [(10, [12, 12, 12, 4]), (1000, [40]), (4, [4] * 10)])
def test_runs_are_cut_where_they_are_full(
    monkeypatch: pytest.MonkeyPatch, rows: int, expected: list[int]
) -> None:
    monkeypatch.setattr(making_runs, "RUN_ROWS", rows)
    found = list(making_runs.runs_of(batch(first, 4) for first in range(1, 41, 4)))
    assert [run.num_rows for run in found] == expected
    for run in found:
        assert pairs_of(run) == sorted(pairs_of(run))
    numbers = sorted(number for run in found for number in run.column("number").to_pylist())
    assert numbers == list(range(1, 41))


def test_a_run_of_large_shapes_is_full_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the memory needed does not grow with the shapes of a layer either."""
    monkeypatch.setattr(making_runs, "RUN_BYTES", 100_000)
    found = list(making_runs.runs_of(batch(first, 4, corners=1000) for first in range(1, 41, 4)))
    assert [run.num_rows for run in found] == [8] * 5


def held(runs: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the most bytes of Arrow that were held while `runs` runs were made and let go."""
    monkeypatch.setattr(making_runs, "RUN_ROWS", 1000)
    before, most, made = pa.total_allocated_bytes(), 0, 0

    def batches() -> Any:
        nonlocal most
        for number in range(2 * runs):
            yield batch(500 * number, 500)
            most = max(most, pa.total_allocated_bytes() - before)

    for run in making_runs.runs_of(batches()):
        made += run.num_rows
        del run
    assert made == 1000 * runs
    return most


def test_memory_follows_a_run_and_not_a_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that Arrow holds, which are counted and not measured by a clock or the system."""
    assert held(12, monkeypatch) <= 1.5 * held(3, monkeypatch)


def test_a_table_of_places_has_all_columns() -> None:
    made = batch(5, 3)
    table = as_table(made.table, made.numbers, made.geometries)
    assert table.schema == SCHEMA
    assert table.column("number").to_pylist() == [5, 6, 7]
    boxes = [shape.bounds for shape in made.geometries]
    columns = (table.column(name).to_pylist() for name in ("west", "south", "east", "north"))
    assert list(zip(*columns, strict=True)) == boxes
    assert [shapely.from_wkb(wkb) for wkb in table.column("wkb").to_pylist()] == [*made.geometries]

"""In which order do the many places of a package stand, wherever and however they were read?

By the Morton key of their anchor, then by id. That order is total, so it depends neither on the
batches in which places were read nor on the machine that read them. They are kept in *runs*, tables
each in that order; a slice of the whole is then a slice of every run, merged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.package.places.place_table import SCHEMA

Run: TypeAlias = pa.Table
Runs: TypeAlias = Mapping[str, tuple[Run, ...]]
"""Runs by the id of their layer, in package order."""
_KEYS: Final = ["key", "place_id"]


def in_order(table: pa.Table) -> pa.Table:
    """Return a table of :data:`geo.package.places.place_table.SCHEMA` in the order of places."""
    return table.take(_indices(table))


@dataclass(frozen=True, slots=True)
class Plan:
    """Which rows of which runs make a slice, and where in it each of them goes.

    Parameters
    ----------
    parts : tuple of (number of the run, first row, rows)
    places : array of int
        For each row of the slice where it lies in the parts, one after the other.
    """

    parts: tuple[tuple[int, int, int], ...]
    places: NDArray[np.int64]


class Merged:
    """Several runs as one sequence of rows; holds their order, and of a slice no more than that.

    Parameters
    ----------
    runs : sequence of pyarrow.Table
        Each in the order of places; they may be mapped from the disk.
    """

    def __init__(self, runs: Sequence[pa.Table]) -> None:
        self._runs = tuple(runs)
        self._ends = np.cumsum([run.num_rows for run in runs], dtype=np.int64)
        self._order = np.empty(0, dtype=np.int64)
        if self._runs:
            keys = pa.concat_tables([run.select(_KEYS) for run in self._runs])
            self._order = _indices(keys).to_numpy().astype(np.int64)

    def __len__(self) -> int:
        return len(self._order)

    def plan(self, start: int, length: int) -> Plan:
        """Return how rows from position `start` on, at most `length`, are put together."""
        wanted = self._order[start : start + length]
        run_of = np.searchsorted(self._ends, wanted, side="right")
        parts, places = [], np.empty(len(wanted), dtype=np.int64)
        reached = 0
        for number in np.unique(run_of).tolist():
            mine = run_of == number
            rows = wanted[mine] - (self._ends[number] - self._runs[number].num_rows)
            first, count = int(rows.min()), len(rows)  # a run is in order, so they are neighbours
            places[mine] = rows - first + reached
            parts.append((number, first, count))
            reached += count
        return Plan(tuple(parts), places)

    def slice(self, start: int, length: int) -> pa.Table:
        """Return rows from position `start` on, at most `length`."""
        return put_together(self.plan(start, length), self._runs)


def put_together(plan: Plan, runs: Sequence[pa.Table]) -> pa.Table:
    """Return the slice that a plan describes."""
    parts = [runs[number].slice(first, count) for number, first, count in plan.parts]
    if not parts:
        return SCHEMA.empty_table()
    return pa.concat_tables(parts).combine_chunks().take(pa.array(plan.places))


def twins(runs: Sequence[pa.Table], layers: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return id, layer and number of each place whose id another place has before it.

    Before means in the order of `layers` and of number; what comes first is in the right.
    """
    found = [run.select(["place_id", "layer", "number"]) for run in runs]
    if not found:
        return []
    table = pa.concat_tables(found)
    counts = table.group_by("place_id").aggregate([("place_id", "count")])
    often = counts.filter(pc.greater(counts["place_id_count"], 1))["place_id"]
    if not len(often):
        return []
    rows = table.filter(pc.is_in(table["place_id"], often.combine_chunks())).to_pylist()
    rank = {layer: number for number, layer in enumerate(layers)}
    rows.sort(key=lambda row: (row["place_id"], rank.get(row["layer"], -1), row["number"]))
    return [
        (row["place_id"], row["layer"], row["number"])
        for before, row in pairwise(rows)
        if before["place_id"] == row["place_id"]
    ]


def _indices(table: pa.Table) -> Any:
    return pc.sort_indices(table, sort_keys=[(name, "ascending") for name in _KEYS])


def rows_with(runs: Runs, ids: Collection[str]) -> list[dict[str, Any]]:
    """Return what is said of the places with one of the ids given, all but their shapes."""
    wanted = pa.array(sorted(ids), pa.string())
    names = [name for name in SCHEMA.names if name != "wkb"]
    return [
        row
        for found in runs.values()
        for run in found
        for row in run.select(names).filter(pc.is_in(run.column("place_id"), wanted)).to_pylist()
    ]

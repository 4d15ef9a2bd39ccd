"""How do the layers of a package become one set of places?

Layer by layer, batch by batch, into runs: sorted tables, kept in memory or, where `keep` puts them
there, on the disk. So the memory needed depends on the size of a run, not on that of a layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.faults import Faults, quoted
from geo.package.missing import Missing
from geo.package.one_cause import as_one
from geo.package.places.order import Merged, Run, Runs, in_order, twins
from geo.package.places.place_table import SCHEMA, Batch, as_table
from geo.package.schema import OPTIONAL_TABLES
from geo.records import Layer

MOST_SYMBOLS: Final = 200
"""Places drawn as symbols, at most; moving more apart takes longer than a reader waits for."""
RUN_ROWS: Final = 100_000
RUN_BYTES: Final = 256 << 20
"""A run is full at either; places with many corners reach this one first."""
_REFERENCES: Final = {"workstream": "workstreams", "source_id": "sources", "area": "areas"}
"""Columns of places that name rows of a table."""
_ROWS_NAMED: Final = 6
_LOOKED_AT: Final = 2_000
"""Places of a run of which it is told what they name."""
Keep = Callable[[Run], Run]


def runs_of(read: Iterable[Batch], *, keep: Keep = lambda run: run) -> Iterator[Run]:
    """Yield what batches hold as runs of :data:`RUN_ROWS` places or :data:`RUN_BYTES`."""
    waiting: list[pa.Table] = []
    rows = size = 0
    for batch in read:
        waiting.append(as_table(batch.table, batch.numbers, batch.geometries))
        rows, size = rows + waiting[-1].num_rows, size + waiting[-1].nbytes
        if rows >= RUN_ROWS or size >= RUN_BYTES:
            yield keep(in_order(pa.concat_tables(waiting)))
            waiting, rows, size = [], 0, 0
    if waiting:
        yield keep(in_order(pa.concat_tables(waiting)))


@dataclass(frozen=True, slots=True)
class Split:
    """The places of a package, told apart by how they are drawn."""

    few: pa.Table
    crowd: Merged
    crowd_layers: tuple[str, ...]


def split(runs: Runs) -> Split:
    """Tell the few from the crowd: the smallest layers, together :data:`MOST_SYMBOLS` places."""
    sizes = {layer: sum(run.num_rows for run in found) for layer, found in runs.items()}
    small: set[str] = set()
    total = 0
    for layer in sorted(sizes, key=sizes.__getitem__):
        total += sizes[layer]
        if total <= MOST_SYMBOLS:
            small.add(layer)
    few = [run for layer in runs if layer in small for run in _as_written(runs[layer])]
    others = tuple(layer for layer in runs if layer not in small)
    crowd = Merged([run for layer in others for run in runs[layer]])
    return Split(pa.concat_tables(few) if few else SCHEMA.empty_table(), crowd, others)


def _as_written(runs: Iterable[Run]) -> list[Run]:
    """Return a small layer in the order of its file.

    Each part of a folder counts from 1; by id as well, so that it does not matter how they were
    read.
    """
    found, keys = list(runs), [("number", "ascending"), ("place_id", "ascending")]
    return [pa.concat_tables(found).sort_by(keys)] if found else []


def check(
    layers: Mapping[str, Layer],
    runs: Runs,
    tables: Mapping[str, Collection[str] | None],
    missing: Missing,
    faults: Faults,
) -> None:
    """Add a fault for what names another layer, and for each second place of an id.

    Parameters
    ----------
    tables : mapping
        Ids by table; None where they are not known.
    missing : Missing
        Receives the workstreams, sources and areas that places name and no table has.
    """
    for layer_id, found in runs.items():
        path = layers[layer_id].path
        _check_layer(path, layer_id, found, faults)
        for name, table in _REFERENCES.items():
            # Of a table without any row something else is said, if it has to be there.
            ids = tables.get(table) if table in OPTIONAL_TABLES else tables.get(table) or None
            for value, first, count in _strange(found, name, ids):
                for row in first[:-1]:
                    missing.need(table, value, path, name, row)
                missing.need(table, value, path, name, first[-1], count - len(first) + 1)
    everything = [run for found in runs.values() for run in found]
    for place_id, layer_id, number in twins(everything, tuple(runs)):
        path = layers[layer_id].path if layer_id in layers else ""
        said = (f"{place_id} 重复", f"{place_id} stands twice")
        faults.add("E_DUP", path, number, said, ("改成唯一的", "Make it unique"))


def _check_layer(file: str, layer_id: str, runs: Iterable[Run], faults: Faults) -> None:
    """Add a fault if places say that they are of another layer; those of one other are one."""
    for value, rows, count in _strange(runs, "layer", {layer_id}):
        shown = quoted(value)
        said = (
            f"layer 是 {shown}，layers.csv 中这个文件的图层是 {layer_id}",
            f"layer is {shown}, but layers.csv calls the layer of this file {layer_id}",
        )
        remedy = (
            f"改成 {layer_id}；若是图层改了编号，请把 layers.csv 中的也改成一样",
            f"Write {layer_id}; if the layer got another id, make it the same in layers.csv",
        )
        fault = Fault("E_REFERENCE", file, rows[0], Bilingual(*said), Bilingual(*remedy))
        fault = replace(fault, also=("layers.csv",))
        faults.append(as_one(fault, rows, count) if count > 1 else fault)


def _strange(
    runs: Iterable[Run], name: str, known: Collection[str] | None
) -> Iterator[tuple[str, list[int], int]]:
    """Yield what places name and is not known, the first of their numbers, and how many do."""
    if known is None:
        return
    numbers: dict[str, list[int]] = {}
    counts: Counter[str] = Counter()
    for run in runs:
        column = run.column(name)
        rows = run.select([name, "number"]).filter(
            pc.invert(pc.is_in(column, pa.array([*known, None], pa.string())))
        )
        if not rows.num_rows:
            continue
        values = pc.value_counts(rows.column(name)).to_pylist()
        counts.update({each["values"]: each["counts"] for each in values})
        for each in rows.sort_by("number").to_pylist()[:_LOOKED_AT]:
            numbers.setdefault(each[name], []).append(each["number"])
    for value, found in numbers.items():
        yield value, sorted(found)[:_ROWS_NAMED], counts[value]

"""How do the layers of a package become one set of places?

Layer by layer, batch by batch, into runs: sorted tables, kept in memory or, where `keep` puts them
there, on the disk. So the memory needed depends on the size of a run, not on that of a layer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.package.faults import Faults, quoted
from geo.package.layers.refused import FewFaults
from geo.package.places.order import Merged, Run, Runs, in_order, twins
from geo.package.places.place_table import SCHEMA, Batch, as_table
from geo.records import Layer

MOST_SYMBOLS: Final = 200
"""Places drawn as symbols, at most; moving more apart takes longer than a reader waits for."""
RUN_ROWS: Final = 100_000
RUN_BYTES: Final = 256 << 20
"""A run is full at either; places with many corners reach this one first."""
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
    allowed: Mapping[str, Collection[str]],
    faults: Faults,
) -> None:
    """Add a fault for each place that names what does not exist here, and for each second one.

    `allowed` has the values of ``workstream`` and ``source_id``.
    """
    for layer_id, found in runs.items():
        few = FewFaults()
        for name, choices in {"layer": {layer_id}, **allowed}.items():
            for run in found:
                _check_choices(layers[layer_id].path, run, name, choices, few)
        faults.extend(few.told(layers[layer_id].path))
    everything = [run for found in runs.values() for run in found]
    for place_id, layer_id, number in twins(everything, tuple(runs)):
        path = layers[layer_id].path if layer_id in layers else ""
        said = (f"{place_id} 重复", f"{place_id} stands twice")
        faults.add("E_DUP", path, number, said, ("改成唯一的", "Make it unique"))


def _check_choices(
    file: str, run: Run, name: str, choices: Collection[str], faults: Faults
) -> None:
    column = run.column(name)
    strange = pc.invert(pc.is_in(column, pa.array([*choices, None], pa.string())))
    if not pc.any(strange).as_py():
        return
    for row in run.select([name, "number"]).filter(strange).sort_by("number").to_pylist():
        shown = quoted(row[name])
        said = (f"{name} {shown} 不存在", f"{name} {shown} does not exist here")
        faults.add("E_REFERENCE", file, row["number"], said, ("请改正 id", "Correct the id"))

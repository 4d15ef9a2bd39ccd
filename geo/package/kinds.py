"""Of which kinds are the places of a package, as a filter by layer and workstream sees them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.package.gather import Runs, rows_with
from geo.records import KNOWN_PRECISIONS, Figure


@dataclass(frozen=True, slots=True)
class Kind:
    """What a filter by layer and workstream has to know of a place; many places are of one kind.

    Parameters
    ----------
    workstream : str or None
        The place's own, which gives it its colour.
    workstreams : tuple of str
        Its own and those of its figures, sorted.
    located : bool
        Whether its shape is the place itself rather than the area it lies in.
    """

    layer: str
    workstream: str | None
    workstreams: tuple[str, ...]
    located: bool


_Base = tuple[str, str | None, bool]
"""Layer, own workstream, and whether located."""


class Kinds:
    """The kinds of a package's places, sorted, and which one a place is of.

    Parameters
    ----------
    runs : mapping
        All places of the package.
    figures : iterable of Figure
        A place is also of the workstreams of its figures.
    """

    def __init__(self, runs: Runs, figures: Iterable[Figure]) -> None:
        bases = {base for found in runs.values() for run in found for base in _bases(run)}
        own: dict[_Base, Kind] = {base: _kind(base, ()) for base in bases}
        of_figures: Mapping[str, set[str]] = defaultdict(set)
        for figure in figures:
            of_figures[figure.place_id].add(figure.workstream)
        special = {
            row["place_id"]: _kind(_base(row), of_figures[row["place_id"]])
            for row in rows_with(runs, of_figures.keys())
        }
        every = {*own.values(), *special.values()}
        self.all: tuple[Kind, ...] = tuple(sorted(every, key=_sort_key))
        index = {kind: number for number, kind in enumerate(self.all)}
        self._of_base = {base: index[kind] for base, kind in own.items()}
        self._special = {place_id: index[kind] for place_id, kind in special.items()}

    def of(self, table: pa.Table) -> NDArray[np.uint16]:
        """Return the index of the kind of each row of a table of places."""
        if not table.num_rows:
            return np.empty(0, dtype=np.uint16)
        encoded = _joined(table).combine_chunks().dictionary_encode()
        known = [self._of_base[_parted(text)] for text in encoded.dictionary.to_pylist()]
        found: NDArray[np.uint16] = np.array(known, dtype=np.uint16)[encoded.indices.to_numpy()]
        wanted = pa.array(list(self._special), pa.string())
        rows = np.flatnonzero(pc.is_in(table.column("place_id"), wanted).to_numpy())
        ids = table.column("place_id").take(pa.array(rows)).to_pylist()
        found[rows] = [self._special[place_id] for place_id in ids]
        return found


def mask_of(kinds: Sequence[Kind], layers: Iterable[str], chosen: Iterable[str]) -> NDArray[Any]:
    """Tell which kinds a filter shows; no workstream chosen means all."""
    wanted, within = set(chosen), set(layers)
    shown = [
        kind.layer in within and (not wanted or not wanted.isdisjoint(kind.workstreams))
        for kind in kinds
    ]
    return np.array(shown, dtype=bool)


def _bases(run: pa.Table) -> Iterable[_Base]:
    return [_parted(text) for text in pc.unique(_joined(run)).to_pylist()]


def _joined(table: pa.Table) -> Any:
    """Return what a kind is made of as one text a row; ids hold no line ends."""
    located = pc.is_in(table.column("precision"), pa.array(sorted(KNOWN_PRECISIONS)))
    own = pc.fill_null(table.column("workstream"), "")
    marks = pc.if_else(located, "1", "0")
    return pc.binary_join_element_wise(table.column("layer"), own, marks, "\n")


def _parted(text: str) -> _Base:
    layer, workstream, located = text.split("\n")
    return layer, workstream or None, located == "1"


def _base(row: Mapping[str, Any]) -> _Base:
    return row["layer"], row["workstream"] or None, row["precision"] in KNOWN_PRECISIONS


def _kind(base: _Base, of_figures: Iterable[str]) -> Kind:
    layer, workstream, located = base
    every = {*of_figures, *([workstream] if workstream else [])}
    return Kind(layer, workstream, tuple(sorted(every)), located)


def _sort_key(kind: Kind) -> tuple[str, str, tuple[str, ...], bool]:
    return kind.layer, kind.workstream or "", kind.workstreams, kind.located

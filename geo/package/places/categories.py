"""Of which categories are places, as a filter by layer and workstream sees them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.package.places.order import Runs, rows_with
from geo.records import KNOWN_PRECISIONS, Figure, Group


@dataclass(frozen=True, slots=True)
class Category:
    """What a filter by layer and workstream has to know of a place; many share one.

    Parameters
    ----------
    workstream : str or None
        The place's own, which gives it its colour.
    workstreams : tuple of str
        Its own and those of its figures, sorted.
    located : bool
        Whether its shape is the place itself rather than the area it lies in, whose badge stands
        for it then.
    """

    layer: str
    workstream: str | None
    workstreams: tuple[str, ...]
    located: bool


_Base = tuple[str, str | None, bool]
"""Layer, own workstream, and whether located."""


class Categories:
    """The categories of a package's places, sorted, and which one a place is of.

    Parameters
    ----------
    runs : mapping
        All places of the package.
    figures : iterable of Figure
        A place is also of the workstreams of its figures.
    groups : mapping of str to Group
        Whose figures are those of all their members.
    """

    def __init__(
        self,
        runs: Runs,
        figures: Iterable[Figure],
        groups: Mapping[str, Group] = MappingProxyType({}),
    ) -> None:
        bases = {base for found in runs.values() for run in found for base in _bases(run)}
        own: dict[_Base, Category] = {base: _category(base, ()) for base in bases}
        of_figures: Mapping[str, set[str]] = defaultdict(set)
        for figure in figures:
            group = groups.get(figure.group)
            for place_id in (figure.place_id,) if group is None else group.members:
                of_figures[place_id].add(figure.workstream)
        special = {
            row["place_id"]: _category(_base(row), of_figures[row["place_id"]])
            for row in rows_with(runs, of_figures.keys())
        }
        every = {*own.values(), *special.values()}
        self.all: tuple[Category, ...] = tuple(sorted(every, key=_sort_key))
        index = {category: number for number, category in enumerate(self.all)}
        self._of_base = {base: index[category] for base, category in own.items()}
        self._special = {place_id: index[category] for place_id, category in special.items()}

    def of(self, table: pa.Table) -> NDArray[np.uint16]:
        """Return the index of the category of each row of a table of places."""
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


def mask_of(
    categories: Sequence[Category], layers: Iterable[str], chosen: Iterable[str]
) -> NDArray[Any]:
    """Tell which categories a filter shows; no workstream chosen means all."""
    wanted, within = set(chosen), set(layers)
    shown = [
        category.layer in within and (not wanted or not wanted.isdisjoint(category.workstreams))
        for category in categories
    ]
    return np.array(shown, dtype=bool)


def _bases(run: pa.Table) -> Iterable[_Base]:
    return [_parted(text) for text in pc.unique(_joined(run)).to_pylist()]


def _joined(table: pa.Table) -> Any:
    """Return what a category is made of as one text a row; ids hold no line ends."""
    located = pc.is_in(table.column("precision"), pa.array(sorted(KNOWN_PRECISIONS)))
    own = pc.fill_null(table.column("workstream"), "")
    marks = pc.if_else(located, "1", "0")
    return pc.binary_join_element_wise(table.column("layer"), own, marks, "\n")


def _parted(text: str) -> _Base:
    layer, workstream, mark = text.split("\n")
    return layer, workstream or None, mark == "1"


def _base(row: Mapping[str, Any]) -> _Base:
    return row["layer"], row["workstream"] or None, row["precision"] in KNOWN_PRECISIONS


def _category(base: _Base, of_figures: Iterable[str]) -> Category:
    layer, workstream, located = base
    every = {*of_figures, *([workstream] if workstream else [])}
    return Category(layer, workstream, tuple(sorted(every)), located)


def _sort_key(category: Category) -> tuple[str, str, tuple[str, ...], bool]:
    own = category.workstream or ""
    return category.layer, own, category.workstreams, category.located

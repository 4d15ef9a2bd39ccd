"""Which places does a package have, be they fifteen or a million?

A mapping of ids to :class:`~geo.records.Place`, made from columns when asked. The first rows are
the *few*: places of layers so small that each is drawn as a symbol, in package order. All others
are the *crowd*, in the order of :mod:`geo.package.places.order`; the number of a place in it is its
position. What a view shows of them are :class:`PlaceRows`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.package.places.categories import Categories, Category
from geo.package.places.place_table import BOX, place_of
from geo.package.schema import PLACE_FIELDS
from geo.records import Place
from geo.remembered import Remembered

MOST_HELD: Final = 5000
"""Places kept as records once they were asked for."""
_BATCH: Final = 1000

Flags = NDArray[np.bool_]
Numbers = NDArray[np.integer[Any]]


class Places(Mapping[str, Place]):
    """The places of a package.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of :data:`geo.package.places.place_table.SCHEMA`; may be mapped from the disk.
    few : int
        How many rows come first as symbols.
    categories : sequence of Category
    category_of : array of int
        Index into `categories` of each row.
    by_id : array of int, optional
        Rows in the order of ids, where it is known; else worked out when first needed.
    again : callable, optional
        Returns the same places once more, where they are kept on the disk: how they are passed to
        another process, which then maps them instead of being sent a million rows.
    """

    def __init__(
        self,
        table: pa.Table,
        *,
        few: int,
        categories: Sequence[Category],
        category_of: NDArray[Any],
        by_id: NDArray[Any] | None = None,
        again: Callable[[], Places] | None = None,
    ) -> None:
        self.table = table
        self.few = few
        self.categories = tuple(categories)
        self.category_of = category_of
        self._by_id = by_id
        self._again = again
        self._held: Remembered[Place] = Remembered(MOST_HELD)
        self._rows: Remembered[int] = Remembered(MOST_HELD)

    @classmethod
    def of(cls, few: pa.Table, crowd: pa.Table | None, categories: Categories) -> Places:
        """Return the places of two tables."""
        table = few if crowd is None else pa.concat_tables([few, crowd])
        return cls(
            table, few=few.num_rows, categories=categories.all, category_of=categories.of(table)
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how another process comes by the same places; what was worked out stays here."""
        if self._again is not None:
            return self._again, ()
        made = partial(Places, few=self.few, categories=self.categories)
        return partial(made, category_of=self.category_of, by_id=self._by_id), (self.table,)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def crowd(self) -> int:
        """How many places are in the crowd."""
        return len(self) - self.few

    def __iter__(self) -> Iterator[str]:
        for chunk in self.table.column("place_id").iterchunks():
            yield from chunk.to_pylist()

    def __contains__(self, place_id: object) -> bool:
        return isinstance(place_id, str) and self.row_of(place_id) is not None

    def __getitem__(self, place_id: str) -> Place:
        return self.at(self.row(place_id))

    def values(self) -> PlaceRows:  # type: ignore[override]  # more than a view: it can be sliced
        """Return all places in order."""
        return PlaceRows(self, np.arange(len(self)))

    @property
    def few_places(self) -> PlaceRows:
        """The places drawn as symbols."""
        return self.values()[: self.few]

    def row_of(self, place_id: str) -> int | None:
        """Return the row of an id; None where there is none."""
        ids, order = self._ids, self._order
        at = bisect_left(order, place_id, key=lambda row: ids[int(row)].as_py())
        found = at < len(order) and ids[int(order[at])].as_py() == place_id
        return int(order[at]) if found else None

    def row(self, place_id: str) -> int:
        """Return the row of a place that is there.

        Raises
        ------
        KeyError
            If it is not.
        """
        found = self._rows.get(place_id)
        if found is None:
            found = self.row_of(place_id)
            if found is None:
                raise KeyError(place_id)
            self._rows.keep(place_id, found)
        return found

    def position_of(self, place_id: str) -> int | None:
        """Return the position of a place in the crowd; None where it is not in it."""
        row = self.row_of(place_id)
        return row - self.few if row is not None and row >= self.few else None

    def at(self, row: int) -> Place:
        """Return the place of a row."""
        return self._held.of(row, lambda: place_of(self.table.slice(row, 1).to_pylist()[0]))

    def read(self, rows: Numbers) -> Iterator[Place]:
        """Yield the places of ascending rows, read in batches and not kept."""
        for start in range(0, len(rows), _BATCH):
            wanted = rows[start : start + _BATCH].astype(np.int64)
            first = int(wanted[0])
            near = self.table.slice(first, int(wanted[-1]) - first + 1)
            yield from map(place_of, near.take(pa.array(wanted - first)).to_pylist())

    def geometries(self, rows: Numbers) -> NDArray[np.object_]:
        """Return the shapes of rows, degrees WGS-84."""
        found = self.table.column("wkb").take(pa.array(rows))
        return np.asarray(shapely.from_wkb(found.to_numpy(zero_copy_only=False)))

    def bounds(self, layer: str | None = None) -> tuple[float, ...]:
        """Return west, south, east, north of all places, or of a layer's, degrees.

        Empty where there is no place.
        """
        boxes = self._boxes
        if layer is not None:
            of_layer = np.array([each.layer == layer for each in self.categories], dtype=bool)
            boxes = boxes[of_layer[self.category_of]]
        if not len(boxes):
            return ()
        return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())

    def digest(self) -> str:
        """Return the SHA-256 of all that these places say, in order; four seconds a million."""
        found = hashlib.sha256()
        for start in range(0, len(self), _BATCH):
            for name in (*PLACE_FIELDS, "wkb"):
                values = self.table.column(name).slice(start, _BATCH).to_pylist()
                found.update(repr(values).encode())
        return found.hexdigest()

    @cached_property
    def counts(self) -> Numbers:
        """How many places of the crowd each category has."""
        return np.bincount(self.category_of[self.few :], minlength=len(self.categories))

    @cached_property
    def _ids(self) -> Any:
        return self.table.column("place_id")

    @cached_property
    def _order(self) -> NDArray[Any]:
        if self._by_id is not None:
            return self._by_id
        order: NDArray[Any] = pc.sort_indices(self._ids).to_numpy()
        return order

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        return np.column_stack([self.table.column(name).to_numpy() for name in BOX])


class PlaceRows(Sequence[Place]):
    """Some places of a package (`of`) in its order, made when they are asked for."""

    def __init__(self, places: Places, rows: Numbers) -> None:
        self.of = places
        self.rows = rows.astype(np.uint32)

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, place_id: str) -> bool:
        """Tell whether a place is one of these, by its id; they are in ascending order."""
        row = self.of.row_of(place_id)
        at = len(self) if row is None else int(np.searchsorted(self.rows, row))
        return at < len(self) and int(self.rows[at]) == row

    @cached_property
    def crowd_counts(self) -> Numbers:
        """How many of these are in the crowd, by their category."""
        rows = self.rows[np.searchsorted(self.rows, self.of.few) :]
        return np.bincount(self.of.category_of[rows], minlength=len(self.of.categories))

    def crowd_bits(self) -> bytes:
        """Return one bit a place of the crowd by position, the first the highest of its byte."""
        flags = np.zeros(self.of.crowd, dtype=bool)
        rows = self.rows[np.searchsorted(self.rows, self.of.few) :]
        flags[rows - self.of.few] = True
        return np.packbits(flags).tobytes()

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> PlaceRows: ...

    def __getitem__(self, index: int | slice) -> Place | PlaceRows:
        if isinstance(index, slice):
            return PlaceRows(self.of, self.rows[index])
        return self.of.at(int(self.rows[index]))

    def __iter__(self) -> Iterator[Place]:
        if len(self) <= MOST_HELD:
            return map(self.of.at, self.rows.tolist())
        return self.of.read(self.rows)

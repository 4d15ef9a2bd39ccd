"""Some places of a package, as many as a view shows: how are they counted, told and read?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from geo.records import Place

if TYPE_CHECKING:
    from geo.package.places.places import Places

MOST_HELD: Final = 5000
"""Places kept as records once they were asked for."""
Numbers = NDArray[np.integer[Any]]


class PlaceRows(Sequence[Place]):
    """Some places of a package in its order, made when they are asked for."""

    def __init__(self, places: Places, rows: Numbers) -> None:
        self._places = places
        self.rows = rows.astype(np.uint32)

    @property
    def of(self) -> Places:
        """The places that these are some of."""
        return self._places

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, place_id: str) -> bool:
        """Tell whether a place is one of these, by its id; they are in ascending order."""
        row = self._places.row_of(place_id)
        at = len(self) if row is None else int(np.searchsorted(self.rows, row))
        return at < len(self) and int(self.rows[at]) == row

    @cached_property
    def crowd_counts(self) -> Numbers:
        """How many of these are in the crowd, by their category."""
        rows = self.rows[np.searchsorted(self.rows, self._places.few) :]
        return np.bincount(self._places.category_of[rows], minlength=len(self._places.categories))

    def crowd_bits(self) -> bytes:
        """Return one bit a place of the crowd by position, the first the highest of its byte."""
        flags = np.zeros(self._places.crowd, dtype=bool)
        rows = self.rows[np.searchsorted(self.rows, self._places.few) :]
        flags[rows - self._places.few] = True
        return np.packbits(flags).tobytes()

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> PlaceRows: ...

    def __getitem__(self, index: int | slice) -> Place | PlaceRows:
        if isinstance(index, slice):
            return PlaceRows(self._places, self.rows[index])
        return self._places.at(int(self.rows[index]))

    def __iter__(self) -> Iterator[Place]:
        if len(self) <= MOST_HELD:
            return map(self._places.at, self.rows.tolist())
        return self._places.read(self.rows)

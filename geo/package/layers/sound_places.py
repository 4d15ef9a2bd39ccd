"""How do many features as their source has them become sound places and faults?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from geo.package.faults import Faults
from geo.package.geometry import Problem
from geo.package.layers.column_checks import Flags, suspicious_geometries, suspicious_texts
from geo.package.layers.feature_checks import check_feature
from geo.package.layers.systems import System
from geo.package.schema import PLACE_FIELDS

PLACES = pa.schema([(name, pa.string()) for name in PLACE_FIELDS])
"""Columns of a batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sound places of one layer in the order of its source; all three have the same length.

    Parameters
    ----------
    numbers : array of int64
        Number of each feature or row in its source, from 1.
    table : pyarrow.Table
        Texts of :data:`geo.package.schema.PLACE_FIELDS`, null where an optional one is absent.
    geometries : array of shapely geometries
        Valid, in two dimensions, WGS-84, longitude before latitude.
    """

    numbers: np.ndarray[Any, np.dtype[np.int64]]
    table: pa.Table
    geometries: np.ndarray[Any, np.dtype[np.object_]]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Features as their source has them.

    `odd` marks features of which a value did not fit into `table`; `feature` returns the own id
    and the properties of one of them, by its place in the batch, as its source says them. `system`
    is what the source names for its coordinates, easting or longitude first; None where it names
    none. `why` returns why a geometry is none, where that is known.
    """

    numbers: np.ndarray[Any, np.dtype[np.int64]]
    table: pa.Table
    geometries: np.ndarray[Any, np.dtype[np.object_]]
    odd: Flags
    feature: Callable[[int], tuple[object, object]]
    system: System | None = None
    why: Callable[[int], Problem | None] = lambda _: None


def sound_places(file: str, unchecked: Unchecked, faults: Faults) -> Batch:
    """Return the sound ones among features; every other is a fault with its number."""
    sound = ~(
        unchecked.odd
        | suspicious_texts(unchecked.table)
        | suspicious_geometries(unchecked.geometries, unchecked.table.column("precision"))
    )
    for at in np.flatnonzero(~sound).tolist():
        found = Faults()
        number, geometry = int(unchecked.numbers[at]), unchecked.geometries[at]
        why = unchecked.why(at) if geometry is None else None
        check_feature(file, number, *unchecked.feature(at), geometry, found, why=why)
        for fault in found:
            faults.append(fault)
        sound[at] = not found.errors
    if sound.all():
        return Batch(unchecked.numbers, unchecked.table, unchecked.geometries)
    return Batch(
        unchecked.numbers[sound],
        unchecked.table.filter(pa.array(sound)),
        unchecked.geometries[sound],
    )


def text_column(values: list[Any]) -> tuple[pa.Array, Flags | None]:
    """Return values as texts, null where one is none; the flags tell which are none, if any."""
    try:
        return pa.array(values, pa.string()), None
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError):
        kept = [value if _is_text(value) else None for value in values]
        odd = [not (value is None or _is_text(value)) for value in values]
        return pa.array(kept, pa.string()), np.array(odd, bool)


def _is_text(value: object) -> bool:
    """Tell whether a value is a text that can be written as UTF-8: lone surrogates cannot."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True

"""How do many features as their source has them become sound places and faults?

Whole columns are asked first what :mod:`geo.package.layers.feature_checks` asks of one feature.
That may name a sound feature, for the checks to acquit, and never leaves out a broken one; a test
holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.package.faults import Faults
from geo.package.geometry import Problem
from geo.package.layers.feature_checks import LARGEST, check_feature
from geo.package.layers.systems import System
from geo.package.layers.texts import texts_of
from geo.package.missing import unmet_area
from geo.package.places.place_table import Batch
from geo.package.schema import (
    ID_PATTERN,
    OPTIONAL_PLACE_FIELDS,
    PLACE_LENGTHS,
    PLACE_PRECISIONS,
)
from geo.records import KNOWN_PRECISIONS

Flags = np.ndarray[Any, np.dtype[np.bool_]]
_REFUSED: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}"
"""Controls and direction overrides, as :func:`geo.package.faults.unprintable` has them."""
_TEXT: Final = rf"(?s)\A[^{_REFUSED}]*[\pL\pN\pP\pS][^{_REFUSED}]*\z"
"""A text without them that is more than spaces: letters, digits, punctuation and symbols are none.
"""
_ID: Final = rf"\A(?:{ID_PATTERN})\z"
_UNMET: Final[Problem] = ("E_AREA_UNMET", ("", ""), ("", ""))
"""Why a feature has no shape whose area has none: told once, of the area."""
_COLLECTION: Final = 7
"""Number of GeometryCollection among shapely's types."""


def suspicious_texts(table: pa.Table) -> Flags:
    """Tell for each row of :data:`PLACE_LENGTHS` whether a text of it might be wrong."""
    flags = np.zeros(len(table), bool)
    columns = {name: _encoded(table.column(name)) for name in PLACE_LENGTHS}
    good = _matching({name: column.dictionary for name, column in columns.items()})
    for name, column in columns.items():
        found = _flags(pc.fill_null(pc.take(good[name], column.indices), False))
        if name in OPTIONAL_PLACE_FIELDS:
            found |= _flags(pc.is_null(column))
        flags |= ~found
    flags |= ~_among(table.column("precision"), PLACE_PRECISIONS)
    return flags


def suspicious_geometries(geometries: np.ndarray, precisions: pa.ChunkedArray) -> Flags:
    """Tell for each geometry (WGS-84, longitude before latitude) whether it might be wrong.

    Parameters
    ----------
    geometries : array of shapely geometries
        None where there is no readable one.
    precisions : pyarrow.ChunkedArray
        How well each is located; where it is not, it must be an area.
    """
    # NaN, where there is nothing, is in no range.
    west, south, east, north = shapely.bounds(geometries).T.reshape(4, len(geometries))
    good = (west >= -LARGEST) & (west <= east) & (east <= LARGEST)
    good &= (south >= -LARGEST) & (south <= north) & (north <= LARGEST)
    good &= shapely.get_type_id(geometries) != _COLLECTION
    good &= ~shapely.is_empty(geometries)
    # Only of what lies in these: beyond them GEOS may take its time, or overflow.
    good[good] = shapely.is_valid(geometries[good])
    unlocated = good & ~_among(precisions, tuple(KNOWN_PRECISIONS))
    good[unlocated] = shapely.area(geometries[unlocated]) > 0
    return np.asarray(~good)


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Most columns say the same over and over; each of their texts is looked at once."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _matching(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Tell of each column which texts match and have no more characters than theirs may have.

    No missing one does, nor one that is not UTF-8.
    """
    sound = {name: _readable(texts) for name, texts in columns.items()}
    # The texts of all columns are asked at once: to compile a pattern takes longer than a layer.
    asked = pa.concat_arrays([texts for name, texts in sound.items() if name != "place_id"])
    matching, at = pc.match_substring_regex(asked, _TEXT), 0
    found = {}
    for name, texts in sound.items():
        if name == "place_id":
            said = pc.match_substring_regex(texts, _ID)
        else:
            said, at = matching.slice(at, len(texts)), at + len(texts)
        short = pc.less_equal(pc.utf8_length(texts), PLACE_LENGTHS[name])
        found[name] = pc.fill_null(pc.and_(short, said), False)
    return found


def _readable(texts: pa.Array) -> pa.Array:
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return pa.array(texts_of(texts), pa.string())
    return texts


def _among(column: pa.ChunkedArray, choices: tuple[str, ...]) -> Flags:
    return _flags(pc.is_in(column, value_set=pa.array(choices, pa.string())))


def _flags(values: Any) -> Flags:
    """Return Arrow's truth values, none of them missing, as an array that may be written to."""
    return np.array(values.to_numpy(zero_copy_only=False), dtype=bool)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Features as their source has them.

    `odd` marks features of which a value did not fit into `table`; `feature` returns the own id
    and the properties of one of them, by its place in the batch, as its source says them. `system`
    is what the source names for its coordinates, easting or longitude first; None where it names
    none. `why` returns why a geometry is none, where that is known; `is_null` tells whether its
    source says that there is none. `unmet` has the areas that features name and nothing has, by
    their place in the batch; "" for an area of which something else is wrong.
    """

    numbers: np.ndarray[Any, np.dtype[np.int64]]
    table: pa.Table
    geometries: np.ndarray[Any, np.dtype[np.object_]]
    odd: Flags
    feature: Callable[[int], tuple[object, object]]
    system: System | None = None
    why: Callable[[int], Problem | None] = lambda _: None
    is_null: Callable[[int], bool] = lambda _: False
    unmet: Mapping[int, str] = field(default_factory=dict)


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
        if at in unchecked.unmet:
            why = _UNMET
        check_feature(file, number, *unchecked.feature(at), geometry, found, why=why)
        sound[at] = not found.errors
        for fault in found:
            if fault.code != _UNMET[0]:
                faults.append(fault)
        if unchecked.unmet.get(at):
            faults.append(unmet_area(file, number, unchecked.unmet[at]))
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

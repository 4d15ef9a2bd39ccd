"""How are many places held? As columns, one row a place, so that a million of them stay small.

A table has the fields of a place as they were read (:data:`geo.package.schema.PLACE_FIELDS`), its
shape, and what is worked out once: its box, its anchor in world units, and the anchor's Morton key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.language.bilingual import Bilingual
from geo.package.places.spatial import anchors, morton, world
from geo.package.schema import PLACE_FIELDS
from geo.records import Place

BOX: Final = ("west", "south", "east", "north")
PLACES: Final = pa.schema([(name, pa.string()) for name in PLACE_FIELDS])
"""Columns of a batch."""
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in PLACE_FIELDS),
        ("number", pa.int64()),  # of the feature or row in its source, from 1
        ("wkb", pa.binary()),  # degrees WGS-84, longitude before latitude
        *((name, pa.float64()) for name in BOX),  # degrees
        ("x", pa.int32()),
        ("y", pa.int32()),
        ("key", pa.uint64()),
    ]
)


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


def as_table(
    fields: pa.Table, numbers: NDArray[np.int64], geometries: NDArray[np.object_]
) -> pa.Table:
    """Return sound places as a table of :data:`SCHEMA`, in the order given.

    Parameters
    ----------
    fields : pyarrow.Table
        Columns :data:`~geo.package.schema.PLACE_FIELDS`, strings; what a place lacks is null.
    numbers : array of int
        Number of each in its source, from 1.
    geometries : array of shapely geometries
        Degrees WGS-84, longitude before latitude.
    """
    spots = world(anchors(geometries))
    made = {name: fields.column(name) for name in PLACE_FIELDS}
    made |= {"number": numbers, "wkb": shapely.to_wkb(geometries)}
    made |= dict(zip(BOX, shapely.bounds(geometries).T, strict=True))
    made |= {"x": spots[:, 0], "y": spots[:, 1], "key": morton(spots)}
    columns = [
        pa.array(made[name], kind) if isinstance(made[name], np.ndarray) else made[name].cast(kind)
        for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True)
    ]
    return pa.table(columns, schema=SCHEMA)


def place_of(row: dict[str, Any]) -> Place:
    """Return one row of a table as a record."""
    return Place(
        place_id=row["place_id"],
        name=Bilingual(row["name_zh"], row["name_en"]),
        pinyin=row["pinyin"] or "",
        layer=row["layer"],
        workstream=row["workstream"] or None,
        code=row["code"] or None,
        parent=Bilingual(row["parent_zh"], row["parent_en"]),
        precision=row["precision"],
        known=Bilingual(row["known_zh"], row["known_en"]),
        source_id=row["source_id"],
        geometry=shapely.from_wkb(row["wkb"]),
        area=row["area"] or "",
    )

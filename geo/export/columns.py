"""Which places leave as a file? Those shown, as columns, some thousand at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, convert_geometry
from geo.export.tables import PLACE_COLUMNS, Export, PlainRow, doubles, figure_facts
from geo.language.texts import text
from geo.package.places.places import Numbers, PlaceRows
from geo.package.schema import PLACE_FIELDS
from geo.records import PRECISIONS, Place

BATCH: Final = 5000
"""Places at a time: as many as are in memory twice."""
_EMPTY_IS_NONE: Final = ("workstream", "code")
_NEVER_NONE: Final = ("pinyin",)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of the places shown, in their order.

    Parameters
    ----------
    facts : pyarrow.Table
        Columns :data:`geo.export.tables.PLACE_COLUMNS`, strings; what a place lacks is null.
    box : pyarrow.Table
        Columns ``west``, ``south``, ``east``, ``north``, degrees WGS-84.
    shapes : array of shapely geometries
        Longitude before latitude, degrees of the datum asked for.
    """

    facts: pa.Table
    box: pa.Table
    shapes: NDArray[np.object_]

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the facts, one tuple a place."""
        return list(zip(*(column.to_pylist() for column in self.facts.columns), strict=True))


def batches(export: Export, datum: Datum = "wgs84") -> Iterator[Batch]:
    """Yield the places shown."""
    rows = export.shown.places.rows
    for start in range(0, len(rows), BATCH):
        wanted = rows[start : start + BATCH]
        table = taken(export, wanted)
        wkb = table.column("wkb").to_numpy(zero_copy_only=False)
        shapes = on_datum(np.asarray(shapely.from_wkb(wkb)), datum)
        box = table.select(["west", "south", "east", "north"])
        yield Batch(_facts(table), box, shapes)


def fact_batches(export: Export) -> Iterator[pa.Table]:
    """Yield the facts of the places shown, without their shapes."""
    rows = export.shown.places.rows
    for start in range(0, len(rows), BATCH):
        yield _facts(taken(export, rows[start : start + BATCH]))


def taken(export: Export, rows: Numbers) -> pa.Table:
    """Return the columns of ascending rows; of the whole table only what lies around them."""
    first, last = int(rows[0]), int(rows[-1])
    near = export.package.place.table.slice(first, last - first + 1)
    if near.num_rows == len(rows):
        return near
    return near.take(pa.array(rows.astype(np.int64) - first))


def source_ids(places: Sequence[Place]) -> list[str]:
    """Return the sources of the positions of places, each once, in order of appearance."""
    if not isinstance(places, PlaceRows):
        return list(dict.fromkeys(place.source_id for place in places))
    column = places.of.table.column("source_id")
    found: list[str] = pc.unique(column.take(pa.array(places.rows))).to_pylist()
    return found


def own_workstreams(places: Sequence[Place]) -> list[str | None]:
    """Return the places' own workstreams, each once, in order of appearance."""
    if not isinstance(places, PlaceRows):
        return list(dict.fromkeys(place.workstream for place in places))
    categories, first = np.unique(places.of.category_of[places.rows], return_index=True)
    ordered = categories[np.argsort(first)].tolist()
    return list(dict.fromkeys(places.of.categories[category].workstream for category in ordered))


def on_datum(shapes: NDArray[np.object_], datum: Datum) -> NDArray[np.object_]:
    """Return shapes, given in degrees WGS-84, on `datum`; heights are dropped."""
    return np.asarray(convert_geometry(shapes, "wgs84", datum))


def figures_by_place(export: Export) -> Mapping[str, list[PlainRow]]:
    """Return the figures shown and their sources by the places they are tied to."""
    found: dict[str, list[PlainRow]] = defaultdict(list)
    for figure in export.shown.figures:
        for place_id in export.package.place_ids_of(figure):
            found[place_id].append(doubles(figure_facts(export.package, figure)))
    return dict(found)


def _facts(table: pa.Table) -> pa.Table:
    """Return the columns of a table of places as they leave."""
    columns = {name: _text(name, table.column(name)) for name in PLACE_FIELDS}
    at = pc.index_in(columns["precision"], pa.array(PRECISIONS))
    for lang in ("zh", "en"):
        words = pa.array([text(f"map.precision.{each}", lang) for each in PRECISIONS])
        columns[f"precision_in_words_{lang}"] = pc.take(words, at)
    return pa.table({name: columns[name] for name in PLACE_COLUMNS})


def _text(name: str, column: Any) -> Any:
    found = column.cast(pa.string())
    if name in _NEVER_NONE:
        return pc.fill_null(found, "")
    if name in _EMPTY_IS_NONE:
        return pc.if_else(pc.equal(found, ""), None, found)
    return found

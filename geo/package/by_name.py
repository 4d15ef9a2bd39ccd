"""What is meant by an id that nothing has: is it somebody's name, or nearly somebody's id?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.package.faults import Faults
from geo.package.missing import Missing
from geo.package.places.order import Runs
from geo.package.records_from_rows import Row
from geo.package.remedies import PLACES, Meant, near
from geo.package.schema import TABLES
from geo.package.tables import Keys

MOST_NEAR: Final = 2_000
"""Ids among which one is looked for that is nearly as written."""
_LOOKED_FOR: Final = 50
"""Ids of a table for which a like one is looked for; more were not mistyped one by one."""
_NAMES: Final = ("name_", "title", "zh", "en_", "measure")
"""How the columns begin by whose words a row is known."""
Asked = tuple[str, str]
"""A table, or the places, and a name that stands where an id of it should."""


def tell_missing(
    missing: Missing,
    rows: Mapping[str, Iterable[Row]],
    known: Keys,
    runs: Runs,
    paths: Collection[str],
    faults: Faults,
) -> None:
    """Add one fault for each id that is named and is nowhere, with what may be meant.

    Parameters
    ----------
    rows, known : mapping
        Rows and ids of each table.
    runs : mapping
        Places by layer.
    paths : collection of str
        Files of the layers.
    """
    missing.leave_out({table for table, ids in known.items() if ids is None})
    asked = missing.names()
    ids: defaultdict[Asked, list[str]] = defaultdict(list)
    for key, of in _known(asked, rows, runs) if asked else ():
        ids[key].append(of)
    meant: dict[Asked, Meant] = {}
    looked: Counter[str] = Counter()
    for key in sorted(asked):
        target, name = key
        found = tuple(dict.fromkeys(ids[key]))
        likely = Meant(name, found, is_name=True) if found else None
        if likely is None and looked[target] < _LOOKED_FOR:
            looked[target] += 1
            of_table = _some_ids(runs) if target == PLACES else sorted(known.get(target) or ())
            likely = near(name, of_table)
        if likely is not None:
            meant[key] = likely
    faults.extend(missing.told(meant, paths))


def _some_ids(runs: Runs) -> list[str]:
    """Return ids of places among which one that is nearly right is looked for."""
    every = (run for found in runs.values() for run in found)
    return [
        place_id
        for run in every
        for place_id in run.column("place_id").slice(0, MOST_NEAR).to_pylist()
    ][:MOST_NEAR]


def _known(
    asked: frozenset[Asked], rows: Mapping[str, Iterable[Row]], runs: Runs
) -> Iterator[tuple[Asked, str]]:
    """Yield the ids of whatever has one of the names."""
    for table in {table for table, _ in asked} - {PLACES}:
        for row in rows.get(table, ()):
            for column, text in row.cells.items():
                if column.startswith(_NAMES) and (table, text) in asked:
                    yield (table, text), row[TABLES[table][0].name]
    wanted = pa.array(sorted(name for table, name in asked if table == PLACES), pa.string())
    for run in (run for found in runs.values() for run in found) if len(wanted) else ():
        for column in ("name_zh", "name_en"):
            places = run.filter(pc.is_in(run.column(column), wanted))
            for place in places.select(["place_id", column]).to_pylist():
                yield (PLACES, place[column]), place["place_id"]

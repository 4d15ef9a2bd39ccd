"""Whose name stands where an id should? Then theirs is the remedy, and none made of the name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.faults import Faults, quoted
from geo.package.places.order import Runs
from geo.package.records_from_rows import Row
from geo.package.schema import TABLES

_CODES: Final = frozenset(("E_PATTERN", "E_REFERENCE", "E_ID"))
_COLUMN: Final = re.compile(r"(\w+)[：\s][^“]*“([^”]+)”", re.ASCII)
"""Column and value of a fault as it is told in Chinese."""
_NAMES: Final = ("name_", "title", "zh", "en_", "measure")
"""How the columns begin by whose words a row is known."""
_PLACES: Final = "places"
_MOST: Final = 3
"""Ids of one name that are told."""
_TARGETS: Final = {
    **{field.name: field.refers_to for field in TABLES["figures"] if field.refers_to},
    "place_id": _PLACES,
}
"""What columns of layers refer to, and what no table is of."""
Asked = tuple[str, str]
"""A table, or the places, and a name that stands where an id of it should."""


def name_ids(rows: Mapping[str, Iterable[Row]], runs: Runs, faults: Faults) -> None:
    """Give each fault of an id that is somebody's name the remedy to write their id."""
    asked = {at: key for at, fault in enumerate(faults) if (key := _asked(fault)) is not None}
    if not asked:
        return
    ids: defaultdict[Asked, list[str]] = defaultdict(list)
    for key, known in _known(frozenset(asked.values()), rows, runs):
        ids[key].append(known)
    for at, key in asked.items():
        if found := list(dict.fromkeys(ids[key])):
            faults[at] = replace(faults[at], remedy=_remedy(key[1], found))


def _asked(fault: Fault) -> Asked | None:
    """Return what a fault's value may be the name of."""
    found = _COLUMN.match(fault.fault.zh) if fault.code in _CODES else None
    if found is None:
        return None
    table = PurePosixPath(fault.file).stem if fault.file.endswith(".csv") else ""
    fields = {field.name: field.refers_to for field in TABLES.get(table, ())}
    column = found[1]
    is_own = not table and column == "place_id"
    target = "" if is_own else fields.get(column) or _TARGETS.get(column, "")
    return (target, found[2]) if target and target != table else None


def _known(
    asked: frozenset[Asked], rows: Mapping[str, Iterable[Row]], runs: Runs
) -> Iterator[tuple[Asked, str]]:
    """Yield the ids of whatever has one of the names."""
    for table in {table for table, _ in asked} - {_PLACES}:
        for row in rows.get(table, ()):
            for column, text in row.cells.items():
                if column.startswith(_NAMES) and (table, text) in asked:
                    yield (table, text), row[TABLES[table][0].name]
    wanted = pa.array(sorted(name for table, name in asked if table == _PLACES), pa.string())
    for run in (run for found in runs.values() for run in found) if len(wanted) else ():
        for column in ("name_zh", "name_en"):
            places = run.filter(pc.is_in(run.column(column), wanted))
            for place in places.select(["place_id", column]).to_pylist():
                yield (_PLACES, place[column]), place["place_id"]


def _remedy(name: str, ids: list[str]) -> Bilingual:
    shown = quoted(name)
    if len(ids) == 1:
        return Bilingual(
            f"这是名称；{shown} 的编号是 {ids[0]}，请填编号",
            f"It is a name; the id of {shown} is {ids[0]}: write that",
        )
    more = len(ids) > _MOST
    zh, en = "、".join(ids[:_MOST]), ", ".join(ids[:_MOST])
    return Bilingual(
        f"这是名称；叫 {shown} 的有 {zh}{' 等' if more else ''}，请填其中一个编号",
        f"It is a name; {en}{' and others' if more else ''} have it: write the id of one",
    )

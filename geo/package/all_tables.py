"""What do all tables of a package say together, and which of them cannot be relied on?

What refers to a table that could not be read whole is not judged: one cause is one fault.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc
from shapely import to_wkb

from geo.package import descriptor as described
from geo.package.areas import AREAS, read_areas, read_neighbours, read_towns
from geo.package.faults import Faults
from geo.package.missing import Missing
from geo.package.places.order import Runs
from geo.package.records_from_rows import Row, figures, groups, layers
from geo.package.reference_checks import check_charts, check_homes, check_terms
from geo.package.remedies import PLACES, Meant, near
from geo.package.schema import CONTEXT, DESCRIPTOR, OPTIONAL_TABLES, TABLES, TOWNS
from geo.package.tables import Keys, Table, read_table
from geo.package.told import told
from geo.records import Area, Figure, Group, Layer, Town

Contents = Mapping[str, bytes]
MOST_NEAR: Final = 2_000
"""Ids among which one is looked for that is nearly as written."""
_LOOKED_FOR: Final = 50
"""Ids of a table for which a like one is looked for; more were not mistyped one by one."""
_NAMES: Final = ("name_", "title", "zh", "en_", "measure")
"""How the columns begin by whose words a row is known."""
Asked = tuple[str, str]
"""A table, or the places, and a name that stands where an id of it should."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a package says besides its places: its descriptor, and the rows of its tables."""

    descriptor: Mapping[str, Any]
    rows: Mapping[str, list[Row]]
    context: gpd.GeoDataFrame
    known: Keys = field(default_factory=dict)
    """Ids by table; None where they cannot all be read, so that nothing is said of references."""
    missing: Missing = field(default_factory=Missing)
    """What rows name and no table has: told once, with what the layers name."""
    areas: Mapping[str, Area] = field(default_factory=dict)
    towns: tuple[Town, ...] = ()
    shapes: Mapping[str, Any] = field(default_factory=dict)
    """Sound shapes of areas by id, also of one of which the row has a fault."""

    @property
    def layers(self) -> dict[str, Layer]:
        """Layers by id."""
        return layers(self.rows["layers"])

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Figures in the order of the file."""
        return figures(self.rows["figures"])

    def tell_missing(self, runs: Runs, faults: Faults, more: Missing | None = None) -> None:
        """Add a fault for each id that rows, or the layers, name and nothing has."""
        whole = Missing()
        for each in (self.missing, more or Missing()):
            whole.add(each)
        paths = [layer.path for layer in self.layers.values()]
        tell_missing(whole, self.rows, self.known, runs, paths, faults)

    @property
    def groups(self) -> dict[str, Group]:
        """Groups of places by id."""
        return groups(self.rows["groups"])

    @property
    def area_shapes(self) -> dict[str, bytes | None]:
        """What is drawn for places that only name their area, by its id."""
        known = dict.fromkeys(sorted(self.known.get("areas") or ()))
        return known | {area_id: to_wkb(shape) for area_id, shape in self.shapes.items()}

    @property
    def headlines(self) -> frozenset[str]:
        """Ids of the figures that stand for a workstream each."""
        named = (row["headline"].split() for row in self.rows["workstreams"])
        return frozenset(first for first, *_ in filter(None, named))

    @property
    def home_ids(self) -> frozenset[str]:
        """Ids of the places that figures name, by themselves or by their group."""
        members = {member for row in self.rows["groups"] for member in row["members"].split()}
        return frozenset({row["place_id"] for row in self.rows["figures"]} - {""} | members)


def read_tables(contents: Contents, faults: Faults) -> Tables:
    """Read everything but the layers; what is missing is told by :meth:`Tables.tell_missing`."""
    described.check_names(contents, faults)
    descriptor = described.parse(contents.get(DESCRIPTOR), faults)
    read = _tables(contents, faults)
    rows = {table: found.rows for table, found in read.items()}
    known = {table: found.ids if found.whole else None for table, found in read.items()}
    missing = Missing()
    for found in read.values():
        missing.add(found.missing)
    with told("derived.csv", faults):
        check_terms(rows, known, missing, faults)
    with told("figures.csv", faults):
        check_homes(rows["figures"], rows["groups"], faults)
    areas, shapes = read_areas(rows["areas"], known["areas"], contents.get(AREAS), missing, faults)
    with told("charts.csv", faults):
        check_charts(rows, known, missing, faults)
    context = read_neighbours(CONTEXT, contents.get(CONTEXT), faults)
    towns = read_towns(contents.get(TOWNS), faults)
    return Tables(descriptor, rows, context, known, missing, areas, towns, shapes)


def _tables(contents: Contents, faults: Faults) -> dict[str, Table]:
    """Read all tables in the order in which they refer to each other."""
    read: dict[str, Table] = {}
    keys: dict[str, Collection[str] | None] = {}
    for table, fields in TABLES.items():
        content = contents.get(f"{table}.csv")
        read[table] = Table(whole=table in OPTIONAL_TABLES)
        if content is not None:
            with told(f"{table}.csv", faults):
                read[table] = read_table(table, content, keys, faults)
        elif table not in OPTIONAL_TABLES:
            said = ("没有这个文件", "there is no such file")
            remedy = ("每个数据包都要有", "Every package needs it")
            faults.add("E_FILE_MISSING", f"{table}.csv", None, said, remedy)
        targets = {each.refers_to for each in fields if each.refers_to and read[table].ids}
        targets -= OPTIONAL_TABLES
        read |= {name: _not_empty(name, read[name], faults) for name in sorted(targets)}
        keys = {name: found.ids if found.whole else None for name, found in read.items()}
    if any(row["headline"] for row in read["workstreams"].rows):
        read["figures"] = _not_empty("figures", read["figures"], faults)
    return read


def _not_empty(table: str, read: Table, faults: Faults) -> Table:
    """Add the one fault of a table that others refer to and that has no row."""
    if not read.whole or read.ids:
        return read
    said = ("只有表头，没有内容", "there is a header and nothing else")
    remedy = ("填入其他表引用的行", "Add the rows that other tables refer to")
    faults.add("E_NO_ROWS", f"{table}.csv", None, said, remedy)
    return Table()


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

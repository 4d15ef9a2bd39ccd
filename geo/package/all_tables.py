"""What do all tables of a package say together, and which of them cannot be relied on?

What refers to a table that could not be read whole is not judged: one cause is one fault.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
from shapely import to_wkb

from geo.package import descriptor as described
from geo.package.areas import AREAS, read_areas
from geo.package.by_name import tell_missing
from geo.package.chart_checks import check_charts
from geo.package.faults import Faults
from geo.package.homes import check_homes
from geo.package.missing import Missing
from geo.package.neighbours import read_neighbours
from geo.package.places.order import Runs
from geo.package.recipe_checks import check_terms
from geo.package.records_from_rows import Row, figures, groups, layers
from geo.package.schema import CONTEXT, OPTIONAL_TABLES, TABLES
from geo.package.tables import Keys, Table, read_table
from geo.package.told import told
from geo.package.towns import TOWNS, read_towns
from geo.records import Area, Figure, Group, Layer, Town

Contents = Mapping[str, bytes]


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
        return frozenset(row["headline"] for row in self.rows["workstreams"])

    @property
    def home_ids(self) -> frozenset[str]:
        """Ids of the places that figures name, by themselves or by their group."""
        members = {member for row in self.rows["groups"] for member in row["members"].split()}
        return frozenset({row["place_id"] for row in self.rows["figures"]} - {""} | members)


def read_tables(contents: Contents, faults: Faults) -> Tables:
    """Read everything but the layers; what is missing is told by :meth:`Tables.tell_missing`."""
    described.check_names(contents, faults)
    descriptor = described.parse(contents.get(described.DESCRIPTOR), faults)
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
    if read["workstreams"].ids:  # their headlines
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

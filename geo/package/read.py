"""How does a folder of files become a package?

:func:`read_contents` takes the bytes, :func:`build_package` the meaning. All faults are collected;
a package with a fault is not built, so whoever holds an older one keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from geo import files
from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package import descriptor as described
from geo.package.faults import Faults, quoted
from geo.package.gather import Runs, check, rows_with, runs_of, split
from geo.package.kinds import Kinds
from geo.package.neighbours import read_neighbours
from geo.package.package import Package
from geo.package.places import Places
from geo.package.records_of import (
    figures,
    gaps,
    layers,
    other_names,
    recipes,
    sources,
    units,
    workstreams,
)
from geo.package.schema import OPTIONAL_TABLES, TABLES
from geo.package.sources.batches import Batch, batches, part_names
from geo.package.tables import Row, read_table
from geo.package.terms import check_terms
from geo.package.told import told
from geo.records import DataFile, Figure, Layer

CONTEXT: Final = "context/neighbours.geojson"
DATABASE: Final = ".postgis.json"
"""A file of this ending stays the same while what it leads to changes."""
Contents = Mapping[str, bytes]


def read_contents(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of the package in `root`, by path inside it."""
    return {path: files.read_bytes(root / path) for path in files.walk(root)}


def read_package(root: Path) -> Package:
    """Read and build the package in `root`.

    Raises
    ------
    PackageError
        With every fault found.
    OSError
        If a file cannot be read.
    """
    faults = Faults()
    package = build_package(root.name, read_contents(root), faults)
    if package is None:
        raise PackageError(root.name, faults)
    return package


def build_package(package_id: str, contents: Contents, faults: Faults) -> Package | None:
    """Build a package from its files' bytes; None if there is any error."""
    tables = read_tables(contents, faults)
    runs = {
        layer.layer_id: tuple(runs_of(read_layer(layer, contents, faults)))
        for layer in tables.layers.values()
    }
    check_places(tables, runs, faults)
    if faults.errors:
        return None
    found = split(runs)
    crowd = found.crowd.slice(0, len(found.crowd))
    places = Places.of(found.few, crowd, Kinds(runs, tables.figures))
    return assemble(package_id, tables, places, described.measured(contents))


@dataclass(frozen=True, slots=True)
class Tables:
    """What a package says besides its places: its descriptor, and the rows of its tables."""

    descriptor: Mapping[str, Any]
    rows: Mapping[str, list[Row]]
    context: gpd.GeoDataFrame

    @property
    def layers(self) -> dict[str, Layer]:
        """Layers by id."""
        return layers(self.rows["layers"])

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Figures in the order of the file."""
        return figures(self.rows["figures"])


def read_tables(contents: Contents, faults: Faults) -> Tables:
    """Read everything but the layers."""
    described.check_names(contents, faults)
    descriptor = described.parse(contents.get(described.DESCRIPTOR), faults)
    rows = _tables(contents, faults)
    with told("derived.csv", faults):
        check_terms(rows, faults)
    return Tables(descriptor, rows, read_neighbours(CONTEXT, contents.get(CONTEXT), faults))


def assemble(
    package_id: str, tables: Tables, places: Places, hashes: Mapping[str, DataFile]
) -> Package:
    """Put together what was read and found sound; `hashes` has every file by its path."""
    descriptor, rows = tables.descriptor, tables.rows
    return Package(
        package_id=package_id,
        title=_translated(descriptor, "title"),
        description=_translated(descriptor, "description"),
        version=descriptor["version"],
        contact=descriptor.get("contact") or "",
        licences=tuple(entry["title"] for entry in descriptor["licenses"]),
        content_hash=_content_hash(places, hashes),
        units=units(rows["units"]),
        sources=sources(rows["sources"]),
        workstreams=workstreams(rows["workstreams"]),
        layers=tables.layers,
        figures=tables.figures,
        recipes=recipes(rows["derived"]),
        gaps=gaps(rows["gaps"]),
        aliases={row["alias"]: row["place_id"] for row in rows["aliases"]},
        other_names=other_names(rows["aliases"]),
        lines={row["figure_id"]: row.line for row in rows["figures"]},
        place=places,
        context=tables.context,
        files=tuple(file for path, file in hashes.items() if path != described.DESCRIPTOR),
    )


def _content_hash(places: Places, hashes: Mapping[str, DataFile]) -> str:
    """Return what tells this state of the data from any other, also where a database holds it."""
    found = described.content_hash(hashes)
    if not any(path.endswith(DATABASE) for path in hashes):
        return found
    return described.sha256(f"{found}{places.digest()}".encode())


def check_places(tables: Tables, runs: Runs, faults: Faults) -> None:
    """Add the faults of places as a whole, and of rows that are about places."""
    with told("layers.csv", faults):
        _check_places(tables, runs, faults)


def _check_places(tables: Tables, runs: Runs, faults: Faults) -> None:
    rows = tables.rows
    allowed = {
        "workstream": {row["workstream_id"] for row in rows["workstreams"]},
        "source_id": {row["source_id"] for row in rows["sources"]},
    }
    check(tables.layers, runs, allowed, faults)
    if not faults.errors and not any(run.num_rows for found in runs.values() for run in found):
        said = ("没有任何地点", "no layer has a place")
        faults.add("E_NO_PLACE", "layers.csv", None, said, ("请加入地点", "Add a place"))
    named = {row["place_id"] for table in ("figures", "aliases") for row in rows[table]}
    former = {row["alias"] for row in rows["aliases"]}
    known = {row["place_id"] for row in rows_with(runs, named | former)}
    _check_places_of("figures", rows["figures"], known, faults)
    _check_places_of("aliases", rows["aliases"], known, faults)
    _check_former(rows["aliases"], known, faults)


def read_layer(layer: Layer, contents: Contents, faults: Faults) -> Iterator[Batch]:
    """Read the places of one layer, batch by batch."""
    for part in parts_of(layer, contents, faults):
        yield from batches(part, contents[part], faults, datum=layer.datum)


def parts_of(layer: Layer, paths: Iterable[str], faults: Faults) -> list[str]:
    """Return the files of a layer, in order; none, with a fault, if there is no such file."""
    parts = part_names(layer.path, paths)
    if not parts:
        said = (f"没有图层文件 {quoted(layer.path)}", f"no layer file {quoted(layer.path)}")
        faults.add("E_FILE_MISSING", "layers.csv", None, said, ("请补上", "Add it"))
    return parts


def _tables(contents: Contents, faults: Faults) -> dict[str, list[Row]]:
    """Read all tables in the order in which they refer to each other."""
    rows: dict[str, list[Row]] = {}
    keys: dict[str, set[str]] = {}
    for table, fields in TABLES.items():
        content = contents.get(f"{table}.csv")
        if content is None and table not in OPTIONAL_TABLES:
            said = ("没有这个文件", "there is no such file")
            remedy = ("每个数据包都要有", "Every package needs it")
            faults.add("E_FILE_MISSING", f"{table}.csv", None, said, remedy)
        rows[table] = []
        if content is not None:
            with told(f"{table}.csv", faults):
                rows[table] = read_table(table, content, keys, faults)
        keys[table] = {row[fields[0].name] for row in rows[table]}
    return rows


def _check_places_of(table: str, rows: list[Row], known: set[str], faults: Faults) -> None:
    """Add a fault for every row tied to a place that no layer holds."""
    for row in rows:
        if row["place_id"] not in known:
            shown = quoted(row["place_id"])
            said = (f"图层中没有地点 {shown}", f"no layer has the place {shown}")
            remedy = ("改正 place_id，或在图层中补上", "Correct place_id, or add it to a layer")
            faults.add("E_REFERENCE", f"{table}.csv", row.line, said, remedy)


def _check_former(rows: list[Row], known: set[str], faults: Faults) -> None:
    """Add a fault for every former id that a place has now: two places would share it."""
    for row in rows:
        if row["alias"] in known:
            said = (
                f"{row['alias']} 现在是一个地点的 id",
                f"{row['alias']} is the id of a place now",
            )
            remedy = (
                "旧 id 不能再用，请改其中一个",
                "A former id cannot be used again; change one",
            )
            faults.add("E_DUP", "aliases.csv", row.line, said, remedy)


def _translated(descriptor: Mapping[str, Any], name: str) -> Bilingual:
    """Return a text of the descriptor, English from its ``translations``, if it has them."""
    chinese: str = descriptor.get(name) or ""
    translations = descriptor.get("translations") or {}
    return Bilingual(zh=chinese, en=translations.get("en", {}).get(name, chinese))

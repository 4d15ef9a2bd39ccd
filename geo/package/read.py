"""How does a folder of files become a package?

:func:`read_contents` takes the bytes, :func:`build_package` the meaning. All faults are collected;
a package with a fault is not built, so whoever holds an older one keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geo import files
from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package import descriptor as described
from geo.package.all_tables import Contents, Tables, read_tables
from geo.package.doubts import ask, ask_areas
from geo.package.faults import Faults
from geo.package.known import known_in
from geo.package.layers.area_shapes import AreaShapes
from geo.package.layers.degrees import check_datums
from geo.package.layers.layer_files import DATABASE, parts_of
from geo.package.layers.read_layer import read_layer
from geo.package.missing import Missing
from geo.package.package import Package
from geo.package.places.categories import Categories
from geo.package.places.order import Runs, rows_with
from geo.package.places.place_table import Batch
from geo.package.places.places import Places
from geo.package.places.runs import check, runs_of, split
from geo.package.positions import check_areas, check_positions
from geo.package.records_from_rows import (
    Row,
    charts,
    gaps,
    other_names,
    recipes,
    sources,
    units,
    workstreams,
)
from geo.package.reference_checks import need_members
from geo.package.remedies import PLACES
from geo.package.schema import CONTEXT, DESCRIPTOR, TABLES, TOWNS
from geo.package.told import told
from geo.records import DataFile, Layer


def read_contents(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of the package in `root`, by path inside it."""
    return {path: files.read_bytes(root / path) for path in known_in(root)}


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
        layer.layer_id: tuple(runs_of(features_of(layer, contents, tables.area_shapes, faults)))
        for layer in tables.layers.values()
    }
    check_places(tables, runs, faults)
    if faults.errors:
        return None
    found = split(runs)
    crowd = found.crowd.slice(0, len(found.crowd))
    places = Places.of(found.few, crowd, Categories(runs, tables.figures, tables.groups))
    return assemble(package_id, tables, places, described.measured(contents))


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
        licences=_licences(descriptor),
        content_hash=_content_hash(places, hashes),
        units=units(rows["units"]),
        sources=sources(rows["sources"]),
        workstreams=workstreams(rows["workstreams"]),
        layers=tables.layers,
        figures=tables.figures,
        recipes=recipes(rows["derived"]),
        declared_charts=charts(rows["charts"]),
        gaps=gaps(rows["gaps"]),
        aliases={row["alias"]: row["place_id"] for row in rows["aliases"]},
        other_names=other_names(rows["aliases"]),
        lines={row["figure_id"]: row.line for row in rows["figures"]},
        place=places,
        context=tables.context,
        areas=tables.areas,
        groups=tables.groups,
        towns=tables.towns,
        files=tuple(file for path, file in hashes.items() if path != DESCRIPTOR),
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
        missing = Missing()
        _check_places(tables, runs, missing, faults)
        missing.collect(faults)
        tables.tell_missing(runs, faults, missing)


def _check_places(tables: Tables, runs: Runs, missing: Missing, faults: Faults) -> None:
    rows = tables.rows
    are_known = (
        tables.known.get("layers", ()) is not None
        and tables.known.get("areas", ()) is not None
        and None not in tables.area_shapes.values()
        and not _layer_faults(faults)
    )
    check(tables.layers, runs, tables.known, missing, faults)
    if not any(run.num_rows for found in runs.values() for run in found):
        if not faults.errors and not (tables.missing.names() or missing.names()):
            said = ("没有任何地点", "no layer has a place")
            faults.add("E_NO_PLACE", "layers.csv", None, said, ("请加入地点", "Add a place"))
        return
    lines = {row["layer_id"]: row.line for row in rows["layers"]}
    check_datums(tables.layers, runs, lines, faults)
    judged = check_positions(tables.layers, runs, tables.context, faults)
    ask(tables.layers, runs, judged.outline, rows["gaps"], faults)
    check_areas(rows["areas"], tables.areas, judged.outline, faults)
    ask_areas(tables.layers, runs, tables.areas, judged.told, faults)
    named = {row["place_id"] for row in rows["aliases"]} | tables.home_ids
    former = {row["alias"] for row in rows["aliases"]}
    known = {row["place_id"] for row in rows_with(runs, named | former)}
    for table in ("figures", "aliases") if are_known else ():
        for row in rows[table]:
            if row["place_id"] and row["place_id"] not in known:
                missing.need(PLACES, row["place_id"], f"{table}.csv", "place_id", row.line)
    if are_known:
        need_members(rows["groups"], known, missing)
    _check_former(rows["aliases"], known, faults)


def _layer_faults(faults: Faults) -> bool:
    """Tell whether a layer has a feature, or is a file, that could not be read."""
    tables = {f"{table}.csv" for table in TABLES} - {"layers.csv", "areas.csv"}
    others = {DESCRIPTOR, CONTEXT, TOWNS, *tables}
    return any(fault.file not in others for fault in faults.errors)


def features_of(
    layer: Layer, contents: Contents, areas: AreaShapes, faults: Faults
) -> Iterator[Batch]:
    """Read the places of one layer, batch by batch."""
    for part in parts_of(layer, contents, faults):
        yield from read_layer(part, contents[part], faults, datum=layer.datum, areas=areas)


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


def _licences(descriptor: Mapping[str, Any]) -> tuple[Bilingual, ...]:
    """Return the titles of the licences; those of ``translations`` stand in the same order."""
    chinese = descriptor["licenses"]
    english = (descriptor.get("translations") or {}).get("en", {}).get("licenses", chinese)
    pairs = zip(chinese, english, strict=True)
    return tuple(Bilingual(zh=each["title"], en=other["title"]) for each, other in pairs)


def _translated(descriptor: Mapping[str, Any], name: str) -> Bilingual:
    """Return a text of the descriptor, English from its ``translations``, if it has them."""
    chinese: str = descriptor.get(name) or ""
    translations = descriptor.get("translations") or {}
    return Bilingual(zh=chinese, en=translations.get("en", {}).get(name, chinese))

"""How does a folder of files become a package?

:func:`read_contents` takes the bytes, :func:`build_package` the meaning. All faults are collected;
a package with a fault is not built, so whoever holds an older one keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from geo import files
from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package import descriptor as described
from geo.package.faults import Faults, quoted
from geo.package.layers import as_frame, read_layer
from geo.package.neighbours import read_neighbours
from geo.package.package import Package
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
from geo.package.tables import Row, read_table

CONTEXT: Final = "context/neighbours.geojson"
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
    """Build a package from its files' bytes; None if there is any fault."""
    descriptor = described.parse(contents.get(described.DESCRIPTOR), faults)
    rows = _tables(contents, faults)
    layer_records = layers(rows["layers"])
    places = _places(contents, layer_records, rows, faults)
    figure_records = figures(rows["figures"])
    known = {place["place_id"] for place in places}
    _check_places_of("figures", rows["figures"], known, faults)
    _check_places_of("aliases", rows["aliases"], known, faults)
    _check_former(rows["aliases"], known, faults)
    _check_terms(rows, faults)
    neighbours = read_neighbours(CONTEXT, contents.get(CONTEXT), faults)
    if faults:
        return None
    return Package(
        package_id=package_id,
        title=_translated(descriptor, "title"),
        description=_translated(descriptor, "description"),
        version=descriptor["version"],
        contact=descriptor.get("contact") or "",
        licences=tuple(entry["title"] for entry in descriptor["licenses"]),
        content_hash=described.content_hash(contents),
        units=units(rows["units"]),
        sources=sources(rows["sources"]),
        workstreams=workstreams(rows["workstreams"]),
        layers=layer_records,
        figures=figure_records,
        recipes=recipes(rows["derived"]),
        gaps=gaps(rows["gaps"]),
        aliases={row["alias"]: row["place_id"] for row in rows["aliases"]},
        other_names=other_names(rows["aliases"]),
        lines={row["figure_id"]: row.line for row in rows["figures"]},
        places=as_frame(places),
        context=neighbours,
        files=described.measured(contents),
    )


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
        rows[table] = [] if content is None else read_table(table, content, keys, faults)
        keys[table] = {row[fields[0].name] for row in rows[table]}
    return rows


def _places(
    contents: Contents, layer_records: Mapping[str, Any], rows: dict[str, list[Row]], faults: Faults
) -> list[dict[str, Any]]:
    """Read all layers; ids must be unique, and layer, workstream and source must exist."""
    allowed = {
        "workstream": {row["workstream_id"] for row in rows["workstreams"]},
        "source_id": {row["source_id"] for row in rows["sources"]},
    }
    places: dict[str, dict[str, Any]] = {}
    for layer in layer_records.values():
        content = contents.get(layer.path)
        if content is None:
            said = (f"没有图层文件 {quoted(layer.path)}", f"no layer file {quoted(layer.path)}")
            faults.add("E_FILE_MISSING", "layers.csv", None, said, ("请补上", "Add it"))
            continue
        for number, place in read_layer(layer.path, content, faults):
            expected = allowed | {"layer": {layer.layer_id}}
            for name, choices in expected.items():
                if place[name] is not None and place[name] not in choices:
                    shown = quoted(place[name])
                    said = (f"{name} {shown} 不存在", f"{name} {shown} does not exist here")
                    remedy = ("请改正 id", "Correct the id")
                    faults.add("E_REFERENCE", layer.path, number, said, remedy)
            if place["place_id"] in places:
                said = (f"{place['place_id']} 重复", f"{place['place_id']} stands twice")
                faults.add("E_DUP", layer.path, number, said, ("改成唯一的", "Make it unique"))
            places[place["place_id"]] = place
    return list(places.values())


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


def _check_terms(rows: dict[str, list[Row]], faults: Faults) -> None:
    """Add a fault for every recipe or headline whose figures do not exist or do not fit."""
    unit_of = {row["figure_id"]: row["unit"] for row in rows["figures"]}
    shares = {row["unit"] for row in rows["units"] if row["kind"] == "share"}
    zeros = {row["figure_id"] for row in rows["figures"] if float(row["value"]) == 0}
    wanted = [("workstreams.csv", row.line, [row["headline"]]) for row in rows["workstreams"]]
    for row in rows["derived"]:
        terms, divisors = row["of"].split(), row["per"].split()
        wanted.append(("derived.csv", row.line, terms + divisors))
        said = _recipe_fault(row, terms, divisors, unit_of, shares)
        if said is None and row["per"] in zeros:
            said = "分母为零", "the figure below is zero"
        if said is not None:
            remedy = ("请改正", "Correct it")
            faults.add("E_RECIPE", "derived.csv", row.line, said, remedy)
    for file, line, terms in wanted:
        for term in terms:
            if term not in unit_of:
                said = (f"没有数字 {quoted(term)}", f"there is no figure {quoted(term)}")
                remedy = ("请改正 figure_id", "Correct the figure_id")
                faults.add("E_REFERENCE", file, line, said, remedy)


def _recipe_fault(
    row: Row,
    terms: list[str],
    divisors: list[str],
    unit_of: Mapping[str, str],
    shares: Collection[str],
) -> tuple[str, str] | None:
    """Return what is wrong with the form of a recipe, if anything."""
    if row["kind"] != "sum":
        if len(terms) != 1 or len(divisors) != 1:
            return "比值要有一个分子和一个分母", "a ratio needs one figure above and one below"
        if not {*terms, *divisors} <= unit_of.keys():
            return None  # named as missing, and of no unit
        return _quotient_fault(row, unit_of[terms[0]], unit_of[divisors[0]], shares)
    if divisors or len(set(terms)) != len(terms):
        return "合计的各项要各不相同，没有分母", "a sum has distinct terms and nothing below"
    if {unit_of.get(term) for term in terms} != {row["unit"]}:
        return "相加的数字要与合计同一单位", "all figures added must have the unit of the sum"
    return None


def _quotient_fault(
    row: Row, above: str, below: str, shares: Collection[str]
) -> tuple[str, str] | None:
    """Return what is wrong with the units of a share or a ratio, if anything."""
    if row["kind"] == "share":
        if above != below:
            return (
                f"占比只能在同一单位之间计算，这里是 {above} 和 {below}",
                f"a share needs one unit, not {above} of {below}",
            )
        if row["unit"] not in shares:
            return "占比的单位要是 share 类", "a share needs a unit of the kind share"
        return None
    if above == below:
        return "同一单位的两个数字用 share", "two figures in one unit make a share"
    if row["unit"] != above:
        return f"比值的单位要与分子相同：{above}", f"a ratio has the unit above: {above}"
    return None


def _translated(descriptor: Mapping[str, Any], name: str) -> Bilingual:
    """Return a text of the descriptor, English from its ``translations``, if it has them."""
    chinese: str = descriptor.get(name) or ""
    translations = descriptor.get("translations") or {}
    return Bilingual(zh=chinese, en=translations.get("en", {}).get(name, chinese))

"""What does a build keep of a whole package, and is it one of the package as it lies there?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo import files
from geo.blob import Payload
from geo.build.folder import CATEGORY, BuildFolder, Manifest, ServedBlobs
from geo.build.tasks import ROWS, Writing, Written, keep_rows
from geo.errors import PackageError
from geo.package.all_tables import Tables, read_tables
from geo.package.contents import read_in
from geo.package.faults import Faults
from geo.package.known import Stamp, stamps
from geo.package.package import Package
from geo.package.places.categories import Categories, Category
from geo.package.places.places import Places
from geo.package.places.runs import Split
from geo.package.read import assemble
from geo.package.scopes import Scopes
from geo.records import DataFile
from geo.served.catalogue import keep_payload
from geo.served.crowd.index import keep_index


def open_build(root: Path, builds: BuildFolder) -> tuple[Package, Payload] | None:
    """Return the package in `root` and its files from its last build; None where none fits.

    Raises
    ------
    PackageError
        If its tables cannot be read any more.
    OSError
        If a file cannot be read.
    """
    manifest = builds.manifest()
    if manifest is None or not fits(manifest, root):
        return None
    package = built_package(root, builds, manifest)
    blobs = ServedBlobs(builds, manifest.served)
    return package, Payload(manifest.catalogue, manifest.find, manifest.facts, blobs)


def fits(manifest: Manifest, root: Path) -> bool:
    """Tell whether a build is one of the files in `root` as they are now.

    Files of the same size and time are taken to be the same; others are read and compared.
    """
    found = stamps(root)
    if found == manifest.stamps:
        return True
    listed = {found.path: found.sha256 for found in manifest.sources}
    sizes = {found.path: found.bytes for found in manifest.sources}
    now = {path: size for path, size, _ in found}
    return now == sizes and all(files.sha256(root / path) == listed[path] for path in now)


def measured(root: Path, before: Manifest | None) -> dict[str, DataFile]:
    """Return the files in `root` by path, sorted; those that did not change are not read."""
    then = {} if before is None else {path: stamp for path, *stamp in before.stamps}
    known = {} if before is None else {found.path: found for found in before.sources}
    found = {}
    for path, size, time in stamps(root):
        if then.get(path) == [size, time] and path in known:
            found[path] = known[path]
        else:
            found[path] = DataFile(path, size, files.sha256(root / path))
    return found


def built_package(root: Path, builds: BuildFolder, manifest: Manifest) -> Package:
    """Return a package whose places come from a build."""
    faults = Faults()
    tables = read_tables(read_in(root), faults)
    tables.tell_missing({}, faults)
    if faults.errors:
        raise PackageError(builds.package_id, faults)
    categories = [
        Category(layer, own, tuple(every), known)
        for layer, own, every, known in manifest.categories
    ]
    places = built_places(builds, manifest.rows, manifest.few, categories, manifest.by_id)
    return assemble(
        builds.package_id, tables, places, {found.path: found for found in manifest.sources}
    )


def built_places(
    builds: BuildFolder,
    rows: Sequence[str],
    few: int,
    categories: Sequence[Category],
    by_id: str | None,
) -> Places:
    """Return the places of some tables of a build, mapped from the disk."""
    table = pa.concat_tables([builds.table(path) for path in rows])
    category_of = table.column(CATEGORY).to_numpy()
    order = None if by_id is None else np.frombuffer(builds.mapped(by_id), np.uint32)
    return Places(
        table.drop_columns([CATEGORY]),
        few=few,
        categories=categories,
        category_of=category_of,
        by_id=order,
        again=partial(built_places, builds, rows, few, categories, by_id),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A package read and found sound; `runs` are those that the crowd is merged of."""

    tables: Tables
    sources: Mapping[str, DataFile]
    categories: Categories
    split: Split
    runs: tuple[str, ...]
    scopes: Scopes


def crowd_tasks(builds: BuildFolder, found: Found) -> list[Writing]:
    """Return the tasks of writing the crowd, :data:`~geo.build.tasks.ROWS` rows each."""
    crowd = found.split.crowd
    mapped = [builds.table(path) for path in found.runs]
    category_of_run = [found.categories.of(run) for run in mapped]
    tasks = []
    for start in range(0, len(crowd), ROWS):
        plan = crowd.plan(start, ROWS)
        parts = [
            category_of_run[number][first : first + count] for number, first, count in plan.parts
        ]
        categories = np.concatenate(parts)[plan.places]
        tasks.append(Writing(builds, found.runs, plan, categories, found.scopes))
    return tasks


def finished(
    builds: BuildFolder,
    found: Found,
    written: Sequence[Written],
    stamps: tuple[Stamp, ...],
    runs: Mapping[str, tuple[str, ...]],
) -> Manifest:
    """Write what is about all places, and return what the whole build is made of."""
    served = {path: media_type for each in written for path, media_type in each.served.items()}

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        path = builds.keep_served(name, ending, content, media_type)
        served[path] = media_type
        return path

    rows, places, by_id = _kept_places(builds, found, written)
    chunks = [chunk for each in written for chunk in each.chunks]
    package = assemble(builds.package_id, found.tables, places, found.sources)
    crowd = keep_index(package, chunks, keep) if chunks else None
    catalogue, find, facts = keep_payload(package, crowd, keep)
    return Manifest(
        stamps=stamps,
        sources=tuple(found.sources.values()),
        runs=dict(runs),
        few=places.few,
        categories=tuple(
            (category.layer, category.workstream, category.workstreams, category.located)
            for category in places.categories
        ),
        rows=rows,
        by_id=by_id,
        catalogue=catalogue,
        find=find,
        facts=facts,
        served=dict(sorted(served.items())),
    )


def _kept_places(
    builds: BuildFolder, found: Found, written: Sequence[Written]
) -> tuple[tuple[str, ...], Places, str]:
    """Return the tables of all places, these places, and the file of their order by id."""
    few = found.split.few
    first = [keep_rows(builds, few, found.categories.of(few))] if few.num_rows else []
    rows = (*first, *(each.rows for each in written))
    places = built_places(builds, rows, few.num_rows, found.categories.all, None)
    order = pc.sort_indices(places.table.column("place_id")).cast(pa.uint32())
    by_id = builds.keep("rows", "by-id", "bin", order.to_numpy().tobytes())
    return rows, places, by_id

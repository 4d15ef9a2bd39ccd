"""Is the last good build one of the package as it lies there, and what does it hold?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from geo import files
from geo.blob import Payload
from geo.build.folder import CATEGORY, BuildFolder, Manifest, ServedBlobs
from geo.errors import PackageError
from geo.package.all_tables import read_tables
from geo.package.contents import read_in
from geo.package.faults import Faults
from geo.package.known import stamps
from geo.package.package import Package
from geo.package.places.categories import Category
from geo.package.places.places import Places
from geo.package.read import assemble
from geo.records import DataFile


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
    return package, Payload(manifest.catalogue, manifest.find, blobs)


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

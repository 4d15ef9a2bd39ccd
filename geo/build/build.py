"""How is a package built? Read, ordered, written, and only then made the last good build.

The memory needed grows with the number of places by their keys and ids alone; shapes and texts
pass through in runs and chunks. The result depends on the package and on nothing else: not on the
engine, not on how a layer is cut into files, not on what was built before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeVar

from geo import files
from geo.build.engine import Engine, Serial
from geo.build.folder import FORMAT, BuildFolder, Manifest
from geo.build.kept import Found, crowd_tasks, finished, fits, measured
from geo.build.tasks import Reading, read_source, write_rows
from geo.errors import PackageError
from geo.package.all_tables import Tables, read_tables
from geo.package.contents import read_in
from geo.package.faults import Faults
from geo.package.known import stamps
from geo.package.layers.area_shapes import AreaShapes
from geo.package.layers.layer_files import DATABASE, parts_of
from geo.package.places.categories import Categories
from geo.package.places.order import rows_with
from geo.package.places.runs import split
from geo.package.read import check_places
from geo.package.scopes import Scopes, Spot
from geo.records import DataFile
from geo.view.search_texts import PlaceSearchTexts

Progress = Callable[[str, int, int], None]
"""Is told a stage (``read``, ``write``), how much of it is done, and of how much."""
LOCK: Final = ".lock"
_T = TypeVar("_T")


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What is built, where, and by whom."""

    root: Path
    builds: BuildFolder
    engine: Engine
    progress: Progress

    def told(self, stage: str, results: Iterator[_T], total: int) -> list[_T]:
        """Return all results, telling how many there are so far."""
        found: list[_T] = []
        self.progress(stage, 0, total)
        for result in results:
            found.append(result)
            self.progress(stage, len(found), total)
        return found


def build(
    root: Path,
    builds: BuildFolder,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    exact: bool = False,
) -> Manifest:
    """Build the package in `root`; where nothing changed, the last build stays as it is.

    Files of the size and time that they had are taken to be the same, unless it has to be `exact`.

    Raises
    ------
    PackageError
        With every fault found; the last good build stays.
    BlockingIOError
        If another build of the package is going on.
    OSError
        If a file cannot be read or written.
    """
    with files.locked(builds.path / LOCK):
        site = _Site(root, builds, engine or Serial(), progress or _silent)
        return _build(site, exact=exact)


def _build(site: _Site, *, exact: bool) -> Manifest:
    root, builds = site.root, site.builds
    before = builds.manifest()
    now, sources = stamps(root), measured(root, None) if exact else None
    if before is not None and not _follows_a_database(before):
        same = tuple(sources.values()) == before.sources if sources else fits(before, root)
        if same:
            return before
    sources = sources or measured(root, before)
    faults = Faults()
    tables = read_tables(read_in(root), faults)
    runs = _read(site, tables, sources, before.runs if before else {}, faults)
    found = _found(site, tables, sources, runs, faults)
    tasks = crowd_tasks(builds, found)
    written = site.told("write", site.engine.map(write_rows, tasks), len(tasks))
    manifest = finished(builds, found, written, now, runs)
    builds.finish(manifest)
    builds.sweep([each for each in (manifest, before) if each])
    return manifest


def _read(
    site: _Site,
    tables: Tables,
    sources: Mapping[str, DataFile],
    known: Mapping[str, tuple[str, ...]],
    faults: Faults,
) -> dict[str, tuple[str, ...]]:
    """Return the runs of every file of a layer by its key; only what is new is read."""
    search_texts = PlaceSearchTexts.of_tables(tables)
    areas = tables.area_shapes
    parts = [
        (part, layer.datum, _key(sources[part], layer.datum, search_texts, areas))
        for layer in tables.layers.values()
        for part in parts_of(layer, sources, faults)
    ]
    runs = {
        key: known[key] for part, _, key in parts if key in known and not part.endswith(DATABASE)
    }
    new = [found for found in parts if found[-1] not in runs]
    tasks = [
        Reading(part, site.root / part, site.builds, search_texts, datum, areas)
        for part, datum, _ in new
    ]
    results = site.told("read", site.engine.map(read_source, tasks), len(tasks))
    for (_, _, key), result in zip(new, results, strict=True):
        runs[key] = result.runs
        faults.extend(result.faults)
    return runs


def _found(
    site: _Site,
    tables: Tables,
    sources: Mapping[str, DataFile],
    runs: Mapping[str, tuple[str, ...]],
    faults: Faults,
) -> Found:
    """Return the places read, checked as a whole and told apart by how they are drawn.

    Raises
    ------
    PackageError
        If there is any fault, here or before.
    """
    search_texts = PlaceSearchTexts.of_tables(tables)
    areas = tables.area_shapes
    paths = {
        layer.layer_id: tuple(
            path
            for part in parts_of(layer, sources, Faults())
            for path in runs.get(_key(sources[part], layer.datum, search_texts, areas), ())
        )
        for layer in tables.layers.values()
    }
    mapped = {
        layer_id: tuple(site.builds.table(path) for path in found)
        for layer_id, found in paths.items()
    }
    check_places(tables, mapped, faults)
    if faults.errors:
        raise PackageError(site.builds.package_id, faults)
    categories = Categories(mapped, tables.figures, tables.groups)
    apart, named = split(mapped), rows_with(mapped, tables.home_ids)
    of_crowd = tuple(path for layer_id in apart.crowd_layers for path in paths[layer_id])
    scopes = Scopes(
        tables.figures, tables.groups, tables.areas, tables.headlines, map(Spot.of_row, named)
    )
    return Found(tables, sources, categories, apart, of_crowd, scopes)


def _key(source: DataFile, datum: str, search_texts: PlaceSearchTexts, areas: AreaShapes) -> str:
    """Return what the runs of a file depend on: content, datum, areas, what texts are made of."""
    drawn = sorted((name, (shape or b"").hex()) for name, shape in areas.items())
    stated = [FORMAT, source.path, source.sha256, datum, asdict(search_texts), drawn]
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def _follows_a_database(manifest: Manifest) -> bool:
    return any(found.path.endswith(DATABASE) for found in manifest.sources)

"""What is written once all places are read and in order?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.build.folder import BuildFolder, Manifest
from geo.build.opened import built_places
from geo.build.tasks import ROWS, Writing, Written, keep_rows
from geo.package.all_tables import Tables
from geo.package.known import Stamp
from geo.package.places.categories import Categories
from geo.package.places.places import Places
from geo.package.places.runs import Split
from geo.package.read import assemble
from geo.package.scopes import Scopes
from geo.records import DataFile
from geo.served.catalogue import keep_payload
from geo.served.crowd.index import keep_index


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
    crowd = keep_index(places, chunks, keep) if chunks else None
    package = assemble(builds.package_id, found.tables, places, found.sources)
    catalogue, find = keep_payload(package, crowd, keep)
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

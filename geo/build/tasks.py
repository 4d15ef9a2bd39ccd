"""What are the parts of a build? Reading one file into runs, and writing some thousand rows.

Each is a function of its task alone, and tasks can travel to another process or machine that sees
the same folders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo import files
from geo.build.folder import CATEGORY, BuildFolder
from geo.errors import Fault
from geo.package.faults import Faults
from geo.package.layers.area_shapes import AreaShapes
from geo.package.layers.read_layer import read_layer
from geo.package.places.order import Plan, Run, put_together
from geo.package.places.runs import runs_of
from geo.package.scopes import Scopes
from geo.served.crowd.chunk import CHUNK
from geo.served.crowd.index import Chunk, keep_chunk
from geo.view.search_texts import SEARCH_TEXT, PlaceSearchTexts

ROWS: Final = 8 * CHUNK
"""Rows of one file: a whole number of chunks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file of a layer, `source` inside the package and `at` on the disk, to be read into
    runs that `builds` keeps; `datum` is what its layer states.
    """

    source: str
    at: Path
    builds: BuildFolder
    search_texts: PlaceSearchTexts
    datum: str = ""
    areas: AreaShapes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readings:
    """The runs of one file, and what is wrong with it."""

    runs: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_source(task: Reading) -> Readings:
    """Read one file of a layer into runs."""
    faults = Faults()
    kept: list[str] = []

    def keep(run: Run) -> Run:
        search_texts = task.search_texts.of(run)
        kept.append(
            task.builds.keep_table("runs", "run", run.append_column(SEARCH_TEXT, search_texts))
        )
        return run

    content = files.mapped(task.at)
    batches = read_layer(
        task.source, content, faults, at=task.at, datum=task.datum, areas=task.areas
    )
    for _ in runs_of(batches, keep=keep):
        pass
    return Readings(tuple(kept), tuple(faults))


@dataclass(frozen=True, slots=True)
class Writing:
    """Rows of the crowd to be put together from runs, and their categories."""

    builds: BuildFolder
    runs: tuple[str, ...]
    plan: Plan
    categories: NDArray[np.uint16]
    scopes: Scopes


@dataclass(frozen=True, slots=True)
class Written:
    """The table of some rows, the chunks that draw them, and the media types of their files."""

    rows: str
    chunks: tuple[Chunk, ...]
    served: Mapping[str, str]


def write_rows(task: Writing) -> Written:
    """Write some rows of the crowd, for the app and for the browser."""
    table = put_together(task.plan, [task.builds.table(path) for path in task.runs])
    served: dict[str, str] = {}

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        path = task.builds.keep_served(name, ending, content, media_type)
        served[path] = media_type
        return path

    chunks = tuple(
        keep_chunk(
            table.slice(start, CHUNK), task.categories[start : start + CHUNK], task.scopes, keep
        )
        for start in range(0, table.num_rows, CHUNK)
    )
    return Written(keep_rows(task.builds, table, task.categories), chunks, served)


def keep_rows(builds: BuildFolder, table: pa.Table, categories: NDArray[Any]) -> str:
    """Keep a table of places with their categories."""
    column = pa.array(categories, pa.uint16())
    return builds.keep_table("rows", "rows", table.append_column(CATEGORY, column))

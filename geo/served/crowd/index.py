"""Which files draw a crowd, and where is what in them?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.blob import COLUMNS, JSON, Keep
from geo.package.places.places import Places
from geo.records import KNOWN_PRECISIONS, Figure
from geo.served.crowd.chunk import CHUNK, Box, chunk
from geo.served.crowd.levels import EXACT, level, zooms

FORMAT: Final = 2
PIECE: Final = 1024
"""Places whose properties come in one file; a chunk has a whole number of them."""

FiguresOf = Mapping[str, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The files of one chunk."""

    path: str
    count: int
    box: Box
    pieces: tuple[str, ...]


def chunks_of(places: Places) -> Iterator[tuple[pa.Table, NDArray[np.uint16]]]:
    """Yield the rows of a crowd and their categories, chunk by chunk."""
    for start in range(places.few, len(places), CHUNK):
        yield places.table.slice(start, CHUNK), places.category_of[start : start + CHUNK]


def keep_chunk(
    table: pa.Table, categories: NDArray[np.uint16], figures_of: FiguresOf, keep: Keep
) -> Chunk:
    """Keep the files of one chunk."""
    wkb = table.column("wkb").to_numpy(zero_copy_only=False)
    anchors = np.column_stack([table.column(axis).to_numpy() for axis in ("x", "y")])
    located = pc.is_in(table.column("precision"), pa.array(sorted(KNOWN_PRECISIONS))).to_numpy()
    shapes = np.asarray(shapely.from_wkb(wkb))
    content, box = chunk(shapes, anchors.astype(np.int64), categories, located)
    pieces = tuple(
        keep("piece", "json", _json(_piece(table.slice(start, PIECE), figures_of)), JSON)
        for start in range(0, table.num_rows, PIECE)
    )
    return Chunk(keep("chunk", "bin", content, COLUMNS), table.num_rows, box, pieces)


def keep_index(places: Places, chunks: Sequence[Chunk], keep: Keep) -> str:
    """Keep the levels and the index of a crowd whose chunks are kept; returns its path."""
    keys = places.table.column("key").slice(places.few).to_numpy()
    categories = places.category_of[places.few :]
    levels = []
    for zoom in zooms(keys):
        content, cells = level(keys, categories, zoom)
        levels.append(
            {"zoom": zoom, "path": keep("level", "bin", content, COLUMNS), "cells": cells}
        )
    index = {
        "format": FORMAT,
        "count": places.crowd,
        "exact": EXACT,
        "categories": [
            {
                "layer": category.layer,
                "workstream": category.workstream,
                "workstreams": category.workstreams,
                "located": category.located,
                "count": int(count),
            }
            for category, count in zip(places.categories, places.counts, strict=True)
        ],
        "chunks": [{"path": c.path, "count": c.count, "box": c.box} for c in chunks],
        "pieces": {"size": PIECE, "paths": [path for c in chunks for path in c.pieces]},
        "levels": levels,
    }
    return keep("crowd", "json", _json(index), JSON)


def _piece(table: pa.Table, figures_of: FiguresOf) -> list[dict[str, Any]]:
    """Return what the popups of some places say."""
    return [
        {
            "id": row["place_id"],
            "name": {"zh": row["name_zh"], "en": row["name_en"]},
            "layer": row["layer"],
            "workstream": row["workstream"],
            "precision": row["precision"],
            "known": {"zh": row["known_zh"], "en": row["known_en"]},
            "figures": [figure.figure_id for figure in figures_of[row["place_id"]]],
        }
        for row in table.to_pylist()
    ]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

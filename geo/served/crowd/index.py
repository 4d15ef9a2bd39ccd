"""Which files draw a crowd, near and from afar, and where is what in them?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.blob import COLUMNS, JSON, Keep
from geo.package.drawn_areas import DrawnAreas, drawn_areas
from geo.package.package import Package
from geo.package.places.places import Places
from geo.package.places.spatial import WORLD_BITS, from_morton
from geo.package.scopes import Scopes, Spot
from geo.records import KNOWN_PRECISIONS, Scope
from geo.served.crowd.chunk import CHUNK, Box, chunk
from geo.served.crowd.columns_file import differences, write

FORMAT: Final = 3
PIECE: Final = 1024
"""Places whose properties come in one file; a chunk has a whole number of them."""
EXACT: Final = 120_000
"""Places drawn one by one in a view; more take a browser longer than its reader waits."""
CELL_BITS: Final = 6
"""A tile of 256 pixels has 2^6 cells to a side, so a cell has 4 pixels."""
DEEPEST: Final = 18
"""Closest zoom of the map."""
_SCREEN_BITS: Final = 3
"""Few screens are wider than 2^3 tiles."""
Keys = NDArray[np.uint64]


def zooms(keys: Keys) -> range:
    """Return the zoom levels at which a view may hold more places than are drawn one by one.

    From the one at which the whole crowd fits into one tile.
    """
    if len(keys) <= EXACT:
        return range(0)
    widest = int(keys[0] ^ keys[-1]).bit_length()
    first = max(0, WORLD_BITS - -(-widest // 2))
    last = first
    while last < DEEPEST and _most(keys, last - _SCREEN_BITS) * 4 > EXACT:
        last += 1
    return range(first, last + 1)


def level(keys: Keys, categories: NDArray[Any], zoom: int) -> tuple[bytes, int]:
    """Return the file of a zoom level, and how many cells it has.

    Parameters
    ----------
    keys : array of uint64
        Morton keys of the crowd in order of position.
    categories : array of int
        Numbers of their categories.
    """
    depth = min(zoom + CELL_BITS, WORLD_BITS)
    cells = _cells(keys, depth)
    starts = np.flatnonzero(np.diff(cells, prepend=cells[0] + np.uint64(1)))
    number = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    pairs, counts = np.unique(number * (int(categories.max()) + 1) + categories, return_counts=True)
    cell_of_pair, category = np.divmod(pairs, int(categories.max()) + 1)
    spots = from_morton(cells[starts])
    columns: dict[str, NDArray[Any]] = {
        "x": differences(spots[:, 0]),
        "y": differences(spots[:, 1]),
        "count": np.diff(starts, append=len(keys)).astype(np.uint32),
        "categories": np.bincount(cell_of_pair, minlength=len(starts)).astype(np.uint16),
        "category": category.astype(np.uint16),
        "of_category": counts.astype(np.uint32),
    }
    return write(len(starts), columns), len(starts)


def _cells(keys: Keys, depth: int) -> Keys:
    return keys >> np.uint64(2 * (WORLD_BITS - depth))


def _most(keys: Keys, depth: int) -> int:
    """Return how many places the fullest cell of a depth holds; the world is one cell."""
    _, counts = np.unique(_cells(keys, max(0, depth)), return_counts=True)
    return int(counts.max())


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
    table: pa.Table, categories: NDArray[np.uint16], scopes: Scopes, keep: Keep
) -> Chunk:
    """Keep the files of one chunk."""
    wkb = table.column("wkb").to_numpy(zero_copy_only=False)
    anchors = np.column_stack([table.column(axis).to_numpy() for axis in ("x", "y")])
    located = pc.is_in(table.column("precision"), pa.array(sorted(KNOWN_PRECISIONS))).to_numpy()
    shapes = np.asarray(shapely.from_wkb(wkb))
    content, box = chunk(shapes, anchors.astype(np.int64), categories, located)
    pieces = tuple(
        keep(
            "piece",
            "json",
            _json(_piece(table.slice(start, PIECE), categories[start : start + PIECE], scopes)),
            JSON,
        )
        for start in range(0, table.num_rows, PIECE)
    )
    return Chunk(keep("chunk", "bin", content, COLUMNS), table.num_rows, box, pieces)


def keep_index(package: Package, chunks: Sequence[Chunk], keep: Keep) -> str:
    """Keep the levels and the index of a crowd whose chunks are kept; returns its path."""
    places = package.place
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
        "areas": areas_of(places, drawn_areas(package)),
    }
    return keep("crowd", "json", _json(index), JSON)


def _piece(table: pa.Table, categories: NDArray[np.uint16], scopes: Scopes) -> list[dict[str, Any]]:
    """Return what the popups of some places say, and the panel beside the map."""
    rows = zip(table.drop_columns(["wkb"]).to_pylist(), categories.tolist(), strict=True)
    return [
        {
            "id": row["place_id"],
            "name": {"zh": row["name_zh"], "en": row["name_en"]},
            "layer": row["layer"],
            "workstream": row["workstream"],
            "precision": row["precision"],
            "known": {"zh": row["known_zh"], "en": row["known_en"]},
            "source": row["source_id"],
            "category": category,
            **({"code": row["code"]} if row["code"] else {}),
            **_figures(scopes.of(Spot.of_row(row))),
        }
        for row, category in rows
    ]


def _figures(scopes: Sequence[Scope]) -> dict[str, Any]:
    """Return the place's own figures, and its scopes where there is more than the district's.

    Most of a crowd has neither: their popups take what the catalogue says of their workstream.
    """
    told = scopes_told(scopes)
    own = told[0]["figures"] if told and told[0]["kind"] == "place" else []
    more = any(scope["kind"] != "district" for scope in told)
    return {"figures": own} | ({"scopes": told} if more else {})


def scopes_told(scopes: Iterable[Scope]) -> list[dict[str, Any]]:
    """Return scopes as a popup lists them, from the narrowest to the widest."""
    return [
        {
            "kind": scope.kind,
            "name": scope.name.as_dict(),
            "figures": [figure.figure_id for figure in scope.figures],
        }
        | ({"group": scope.group.group_id} if scope.group else {})
        for scope in scopes
    ]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def areas_of(places: Places, areas: DrawnAreas) -> list[dict[str, Any]]:
    """Return for each area its places in the crowd, as the index tells them.

    Returns
    -------
    list of dict
        ``area``, None for the district as a whole; ``runs`` of positions, each its first and how
        many follow each other; and ``categories``, how many of these places are of each.
    """
    categories = places.category_of[places.few :]
    return [
        {"area": area, "runs": _runs(positions), "categories": _counted(categories[positions])}
        for area, positions in areas.in_crowd()
    ]


def _runs(positions: Any) -> Any:
    """Return rising numbers as runs: the first of each, and how many follow each other."""
    starts = np.flatnonzero(np.diff(positions, prepend=positions[0] - 2) > 1)
    lengths = np.diff(starts, append=len(positions))
    return np.column_stack([positions[starts], lengths]).tolist()


def _counted(categories: Any) -> Any:
    found, counts = np.unique(categories, return_counts=True)
    return np.column_stack([found, counts]).tolist()

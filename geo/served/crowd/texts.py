"""Which files let a browser search very many places on its own, where there is no app to ask?

The texts that are looked in, in parts, and where the place of an id stands: a reader who only looks
at the map fetches none of them, one who follows a link to a place a single small one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.blob import COLUMNS, JSON, Blob, keeper
from geo.package.package import Package
from geo.served.crowd.columns_file import write
from geo.view.search_texts import figure_search_texts, place_search_texts

MOST_BYTES: Final = 1_000_000
"""Bytes of texts in a file: some 6,000 places, fewer than 2^16 in any case."""
MOST_IDS: Final = 4096
"""Ids in a file."""
_APART: Final = "\0"
"""Stands between two texts; none has it."""


def text_files(package: Package) -> tuple[str, dict[str, Blob]]:
    """Return the path of the file that names the others, and all of them by their paths."""
    blobs: dict[str, Blob] = {}
    keep = keeper(package.package_id, blobs)
    told = {
        "texts": [keep("texts", "bin", part, COLUMNS) for part in _texts(package)],
        "ids": [[first, keep("ids", "json", _json(ids), JSON)] for first, ids in _ids(package)],
        "figures": figure_search_texts(package),
    }
    return keep("searched", "json", _json(told), JSON), blobs


def _texts(package: Package) -> Iterator[bytes]:
    """Yield the texts of all places in package order, each part with their categories, and with
    what they lie in, in both languages.
    """
    texts = place_search_texts(package)
    table = package.place.table.select(["parent_zh", "parent_en"])
    lengths = np.asarray(pc.binary_length(texts).to_numpy(zero_copy_only=False))
    part = np.cumsum(lengths) // MOST_BYTES
    for rows in np.split(np.arange(len(part)), np.flatnonzero(np.diff(part)) + 1):
        first, count = int(rows[0]), len(rows)
        named = table.slice(first, count).to_pylist()
        pairs = [_APART.join((row["parent_zh"], row["parent_en"])) for row in named]
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        columns: dict[str, NDArray[Any]] = {
            "text": _joined(texts.slice(first, count).to_pylist()),
            "category": package.place.category_of[rows].astype(np.uint16),
            "parent": np.array([numbers[pair] for pair in pairs], np.uint16),
            "parents": _joined(numbers),
        }
        yield write(count, columns)


def _joined(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer(_APART.join(texts).encode(), np.uint8)


def _ids(package: Package) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """Yield the ids of the crowd in their order, with position and category, and the first of each
    file.
    """
    places = package.place
    ids = places.table.column("place_id").slice(places.few).to_pylist()
    order = sorted(range(len(ids)), key=ids.__getitem__)
    categories = places.category_of[places.few :].tolist()
    for start in range(0, len(order), MOST_IDS):
        found = {ids[at]: [at, categories[at]] for at in order[start : start + MOST_IDS]}
        yield next(iter(found)), found


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

"""Which places of a crowd does the badge of an area stand for, and at which positions are they?"""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.package.places.places import Places


def areas_of(places: Places) -> list[dict[str, Any]]:
    """Return for each area its places in the crowd, as the index tells them.

    Returns
    -------
    list of dict
        ``area``; ``runs`` of positions, each its first and how many follow each other; and
        ``categories``, how many of the area's places are of each.
    """
    categories = places.category_of[places.few :]
    flags = np.array([category.in_area for category in places.categories], dtype=bool)
    positions = np.flatnonzero(flags[categories]) if len(flags) else np.empty(0, dtype=np.int64)
    if not len(positions):
        return []
    column = places.table.column("area").slice(places.few).take(positions).combine_chunks()
    encoded = column.dictionary_encode()
    number = encoded.indices.to_numpy()
    return [
        {
            "area": area,
            "runs": _runs(positions[number == at]),
            "categories": _counted(categories[positions[number == at]]),
        }
        for at, area in enumerate(encoded.dictionary.to_pylist())
    ]


def _runs(positions: Any) -> Any:
    """Return rising numbers as runs: the first of each, and how many follow each other."""
    starts = np.flatnonzero(np.diff(positions, prepend=positions[0] - 2) > 1)
    lengths = np.diff(starts, append=len(positions))
    return np.column_stack([positions[starts], lengths]).tolist()


def _counted(categories: Any) -> Any:
    found, counts = np.unique(categories, return_counts=True)
    return np.column_stack([found, counts]).tolist()

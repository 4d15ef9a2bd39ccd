"""What does an explorer read before its map is drawn, and what of that lies in its page?

Each request costs a phone a part of its way to the map, and a worker more than the file. So a page
holds the small files itself; what is left of the first ones, the browser fetches ahead.
"""

from __future__ import annotations

import json
from typing import Final

from geo.blob import COLUMNS, Payload

MOST_CHUNKS: Final = 4
"""Chunks of a crowd fetched ahead; of a larger one the map asks for those that it shows."""
MOST_IN_PAGE: Final = 64_000
"""Bytes of files in a page, gzipped: what a slow phone loads in a third of a second."""


def map_files(payload: Payload) -> list[str]:
    """Return the files that the map reads first, as paths below ``layers/``."""
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    layers = [layer["url"] for layer in catalogue["layers"] if layer["url"]]
    areas = {area["url"] for area in catalogue["areas"]}  # all in one file
    found = [payload.catalogue, catalogue["context"], *sorted(areas), *layers]
    if catalogue["crowd"]:
        index = json.loads(payload.blobs[catalogue["crowd"]].content)
        chunks = [chunk["path"] for chunk in index["chunks"]]
        found += [catalogue["crowd"], *(chunks if len(chunks) <= MOST_CHUNKS else [])]
    return found


def files_in_page(payload: Payload) -> list[str]:
    """Return those that lie in the page of an explorer on its own: JSON, the first that fit."""
    found, left = [], MOST_IN_PAGE
    for path in [payload.catalogue, payload.facts, *map_files(payload)[1:]]:
        blob = payload.blobs[path]
        if blob.media_type != COLUMNS and len(blob.gzipped) <= left:
            found.append(path)
            left -= len(blob.gzipped)
    return found


def files_ahead(payload: Payload) -> list[str]:
    """Return the others of the first ones, which such a page has fetched ahead."""
    inside = set(files_in_page(payload))
    return [path for path in [payload.facts, *map_files(payload)] if path not in inside]

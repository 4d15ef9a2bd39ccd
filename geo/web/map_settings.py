"""What does the browser have to know of the deployment? Its basemaps, and the map's approval line.

One small file with its hash in its name, like the others, but made of the settings; none where
nothing is set. A basemap's key stands in it: every browser that asks for tiles shows it anyway.
"""

from __future__ import annotations

import json
from functools import lru_cache

from geo.blob import JSON, Blob, make_blob
from geo.served.basemaps import Basemap
from geo.web.settings import basemaps, map_approval

FROM_LAYERS = "../"
"""From ``layers/``, below which the map looks for what it is told to fetch, to the root."""


def setup() -> tuple[str, Blob] | None:
    """Return the file and its path below the root; None where the deployment adds nothing."""
    return _made(basemaps(), map_approval())


def setup_path() -> str | None:
    """Return the path as a message names it, relative to ``layers/``."""
    found = setup()
    return found and FROM_LAYERS + found[0]


@lru_cache(maxsize=4)
def _made(enabled: tuple[Basemap, ...], approval: str) -> tuple[str, Blob] | None:
    if not enabled and not approval:
        return None
    data = {"basemaps": [found.as_dict() for found in enabled], "approval": approval}
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    blob = make_blob(content, JSON)
    return f"assets/setup.{blob.etag}.json", blob

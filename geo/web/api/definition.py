"""What does the interface promise? Its definition, ``openapi.json``, read by the code as well.

The file is written and reviewed by hand (OpenAPI 3.0.3). Which parameters a path takes, what it
answers with and how long a page may be stand there and nowhere else.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from geo import files

COLLECTION: Final = "/collections/{collectionId}"
ITEMS: Final = f"{COLLECTION}/items"
ITEM: Final = f"{ITEMS}/{{featureId}}"


@lru_cache(maxsize=1)
def definition() -> dict[str, Any]:
    """Return the definition as it stands in the file; not to be changed."""
    content = files.read_bytes(Path(__file__).with_name("openapi.json"))
    found: dict[str, Any] = json.loads(content)
    return found


def served_at(base: str) -> dict[str, Any]:
    """Return the definition with the addresses at which it is served.

    Its own are below that of the map's page, `base`: ``/api``, and ``/`` for what stands beside.
    """

    def served(part: dict[str, Any]) -> dict[str, Any]:
        if "servers" not in part:
            return part
        root = base.rstrip("/")
        servers = [one | {"url": f"{root}{one['url']}".rstrip("/")} for one in part["servers"]]
        return part | {"servers": servers}

    paths = {path: served(found) for path, found in definition()["paths"].items()}
    return served(definition()) | {"paths": paths}


def media_type(path: str) -> str:
    """Return what a path of the definition answers with."""
    content = definition()["paths"][path]["get"]["responses"]["200"]["content"]
    return str(next(iter(content)))


@lru_cache
def query_parameters(path: str) -> dict[str, dict[str, Any]]:
    """Return the schemas of the parameters that a path takes in its query, by name."""
    known = definition()["components"]["parameters"]
    named = (
        known[stated["$ref"].rsplit("/", 1)[1]]
        for stated in definition()["paths"][path]["get"]["parameters"]
    )
    return {found["name"]: found["schema"] for found in named if found["in"] == "query"}

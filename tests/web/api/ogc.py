"""What do tests ask of OGC API - Features, and what do its files hold?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

Serve = Callable[..., TestClient]


ROADS = "/api/collections/anci-2022.roads/items"


COMPOUNDS = "/api/collections/anci-2022.old-compounds/items"


def by_relation(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {link["rel"]: link for link in answer["links"]}


def ids(answer: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in answer["features"]]

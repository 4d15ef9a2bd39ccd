"""The layers of the real package as they are drawn: what has no shape of its own has its area's.

Read with plain JSON, another way than the app does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def area_shapes(root: Path) -> dict[str, Any]:
    """The shape of every area of a package, by id."""
    features = json.loads((root / "areas.geojson").read_text("utf-8"))["features"]
    return {feature["id"]: feature["geometry"] for feature in features}


def drawn(root: Path, layer: str) -> list[dict[str, Any]]:
    """The features of a layer with the shapes that are drawn for them."""
    shapes = area_shapes(root)
    content = (root / "layers" / f"{layer}.geojson").read_text("utf-8")
    features: list[dict[str, Any]] = json.loads(content)["features"]
    for feature in features:
        feature["geometry"] = feature["geometry"] or shapes[feature["properties"]["area"]]
    return features

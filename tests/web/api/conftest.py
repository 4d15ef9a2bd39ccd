"""Which service do tests of the interface ask?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import box, mapping
from starlette.testclient import TestClient

from geo.store.store import Store
from tests.conftest import sealed_as_it_lies
from tests.web.api.ogc import Serve


@pytest.fixture(scope="module")
def many(serve: Serve, tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> TestClient:
    """A server of a package with a layer of 250 villages more, one a point."""
    root = tmp_path_factory.mktemp("many") / "data" / "anci-2022"
    for file in (path for path in anci_root.rglob("*") if path.is_file()):
        copy = root / file.relative_to(anci_root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    layer = root / "layers" / "villages.geojson"
    data = json.loads(layer.read_text("utf-8"))
    pattern = json.dumps(data["features"][0])
    for number in range(250):
        feature = json.loads(pattern)
        name = f"village-{number:03}"
        feature["id"] = feature["properties"]["place_id"] = name
        feature["properties"]["precision"] = "exact"
        point = [116.6 + number % 25 / 100, 39.2 + number // 25 / 100]
        feature["geometry"] = {"type": "Point", "coordinates": point}
        data["features"].append(feature)
    layer.write_text(json.dumps(data), "utf-8")
    outline = root / "layers" / "district.geojson"
    wide = json.loads(outline.read_text("utf-8"))
    wide["features"][0]["geometry"] = mapping(box(116.4, 39.1, 117.1, 39.8))  # holds the villages
    outline.write_text(json.dumps(wide), "utf-8")
    sealed_as_it_lies(root)
    return serve(Store(root.parent))

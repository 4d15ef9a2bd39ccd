"""Are places whose own line or point is known drawn solid, unlike those known by their area?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import crowds
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LINE = {"type": "LineString", "coordinates": [[116.66, 39.50], [116.70, 39.50]]}
POINT = {"type": "Point", "coordinates": [116.72, 39.28]}


def locate(layer: Path, place: str, geometry: dict[str, Any], precision: str) -> None:
    data = json.loads(layer.read_text(encoding="utf-8"))
    feature = next(found for found in data["features"] if found["id"] == place)
    feature["geometry"] = geometry
    feature["properties"]["precision"] = precision
    layer.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(scope="module")
def located(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real package as it would be if a road's line and a village's point were known."""
    data = tmp_path_factory.mktemp("located")
    package = data / "anci-2022"
    shutil.copytree(ROOT / "data" / "anci-2022", package)
    locate(package / "layers" / "roads.geojson", "minghua-road", LINE, "line")
    locate(package / "layers" / "villages.geojson", "dishili-village", POINT, "exact")
    crowds.seal(package)
    with serve(data, tmp_path_factory.mktemp("served") / "log") as address:
        yield address


def test_a_known_line_is_solid_and_can_be_clicked(visit: Visit, located: str) -> None:
    visitor = visit("/?l=roads&c=39.47000,116.65000,12", address=located)
    frame = visitor.map()
    line = frame.locator("path.om-solid")
    expect(line).to_have_count(1)
    assert line.get_attribute("stroke-dasharray") is None
    assert line.evaluate("node => getComputedStyle(node).stroke") == "rgb(98, 87, 186)"
    box = line.bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    expect(visitor.popup().locator("h3")).to_have_text("明华路")
    expect(visitor.popup()).to_contain_text("线位已知")
    expect(frame.locator("path.om-area")).to_have_count(0)


def test_a_known_point_keeps_its_spot_and_has_no_dashed_rim(visit: Visit, located: str) -> None:
    visitor = visit(address=located)
    frame = visitor.map()
    expect(visitor.marker("dishili-village").locator(".om-symbol")).to_have_count(1)
    expect(visitor.marker("songwangwu-village").locator(".om-badge")).to_have_count(1)
    for zoom in (9, 12):
        frame.evaluate("z => oneMap.state.map.setZoom(z, {animate: false})", zoom)
        away = frame.evaluate(
            "() => { const m = oneMap.state.map, p = q => m.latLngToLayerPoint(q);"
            " const own = layer => layer._icon?.dataset.place === 'dishili-village';"
            " return p(Object.values(m._layers).find(own).getLatLng())"
            ".distanceTo(p([39.28, 116.72])); }"
        )
        assert away <= 1
    visitor.row("dishili-village").click()
    expect(visitor.popup()).to_contain_text("位置确切")
    expect(frame.locator("path.om-area")).to_have_count(0)

"""Does GDAL read the layers from the running app? It is what QGIS and ogr2ogr read them with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pyogrio
import pytest
from shapely.geometry import box, shape

from tests.conftest import sealed_as_it_lies
from tests.drawn import drawn
from tests.running import serve

pytestmark = pytest.mark.process

EXTRA = 250


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> Iterator[str]:
    """The app below a sub-path over the real package, and over one with many villages."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(anci_root, data / "anci-2022")
    shutil.copytree(anci_root, data / "many-villages")
    _add_villages(data / "many-villages" / "layers" / "villages.geojson")
    sealed_as_it_lies(data / "many-villages")
    log = tmp_path_factory.mktemp("app") / "log"
    with serve(data, log, STREAMLIT_SERVER_BASE_URL_PATH="city") as served:
        yield f"{served}/api"


def _add_villages(layer: Path) -> None:
    data = json.loads(layer.read_text("utf-8"))
    pattern = json.dumps(data["features"][0])
    for number in range(EXTRA):
        feature = json.loads(pattern)
        feature["id"] = feature["properties"]["place_id"] = f"village-{number:03}"
        data["features"].append(feature)
    layer.write_text(json.dumps(data), "utf-8")


def test_gdal_lists_the_layers_of_every_package(address: str) -> None:
    layers = [name for name, _ in pyogrio.list_layers(f"OAPIF:{address}")]
    kinds = ("roads", "old-compounds", "villages", "markets", "district")
    assert layers == [f"{p}.{kind}" for p in ("anci-2022", "many-villages") for kind in kinds]


@pytest.mark.parametrize("layer", ["roads", "old-compounds", "district"])
def test_gdal_reads_what_the_file_says(address: str, anci_root: Path, layer: str) -> None:
    frame = pyogrio.read_dataframe(f"OAPIF:{address}", layer=f"anci-2022.{layer}")
    expected = drawn(anci_root, layer)
    assert frame.crs == "EPSG:4326"
    assert list(frame["id"]) == [feature["id"] for feature in expected]
    for row, feature in zip(frame.itertuples(), expected, strict=True):
        assert row.geometry.equals(shape(feature["geometry"]))
        for name in ("name_zh", "name_en", "precision", "known_zh", "known_en"):
            assert getattr(row, name) == feature["properties"][name]
        assert row.located == (feature["properties"]["precision"] in {"exact", "line"})


@pytest.mark.parametrize("options", [{}, {"PAGE_SIZE": "100"}, {"PAGE_SIZE": "1"}])
def test_gdal_reads_more_than_one_page(address: str, options: dict[str, str]) -> None:
    layer = "many-villages.villages" if options.get("PAGE_SIZE") != "1" else "anci-2022.villages"
    frame = pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer, **options)
    assert len(frame) == (EXTRA + 3 if layer.startswith("many") else 3)
    assert frame["id"].is_unique


def test_gdal_asks_for_a_box(address: str, anci_root: Path) -> None:
    shapes = {f["id"]: shape(f["geometry"]) for f in drawn(anci_root, "villages")}
    for area in shapes.values():
        west, south, east, north = area.bounds
        middle = ((west + east) / 2, (south + north) / 2, east, north)
        frame = pyogrio.read_dataframe(f"OAPIF:{address}", layer="anci-2022.villages", bbox=middle)
        expected = {found for found, other in shapes.items() if other.intersects(box(*middle))}
        assert set(frame["id"]) == expected
    away = (100, 10, 101, 11)
    nothing = pyogrio.read_dataframe(f"OAPIF:{address}", layer="anci-2022.villages", bbox=away)
    assert nothing.empty


def test_gdal_opens_one_collection_by_its_address(address: str) -> None:
    frame = pyogrio.read_dataframe(f"OAPIF:{address}/collections/anci-2022.roads")
    assert sorted(frame["id"]) == ["minghua-road", "shunan-street"]


def test_the_running_app_leaves_the_interface_to_us(address: str) -> None:
    """Streamlit answers any address that is not taken with its page."""
    assert httpx2.get(f"{address}/nothing").json()["code"] == "NotFound"
    assert httpx2.post(f"{address}/figures").json()["code"] == "MethodNotAllowed"
    assert httpx2.options(address).status_code == 204
    assert httpx2.get(f"{address}/").json() == httpx2.get(address).json()

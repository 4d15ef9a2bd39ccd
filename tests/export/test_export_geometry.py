"""Does exported geometry lie where it should, and does it say on which datum?"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from pyproj import CRS, Geod
from shapely.geometry import box, mapping, shape
from starlette.testclient import TestClient

from geo.store.store import Store
from tests.drawn import drawn

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
EditJson = Callable[[Callable[[Any], object]], Callable[[bytes], bytes]]

pytestmark = pytest.mark.filterwarnings("ignore:.*non conformant file extension")
"""GDAL misses the name of a file in memory."""
TIANANMEN = (116.404, 39.915)
TIANANMEN_GCJ02 = (116.41024449916938, 39.91640428150164)
"""As https://github.com/wandergis/coordtransform publishes it (test/app.js)."""


def layer_geometry(root: Path) -> dict[str, Any]:
    """Geometry by place as it stands in the package's own files."""
    return {
        feature["id"]: feature["geometry"]
        for file in sorted((root / "layers").glob("*.geojson"))
        for feature in drawn(root, file.stem)
    }


def layer_of(client: TestClient, query: str = "", layer: str = "places") -> gpd.GeoDataFrame:
    content = client.get(f"/export/places.gpkg?{query}").content
    return gpd.read_file(io.BytesIO(content), layer=layer)


@pytest.fixture
def with_control_point(serve: Serve, make_package: Make, edit_json: EditJson) -> TestClient:
    """A server of a package in which one road is a point, and another a line between two."""

    def change(data: Any) -> None:
        point, line = data["features"]
        point["properties"]["precision"] = "exact"
        point["geometry"] = {"type": "Point", "coordinates": [*TIANANMEN]}
        line["properties"]["precision"] = "line"
        line["geometry"] = {"type": "LineString", "coordinates": [[*TIANANMEN], [116.5, 39.9]]}

    def widen(data: Any) -> None:
        data["features"][0]["geometry"] = mapping(box(116.3, 39.1, 117.1, 40.1))

    edits = {"layers/roads.geojson": change, "layers/district.geojson": widen}
    root = make_package(edits={path: edit_json(made) for path, made in edits.items()})
    return serve(Store(root.parent))


@pytest.mark.parametrize("datum", ["", "datum=wgs84", "datum=cgcs2000"])
def test_geojson_has_the_coordinates_of_the_layers(
    client: TestClient, anci_root: Path, datum: str
) -> None:
    features = client.get(f"/export/places.geojson?{datum}").json()["features"]
    expected = layer_geometry(anci_root)
    assert {feature["id"]: feature["geometry"] for feature in features} == expected


@pytest.mark.parametrize(("datum", "epsg"), [("wgs84", 4326), ("cgcs2000", 4490)])
def test_a_geopackage_has_the_coordinates_of_the_layers(
    client: TestClient, anci_root: Path, datum: str, epsg: int
) -> None:
    frame = layer_of(client, f"datum={datum}")
    assert CRS(frame.crs).to_epsg() == epsg
    expected = {key: shape(found) for key, found in layer_geometry(anci_root).items()}
    assert len(frame) == len(expected)
    for place_id, found in zip(frame["place_id"], frame.geometry, strict=True):
        assert shapely.get_coordinates(found).tolist() == (
            shapely.get_coordinates(expected[place_id]).tolist()
        )


def test_a_control_point_lands_where_others_publish_it(with_control_point: TestClient) -> None:
    found = with_control_point.get("/export/places.geojson?l=roads&datum=gcj02").json()
    point, line = (feature["geometry"]["coordinates"] for feature in found["features"])
    assert point == pytest.approx(TIANANMEN_GCJ02, abs=1e-8)
    assert line[0] == point
    frame = layer_of(with_control_point, "l=roads&datum=gcj02")
    assert frame.geometry[0].coords[0] == pytest.approx(TIANANMEN_GCJ02, abs=1e-10)


def test_shapes_of_several_kinds_stand_in_one_layer(with_control_point: TestClient) -> None:
    frame = layer_of(with_control_point)
    assert {"Point", "LineString", "Polygon"} <= set(frame.geom_type)
    assert set(layer_of(with_control_point, "q=明华路").geom_type) == {"MultiPoint"}


def test_gcj02_is_half_a_kilometre_away_and_says_so(client: TestClient) -> None:
    plain, moved = layer_of(client), layer_of(client, "datum=gcj02")
    for one, other in zip(plain.geometry, moved.geometry, strict=True):
        ends = (shapely.get_coordinates(part)[0] for part in (one, other))
        (lon1, lat1), (lon2, lat2) = ends
        assert 450 < Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2] < 700
    assert "GCJ-02" in moved.crs.name
    assert CRS(moved.crs).to_epsg() is None
    answer = client.get("/export/places.gpkg?datum=gcj02")
    assert 'anci-2022-1.3.3-places-gcj02.gpkg"' in answer.headers["content-disposition"]
    (said,) = layer_of(client, "datum=gcj02", "about").query("item == 'datum'")["en"]
    assert said.startswith("GCJ-02, not WGS-84")
    names = pyogrio.read_info(io.BytesIO(answer.content), layer="places")["layer_metadata"]
    assert names["IDENTIFIER"] == "places (GCJ-02)"


@pytest.mark.parametrize(
    ("datum", "name"), [("wgs84", "WGS-84"), ("cgcs2000", "CGCS2000"), ("gcj02", "GCJ-02")]
)
def test_geojson_names_its_datum(client: TestClient, datum: str, name: str) -> None:
    answer = client.get(f"/export/places.geojson?datum={datum}")
    assert answer.json()["datum"] == name
    (said,) = (row["en"] for row in answer.json()["about"] if row["item"] == "datum")
    assert said.startswith(name)
    (origin,) = (row for row in answer.json()["about"] if row["item"] == "origin")
    assert origin["en"].startswith("Roads WGS-84, Older estates WGS-84")
    assert origin["zh"].startswith("道路 WGS-84、老旧小区 WGS-84")
    ending = "" if datum == "wgs84" else f"-{datum}"
    assert f'places{ending}.geojson"' in answer.headers["content-disposition"]


def test_geojson_holds_places_with_their_figures(client: TestClient, anci_root: Path) -> None:
    found = client.get("/export/places.geojson?l=roads").json()
    assert set(found) >= {"package", "package_version", "package_sha256", "licences", "sources"}
    road = found["features"][0]
    layer = json.loads((anci_root / "layers" / "roads.geojson").read_bytes())
    kept = {name: road["properties"][name] for name in layer["features"][0]["properties"]}
    assert kept == layer["features"][0]["properties"]
    (figure,) = road["properties"]["figures"]
    assert (figure["value"], figure["unit"], figure["locator"]) == (
        *(14000, "m2"),
        "section 3, paragraph 3",
    )
    assert isinstance(figure["value"], int), "14000 as its source writes it, not 14000.0"


def test_geojson_opens_in_gdal_as_wgs84(client: TestClient) -> None:
    frame = gpd.read_file(io.BytesIO(client.get("/export/places.geojson").content))
    assert (len(frame), CRS(frame.crs).to_epsg()) == (15, 4326)


def test_a_geopackage_has_one_shape_a_place_and_tables_beside_it(
    client: TestClient, anci_root: Path
) -> None:
    content = client.get("/export/places.gpkg").content
    layers = dict(pyogrio.list_layers(io.BytesIO(content)).tolist())
    tables = ("figures", "sources", "about", "layer_styles")
    assert layers == {"places": "MultiPolygon", **dict.fromkeys(tables)}
    figures, places = layer_of(client, layer="figures"), layer_of(client)
    assert (len(figures), len(places)) == (55, 15)
    assert places["place_id"].is_unique
    named = set(figures["place_id"].dropna()) - {""}
    assert named <= set(places["place_id"])
    assert figures["value"].sum() > 0
    with (anci_root / "sources.csv").open(encoding="utf-8") as stream:
        assert len(layer_of(client, layer="sources")) == len(list(csv.DictReader(stream)))


def test_a_geopackage_brings_its_style(client: TestClient, anci_root: Path) -> None:
    (row,) = layer_of(client, layer="layer_styles").to_dict("records")
    assert (row["f_table_name"], row["f_geometry_column"]) == ("places", "geom")
    assert row["useAsDefault"]
    with (anci_root / "workstreams.csv").open(encoding="utf-8") as stream:
        colours = {r["workstream_id"]: r["colour"] for r in csv.DictReader(stream)}
    qml, sld = ET.fromstring(row["styleQML"]), ET.fromstring(row["styleSLD"])
    symbols = {s.get("name"): s for s in qml.iter("symbol")}
    for category in qml.iter("category"):
        (colour,) = symbols[category.get("symbol")].iterfind(".//Option[@name='color']")
        wanted = colours.get(category.get("value", ""), "#4a5568")
        rgb = ",".join(str(int(wanted[at : at + 2], 16)) for at in (1, 3, 5))
        assert colour.get("value", "").startswith(f"{rgb},")
    assert {c.get("value") for c in qml.iter("category")} == {*colours, ""}
    said = {found.text for found in sld.iter()}
    assert set(colours) | set(colours.values()) <= said
    assert "name_zh" in row["styleQML"], "places are labelled"


def test_a_geopackage_of_nothing_still_opens(client: TestClient) -> None:
    for layer in ("places", "figures"):
        assert len(layer_of(client, "l=", layer)) == 0
    assert len(layer_of(client, "l=", "about")) > 8

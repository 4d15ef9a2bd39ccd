"""Are the layers an OGC API - Features service: what it says of itself, collections, features?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape
from starlette.testclient import TestClient

from geo.store.store import Store
from tests.drawn import drawn
from tests.web.api.ogc import COMPOUNDS, ROADS, Serve, by_relation, ids

Make = Callable[..., Path]


CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


CONFORMANCE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"


LAYERS = ["roads", "old-compounds", "villages", "markets", "district"]


def in_file(root: Path, layer: str) -> list[dict[str, Any]]:
    """The features of a layer as its file has them."""
    return drawn(root, layer)


@pytest.mark.parametrize("address", ["/api", "/api/"])
def test_landing_page(client: TestClient, address: str) -> None:
    """/req/core/root-op, /req/core/root-success"""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    links = by_relation(answer.json())
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    assert links["conformance"]["href"] == "http://testserver/api/conformance"
    assert links["data"]["href"] == "http://testserver/api/collections"
    for link in answer.json()["links"]:
        assert client.get(link["href"]).headers["content-type"].startswith(link["type"])


def test_landing_page_in_the_readers_language(client: TestClient) -> None:
    """Part of the project's own promise, not of the standard."""
    stated = client.get("/api?lang=en").json()
    accepted = client.get("/api", headers={"accept-language": "en-GB"}).json()
    assert stated["title"] == accepted["title"] == "Urban renewal map"
    assert client.get("/api").json()["title"] == "城市更新一张图"
    assert by_relation(stated)["data"]["href"].endswith("/api/collections?lang=en")


def test_definition_is_linked_and_openapi(client: TestClient) -> None:
    """/req/core/api-definition-op, /req/core/api-definition-success, /req/oas30/oas-definition-2"""
    link = by_relation(client.get("/api").json())["service-desc"]
    assert link["type"] == "application/vnd.oai.openapi+json;version=3.0"
    answer = client.get(link["href"])
    assert answer.headers["content-type"] == link["type"]
    assert answer.json()["openapi"].startswith("3.0.")


def test_conformance(client: TestClient) -> None:
    """/req/core/conformance-op, /req/core/conformance-success"""
    stated = client.get("/api/conformance").json()["conformsTo"]
    assert set(stated) == {CONFORMANCE + name for name in ("core", "oas30", "geojson")}


def test_every_answer_is_http_1_1_with_its_status(client: TestClient) -> None:
    """/req/core/http"""
    assert client.get("/api").status_code == 200
    assert client.head("/api").status_code == 200
    assert client.post("/api").status_code == 405
    assert client.get("/api/collections/nothing").status_code == 404


def test_collections(client: TestClient) -> None:
    """/req/core/fc-md-op, fc-md-success, fc-md-links, fc-md-items, fc-md-items-links"""
    answer = client.get("/api/collections").json()
    assert by_relation(answer)["self"]["type"] == "application/json"
    assert [found["id"] for found in answer["collections"]] == [f"anci-2022.{x}" for x in LAYERS]
    for collection in answer["collections"]:
        items = by_relation(collection)["items"]
        assert items["type"] == "application/geo+json"
        assert items["href"].endswith(f"/api/collections/{collection['id']}/items")
        assert client.get(items["href"]).status_code == 200
        assert collection["crs"] == [CRS84], "/req/core/crs84"
        assert all(link["rel"] and link["type"] for link in collection["links"])


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_collection_is_the_same_alone(client: TestClient, query: str) -> None:
    """/req/core/sfc-md-op, /req/core/sfc-md-success"""
    for collection in client.get(f"/api/collections{query}").json()["collections"]:
        assert client.get(by_relation(collection)["self"]["href"]).json() == collection


def test_an_extent_holds_all_geometries(client: TestClient, anci_root: Path) -> None:
    """/req/core/fc-md-extent"""
    for collection in client.get("/api/collections").json()["collections"]:
        assert collection["extent"]["spatial"]["crs"] == CRS84
        ((west, south, east, north),) = collection["extent"]["spatial"]["bbox"]
        shapes = [shape(f["geometry"]) for f in in_file(anci_root, collection["layer"])]
        assert shapely.union_all(shapes).bounds == (west, south, east, north)


def test_a_layer_without_places_has_no_extent(serve: Serve, make_package: Make) -> None:
    """/req/core/fc-md-extent: only "if provided"."""
    edits = {"layers/villages.geojson": b'{"type": "FeatureCollection", "features": []}'}
    client = serve(Store(make_package(edits=edits).parent))
    answer = client.get("/api/collections/anci-2022.villages")
    assert "extent" not in answer.json()
    page = client.get("/api/collections/anci-2022.villages/items").json()
    assert (page["numberMatched"], page["features"]) == (0, [])


@pytest.mark.parametrize("layer", LAYERS)
def test_features_are_those_of_the_file(client: TestClient, anci_root: Path, layer: str) -> None:
    """/req/core/fc-op, /req/core/fc-response, /req/geojson/content, /req/core/crs84"""
    answer = client.get(f"/api/collections/anci-2022.{layer}/items")
    assert answer.headers["content-type"] == "application/geo+json"
    expected = in_file(anci_root, layer)
    assert ids(answer.json()) == [feature["id"] for feature in expected]
    for found, feature in zip(answer.json()["features"], expected, strict=True):
        assert found["geometry"] == feature["geometry"], "longitude before latitude, as in the file"
        stated = feature["properties"]
        for name in ("name_zh", "name_en", "precision", "known_zh", "known_en", "workstream"):
            assert found["properties"][name] == stated[name]
        assert found["properties"]["source"] == stated["source_id"]


def test_attributes_are_flat_and_say_what_the_geometry_is(many: TestClient) -> None:
    """Part of the project's own promise: who sees an area in QGIS sees that it is only that."""
    found = many.get("/api/collections/anci-2022.villages/items?limit=10000").json()["features"]
    assert {feature["geometry"]["type"] for feature in found} == {"Polygon", "Point"}
    for feature in found:
        properties = feature["properties"]
        assert not any(isinstance(value, dict | list) for value in properties.values())
        is_area = feature["geometry"]["type"] == "Polygon"
        assert properties["located"] is not is_area
        assert ("area the place lies in" in properties["geometry_is_en"]) is is_area
        assert ("所在的范围" in properties["geometry_is_zh"]) is is_area
    (district,) = many.get("/api/collections/anci-2022.district/items").json()["features"]
    assert "whole district" in district["properties"]["geometry_is_en"]


def test_figures_stand_in_the_attributes(client: TestClient) -> None:
    road, street = client.get(ROADS).json()["features"]
    assert road["properties"]["figures_count"] == 1
    assert road["properties"]["figures_en"] == "Road surface relaid: 14,000 m²"
    assert road["properties"]["figures_zh"] == "重铺路面 14,000平方米"
    assert street["properties"]["figures_count"] == 5
    assert len(street["properties"]["figures_en"].split("; ")) == 5
    found = client.get(COMPOUNDS).json()["features"]
    (compound,) = [
        feature["properties"] for feature in found if feature["id"] == "huayilou-compound"
    ]
    assert (compound["figures_count"], compound["area"]) == (0, "yinhe-south-road")
    together, three, _ = compound["scopes_zh"].split("。")
    assert together.startswith("五个小区合计：")
    assert "344户" in together
    assert three.startswith("三个街道合计：")
    assert "2,484户" in three


def test_links_of_a_page(client: TestClient) -> None:
    """/req/core/fc-links, /req/core/fc-rel-type"""
    answer = client.get(f"{ROADS}?limit=1&lang=en").json()
    assert all(link["rel"] and link["type"] for link in answer["links"])
    assert by_relation(answer)["self"]["href"] == f"http://testserver{ROADS}?limit=1&lang=en"
    assert client.get(by_relation(answer)["self"]["href"]).json() == answer


def test_numbers_of_a_page(many: TestClient) -> None:
    """/req/core/fc-numberMatched, /req/core/fc-numberReturned"""
    for query, returned in (("", 100), ("?limit=7", 7), ("?offset=250", 3), ("?offset=900", 0)):
        answer = many.get(f"/api/collections/anci-2022.villages/items{query}").json()
        assert answer["numberMatched"] == 253
        assert answer["numberReturned"] == len(answer["features"]) == returned


def test_no_time_stamp_so_that_an_answer_is_the_same_while_the_data_are(
    client: TestClient,
) -> None:
    """/req/core/fc-timeStamp: only "if included" """
    first, again = client.get(ROADS), client.get(ROADS)
    assert "timeStamp" not in first.json()
    assert first.headers["etag"] == again.headers["etag"]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_feature_alone(client: TestClient, layer: str) -> None:
    """/req/core/f-op, /req/core/f-success, /req/core/f-links"""
    address = f"/api/collections/anci-2022.{layer}/items"
    for feature in client.get(address).json()["features"]:
        answer = client.get(f"{address}/{feature['id']}")
        assert answer.headers["content-type"] == "application/geo+json"
        alone = answer.json()
        links = by_relation(alone)
        assert alone.pop("links")
        assert alone == feature
        assert links["self"]["href"] == f"http://testserver{address}/{feature['id']}"
        assert links["collection"]["href"] == f"http://testserver{address}".removesuffix("/items")
        assert all(link["type"] for link in links.values())


def test_a_feature_of_another_collection_is_404(client: TestClient) -> None:
    assert client.get(f"{COMPOUNDS}/minghua-road").status_code == 404

"""Are the layers an OGC API - Features service, requirement by requirement?

After the abstract test suite of OGC API - Features - Part 1: Core (OGC 17-069r4, annex A), in our
own words; the id of each requirement stands in the test that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, mapping, shape
from starlette.testclient import TestClient

from geo.store.store import Store
from tests.conftest import sealed_as_it_lies
from tests.drawn import drawn

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
LAYERS = ["roads", "old-compounds", "villages", "markets", "district"]
ROADS = "/api/collections/anci-2022.roads/items"
COMPOUNDS = "/api/collections/anci-2022.old-compounds/items"


def by_relation(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {link["rel"]: link for link in answer["links"]}


def in_file(root: Path, layer: str) -> list[dict[str, Any]]:
    """The features of a layer as its file has them."""
    return drawn(root, layer)


def ids(answer: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in answer["features"]]


def pages(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    """All pages of a collection, by the links from one to the next."""
    while True:
        page = client.get(address).json()
        yield page
        following = by_relation(page).get("next")
        if following is None:
            return
        address = following["href"]


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


# ---- Landing page, definition, conformance ----------------------------------------


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
    assert stated["title"] == accepted["title"] == "Renewal one-map"
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


# ---- Collections ----------------------------------------


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


# ---- Features ----------------------------------------


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
    assert road["properties"]["figures_zh"] == "重新铺设的路面 14,000平方米"
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


# ---- Limit and paging ----------------------------------------


def parameter(client: TestClient, name: str) -> dict[str, Any]:
    found = client.get("/api/openapi.json").json()["components"]["parameters"][name]
    assert (found["in"], found.get("required", False)) == ("query", False)
    assert (found["style"], found["explode"]) == ("form", False)
    return dict(found["schema"])


def test_limit_is_defined(client: TestClient) -> None:
    """/req/core/fc-limit-definition"""
    schema = parameter(client, "limit")
    assert schema == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}


@pytest.mark.parametrize("limit", [1, 2, 99, 252, 253, 254, 10_000, 10_001, 10**12])
def test_no_more_than_the_limit(many: TestClient, limit: int) -> None:
    """/req/core/fc-limit-response-1: a greater limit than the maximum is no error"""
    answer = many.get(f"/api/collections/anci-2022.villages/items?limit={limit}")
    assert answer.status_code == 200
    assert len(answer.json()["features"]) == min(limit, 253)


@pytest.mark.parametrize(
    "query", ["", "?limit=1", "?limit=60", "?limit=253", "?limit=40&offset=13"]
)
def test_pages_lead_through_all_features_once(many: TestClient, query: str) -> None:
    """/rec/core/fc-next-1 to fc-next-3, /rec/core/fc-prev"""
    address = f"/api/collections/anci-2022.villages/items{query}"
    found = list(pages(many, address))
    assert all(page["features"] for page in found), "no link leads to an empty page"
    seen = [place for page in found for place in ids(page)]
    whole = ids(many.get("/api/collections/anci-2022.villages/items?limit=10000").json())
    assert seen == whole[13 if "offset" in query else 0 :]


def test_a_page_leads_back(many: TestClient) -> None:
    """/rec/core/fc-prev"""
    address = "/api/collections/anci-2022.villages/items?q=village&limit=50&bbox=116,39,117,40"
    first, second, *_ = pages(many, address)
    back = by_relation(second)["prev"]["href"]
    assert ids(many.get(back).json()) == ids(first)
    asked = parse_qs(urlsplit(by_relation(second)["next"]["href"]).query)
    assert asked["q"] == ["village"]
    assert asked["bbox"] == ["116,39,117,40"]
    assert "prev" not in by_relation(first)
    beyond = many.get("/api/collections/anci-2022.villages/items?offset=99999&limit=50").json()
    assert len(many.get(by_relation(beyond)["prev"]["href"]).json()["features"]) == 50


# ---- Bounding box ----------------------------------------


def test_bbox_is_defined(client: TestClient) -> None:
    """/req/core/fc-bbox-definition"""
    schema = parameter(client, "bbox")
    assert (schema["type"], schema["items"]) == ("array", {"type": "number"})
    assert schema["oneOf"] == [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]


@given(st.integers(-5, 30), st.integers(-5, 30), st.integers(-5, 15), st.integers(-5, 15))
def test_features_are_those_that_meet_the_box(
    many: TestClient, a: int, b: int, c: int, d: int
) -> None:
    """/req/core/fc-bbox-response"""
    (west, east), (south, north) = sorted((a, b)), sorted((c, d))
    # Half a step off the points, so that none lies on the edge by the rounding of a number.
    box = [116.6 + west / 100 - 0.005, 39.2 + south / 100 - 0.005]
    box += [116.6 + east / 100 - 0.005, 39.2 + north / 100 - 0.005]
    stated = ",".join(f"{edge:.3f}" for edge in box)
    address = f"/api/collections/anci-2022.villages/items?limit=10000&bbox={stated}"
    found = {place for place in ids(many.get(address).json()) if place.startswith("village-")}
    expected = {
        f"village-{number:03}"
        for number in range(250)
        if west <= number % 25 < east and south <= number // 25 < north
    }
    assert found == expected


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("116,39,117,40", 2),
        ("116,39,-100,117,40,9000", 2),
        ("0,0,1,1", 0),
        ("170,-90,-170,90", 0),
        ("116,39,-170,40", 2),
        ("117,39,116.7,40", 2),
        ("-180,-90,180,90", 2),
    ],
)
def test_boxes_with_heights_and_across_the_antimeridian(
    client: TestClient, bbox: str, expected: int
) -> None:
    """/req/core/fc-bbox-response"""
    assert client.get(f"{ROADS}?bbox={bbox}").json()["numberMatched"] == expected


# ---- Time ----------------------------------------


def test_datetime_is_defined(client: TestClient) -> None:
    """/req/core/fc-time-definition"""
    assert parameter(client, "datetime") == {"type": "string"}


@pytest.mark.parametrize("stated", ["1999-01-01T00:00:00Z", "../2000-01-01T00:00:00Z"])
def test_features_without_a_time_match_each(client: TestClient, stated: str) -> None:
    """/req/core/fc-time-response, C"""
    assert client.get(f"{ROADS}?datetime={stated}").json()["numberMatched"] == 2


# ---- Filters of the link, and refusals ----------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=银河南路", 6),
        ("w=old-compounds", 8),
        ("w=rural", 0),
        ("w=old-compounds&q=花漪楼", None),
    ],
)
def test_the_filters_of_the_link(client: TestClient, query: str, expected: int | None) -> None:
    """/rec/core/fc-filters"""
    found = client.get(f"{COMPOUNDS}?{query}").json()
    listed = client.get(f"/api/places?l=old-compounds&{query}").json()
    assert ids(found) == [place["id"] for place in listed["places"]]
    assert expected is None or found["numberMatched"] == expected


@pytest.mark.parametrize(
    "query", ["crs=x", "place=minghua-road", "l=roads", "data=anci-2022", "Limit=1", "=1"]
)
def test_unknown_parameters_are_refused(client: TestClient, query: str) -> None:
    """/req/core/query-param-unknown"""
    assert client.get(f"{ROADS}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "limit=", "offset=-1", "bbox=1,2,3", "datetime=x", "w=x", "lang="],
)
def test_values_that_are_not_understood_are_refused(client: TestClient, query: str) -> None:
    """/req/core/query-param-invalid"""
    answer = client.get(f"{ROADS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == [query.partition("=")[0]]


# ---- One feature ----------------------------------------


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

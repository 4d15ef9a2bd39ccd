"""Are limit, box, time and the link's filters of OGC API - Features as the standard says?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.api.ogc import COMPOUNDS, ROADS, by_relation, ids


def pages(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    """All pages of a collection, by the links from one to the next."""
    while True:
        page = client.get(address).json()
        yield page
        following = by_relation(page).get("next")
        if following is None:
            return
        address = following["href"]


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


def test_datetime_is_defined(client: TestClient) -> None:
    """/req/core/fc-time-definition"""
    assert parameter(client, "datetime") == {"type": "string"}


@pytest.mark.parametrize("stated", ["1999-01-01T00:00:00Z", "../2000-01-01T00:00:00Z"])
def test_features_without_a_time_match_each(client: TestClient, stated: str) -> None:
    """/req/core/fc-time-response, C"""
    assert client.get(f"{ROADS}?datetime={stated}").json()["numberMatched"] == 2


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

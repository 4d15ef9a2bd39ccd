"""Do the habits of other clients find an answer? A format, a slash too many, HEAD, any Accept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from geo.store.store import Store
from geo.web.routes import ANSWERS
from tests.web.api.test_api_definition import address

PATHS = ["/api", *(address(path).rstrip("/") for path in ANSWERS if path != "/")]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_json_whether_asked_or_not(client: TestClient, path: str) -> None:
    plain = client.get(path)
    assert plain.status_code == 200
    asked = client.get(path, params={"f": "json"})
    assert (asked.status_code, asked.headers["content-type"]) == (
        200,
        plain.headers["content-type"],
    )
    for accepted in ("application/geo+json", "text/html,*/*;q=0.8", "application/xml", ""):
        assert client.get(path, headers={"accept": accepted}).content == plain.content
    head = client.head(path, params={"f": "json"})
    assert (head.status_code, head.content) == (200, b"")
    assert client.options(path).status_code == 204


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("wish", ["html", "JSON", "xml", "", "csv", "<b>"])
def test_other_formats_are_refused_with_words(client: TestClient, path: str, wish: str) -> None:
    answer = client.get(path, params={"f": wish})
    assert (answer.status_code, answer.json()["parameters"]) == (400, ["f"])
    assert answer.json()["description"] == "f can be: json"
    assert answer.json()["description_zh"] == "f 可取：json"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/city"])
def test_a_slash_too_many_leads_on(
    serve: Callable[..., TestClient], anci_store: Store, path: str, prefix: str
) -> None:
    client = serve(anci_store, prefix)
    meant = client.get(f"{prefix}{path}?f=json")
    ways = {f"{path}/", f"{path}//", path.replace("/api/", "/api//")} - {path, "/api/"}
    for way in ways:
        answer = client.get(f"{prefix}{way}?f=json", follow_redirects=False)
        assert answer.status_code == 308, way
        assert answer.headers["location"] == f"{prefix}{path}?f=json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert client.get(f"{prefix}{way}?f=json").content == meant.content


def test_the_page_after_the_next_is_asked_for_in_the_same_format(client: TestClient) -> None:
    first = client.get("/api/collections/anci-2022.villages/items?f=json&limit=1").json()
    (following,) = (link["href"] for link in first["links"] if link["rel"] == "next")
    assert "f=json" in following
    assert client.get(following).json()["features"] != first["features"]


@pytest.mark.parametrize("path", ["/api//", "/api/nothing/", "/api//evil.example", "/api/%2F/x"])
def test_no_slash_leads_away_from_the_interface(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.headers.get("location", "/api").startswith("/api")
    assert answer.status_code in {308, 404}

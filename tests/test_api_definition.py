"""Does the interface keep what its OpenAPI file promises, and promise all that it does?"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30ReadValidator
from openapi_spec_validator import validate
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.store import Store
from geo.view.link import PARAMETERS
from geo.web.routes import Routes

DEFINITION: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "geo" / "web" / "api" / "openapi.json").read_text("utf-8")
)
PATHS: dict[str, Any] = DEFINITION["paths"]
NAMED = {
    "collectionId": "anci-2022.roads",
    "featureId": "minghua-road",
    "packageId": "anci-2022",
    "placeId": "minghua-road",
    "figureId": "minghua-resurfacing",
}
GOOD = {
    "bbox": "116,39,117,40",
    "datetime": "../2022-12-31T00:00:00Z",
    "limit": "1",
    "offset": "1",
    "data": "anci-2022",
    "v": "1.0.0",
    "lang": "en",
    "w": "streetscape",
    "l": "roads",
    "q": "shunan",
    "place": "shunan-street",
    "ui": "legend",
    "lock": "1",
    "c": "39.51000,116.69000,12",
}
BAD = {
    "bbox": "1,2,3",
    "datetime": "today",
    "limit": "0",
    "offset": "-1",
    "data": "nobody",
    "v": "<b>",
    "lang": "fr",
    "w": "nobody",
    "l": "nowhere",
    "q": "x" * 61,
    "place": "nowhere",
    "ui": "everything",
    "lock": "0",
    "c": "here",
}


def address(path: str) -> str:
    """A path of the definition with its variable parts filled in."""
    return f"/api{path.format(**NAMED)}"


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = DEFINITION
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def documented(path: str, where: str = "query") -> list[str]:
    """Names of the parameters that the definition gives a path."""
    stated = [resolved(part) for part in PATHS[path]["get"]["parameters"]]
    return [part["name"] for part in stated if part["in"] == where]


def nothing_else(schema: Any) -> None:
    """Forbid in a schema what it does not name, so that an undocumented member is found."""
    if isinstance(schema, dict):
        if "properties" in schema and "oneOf" not in schema and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            nothing_else(part)
    elif isinstance(schema, list):
        for part in schema:
            nothing_else(part)


STRICT = copy.deepcopy(DEFINITION["components"])
nothing_else(STRICT)


def check(path: str, status: str, answer: Any) -> None:
    """Hold an answer against the schema of the definition, closed to members it does not name."""
    response = resolved(PATHS[path]["get"]["responses"][status])
    ((media_type, stated),) = response["content"].items()
    assert answer.headers["content-type"] == media_type
    schema = stated["schema"] | {"components": STRICT}
    errors = [
        f"{list(e.path)}: {e.message}"
        for e in OAS30ReadValidator(schema).iter_errors(answer.json())
    ]
    assert errors == []


def test_the_file_is_valid_openapi(client: TestClient) -> None:
    validate(DEFINITION)
    answer = client.get("/api/openapi.json")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    validate(answer.json())
    assert answer.json()["servers"][0]["url"] == "http://testserver/api"
    assert answer.json()["paths"] == PATHS


def api_routes() -> Iterator[Route]:
    for route in Routes(Store(Path("nowhere")), "").all("", ("",)):
        if route.path.startswith("/api") and "GET" in (route.methods or {"GET"}):
            yield route


def test_every_path_is_a_route_and_every_route_is_documented() -> None:
    own = [r.path.removeprefix("/api") for r in api_routes() if not r.path.endswith(":path}")]
    assert sorted(own) == sorted(["", *PATHS])
    for path, operations in PATHS.items():
        assert list(operations) == ["get"], "nothing but reading"
        assert documented(path, "path") == [
            part.strip("{}") for part in path.split("/") if part.startswith("{")
        ]


def test_every_operation_is_named_once_and_refusals_are_documented() -> None:
    operations = [PATHS[path]["get"] for path in PATHS]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for path, operation in zip(PATHS, operations, strict=True):
        expected = {"200", "304", "400"}
        expected |= {"404"} if "{" in path or "v" in documented(path) else set()
        assert set(operation["responses"]) - {"503"} == expected, path


def test_what_is_shared_is_used() -> None:
    text = json.dumps(DEFINITION)
    for kind, parts in DEFINITION["components"].items():
        for name in parts:
            assert f'"#/components/{kind}/{name}"' in text, f"{kind}: {name}"


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_the_definition_says(client: TestClient, path: str) -> None:
    answer = client.get(address(path))
    assert answer.status_code == 200
    check(path, "200", answer)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/collections/{collectionId}/items", "limit=1&bbox=116,39,117,40"),
        ("/collections/{collectionId}/items", "q=nowhere-at-all"),
        ("/places", "l="),
        ("/places", "w=rural"),
        ("/figures", "w=markets&lang=en"),
        ("/sources", "q=shunan"),
    ],
)
def test_narrowed_answers_are_too(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{address(path)}?{query}")
    assert answer.status_code == 200
    check(path, "200", answer)


@pytest.mark.parametrize("collection", ["old-compounds", "villages", "markets", "district"])
def test_every_layer_is_answered_as_the_definition_says(
    client: TestClient, collection: str
) -> None:
    path = "/collections/{collectionId}/items"
    check(path, "200", client.get(f"/api/collections/anci-2022.{collection}/items"))


@pytest.mark.parametrize(("path", "name"), [(p, name) for p in PATHS for name in documented(p)])
def test_a_documented_parameter_is_taken_and_checked(
    client: TestClient, path: str, name: str
) -> None:
    good = client.get(address(path), params={name: GOOD[name]})
    assert good.status_code == 200
    check(path, "200", good)
    bad = client.get(address(path), params={name: BAD[name]})
    assert bad.status_code == 400
    assert bad.json()["parameters"] == [name]
    assert BAD[name] not in bad.json()["description"]
    check(path, "400", bad)
    twice = client.get(address(path), params=[(name, GOOD[name])] * 2)
    assert (twice.status_code, twice.json()["parameters"]) == (400, [name])


@pytest.mark.parametrize("path", PATHS)
def test_any_other_parameter_is_refused(client: TestClient, path: str) -> None:
    strange = {*GOOD, *PARAMETERS, "f", "crs", "x"} - set(documented(path))
    for name in strange:
        answer = client.get(address(path), params={name: GOOD.get(name, "1")})
        assert answer.status_code == 400, name
        check(path, "400", answer)


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_what_is_not_there_is_404_in_the_same_form(client: TestClient, path: str) -> None:
    for name in documented(path, "path"):
        for value in ("nobody", "anci-2022", "anci-2022.nowhere", "anci-2022.roads.x"):
            if NAMED[name] != value:
                answer = client.get(f"/api{path.format(**NAMED | {name: value})}")
                assert answer.status_code == 404
                check(path, "404", answer)


def test_broken_data_are_answered_as_the_definition_says(
    serve: Callable[..., TestClient], make_package: Callable[..., Path]
) -> None:
    client = serve(Store(make_package(edits={"figures.csv": b"\xff"}).parent))
    for path in PATHS:
        answer = client.get(address(path))
        if "503" in PATHS[path]["get"]["responses"]:
            assert answer.status_code == 503, path
            check(path, "503", answer)
        else:
            assert answer.status_code == 200, path


@pytest.mark.parametrize("path", ["/api", *(address(path) for path in PATHS)])
def test_answers_can_be_read_by_other_sites_and_kept(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["access-control-allow-origin"] == "*"
    assert "ETag" in first.headers["access-control-expose-headers"]
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = client.get(path, headers={"accept-language": "en"})
    assert {first.headers["content-language"], english.headers["content-language"]} == {"zh", "en"}
    assert {"Accept-Encoding", "Accept-Language"} <= set(first.headers["vary"].split(", "))


@pytest.mark.parametrize("path", ["/api", "/api/figures", "/api/collections/x/items"])
def test_a_browser_may_ask_whether_it_may_ask(client: TestClient, path: str) -> None:
    wish = {
        "origin": "https://elsewhere.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    answer = client.options(path, headers=wish)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"].lower() == "if-none-match"


@pytest.mark.parametrize("path", ["/api", "/api/figures", "/api/collections/anci-2022.roads/items"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["code"] == "MethodNotAllowed"


def test_an_unknown_path_is_404_and_not_a_page(client: TestClient) -> None:
    answer = client.get("/api/nothing/at/all")
    assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")


def test_a_deployment_names_who_may_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_API_ORIGIN", "https://paper.example")
    for answer in (client.get("/api/figures"), client.options("/api/figures")):
        assert answer.headers["access-control-allow-origin"] == "https://paper.example"
        assert "Origin" in answer.headers["vary"]

"""Does the server keep what its OpenAPI file promises, and promise all that it does?"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30ReadValidator
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from geo.store.store import Store
from geo.view.link import PARAMETERS
from geo.web.findable import FindableRoutes
from geo.web.light import LightRoutes
from geo.web.routes import Routes
from geo.web.streamlit.pages import PageRoutes
from geo.web.workshop.errors import CrowdedError
from geo.web.workshop.shelf import Shelf
from geo.web.workshop.turns import Turns
from geo.web.workshop.workshop import Workshop
from tests import ROOT
from tests.conftest import Here

DEFINITION: dict[str, Any] = json.loads((ROOT / "geo/web/api/openapi.json").read_text("utf-8"))
PACKAGE = json.loads((ROOT / "data" / "anci-2022" / "datapackage.json").read_text("utf-8"))
PATHS: dict[str, Any] = DEFINITION["paths"]
API = [path for path in PATHS if "servers" not in PATHS[path]]
FILES = [path for path in PATHS if path.startswith(("/export/", "/share/"))]
LISTS = ["/places", "/figures", "/sources"]
NAMED = {
    "collectionId": "anci-2022.roads",
    "featureId": "minghua-road",
    "packageId": "anci-2022",
    "placeId": "minghua-road",
    "figureId": "minghua-resurfacing",
    "workstreamId": "rural",
}
GOOD = {
    "chart": "year",
    "style": "apa",
    "bbox": "116,39,117,40",
    "datetime": "../2022-12-31T00:00:00Z",
    "limit": "1",
    "offset": "1",
    "data": "anci-2022",
    "v": PACKAGE["version"],
    "lang": "en",
    "f": "json",
    "story": "streetscape",
    "w": "streetscape",
    "l": "roads",
    "q": "shunan",
    "place": "shunan-street",
    "base": "osm",
    "ui": "legend",
    "lock": "1",
    "c": "39.51000,116.69000,12",
    "datum": "gcj02",
    "of": "view",
    "figure": "minghua-resurfacing",
    "paper": "landscape",
    "on": "2026-11-23",
}
BAD = {
    "bbox": "1,2,3",
    "datetime": "today",
    "limit": "0",
    "offset": "-1",
    "data": "nobody",
    "v": "<b>",
    "lang": "fr",
    "f": "html",
    "story": "nobody",
    "w": "nobody",
    "l": "nowhere",
    "q": "x" * 61,
    "place": "nowhere",
    "ui": "everything",
    "lock": "0",
    "c": "here",
    "datum": "bd09",
    "of": "everything",
    "figure": "nobody",
    "paper": "A3",
    "on": "today",
}
"""Values that are refused; of a basemap none is, see the test of it."""


def address(path: str) -> str:
    """A path of the definition with its variable parts filled in."""
    return template(path).format(**NAMED)


def template(path: str) -> str:
    """Where a path of the definition is: below ``/api``, or beside it."""
    (server,) = PATHS[path].get("servers", DEFINITION["servers"])
    return str(server["url"]).rstrip("/") + path


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


@cache
def stated_of(path: str, status: str) -> tuple[str, dict[str, Any], OAS30ReadValidator]:
    """Media type and schema of an answer, and who judges it by a schema that is closed."""
    ((kind, stated),) = resolved(PATHS[path]["get"]["responses"][status])["content"].items()
    return kind, stated["schema"], OAS30ReadValidator(stated["schema"] | {"components": STRICT})


def check(path: str, status: str, answer: Any) -> None:
    """Hold an answer against the definition; its schema is closed to members it does not name."""
    media_type, schema, judge = stated_of(path, status)
    assert answer.headers["content-type"] == media_type
    assert answer.content
    if "json" not in media_type:
        assert schema["type"] == "string"
        return
    assert [f"{[*e.path]}: {e.message}" for e in judge.iter_errors(answer.json())] == []


def test_the_file_is_valid_openapi(client: TestClient) -> None:
    validate(DEFINITION)
    answer = client.get("/api/openapi.json")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    validate(answer.json())
    assert answer.json()["servers"][0]["url"] == "http://testserver/api"
    for path, served in answer.json()["paths"].items():
        assert served["get"] == PATHS[path]["get"]


@pytest.mark.parametrize("public", ["", "https://map.example/anci", "https://map.example/"])
def test_every_address_is_right_below_a_sub_path(
    serve: Callable[..., TestClient],
    anci_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    public: str,
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", public)
    client = serve(anci_store, "/city")
    served = client.get("/city/api/openapi.json").json()
    for path in PATHS:
        (server,) = served["paths"][path].get("servers", served["servers"])
        root = public.rstrip("/") or "http://testserver/city"
        assert server["url"] == (root if path not in API else f"{root}/api")
        inside = server["url"].replace(root, "/city") + path.format(**NAMED)
        check(path, "200", client.get(inside))


def own_routes() -> Iterator[str]:
    """Paths of all routes that answer, but for pages and what finds them, assets and layers."""
    store = Store(Path("nowhere"))
    light, found = LightRoutes(store, ()), FindableRoutes(store, Workshop([Here()]), ())
    shells = PageRoutes(store, "", ("",), light=light)
    pages = {r.path for each in (shells, light, found) for r in each.all("")}
    for route in Routes(store, "", Workshop([Here()])).all("", ("",)):
        rest = route.path.startswith(("/assets/", "/layers/")) or route.path.endswith(":path}")
        if not rest and route.path not in pages and "GET" in (route.methods or {"GET"}):
            yield route.path


def test_every_path_is_a_route_and_every_route_is_documented() -> None:
    assert sorted(own_routes()) == sorted(["/api", *map(template, PATHS)])
    for path, operations in PATHS.items():
        assert set(operations) - {"servers"} == {"get"}, "nothing but reading"
        assert documented(path, "path") == re.findall(r"{(\w+)}", path)


def test_every_operation_is_named_once_and_refusals_are_documented() -> None:
    operations = [PATHS[path]["get"] for path in PATHS]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for path, operation in zip(PATHS, operations, strict=True):
        expected = {"200"} if path == "/health" else {"200", "304", "400"}
        expected |= {"404"} if "{" in path or "v" in documented(path) else set()
        assert set(operation["responses"]) - {"413", "503"} == expected, path


def test_what_is_shared_is_used() -> None:
    text = json.dumps(DEFINITION)
    for kind, parts in DEFINITION["components"].items():
        for name in parts:
            assert f'"#/components/{kind}/{name}"' in text, f"{kind}: {name}"


@pytest.mark.parametrize("path", [*LISTS, *FILES])
def test_the_parameters_of_a_link_are_all_documented(path: str) -> None:
    assert [name for name in documented(path) if name in PARAMETERS] == list(PARAMETERS)


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
        ("/figures", "story=markets"),
        ("/export/places.geojson", "w=markets&datum=gcj02"),
        ("/export/places.geojson", "l="),
        ("/export/sheet.pdf", "of=place&place=minghua-road"),
        ("/export/sheet.pdf", "of=workstream&w=rural&paper=landscape"),
        ("/share/citation.txt", "figure=minghua-resurfacing&on=2026-11-23"),
        ("/share/citation.txt", "of=place&place=minghua-road"),
        ("/health", "x=1"),
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
    if name in BAD:
        bad = client.get(address(path), params={name: BAD[name]})
        status = 404 if name == "data" else 400  # data that are gone are not there
        assert bad.status_code == status
        # Whether a figure is needed depends on what is cited.
        assert bad.json()["parameters"] == ["of" if name == "figure" else name]
        # What was asked for is not repeated, but for an id, which can be no more than one.
        assert (BAD[name] in bad.json()["description"]) == (name == "data")
        check(path, f"{status}", bad)
    twice = client.get(address(path), params=[(name, GOOD[name])] * 2)
    assert (twice.status_code, twice.json()["parameters"]) == (400, [name])


@pytest.mark.parametrize("path", [*LISTS, "/export/figures.csv", "/share/qr.svg"])
def test_a_basemap_of_another_deployment_is_passed_over(client: TestClient, path: str) -> None:
    plain = client.get(address(path)).content
    other = client.get(address(path), params={"base": "nowhere"})
    assert other.status_code == 200
    assert other.content.replace(b"?base=nowhere", b"") == plain


@pytest.mark.parametrize("path", [*API, *FILES])
def test_any_other_parameter_is_refused(client: TestClient, path: str) -> None:
    strange = {*GOOD, *PARAMETERS, "f", "crs", "x"} - set(documented(path))
    for name in strange:
        answer = client.get(address(path), params={name: GOOD.get(name, "1")})
        assert answer.status_code == 400, name
        check(path, "400", answer)
        known = answer.json()["description"].partition("known: ")[2].split(", ")
        assert sorted(known) == sorted(documented(path)), "each that is taken is documented"


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_what_is_not_there_is_404_in_the_same_form(client: TestClient, path: str) -> None:
    for name in documented(path, "path"):
        for value in ("nobody", "anci-2022", "anci-2022.nowhere", "anci-2022.roads.x"):
            if NAMED[name] != value:
                answer = client.get(template(path).format(**NAMED | {name: value}))
                assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")
                is_shown = name != "packageId" or "." not in value  # else no id of a package
                assert is_shown == (value in answer.json()["description"])
                check(path, "404", answer)


def test_broken_data_are_answered_as_the_definition_says(
    serve: Callable[..., TestClient], make_package: Callable[..., Path]
) -> None:
    client = serve(Store(make_package(edits={"figures.csv": b"\xff"}).parent))
    for path in PATHS:
        answer = client.get(address(path))
        if path in ("/", "/conformance", "/openapi.json"):  # of the interface itself
            assert answer.status_code == 200, path
        else:
            assert answer.status_code == 503, path
            check(path, "503", answer)


@pytest.mark.parametrize("path", FILES)
def test_a_version_that_is_not_served_is_404(client: TestClient, path: str) -> None:
    answer = client.get(address(path), params={"v": "0.1.0"})
    assert answer.status_code == 404
    check(path, "404", answer)


@pytest.mark.parametrize("path", [*FILES, *API])
def test_a_crowd_is_answered_as_the_definition_says(
    serve: Callable[..., TestClient], anci_store: Store, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def crowded(*_: object) -> None:
        raise CrowdedError(3.2)

    monkeypatch.setattr(Shelf, "get", lambda *_: None)
    monkeypatch.setattr(Turns, "turn", crowded)
    answer = serve(anci_store).get(address(path))
    assert answer.status_code == 503
    check(path, "503", answer)
    (header,) = resolved(PATHS[path]["get"]["responses"]["503"])["headers"]
    assert answer.headers[header] == "4", "whole seconds, not too few"


@pytest.mark.parametrize("path", ["/api", *(address(path) for path in API)])
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

"""Are the server's answers cached, compressed and guarded as they should be?"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.language.texts import text
from geo.store.store import Store
from geo.web.headers import MAP_COMPONENT, security_headers
from geo.web.streamlit.first_html import inline_hashes

Make = Callable[..., Path]
Serve = Callable[..., TestClient]


def layer_address(store: Store, name: str = "roads") -> str:
    blobs = store.serve("anci-2022").payload.blobs
    return "/layers/" + next(path for path in blobs if path.startswith(f"anci-2022/{name}."))


def test_layers_are_served_for_ever(client: TestClient, anci_store: Store) -> None:
    answer = client.get(layer_address(anci_store))
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == "application/geo+json"
    cache = answer.headers["cache-control"].replace(" ", "").split(",")
    assert {"public", "immutable", "max-age=31536000"} <= set(cache)
    assert {f["id"] for f in answer.json()["features"]} == {"minghua-road", "shunan-street"}


def test_layers_are_compressed_where_the_browser_takes_it(
    client: TestClient, anci_store: Store
) -> None:
    address = layer_address(anci_store)
    with client.stream("GET", address, headers={"accept-encoding": "gzip, br"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert int(answer.headers["content-length"]) == len(raw)
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content


def test_a_browser_that_has_a_layer_gets_304(client: TestClient, anci_store: Store) -> None:
    address = layer_address(anci_store)
    tag = client.get(address).headers["etag"]
    assert tag.strip('"').removesuffix("-gzip") in address
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = client.get(address, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/layers/anci-2022/roads.0000000000000000.geojson",
        "/layers/nobody/roads.geojson",
        "/layers/..%2F..%2Fetc/passwd",
        "/layers/anci-2022/..%2Ffigures.csv",
        "/layers/anci-2022/",
        "/assets/nothing.js",
        "/data/anci-2022/figures.csv",
    ],
)
def test_what_is_not_there_is_404_and_guarded(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(("path", "home"), [("/none", "./"), ("/none/a/b", "../../")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_page_is_there_are_the_ways_of_every_page(
    client: TestClient, path: str, home: str, lang: str
) -> None:
    answer = client.get(f"{path}?lang={lang}")
    assert answer.status_code == 404
    top = answer.text.split("<header>")[1].split("</header>")[0]
    assert text("app.title", lang) in top
    to = re.findall(r'href="([^"]*)"', top)
    ways = [f"{home}{page}?lang={lang}" for page in ("", "figures")]
    assert to == [*ways, "?lang=zh", "?lang=en"]
    assert 'aria-current="true"' in top
    assert "prefers-color-scheme:dark" in answer.text


@pytest.mark.parametrize("path", ["/", "/figures", "/health", "/export/figures.csv", "/nowhere"])
def test_headers_stand_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    scripts = policy["script-src"].split()
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(scripts)
    assert not any(source.startswith(("http:", "https:")) for source in scripts)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_only_the_components_own_path_may_evaluate(client: TestClient) -> None:
    for path, may in ((f"/{MAP_COMPONENT}/index.html", True), ("/health", False)):
        assert ("'unsafe-eval'" in client.get(path).headers["content-security-policy"]) is may


def test_inline_scripts_of_the_page_are_named_by_hash(client: TestClient, first_page: str) -> None:
    (named,) = inline_hashes(first_page)
    # printf 'window.x = 1' | openssl dgst -sha256 -binary | base64
    assert named == "sha256-TRQHTtKk2Jz9TNrGZb+BnTJZb+vLVfeW/a0aaZ7avUM="
    assert f"'{named}'" in client.get("/").headers["content-security-policy"]


def test_health_is_200_while_all_is_well(client: TestClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.headers["cache-control"] == "no-store"


def test_a_broken_package_is_stale_and_the_map_goes_on(serve: Serve, make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    client = serve(store)
    assert client.get("/health").status_code == 200
    address = layer_address(store)
    (root / "gaps.csv").write_bytes(b"gap_id\n")
    figures = root / "figures.csv"
    figures.write_bytes(figures.read_bytes().decode().encode("gb18030"))
    answer = client.get("/health")
    assert answer.status_code == 200
    assert "I_ENCODING" not in answer.text, "errors alone: they are why"
    said = answer.json()
    assert (said["status"], said["stale"], said["down"]) == ("ok", ["anci-2022"], [])
    assert {(why["code"], why["file"]) for why in said["reasons"]["anci-2022"]} >= {
        ("E_COLUMNS", "gaps.csv")
    }
    assert str(root.parent) not in answer.text
    assert client.get(address).status_code == 200
    assert client.get("/export/figures.csv").status_code == 200
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("edits", [{"figures.csv": b"\xff"}, {"datapackage.json": None}])
def test_a_server_that_never_had_a_good_package(
    serve: Serve, make_package: Make, edits: dict[str, bytes | None]
) -> None:
    client = serve(Store(make_package(edits=edits).parent))
    answer = client.get("/health")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["packages"]) == ("error", {})
    assert client.get("/export/figures.csv").status_code == 503
    assert client.get("/layers/anci-2022/x.geojson").status_code == 404
    assert client.get("/").status_code == 200


def test_routes_stand_below_a_sub_path(serve: Serve, anci_store: Store) -> None:
    below = serve(anci_store, "/city")
    assert below.get("/city" + layer_address(anci_store)).status_code == 200
    assert below.get("/city/health").status_code == 200
    assert below.get("/health").status_code == 404


def test_the_two_encodings_have_two_tags(client: TestClient, anci_store: Store) -> None:
    address = layer_address(anci_store)
    plain = client.get(address, headers={"accept-encoding": "gzip;q=0"})
    zipped = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content
    assert plain.headers["etag"] != zipped.headers["etag"]


@pytest.mark.parametrize("path", [f"/x/{MAP_COMPONENT}/y", "/component/other/", "/"])
def test_only_the_component_may_evaluate(path: str) -> None:
    assert "unsafe-eval" not in security_headers(path)["Content-Security-Policy"]
    own = f"/city/{MAP_COMPONENT}/index.html"
    assert "unsafe-eval" in security_headers(own, prefix="/city")["Content-Security-Policy"]


def ancestors(headers: Mapping[str, str]) -> str:
    parts = headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)["frame-ancestors"]


def test_only_an_embedded_page_may_be_framed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = f"/{MAP_COMPONENT}/index.html"
    assert ancestors(client.get("/").headers) == "'self'"
    assert ancestors(client.get("/?x=embed=true").headers) == "'self'"
    assert ancestors(client.get("/?w=rural&embed=true").headers) == "*"
    assert ancestors(client.get(frame).headers) == "*"
    monkeypatch.setenv("ONEMAP_FRAME_ANCESTORS", "https://a.example https://b.example:8443")
    for path in ("/?embed=true", frame):
        assert ancestors(client.get(path).headers) == (
            "'self' https://a.example https://b.example:8443"
        )
    assert ancestors(client.get("/").headers) == "'self'"
    monkeypatch.setenv("ONEMAP_FRAME_ANCESTORS", "none; script-src *")
    assert ancestors(client.get("/?embed=true").headers) == "'self'", "no origin, no frame"

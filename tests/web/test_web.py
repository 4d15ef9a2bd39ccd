"""Are the server's answers cached, compressed and guarded as they should be?"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import brotli
import pytest
from starlette.testclient import TestClient

from geo.blob import Blob, make_blob
from geo.language.texts import text
from geo.store.store import Store
from geo.web.assets import assets
from geo.web.codings import Smaller, smaller
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


def ask_until_it_is_smaller(client: TestClient, address: str) -> None:
    for _ in range(2):
        client.get(address, headers={"accept-encoding": "br"})
    smaller().wait()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        *(("gzip, br", "br"), ("br;q=0.1, gzip", "br"), ("*", "br"), ("br", "br")),
        *(("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("*;q=0, gzip", "gzip")),
        *(("identity", None), ("", None), ("gzip;q=0, br;q=0.0", None)),
    ],
)
def test_a_file_comes_in_the_smallest_coding_that_is_taken(
    client: TestClient, anci_store: Store, accepted: str, coding: str | None
) -> None:
    address = layer_address(anci_store)
    ask_until_it_is_smaller(client, address)
    with client.stream("GET", address, headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) == len(raw)
    content = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](raw)
    blobs = anci_store.serve("anci-2022").payload.blobs
    assert content == blobs[address.removeprefix("/layers/")].content
    tag = answer.headers["etag"].strip('"')
    assert tag.endswith(f"-{coding}") or (coding is None and "-" not in tag)


def test_who_asks_before_it_is_made_smaller_need_not_wait(
    monkeypatch: pytest.MonkeyPatch, client: TestClient, anci_store: Store, tmp_path: Path
) -> None:
    made = Smaller(tmp_path)
    monkeypatch.setattr("geo.web.codings.smaller", lambda: made)
    monkeypatch.setattr(made, "_work", lambda: None)  # whose thread is never given its turn
    answer = client.get(layer_address(anci_store), headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "gzip"
    tag = answer.headers["etag"]
    monkeypatch.undo()
    ask_until_it_is_smaller(client, layer_address(anci_store))
    asked = {"accept-encoding": "gzip, br", "if-none-match": tag}
    again = client.get(layer_address(anci_store), headers=asked)
    assert (again.status_code, again.headers["etag"]) == (304, tag), "it has the same content"


def test_scripts_are_kept_smaller_for_the_next_process(tmp_path: Path) -> None:
    script = make_blob(b"let x = 1;\n" * 400, "text/javascript")
    data = make_blob(b'{"a": 1}' * 400, "application/json")

    def made_anew() -> bytes | None:
        found = Smaller(tmp_path)
        assert [found.of(script), found.of(data)] == [None, None]
        found.wait()
        assert found.of(data) is None, "asked for once it may be some reader's own"
        found.wait()
        assert brotli.decompress(found.of(data)) == data.content
        return found.of(script)

    first = made_anew()
    assert brotli.decompress(first) == script.content
    (kept,) = tmp_path.iterdir()
    other = brotli.compress(script.content, quality=1)
    kept.write_bytes(other)
    assert made_anew() == (other if len(other) < len(script.gzipped) else None), "as it lies there"
    for broken in (other[:-3], b"", brotli.compress(b"let x = 2;\n" * 400)):
        kept.write_bytes(broken)
        assert made_anew() == first
    kept.unlink()
    kept.mkdir()  # nothing can be written there
    assert made_anew() == first


def test_what_brotli_makes_no_smaller_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = Smaller(tmp_path)
    noise = make_blob(random.Random(1).randbytes(4000), "image/png")
    for _ in range(2):
        assert found.of(noise) is None
    found.wait()
    tried: list[Blob] = []
    monkeypatch.setattr(found, "_ask_for", tried.append)
    assert (found.of(noise), tried) == (None, [])


def test_a_browser_that_has_a_layer_gets_304(client: TestClient, anci_store: Store) -> None:
    address = layer_address(anci_store)
    client.headers["accept-encoding"] = "gzip"
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


def test_a_file_that_is_no_page_may_nothing_even_if_it_is_shown_as_one(
    client: TestClient, anci_store: Store
) -> None:
    for path in (layer_address(anci_store), *(f"/{each}" for each in assets().blobs)):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == "default-src 'none'"
        assert headers["x-content-type-options"] == "nosniff"
    for path in (
        "/static/index.html",
        "/static/a.svg",
        "/files.js/",
        "/x/static/a.js",
        "/worker.js",
    ):
        assert "script-src 'self'" in security_headers(path)["Content-Security-Policy"]
    below = security_headers("/city/static/js/a.js", prefix="/city")["Content-Security-Policy"]
    assert "script-src" not in below


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


def asks(client: TestClient) -> list[str]:
    """What a reader of the map asks for, once nothing is new to the server."""
    page = client.get("/light/anci-2022?lang=en")
    links = re.findall(r'(?:href|src)="\.\.(/(?:assets|layers)/[^"]+)"', page.text)
    return ["/light/anci-2022?lang=en", "/?w=markets", "/?embed=true&lang=en", "/figures", *links]


def test_what_is_at_hand_waits_for_no_thread(
    anci_root: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(anci_root.parent, recheck_seconds=1000)
    reader = serve(store)
    asked = asks(reader)
    assert len(asked) > 8
    answers = {path: reader.get(path).content for path in asked}
    hops: list[object] = []

    async def counted(function: Callable[..., object], *args: object, **options: object) -> object:
        hops.append(function)
        return function(*args, **options)

    for module in ("query", "light", "routes"):
        monkeypatch.setattr(f"geo.web.{module}.run_in_threadpool", counted)
    assert {path: reader.get(path).content for path in asked} == answers
    assert hops == []
    store.look_again("anci-2022")
    for path in asked:
        if "/assets/" not in path:
            store.look_again("anci-2022")
            hops.clear()
            assert reader.get(path).content == answers[path]
            assert hops, f"{path}: a look at the disk holds everybody up"
    reader.get("/?v=0.1.0")
    reader.get("/layers/anci-2022/roads.0000000000000000.geojson")
    assert len(hops) >= 2, "what is not the newest state may have to be opened"


def test_the_first_html_is_that_of_its_link_also_from_memory(
    client: TestClient, make_package: Make, serve: Serve
) -> None:
    both = serve(Store(make_package("demo-2023").parent))
    links = [
        f"{path}?{query}&lang={lang}"
        for path in ("/", "/figures")
        for query in ("", "w=markets", "w=rural", "place=minghua-road", "story=markets", "v=0.0.1")
        for lang in ("zh", "en")
    ]
    links += ["/?embed=true", "/?data=nobody", "/?data=nobody&lang=en"]
    for reader in (client, both):
        alone = {link: reader.get(link) for link in links}
        for link in reversed(links):
            again = reader.get(link)
            assert (again.status_code, again.content) == (
                alone[link].status_code,
                alone[link].content,
            )
        assert len({answer.content for answer in alone.values()}) > 20
        tag = alone[links[0]].headers["etag"]
        assert reader.get(links[0], headers={"if-none-match": tag}).status_code == 304
        assert reader.get(links[1], headers={"if-none-match": tag}).status_code == 200
    assert client.get("/").headers["vary"] == "Accept-Encoding, Accept-Language"

"""What does the server answer about a crowd, and may it be cached for ever?"""

from __future__ import annotations

import base64
import gzip
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.export.one_file import one_file
from geo.package.package import Package
from geo.store.store import Store
from geo.view.selection import select
from geo.view.views import View
from geo.web.search import MOST_SUGGESTED
from tests import ROOT, crowds

SIZE = 600
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, crowds.layers_of(SIZE))


@pytest.fixture(scope="module", params=["read", "built"])
def store(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Store:
    """The package as it is read, and as it is opened from a build."""
    builds = tmp_path_factory.mktemp("builds")
    if request.param == "built":
        build(root, BuildFolder(builds, crowds.NAME))
    return Store(root.parent, builds=builds)


@pytest.fixture(scope="module")
def package(store: Store) -> Package:
    return store.serve(crowds.NAME).package


@pytest.fixture(scope="module")
def browser(serve: Callable[..., TestClient], store: Store) -> TestClient:
    return serve(store)


def found(browser: TestClient, package: Package, **query: str) -> Any:
    at = f"/layers/{crowds.NAME}/found.{package.state}.bin"
    return browser.get(at, params=query)


def shown(browser: TestClient, package: Package, **query: str) -> Any:
    at = f"/layers/{crowds.NAME}/shown.{package.state}.json"
    return browser.get(at, params=query).json()


def positions(content: bytes) -> set[int]:
    """Read a bitset as docs/served-files.md has it: the first position the highest bit."""
    return {
        8 * at + bit for at, byte in enumerate(content) for bit in range(8) if byte >> 7 - bit & 1
    }


QUERIES = [
    {"q": "明华"},
    {"q": "mh", "w": "housing"},
    {"q": "小区", "l": "compounds,offices", "w": "greening,lighting"},
    {"q": "老旧小区改造"},
    {"q": "id:lamp-00068"},
    {"q": "，"},
    {"w": "lighting"},
    {"l": ""},
    {},
    {"q": "路灯", "story": "lighting"},
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_bits_are_the_places_that_a_filter_shows(
    browser: TestClient, package: Package, query: dict[str, str]
) -> None:
    answer = found(browser, package, data=crowds.NAME, **query)
    assert answer.status_code == 200
    view = View(
        crowds.NAME,
        query=query.get("q", ""),
        workstreams=tuple(s for s in crowds.STREAMS if s in query.get("w", "").split(",")),
        layers=tuple(query["l"].split(",")) if "l" in query else None,
        story=query.get("story"),
    )
    ids = select(package, view).place_ids
    few, crowd = list(package.place)[: package.place.few], list(package.place)[package.place.few :]
    assert positions(answer.content) == {at for at, i in enumerate(crowd) if i in ids}
    assert len(answer.content) == -(-len(crowd) // 8)
    told = shown(browser, package, **query)
    assert positions(base64.b64decode(told["shown"])) == {
        at for at, i in enumerate(few) if i in ids
    }
    assert sum(told["crowd"]["counts"]) == len(positions(answer.content))
    if query.get("q"):
        bits = base64.b64decode(told["crowd"]["found"].removeprefix("bits:"))
        assert bits == answer.content
    # No figure goes with a layer: a page shows them all the same.
    figures = select(package, replace(view, layers=None)).figure_ids
    every = [figure.figure_id for figure in package.figures]
    assert {every[at] for at in positions(base64.b64decode(told["figures"]))} == figures


def test_an_answer_may_be_cached_for_ever(browser: TestClient, package: Package) -> None:
    answer = found(browser, package, q="小区")
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "accept-encoding" in answer.headers["vary"].lower()
    again = browser.get(answer.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = browser.get(answer.url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content
    assert plain.headers["etag"] != answer.headers["etag"] or "gzip" not in answer.headers["etag"]


def test_the_catalogue_leads_to_every_file(browser: TestClient, store: Store) -> None:
    payload = store.serve(crowds.NAME).payload
    catalogue = browser.get(f"/layers/{payload.catalogue}").json()
    head = browser.get(f"/layers/{catalogue['crowd']}").json()
    paths = [found["path"] for part in ("chunks", "levels") for found in head[part]]
    for path in [*paths, *head["pieces"]["paths"], payload.find, catalogue["context"]]:
        answer = browser.get(f"/layers/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == FOREVER
        assert answer.content == payload.blobs[path].content
        if path.endswith(".bin"):
            assert gzip.decompress(answer.content)[:4] == b"OMC1"
    for path in ("build.json", "..%2Fbuild.json", "rows.0123456789abcdef.arrow", "piece.0.json"):
        assert browser.get(f"/layers/{crowds.NAME}/{path}").status_code == 404


@pytest.mark.parametrize("kind", ["found.{}.bin", "shown.{}.json", "suggested.{}.json"])
@pytest.mark.parametrize("state", ["0123456789abcdef", "", "..", "%2e%2e"])
def test_another_state_is_not_found(browser: TestClient, kind: str, state: str) -> None:
    for package_id in (crowds.NAME, "nobody", ".."):
        answer = browser.get(f"/layers/{package_id}/{kind.format(state)}?q=x")
        assert answer.status_code == 404


def test_an_older_state_is_answered_as_long_as_it_is_served(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    """A page that was opened before a change gets bits of the crowd that it has."""
    root = crowds.write(tmp_path / "data" / crowds.NAME, crowds.layers_of(SIZE))
    store = Store(root.parent, builds=tmp_path / "builds", recheck_seconds=0)
    browser, first = serve(store), store.serve(crowds.NAME).package
    before = found(browser, first, q="compounds no. 20")
    crowds.edit(root, "compounds", lambda features: features.pop(20))
    crowds.seal(root, "2")
    second = store.serve(crowds.NAME).package
    assert second.state != first.state
    assert found(browser, first, q="compounds no. 20").content == before.content
    assert found(browser, second, q="compounds no. 20").content != before.content
    for version in ("3", "4"):
        crowds.edit(root, "compounds", lambda features: features.pop(20))
        crowds.seal(root, version)
        store.serve(crowds.NAME)
    assert found(browser, first, q="compounds no. 20").status_code == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("q=x&colour=red", None),
        ("q=x&q=y", ["q"]),
        ("w=nobody", ["w"]),
        ("l=nowhere", ["l"]),
        ("data=other", ["data"]),
        ("story=nobody", ["story"]),
        ("q=" + "x" * 2100, None),
        ("<script>", None),
    ],
)
def test_what_is_not_understood_is_refused(
    browser: TestClient, package: Package, query: str, named: list[str] | None
) -> None:
    answer = browser.get(f"/layers/{crowds.NAME}/found.{package.state}.bin?{query}")
    assert answer.status_code == 400
    assert answer.json().get("parameters") == named
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.text


def test_another_version_is_not_found(browser: TestClient, package: Package) -> None:
    assert found(browser, package, v="9.9.9").status_code == 404
    assert found(browser, package, v=package.version).status_code == 200


# ---- What may be meant. ------------------------------------------------------------------------


def suggested(browser: TestClient, package: Package, **query: str) -> Any:
    return browser.get(f"/layers/{crowds.NAME}/suggested.{package.state}.json", params=query)


@pytest.mark.parametrize("query", ["明华", "明", "mh", "小区", "12", "xfdy", "幸福", "lamps no. 1"])
def test_suggestions_are_places_of_the_crowd_and_beginnings_come_first(
    browser: TestClient, package: Package, query: str
) -> None:
    answer = suggested(browser, package, q=query)
    assert answer.headers["cache-control"] == FOREVER
    entries = answer.json()
    ids = [entry["id"] for entry in entries]
    order = list(package.place)[package.place.few :]
    every = select(package, View(crowds.NAME, query=query)).place_ids
    by_figures = {f.place_id for f in select(package, View(crowds.NAME, query=query)).figures}
    named = [i for i in order if i in every and i not in by_figures]
    assert set(ids) <= {i for i in order if i in every}
    assert len(ids) >= min(MOST_SUGGESTED, len(named)) > 0
    wanted = "".join(query.casefold().split()).replace(".", "")
    names = ["".join(package.place[i].name.zh.split()) for i in ids]
    begins = [name.startswith(wanted) for name in names]
    assert begins == sorted(begins, reverse=True), "beginnings first"
    for flag in (True, False):
        group = [order.index(i) for i, begun in zip(ids, begins, strict=True) if begun == flag]
        assert group == sorted(group), "then by position"
    for entry in entries:
        place = package.place[entry["id"]]
        assert entry["label"] == place.name.as_dict()
        assert {"id", "label", "detail", "keys", "initials"} <= set(entry)


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "，。"}, {"q": "zzz"}])
def test_nothing_is_suggested_for_nothing(
    browser: TestClient, package: Package, query: dict[str, str]
) -> None:
    assert suggested(browser, package, **query).json() == []


def test_a_suggestion_takes_a_text_alone(browser: TestClient, package: Package) -> None:
    assert suggested(browser, package, q="x", w="housing").status_code == 400


def test_a_package_without_a_crowd_has_no_bits(client: TestClient, anci: Package) -> None:
    at = f"/layers/anci-2022/{{}}.{anci.state}.{{}}?q=minghua"
    answer = client.get(at.format("found", "bin"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert json.loads(client.get(at.format("suggested", "json")).content) == []


def test_any_bits_are_those_of_brute_force(browser: TestClient, package: Package) -> None:
    chosen = random.Random(2)
    crowd = list(package.place)[package.place.few :]
    for _ in range(15):
        number = str(chosen.randrange(100))
        bits = positions(found(browser, package, q=f"no. {number}", l="lamps").content)
        expected = set()
        for at, place_id in enumerate(crowd):
            # A number is found whole: 4 is no part of lamp 41, nor of a code.
            if place_id.startswith("lamp-") and int(place_id.removeprefix("lamp-")) == int(number):
                expected.add(at)
        assert expected == bits


def test_its_script_comes_with_each_page_of_the_map(browser: TestClient, store: Store) -> None:
    code = (ROOT / "geo" / "browser" / "dist" / "crowd.js").read_text("utf-8")
    ahead = re.findall(r'name="onemap-ahead" content="([^"]*)"', browser.get("/").text)[0]
    (script,) = re.findall(r"\./(assets/crowd\.[^ ]+)", ahead)
    assert browser.get(f"/{script}").text == code
    assert f'<script src="../{script}" defer>' in browser.get(f"/light/{crowds.NAME}").text
    (own,) = re.findall(r"\./(assets/onemap\.[^ ]+\.js)", ahead)
    assert browser.get(f"/{own}").text.endswith(f', "{script.removeprefix("assets/")}");\n')
    served = store.serve(crowds.NAME)
    page = one_file(served.package, served.payload, View(crowds.NAME)).decode()
    assert page.count(f"<script>{code.rstrip()}</script>") == 1

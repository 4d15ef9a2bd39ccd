"""Is the file whole, small, the same each time, and harmless whatever its package says?"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.__main__ import main
from geo.export.one_file import one_file
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.view.views import Centre, View
from geo.web.assets import assets
from tests.browser.canary import TRAP, make_canary
from tests.node_side import ROOT

Make = Callable[..., Path]
Printed = pytest.CaptureFixture[str]


class Parts(HTMLParser):
    """The elements of a page as a browser reads them: data by id, scripts, styles, policy."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.policy: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.title = ""
        self._open: tuple[str, dict[str, str | None]] = ("", {})
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._open = (tag, named)
        self.links += [str(named[name]) for name in ("src", "href", "srcset") if name in named]
        if named.get("http-equiv") == "Content-Security-Policy":
            for part in str(named["content"]).split("; "):
                name, *values = part.split(" ")
                self.policy[name] = values

    def handle_endtag(self, tag: str) -> None:
        self._open = ("", {})

    def handle_data(self, data: str) -> None:
        tag, attributes = self._open
        if tag == "script" and attributes.get("type") == "application/json":
            self.data[str(attributes["id"])] = data
        elif tag == "script":
            self.scripts.append(data)
        elif tag == "style":
            self.styles.append(data)
        elif tag == "title":
            self.title += data


def made(package: Package, **wishes: Any) -> bytes:
    return one_file(package, build_payload(package), View(package.package_id, **wishes))


@pytest.fixture(scope="module")
def parts(anci: Package) -> Parts:
    return Parts(made(anci))


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> Parts:
    root = tmp_path_factory.mktemp("canary") / "canary"
    make_canary(anci_root, root)
    return Parts(made(read_package(root)))


def test_the_file_is_small_and_the_same_each_time(anci: Package, anci_root: Path) -> None:
    content = made(anci)
    assert len(content) < 2_000_000
    assert content == made(read_package(anci_root))


def test_the_payload_is_that_of_the_live_app(parts: Parts, anci: Package) -> None:
    blobs = build_payload(anci).blobs
    assert set(parts.data) == {f"layers/{path}" for path in blobs} | {"opening"}
    for path, blob in blobs.items():
        assert parts.data[f"layers/{path}"].replace("\\u003c", "<").encode() == blob.content


def test_the_code_is_that_of_the_live_app(parts: Parts) -> None:
    live = assets()
    leaflet, own = parts.scripts
    shared = live.blobs[live.scripts[0]].content.decode()
    assert leaflet == shared.replace("\r\n", "\n").rstrip()
    bundle = ROOT / "geo" / "browser" / "dist" / "file.js"
    assert own.startswith(bundle.read_text("utf-8"))
    assert own.removeprefix(bundle.read_text("utf-8")).startswith("oneFile.begin({")
    for path, style in zip(live.styles, parts.styles, strict=False):
        assert style == live.blobs[path].content.decode().replace("\r\n", "\n")


def test_only_the_files_own_code_may_run_and_nothing_be_asked_for(parts: Parts) -> None:
    def hashes(codes: list[str]) -> list[str]:
        digests = (hashlib.sha256(code.encode()).digest() for code in codes)
        return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]

    assert parts.policy == {
        "default-src": ["'none'"],
        "script-src": hashes(parts.scripts),
        "style-src": hashes(parts.styles),
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert parts.links == []


def test_the_code_cannot_end_its_own_element(parts: Parts) -> None:
    assert (len(parts.scripts), len(parts.styles)) == (2, 3)
    for code in (*parts.scripts, *parts.styles):
        assert not re.search(r"<!--|</(script|style)", code, re.IGNORECASE)


def test_texts_of_a_package_end_no_element(canary: Parts, parts: Parts) -> None:
    assert (len(canary.scripts), len(canary.styles)) == (2, 3)
    assert canary.scripts == parts.scripts
    assert {name.split(".")[0].split("/")[-1] for name in canary.data} == {
        name.split(".")[0].split("/")[-1] for name in parts.data
    }
    assert not any("<" in held for held in canary.data.values())
    facts = opened(canary)
    assert facts["title"] == {"zh": TRAP, "en": TRAP}
    assert canary.title.startswith(TRAP.split("&lt;")[0])
    assert canary.links == []


def opened(parts: Parts) -> dict[str, Any]:
    """The facts that a file names."""
    path = json.loads(parts.data["opening"])["facts"]
    facts: dict[str, Any] = json.loads(parts.data[f"layers/{path}"])
    return facts


def test_every_figure_has_its_source_and_every_gap_is_told(parts: Parts, anci: Package) -> None:
    opening, facts = json.loads(parts.data["opening"]), opened(parts)
    catalogue = json.loads(parts.data[f"layers/{opening['message']['catalogue']}"])
    assert len(catalogue["figures"]) == len(facts["figures"]) == 55
    for figure in catalogue["figures"].values():
        source = facts["sources"][figure["source"]]
        assert source["url"] == anci.sources[figure["source"]].url
        assert figure["locator"]["zh"]
    told = {facts["figures"][figure_id]["printed"] for figure_id in catalogue["figures"]}
    assert told == {"", "四项", "1.6万余方", "760延米", "450多方"}, "what the number does not say"
    assert [gap["what"]["en"] for gap in facts["gaps"]] == [gap.what.en for gap in anci.gaps]
    assert [d["text"]["zh"] for d in facts["derived"]] == [d.text.zh for d in anci.derived]
    assert (facts["version"], opening["hash"]) == (anci.version, anci.content_hash)


def test_the_file_opens_with_the_view_it_was_made_from(anci: Package) -> None:
    view = {
        "lang": "en",
        "version": anci.version,
        "workstreams": ("streetscape",),
        "place": "minghua-road",
        "locked": True,
        "parts": (),
        "centre": Centre(39.5, 116.7, 12),
    }
    page = made(anci, **view)
    link = json.loads(Parts(page).data["opening"])["link"]
    assert link == "lang=en&w=streetscape&place=minghua-road&c=39.50000,116.70000,12"
    assert b'<html lang="en">' in page
    assert json.loads(Parts(made(anci)).data["opening"])["link"] == ""


def test_the_route_answers_with_a_file_of_the_links_view(client: TestClient, anci: Package) -> None:
    answer = client.get("/export/onemap.html?w=markets&lang=zh")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    named = answer.headers["content-disposition"]
    assert named == f'attachment; filename="anci-2022-{anci.version}.html"'
    assert answer.content == made(anci, workstreams=("markets",), lang="zh")
    again = client.get(
        "/export/onemap.html?w=markets&lang=zh",
        headers={
            "if-none-match": answer.headers["etag"],
        },
    )
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["w=nobody", "what=else", "c=x", "v=0.0.0-none"])
def test_the_route_refuses_what_it_does_not_understand(client: TestClient, query: str) -> None:
    answer = client.get(f"/export/onemap.html?{query}")
    assert 400 <= answer.status_code < 500
    assert answer.json()["description_zh"]


def test_the_command_writes_the_file(
    capsys: Printed, tmp_path: Path, anci_root: Path, anci: Package
) -> None:
    out = tmp_path / "anci.html"
    assert main(["html", str(anci_root), "-o", str(out), "--lang", "en"]) == 0
    assert out.read_bytes() == made(anci, lang="en")
    assert f"{out.stat().st_size:,} bytes" in capsys.readouterr().out


def test_the_command_takes_the_package_shown_first(
    make_package: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package("first-2020")
    monkeypatch.setenv("ONEMAP_DATA", str(root.parent))
    out = tmp_path / "out.html"
    assert main(["html", "-o", str(out)]) == 0
    assert out.read_bytes() == made(read_package(root))


def test_the_command_says_what_is_wrong(
    capsys: Printed, make_package: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.html"
    broken = make_package(edits={"units.csv": None})
    assert main(["html", str(broken), "-o", str(out), "--lang", "zh"]) == 1
    assert "units.csv" in capsys.readouterr().err
    assert main(["html", str(tmp_path / "nowhere"), "-o", str(out)]) == 2
    monkeypatch.setenv("ONEMAP_DATA", str(tmp_path / "empty"))
    assert main(["html", "-o", str(out)]) == 2
    assert "no package" in capsys.readouterr().err
    assert not out.exists()
    good = make_package("good-2020")
    assert main(["html", str(good), "-o", str(broken / "figures.csv" / "x.html")]) == 2
    assert "x.html" in capsys.readouterr().err

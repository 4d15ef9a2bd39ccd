"""Does a deployment get the basemaps that it enables, and no host more?"""

from __future__ import annotations

import json
import logging
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from geo.language.bilingual import LANGUAGES
from geo.package.read import read_package
from geo.served.basemaps import BASEMAP_IDS, enabled_basemaps, every_basemap
from geo.served.folium_map import Message
from geo.view.link import decode, parameters
from geo.view.selection import known_ids
from geo.web.headers import MAP_COMPONENT, security_headers
from geo.web.map_settings import setup, setup_path
from geo.web.settings import APPROVAL_LENGTH, basemap_ids, map_approval
from tests import ROOT

KEY = "a1b2c3d4" * 4
COMPONENT = f"/{MAP_COMPONENT}/index.html"
OSM = {"https://tile.openstreetmap.org"}
AMAP = {f"https://webrd0{number}.is.autonavi.com" for number in (1, 2, 3, 4)}
TIANDITU = {f"https://t{number}.tianditu.gov.cn" for number in range(8)}

Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Set what a deployment says of its basemaps."""

    def to(basemaps: str = "", key: str = "", approval: str = "") -> None:
        monkeypatch.setenv("ONEMAP_BASEMAPS", basemaps)
        monkeypatch.setenv("ONEMAP_TIANDITU_KEY", key)
        monkeypatch.setenv("ONEMAP_MAP_APPROVAL", approval)

    to()
    return to


def pictures(path: str) -> set[str]:
    """Hosts that may send pictures to the page at a path."""
    parts = security_headers(path)["Content-Security-Policy"].split("; ")
    directives = dict(part.split(" ", 1) for part in parts)
    sources = directives.get("img-src", directives["default-src"]).split()
    return set(sources) - {"'self'", "'none'", "data:", "blob:"}


@pytest.mark.parametrize(
    ("stated", "key", "ids"),
    [
        ("", KEY, ()),
        ("osm", "", ("osm",)),
        ("amap, osm", "", ("osm", "amap")),
        ("osm amap osm", "", ("osm", "amap")),
        ("tianditu-vec,tianditu-img,amap", "", ("amap",)),
        ("tianditu-vec,tianditu-img", KEY, ("tianditu-vec", "tianditu-img")),
        ("tianditu-vec", "{x}&tk=evil", ()),
        ("OSM,google", "", ()),
    ],
)
def test_a_deployment_gets_what_it_enables(
    configure: Configure, stated: str, key: str, ids: tuple[str, ...]
) -> None:
    configure(stated, key)
    assert basemap_ids() == ids


def test_there_are_the_basemaps_that_a_link_can_name() -> None:
    assert tuple(every_basemap(KEY)) == BASEMAP_IDS
    assert set(every_basemap("")) == {"osm", "amap"}


@pytest.mark.parametrize("basemap_id", BASEMAP_IDS)
def test_every_basemap_says_whose_it_is_and_comes_over_https(basemap_id: str) -> None:
    basemap = every_basemap(KEY)[basemap_id]
    for lang in LANGUAGES:
        assert basemap.name.get(lang)
        assert len(basemap.attribution.get(lang)) > 5
    assert 1 <= basemap.max_zoom <= 19
    for template in basemap.templates:
        fields = set(re.findall(r"\{(\w+)\}", template))
        assert fields - {"s"} == {"x", "y", "z"}
        assert ("s" in fields) == bool(basemap.subdomains)
    for host in basemap.hosts():
        assert re.fullmatch(r"https://[a-z0-9.]+", host)


def test_labels_of_tianditu_lie_above_its_map() -> None:
    for basemap_id, layers in (("tianditu-vec", "vec cva"), ("tianditu-img", "img cia")):
        templates = every_basemap(KEY)[basemap_id].templates
        assert [re.findall(r"LAYER=(\w+)", found) for found in templates] == [
            [layer] for layer in layers.split()
        ]
        assert all(f"&tk={KEY}" in template for template in templates)


def test_only_amap_is_moved() -> None:
    moved = {key for key, found in every_basemap(KEY).items() if found.as_dict()["offset"]}
    assert moved == {"amap"}


@pytest.mark.parametrize(
    ("stated", "key", "hosts"),
    [
        ("", "", set()),
        ("osm", "", OSM),
        ("amap", "", AMAP),
        ("tianditu-vec", "", set()),
        ("tianditu-vec", KEY, TIANDITU),
        ("tianditu-vec tianditu-img osm amap", KEY, OSM | AMAP | TIANDITU),
    ],
)
def test_the_maps_frame_may_ask_exactly_the_hosts_that_are_enabled(
    configure: Configure, stated: str, key: str, hosts: set[str]
) -> None:
    configure(stated, key)
    assert pictures(COMPONENT) == hosts
    for path in ("/", "/figures", "/health", "/assets/onemap.js", f"/x/{MAP_COMPONENT}/"):
        assert pictures(path) == set(), "the page itself asks nobody"


def test_no_other_source_is_opened_for_a_basemap(configure: Configure) -> None:
    bare = security_headers(COMPONENT)["Content-Security-Policy"]
    configure("osm")
    policy = security_headers(COMPONENT)["Content-Security-Policy"]
    assert policy == bare.replace("blob:", "blob: https://tile.openstreetmap.org")


def test_nothing_is_set_up_where_nothing_is_enabled(configure: Configure) -> None:
    assert setup() is None
    assert setup_path() is None
    configure("", KEY)
    assert setup() is None, "a key alone enables nothing"


def test_the_browser_is_told_what_it_needs(configure: Configure, client: TestClient) -> None:
    configure("osm amap", KEY, "  审图号：GS（2024）0650号\n")
    path = setup_path()
    assert path is not None
    answer = client.get(f"/layers/{path}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("application/json")
    told = answer.json()
    assert told["approval"] == "审图号：GS（2024）0650号"
    assert [found["id"] for found in told["basemaps"]] == ["osm", "amap"]
    assert KEY not in answer.text, "a key that no enabled basemap asks for stays on the server"
    configure("osm")
    assert setup_path() != path, "another content has another address"
    assert client.get(f"/layers/{path}").status_code == 404


def test_an_approval_line_alone_is_told_too(configure: Configure, client: TestClient) -> None:
    configure(approval="<b>{{7*7}}</b>" + "x" * 500)
    told = client.get(f"/layers/{setup_path()}").json()
    assert told == {"basemaps": [], "approval": map_approval()}
    assert told["approval"].startswith("<b>{{7*7}}</b>"), "shown literally"
    assert len(told["approval"]) == APPROVAL_LENGTH


def test_the_key_is_in_no_log_and_no_other_answer(
    configure: Configure, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    configure("tianditu-vec, nonsense", KEY)
    with caplog.at_level(logging.DEBUG):
        for path in ("/", "/health", "/api/", "/export/figures.csv", COMPONENT):
            answer = client.get(path)
            assert KEY not in answer.text + str(answer.headers)
        assert KEY in client.get(f"/layers/{setup_path()}").text
    assert KEY not in caplog.text


def test_what_is_stated_but_not_enabled_is_logged_without_repeating_it(
    configure: Configure, caplog: pytest.LogCaptureFixture
) -> None:
    configure("osm tianditu-img 0123456789abcdef-misplaced")
    with caplog.at_level(logging.WARNING):
        assert basemap_ids() == ("osm",)
    (record,) = caplog.records
    assert "2 of its names" in record.getMessage()
    assert "ONEMAP_TIANDITU_KEY" in record.getMessage()
    assert "misplaced" not in caplog.text


def test_no_key_lies_in_the_repository() -> None:
    """A key is stated as `tk=` and digits; it must come from the settings alone."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    assert len(names) > 100
    for name in names:
        content = (ROOT / name).read_bytes()
        assert not re.search(rb"tk=[0-9a-fA-F]{16,}", content), name


def test_a_link_names_only_what_is_enabled(configure: Configure, anci_root: Path) -> None:
    configure("osm")
    known = known_ids(read_package(anci_root), ("anci-2022",), "anci-2022", basemaps=basemap_ids())
    view, ignored = decode({"base": "osm"}, known)
    assert (view.base, ignored) == ("osm", ())
    assert parameters(view, known) == {"base": "osm"}
    view, ignored = decode({"base": "amap"}, known)
    assert (view.base, ignored) == (None, ("base",))


def test_what_is_made_for_a_link_keeps_its_basemap(
    configure: Configure, client: TestClient
) -> None:
    assert "base=" not in client.get("/share/citation.txt?base=osm").text
    configure("osm")
    assert "base=osm" in client.get("/share/citation.txt?base=osm").text
    assert client.get("/export/figures.csv?base=osm").status_code == 200
    assert client.get("/api/figures?base=osm").status_code == 200


def test_the_approval_line_is_on_the_sheet_and_in_the_file(
    configure: Configure, client: TestClient
) -> None:
    sheet, file = "/export/sheet.pdf?on=2026-11-23&lang=zh", "/export/onemap.html"

    def printed() -> str:
        pages = PdfDocument(read(sheet))
        return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())

    def read(path: str) -> bytes:
        answer = client.get(path)
        assert answer.status_code == 200
        return answer.content

    assert "审图号" not in printed() + read(file).decode()
    configure(approval="审图号：冀S（2024）012号 <b>")
    assert "审图号：冀S（2024）012号<b>" in printed()
    assert "审图号：冀S（2024）012号 \\u003cb>" in read(file).decode()


def answered(base: object) -> list[str]:
    """What the page shows after the map's frame answered with a basemap."""

    def script(base: object) -> None:
        import streamlit as st  # noqa: PLC0415  (a script of its own)

        from pages.shared import state  # noqa: PLC0415

        state.open_visit()
        state.take_from_map({"place": None, "base": base, "serial": 3})
        st.text(f"{st.session_state['view'].base} {st.session_state['seen']}")

    app = AppTest.from_function(script, args=(base,), default_timeout=60).run()
    assert not app.exception
    return [found.value for found in app.text]


@pytest.mark.usefixtures("installed")
def test_a_choice_made_on_the_map_is_taken_if_it_is_offered(configure: Configure) -> None:
    configure("osm")
    assert answered("osm") == ["osm 3"]
    assert answered("amap") == ["None 3"]
    assert answered(7) == ["None 3"]


def test_a_message_that_names_basemaps_stays_small() -> None:
    message = Message(
        catalogue="anci-2022/catalogue.0123456789abcdef.json",
        lang="zh",
        shown="f" * 250,
        figures="f" * 14,
        place="guangming-west-road-subdistrict",
        centre=(39.5, 116.7, 12.0),
        moved=1,
        seen=2,
        setup="../assets/setup.0123456789abcdef.json",
        base="tianditu-img",
    )
    assert len(message.encoded()) < 2_000


def test_the_words_of_the_setting_are_split_by_commas_and_spaces() -> None:
    found, strange = enabled_basemaps(" osm,amap\n nobody", "")
    assert [basemap.basemap_id for basemap in found] == ["osm", "amap"]
    assert strange == 1
    assert json.dumps([basemap.as_dict() for basemap in found])

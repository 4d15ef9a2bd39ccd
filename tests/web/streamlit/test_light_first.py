"""Does the map's page open with the light explorer, and leave what Streamlit needs for later?"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient
from streamlit import file_util

from geo.package.package import Package
from geo.served import facts
from geo.store.store import Store
from geo.web.streamlit.light_first import held_back

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
FRAME = re.compile(
    r'<iframe src="([^"]+)" title="[^"]+" data-light="([^"]*)" data-around="([^"]*)"></iframe>'
)
FETCHED = re.compile(r'<script type="module"|<link\s+rel="(?:modulepreload|stylesheet|preload)"')


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONEMAP_LIGHT", raising=False)


@pytest.mark.parametrize(("lang", "kept"), [("zh", ""), ("en", "?v=")])
def test_the_frame_is_the_explorer_of_the_same_package(
    client: TestClient, anci: Package, lang: str, kept: str
) -> None:
    query = {"lang": lang, "w": "markets", "place": "x<y"}
    if kept:
        query["v"] = anci.version
    page = client.get("/", params=query).text
    found = FRAME.search(page)
    assert found is not None
    src, stated, app = found.groups()
    assert stated == (f"v={anci.version}" if kept else "")
    assert "markets" not in src, "one page for all views, so that it is kept"
    shown = client.get(urljoin("/", html.unescape(src)))
    assert shown.status_code == 200
    assert 'id="opening"' in shown.text
    assert f'<html lang="{"en" if lang == "en" else "zh-CN"}"' in shown.text
    said = json.loads(html.unescape(app))
    assert said["pages"][0] == ""
    assert said["packages"] == [[anci.package_id, anci.title.as_dict()]]
    assert "frame-ancestors 'self'" in shown.headers["content-security-policy"]


def test_nothing_of_streamlit_is_fetched_but_all_is_kept() -> None:
    whole = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    before, later = held_back(whole).split('<template id="later">')
    kept, closed, end = later.partition("</template>")
    assert (closed, end.strip()) == ("</template>", "</body>\n</html>")
    assert FETCHED.findall(before) == []
    assert FETCHED.findall(kept) == FETCHED.findall(whole)
    assert len(FETCHED.findall(whole)) > 5
    assert '<div id="root"></div>' in before


@pytest.mark.parametrize("at", ["/?v=0.0.1", "/?embed=true", "/sources"])
def test_what_the_explorer_has_not_opens_as_before(client: TestClient, at: str) -> None:
    page = client.get(at).text
    assert 'id="light"' not in page
    assert 'id="later"' not in page


def test_a_setting_leaves_it_out_and_many_places_do_not(
    serve: Serve, make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = serve(Store(make_package().parent))
    assert 'id="light"' in found.get("/").text
    monkeypatch.setenv("ONEMAP_LIGHT", "0")
    assert 'id="light"' not in found.get("/").text
    monkeypatch.delenv("ONEMAP_LIGHT")
    monkeypatch.setattr(facts, "MOST_WITH_FACTS", 14)
    root = make_package("demo-2023", {"gaps.csv": lambda content: content.rsplit(b"\n", 2)[0]})
    page = serve(Store(root.parent)).get("/?data=demo-2023").text
    assert 'id="light"' in page
    assert "export/sheet.pdf" in page
    assert "onemap.html" not in page, "one file of so many"

"""Does the first HTML name what the map page's elements will need?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from starlette.testclient import TestClient

from geo.web.headers import MAP_COMPONENT
from geo.web.streamlit.own_files import ELEMENTS, FOLDER, with_modules

MODULES = Path(streamlit.__file__).parent / "static" / "static" / "js"
NAMES = frozenset(path.name for path in MODULES.iterdir())
PAGE = (MODULES.parents[1] / "index.html").read_text("utf-8")


def preloaded(page: str) -> list[str]:
    return re.findall(r'<link rel="modulepreload"[^>]*href="[^"]*/([^"/]+)"', page)


def test_modules_bring_what_they_import_and_nothing_twice() -> None:
    texts = {
        "Html.a.js": 'import{x}from"./purify.b.js";import"./shared.c.js"',
        "purify.b.js": 'import x from "./shared.c.js"',
        "shared.c.js": 'import("./lazy.d.js")',
        "lazy.d.js": "",
        "Slider.e.js": "",
        "known.f.js": "",
        "Button.g.js": 'import"./known.f.js"',
    }
    page = '<head><link rel="modulepreload" crossorigin href="./static/js/known.f.js"></head><body>'
    found = with_modules(page, texts.keys(), texts.__getitem__)
    added = ["Button.g.js", "Html.a.js", "purify.b.js", "shared.c.js"]
    assert preloaded(found) == ["known.f.js", *added]
    assert found.replace("".join(re.findall(r"  <link[^>]*>\n", found)), "") == page


def test_the_installed_streamlit_has_all_these_elements() -> None:
    # A new version may name them otherwise; then nothing breaks, but the page opens later.
    assert {name.split(".")[0] for name in NAMES} >= set(ELEMENTS)
    found = preloaded(with_modules(PAGE, NAMES, lambda name: (MODULES / name).read_text("utf-8")))
    assert {name.split(".")[0] for name in found} >= set(ELEMENTS)
    assert set(found) <= NAMES
    assert len(found) == len(set(found))
    assert FOLDER in PAGE, "where the page itself has its modules"


def ahead(html: str) -> list[str]:
    found = re.search(r'<meta name="onemap-ahead" content="([^"]*)"', html)
    return found[1].split(" ") if found else []


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the page open without the light explorer."""
    monkeypatch.setenv("ONEMAP_LIGHT", "0")


@pytest.mark.usefixtures("alone")
def test_the_map_page_names_the_files_that_its_map_fetches(client: TestClient) -> None:
    (frame, *paths) = ahead(client.get("/").text)
    assert re.fullmatch(rf"\./{MAP_COMPONENT}/static/js/main\.\w+\.js", frame), frame
    kinds = {re.split(r"[./]", path.rsplit("/", 1)[1])[0] for path in paths}
    assert kinds == {
        *("leaflet", "onemap", "catalogue", "surroundings", "areas"),
        *("district", "markets", "old-compounds", "roads", "villages"),
    }
    for path in paths:
        answer = client.get(path.removeprefix("."))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"], "else it would be fetched twice"


def test_other_pages_fetch_nothing_ahead(client: TestClient) -> None:
    assert ahead(client.get("/figures").text) == []


def test_below_the_light_explorer_what_lies_in_its_page_is_not_fetched_again(
    client: TestClient,
) -> None:
    page = client.get("/").text
    kinds = {re.split(r"[./]", path.rsplit("/", 1)[1])[0] for path in ahead(page)}
    assert kinds == {"main", "leaflet", "onemap"}
    (frame,) = re.findall(r'<iframe src="\./([^"]+)"', page)
    inside = re.findall(r'id="layers/([^"]+)"', client.get(frame).text)
    assert {re.split(r"[./]", path.rsplit("/", 1)[1])[0] for path in inside} == {
        *("catalogue", "facts", "surroundings", "areas"),
        *("district", "markets", "old-compounds", "roads", "villages"),
    }


@pytest.mark.usefixtures("alone")
def test_data_on_another_host_are_fetched_from_there(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_DATA_URL", "https://cdn.example.org/maps")
    paths = ahead(client.get("/").text)
    data = [path for path in paths if not path.startswith("./")]
    assert data
    assert all(path.startswith("https://cdn.example.org/maps/anci-2022/") for path in data)

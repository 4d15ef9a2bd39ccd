"""Does each place and each workstream have a page that says all of it, in either language?"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from geo.figures.wording import locator_phrase
from geo.package.package import Package
from geo.store.store import Store
from tests.web.plain.reader import Read

LANGUAGES = {"zh": "zh-CN", "en": "en"}
ROOT = "/anci-2022"
Serve = Callable[..., TestClient]
_NO_GAPS = b"gap_id,what_zh,what_en,why_zh,why_en\n"


def subjects(package: Package) -> list[str]:
    places = [f"{ROOT}/place/{place_id}" for place_id in package.place]
    return places + [f"{ROOT}/workstream/{found}" for found in package.workstreams]


def concerning(package: Package, at: str) -> list[Any]:
    """The figures that a page has to say, from the tables."""
    _, kind, subject = at.strip("/").split("/")
    if kind == "workstream":
        return [each for each in package.figures if each.workstream == subject]
    scopes = package.figures_of(package.place[subject])
    return [figure for scope in scopes for figure in scope.figures]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_says_its_figures_with_source_and_page(
    client: TestClient, anci: Package, lang: str
) -> None:
    for at in subjects(anci):
        answer = client.get(at, params={"lang": lang})
        assert answer.status_code == 200, at
        read = Read(answer.text)
        assert ("html", {"lang": LANGUAGES[lang]}) in read.elements
        assert sum(tag == "h1" for tag, _ in read.elements) == 1
        for figure in concerning(anci, at):
            source = anci.sources[figure.source_id]
            for words in (
                figure.measure.get(lang),
                anci.phrase(figure).get(lang),
                source.title.get(lang),
                locator_phrase(figure.locator).get(lang),
            ):
                assert words in read.said, (at, figure.figure_id)
            printed = "".join(
                unicodedata.normalize("NFKC", figure.as_published.replace("㎡", "平方米")).split()
            )
            either = read.said + anci.phrase(figure).en + anci.phrase(figure).zh
            said = "".join(unicodedata.normalize("NFKC", either).split())
            assert printed.replace(",", "") in said.replace(",", ""), "more than commas is told"
            same = f"“{anci.phrase(figure).get(lang)}”"
            assert same not in read.said, "what is the same is not said twice"
            assert not source.url or any(each["href"] == source.url for each in read.links)
        assert_named_once(answer.text, concerning(anci, at), anci, lang)
        ids = [attributes["id"] for _, attributes in read.elements if attributes.get("id")]
        assert len(ids) == len(set(ids)), at


def assert_named_once(page: str, figures: list[Any], anci: Package, lang: str) -> None:
    """Each list names a source once, below it; a figure's mark leads to its place in that."""
    lists = re.findall(r'<dl class="figures">.*?<p class="quiet sources">.*?</p>', page, re.DOTALL)
    held = {}
    for listed in lists:
        rows, below = listed.split('<p class="quiet sources">')
        lines = [unescape(re.sub("<[^>]+>", "", each)) for each in below.split("<br>")]
        marks = re.findall(r'id="figure-([^"]+)"><dt>[^<]*<sup>(\[\d+\])</sup>', rows)
        held |= {figure_id: (mark, lines, rows) for figure_id, mark in marks}
    assert held.keys() >= {figure.figure_id for figure in figures}
    for figure in figures:
        mark, lines, rows = held[figure.figure_id]
        title = anci.sources[figure.source_id].title.get(lang)
        (line,) = [each for each in lines if each.startswith(title)]
        told = re.search(re.escape(mark) + r"\s([^\[;；]+)", line)
        assert told is not None
        assert told[1] == locator_phrase(figure.locator).get(lang), figure.figure_id
        assert title not in unescape(" ".join(re.findall(r'<dd class="quiet">.*?</dd>', rows)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_says_how_it_is_known(client: TestClient, anci: Package, lang: str) -> None:
    for place in anci.place.values():
        said = Read(client.get(f"{ROOT}/place/{place.place_id}?lang={lang}").text).said
        for words in (place.name, place.known, anci.sources[place.source_id].title):
            assert words.get(lang) in said
        scopes = [scope for scope in anci.figures_of(place) if scope.kind == "group"]
        assert all(scope.name.get(lang) in said for scope in scopes)
        assert all(scope.group.known.get(lang) in said for scope in scopes if scope.group)


def test_every_link_of_a_page_leads_somewhere(anci_store: Store, serve: Serve) -> None:
    """Also below a path: the links are relative, and the map is shown what the page is about."""
    client = serve(anci_store, "/city")
    for at in (f"{ROOT}/place/minghua-road", f"{ROOT}/workstream/old-compounds"):
        here = f"/city{at}?lang=en"
        read = Read(client.get(here).text)
        targets = {urljoin(here, str(each["href"])) for each in read.links}
        own = {each for each in targets if not each.startswith(("http", "/city#"))}
        assert len(own) >= 7
        for target in sorted(each.partition("#")[0] for each in own):
            if "sheet.pdf" in target:
                continue  # made elsewhere; what it asks for is read below
            answer = client.get(target, follow_redirects=False)
            assert answer.status_code == 200, target
        kind, subject = at.split("/")[2:]
        name = "place" if kind == "place" else "w"
        wanted = {"data": ["anci-2022"], "lang": ["en"], name: [subject]}
        asked = [parse_qs(urlsplit(each).query) for each in own]
        assert wanted in asked
        sheet = next(each for each in own if "sheet.pdf" in each)
        assert parse_qs(urlsplit(sheet).query)["of"] == [kind]


def test_the_language_is_the_links_else_the_browsers(client: TestClient) -> None:
    at = f"{ROOT}/place/minghua-road"
    for headers, query, lang in (
        ({"accept-language": "en-GB,en"}, "", "en"),
        ({"accept-language": "en-GB,en"}, "?lang=zh", "zh-CN"),
        ({"accept-language": "zh-CN"}, "", "zh-CN"),
        ({"accept-language": "zh-CN"}, "?lang=en&utm_source=chat", "en"),
    ):
        answer = client.get(at + query, headers=headers)
        assert f'<html lang="{lang}">' in answer.text
        assert "accept-language" in answer.headers["vary"].lower()


def test_machines_are_told_what_the_page_is(client: TestClient, anci: Package) -> None:
    here = f"http://testserver{ROOT}/place/shunan-street"
    read = Read(client.get(f"{here}?lang=en").text)
    assert read.address(rel="canonical") == f"{here}?lang=en"
    for hreflang, query in (("zh-CN", "?lang=zh"), ("en", "?lang=en"), ("x-default", "")):
        assert read.address(tag="link", hreflang=hreflang) == here + query
    assert read.address(tag="link", type="application/json") == "./shunan-street.json"
    card = {
        found["property"]: found["content"] for tag, found in read.elements if "property" in found
    }
    assert card["og:url"] == f"{here}?lang=en"
    assert card["og:image"].startswith("http://testserver/share/card.png?")
    (data,) = read.linked_data
    assert (data["@type"], data["url"]) == ("Place", f"{here}?lang=en")
    own = {figure.figure_id: figure for figure in anci.own_figures_of(anci.place["shunan-street"])}
    stated = {each["propertyID"]: each["value"] for each in data["additionalProperty"]}
    assert stated == {key: float(found.value) for key, found in own.items()}
    (stream,) = Read(client.get(f"{ROOT}/workstream/rural?lang=en").text).linked_data
    assert stream["@type"] == "Dataset"
    assert len(stream["variableMeasured"]) == len(concerning(anci, f"{ROOT}/workstream/rural"))


def test_only_a_place_that_is_located_has_coordinates(
    make_package: Callable[..., Path], serve: Serve, anci: Package
) -> None:
    """The middle of the area that a place lies in would send people to the wrong door."""
    assert not any(place.is_located for place in anci.place.values())

    def located(content: bytes) -> bytes:
        data = json.loads(content)
        data["features"][0]["geometry"] = {"type": "Point", "coordinates": [116.7, 39.51]}
        data["features"][0]["properties"] |= {"precision": "exact", "area": None}
        return json.dumps(data).encode()

    root = make_package(
        edits={
            "layers/roads.geojson": located,
            "gaps.csv": _NO_GAPS,
        }
    )
    client = serve(Store(root.parent))
    (here,) = Read(client.get(f"{ROOT}/place/minghua-road").text).linked_data
    assert here["geo"] == {"@type": "GeoCoordinates", "latitude": 39.51, "longitude": 116.7}
    page = client.get(f"{ROOT}/place/shunan-street").text
    assert "geo" not in Read(page).linked_data[0]
    assert '<circle class="dot"' not in page


def test_data_say_what_the_page_says(client: TestClient, anci: Package) -> None:
    for at in subjects(anci):
        found = client.get(f"{at}.json").json()
        assert {each["id"] for each in found["figures"]} == {
            each.figure_id for each in concerning(anci, at)
        }
        assert found["package"]["version"] == anci.version
        for link in found["links"]:
            assert client.head(link["href"]).status_code == 200, link
    feature = client.get(f"{ROOT}/place/minghua-road.geojson").json()
    assert (feature["type"], feature["id"]) == ("Feature", "minghua-road")
    places = client.get(f"{ROOT}/workstream/old-compounds.geojson")
    assert places.headers["content-type"].startswith("application/geo+json")
    ids = {each["properties"]["place_id"] for each in places.json()["features"]}
    assert "huayilou-compound" in ids
    assert "minghua-road" not in ids


def test_names_are_words_and_never_markup(make_package: Callable[..., Path], serve: Serve) -> None:
    """Whatever a table holds stays text: in the page, in its head, and in what machines read."""
    hostile = "</script><img src=x onerror=alert(1)>&amp;\"'"

    def named(content: bytes) -> bytes:
        data = json.loads(content)
        data["features"][0]["properties"]["name_en"] = hostile
        return json.dumps(data).encode()

    root = make_package(edits={"layers/roads.geojson": named})
    client = serve(Store(root.parent))
    for at in (f"{ROOT}/place/minghua-road", f"{ROOT}/workstream/streetscape"):
        page = client.get(f"{at}?lang=en").text
        read = Read(page)
        assert "<img" not in page
        assert hostile in read.said
        assert escape(hostile) in page or "&#39;" in page
        assert len(read.linked_data) == 1
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)


def test_a_page_needs_nothing_else(client: TestClient) -> None:
    """No script, no style sheet, no picture: one answer, small enough for a slow line."""
    answer = client.get(f"{ROOT}/place/minghua-road")
    read = Read(answer.text)
    assert not [each for each in read.links if each.get("rel") in {"stylesheet", "preload"}]
    assert not [found for _, found in read.elements if found.get("src")]
    assert int(answer.headers["content-length"]) < 8_000
    tag = answer.headers["etag"]
    assert (
        client.get(f"{ROOT}/place/minghua-road", headers={"if-none-match": tag}).status_code == 304
    )

"""Does the first HTML speak the reader's language, with every text escaped?"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.package.package import Package
from geo.store.store import Store
from geo.web.preview import Preview
from geo.web.streamlit.first_html import first_html, preferred_language
from tests.conftest import FIRST_PAGE

Make = Callable[..., Path]
Serve = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("query", "accepted", "lang", "title"),
    [
        ("", "zh-CN,zh;q=0.9", "zh-CN", "安次区2022年"),
        ("", "en-GB,en;q=0.9", "en", "Anci District 2022"),
        ("?lang=zh", "en", "zh-CN", "安次区2022年"),
        ("?lang=en", "zh", "en", "Anci District 2022"),
        ('?lang="><script>', "zh", "zh-CN", "安次区2022年"),
    ],
)
def test_the_first_html_speaks_the_readers_language(
    client: TestClient, query: str, accepted: str, lang: str, title: str
) -> None:
    answer = client.get("/" + query, headers={"accept-language": accepted})
    assert f'<html lang="{lang}"' in answer.text
    assert f"<title>{title}" in answer.text
    assert "accept-language" in answer.headers["vary"].lower()
    assert '"><script>' not in answer.text


def test_a_hostile_title_is_escaped(serve: Serve, make_package: Make) -> None:
    title = '</title><script>alert(1)</script>\\1\\g<0> "x" {{7*1111111}}'
    edits = {
        "datapackage.json": lambda content: json.dumps(
            json.loads(content) | {"title": title, "description": title}
        ).encode()
    }
    page = serve(Store(make_package(edits=edits).parent)).get("/?lang=zh").text
    assert page.count("<script>") == 1
    assert "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\1\\g&lt;0&gt;" in page
    assert 'content="&lt;/title&gt;' in page


def test_only_head_and_end_of_the_page_are_changed(
    client: TestClient, first_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_LIGHT", "0")
    made = client.get("/?lang=zh").text
    kept, closed, end = first_page.partition("</title>")[2].partition("</body>")
    assert kept in made
    assert made.endswith(closed + end)
    assert made.count("<title>") == made.count("<noscript>") == made.count("</body>") == 1


class Links(HTMLParser):
    """Addresses of the links in a part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(str(dict(attrs)["href"]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_without_scripts_is_told_what_works(client: TestClient, lang: str) -> None:
    page = client.get(f"/?lang={lang}&w=streetscape&place=minghua-road&c=39.5,116.7,12").text
    head, _, body = page.partition("<body>")
    assert "<noscript><style>#light{display:none}</style></noscript>" in head
    (said,) = re.findall("<noscript>(.*?)</noscript>", body, re.DOTALL)
    assert {"zh": "脚本", "en": "JavaScript"}[lang] in said
    assert ("Switch them on" in said) == (lang == "en")
    links = Links()
    links.feed(said)
    assert len(links.found) == 5
    for href in links.found:
        assert "w=streetscape" in href
        assert client.get(href.removeprefix(".")).status_code == 200, href


def test_without_a_package_nothing_is_offered(serve: Serve, make_package: Make) -> None:
    client = serve(Store(make_package(edits={"units.csv": None}).parent))
    page = client.get("/?lang=en").text
    assert "JavaScript" in page
    assert "export/" not in page


def test_words_for_programs_are_not_shown_to_readers() -> None:
    said = "<noscript><p>You need to enable JavaScript to run this app.</p></noscript>"
    page = FIRST_PAGE.replace("<body>", f"<body>{said}")
    made = first_html(page, Preview("zh", "标题<", "说明"), style="s", script="j", query="w=a&b")
    assert "You need to enable" not in made
    assert made.count("<noscript>") == 1
    assert "标题&lt;" in made
    assert "?w=a&amp;b" in made


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [(None, "zh"), ("", "zh"), ("*", "zh"), ("zh-TW", "zh"), ("EN-us", "en"), ("fr,zh", "en")],
)
def test_the_language_of_a_browser(accepted: str | None, lang: str) -> None:
    assert preferred_language(accepted) == lang


def head_of(page: str) -> dict[str, str]:
    """Names and contents of the meta elements, as a crawler reads them."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, str] = {}

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name = given.get("property") or given.get("name")
            if tag == "meta" and name:
                self.found[name] = given.get("content") or ""

    reader = Reader()
    reader.feed(page)
    return reader.found


def test_a_chat_shows_a_card_of_the_view(client: TestClient) -> None:
    head = head_of(client.get("/?lang=zh&place=minghua-road").text)
    assert head["og:title"] == "明华路 · 安次区2022年 · 城市更新一张图"
    assert head["og:description"] == "重铺路面 14,000平方米"
    assert head["og:url"] == "http://testserver/?lang=zh&place=minghua-road"
    assert head["og:image"] == "http://testserver/share/card.png?lang=zh&place=minghua-road"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["description"] == head["og:description"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lang=zh&place=huayilou-compound", "五个小区合计：五个小区楼房 8栋；"),
        ("lang=en&place=minghua-road&q=bridges", "Whole district: "),
    ],
)
def test_a_card_says_whose_the_figures_are(client: TestClient, query: str, said: str) -> None:
    assert head_of(client.get(f"/?{query}").text)["og:description"].startswith(said)


def test_a_card_of_workstreams_names_their_headlines(client: TestClient) -> None:
    head = head_of(client.get("/?lang=en&w=markets,rural").text)
    assert head["og:title"].startswith("Markets; Rural settlements · Anci District 2022")
    assert "13 markets" in head["og:description"]
    assert "3,051 toilets" in head["og:description"]


def test_a_card_of_everything_is_the_packages(client: TestClient, anci: Package) -> None:
    head = head_of(client.get("/figures?lang=en").text)
    assert head["og:title"] == "Anci District 2022 · Urban renewal map"
    assert head["og:description"] == anci.description.en


def test_addresses_of_a_card_are_those_that_readers_have(
    serve: Serve, anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = serve(anci_store, "/city")
    head = head_of(below.get("/city/?lang=zh").text)
    assert head["og:image"] == "http://testserver/city/share/card.png?lang=zh"
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example.org/city")
    head = head_of(below.get("/city/?lang=zh&w=rural").text)
    assert head["og:url"] == "https://map.example.org/city/?lang=zh&w=rural"
    assert head["og:image"].startswith("https://map.example.org/city/share/card.png?")


def test_the_picture_of_a_card_is_served(client: TestClient) -> None:
    address = head_of(client.get("/?lang=zh&place=minghua-road").text)["og:image"]
    answer = client.get(address.removeprefix("http://testserver"))
    assert answer.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", answer.content[16:24])
    assert (width, height) == (1200, 630)


def test_a_broken_link_still_has_a_card(client: TestClient) -> None:
    head = head_of(client.get('/?lang=zh&w=x&place="><script>&v=0.1').text)
    assert head["og:title"] == "安次区2022年 · 城市更新一张图"


def test_without_a_package_there_is_no_picture(serve: Serve, make_package: Make) -> None:
    client = serve(Store(make_package(edits={"figures.csv": b"x"}).parent))
    head = head_of(client.get("/?lang=zh").text)
    assert head["og:title"] == "城市更新一张图"
    assert "og:image" not in head

"""Does the first HTML speak the reader's language, with every text escaped?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.store import Store
from geo.web.shell import preferred_language

Make = Callable[..., Path]
Serve = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("query", "accepted", "lang", "title"),
    [
        ("", "zh-CN,zh;q=0.9", "zh-CN", "安次区 2022"),
        ("", "en-GB,en;q=0.9", "en", "Anci District 2022"),
        ("?lang=zh", "en", "zh-CN", "安次区 2022"),
        ("?lang=en", "zh", "en", "Anci District 2022"),
        ('?lang="><script>', "zh", "zh-CN", "安次区 2022"),
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


def test_only_the_head_of_the_page_is_changed(client: TestClient, first_page: str) -> None:
    made = client.get("/?lang=zh").text
    kept = first_page.partition("</title>")[2]
    assert made.endswith(kept)
    assert made.count("<title>") == 1


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [(None, "zh"), ("", "zh"), ("*", "zh"), ("zh-TW", "zh"), ("EN-us", "en"), ("fr,zh", "en")],
)
def test_the_language_of_a_browser(accepted: str | None, lang: str) -> None:
    assert preferred_language(accepted) == lang

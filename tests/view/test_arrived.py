"""Does a link mean what it meant, whatever chats and mail programs did to it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from string import ascii_lowercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geo.package.package import Package
from geo.view.arrived import read_query, tidied
from geo.view.link import PARAMETERS, decode, encode
from geo.view.selection import known_ids
from geo.view.views import View
from tests.links import CASES, Case
from tests.web.streamlit.test_first_html import head_of


def arrived(raw: str) -> dict[str, str]:
    return tidied(dict(read_query(raw)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_a_link_means_what_it_meant(case: Case) -> None:
    assert arrived(case.query) == case.means


def test_the_table_is_worth_its_name() -> None:
    assert len(CASES) > 300


WORDS = st.text(ascii_lowercase + digits, min_size=1)
STATED = st.builds(",".join, st.lists(st.builds("-".join, st.lists(WORDS, min_size=1)), min_size=1))
"""Ids, one or several."""


@given(st.dictionaries(st.sampled_from(PARAMETERS), STATED))
def test_a_link_that_nobody_touched_is_read_as_it_stands(stated: dict[str, str]) -> None:
    assert arrived("&".join(f"{name}={value}" for name, value in stated.items())) == stated


def test_every_place_survives_a_sentence(anci: Package) -> None:
    known = known_ids(anci, ("anci-2022",), "anci-2022")
    for place in known.places:
        view = replace(View("anci-2022"), place=place)
        query = dict(read_query(f"{encode(view, known)}）。"))
        assert decode(query, known) == (view, ())


# ---- Over HTTP: what is exported, shown in a chat, and the page that is opened. -----------------


@pytest.mark.parametrize(
    "end", ["。", "）", "%E3%80%82", ").", "&amp;lang=en", "&amp;amp;lang=en。"]
)
def test_exports_take_links_as_they_arrive(client: TestClient, end: str) -> None:
    plain = client.get("/export/figures.csv?w=markets")
    assert client.get(f"/export/figures.csv?w=markets{end}").status_code == 200
    if "lang" not in end:
        assert client.get(f"/export/figures.csv?w=markets{end}").content == plain.content


def test_a_search_in_gbk_finds_what_it_means(client: TestClient) -> None:
    meant = client.get("/api/places?q=%E6%98%8E%E5%8D%8E%E8%B7%AF").json()
    assert meant["count"] > 0
    for written in ("%C3%F7%BB%AA%C2%B7", "%25E6%2598%258E%25E5%258D%258E%25E8%25B7%25AF"):
        assert client.get(f"/api/places?q={written}").json()["count"] == meant["count"]


def test_a_text_that_cannot_be_read_is_refused_with_its_name(client: TestClient) -> None:
    answer = client.get("/api/places?q=%E6%98%8E%E5%8D")
    assert (answer.status_code, answer.json()["parameters"]) == (400, ["q"])


@pytest.mark.parametrize("path", ["", "figures"])
def test_each_page_names_itself(client: TestClient, path: str) -> None:
    head = head_of(client.get(f"/{path}?w=markets").text)
    assert head["og:url"] == f"http://testserver/{path}?w=markets"


ENDS = ["。", "）", "%EF%BC%89", ").", "/", "”", "】", "/。", "%20"]
"""What a link has caught behind it. The first page with one slash more is Streamlit's to refuse."""


@pytest.mark.parametrize(
    ("page", "end"),
    [(page, end) for page in ("", "figures") for end in ENDS if (page, end) != ("", "/")],
)
def test_punctuation_behind_a_page_leads_to_the_page(
    serve: Callable[..., TestClient], anci_store, page: str, end: str
) -> None:
    client = serve(anci_store, "/city")
    answer = client.get(f"/city/{page}{end}?lang=en", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/city/{page}?lang=en"

"""Is a reader told what a change took with it that was not meant to go, and what leads back?"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote

import pytest
from streamlit.testing.v1 import AppTest

from geo.language.texts import text
from geo.package.package import Package
from geo.view.settled import Cause, dropped, dropped_by_link
from geo.view.views import View
from tests.pages.test_pages import html_of, open_page

HERE = View("anci-2022")
ROAD = replace(HERE, place="minghua-road")
STREETS = replace(HERE, workstreams=("streetscape",), layers=("roads",), query="路")


def notice(app: AppTest) -> str:
    found = re.search(r'data-said="dropped" data-words="([^"]*)"', html_of(app))
    assert found is not None
    return unquote(found[1])


def way_back(app: AppTest) -> tuple[dict[str, list[str]], set[str]]:
    found = re.search(r'data-go="([^"]*)" data-leave="([^"]*)"', html_of(app))
    assert found is not None
    stated = parse_qs(html.unescape(found[1]), keep_blank_values=True)
    return stated, set(found[2].split(","))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["map", "figures"])
def test_a_place_that_a_filter_hides_is_named_until_something_else_is_chosen(
    lang: str, page: str
) -> None:
    app = open_page(page, lang=lang, place="minghua-road", q="路")
    assert notice(app) == ""
    app.button_group(key="workstreams").select("markets").run()
    name = {"zh": "明华路", "en": "Minghua Road"}[lang]
    part = text("dropped.place", lang, name=name)
    assert notice(app) == text("dropped.hidden", lang, parts=part)
    assert way_back(app) == (
        {"q": ["路"], "place": ["minghua-road"]},
        {"data", "v", "story", "w", "l"},
    )
    app.run()
    assert notice(app), "nothing else was chosen"
    app.button_group(key="workstreams").select("rural").run()
    assert notice(app) == ""


@pytest.mark.parametrize("hides", [{"w": "markets"}, {"l": "villages"}, {"l": ""}, {"q": "村"}])
@pytest.mark.parametrize("page", ["map", "figures", "sources"])
def test_a_place_that_the_links_own_filter_hides_is_named_and_one_step_away(
    page: str, hides: dict[str, str]
) -> None:
    app = open_page(page, lang="en", place="minghua-road", **hides)
    assert notice(app) == "The link's own filter leaves out what it points to: Minghua Road."
    assert "Clear the filter and show it" in html_of(app)
    assert way_back(app) == (
        {"place": ["minghua-road"]},
        {"data", "v", "story", "w", "l", "q"},
    )
    assert not app.info, "it is said once"
    assert dict(app.query_params) == {"lang": "en"} | hides
    app.run()
    assert notice(app), "nothing else was chosen"


def test_following_the_present_data_does_not_silence_it() -> None:
    app = open_page("map", lang="zh", v="1.0.0", w="markets", place="minghua-road")
    app.main.button[0].click().run()
    assert notice(app) == "链接里选中的“明华路”，被链接自己的筛选挡住了。"


def test_a_tour_names_the_filter_that_it_lifts() -> None:
    app = open_page("map", lang="zh", w="streetscape", q="路", l="")
    app.button(key="story-button").click().run()
    assert notice(app) == "导览讲的是全部工作，已取消工作类别“市容环境”、图层的选择、搜索“路”。"
    stated, left_out = way_back(app)
    assert stated == {"w": ["streetscape"], "q": ["路"], "l": [""]}
    assert left_out == {"data", "v", "story", "place"}


@pytest.mark.parametrize(
    ("wanted", "now", "cause", "names"),
    [
        (replace(ROAD, workstreams=("markets",)), None, "hidden", ("place",)),
        (replace(HERE, layers=("villages",)), None, "hidden", ("place",)),
        (replace(HERE, story="rural"), None, None, ()),
        (HERE, None, None, ()),
        (View("linqu-2023"), None, "data", ("place",)),
        (replace(ROAD, query="路"), replace(ROAD, query="路"), None, ()),
    ],
)
def test_what_of_a_chosen_place_went_unasked(
    anci: Package, wanted: View, now: View | None, cause: Cause | None, names: tuple[str, ...]
) -> None:
    lost = dropped(anci, ROAD, wanted, now or replace(wanted, place=None))
    assert (lost and lost.cause, lost.names if lost else ()) == (cause, names)


def test_what_the_data_have_no_longer_cannot_come_back(anci: Package) -> None:
    before = replace(HERE, place="gone-road", workstreams=("gone",))
    lost = dropped(anci, before, before, HERE)
    assert lost is not None
    assert (lost.cause, lost.names, lost.can_be_undone) == ("update", ("w", "place"), False)


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (ROAD, ("w", "l", "q")),  # a place that the filter hides was taken
        (replace(HERE, query="id:minghua-resurfacing"), ("w", "l")),
        (replace(STREETS, place="minghua-road"), ()),
        (HERE, ()),  # a step back, to nothing chosen
        (replace(STREETS, query=""), ()),
        (replace(HERE, story="rural"), ()),
    ],
)
def test_what_of_a_filter_went_by_a_step_to_a_link(
    anci: Package, now: View, names: tuple[str, ...]
) -> None:
    lost = dropped_by_link(anci, STREETS, now, now)
    assert (lost.names if lost else ()) == names
    if lost is not None:
        back = dropped_by_link(anci, now, STREETS, STREETS, lost)
        assert back is None, "the way back loses nothing"

"""Is the year told step by step, each by its own link?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from geo.export.one_file import one_file
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.picture.charts.pictures import picture
from geo.served.catalogue import build_payload
from geo.view.story import MOST_FIGURES, step_of, steps
from geo.view.views import View
from pages.shared.frame import rules
from tests.pages.test_pages import figures_in, html_of, open_page, rows


def told(app: AppTest) -> str:
    """The head of the story's card."""
    return html_of(app).split('<section class="story ws-')[1].split("</section>")[0]


def test_every_workstream_is_a_step_between_a_beginning_and_an_end(anci: Package) -> None:
    assert steps(anci) == ("_begin", *anci.workstreams, "_end")
    for number, step in enumerate(steps(anci), start=1):
        assert (step_of(anci, step).number, step_of(anci, step).total) == (number, 10)
    assert (step_of(anci, "_begin").previous, step_of(anci, "_end").following) == (None, None)
    for step in steps(anci)[:-1]:
        assert step_of(anci, str(step_of(anci, step).following)).previous == step


def test_a_step_begins_with_its_headline_and_counts_what_it_leaves_out(anci: Package) -> None:
    for workstream in steps(anci)[1:-1]:
        step = step_of(anci, workstream)
        own = [figure for figure in anci.figures if figure.workstream == workstream]
        assert step.figures[0].figure_id == anci.workstreams[workstream].headline
        assert set(step.figures) <= set(own)
        assert len(step.figures) == min(len(own), MOST_FIGURES)
        assert len(step.figures) + step.more == len(own)


def test_a_workstream_without_figures_is_no_step(make_package: Callable[..., Path]) -> None:
    def without(content: bytes) -> bytes:
        lines = content.decode().splitlines(keepends=True)
        return "".join(line for line in lines if ",command,anci," not in line).encode()

    def with_another_headline(content: bytes) -> bytes:
        return content.replace(b",command-problems-fixed", b",markets-farmers")

    def without_charts(content: bytes) -> bytes:
        return content.splitlines(keepends=True)[0]

    edits = {
        "figures.csv": without,
        "workstreams.csv": with_another_headline,
        "charts.csv": without_charts,
    }
    package = read_package(make_package(edits=edits))
    assert "command" not in steps(package)
    with pytest.raises(ValueError, match="not in tuple"):
        step_of(package, "command")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_button_tells_it_and_steps_have_links(lang: str, anci: Package) -> None:
    app = open_page("map", lang=lang)
    app.button(key="story-button").click().run()
    assert dict(app.query_params) == {"lang": lang, "story": "_begin"}
    assert app.button(key="story-previous").disabled
    assert picture(anci, "year", lang).words in unescape(html_of(app))
    app.button(key="story-next").click().run()
    app.button(key="story-next").click().run()
    assert dict(app.query_params) == {"lang": lang, "story": "streetscape"}
    stream = anci.workstreams["streetscape"]
    head = told(app)
    assert "3 / 10" in head
    assert stream.name.get(lang) in head
    sentence = re.sub("<[^>]*>", "", head.split('class="lead">')[1].split("</p>")[0])
    assert sentence.startswith({"zh": "2022年，安次区", "en": "Anci District in 2022: "}[lang])
    assert anci.phrase(anci.figure[stream.headline]).get(lang).split(" ")[0] in sentence
    assert anci.phrase(anci.figure[stream.headline]).get(lang) in head
    app.button(key="story-step--command").click().run()
    app.button(key="story-next").click().run()
    assert dict(app.query_params)["story"] == "_end"
    assert anci.gaps[0].what.get(lang) in unescape(html_of(app))
    app.button(key="story-next").click().run()
    assert dict(app.query_params)["story"] == "_begin"
    app.button(key="story-button").click().run()
    assert dict(app.query_params) == {"lang": lang}
    assert 'class="story' not in html_of(app)


def test_a_step_shows_its_workstream_alone_and_whole() -> None:
    app = open_page("map", story="rural", w="markets", q="nothing", l="roads", place="minghua-road")
    assert dict(app.query_params) == {"story": "rural"}
    assert len(rows(app)) == 4
    html = html_of(app)
    assert text("dropped.link", "zh", parts="选中的“明华路”") in html
    assert 'data-go="place=minghua-road"' in html, "in the step it is hidden again"
    assert 'class="lead-line"' not in html
    assert not [group for group in app.button_group if group.key == "workstreams"]


def test_a_step_names_wording_sources_and_what_was_compared(anci: Package) -> None:
    html = html_of(open_page("map", story="old-compounds", lang="zh"))
    rest = html.split('<section class="story rest')[1].split("</section>")[0]
    assert "第3部分第2段 [1]" in rest
    assert "原文" not in rest, "but for a comma it is what the number says"
    assert "网页标题 [2]" in rest
    assert "2,484 ÷ 20 ≈ 124户 · 出自第3部分第2段 [1]" in rest
    assert picture(anci, "compounds-and-households", "zh").words in unescape(rest)
    assert text("story.more", "zh", count=2) in rest
    only = html_of(open_page("map", story="rural", lang="zh"))
    assert "第3部分第5段 [1]" not in only, "one source needs no number"


def test_a_place_selected_in_a_step_is_kept_until_the_next() -> None:
    app = open_page("map", story="streetscape")
    app.button(key="row--shunan-street--streetscape--row").click().run()
    assert dict(app.query_params) == {"story": "streetscape", "place": "shunan-street"}
    assert '<section class="panel' in html_of(app)
    app.button(key="story-next").click().run()
    assert dict(app.query_params) == {"story": "markets"}


def test_on_another_page_its_workstream_is_the_filter() -> None:
    app = open_page("map", story="rural")
    app.switch_page("figures.py").run()
    assert figures_in(app) == ["rural-households-surveyed", "rural-toilets-fixed"]
    assert app.button_group(key="workstreams").value == "rural"
    app.button(key="clear").click().run()
    assert dict(app.query_params) == {}


def test_the_button_on_another_page_opens_the_map() -> None:
    app = open_page("figures", lang="zh")
    app.button(key="story-button").click().run()
    assert not app.exception
    assert "1 / 10" in html_of(app)


def test_an_unknown_step_is_named_and_left_out() -> None:
    app = open_page("map", story="nowhere")
    assert dict(app.query_params) == {}
    assert [info.value for info in app.info] == [text("link.ignored", "zh", parts="导览")]


def test_the_step_that_is_told_is_marked(anci: Package) -> None:
    assert ".st-key-story-step--rural button::before" in rules(anci, None, "rural")
    assert "--map-height" not in rules(anci, None)


def test_a_story_is_its_workstream_in_preview_sheet_and_file(
    client: TestClient, anci: Package
) -> None:
    page = client.get("/?lang=zh&story=rural").text
    assert "<title>乡村人居" in page
    assert "story=rural" in page
    sheet = client.get("/export/sheet.pdf?lang=zh&story=rural&of=workstream&on=2026-11-23")
    assert sheet.status_code == 200
    figures = client.get("/export/figures.csv?story=rural").text
    assert figures.count("rural-") >= 2
    assert "markets-farmers" not in figures
    made = one_file(anci, build_payload(anci), View("anci-2022", lang="zh", story="rural"))
    found = re.search(rb'id="opening">(.*?)</script>', made)
    assert found is not None
    assert json.loads(found[1])["link"] == "lang=zh&w=rural"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_chosen_workstream_says_what_it_is_about(lang: str, anci: Package) -> None:
    about = anci.workstreams["rural"].about.get(lang)
    assert about in html_of(open_page("map", lang=lang, w="rural"))
    assert about not in html_of(open_page("map", lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_descriptions_are_short(lang: str, anci: Package) -> None:
    most = {"zh": 24, "en": 80}[lang]
    assert all(0 < len(w.about.get(lang)) <= most for w in anci.workstreams.values())

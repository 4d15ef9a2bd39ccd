"""Does the dialog offer what the view holds, and does a pinned page say what it is?"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from geo.export.formats import FORMATS
from geo.language.texts import text
from tests.pages.test_pages import INDEX, html_of, open_page

HERE = re.compile(r'data-here="([^"]*)"')


def script() -> None:
    from pages.shared.share import sections  # noqa: PLC0415  (a script of its own)
    from pages.shared.state import open_visit  # noqa: PLC0415

    sections(open_visit())


def dialog(section: str = "link", lang: str = "zh", **query: str) -> AppTest:
    """What the dialog holds, on a page of its own: AppTest runs no fragments."""
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in {"lang": lang, **query}.items():
        app.query_params[name] = value
    app.run()
    if section != "link":
        app.button_group(key="share-section").set_value(section).run()
    assert not app.exception
    return app


def heres(app: AppTest) -> list[str]:
    """Paths below the root that the browser completes."""
    return [found.replace("&amp;", "&") for found in HERE.findall(html_of(app))]


def queries(app: AppTest, path: str) -> list[dict[str, str]]:
    found = [urlsplit(here) for here in heres(app)]
    return [
        {name: value for name, (value,) in parse_qs(at.query, keep_blank_values=True).items()}
        for at in found
        if at.path == path
    ]


@pytest.mark.parametrize("page", ["map", "figures", "sources"])
def test_a_button_opens_the_dialog_on_every_page(page: str) -> None:
    app = open_page(page, lang="zh")
    app.button(key="share").click().run()
    assert not app.exception
    assert "type='dialog'" in str(app._tree)
    assert "share-section" in str(app._tree.children[2])


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"place": "minghua-road", "w": "streetscape"}, "place/minghua-road"),
        ({"w": "rural"}, "workstream/rural"),
        ({"w": "rural,markets"}, None),
        ({}, None),
    ],
)
def test_one_thing_has_a_page_of_its_own(
    client: TestClient, query: dict[str, str], path: str | None
) -> None:
    found = re.findall(r'href="\./(anci-2022/[^"]*)"', html_of(dialog("link", "en", **query)))
    assert found == ([f"anci-2022/{path}?lang=en"] if path else [])
    assert all(client.get(f"/{each}").status_code == 200 for each in found)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("section", ["link", "embed", "cite", "sheet", "download"])
def test_every_section_speaks_both_languages(section: str, lang: str) -> None:
    app = dialog(section, lang)
    names = app.button_group(key="share-section").options
    assert names == [
        text("share.link", lang),
        text("share.embed", lang),
        text("share.cite", lang),
        text("share.sheet", lang),
        text("share.download", lang),
    ]
    assert len(heres(app)) >= 1


def test_the_link_is_the_view_and_can_be_pinned() -> None:
    app = dialog(w="rural")
    assert queries(app, "") == [{"lang": "zh", "w": "rural"}]
    assert queries(app, "share/qr.svg")[0] == {"lang": "zh", "w": "rural"}
    app.checkbox(key="share-pin").check().run()
    assert queries(app, "") == [{"v": "1.3.3", "lang": "zh", "w": "rural"}]
    assert queries(app, "share/qr.png") == [{"v": "1.3.3", "lang": "zh", "w": "rural"}]


def test_an_embedding_states_what_was_chosen() -> None:
    app = dialog("embed", w="rural")
    assert queries(app, "") == [{"embed": "true", "w": "rural"}] * 2
    app.button_group(key="embed-parts").set_value(["panel", "search"]).run()
    app.toggle(key="embed-lock").set_value(True).run()
    app.selectbox(key="embed-language").set_value("en").run()
    expected = {"embed": "true", "lang": "en", "w": "rural", "ui": "search,panel", "lock": "1"}
    assert queries(app, "") == [expected] * 2
    app.selectbox(key="embed-width").set_value("600").run()
    app.number_input(key="embed-height").set_value(400).run()
    html = html_of(app)
    assert 'data-width="600" data-height="400"' in html
    assert f'data-title="{quote("安次区2022年 · 城市更新一张图")}"' in html


def test_what_can_be_cited_is_what_is_shown() -> None:
    app = dialog("cite", place="minghua-road", w="streetscape")
    assert app.button_group(key="cite-of").value == "place"
    (query,) = queries(app, "share/citation.txt")
    assert query["of"] == "place"
    assert query["place"] == "minghua-road"
    app.button_group(key="cite-of").set_value("figure").run()
    assert len(app.selectbox(key="cite-id").options) == 11
    app.selectbox(key="cite-id").set_value("shunan-flags").run()
    (query,) = queries(app, "share/citation.txt")
    assert (query["of"], query["figure"]) == ("figure", "shunan-flags")


def test_without_figures_there_is_none_to_cite() -> None:
    assert len(dialog("cite", q="nowhere").button_group(key="cite-of").options) == 1


def test_a_sheet_is_of_the_view_a_place_or_a_workstream() -> None:
    app = dialog("sheet", w="rural,markets", place="anci")
    assert queries(app, "export/sheet.pdf") == [
        {"data": "anci-2022", "lang": "zh", "place": "anci", "of": "place", "paper": "portrait"}
    ]
    app.selectbox(key="sheet-of").set_value("workstream:publicity").run()
    app.button_group(key="sheet-paper").set_value("landscape").run()
    assert queries(app, "export/sheet.pdf") == [
        {
            **{"data": "anci-2022", "lang": "zh", "w": "publicity"},
            **{"of": "workstream", "paper": "landscape"},
        }
    ]
    app.selectbox(key="sheet-of").set_value("view").run()
    (query,) = queries(app, "export/sheet.pdf")
    assert (query["w"], query["place"]) == ("markets,rural", "anci")


def test_a_download_is_of_what_is_shown_or_of_all() -> None:
    app = dialog("download", w="rural")
    assert queries(app, "export/figures.xlsx")[0] == {
        **{"data": "anci-2022", "lang": "zh", "w": "rural"}
    }
    app.button_group(key="download-extent").set_value("all").run()
    app.button_group(key="download-format").set_value("places.gpkg").run()
    app.selectbox(key="download-datum").set_value("gcj02").run()
    assert queries(app, "export/places.gpkg")[0] == {
        **{"data": "anci-2022", "lang": "zh", "datum": "gcj02"}
    }


def test_where_all_is_shown_there_is_no_choice() -> None:
    with pytest.raises(KeyError):
        dialog("download").button_group(key="download-extent")


@pytest.mark.parametrize("section", ["cite", "sheet", "download"])
def test_every_address_that_the_dialog_offers_is_answered(section: str, client: TestClient) -> None:
    app = dialog(section, w="streetscape,rural", place="minghua-road")
    paths = {here for here in heres(app) if here.startswith(("export/", "share/"))}
    if section == "download":
        for name in app.button_group(key="download-format").options:
            app.button_group(key="download-format").select(name).run()
    assert paths
    for path in paths:
        assert client.get("/" + path).status_code == 200, path


# ---- Figures can be cited where they stand -----------------------------------------------------


def test_every_figure_of_the_panel_has_its_button(client: TestClient) -> None:
    html = html_of(open_page("map", place="shunan-street", lang="en"))
    found = re.search(r'data-cite="([^"]*)"', html)
    assert found is not None
    assert html.count('class="copy" data-figure="shunan-') == 5
    assert len(set(re.findall(r'data-figure="shunan-[^>]*aria-label="([^"]*)"', html))) == 5
    address = "/" + found[1].replace("&amp;", "&") + "shunan-flags"
    assert 'original wording "34块"' in client.get(address).text


# ---- Pinned ------------------------------------------------------------------------------------


def test_a_link_to_the_version_served_goes_on_naming_it() -> None:
    app = open_page("map", v="1.3.3", lang="zh")
    assert dict(app.query_params) == {"v": "1.3.3", "lang": "zh"}
    app.button_group(key="workstreams").select("rural").run()
    assert dict(app.query_params) == {"v": "1.3.3", "lang": "zh", "w": "rural"}


@pytest.mark.parametrize("page", ["map", "figures", "sources"])
def test_a_link_to_another_version_shows_no_figures_but_offers_the_present(page: str) -> None:
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for name, value in {"v": "0.9.0", "lang": "en", "w": "rural"}.items():
        app.query_params[name] = value
    app.run()
    html = html_of(app)
    assert "Anci District 2022" in html, "the top of every page, with its title"
    assert app.button_group(key="language").value == "en"
    assert not [button for button in app.button if button.key == "share"]
    assert text("outdated.title", "en") in html
    assert "version 0.9.0" in html
    assert "1.3.3" in html
    assert "3,051" not in html
    app.button(key="open-present").click().run()
    assert dict(app.query_params) == {"lang": "en", "w": "rural"}
    assert "3,051" in html_of(app)


def has(app: AppTest, key: str) -> bool:
    return any(element.key == key for element in app.get("button_group"))


def test_parts_mean_nothing_in_a_page_that_is_not_embedded() -> None:
    app = open_page("map", ui="search", lock="1")
    assert dict(app.query_params) == {}
    assert has(app, "workstreams")


def test_a_file_that_would_be_too_large_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(FORMATS["places.gpkg"], most=14)
    monkeypatch.setitem(FORMATS, "places.gpkg", small)  # type: ignore[misc]
    app = dialog("download")
    app.button_group(key="download-format").set_value("places.gpkg").run()
    assert text("download.too_many", "zh", places="15", most="14") in html_of(app)
    assert "export/places.gpkg" not in html_of(app)
    app.button_group(key="download-format").set_value("places.parquet").run()
    assert "export/places.parquet" in html_of(app)

"""Does each page say in both languages what the package and the view hold?"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts.pictures import picture, picture_names
from geo.store.store import shared_store
from geo.view.listing import MOST_ROWS
from tests import ROOT, crowds

INDEX = ROOT / "pages" / "index.py"
PAGES = {"map": "explore.py", "figures": "figures.py", "sources": "sources.py"}


def open_page(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != "map":
        app.switch_page(PAGES[page]).run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def rows(app: AppTest) -> list[str]:
    return [button.key for button in app.button if str(button.key).startswith("row--")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_frame_in_both_languages(page: str, lang: str, anci: Package) -> None:
    app = open_page(page, lang=lang)
    html = html_of(app)
    assert anci.title.get(lang) in html
    assert text("footer.note", lang) in html
    assert text("footer.data", lang, title=anci.title.get(lang), version=anci.version) in html
    labels = [link.proto.label for link in app.get("page_link")]
    assert labels == [text(f"page.{name}", lang) for name in PAGES]
    assert app.button_group(key="language").value == lang


def test_nothing_stated_means_chinese() -> None:
    assert text("app.title", "zh") in html_of(open_page("map"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tile_has_name_headline_and_what_it_is_about(lang: str, anci: Package) -> None:
    options = open_page("map", lang=lang).button_group(key="workstreams").options
    options = [option.replace("\\", "") for option in options]
    heads = [(w, anci.figure[w.headline]) for w in anci.workstreams.values()]
    assert options == [
        f"{w.name.get(lang)} **{anci.phrase(f).get(lang)}** *{f.measure.get(lang)}*"
        for w, f in heads
    ]
    found = open_page("map", lang=lang, q="户厕").button_group(key="workstreams").options
    assert [option.split("*")[-2] for option in found].count(text("tile.found", lang, count=2)) == 1


def test_a_tile_shows_its_workstream_alone_and_lists_its_figures(anci: Package) -> None:
    app = open_page("map")
    assert 'class="chosen' not in html_of(app)
    for workstream in ("markets", "rural"):
        app.button_group(key="workstreams").select(workstream).run()
        assert dict(app.query_params) == {"w": workstream}
        listed = set(re.findall(r'class="copy" data-figure="([^"]+)"', html_of(app)))
        assert listed == {f.figure_id for f in anci.figures if f.workstream == workstream}
    app.button_group(key="workstreams").unselect("rural").run()
    assert dict(app.query_params) == {}


def test_a_link_with_several_workstreams_lists_them_all_and_each_press_takes_one() -> None:
    app = open_page("map", w="markets,rural")
    assert html_of(app).count('<section class="chosen') == 2
    app.button_group(key="workstreams").unselect("markets").run()
    assert dict(app.query_params) == {"w": "rural"}


def test_layers_hide_places_and_no_figure() -> None:
    app = open_page("map", l="roads", w="rural")
    assert html_of(app).count('class="copy" data-figure=') == 2
    assert rows(app) == []
    led = r'class="scope"><button [^>]*data-go="place=(.*?)" data-leave="(.*?)"'
    assert re.findall(led, html_of(open_page("map", l="villages", w="streetscape"))) == [
        ("minghua-road", "w,l,q"),
        ("shunan-street", "w,l,q"),
    ]
    assert dict(re.findall(led, html_of(open_page("map", w="streetscape")))) == {
        "minghua-road": "",
        "shunan-street": "",
    }
    assert "55/55" not in html_of(app)
    kept = html_of(open_page("figures", l="roads"))
    assert text("figures.shown", "zh", shown=55, total=55) in kept


def test_list_has_a_row_a_place_and_follows_the_filter() -> None:
    app = open_page("map")
    assert len(rows(app)) == 15
    app.button_group(key="workstreams").select("rural").run()
    assert [key.split("--")[1] for key in rows(app)] == [
        *("dishili-village", "xitaipingzhuang-village", "songwangwu-village"),
        "anci",
    ]
    assert dict(app.query_params) == {"w": "rural"}
    app.button(key="clear").click().run()
    assert len(rows(app)) == 15
    assert dict(app.query_params) == {}


@pytest.mark.parametrize(("lang", "stated"), [("zh", "14,000平方米"), ("en", "14,000 m²")])
def test_panel_shows_figures_with_source_and_where_it_is(
    lang: str, stated: str, anci: Package
) -> None:
    html = html_of(open_page("map", lang=lang, place="minghua-road"))
    panel = html.split('<section class="panel')[1].split("</section>")[0]
    assert stated in panel
    assert "14000" not in panel, "the source prints the same but for a comma"
    assert {"zh": "在城区内，具体位置不详", "en": "within the urban area"}[lang] in panel
    known, technical = panel.split("<details")
    title = anci.sources["anci-report-2022"].title.get(lang)
    assert known.replace("&#39;", "'").count(title) == 1, "a list names its source once"
    assert "minghua-road" not in known.split("<h2")[1]
    assert text("panel.id", lang, id="minghua-road") in technical


def test_a_place_without_figures_says_so_and_shows_those_of_its_groups(anci: Package) -> None:
    html = html_of(open_page("map", place="dishili-village"))
    assert text("map.no_figures", "zh") in html
    assert "全区农村合计" in html
    assert "3,051座" in html
    assert anci.place["dishili-village"].known.zh in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_place_shows_figures_that_concern_it_with_their_scope(
    lang: str, anci: Package
) -> None:
    for place in anci.place.values():
        html = html_of(open_page("map", lang=lang, place=place.place_id))
        panel = html.split('<section class="panel')[1].split("</section>")[0]
        for scope in anci.figures_of(place):
            known = (
                f'<p class="quiet known">{scope.group.known.get(lang)}</p>' if scope.group else ""
            )
            assert scope.kind == "place" or f">{scope.name.get(lang)}</h3>{known}" in panel
            for figure in scope.figures:
                assert f'data-figure="{figure.figure_id}"' in panel, place.place_id
        assert 'class="figure ' in panel, place.place_id


def test_a_row_selects_and_deselects() -> None:
    app = open_page("map")
    app.button(key="row--shunan-street--streetscape--row").click().run()
    assert dict(app.query_params) == {"place": "shunan-street"}
    app.button(key="panel-close").click().run()
    assert dict(app.query_params) == {}


def test_search_takes_pinyin_and_says_when_nothing_is_found() -> None:
    app = open_page("map")
    app.text_input(key="query").set_value("MÍNGHUÁ lu").run()
    assert [key.split("--")[1] for key in rows(app)] == ["minghua-road"]
    app.text_input(key="query").set_value("nowhere").run()
    assert rows(app) == []
    assert text("list.empty_query", "zh", query="nowhere") in html_of(app)
    app.button(key="query-clear").click().run()
    assert len(rows(app)) == 15


def table_rows(app: AppTest) -> list[tuple[str, ...]]:
    """Measure, number, unit and place of each row of the figures page."""
    cell = r'class="%s"[^>]*>(?:<a[^>]*>)?([^<]*)<'
    rows = re.findall(r"<tr><th scope=.row.*?</tr>", html_of(app))
    return [
        tuple(
            unescape(re.findall(cell % name, row)[0])
            for name in ("measure", "value", "unit", "place")
        )
        for row in rows
    ]


def figures_in(app: AppTest) -> list[str]:
    return re.findall(r'<button[^>]*data-figure="([^"]*)"', html_of(app))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_page_has_every_figure_by_workstream_and_value(lang: str, anci: Package) -> None:
    app = open_page("figures", lang=lang)
    assert sorted(figures_in(app)) == sorted(anci.figure)
    of = [anci.figure[figure_id] for figure_id in figures_in(app)]
    order = {workstream: at for at, workstream in enumerate(anci.workstreams)}
    assert of == sorted(of, key=lambda figure: (order[figure.workstream], -figure.value))
    gap = "" if lang == "zh" else " "
    for figure, (measure, number, unit, _) in zip(of, table_rows(app), strict=True):
        assert measure == figure.measure.get(lang)
        assert f"{number}{gap}{unit}".rstrip() == anci.phrase(figure).get(lang)
    app.button_group(key="figure-order").set_value("published").run()
    assert figures_in(app)[:2] == ["compounds-subdistricts", "compounds-renovated"]


def test_figures_page_follows_the_link() -> None:
    app = open_page("figures", w="markets", q="垃圾")
    assert figures_in(app) == ["markets-rubbish"]
    links = [found.proto.url for found in app.get("link_button")]
    assert [link.split("?")[0] for link in links] == ["export/figures.xlsx", "export/table.csv"]
    assert all("w=markets" in link for link in links)
    assert "w=markets&amp;place=anci-markets" in html_of(app), "each row leads to the map"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pictures_are_those_of_what_is_shown(lang: str, anci: Package) -> None:
    def pictures(app: AppTest) -> list[str]:
        return [unescape(found) for found in re.findall(r'alt="([^"]*)"', html_of(app))]

    every = [picture(anci, name, lang).words for name in picture_names(anci)]
    assert pictures(open_page("figures", lang=lang)) == every
    assert pictures(open_page("figures", lang=lang, w="rural")) == [
        picture(anci, "one-faulty-toilet", lang).words
    ]
    assert pictures(open_page("figures", lang=lang, w="publicity")) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sources_page_lists_sources_files_and_gaps(lang: str, anci: Package) -> None:
    html = html_of(open_page("sources", lang=lang)).replace("&#39;", "'").replace("&#34;", '"')
    for source in anci.sources.values():
        assert source.title.get(lang) in html
        assert source.accuracy.get(lang) in html
    for file in anci.files:
        assert file.path in html
        assert file.sha256 in html
    for gap in anci.gaps:
        assert gap.what.get(lang) in html


@pytest.mark.parametrize(
    ("stated", "zh", "en"),
    [
        ("wgs84,", "<td>WGS-84</td>", "<td>WGS-84</td>"),
        ("gcj02,500", "<td>GCJ-02（误差 500 米以内）</td>", "<td>GCJ-02 (within 500 m)</td>"),
        (",1500", "<td>未说明（误差 1,500 米以内）</td>", "<td>not stated (within 1,500 m)</td>"),
    ],
)
def test_the_sources_page_says_what_coordinates_came_on(
    make_package: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    stated: str,
    zh: str,
    en: str,
) -> None:
    def of_roads(content: bytes) -> bytes:
        head, roads, *others = content.decode().splitlines()
        changed = [f"{head},accuracy_m", f"{roads.rpartition(',')[0]},{stated}"]
        return "\n".join([*changed, *(f"{row}," for row in others)]).encode()

    root = make_package("anci-2022", {"layers.csv": of_roads})
    monkeypatch.setenv("ONEMAP_DATA", str(root.parent))
    shared_store.cache_clear()
    for lang, expected in (("zh", zh), ("en", en)):
        shown = html_of(open_page("sources", lang=lang))
        (row,) = re.findall(r"<tr><td>layers/roads.geojson</td>.*?</tr>", shown)
        assert expected in row
        (table,) = re.findall(r"<tr><td>figures.csv</td>.*?</tr>", shown)
        assert "<td></td>" in table, "a table has no coordinates"
    shared_store.cache_clear()


def test_broken_parts_of_a_link_are_named_and_never_shown() -> None:
    app = open_page("map", w="<b>nothing</b>", c="1,2", place="minghua-road")
    assert [info.value for info in app.info] == [
        text("link.ignored", "zh", parts="工作类别、地图位置")
    ]
    assert "<b>nothing" not in html_of(app)


def test_a_search_shows_only_the_figures_it_finds_everywhere(anci: Package) -> None:
    app = open_page("map", q="公益广告", place="anci")
    row = app.button(key="row--anci--none--row")
    assert "1 项数据" in row.label
    panel = html_of(app).split('<section class="panel')[1].split("</section>")[0]
    own = len(anci.own_figures_of(anci.place["anci"]))
    assert 'data-figure="publicity-advert-sites"' in panel
    assert text("panel.more_figures", "zh", count=own - 1) in panel


@pytest.mark.parametrize("query", ["16,000", "16000", "1.6万余", "over 16,000 m³"])
def test_a_number_is_found_as_it_is_shown(query: str) -> None:
    app = open_page("figures", q=query)
    assert figures_in(app) == ["upkeep-rubbish"]


@pytest.mark.parametrize("query", [".*", "(", "😀"])
def test_a_search_for_signs_finds_nothing(query: str) -> None:
    assert rows(open_page("map", q=query)) == []


def test_many_places_are_written_and_read_a_page_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowds.write(tmp_path / "data" / crowds.NAME, crowds.layers_of(1200))
    monkeypatch.setenv("ONEMAP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ONEMAP_BUILD", str(tmp_path / "build"))
    shared_store.cache_clear()
    try:
        app = open_page("map")
        package = shared_store().serve(crowds.NAME).package
        total = f"{len(package.place):,}"
        assert text("list.title", "zh", shown="1,213", total=total) in html_of(app)
        assert len(rows(app)) == MOST_ROWS
        first = rows(app)
        app.button(key="list-next").click().run()
        assert not set(first) & set(rows(app))
        app.button(key=rows(app)[0]).click().run()
        assert not set(first) & set(rows(app)), "a selection turns no page"
        app.button_group(key="workstreams").select("lighting").run()
        assert app.button(key="list-previous").disabled, "another filter, another list"
        tiles = [
            open_page(page).button_group(key="workstreams").options for page in ("map", "figures")
        ]
        assert tiles[0] == tiles[1], "the same tiles on the map and on the figures"
        assert "543" in tiles[0][1]
    finally:
        shared_store.cache_clear()


def test_what_the_search_suggests_comes_from_where_the_data_lie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 'data-find="layers/anci-2022/find.' in html_of(open_page("map"))
    assert "data-suggested" not in html_of(open_page("map"))
    monkeypatch.setenv("ONEMAP_DATA_URL", "https://data.example/maps")
    assert 'data-find="https://data.example/maps/anci-2022/find.' in html_of(open_page("map"))

"""Does the file do on its own, with no network, what the live app does?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from geo.export.one_file import one_file
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload, mask
from geo.served.folium_map import Message
from geo.view.link import decode
from geo.view.search import clean_query, normalise
from geo.view.selection import known_ids, select
from geo.view.views import View
from tests.browser.canary import EVALUATED, TRAP, make_canary
from tests.browser.visitor import WAIT_MS
from tests.node_side import in_node

Open = Callable[..., "Reader"]


class Reader:
    """One reader of one file, from opening it to closing it, without a network."""

    def __init__(
        self,
        browser: Browser,
        file: Path,
        hash_: str = "",
        *,
        lang: str = "zh-CN",
        width: int = 1280,
        scheme: str = "light",
    ) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._context = browser.new_context(
            locale=lang,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=width < 600,
            is_mobile=width < 600,
        )
        self._context.set_offline(True)
        self.page = self._context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(file.as_uri() + hash_)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def close(self) -> None:
        self._context.close()

    def parts(self) -> dict[str, Any]:
        """The data that the file holds, by the ids of their elements."""
        found: dict[str, Any] = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(
              'script[type="application/json"]')].map(({ id, textContent }) =>
              [id, JSON.parse(textContent)]))"""
        )
        return found

    def find(self, selector: str, **having: Any) -> Locator:
        return self.page.locator(selector, **having)

    def marker(self, place: str) -> Locator:
        return self.find(f'.om-marker[data-place="{place}"]')

    def choose(self, place: str) -> None:
        """Choose a place by the list of the badge that it is a part of."""
        area = "id => oneFile.state.places.get(id).properties.area"
        self.find(f'.om-of-area[data-members~="{self.page.evaluate(area, place)}"]').click()
        self.find(f'.om-list li button[data-place="{place}"]').click()

    def row(self, place: str) -> Locator:
        return self.find(f'.row[data-id="{place}"]')

    def chip(self, workstream: str) -> Locator:
        return self.find(f'.workstreams button[data-id="{workstream}"]')

    def rows(self) -> list[str]:
        return self.page.eval_on_selector_all(".row", "found => found.map(row => row.dataset.id)")

    def drawn(self) -> list[str]:
        """Places that the map shows, in no order; its badges count as many."""
        found: list[list[Any]] = self.page.evaluate(
            "() => [...oneFile.state.places].filter(([, { properties }]) =>"
            " oneFile.state.shown(properties.index)).map(([id, { properties }]) =>"
            " [id, properties.area])"
        )
        counted = self.page.eval_on_selector_all(
            ".om-of-area", "found => found.reduce((sum, { dataset }) => sum + +dataset.count, 0)"
        )
        assert counted == sum(area is not None for _, area in found)
        return sorted(place for place, _ in found)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, anci: Package) -> Path:
    path = tmp_path_factory.mktemp("stick") / "anci-2022.html"
    path.write_bytes(one_file(anci, build_payload(anci), View(anci.package_id)))
    return path


@pytest.fixture
def open_file(browser: Browser, file: Path) -> Iterator[Open]:
    """Open the file as a reader; afterwards nothing may have been asked for or complained of."""
    readers: list[tuple[Reader, Path]] = []

    def opened(hash_: str = "", **wishes: Any) -> Reader:
        path = wishes.pop("file", file)
        readers.append((Reader(browser, path, hash_, **wishes), path))
        return readers[-1][0]

    yield opened
    for reader, path in readers:
        asked = {url.split("#")[0] for url in reader.requests}
        reader.close()
        assert asked == {path.as_uri()}, "the file asked for something"
        assert reader.errors == [], "the console shows something"


def test_the_whole_explorer_opens_without_a_network(open_file: Open, anci: Package) -> None:
    reader = open_file()
    assert reader.drawn() == sorted(anci.place)
    assert reader.rows() == list(anci.place)
    expect(reader.find("h1")).to_contain_text("安次区2022年")
    expect(reader.find(".card.count")).to_contain_text("55/55")
    expect(reader.find(".om-legend li b").first).to_have_text("2")
    whole = {place.place_id for place in anci.place.values() if place.precision == "district"}
    loose = [figure for figure in anci.figures if figure.place_id in whole]
    expect(reader.find(".unplaced .figure")).to_have_count(len(loose))
    assert reader.page.title().startswith("安次区2022年")
    expect(reader.find("footer")).to_contain_text(anci.content_hash[:12])
    box = reader.find(".map").bounding_box()
    assert box is not None
    assert box["height"] > 400


def test_a_symbol_opens_popup_panel_and_source(open_file: Open) -> None:
    reader = open_file()
    reader.choose("minghua-road")
    expect(reader.find(".om-popup")).to_contain_text("14,000平方米")
    panel = reader.find(".panel")
    expect(panel.locator("h2")).to_have_text("明华路")
    expect(panel).to_contain_text("原文“14000平方米”")
    expect(panel).to_contain_text("第3部分第3段")
    expect(reader.row("minghua-road")).to_have_attribute("aria-pressed", "true")
    assert "place=minghua-road" in reader.page.url
    reader.find(".panel .close").click()
    expect(reader.find(".om-popup")).to_have_count(0)
    assert "place=" not in reader.page.url


def test_a_row_opens_the_popup_and_keeps_the_keyboard(open_file: Open) -> None:
    reader = open_file()
    reader.row("songwangwu-village").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.find(".om-popup h3")).to_have_text("宋王务村")
    expect(reader.row("songwangwu-village")).to_be_focused()
    reader.find(".leaflet-popup-close-button").click()
    expect(reader.row("songwangwu-village")).to_have_attribute("aria-pressed", "false")


def test_filters_hide_symbols_rows_and_figures(open_file: Open, anci: Package) -> None:
    reader = open_file()
    reader.chip("rural").click()
    wanted = select(anci, View("anci-2022", workstreams=("rural",)))
    assert reader.rows() == [place.place_id for place in wanted.places]
    assert reader.drawn() == sorted(wanted.place_ids)
    reader.find(".om-legend summary").click()
    reader.find('.om-legend [data-layer="district"]').click()
    assert reader.drawn() == ["dishili-village", "songwangwu-village", "xitaipingzhuang-village"]
    expect(reader.find(".card.count")).to_contain_text("2/55")
    reader.find(".clear").click()
    assert len(reader.drawn()) == 15
    expect(reader.find(".clear")).to_be_disabled()
    reader.find(".search").press_sequentially("minghua ")
    assert reader.rows() == reader.drawn() == ["minghua-road"]
    expect(reader.find(".search")).to_have_value("minghua ")
    expect(reader.chip("streetscape")).to_contain_text("1")
    expect(reader.chip("markets")).to_contain_text("0")
    reader.find(".search").fill("没有这个")
    expect(reader.find(".empty")).to_contain_text("没有符合条件的地点")
    assert reader.drawn() == []


def test_a_place_that_the_filter_hides_is_selected_no_longer(open_file: Open) -> None:
    reader = open_file("#place=minghua-road")
    expect(reader.find(".om-popup")).to_be_visible()
    reader.chip("markets").click()
    expect(reader.find(".om-popup")).to_have_count(0)
    expect(reader.find(".panel h2")).to_have_count(0)


def test_the_language_changes_everywhere(open_file: Open) -> None:
    reader = open_file("#place=minghua-road&w=streetscape")
    chinese = re.compile("[\u4e00-\u9fff]")
    for details in reader.find("main > section summary").all():
        if details.is_visible():
            details.click()
    expect(reader.find(".behind")).to_contain_text("还不知道的")
    reader.find(".languages button", has_text="English").click()
    expect(reader.find(".om-popup h3")).to_have_text("Minghua Road")
    expect(reader.find(".om-legend summary")).to_have_text("Legend")
    assert reader.page.locator("html").get_attribute("lang") == "en"
    assert reader.page.title().startswith("Anci District 2022")
    assert "lang=en" in reader.page.url
    own = ("中文", "搜索", "“")  # the switch, and what the report prints
    left = [
        line
        for line in reader.find("main").inner_text().splitlines()
        if chinese.search(line) and not line.startswith(own) and "printed “" not in line
    ]
    assert all("/" in line or "noted “" in line for line in left), left


def test_sources_gaps_and_links_out(open_file: Open, anci: Package) -> None:
    reader = open_file(lang="en-GB")
    reader.find(".behind summary", has_text="Sources").click()
    for source in anci.sources.values():
        expect(reader.find(".record", has_text=source.source_id)).to_contain_text(source.licence.en)
    for link in reader.find("main .behind a").all():
        assert str(link.get_attribute("href")).startswith("http")
        assert link.get_attribute("rel") == "noopener noreferrer"
    reader.find(".behind summary", has_text="What is not known").click()
    for gap in anci.gaps:
        expect(reader.find(".behind")).to_contain_text(gap.why.en)


def test_a_view_travels_in_the_address(open_file: Open, anci: Package) -> None:
    reader = open_file("#w=streetscape&c=39.40000,116.70000,12")
    seen = reader.page.evaluate(
        "() => { const m = oneFile.state.map, c = m.getCenter();"
        " return [c.lat, c.lng, m.getZoom()]; }"
    )
    assert seen == pytest.approx([39.4, 116.7, 12], abs=1e-3)
    reader.page.evaluate("() => { location.hash = '#lang=en&w=nobody&l=roads&place=gone'; }")
    expect(reader.find(".ignored")).to_contain_text("w, place")
    assert reader.rows() == ["minghua-road", "shunan-street"]
    expect(reader.chip("streetscape")).to_have_attribute("aria-pressed", "false")
    reader.page.reload()
    assert reader.rows() == ["minghua-road", "shunan-street"]
    view, ignored = decode(
        dict(part.split("=") for part in reader.page.url.split("#")[1].split("&")),
        known_ids(anci, ("anci-2022",), "anci-2022"),
    )
    assert (view.lang, view.layers, view.centre, ignored) == ("en", ("roads",), None, ())


def test_the_file_opens_with_what_it_was_made_from(
    open_file: Open, anci: Package, tmp_path: Path
) -> None:
    path = tmp_path / "markets.html"
    view = View(anci.package_id, lang="en", workstreams=("markets",))
    path.write_bytes(one_file(anci, build_payload(anci), view))
    reader = open_file(file=path)
    expect(reader.chip("markets")).to_have_attribute("aria-pressed", "true")
    expect(reader.find("h1")).to_contain_text("Anci District 2022")
    reader.find(".clear").click()
    reader.page.reload()
    assert len(reader.rows()) == 15


QUERIES = (
    *("id:compounds-renovated", "id:minghua-resurfacing", "id:nothing", "id:", "id: x"),
    *("", "明华路", "mínghuá lù", "MINGHUA", "minghualu", "Road", "shun'an", "顺安 5000", "14000"),
    *("14,000", "1.6万", "1.6", "199300", "m²", "131002", "老旧小区 街道", "market village"),
    *(
        "　全区　",
        "...",
        "!!",
        "no such thing",
        "streetscape",
        "路",
        "over 5",
        "ﬁ",
        "Ｒｏａｄ",
        "２０２２",
    ),
    *("mhl", "hl", "id:minghua-road", "id:minghua-resurfacing", "id:nobody", "sczx", "acq"),
    *("section", "dishili-village", "什里", "xīn", "a" * 80, "3051座", "  road  shun "),
)


HELD = """import { clean, mask, shownIn } from "./file/filter.js";
import { records } from "./file/held.js";
import { messageOf } from "./file/message.js";"""


def test_the_filter_answers_as_the_live_app_does(open_file: Open, anci: Package) -> None:
    reader = open_file()
    workstreams = [(), *((found,) for found in anci.workstreams), ("rural", "markets")]
    layers: list[tuple[str, ...] | None] = [None, (), ("roads",), ("villages", "district")]
    views = [
        View("anci-2022", workstreams=w, layers=kept, query=clean_query(query))
        for w, kept, query in itertools.product(workstreams, layers, QUERIES)
    ]
    asked = [[v.workstreams, v.layers, v.query] for v in views]
    found = in_node(
        HELD,
        """const held = records(given.parts.facts, (path) => given.parts["layers/" + path]);
        const ids = (records) => records.map((record) => record.id);
        return given.asked.map(([workstreams, layers, query]) => {
          const shown = shownIn({ workstreams, layers, query: clean(query) }, held);
          return [ids(shown.places), ids(shown.figures), Object.fromEntries(shown.offered),
            mask(held.places, shown.placeIds), mask(held.figures, shown.figureIds)];
        });""",
        {"parts": reader.parts(), "asked": asked},
    )
    for view, answer in zip(views, found, strict=True):
        shown = select(anci, view)
        assert answer == [
            [place.place_id for place in shown.places],
            [figure.figure_id for figure in shown.figures],
            dict(shown.offered),
            mask(anci.place, shown.place_ids),
            mask(anci.figure, shown.figure_ids),
        ], view
    assert len({str(answer) for answer in found}) > 60


def test_the_field_suggests_as_in_the_live_app(open_file: Open) -> None:
    reader = open_file()
    field = reader.page.get_by_role("combobox", name="搜索地点或数字")
    option = reader.page.get_by_role("option")
    field.click()
    reader.page.keyboard.type("sczx")
    option.first.click()
    expect(reader.chip("markets")).to_have_attribute("aria-pressed", "true")
    expect(field).to_have_value("")
    reader.page.keyboard.type("minhgua")
    expect(option).to_have_text(["明华路道路 · 安次区"])
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    expect(reader.find(".panel h2")).to_have_text("明华路")
    expect(reader.find(".om-popup h3")).to_have_text("明华路")
    expect(reader.chip("markets")).to_have_attribute("aria-pressed", "false")
    reader.page.keyboard.type("重新铺设")
    option.first.click()
    expect(field).to_have_value("id:minghua-resurfacing")
    assert reader.rows() == ["minghua-road"]


def test_texts_are_normalised_as_in_the_live_app() -> None:
    signs = [chr(code) for code in (*range(0x600), *range(0x1E00, 0x3400), *range(0xFF00, 0xFFF0))]
    signs.remove("ı")  # Turkish, dotless: the two languages fold it differently
    han = [chr(code) for code in range(0x4E00, 0x9FA6, 7)]
    typed = [*signs, *han, "1.5", "a.5", "5.", "1.6万 m²", "Straße ΣΑΣ", "ǅ.１.２"]
    normal = 'import { normalise } from "./shared/normalise.js";'
    answers = in_node(normal, "return given.map(normalise);", typed)
    assert dict(zip(typed, answers, strict=True)) == {text: normalise(text) for text in typed}
    lines = [*QUERIES, "a\tb\nc", "\u200bx\ufeff", "a" * 59 + " b", "🙂" * 70, "\u2003y\xa0z "]
    answers = in_node(HELD, "return given.map(clean);", lines)
    assert answers == [clean_query(line) for line in lines]


def test_the_map_is_told_what_python_tells_it(open_file: Open, anci: Package) -> None:
    reader = open_file()
    told = in_node(
        HELD,
        """const held = records(given.facts, (path) => given["layers/" + path]);
        const view = { lang: "zh", centre: null, workstreams: ["markets"], layers: null, query: "",
          place: "anci-markets" };
        return messageOf(view, shownIn(view, held), held, { moved: 0, seen: 0 });""",
        reader.parts(),
    )
    assert set(told) == {field.name for field in fields(Message)}
    shown = select(anci, View("anci-2022", workstreams=("markets",)))
    assert told["figures"] == mask(anci.figure, shown.figure_ids)
    assert told["shown"] == mask(anci.place, shown.place_ids)
    assert (told["lang"], told["place"]) == ("zh", "anci-markets")


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways(open_file: Open, lang: str, width: int) -> None:
    reader = open_file("#place=minghua-road", lang=lang, width=width)
    for fold in reader.find("main > section summary").all():
        fold.click()
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_row_brings_the_map_into_sight(open_file: Open) -> None:
    reader = open_file(width=390)
    box = reader.find(".map").bounding_box()
    assert box is not None
    assert box["y"] < 844 / 2
    reader.row("songwangwu-village").tap()
    expect(reader.find(".om-popup")).to_contain_text("宋王务村")
    expect(reader.find(".map")).to_be_in_viewport(ratio=0.5)


def test_another_page_may_show_the_file_in_a_frame(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.html"
    around.write_text(f'<iframe src="{file.as_uri()}#place=minghua-road" width="900"></iframe>')
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(around.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator(".om-popup h3")).to_have_text("Minghua Road")
    expect(frame.locator(".om-of-area").first).to_be_visible()
    context.close()
    assert errors == []


def test_what_is_folded_is_printed_too(open_file: Open) -> None:
    reader = open_file()
    folds, unfolded = reader.find(".behind details"), reader.find(".behind [open]")
    folds.last.locator("summary").click()
    reader.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(unfolded).to_have_count(folds.count())
    expect(reader.find(".printed tr")).to_have_count(55)
    reader.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(unfolded).to_have_count(1)
    expect(reader.find(".printed")).to_have_count(0)


def test_the_readers_theme_is_followed(open_file: Open) -> None:
    reader = open_file(scheme="dark")
    ground = "() => getComputedStyle(document.querySelector('.map')).backgroundColor"
    assert reader.page.evaluate(ground) == "rgb(17, 22, 29)"
    reader.page.emulate_media(color_scheme="light")
    expect(reader.find('html[data-theme="light"]')).to_be_attached()
    assert reader.page.evaluate(ground) == "rgb(233, 237, 241)"


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_a_hostile_package_is_shown_literally(
    open_file: Open, anci_root: Path, tmp_path: Path, lang: str
) -> None:
    root = tmp_path / "canary"
    make_canary(anci_root, root)
    package = read_package(root)
    path = tmp_path / "canary.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    reader = open_file("#place=minghua-road", file=path, lang=lang)
    for fold in reader.find("main > section summary").all():
        fold.click()
    for selector in (
        *(".om-popup h3", ".om-popup dt", ".panel h2", ".panel dt"),
        *(".record h3", ".behind .figures dt"),
    ):
        expect(reader.find(selector).first).to_have_text(TRAP)
    expect(reader.find(".om-name span").first).to_contain_text(TRAP[:9])  # cut where it is long
    for selector in ("h1", ".chips button", ".row", "footer", ".card"):
        expect(reader.find(selector).last).to_contain_text(TRAP)
    assert reader.page.evaluate("() => window.__hit") is None
    assert EVALUATED not in reader.page.content()
    assert reader.find('img, a[href^="javascript:"], main a[href]:not([role])').count() == 0
    reader.find(".search").fill("<img src=x>")
    assert reader.find("img").count() == 0

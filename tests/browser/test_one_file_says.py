"""Does the file of its own say what the app says, word for word?

Text by text: panel, rows of the list, derived numbers, sources, gaps.
What both draw is compared without spaces, which are a matter of layout.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import combinations, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.export.one_file import one_file
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.store.store import shared_store
from geo.view.views import View
from tests.browser.conftest import ROOT
from tests.browser.file_reader import Reader
from tests.browser.visitor import FOLLOWED
from tests.pages.test_pages import html_of, open_page

DRAWN = """selector => [...document.querySelectorAll(selector)]
  .filter((found) => !found.closest("[hidden]")).map((found) => found.textContent)"""


@pytest.fixture(scope="module")
def reader(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, anci: Package
) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("stick") / "anci-2022.html"
    path.write_bytes(one_file(anci, build_payload(anci), View(anci.package_id)))
    found = Reader(browser, path.as_uri())
    yield found
    found.close()
    assert found.errors == [], "the console shows something"


def words(markup: str) -> str:
    """What markup says, without the words of its buttons and without spaces."""
    said = re.sub(r"<button.*?</button>", "", markup, flags=re.S)
    return "".join(html.unescape(re.sub("<[^>]*>", "", said)).split())


def drawn(reader: Reader, selector: str) -> list[str]:
    return ["".join(said.split()) for said in reader.page.evaluate(DRAWN, selector)]


def look(reader: Reader, **view: object) -> None:
    given = {"workstreams": [], "layers": None, "query": "", "place": None} | view
    reader.page.evaluate("view => oneFile.change(view)", given)


def plain(label: str) -> str:
    """What a label in Markdown says."""
    return "".join(re.sub(r"\*\*|\\", "", label).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_page_says_the_same(reader: Reader, anci: Package, lang: str) -> None:
    look(reader, lang=lang)
    app = open_page("map", lang=lang)
    page = html_of(app)
    assert drawn(reader, ".row") == [
        plain(button.label) for button in app.button if str(button.key).startswith("row--")
    ]
    (title,) = re.findall(r'<h2 class="list-title".*?</h2>', page)
    assert drawn(reader, ".list-title")[0] == words(title)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", [{}, {"w": "old-compounds"}], ids=str)
def test_a_panel_says_the_same(
    reader: Reader, anci: Package, lang: str, query: dict[str, str]
) -> None:
    # One of each sort: its own figures, none of its own, the whole district.
    for place in ("yinhe-south-road-subdistrict", "guangming-west-road-subdistrict", "anci"):
        streams = query.get("w")
        look(reader, lang=lang, place=place, workstreams=[streams] if streams else [])
        page = html_of(open_page("map", lang=lang, place=place, **query))
        section = page.split('<section class="panel')[1].split("</section>")[0]
        told = re.sub(r"<sup>.*?</sup>", "", section)
        for theirs, ours in (("h2", "h2"), ("h3", "h3"), ("dt", "dt"), ("b", "dd strong")):
            found = re.findall(rf"<{theirs}[ >].*?</{theirs}>", told, flags=re.S)
            if theirs == "b":
                found = re.findall(r"<dd><b>.*?</b>", told, flags=re.S)
            assert drawn(reader, f".panel:not(.panel-empty) {ours}") == [*map(words, found)], ours
        known = re.findall(r'</h3><p class="quiet known">(.*?)</p>', section)
        assert drawn(reader, ".panel h3 + .known") == [*map(words, known)] != []
        # The way on, what only some want to know, and each source once for all figures.
        (onward,) = re.findall(r'data-go="place=[^"]*">(.*?)</button></p>', section)
        assert drawn(reader, ".panel .onward") == [words(onward)]
        (technical,) = re.findall(r'<details class="technical">.*?</details>', section, flags=re.S)
        assert drawn(reader, ".panel details.technical:not([open])") == [words(technical)]
        cited = reader.page.locator(".panel .sources-line a, .panel .sources-line span > span")
        titles = {source.title.get(lang) for source in anci.sources.values()}
        named = cited.all_inner_texts()
        assert len(named) == len(set(named)) > 0
        assert set(named) <= titles
        assert not titles & set(drawn(reader, ".panel .figure cite"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stream", [None, "old-compounds"])
def test_derived_numbers_and_sources_are_the_same(
    reader: Reader, anci: Package, lang: str, stream: str | None
) -> None:
    look(reader, lang=lang, workstreams=[stream] if stream else [])
    query = {"w": stream} if stream else {}
    figures = html_of(open_page("figures", lang=lang, **query))
    derived = figures.split('<dl class="figures">')[-1]
    entries = [words(each) for each in re.findall(r'<div class="figure .*?</div>', derived)]
    found = [each for each in drawn(reader, ".behind .figure") if "÷" in each or "+" in each]
    assert found == entries != []
    sources = html_of(open_page("sources", lang=lang))
    records = re.findall(r'<article class="record">.*?</article>', sources, flags=re.S)
    listed = drawn(reader, ".record")
    assert len(listed) == len(records) > 0
    for ours, theirs in zip(listed, records, strict=True):
        for name, value in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", theirs):
            # For what it is used, and how to check it, the file does not say yet.
            if name not in {text("sources.used", lang), text("sources.check", lang)}:
                assert words(name) + words(value) in ours


def test_what_has_the_same_name_has_a_heading_of_its_own_that_leads_to_it(
    browser: Browser, make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def two_of_a_name(content: bytes) -> bytes:
        data = json.loads(content)
        one, other = data["features"]
        for each in (one, other):
            each["properties"] |= {"name_zh": "明华路", "name_en": "A" * 60}
        return json.dumps(data).encode()

    def two_of_a_place(content: bytes) -> bytes:
        data = json.loads(content)
        (whole,) = data["features"]
        names = {"place_id": "whole", "name_zh": "也是全区", "name_en": "Whole as well"}
        other = {**whole, "id": "whole", "properties": whole["properties"] | names}
        return json.dumps({**data, "features": [whole, other]}).encode()

    swept = tuple(f"streetscape,{place},清扫".encode() for place in ("anci", "whole"))
    edits = {
        "layers/roads.geojson": two_of_a_name,
        "layers/district.geojson": two_of_a_place,
        "figures.csv": lambda content: content.replace(*swept, 2),
        "workstreams.csv": lambda content: content.replace(b"Streetscape", b"S" * 60, 1),
    }
    root = make_package(edits=edits)
    monkeypatch.setenv("ONEMAP_DATA", str(root.parent))
    shared_store.cache_clear()
    page = html_of(open_page("map", w="streetscape"))
    shared_store.cache_clear()
    headings = re.findall(r'<h3 class="scope">(.*?)</h3>', page)
    led = [re.findall('data-go="place=(.*?)"', heading) for heading in headings]
    assert led == [[], ["minghua-road"], ["shunan-street"]]
    package = read_package(root)
    path = root.parent / "file.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    reader = Reader(browser, path.as_uri(), "w=streetscape&l=markets&lang=zh")
    assert drawn(reader, ".chosen .scope") == [*map(words, ["全区", "明华路", "明华路"])]
    for at, place in enumerate(["minghua-road", "shunan-street"]):  # which the layer hides
        look(reader, workstreams=["streetscape"], layers=["markets"])
        reader.find(".chosen .scope button").nth(at).click()
        assert reader.view().endswith(f"place={place}")
        expect(reader.row(place)).to_have_attribute("aria-pressed", "true")
    reader.page.set_viewport_size({"width": 320, "height": 640})
    look(reader, workstreams=["streetscape"], lang="en")
    cut = "found => found.filter((each) => each.scrollWidth > each.clientWidth).length"
    assert reader.page.eval_on_selector_all(".chosen :is(h2, h3)", cut) == 0
    reader.close()
    assert reader.errors == []


HAN, WORDS = 4, 2
"""So many signs, or words, in common: what says as much says the same."""


def said_twice(one: str, other: str, lang: str) -> str | None:
    """The longest that two lines both say, where it is more than a word."""
    units = [list(line) if lang == "zh" else line.lower().split() for line in (one, other)]
    match = SequenceMatcher(None, *units, autojunk=False).find_longest_match()
    found = units[0][match.a : match.a + match.size]
    return " ".join(found) if match.size >= (HAN if lang == "zh" else WORDS) else None


@pytest.fixture(scope="module", params=["anci-2022", "hongshan-2023"])
def explorer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Package, Reader]]:
    package = read_package(ROOT / "data" / request.param)
    path = tmp_path_factory.mktemp("both") / f"{request.param}.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    reader = Reader(browser, path.as_uri())
    yield package, reader
    reader.close()
    assert reader.errors == [], "the console shows something"


OVERLAPS = """() => {
  const seen = [...document.querySelectorAll(".om-name span")].map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { said: node.textContent, left, right, top: top + 2, bottom: bottom - 2 };
  });
  for (const dot of document.querySelectorAll("path.om-town")) {
    const { left, top, right, bottom } = dot.getBoundingClientRect();
    seen.push({ said: "a dot", left, top, right, bottom });
  }
  const meet = (one, two) => one.left < two.right && two.left < one.right
    && one.top < two.bottom && two.top < one.bottom;
  return [seen.map(({ said }) => said), seen.flatMap((one, at) => seen.slice(at + 1)
    .filter((two) => meet(one, two)).map((two) => one.said + " / " + two.said))];
}"""
"""Lines of text are higher than their letters: two pixels above and below are nobody's."""
ON_LINES = """() => {
  const towns = [...document.querySelectorAll(".om-name-town")].map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [node.textContent, range.getBoundingClientRect()];
  });
  const found = new Set();
  for (const path of document.querySelectorAll("path.om-outline, path.om-area")) {
    const matrix = path.getScreenCTM();
    for (let at = 0; at < path.getTotalLength(); at += 2) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      for (const [said, { left, top, right, bottom }] of towns) {
        if (x > left && x < right && y > top + 2 && y < bottom - 2) found.add(said);
      }
    }
  }
  return [...found];
}"""
"""Towns whose names the line around the district or the chosen area goes through."""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_drawn_on_the_map_lie_on_nothing(
    explorer: tuple[Package, Reader], lang: str, width: int
) -> None:
    package, reader = explorer
    reader.page.set_viewport_size({"width": width, "height": 844})
    reader.page.evaluate("lang => oneFile.change({ lang, place: null })", lang)
    reader.page.evaluate(FOLLOWED)
    said, overlaps = reader.page.evaluate(OVERLAPS)
    assert overlaps == []
    names = [name for name in said if name != "a dot"]
    assert len(names) > 5
    assert len(set(names)) == len(names), "a name stands twice"
    assert reader.page.evaluate(ON_LINES) == []
    for place in list(package.place.values())[::5]:
        look(reader, place=place.place_id)
        expect(reader.find(".om-popup h3")).to_have_text(place.name.get(lang))
        assert reader.page.evaluate(ON_LINES) == [], place.place_id


def test_no_line_of_a_popup_says_what_another_says(explorer: tuple[Package, Reader]) -> None:
    (package, reader), wrong = explorer, []
    reader.page.set_viewport_size({"width": 1280, "height": 844})
    for lang in ("zh", "en"):
        reader.page.evaluate("lang => oneFile.change({ lang })", lang)
        for place in package.place.values():
            look(reader, place=place.place_id)
            popup = reader.find(".om-popup")
            expect(popup.locator("h3")).to_have_text(place.name.get(lang))
            head, *others = popup.locator("h3, h4, .om-known").all_text_contents()
            measures = popup.locator("dt").all_text_contents()
            rows = popup.locator("dl > div").all_text_contents()
            assert len(set(rows)) == len(rows)
            pairs = [*product([head], others), *combinations(others, 2), *product(others, measures)]
            wrong += [pair for pair in pairs if said_twice(*pair, lang)]
    assert wrong == []

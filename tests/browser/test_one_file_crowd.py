"""Does the file hold a crowd of places, and filter, search, select and locate it on its own?"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.export.one_file import one_file
from geo.figures.wording import number
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import facts
from geo.served.catalogue import build_payload
from geo.served.crowd.message import few_mask
from geo.view.listing import MOST_ROWS, page_of
from geo.view.selection import look, select
from geo.view.views import View
from tests import crowds
from tests.browser.file_reader import Reader
from tests.node_side import in_node

FILTER = (
    "({ categories, counts, found }) =>"
    " [[...categories], counts, found && btoa(String.fromCharCode(...found.bits))]"
)
DRAWN = "Number(document.documentElement.dataset.drawn || 0)"
SHOWN = f"({FILTER})(oneFile.crowd.shown.filter)"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    root = tmp_path_factory.mktemp("demo") / crowds.NAME
    return read_package(crowds.write(root, crowds.layers_of(1000)))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    path = tmp_path_factory.mktemp("stick") / "demo.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    return path


@pytest.fixture
def reader(browser: Browser, file: Path) -> Iterator[Reader]:
    found = Reader(browser, file.as_uri(), lang="en-GB")
    yield found
    asked = {url.split("#")[0] for url in found.requests if not url.startswith("blob:")}
    found.close()
    assert asked == {file.as_uri()}, "the file asked for something"
    assert found.errors == [], "the console shows something"


def follows(reader: Reader, package: Package, **wishes: object) -> None:
    """The map and the page show what the live app shows of the same view."""
    shown = look(package, View(package.package_id, **wishes))  # type: ignore[arg-type]
    counts = shown.places.crowd_counts.tolist()
    bits = base64.b64encode(shown.places.crowd_bits()).decode() if wishes.get("query") else None
    reader.page.wait_for_function(
        f"([counts, bits]) => {{ const [, c, b] = {SHOWN};"
        " return b === bits && JSON.stringify(c) === JSON.stringify(counts); }",
        arg=[counts, bits],
    )
    categories = reader.page.evaluate(SHOWN)[0]
    if bits is None:
        assert categories == [int(kind) for kind in shown.categories]
    expect(reader.find(".heard")).to_have_text(
        text("said.shown", "en", places=f"{len(shown.places):,}", figures=f"{len(shown.figures):,}")
    )
    assert reader.rows() == [place.place_id for place in page_of(shown, 0).places]
    symbols = few_mask(shown)
    drawn = reader.page.evaluate(
        "[...oneFile.state.places.values()].map(({ properties }) => properties.index)"
        ".filter((index) => index !== undefined).map((index) => oneFile.state.shown(index))"
    )
    bits = "".join(f"{byte:08b}" for byte in base64.b64decode(symbols))
    assert drawn == [bits[n] == "1" for n in range(len(drawn))]


def test_all_of_a_crowd_is_drawn_and_listed(reader: Reader, package: Package) -> None:
    follows(reader, package)
    assert reader.page.evaluate("oneFile.crowd.shown.index.count") == package.place.crowd
    expect(reader.find(".places > p.quiet")).to_contain_text(number(len(package.place) - MOST_ROWS))
    assert reader.page.evaluate(
        "[...document.querySelectorAll('.map canvas')].some((canvas) => canvas.getContext('2d')"
        ".getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0))"
    )


def test_a_crowd_is_filtered_as_in_the_live_app(reader: Reader, package: Package) -> None:
    reader.chip("greening").click()
    follows(reader, package, workstreams=("greening",))
    reader.find(".om-legend summary").click()
    reader.find('.om-legend [data-layer="lamps"]').click()
    layers = tuple(layer for layer in package.layers if layer != "lamps")
    follows(reader, package, workstreams=("greening",), layers=layers)
    reader.find("button.clear").click()
    follows(reader, package)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_are_written_as_in_the_live_app(lang: str) -> None:
    counted = [0, 7, 999, 1000, 2484, 16_000, 999_999, 1_234_567]
    found = in_node(
        'import { formatNumber } from "./shared/language.js";'
        ' import { state } from "./shared/state.js";',
        "state.lang = given.lang; return given.counted.map(formatNumber);",
        {"lang": lang, "counted": counted},
    )
    assert found == [number(count) for count in counted]


@pytest.mark.parametrize("query", ["No. 17", "xq17", "银河 小区", "nothing at all", "happyyard"])
def test_a_text_finds_in_a_crowd_what_the_live_app_finds(
    reader: Reader, package: Package, query: str
) -> None:
    reader.find("input.search").fill(query)
    follows(reader, package, query=query)


def test_a_place_of_a_crowd_is_suggested_and_taken(reader: Reader, package: Package) -> None:
    place = next(p for p in package.place.values()[package.place.few + 40 :])
    reader.find("input.search").press_sequentially(place.name.en)
    option = reader.find(".find-option", has_text=place.name.en).first
    expect(option).to_be_visible()
    option.click()
    expect(reader.find(".panel h2")).to_have_text(place.name.en)
    expect(reader.marker(place.place_id)).to_have_count(1)


def test_a_place_is_selected_in_the_list_and_the_other_way_round(
    reader: Reader, package: Package
) -> None:
    second = page_of(select(package, View(package.package_id)), 1)
    reader.find(".turning button").nth(1).click()
    assert reader.rows() == [place.place_id for place in second.places]
    expect(reader.find(".places .list-title")).to_contain_text(f"{second.first}–{second.last}")
    place = next(each for each in second.places if package.place.position_of(each.place_id))
    reader.row(place.place_id).click()
    expect(reader.find(".panel h2")).to_have_text(place.name.en)
    expect(reader.find(".leaflet-popup")).to_contain_text(place.name.en)
    reader.row(place.place_id).click()
    expect(reader.marker(place.place_id)).to_have_count(0)


def test_a_click_on_the_map_selects_a_place_of_the_crowd(reader: Reader, package: Package) -> None:
    place = next(
        p
        for p in package.place.values()[package.place.few + 9 :]
        if p.geometry.geom_type == "Point" and p.is_located
    )
    x, y = place.geometry.x, place.geometry.y
    before = reader.page.evaluate(DRAWN)
    reader.page.evaluate(f"oneFile.state.map.setView([{y}, {x}], 17, {{ animate: false }})")
    reader.page.wait_for_function(f"before => {DRAWN} > before", arg=before)
    box = reader.find(".leaflet-container").bounding_box()
    assert box is not None
    reader.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(reader.find(".panel h2")).to_have_text(place.name.en)
    assert f"place={place.place_id}" in reader.page.url


def test_a_link_opens_the_file_at_a_place_of_the_crowd(
    browser: Browser, file: Path, package: Package
) -> None:
    place = package.place.values()[-1]
    reader = Reader(browser, file.as_uri(), f"lang=zh&place={place.place_id}")
    expect(reader.find(".panel h2")).to_have_text(place.name.zh)
    expect(reader.marker(place.place_id)).to_have_count(1)
    reader.close()


def test_very_many_places_are_searched_in_the_file(
    browser: Browser, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they are more than a browser holds texts of, all lies packed in the file."""
    held = one_file(package, build_payload(package), View(package.package_id))
    monkeypatch.setattr(facts, "MOST_WITH_FACTS", 100)
    packed = one_file(package, build_payload(package), View(package.package_id))
    assert len(packed) < len(held)
    path = tmp_path / "many.html"
    path.write_bytes(packed)
    found = Reader(browser, path.as_uri(), lang="en-GB")
    try:
        found.chip("greening").click()
        follows(found, package, workstreams=("greening",))
        found.find("input.search").fill("xq17")
        follows(found, package, workstreams=("greening",), query="xq17")
        found.find("button.clear").click()
        place = package.place.values()[package.place.few + 40]
        found.find("input.search").press_sequentially(place.name.en)
        found.find(".find-option", has_text=place.name.en).first.click()
        expect(found.find(".panel h2")).to_have_text(place.name.en)
        assert {url.split("#")[0] for url in found.requests if not url.startswith("blob:")} == {
            path.as_uri()
        }
        assert found.errors == []
    finally:
        found.close()

"""Does the explorer do what the live app does, as a file without a network and as a page?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, expect

from geo.export.one_file import one_file
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.view.link import decode
from geo.view.selection import known_ids
from geo.view.views import View
from tests import crowds
from tests.browser.canary import EVALUATED, TRAP, make_canary
from tests.browser.file_reader import STANDING, OpenFile


def test_the_whole_explorer_opens(open_explorer: OpenFile, anci: Package) -> None:
    reader = open_explorer()
    assert reader.drawn() == sorted(anci.place)
    assert reader.rows() == list(anci.place)
    expect(reader.find("h1")).to_contain_text("安次区2022年")
    expect(reader.find(".heard")).to_have_text("显示 15 个地点、55 项数据")
    expect(reader.find(".om-legend li b").first).to_have_text("2")
    whole = {place.place_id for place in anci.place.values() if place.precision == "district"}
    loose = [figure for figure in anci.figures if whole.issuperset(anci.place_ids_of(figure))]
    expect(reader.find(".unplaced .figure")).to_have_count(len(loose))
    assert reader.page.title().startswith("安次区2022年")
    expect(reader.find("footer")).to_contain_text(f"数据版本 {anci.version}")
    box = reader.find(".map").bounding_box()
    assert box is not None
    assert box["height"] > 400


def test_the_map_of_a_chip_is_that_of_its_link(open_file: OpenFile, anci: Package) -> None:
    reader = open_file()
    held = "document.activeElement.dataset.area"
    for workstream in anci.workstreams:
        reader.chip(workstream).click()
        linked = open_file(f"w={workstream}")
        standing = reader.page.evaluate(STANDING)
        assert standing == linked.page.evaluate(STANDING), workstream
        colour = f"oneFile.state.catalogue.workstreams['{workstream}'].colour"
        assert {fill[1] for fill in standing["fills"]} <= {reader.page.evaluate(colour)}
        for badge in reader.find(".om-of-area").all()[-1:]:  # one has none
            badge.focus()
            area = reader.page.evaluate(held)
            reader.page.evaluate("oneFile.change({ workstreams: [] })")
            assert reader.page.evaluate(held) == area, "the keyboard stays at its badge"
        reader.page.evaluate("oneFile.change({ workstreams: [] })")


def box_of(found: Locator) -> FloatRect:
    """Where something stands on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1280, 800)], ids=str)
@pytest.mark.parametrize("streams", [1, 3, 8, 20])
def test_tiles_stand_in_one_row_above_the_map(
    open_file: OpenFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    streams: int,
    size: tuple[int, int],
) -> None:
    """With any number of workstreams the first screen has sentence, tiles and map."""
    made = {
        f"no-{at}" if at else "housing": (f"工作{at}", f"Work {at}", f"#a0{at:02x}52")
        for at in range(streams)
    }
    if "no-1" in made:
        made["no-1"] = ("工作名称长得一行里写不下", *made["no-1"][1:])
    monkeypatch.setattr(crowds, "STREAMS", made)
    layers = crowds.layers_of(40)
    root = crowds.write(tmp_path / crowds.NAME, layers, figures=crowds.headlines())
    package = read_package(root)
    path = tmp_path / "demo.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    width, height = size
    reader = open_file(file=path, width=width, height=height)
    names = [found.split()[0] for found in reader.find(".tiles button span").all_inner_texts()]
    assert names == [name for name, _, _ in made.values()]
    boxes = [box_of(tile) for tile in reader.find(".tiles button").all()]
    assert len({box["y"] for box in boxes}) == 1, "the tiles stand in more than one row"
    assert sum(box["x"] + box["width"] <= width for box in boxes) >= min(2, streams)
    numbers = {round(box_of(each)["y"]) for each in reader.find(".tiles strong").all()}
    assert len(numbers) == 1, "the numbers stand on one line, however long the names"
    sentence, drawn = (box_of(reader.find(each)) for each in (".lead", ".map"))
    assert 0 <= sentence["y"] < boxes[0]["y"] < drawn["y"]
    assert height - drawn["y"] > height / 2, "there is little of the map on the first screen"
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width
    # What is last is reached by the keyboard, and its figures stand beside a map that stays.
    last = reader.find(".tiles button").last
    last.focus()
    reader.page.keyboard.press("Enter")
    expect(last).to_have_attribute("aria-pressed", str(streams > 1).lower())
    expect(reader.find(".chosen h2")).to_have_text(names[-1])
    assert box_of(reader.find(".map")) == drawn
    shown = box_of(last)
    assert 0 <= shown["x"] < shown["x"] + shown["width"] <= width
    again = open_file(f"w={list(made)[-1]}", file=path, width=width, height=height)
    there = box_of(again.find(".tiles button").last)
    assert there["x"] + there["width"] <= width, "what a link chooses lies beyond the edge"


def test_a_row_opens_the_popup_and_leads_the_keyboard_to_the_panel(open_explorer: OpenFile) -> None:
    reader = open_explorer()
    reader.row("songwangwu-village").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.find(".om-popup h3")).to_have_text("宋王务村")
    expect(reader.find(".panel h2")).to_be_focused()
    reader.find(".leaflet-popup-close-button").click()
    expect(reader.row("songwangwu-village")).to_have_attribute("aria-pressed", "false")


def test_the_language_changes_everywhere(open_explorer: OpenFile) -> None:
    reader = open_explorer("place=minghua-road&w=streetscape")
    chinese = re.compile("[\u4e00-\u9fff]")
    for details in reader.find("main > section summary").all():
        if details.is_visible():
            details.click()
    expect(reader.find(".behind")).to_contain_text("尚待查明")
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
        if chinese.search(line) and not line.startswith(own) and 'wording "' not in line
    ]
    assert all('notes "' in line for line in left), left


def test_sources_gaps_and_links_out(open_explorer: OpenFile, anci: Package) -> None:
    reader = open_explorer(lang="en-GB")
    reader.find(".behind summary", has_text="Sources").click()
    for source in anci.sources.values():
        expect(reader.find(".record", has_text=source.source_id)).to_contain_text(source.licence.en)
    report = reader.find(".record", has_text="anci-report-2022")
    own = sum(figure.source_id == "anci-report-2022" for figure in anci.figures)
    expect(report).to_contain_text(f"{own} figures")
    expect(report).to_contain_text(text("sources.check_no_link", "en"))
    for link in reader.find("main .behind a").all():
        assert str(link.get_attribute("href")).startswith("http")
        assert link.get_attribute("rel") == "noopener noreferrer"
    reader.find(".behind summary", has_text="Still to be found out").click()
    for gap in anci.gaps:
        expect(reader.find(".behind")).to_contain_text(gap.why.en)


def test_a_view_travels_in_the_address(open_explorer: OpenFile, anci: Package) -> None:
    reader = open_explorer("w=streetscape&c=39.40000,116.70000,12")
    seen = reader.page.evaluate(
        "() => { const m = oneFile.state.map, c = m.getCenter();"
        " return [c.lat, c.lng, m.getZoom()]; }"
    )
    assert seen == pytest.approx([39.4, 116.7, 12], abs=1e-3)
    reader.page.evaluate("() => { location.hash = '#lang=en&w=nobody&l=roads&place=gone'; }")
    expect(reader.find(".ignored")).to_contain_text("left out: workstream, place")
    assert reader.rows() == ["minghua-road", "shunan-street"]
    expect(reader.chip("streetscape")).to_have_attribute("aria-pressed", "false")
    reader.page.reload()
    assert reader.rows() == ["minghua-road", "shunan-street"]
    view, ignored = decode(
        dict(part.split("=") for part in reader.view().split("&")),
        known_ids(anci, ("anci-2022",), "anci-2022"),
    )
    assert (view.lang, view.layers, view.centre, ignored) == ("en", ("roads",), None, ())


def test_the_file_opens_with_what_it_was_made_from(
    open_file: OpenFile, anci: Package, tmp_path: Path
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


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways(open_file: OpenFile, lang: str, width: int) -> None:
    reader = open_file("place=minghua-road", lang=lang, width=width)
    for fold in reader.find("main > section summary").all():
        fold.click()
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_row_brings_the_map_into_sight(open_explorer: OpenFile) -> None:
    reader = open_explorer(width=390)
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
    size = 'width="1000" height="700"'
    around.write_text(f'<iframe src="{file.as_uri()}#place=minghua-road" {size}></iframe>')
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


def test_what_is_folded_is_printed_too(open_file: OpenFile) -> None:
    reader = open_file()
    folds, unfolded = reader.find(".behind details"), reader.find(".behind [open]")
    folds.last.locator("summary").click()
    reader.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(unfolded).to_have_count(folds.count())
    expect(reader.find(".printed tr")).to_have_count(55)
    reader.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(unfolded).to_have_count(1)
    expect(reader.find(".printed")).to_have_count(0)


def test_the_readers_theme_is_followed(open_file: OpenFile) -> None:
    reader = open_file(scheme="dark")
    ground = "() => getComputedStyle(document.querySelector('.map')).backgroundColor"
    assert reader.page.evaluate(ground) == "rgb(17, 22, 29)"
    reader.page.emulate_media(color_scheme="light")
    expect(reader.find('html[data-theme="light"]')).to_be_attached()
    assert reader.page.evaluate(ground) == "rgb(233, 237, 241)"


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_a_hostile_package_is_shown_literally(
    open_file: OpenFile, anci_root: Path, tmp_path: Path, lang: str
) -> None:
    root = tmp_path / "canary"
    make_canary(anci_root, root)
    package = read_package(root)
    path = tmp_path / "canary.html"
    path.write_bytes(one_file(package, build_payload(package), View(package.package_id)))
    reader = open_file("place=minghua-road", file=path, lang=lang)
    for fold in reader.find("main > section summary").all():
        fold.click()
    for selector in (
        *(".om-popup h3", ".om-popup dt", ".panel h2", ".panel dt"),
        *(".record h3", ".behind .figures dt"),
    ):
        expect(reader.find(selector).first).to_have_text(TRAP)
    expect(reader.find(".om-name span").first).to_contain_text(TRAP[:9])  # cut where it is long
    for selector in ("h1", ".tiles strong", ".row", "footer"):
        expect(reader.find(selector).last).to_contain_text(TRAP)
    assert reader.page.evaluate("() => window.__hit") is None
    assert EVALUATED not in reader.page.content()
    assert reader.find('img, a[href^="javascript:"], main a[href]:not([role])').count() == 0
    reader.find(".search").fill("<img src=x>")
    assert reader.find("img").count() == 0

"""Is the light page, shown in a page of others, the map with the parts that its link asks for?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from geo.language.texts import text
from tests.browser.file_reader import OpenFile, Reader

STANDS = """() => { const { map } = oneFile.state, { lat, lng } = map.getCenter();
  return [lat, lng, map.getZoom()].map((found) => +found.toFixed(5)); }"""


@pytest.mark.parametrize("ui", ["", "legend", "search,panel"])
def test_it_has_the_parts_asked_for_and_fills_its_frame(open_light: OpenFile, ui: str) -> None:
    for width, height in ((800, 520), (390, 600)):
        reader = open_light(f"embed=true&ui={ui}", width=width, height=height)
        parts = {"legend": ".om-legend", "search": ".search", "panel": ".places"}
        for name, selector in parts.items():
            expect(reader.find(selector)).to_be_visible(visible=name in ui.split(","))
        box, line = reader.find(".map").bounding_box(), reader.find(".source-line").bounding_box()
        assert box is not None
        assert line is not None
        assert line["y"] + line["height"] == pytest.approx(height, abs=1)
        if ui in {"", "legend"}:
            assert (box["y"], box["width"]) == (0, width)
            assert box["height"] + line["height"] == pytest.approx(height, abs=1)
        assert box["height"] > height / 4
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") == width
        expect(reader.find(".said, header, .tiles, footer")).to_have_count(0)


def test_a_locked_map_stays_where_it_is(open_light: OpenFile) -> None:
    reader = open_light("embed=true&lock=1&c=39.40000,116.70000,11", width=700, height=500)
    expect(reader.find(".leaflet-control-zoom")).to_be_hidden()
    reader.page.mouse.move(350, 200)
    reader.page.mouse.wheel(0, -400)
    reader.page.mouse.down()
    reader.page.mouse.move(200, 100, steps=5)
    reader.page.mouse.up()
    assert reader.page.evaluate(STANDS) == [39.4, 116.7, 11]


def test_links_lead_to_the_full_map(open_light: OpenFile, address: str) -> None:
    reader = open_light("embed=true&ui=search&lock=1&w=rural&c=39.4,116.7,11&lang=en")
    link = reader.find(".source-line a")
    ours, where = "data=anci-2022&lang=en", "&c=39.40000,116.70000,11"
    expect(link).to_have_text(text("embed.open", "en"))
    expect(link).to_have_attribute("href", f"../?{ours}&w=rural{where}")
    assert reader.page.evaluate("() => document.querySelector('.source-line a').href").startswith(
        f"{address}/?data="
    )
    reader.chip("markets").click()
    expect(link).to_have_attribute("href", f"../?{ours}&w=markets{where}")
    assert reader.view().startswith("embed=true&ui=search&lock=1&lang=en&w=markets&")


def without_facts(route: Route) -> None:
    """Leave out of the page what it holds of the facts, so that they are asked for."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=re.sub(r'id="layers/[^"]*/facts', 'id="none', answer.text())
    )


@pytest.mark.parametrize("has_scripts", [True, False])
def test_without_a_map_the_words_are_read_and_their_links_leave_the_frame(
    browser: Browser, address: str, has_scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 520}, locale="en-GB", java_script_enabled=has_scripts
    )
    page = context.new_page()
    if has_scripts:
        page.route("**/?embed=true*", without_facts)
        page.route("**/facts.*", lambda route: route.abort())
    page.goto(f"{address}/?embed=true&ui=panel")
    expect(page.get_by_role("alert")).to_be_visible(visible=has_scripts)
    for words in (".lead", ".tiles strong", ".said a.row b", "footer"):
        expect(page.locator(words).first).to_be_visible()
    last = page.locator("a.row").last
    box, end = last.bounding_box(), page.locator("footer").bounding_box()
    assert box is not None
    assert end is not None
    assert box["y"] + box["height"] <= end["y"]
    last.scroll_into_view_if_needed()
    with context.expect_page() as opened:
        last.click()
    assert "/anci-2022/place/" in opened.value.url
    context.close()


@pytest.mark.parametrize(("width", "height"), [(800, 520), (360, 520)])
def test_a_chosen_place_is_told_once_in_the_panel_or_on_the_map(
    open_light: OpenFile, width: int, height: int
) -> None:
    reader = open_light("embed=true&ui=panel&place=minghua-road", width=width, height=height)
    expect(reader.find(".panel h2")).to_have_text("明华路")
    expect(reader.find(".om-popup")).to_have_count(0)
    for asked in ("ui=", "story=streetscape"):
        reader = open_light(f"embed=true&{asked}&place=minghua-road", width=width, height=height)
        expect(reader.find(".om-popup")).to_contain_text("明华路")
        expect(reader.find(".panel")).to_have_count(0)


def title(reader: Reader, words: str) -> None:
    expect(reader.find(".story h2")).to_have_text(words)


def test_the_story_is_told_beside_the_map_by_buttons_bar_and_arrows(open_light: OpenFile) -> None:
    reader = open_light("embed=true&story=_begin&ui=legend,search", width=1000, height=640)
    title(reader, "安次区2022年城市更新一张图")
    expect(reader.find(".search, .panel")).to_have_count(0)
    back, on = reader.find(".story-turning button").all()
    expect(back).to_be_disabled()
    on.focus()
    for words in ("老旧小区改造", "市容环境", "市场秩序"):
        reader.page.keyboard.press("Enter")
        title(reader, words)
        expect(on).to_be_focused()
    assert reader.view() == "embed=true&ui=legend,search&lang=zh&story=markets"
    assert len(reader.drawn()) == 1
    reader.page.keyboard.press("ArrowRight")
    title(reader, "乡村人居")
    assert len(reader.drawn()) == 4
    expect(reader.find(".story-headline b")).to_have_text("3,051座")
    expect(reader.find(".story-steps [aria-current=step]")).to_have_text("5 乡村人居")
    reader.find(".map").focus()
    reader.page.keyboard.press("Alt+ArrowLeft")
    title(reader, "乡村人居")
    reader.find(".story-steps button").last.click()
    title(reader, text("story.end_title", "zh"))
    expect(reader.find(".story .links a").first).to_have_attribute("target", "_blank")
    assert len(reader.drawn()) == 15
    on.click()
    title(reader, "安次区2022年城市更新一张图")
    reader.find(".story-steps button").nth(1).focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("ArrowLeft")
    expect(back).to_be_disabled()
    assert reader.view().endswith("&story=_begin")


def test_a_page_of_its_own_tells_it_by_a_press_in_the_readers_language(
    open_light: OpenFile,
) -> None:
    reader = open_light("lang=zh&w=markets&place=anci-markets", width=390)
    begin = reader.page.get_by_role("button", name=text("story.begin", "zh"))
    begin.click()
    title(reader, "安次区2022年城市更新一张图")
    assert reader.view() == "lang=zh&story=_begin"
    expect(reader.find(".search, .chips, .places, .lead").first).to_be_hidden()
    reader.page.keyboard.press("ArrowRight")
    title(reader, "老旧小区改造")
    reader.page.get_by_role("button", name="English").click()
    title(reader, "Estate renovation")
    chart = reader.find(".story .pictures img").first
    expect(chart).to_have_js_property("complete", True)
    assert chart.evaluate("image => image.naturalWidth") > 0
    assert str(chart.get_attribute("alt")).startswith("20 estates and 2,484 households")
    reader.page.get_by_role("button", name=text("story.end", "en")).click()
    expect(reader.find(".story")).to_have_count(0)
    assert reader.view() == "lang=en&w=markets"
    expect(reader.find(".lead")).to_be_visible()
    assert reader.rows() == ["anci-markets"]
    reader.find(".behind summary").first.click()
    expect(reader.find(".behind .pictures img").first).to_be_visible()
    words = [str(each.get_attribute("alt")) for each in reader.find(".behind .pictures img").all()]
    assert len(words) > 4
    reader.page.get_by_role("button", name="中文").click()
    expect(reader.find(".behind .pictures img").first).to_have_attribute("alt", re.compile("安次"))
    there = open_light("story=rural&lang=en")
    title(there, "Rural settlements")
    assert len(there.drawn()) == 4


def test_a_step_is_its_workstream_whole_and_says_what_a_link_hid(open_light: OpenFile) -> None:
    asked = "embed=true&story=rural&w=markets&q=nothing&l=roads&place=minghua-road&ui=panel"
    reader = open_light(asked, width=1000, height=640)
    title(reader, "乡村人居")
    assert len(reader.drawn()) == len(reader.rows()) == 4
    expect(reader.find(".dropped")).to_contain_text("明华路")
    reader.find(".dropped .go").click()
    expect(reader.find(".panel h2")).to_have_text("明华路")
    assert reader.view() == "embed=true&ui=panel&lang=zh&place=minghua-road"
    reader.find(".story-turning button").last.click()  # as long as none is told it begins
    title(reader, "安次区2022年城市更新一张图")
    expect(reader.find(".dropped")).to_have_count(0)
    reader.row("minghua-road").click()
    expect(reader.find(".panel h2")).to_have_text("明华路")
    reader.find(".story-turning button").last.click()
    title(reader, "老旧小区改造")
    assert "place=" not in reader.view()
    expect(reader.find(".dropped")).to_have_count(0)


def test_on_a_phone_the_map_stands_between_what_a_step_is_about_and_the_rest(
    open_light: OpenFile,
) -> None:
    for width, height in ((390, 844), (360, 520), (640, 480)):
        reader = open_light("embed=true&story=streetscape&lang=en", width=width, height=height)
        tops = reader.page.evaluate(
            "() => ['.story-head', '.map', '.story-rest'].map((part) =>"
            " document.querySelector(part).getBoundingClientRect().top)"
        )
        assert tops == sorted(tops)
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") == width
        for button in reader.find(".story-steps button, .story-turning button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44

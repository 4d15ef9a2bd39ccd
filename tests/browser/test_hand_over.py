"""Does the full page take the light one's place unnoticed, and never in a reader's way?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from geo.language.texts import text
from tests import crowds
from tests.browser.light_first import (
    HELD_BACK,
    STANDS,
    Gate,
    SlowSocket,
    break_dialog,
    break_frame,
    break_module,
    full_map,
    gliding,
    held_back,
    light,
    light_map,
    measured,
    refuse,
    shifted,
    spared,
    stands,
    taken_over,
)
from tests.browser.test_offline import IS_KEPT
from tests.browser.visitor import WAIT_MS, Visitor, until
from tests.running import serve

Open = Callable[..., Visitor]


@pytest.fixture(scope="module")
def opened_light(anci_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as it is where the light page comes first, with a package whose list has pages."""
    folder = tmp_path_factory.mktemp("light")
    shutil.copytree(anci_root, folder / "data" / anci_root.name)
    crowds.write(folder / "data" / crowds.NAME, crowds.layers_of(40))
    with serve(folder / "data", folder / "log", ONEMAP_LIGHT="1") as served:
        yield served


@pytest.fixture
def arrive(browser: Browser, opened_light: str) -> Iterator[Open]:
    """Open the map's page, light at first; afterwards nothing may have gone wrong unnoticed."""
    visitors: list[Visitor] = []

    def begin(path: str = "/", **wishes: object) -> Visitor:
        visitors.append(Visitor(browser, opened_light, path, **wishes))  # type: ignore[arg-type]
        light(visitors[-1].page).locator("html[data-ready]").wait_for(state="attached")
        return visitors[-1]

    yield begin
    for visitor in visitors:
        visitor.close()
        assert (visitor.outside, visitor.errors) == ([], [])


def test_the_explorer_is_there_first_and_the_full_page_comes_without_a_shift(arrive: Open) -> None:
    visitor = arrive("/?w=markets", before=[measured])
    page = visitor.page
    expect(light(page).locator(".lead")).to_be_visible()
    before = light_map(page)
    taken_over(visitor)
    assert full_map(page) == pytest.approx(before, abs=2)
    kinds = [url.removeprefix(visitor.address).split("/")[1] for url in visitor.requests]
    first = kinds.index("static")
    assert {"light", "assets"} <= set(kinds[:first]), "Streamlit took of its time"
    read = [url.rsplit("/", 1)[1].split(".")[0] for url in visitor.requests if "/layers/" in url]
    assert {*read} <= {"find"}, "the rest lies in the page"
    assert page.evaluate("location.search") == "?w=markets"
    assert page.evaluate("history.length") == 2
    assert shifted(page) < 0.02
    expect(page.locator("h1.title")).to_be_visible()
    expect(page.get_by_role("button", name="分享")).to_be_enabled()


def test_what_was_done_before_is_what_the_full_page_shows(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive(before=[gate])
    page = visitor.page
    light(page).locator('.workstreams [data-id="old-compounds"]').click()
    light(page).locator(".row").nth(1).click()
    light(page).get_by_role("button", name="English").click()
    before, address = stands(visitor), page.evaluate("location.search")
    assert "w=old-compounds" in address
    assert "lang=en" in address
    assert f"place={before[-1]}" in address
    gate.open()
    taken_over(visitor)
    assert visitor.map().evaluate(STANDS) == before
    assert page.evaluate("location.search") == address
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("section.panel[data-place]")).to_have_attribute(
        "data-place", str(before[-1])
    )
    expect(visitor.popup()).to_be_visible()
    # What was done in the light page are steps that the full one goes back by.
    page.go_back()
    visitor.expect_query(w="old-compounds", place=str(before[-1]), lang="zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.go_back()
    visitor.expect_query(w="old-compounds", lang="zh")
    expect(visitor.popup()).to_have_count(0)


def test_it_waits_for_whoever_writes(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive(before=[gate])
    page = visitor.page
    field = light(page).locator(".search")
    field.press_sequentially("小")
    gate.open()
    visitor.map()
    visitor.settled()
    field.press_sequentially("区")
    expect(field).to_be_focused()
    expect(field).to_have_value("小区")
    field.press("Escape")  # no more suggestions
    taken_over(visitor)
    written = page.get_by_placeholder("搜索地点或数据")
    expect(written).to_have_value("小区")
    expect(written).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 860), (390, 844)])
def test_a_keyboard_that_has_pressed_a_row_reads_on_and_goes_back_to_it(
    arrive: Open, size: tuple[int, int]
) -> None:
    gate = Gate()
    visitor = arrive(before=[gate], width=size[0], height=size[1])
    page, explorer = visitor.page, light(visitor.page)
    row = explorer.locator('.row[data-id="shunan-street"]')
    row.press("Enter")
    expect(explorer.locator(".panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    row.press("Enter")
    expect(explorer.locator(".panel h2")).to_be_focused()
    *before, place = stands(visitor)
    address, lies = page.evaluate("location.search"), light_map(page)
    gate.open()
    taken_over(visitor)
    *after, selected = visitor.map().evaluate(STANDS)
    assert [float(each) for each in after] == pytest.approx(
        [float(str(b)) for b in before], abs=2e-5
    )
    assert (selected, page.evaluate("location.search")) == (place, address)
    assert full_map(page) == pytest.approx(lies, abs=2)
    expect(page.locator("section.panel h2")).to_be_focused()
    expect(page.locator("section.panel h2")).to_have_text("顺安街")
    page.keyboard.press("Escape")
    expect(visitor.panel()).to_have_count(0)
    expect(visitor.row("shunan-street")).to_be_focused()
    expect(visitor.row("shunan-street")).to_be_in_viewport()


def test_it_waits_for_all_of_the_full_page(arrive: Open) -> None:
    gate = Gate("Selectbox")
    visitor = arrive(before=[gate, lambda context: held_back(context, "[data-testid=stSkeleton]")])
    visitor.map()
    visitor.page.evaluate("heldBack = 0")
    visitor.page.wait_for_function(HELD_BACK)
    expect(visitor.page.locator("#light")).to_be_attached()
    gate.open()
    taken_over(visitor)
    expect(visitor.page.locator(".st-key-package input")).to_be_visible()


def test_it_waits_for_whoever_drags_or_reads_a_list(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive(before=[gate])
    page, explorer = visitor.page, light(visitor.page)
    box = explorer.locator(".map").bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] - 150, box["y"] + box["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    gate.open()
    visitor.map()
    visitor.settled()
    page.mouse.move(at[0] - 60, at[1] - 40, steps=3)
    page.mouse.up()
    explorer.locator(".om-of-area").first.click()
    expect(explorer.locator(".om-list")).to_be_visible()
    before = stands(visitor)  # while the list holds the full page back
    explorer.get_by_role("button", name="English").click()
    visitor.settled()
    assert "c=" in page.evaluate("location.search"), "the view that was dragged is the reader's"
    page.keyboard.press("Escape")
    expect(explorer.locator(".om-list")).to_have_count(0)
    taken_over(visitor)
    assert visitor.map().evaluate(STANDS) == before
    assert visitor.map().evaluate("() => oneMap.state.lang") == "en"
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("fault", [refuse, break_module])
def test_without_a_connection_the_explorer_stays_and_says_so(
    browser: Browser, opened_light: str, fault: Callable[[BrowserContext], None]
) -> None:
    context = browser.new_context(locale="zh-CN")
    fault(context)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(opened_light)
    said = page.locator(".calm:not([hidden])")
    expect(said).to_contain_text("完整页面还没有连上", timeout=WAIT_MS)
    assert said.get_by_role("link").count() == 4, "the light map itself is offered"
    light(page).locator('.workstreams [data-id="markets"]').click()
    expect(light(page).locator(".places .list-title")).to_have_text("地点 1/15")
    assert "w=markets" in page.evaluate("location.search")
    context.close()


def test_where_data_are_to_be_saved_it_begins_when_asked(arrive: Open) -> None:
    visitor = arrive("/?lang=en", before=[spared])
    ask = visitor.page.get_by_role("button", name="Open the full page")
    expect(ask).to_be_visible()
    assert not any("/static/" in url for url in visitor.requests)
    ask.click()
    taken_over(visitor)
    expect(visitor.page.locator("h1.title")).to_be_visible()


def test_without_the_explorer_the_full_page_comes_at_once(
    browser: Browser, opened_light: str
) -> None:
    context = browser.new_context(locale="zh-CN")
    break_frame(context)
    page = context.new_page()
    page.goto(f"{opened_light}/?w=markets")
    expect(page.locator("h1.title")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("#light")).to_have_count(0)
    context.close()


def test_on_a_phone_the_first_touch_begins_it_and_the_map_stays_where_it_is(arrive: Open) -> None:
    never = "window.requestIdleCallback = () => 0;"
    phone = {"width": 390, "height": 844, "touch": True}
    visitor = arrive(
        "/?lang=en&place=minghua-road",
        before=[measured, lambda context: context.add_init_script(never)],
        **phone,
    )
    page = visitor.page
    before = light_map(page)
    assert not any("/static/" in url for url in visitor.requests)
    light(page).locator(".lead").tap()
    taken_over(visitor)
    assert full_map(page) == pytest.approx(before, abs=2)
    assert shifted(page) < 0.02


def test_a_late_answer_finds_what_was_done_meanwhile(arrive: Open) -> None:
    socket = SlowSocket()
    visitor = arrive(before=[socket])
    page = visitor.page
    until(page, socket.is_waited_for)
    light(page).locator('.workstreams [data-id="markets"]').click()
    expect(light(page).locator(".places .list-title")).to_have_text("地点 1/15")
    socket.open()
    taken_over(visitor)
    expect(page.locator('.st-key-workstreams [aria-checked="true"]')).to_contain_text("市场秩序")
    expect(page.locator(".st-key-workstreams button").nth(2)).to_be_focused()


def test_tour_and_sharing_need_no_session_and_are_not_taken_away(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive("/?lang=en&story=streetscape", before=[gate, held_back])
    page, explorer = visitor.page, light(visitor.page)
    explorer.get_by_role("button", name="Next").click()
    expect(explorer.locator(".story h2")).to_have_text("Markets")
    explorer.get_by_role("button", name="Share").click()
    link = explorer.get_by_role("dialog").get_by_label(text("share.link_label", "en"))
    gate.open()
    visitor.map()
    page.wait_for_function(HELD_BACK)
    expect(link).to_have_value(f"{visitor.address}/?lang=en&story=markets")
    before = light_map(page)
    page.keyboard.press("Escape")
    taken_over(visitor)
    expect(page.locator(".st-key-share button")).to_be_focused()
    expect(page.locator(".st-key-story h2")).to_contain_text("Markets")
    assert full_map(page) == pytest.approx(before, abs=2)


def test_what_the_light_page_cannot_do_the_full_page_does_once_nobody_reads(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive(before=[gate, break_dialog])
    page, explorer = visitor.page, light(visitor.page)
    explorer.locator(".om-legend summary").click()
    fold = explorer.locator(".behind summary").first
    fold.click()
    gate.open()
    visitor.map()
    visitor.settled()
    explorer.get_by_role("button", name="分享").click()
    fold.click()
    taken_over(visitor)
    expect(page.get_by_role("dialog")).to_contain_text("分享")
    assert all("ERR_FAILED" in said or "not there" in said for said in visitor.errors)
    visitor.errors.clear()
    assert visitor.map().evaluate("() => document.querySelector('.om-legend details').open")


def test_back_and_forward_lead_to_what_was_seen_and_tabs_are_their_own(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive("/?lang=en", before=[gate])
    page = visitor.page
    light(page).locator('.workstreams [data-id="markets"]').click()
    address = page.url
    assert "w=markets" in address
    other = page.context.new_page()
    other.goto(f"{visitor.address}/?w=rural&lang=en")
    light(page).get_by_role("link", name="Sources").click()
    page.wait_for_url("**/sources?*w=markets*", wait_until="commit")
    page.go_back()
    chosen = light(page).locator('.workstreams [aria-pressed="true"]')
    expect(chosen).to_have_attribute("data-id", "markets")
    assert page.url == address
    gate.open()
    taken_over(visitor)
    other.wait_for_selector("#light", state="detached")
    for tab, name in ((page, "Markets"), (other, "Rural")):
        pressed = tab.locator('.st-key-workstreams [aria-checked="true"]')
        expect(pressed).to_contain_text(name)
    page.go_forward()
    page.wait_for_url("**/sources?*w=markets*", wait_until="commit")


def test_a_list_that_was_turned_is_turned_in_the_full_page_too(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive(f"/?data={crowds.NAME}", before=[gate])
    page, explorer = visitor.page, light(visitor.page)
    for part in ("11–20", "21–30"):
        explorer.locator(".turning button").last.click()
        expect(explorer.locator(".list-title small")).to_contain_text(part)
    rows = [each.split(" ")[0] for each in explorer.locator(".row b").all_inner_texts()]
    gate.open()
    taken_over(visitor)
    expect(page.locator(".list-title small")).to_contain_text("21–30")
    assert page.locator('[class*="st-key-row--"] strong').all_inner_texts() == rows


def test_nothing_glides_for_whoever_wants_less_motion(arrive: Open) -> None:
    moving = """async zoom => {
      const { map } = oneMap.state;
      const drawn = () => new Promise(requestAnimationFrame);
      const moved = () => document.getAnimations()
        .filter(({ transitionProperty }) => transitionProperty === "transform").length;
      document.querySelector(`.leaflet-control-zoom-${zoom}`).click();
      await drawn().then(drawn);
      let most = moved();
      for (; map._animatingZoom; await drawn()) most = Math.max(most, moved());
      return most;
    }"""
    visitor = arrive(before=[gliding], motion="reduce", width=390, height=844, touch=True)
    page = visitor.page
    light(page).locator(".row").nth(1).tap()
    taken_over(visitor)
    visitor.row("anci-markets").tap()
    expect(page.locator('section.panel[data-place="anci-markets"]')).to_be_visible()
    visitor.still()
    assert visitor.map().evaluate(moving, "in") == 0
    assert page.evaluate("window.glided") is None
    # The same with nothing asked for: the test sees what moves.
    page.emulate_media(reduced_motion="no-preference")
    assert visitor.map().evaluate(moving, "out") > 0
    page.evaluate("document.querySelector('.st-key-places').scrollIntoView()")
    visitor.row("minghua-road").tap()
    page.wait_for_function("() => window.glided")


def test_a_visited_first_page_opens_without_a_network(arrive: Open) -> None:
    gate = Gate()
    visitor = arrive("/?lang=en", before=[gate])
    page = visitor.page
    light_map(page)
    until(page, lambda: page.evaluate(IS_KEPT))
    gate.open()
    taken_over(visitor)
    full_map(page)
    page.context.set_offline(True)
    page.goto(page.url + "&place=minghua-road")
    expect(page.locator(".om-popup")).to_contain_text("14,000")
    expect(page.locator(".offline")).to_contain_text("no connection")
    page.context.set_offline(False)
    page.goto(page.url.replace("light/anci-2022", ""))
    full_map(page)
    visitor.errors.clear()  # that there was no network

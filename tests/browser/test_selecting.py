"""Does a selection made anywhere show everywhere?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from geo.package.package import Package
from tests.browser.test_find import ask, said, stand
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_every_place_has_a_popup(go_on: Visit) -> None:
    visitor = go_on()
    frame = visitor.map()
    for place in frame.evaluate("() => [...oneMap.state.places.keys()]"):
        frame.evaluate("id => oneMap.selectPlace(id, false)", place)
        name = frame.evaluate("id => oneMap.state.places.get(id).properties.name.zh", place)
        expect(visitor.popup().locator("h3")).to_have_text(name)
        assert 1 <= visitor.popup().locator("dd").count() <= 3


def test_area_is_dashed_on_hover_and_selection_only(go_on: Visit) -> None:
    visitor = go_on()
    frame = visitor.map()
    areas = frame.locator("path.om-area")
    expect(areas).to_have_count(0)
    visitor.marker("songwangwu-village").hover()
    expect(areas).to_have_count(1)
    assert areas.get_attribute("stroke-dasharray") == "7 6"
    visitor.page.mouse.move(5, 5)
    expect(areas).to_have_count(0)
    visitor.row("songwangwu-village").click()
    expect(areas).to_have_count(1)


def test_keyboard_opens_and_leaves_a_popup(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    visitor.marker("songwangwu-village").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.popup()).to_contain_text("宋王务村")
    visitor.page.keyboard.press("Escape")
    expect(visitor.popup()).to_have_count(0)
    focused = visitor.map().evaluate("() => document.activeElement.dataset.area")
    assert focused == "qiuzhuang"


def test_quick_selections_end_with_the_last(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    for place in ("minghua-road", "shunan-street", "anci"):
        visitor.map().evaluate("id => oneMap.selectPlace(id, true)", place)
    expect(visitor.panel()).to_contain_text("安次区")
    visitor.expect_query(place="anci")
    expect(visitor.popup().locator("h3")).to_have_text("安次区")


def test_from_one_symbol_to_the_next_there_is_no_pause_of_none(go_on: Visit) -> None:
    visitor = go_on("/?place=songwangwu-village")
    frame = visitor.map()
    expect(visitor.popup()).to_be_visible()
    frame.evaluate(
        "() => { window.told = []; const tell = oneMap.host.tell;"
        " oneMap.host.tell = (place) => { window.told.push(place); tell(place); }; }"
    )
    frame.evaluate("() => oneMap.state.map.setZoom(11, { animate: false })")
    visitor.marker("dishili-village").click()
    expect(visitor.popup().locator("h3")).to_have_text("第什里村")
    assert frame.evaluate("() => window.told") == ["dishili-village"]
    frame.locator("#map_div").click(position={"x": 20, "y": 300})
    expect(visitor.popup()).to_have_count(0)
    assert frame.evaluate("() => window.told") == ["dishili-village", None]


def test_a_row_leads_the_keyboard_to_what_is_known_of_its_place(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    visitor.row("songwangwu-village").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.popup()).to_contain_text("宋王务村")
    expect(visitor.page.locator("section.panel :focus, section.panel:focus")).to_have_count(1)


def test_on_a_phone_a_row_brings_the_map_into_sight(go_on: Visit) -> None:
    visitor = go_on(width=390, height=844, touch=True)
    visitor.map()
    visitor.row("songwangwu-village").tap()
    expect(visitor.panel()).to_contain_text("宋王务村")
    expect(visitor.page.locator('iframe[src*="one_map"]')).to_be_in_viewport(ratio=0.5)
    visitor.panel().get_by_role("button", name="分享这个地点").press("Enter")
    expect(visitor.page.get_by_role("dialog")).to_contain_text("宋王务村")


def test_closing_the_panel_on_a_phone_leaves_the_page_where_it_is(go_on: Visit) -> None:
    visitor = go_on("/?place=minghua-road", width=390, height=844, touch=True)
    expect(visitor.panel()).to_be_visible()
    visitor.map()
    close = visitor.page.locator(".st-key-panel-close button")
    visitor.still()  # the page has brought the place into sight
    visitor.page.evaluate(
        "() => document.querySelector('.st-key-places').scrollIntoView({block: 'start'})"
    )
    top = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = visitor.page.evaluate(top)
    assert before > 400, "the map must be out of sight for this"
    close.tap()
    expect(visitor.panel()).to_have_count(0)
    visitor.still()
    assert visitor.page.evaluate(top) >= before - 400


def test_what_is_said_to_be_near_leads_to_its_place(visit: Visit, anci: Package) -> None:
    visitor = visit()
    visitor.map()
    at = anci.place["songwangwu-village"].geometry.representative_point()
    stand(visitor, at.y, at.x)
    ask(visitor)
    names = said(visitor).locator(".om-near-place")
    expect(names).to_have_text(["宋王务村", "西太平庄村"])
    visitor.chip("市场秩序").click()
    expect(names).to_have_count(0)  # what the filter hides is a name and no more
    visitor.chip("市场秩序").click()
    names.last.press("Enter")
    expect(visitor.popup().locator("h3")).to_have_text("西太平庄村")
    expect(visitor._in_map(".leaflet-popup")).to_be_focused()
    expect(visitor.marker("xitaipingzhuang-village")).to_be_in_viewport()
    visitor.expect_query(place="xitaipingzhuang-village")
    names.first.click()
    expect(visitor.popup().locator("h3")).to_have_text("宋王务村")
    visitor.expect_query(place="songwangwu-village")

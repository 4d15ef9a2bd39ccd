"""Does everything follow the filter, and does nothing else move?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
CHOSEN_BY = ("box-shadow", "background-color", "color")
STYLE = "(of, name) => getComputedStyle(of).getPropertyValue(name)"


def test_a_place_in_a_hidden_layer_is_shown_when_its_button_is_pressed(go_on: Visit) -> None:
    visitor = go_on("/?w=streetscape&l=district")
    visitor.map()
    button = visitor.page.locator('[data-go="place=minghua-road"]').first
    button.click()
    expect(visitor.popup()).to_contain_text("明华路")
    visitor.expect_query(place="minghua-road")
    notice = visitor.page.locator(".dropped")
    expect(notice).to_contain_text("工作类别“市容环境”、图层的选择")
    notice.get_by_role("button", name="恢复").click()
    visitor.expect_query(w="streetscape", l="district")


def test_map_list_figures_and_legend_follow(go_on: Visit) -> None:
    visitor = go_on()
    visitor.map()
    chip = visitor.chip("乡村人居")
    chip.click()
    visitor.expect_places(4)
    expect(visitor.map().locator(".om-pale b")).to_have_text(["10"])
    # The pointer rests on it: what is chosen looks so all the same, and as it does without.
    other = visitor.chip("市场秩序")
    seen = {name: chip.evaluate(STYLE, name) for name in CHOSEN_BY}
    other.hover()
    for name, value in seen.items():
        expect(chip).to_have_css(name, value)
    assert any(other.evaluate(STYLE, name) != value for name, value in seen.items())
    expect(other).to_have_css("box-shadow", "none")
    assert seen["box-shadow"] != "none"
    expect(visitor.page.locator(".chosen .figure")).to_have_count(2)
    expect(visitor.page.locator('[class*="st-key-row--"]')).to_have_count(4)
    assert visitor.legend().locator("li b").all_text_contents() == ["0/2", "0/8", "3", "0/1", "1"]


def test_pressing_tiles_moves_nothing(go_on: Visit) -> None:
    """21 presses, the last ones fast: the map stays where it is and the last one counts."""
    visitor = go_on()
    visitor.map()
    where = "() => JSON.stringify(document.querySelector('iframe').getBoundingClientRect())"
    before = visitor.page.evaluate(where)
    tiles = visitor.page.locator(".st-key-tiles button")
    for at in range(4):
        visitor.after(tiles.nth(at).click)
        assert visitor.page.evaluate(where) == before
    for at in (5, 6, 7, 2, 3, 3, 2):
        tiles.nth(at).click()
    visitor.expect_query(w="markets")
    visitor.settled()
    assert visitor.page.evaluate(where) == before

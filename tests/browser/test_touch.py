"""What do fingers do on a phone: pass the map by, move it, open a place?

Fingers are put down through Chromium's own interface, as its device emulation does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import CDPSession, expect

from geo.language.texts import text
from tests.browser.pauses import TIME_PASSES
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
Point = tuple[float, float]
STEPS = 12
TOP = "() => document.querySelector('[data-testid=stMain]').scrollTop"


def drag(page: CDPSession, ways: Sequence[tuple[Point, Point]]) -> None:
    """Move a finger along each way, all at the same time."""
    steps = [
        [
            {"x": x0 + (x1 - x0) * at / STEPS, "y": y0 + (y1 - y0) * at / STEPS, "id": finger}
            for finger, ((x0, y0), (x1, y1)) in enumerate(ways)
        ]
        for at in range(STEPS + 1)
    ]
    page.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": steps[0]})
    for points in steps[1:]:
        page.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    page.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def phone(go_on: Visit, path: str = "/") -> tuple[Visitor, CDPSession, Point]:
    """Open a page on a phone; return also its fingers and the middle of its map."""
    visitor = go_on(path, width=390, height=844, touch=True)
    visitor.map()
    box = visitor.page.locator('iframe[src*="one_map"], .map').first.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return visitor, visitor.page.context.new_cdp_session(visitor.page), middle


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_finger_passes_the_map_by_and_is_told_how_to_move_it(go_on: Visit, lang: str) -> None:
    visitor, fingers, (x, y) = phone(go_on, f"/?lang={lang}")
    hint = visitor.map().locator(".om-fingers")
    expect(hint).to_be_hidden()
    before = visitor.view()
    drag(fingers, [((x, y + 120), (x, y - 120))])
    expect(hint).to_have_text(text("map.two_fingers", lang))
    expect(hint).to_be_visible()
    visitor.page.wait_for_function(f"() => ({TOP})() > 150")
    assert visitor.view() == before
    visitor.map().evaluate(TIME_PASSES)
    expect(hint).to_be_hidden()


def test_two_fingers_move_the_map_and_not_the_page(go_on: Visit) -> None:
    visitor, fingers, (x, y) = phone(go_on)
    latitude, longitude, zoom = visitor.view()
    drag(fingers, [((x - 50, y), (x - 50, y - 90)), ((x + 50, y), (x + 50, y - 90))])
    visitor.map().wait_for_function(f"() => oneMap.state.map.getCenter().lat < {latitude - 0.02}")
    moved = visitor.view()
    assert moved[1] == pytest.approx(longitude, abs=0.01)
    assert moved[2] == zoom
    # 90 px to the south, on the ground: a pixel of zoom 0 is the equator's 360 degrees by 256.
    degrees = 90 * 360 / (256 * 2**zoom) * math.cos(math.radians(latitude))
    assert latitude - moved[0] == pytest.approx(degrees, rel=0.2)
    assert visitor.page.evaluate(TOP) == 0
    expect(visitor.map().locator(".om-fingers")).to_be_hidden()


def test_spread_fingers_bring_the_map_nearer(go_on: Visit) -> None:
    visitor, fingers, (x, y) = phone(go_on)
    zoom = visitor.view()[2]
    drag(fingers, [((x - 30, y), (x - 120, y)), ((x + 30, y), (x + 120, y))])
    visitor.map().wait_for_function(f"() => oneMap.state.map.getZoom() === {zoom + 2}")
    assert visitor.page.evaluate(TOP) == 0


def test_a_mouse_drags_the_map_also_where_there_are_fingers(go_on: Visit) -> None:
    visitor, fingers, (x, y) = phone(go_on)
    before = visitor.view()
    drag(fingers, [((x, y), (x, y - 40))])
    assert visitor.view() == before
    visitor.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x, y - 100, steps=6)
    visitor.page.mouse.up()
    visitor.map().wait_for_function(f"() => oneMap.state.map.getCenter().lat < {before[0] - 0.02}")


def test_a_locked_map_has_no_hint_and_moves_for_nobody(go_on: Visit) -> None:
    visitor, fingers, (x, y) = phone(go_on, "/?embed=true&lock=1")
    before = visitor.view()
    drag(fingers, [((x, y), (x, y - 120))])
    drag(fingers, [((x - 50, y), (x - 50, y - 90)), ((x + 50, y), (x + 50, y - 90))])
    expect(visitor.map().locator(".om-fingers")).to_be_hidden()
    assert visitor.view() == before

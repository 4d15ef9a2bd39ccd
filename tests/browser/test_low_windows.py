"""Are map, chosen place and popup in sight at once on a phone that lies on its side?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.file_reader import OpenFile
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
Box = tuple[float, float, float, float]
WINDOWS = ((844, 390), (1024, 500), (1366, 600))
PLACE = "minghua-road"


def box_of(found: Locator) -> Box:
    box = found.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def is_within(inner: Box, outer: Box) -> bool:
    return all(one >= two - 1 for one, two in zip(inner[:2], outer[:2], strict=True)) and all(
        one <= two + 1 for one, two in zip(inner[2:], outer[2:], strict=True)
    )


def is_apart(one: Box, two: Box) -> bool:
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def check_map(window: tuple[int, int], frame: Box) -> None:
    """All of the map is in the window, and it is most of what one sees."""
    width, height = window
    assert is_within(frame, (0, 0, width, height))
    assert frame[3] - frame[1] >= 0.57 * height
    assert frame[2] - frame[0] >= 0.45 * width


def check_chosen(window: tuple[int, int], frame: Box, shown: dict[str, Locator]) -> None:
    """Badge, panel and popup are seen whole, and neither popup nor button hides the badge."""
    badge, heading, figure = (box_of(shown[name]) for name in ("badge", "heading", "figure"))
    assert is_within(badge, frame)
    assert is_within(heading, (0, 0, *window))
    assert is_within(figure, (0, 0, *window))
    assert is_apart(heading, frame)
    buttons = [box_of(found) for found in shown["buttons"].all() if found.is_visible()]
    popups = [box_of(found) for found in shown["popup"].all()]
    assert len(popups) == (window[0] > 900), "beside a small map the panel says it"
    for popup in popups:
        assert is_within(popup, frame)
        assert is_apart(popup, badge)
    for number, one in enumerate(buttons):
        assert is_within(one, frame)
        assert all(is_apart(one, other) for other in [badge, *popups, *buttons[:number]])


BUTTONS = ".leaflet-bar :is(a, button), .om-legend summary, .om-sources, .om-district-button button"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_low_window_shows_map_and_place_at_once(go_on: Visit, lang: str) -> None:
    for window in WINDOWS:
        touch = window[1] < 400
        visitor = go_on(f"/?lang={lang}", width=window[0], height=window[1], touch=touch)
        visitor.map()
        visitor.settled()
        frame = box_of(visitor.page.locator('iframe[src*="one_map"]'))
        check_map(window, frame)
        tiles = [box_of(tile) for tile in visitor.page.locator(".st-key-tiles button").all()]
        seen = [tile for tile in tiles if is_within(tile, (0, 0, window[0], frame[1]))]
        assert len(seen) >= 4, "the figures stay above the map"
        visitor.choose(PLACE)
        expect(visitor.panel().locator("h2")).to_be_visible()
        visitor.still()
        shown = {
            "badge": visitor.marker(PLACE),
            "heading": visitor.panel().locator("h2"),
            "figure": visitor.panel().locator(".figure").first,
            "popup": visitor._in_map(".om-popup"),
            "buttons": visitor._in_map(BUTTONS),
        }
        check_chosen(window, frame, shown)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_so_does_the_light_page(open_light: OpenFile, lang: str) -> None:
    for window in WINDOWS:
        reader = open_light(f"lang={lang}", width=window[0], height=window[1])
        frame = box_of(reader.find(".map"))
        check_map(window, frame)
        reader.choose(PLACE)
        expect(reader.find(".panel h2")).to_be_visible()
        badge = reader.page.evaluate("id => oneFile.state.places.get(id).properties.area", PLACE)
        shown = {
            "badge": reader.find(f'.om-of-area[data-members~="{badge}"]'),
            "heading": reader.find(".panel h2"),
            "figure": reader.find(".panel .figure").first,
            "popup": reader.find(".om-popup"),
            "buttons": reader.find(BUTTONS),
        }
        check_chosen(window, frame, shown)

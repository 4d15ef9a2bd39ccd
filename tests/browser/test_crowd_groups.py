"""Are very many places counted and grouped as docs/served-files.md says, under every filter?"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.crowd_map import Map, alone, found_places
from tests.browser.file_reader import STANDING
from tests.browser.made_crowd import SIDE, Made
from tests.browser.visitor import FOLLOWED


@pytest.fixture(scope="module")
def many() -> Made:
    """More than are drawn one by one in a far view."""
    return Made(20_000, exact=6000, chunk=1024)


def badges(page: Map) -> int:
    """How many places the badges of areas count, each inside its area."""
    code = """() => [...document.querySelectorAll(".om-of-area")].reduce((sum, badge) => {
      const {map, areas} = oneMap.state;
      const box = map.getContainer().getBoundingClientRect();
      const {left, top, width, height} = badge.getBoundingClientRect();
      const middle = [left + width / 2 - box.left, top + height / 2 - box.top];
      const at = map.containerPointToLatLng(middle);
      const [west, south, east, north] = areas.get(badge.dataset.area).bounds;
      const isIn = at.lng > west && at.lng < east && at.lat > south && at.lat < north;
      return isIn ? sum + Number(badge.dataset.count) : NaN; }, 0)"""
    return int(page.run(code))


FILTERS: list[set[int] | None] = [None, {0}, {1, 2}, {3, 4}, set()]


@pytest.mark.parametrize("categories", FILTERS, ids=str)
def test_a_near_view_counts_every_place_once(
    near: Made, show: Callable[..., Map], categories: set[int] | None
) -> None:
    page = show(near, categories=categories)
    assert page.run("() => oneMap.crowd.seenPicture().picture.level") is None
    small = page.run("() => oneMap.SMALL_PX") / (256 * 2 ** page.zoom() / SIDE)
    large = np.zeros(near.count, dtype=bool)
    for at in np.flatnonzero((near.kind > 0) & near.located):
        some = slice(near.start[at], near.start[at + 1])
        large[at] = max(np.ptp(near.corner_x[some]), np.ptp(near.corner_y[some])) >= small
    assert page.counted() == int((near.shown(categories) & near.located & ~large).sum())
    assert badges(page) == int((near.shown(categories) & ~near.located).sum())


@pytest.mark.parametrize("categories", FILTERS, ids=str)
def test_a_far_view_counts_every_place(
    many: Made, show: Callable[..., Map], categories: set[int] | None
) -> None:
    page = show(many)
    assert page.run("() => oneMap.crowd.seenPicture().picture.level.zoom") == page.zoom()
    if categories is not None:
        page.filter(categories=categories)
    counts = page.run(
        "() => oneMap.crowd.seenPicture().picture.groups.reduce((sum, {count}) => sum + count, 0)"
    )
    assert counts == int((many.shown(categories) & many.located).sum())
    assert badges(page) == int((many.shown(categories) & ~many.located).sum())


def test_what_was_found_is_counted_by_its_bits(
    near: Made, many: Made, show: Callable[..., Map]
) -> None:
    for made in (near, many):
        found = found_places(made) & np.isin(made.category, [0, 1, 4])
        page = show(made)
        page.filter(found=found)
        count = (
            "() => oneMap.crowd.seenPicture().picture.groups.filter(({count}) => count > 1"
            " || oneMap.crowd.seenPicture().picture.level).reduce((sum, {count}) => sum + count, 0)"
            " + new Set(oneMap.crowd.singlesSeen().map(({position}) => position)).size"
        )
        assert page.run(count) == int((found & made.located).sum())
        assert badges(page) == int((found & ~made.located).sum())
        assert page.legend()[1:] == [
            f"{(found & np.isin(made.category, kinds)).sum()}/{np.isin(made.category, kinds).sum()}"
            for kinds in ([0, 1], [2], [3], [4])
        ]
        before = [bool(flag) for flag in found[:300]]
        some = page.run(
            "() => Array.from({length: 300}, (_, at) =>"
            " oneMap.foundBefore(at, oneMap.crowd.shown.filter.found))"
        )
        assert some == [sum(before[:at]) for at in range(300)]
        passes = "() => Array.from({length: 300}, (_, at) => oneMap.passesFilter(at, 0))"
        assert page.run(passes) == before


def test_each_far_group_holds_what_lies_in_its_cells(many: Made, show: Callable[..., Map]) -> None:
    page = show(many, categories={0, 2})
    seen = page.run(
        "() => { const {frame, picture} = oneMap.crowd.seenPicture();"
        " return {frame: [frame.x, frame.y, frame.zoom],"
        " groups: picture.groups.map(({count, box}) => ({count, box}))} }"
    )
    x, y, zoom = seen["frame"]
    scale = 256 * 2**zoom / SIDE
    wanted = many.shown({0, 2})
    px, py = many.x[wanted] * scale - x, many.y[wanted] * scale - y
    assert len(seen["groups"]) > 10
    for group in seen["groups"]:
        west, north, east, south = group["box"]
        inside = (px >= west) & (px < east) & (py >= north) & (py < south)
        assert group["count"] == inside.sum()


def test_what_stays_from_filter_to_filter_is_as_if_it_were_opened_so(
    near: Made, show: Callable[..., Map]
) -> None:
    page = show(near)
    some = np.random.default_rng(5).random((2, near.count)) < ((0.02,), (0.4,))
    filters: list[dict[str, Any]] = [
        {"found": some[0]}, {"categories": {0, 4}}, {"found": some[1]}, {"categories": {2}}, {},
    ]  # fmt: skip
    picture = "() => [oneMap.crowd.clustersSeen(), oneMap.crowd.singlesSeen()]"
    for wanted in filters:
        page.filter(**wanted)
        fresh = show(near, **wanted)
        assert page.run(picture) == fresh.run(picture), wanted
        assert page.run(STANDING) == fresh.run(STANDING), wanted


def test_the_newest_filter_wins_though_it_comes_first(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.run(
        "() => { const fetch_ = oneMap.host.fetchBytes;"
        " oneMap.host.fetchBytes = async (path, own) => {"
        " if (path.includes('/found.')) await new Promise(go => { window.let = go; });"
        " const got = await fetch_(path, own); window.hasCome = true; return got; }; }"
    )
    page.tell(found=found_places(near))
    page.filter(categories={2})
    page.run("() => { window.hasCome = false; window.let(); }")
    page.page.wait_for_function("() => window.hasCome")
    page.run(FOLLOWED)
    assert page.legend()[1:] == [
        f"0/{near.counts[0] + near.counts[1]}",
        f"{near.counts[2]}/{near.counts[2]}",
        f"0/{near.counts[3]}",
        f"0/{near.counts[4]}",
    ]


def test_what_was_found_may_lie_in_the_message(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    found = found_places(near) & (near.category == 0)
    message = near.message(found=found)
    bits = base64.b64encode(np.packbits(found).tobytes()).decode()
    message["crowd"]["found"] = "bits:" + bits
    page.server.asked.clear()
    encoded = base64.b64encode(json.dumps(message).encode()).decode()
    page.drawing("m => { oneMap.receive(m); }", encoded)
    assert page.counted() == int(found.sum())
    assert page.server.asked == []


def test_a_filter_fetches_nothing_and_keeps_the_view(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.go_to(1000, 9)
    page.server.asked.clear()
    view = page.run("() => [oneMap.state.map.getCenter(), oneMap.state.map.getZoom()]")
    page.filter(categories={1})
    assert page.server.asked == []
    assert page.run("() => [oneMap.state.map.getCenter(), oneMap.state.map.getZoom()]") == view


def test_a_group_comes_apart_by_clicks(many: Made, show: Callable[..., Map]) -> None:
    page = show(many)
    for _ in range(12):
        groups = [g for g in page.groups() if 250 < g["x"] < 1000 and 60 < g["y"] < 700]
        if page.run("() => oneMap.crowd.singlesSeen().length") or not groups:
            break
        group = max(groups, key=lambda found: found["count"])
        zoom = page.zoom()
        page.drawing(
            "([x, y]) => { oneMap.state.map.fire('click', {containerPoint: L.point(x, y)}); }",
            [group["x"], group["y"]],
        )
        assert page.zoom() > zoom
        assert page.run(
            "() => oneMap.crowd.seenPicture().frame.zoom === oneMap.state.map.getZoom()"
        )
    assert page.run("() => oneMap.crowd.singlesSeen().length"), "places stand alone in the end"
    assert page.run("() => oneMap.crowd.seenPicture().picture.level") is None


def test_a_group_on_one_spot_lists_its_places(show: Callable[..., Map]) -> None:
    made = Made(70, one_spot=True)
    page = show(made)
    page.go_to(0, 15)
    (group,) = page.groups()
    assert group["count"] == 70
    page.click(group["x"], group["y"])
    listed = page.page.locator(".om-list")
    expect(listed.locator("h3")).to_have_text("70 places here")
    expect(listed.locator("li")).to_have_count(50)
    expect(listed.locator("li button").first).to_be_focused()
    page.page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    page.click(group["x"], group["y"])
    more = listed.locator(".om-more")
    expect(more).to_have_text("Show more (20 left)")
    more.focus()
    page.page.keyboard.press("Enter")
    expect(listed.locator("li")).to_have_count(70)
    expect(listed.locator("li button").nth(50)).to_be_focused()
    expect(more).to_have_count(0)
    listed.locator("button").nth(63).focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator(".om-popup h3")).to_have_text("Place 63")
    assert page.selected() == f"place-{made.ids[63]:07d}"
    expect(listed).to_have_count(0)
    expect(page.page.get_by_role("dialog", name="Place 63")).to_be_focused()


def test_the_legend_counts_and_explains(many: Made, show: Callable[..., Map]) -> None:
    page = show(many)
    total = [many.counts[0] + many.counts[1], *many.counts[2:]]
    assert page.legend() == ["1/1", *(f"{n}/{n}" for n in total)]
    legend = page.page.locator(".om-legend")
    legend.locator("summary").click()
    expect(legend).to_contain_text("how many places are gathered here")
    expect(legend.get_by_text("zoom in to see every one")).to_be_visible()
    page.go_to(alone(many, 0), 16)
    expect(legend.get_by_text("zoom in to see every one")).to_be_hidden()
    expect(legend.get_by_text("how many places are gathered")).to_be_hidden()
    page.filter(categories={0, 3})
    assert page.legend()[1:] == [
        f"{many.counts[0]}/{total[0]}",
        f"0/{total[1]}",
        f"{total[2]}/{total[2]}",
        f"0/{total[3]}",
    ]
    shown = f"{many.counts[0] + many.counts[3]:,}"
    picture = page.page.locator("canvas[role=img]:not([hidden])")
    expect(picture).to_have_attribute(
        "aria-label", f"{shown} places are drawn on the map; the list beside it says the same."
    )


def test_groups_stay_as_they_are_while_the_map_is_panned(
    near: Made, show: Callable[..., Map]
) -> None:
    page = show(near)
    page.go_to(2500, 8)

    def inner() -> dict[tuple[float, float], float]:
        past = page.run(
            "() => { const {min} = oneMap.state.map.getPixelBounds(); return [min.x, min.y]; }"
        )
        return {
            (round(group["x"] + past[0]), round(group["y"] + past[1])): group["count"]
            for group in page.groups()
        }

    before = inner()
    page.drawing("() => oneMap.state.map.panBy([37, -51], {animate: false})")
    after = inner()
    both = set(before) & set(after)
    assert len(both) > 20
    assert all(before[spot] == after[spot] for spot in both)
    seen = [spot for spot in before if spot not in after]
    assert len(seen) < len(before) / 4, "only at the rim"

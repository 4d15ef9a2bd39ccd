"""Can every place be chosen, whatever lies on it, by mouse, finger and keyboard?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from shapely.geometry import LineString, Point, Polygon, box

from geo.language.texts import TEXTS, text
from geo.package.package import Package
from geo.package.read import read_package
from geo.picture.map_picture import draw
from geo.picture.stacks import runs, stacks
from geo.picture.viewport import fitted
from geo.view.selection import select
from geo.view.views import View
from tests import crowds, shapes
from tests.browser.test_shapes import MIDDLE, Drawn, Open, mercator
from tests.node_side import in_node
from tests.shapes import place

X, Y = MIDDLE
TWELVE = [f"point-{number:02d}" for number in range(12)]
Build = Callable[..., Package]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder, number = tmp_path_factory.mktemp("stacks"), count()

    def of(found: list[crowds.Feature], *, crowd: bool, offices: Any = ()) -> Package:
        made = shapes.package_of(found, crowd=crowd)
        made["offices"] += offices
        root = folder / str(next(number)) / crowds.NAME
        return read_package(crowds.write(root, made, figures=crowds.headlines()))

    return of


@pytest.fixture(scope="module")
def open_map(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(browser, tmp_path_factory.mktemp("open"))
    yield made
    for context in made.contexts:
        context.close()
    for close in made.close:
        close()


@pytest.fixture(scope="module")
def twelve(build: Build) -> dict[bool, Package]:
    """Twelve points on one spot, as symbols and in a crowd."""
    found = [place("compounds", name, Point(X, Y)) for name in TWELVE]
    return {crowd: build(found, crowd=crowd) for crowd in (False, True)}


def spot_of(drawn: Drawn, x: float = X, y: float = Y) -> tuple[float, float]:
    """Where a point of the earth is seen: worked out here, for the view of the tests."""
    (left, top), (across, down) = mercator(MIDDLE), mercator((x, y))
    return drawn.offset[0] + across - left, drawn.offset[1] + down - top


def chosen(page: Page, wanted: str) -> None:
    page.wait_for_function("id => oneMap.state.place === id", arg=wanted)


def rows(page: Page) -> Any:
    return page.locator(".om-list li button")


def leave(page: Page) -> None:
    page.keyboard.press("Escape")
    page.wait_for_function("() => oneMap.state.place === null")


@pytest.mark.parametrize(
    ("where", "lang"),
    [("app few", "en"), ("app crowd", "zh"), ("file few", "zh"), ("file crowd", "en")],
)
def test_each_of_twelve_on_one_spot_can_be_chosen(
    open_map: Open, twelve: dict[bool, Package], where: str, lang: str
) -> None:
    page_kind, _, kind = where.partition(" ")
    is_crowd = kind == "crowd"
    drawn = open_map.of(twelve[is_crowd], page_kind, is_crowd=is_crowd, alone=False, lang=lang)
    page = drawn.page
    numbers = range(12) if page_kind == "app" else (0, 11)
    for number in numbers:
        name = TWELVE[number]
        drawn.settle()
        page.mouse.click(*spot_of(drawn))
        title = page.get_by_role("dialog", name={"en": "12 places here", "zh": "12"}[lang])
        expect(title).to_be_visible()
        expect(rows(page)).to_have_count(12)
        rows(page).nth(number).click()
        chosen(page, name)
        expect(page.locator(".om-list")).to_have_count(0)
        leave(page)
    assert page.evaluate("() => oneMap.state.map.getZoom()") == 13, "nothing was parted"


def test_at_the_closest_zoom_they_are_still_told_apart(
    open_map: Open, twelve: dict[bool, Package]
) -> None:
    for is_crowd, package in twelve.items():
        page = open_map.of(package, "app", is_crowd=is_crowd, alone=False).page
        page.evaluate(
            "at => oneMap.state.map.setView(at, oneMap.state.map.getMaxZoom(), {animate: false})",
            [Y, X],
        )
        if is_crowd:
            page.wait_for_function(
                "() => oneMap.crowd.seenPicture().frame.zoom === oneMap.state.map.getZoom()"
            )
        page.mouse.click(700, 500)
        expect(rows(page)).to_have_count(12)


def test_a_keyboard_goes_in_and_out(open_map: Open, twelve: dict[bool, Package]) -> None:
    page = open_map.of(twelve[False], "app", is_crowd=False, alone=False).page
    circle = page.get_by_role("button", name="12 places here")
    circle.focus()
    page.keyboard.press("Enter")
    expect(rows(page).first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".om-list")).to_have_count(0)
    expect(circle).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows(page).first).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chosen(page, TWELVE[4])
    dialog = page.get_by_role("dialog", name=TWELVE[4])
    expect(dialog).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(circle).to_be_focused()


def test_a_finger_chooses_too(open_map: Open, twelve: dict[bool, Package]) -> None:
    for is_crowd, package in twelve.items():
        drawn = open_map.of(
            package, "app", is_crowd=is_crowd, alone=False,
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
        )  # fmt: skip
        drawn.page.touchscreen.tap(*spot_of(drawn))
        expect(rows(drawn.page)).to_have_count(12)
        box_of = rows(drawn.page).nth(2).bounding_box()
        assert box_of is not None
        assert box_of["height"] >= 43.5
        rows(drawn.page).nth(2).tap()
        chosen(drawn.page, TWELVE[2])


def test_a_filter_leaves_those_that_it_shows(build: Build, open_map: Open) -> None:
    found = [
        place("compounds", name, Point(X, Y), workstream=stream)
        for name, stream in zip(TWELVE, ["housing", "housing", "greening"] * 4, strict=True)
    ]
    page = open_map.of(build(found, crowd=False), "app", is_crowd=False, alone=False).page
    circle = page.locator(f'.om-stacked[aria-label^="{len(found)} places"]')
    expect(circle).to_have_count(1)
    page.evaluate(
        "() => { const { state } = oneMap; const ids = [...state.places.keys()];"
        " state.shown = (index) => ids[index] === 'point-02' || ids[index] === 'point-05';"
        " oneMap.refreshPlaces(); }"
    )
    expect(page.get_by_role("button", name="2 places here")).to_have_count(1)
    page.evaluate(
        "() => { const { state } = oneMap; const ids = [...state.places.keys()];"
        " state.shown = (index) => ids[index] === 'point-02'; oneMap.refreshPlaces(); }"
    )
    expect(page.locator(".om-stacked")).to_have_count(0)
    expect(page.locator('.om-marker[data-place="point-02"]')).to_be_visible()


def test_a_symbol_over_dots_of_the_crowd_says_so(build: Build, open_map: Open) -> None:
    below = [place("compounds", name, Point(X, Y)) for name in TWELVE[:3]]
    over = place("offices", "office", Point(X, Y), workstream="greening")
    package = build(below, crowd=True, offices=[over])
    page = open_map.of(package, "app", is_crowd=True, alone=False).page
    circle = page.get_by_role("button", name="4 places here")
    for number, name in enumerate(["office", *TWELVE[:3]]):
        circle.focus()
        page.keyboard.press("Enter")
        expect(rows(page)).to_have_count(4)
        rows(page).nth(number).click()
        chosen(page, name)
        expect(page.get_by_role("dialog", name=name)).to_be_focused()
        leave(page)
        expect(circle).to_be_focused()


LARGE, SMALL = (
    box(X - 0.02, Y - 0.015, X + 0.02, Y + 0.015),
    box(X + 0.005, Y + 0.004, X + 0.012, Y + 0.009),
)
DIAGONAL = Polygon([(X - 0.02, Y - 0.015), (X + 0.02, Y + 0.015), (X + 0.02, Y + 0.0145)])
ROAD = LineString([(X - 0.015, Y + 0.0045), (X + 0.015, Y + 0.0045)])


@pytest.mark.parametrize("where", ["app few", "app crowd"])
@pytest.mark.parametrize("backwards", [False, True])
def test_small_lies_over_large_whatever_comes_first(
    build: Build, open_map: Open, where: str, backwards: bool
) -> None:
    found = [
        place("compounds", "large", LARGE),
        place("compounds", "small", SMALL),
        place("compounds", "road", ROAD, precision="line"),
        place("compounds", "point", Point(X - 0.01, Y + 0.0045)),
    ]
    is_crowd = where.endswith("crowd")
    package = build(found[::-1] if backwards else found, crowd=is_crowd)
    drawn = open_map.of(package, "app", is_crowd=is_crowd)
    for wanted, spot in {
        "small": (X + 0.0115, Y + 0.0086),
        "large": (X + 0.01, Y - 0.01),
        "road": (X + 0.011, Y + 0.0045),
        "point": (X - 0.01, Y + 0.0045),
    }.items():
        drawn.choose(None)
        drawn.page.mouse.click(*spot_of(drawn, *spot))
        chosen(drawn.page, wanted)


def test_a_large_area_of_the_few_lets_clicks_on_the_crowd_through(
    build: Build, open_map: Open
) -> None:
    below = [
        place("compounds", "small", SMALL),
        place("compounds", "point", Point(X - 0.01, Y + 0.005)),
        place("compounds", "road", ROAD, precision="line"),
    ]
    package = build(below, crowd=True, offices=[place("offices", "large", LARGE)])
    drawn = open_map.of(package, "app", is_crowd=True)
    for wanted, spot in {
        "small": (X + 0.0115, Y + 0.0086),
        "point": (X - 0.01, Y + 0.005),
        "road": (X - 0.0145, Y + 0.0045),
        "large": (X + 0.01, Y - 0.01),
    }.items():
        drawn.choose(None)
        drawn.page.mouse.click(*spot_of(drawn, *spot))
        chosen(drawn.page, wanted)


def test_areas_are_compared_by_what_they_cover_not_by_their_boxes(
    build: Build, open_map: Open
) -> None:
    """A thin diagonal has a wide box, and is smaller than the square around its middle."""
    found = [
        place("compounds", "diagonal", DIAGONAL),
        place("compounds", "square", box(X + 0.012, Y + 0.005, X + 0.021, Y + 0.016)),
    ]
    for is_crowd in (False, True):
        drawn = open_map.of(build(found, crowd=is_crowd), "app", is_crowd=is_crowd)
        inside = DIAGONAL.intersection(box(X + 0.016, Y, X + 0.019, Y + 1)).centroid
        drawn.page.mouse.click(*spot_of(drawn, inside.x, inside.y))
        chosen(drawn.page, "diagonal")


@pytest.mark.parametrize("shape", [ROAD, SMALL], ids=["lines", "areas"])
def test_shapes_of_a_crowd_that_lie_on_each_other_are_listed(
    build: Build, open_map: Open, shape: Any
) -> None:
    found = [place("compounds", f"same-{number}", shape) for number in range(3)]
    for feature in found:
        feature["properties"]["precision"] = "line" if shape is ROAD else "exact"
    drawn = open_map.of(build(found, crowd=True), "app", is_crowd=True, alone=False)
    for number in range(3):
        drawn.settle()
        drawn.page.mouse.click(*spot_of(drawn, X + 0.0115, Y + 0.0045))
        expect(rows(drawn.page)).to_have_count(3)
        rows(drawn.page).nth(number).click()
        chosen(drawn.page, f"same-{number}")
        leave(drawn.page)


def test_paper_says_how_many_lie_on_a_spot(twelve: dict[bool, Package]) -> None:
    package = twelve[False]
    places = [package.place[name] for name in TWELVE]
    window = fitted((X - 0.05, Y - 0.05, X + 0.05, Y + 0.05), 600, 600)
    numbered = draw(package, places, window, "en").svg
    assert ">1–12</text>" in numbered
    assert numbered.count('class="symbol"') == 1
    assert ">×12</text>" in draw(package, places, window, "en", numbered=False).svg


def test_paper_draws_small_over_large(build: Build) -> None:
    found = [
        place("compounds", "road", ROAD, precision="line", workstream="lighting"),
        place("compounds", "small", SMALL, workstream="greening"),
        place("compounds", "large", LARGE, workstream="housing"),
    ]
    package = build(found, crowd=False)
    shown = select(package, View(package.package_id)).places
    svg = draw(package, shown, fitted((X - 0.05, Y - 0.05, X + 0.05, Y + 0.05), 600, 600), "en").svg
    order = [svg.index(f'stroke="{crowds.STREAMS[key][2]}" fill-opacity="0.2"') for key in
             ("housing", "greening", "lighting")]  # fmt: skip
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "3"), ([1, 2], "1–2"), ([1, 3], "1,3"), (list(range(9, 21)), "9–20"),
     ([1, 3, 5, 7, 9, 11], "1 +5")],
)  # fmt: skip
def test_numbers_of_a_badge(numbers: list[int], words: str) -> None:
    assert runs(numbers) == words


def test_symbols_hide_each_other_up_to_half_their_width() -> None:
    spots = {"a": (0.0, 0.0), "b": (15.9, 0.0), "c": (16.1, 0.0), "d": (200.0, 0.0)}
    assert stacks(spots) == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize("where", ["app", "file"])
def test_enter_on_a_symbol_leads_into_its_popup_and_escape_back(
    build: Build, open_map: Open, where: str
) -> None:
    package = build([place("compounds", "one", Point(X, Y - 0.02))], crowd=False)
    page = open_map.of(package, where, is_crowd=False, alone=False).page
    symbol = page.locator('.om-marker[data-place="one"]')
    dialog = page.get_by_role("dialog", name="one")
    for key in ("Enter", " "):
        symbol.focus()
        page.keyboard.press(key)
        expect(dialog).to_be_focused()
        page.keyboard.press("Tab")
        expect(dialog.locator(".om-details")).to_be_focused()
        page.keyboard.press("Tab")
        expect(dialog.locator(".leaflet-popup-close-button")).to_be_focused()
        page.keyboard.press("Tab")
        expect(dialog.locator(".om-details")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(dialog.locator(".leaflet-popup-close-button")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(symbol).to_be_focused()


def test_a_finger_hits_a_line_beside_its_stroke(build: Build, open_map: Open) -> None:
    package = build([place("compounds", "road", ROAD, precision="line")], crowd=False)
    for has_touch, reach in ((True, 11), (False, 4)):
        drawn = open_map.of(package, "app", is_crowd=False, has_touch=has_touch)
        x, y = spot_of(drawn, X + 0.012, Y + 0.0045)
        press = drawn.page.touchscreen.tap if has_touch else drawn.page.mouse.click
        press(x, y + 3 * reach)
        chosen(drawn.page, "demo")  # beside everything a click means the district
        drawn.settle()
        press(x, y + reach)
        chosen(drawn.page, "road")


def test_a_browser_fills_texts_in_as_python_does() -> None:
    for lang in ("zh", "en"):
        for value in ("1", "2", "1,001"):
            given = {
                key: dict.fromkeys(re.findall(r"\{(\w+)", words), value)
                for key, words in TEXTS[lang].items()
            }
            filled = in_node(
                'import { filledText } from "./shared/filled.js";',
                "return given.map(([words, values]) => filledText(words, values));",
                [[TEXTS[lang][key], values] for key, values in given.items()],
            )
            assert filled == [text(key, lang, **values) for key, values in given.items()]

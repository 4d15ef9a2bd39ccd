"""Is every geometry type at every precision to be seen in what typst makes: the PNG of a card, the
PDF of a sheet?

Both are made as readers get them, but that the map has no names and a window of the tests' own, and
its corners are marked, so that each point of it can be found again in the pixels.
"""

from __future__ import annotations

import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from shapely import Point

from geo.errors import PackageError
from geo.export import printed
from geo.export.sheet import sheet
from geo.export.sheet.facts import overview
from geo.package.extent import anchor_of
from geo.package.package import Package
from geo.package.read import read_package
from geo.picture import map_picture
from geo.picture.viewport import Viewport, fitted
from geo.records import Place
from geo.view.selection import select
from geo.view.views import View
from tests import crowds, shapes
from tests.shapes import CASES, CELL, PRECISIONS, SHAPES, SOUTH, WEST, Case, Spot

GROUND = np.array((0xFF, 0xFE, 0xFB))
"""The district, in which all cases lie."""
SYMBOL_PX = 26
"""What a symbol or a dot covers around its middle, in pixels of the map."""
WIDTH = 1200
"""Pixels across a map."""
ASIDE = 0.006
"""Degrees to the west of the table, where a crowd stands."""
ROWS = {"located": (0, 2), "areas": (2, 4), "large areas": (4, 6)}
"""Rows of the table that are shown together: all six would be too small for a card."""


@dataclass(frozen=True)
class Paper:
    """What was made, and where in it a case lies."""

    picture: np.ndarray[Any, Any]
    viewport: Viewport
    spots: list[Spot]
    box: tuple[float, float, float, float]
    """Left, top, right and bottom of the map in the picture."""

    def pixel(self, spot: Spot) -> Spot:
        """A point of the map, in pixels of the picture."""
        left, top, right, bottom = self.box
        x, y = spot
        across, down = self.viewport.width_px, self.viewport.height_px
        return left + x / across * (right - left), top + y / down * (bottom - top)

    def is_painted(self, spot: Spot, reach: int) -> bool:
        """Whether anything but the ground is seen around a point of the map."""
        x, y = map(round, self.pixel(spot))
        around = self.picture[y - reach : y + reach + 1, x - reach : x + reach + 1]
        assert around.size, "the point lies on the picture"
        return bool((np.abs(around - GROUND).max(axis=2) > 6).any())


def on_map(viewport: Viewport, point: Spot) -> Spot:
    """A point in degrees in pixels of the map, Web Mercator; worked out anew."""
    size = 256 * 2**viewport.centre.zoom

    def world(longitude: float, latitude: float) -> Spot:
        up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return (longitude + 180) / 360 * size, (0.5 - up / (2 * math.pi)) * size

    x, y = world(*point)
    left, top = world(viewport.centre.longitude, viewport.centre.latitude)
    return viewport.width_px / 2 + x - left, viewport.height_px / 2 + y - top


class Press:
    """Makes cards and sheets of some rows of the table."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window: Viewport | None = None
        self.rows = (0, len(PRECISIONS))
        self.places: dict[str, Spot] = {}
        for module in (printed, sheet):
            monkeypatch.setattr(module, "draw", self.draw)

    def draw(
        self, package: Package, places: Any, viewport: Viewport, lang: str, **options: Any
    ) -> map_picture.Picture:
        """Draw as ever, without names and furniture, in the window of the test."""
        options |= {"numbered": False, "with_scale": False}
        larger = WIDTH / viewport.width_px  # of the shape of the map's place on the page
        self.window = window(self.rows, WIDTH, round(viewport.height_px * larger))
        made = map_picture.draw(package, places, self.window, lang, **options)
        assert (made.cast.inside > 0) == (len(places) > shapes.FILLERS), "a crowd is drawn as one"
        self.places = dict(made.spots)
        width, height = self.window.width_px, self.window.height_px
        marks = "".join(
            f'<rect x="{x}" y="{y}" width="6" height="6" fill="#ff00ff"/>'
            for x in (0, width - 6)
            for y in (0, height - 6)
        )
        svg = re.sub(r"<text.*?</text>", "", made.svg).removesuffix("</svg>")
        return replace(made, svg=f"{svg}{marks}</svg>")

    def card(self, package: Package, rows: tuple[int, int], place: str | None = None) -> Paper:
        self.rows = rows
        view = View(package.package_id, place=place)
        content = printed.card_png(package, view, select(package, view), "en")
        return self.paper(Image.open(io.BytesIO(content)))

    def sheet(self, package: Package, rows: tuple[int, int], place: str | None = None) -> Paper:
        self.rows = rows
        view = View(package.package_id, place=place)
        content = sheet.sheet_pdf(
            package,
            view,
            select(package, view),
            kind="place" if place else "view",
            lang="en",
            landscape=False,
            link="https://city.example/",
            on=date(2026, 11, 29),
        )
        page = pypdfium2.PdfDocument(content)[0]
        return self.paper(page.render(scale=2.4).to_pil())

    def paper(self, picture: Image.Image) -> Paper:
        assert self.window is not None
        pixels = np.asarray(picture.convert("RGB")).astype(np.int16)
        red, green, blue = (pixels[:, :, at] for at in range(3))
        rows, columns = np.nonzero((red > 215) & (green < 40) & (blue > 215))
        box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        return Paper(pixels, self.window, list(self.places.values()), box)


def middle(row: float) -> float:
    return SOUTH + CELL * 0.78 * row


def window(rows: tuple[int, int], width: int, height: int) -> Viewport:
    east = WEST + CELL * len(SHAPES)
    south, north = map(middle, rows)
    return fitted((WEST - 1.5 * ASIDE, south, east, north), width, height, margin_px=10)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


@pytest.fixture(scope="module", params=[False, True], ids=["few", "crowd"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Package:
    made = shapes.layers(crowd=request.param)
    if request.param:  # so many beside each part of the table that it is drawn as a crowd
        made["compounds"] += [
            shapes.place("compounds", f"beside-{row}-{number}", Point(WEST - ASIDE, middle(row)))
            for row in range(1, len(PRECISIONS), 2)
            for number in range(shapes.FILLERS)
        ]
    root = tmp_path_factory.mktemp("paper") / crowds.NAME
    return read_package(crowds.write(root, made, figures=crowds.headlines()))


def cases_in(rows: tuple[int, int]) -> list[Case]:
    return [case for case in CASES if rows[0] <= case.row < rows[1]]


def wrong_on(paper: Paper, case: Case, *, is_drawn: bool) -> Iterator[Any]:
    """Yield what is not painted as it should be, symbols and dots apart."""
    inner = case.shape.geometry.point_on_surface()
    taken = [*paper.spots, on_map(paper.viewport, case.at((inner.x, inner.y)))]
    for spot in (*case.shape.on, *case.shape.off):
        at = on_map(paper.viewport, case.at(spot))
        if any(math.dist(at, other) < SYMBOL_PX for other in taken):
            continue
        wanted = is_drawn and spot in case.shape.on
        if paper.is_painted(at, 4 if wanted else 1) != wanted:
            yield case.place_id, spot, wanted


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("made", [Press.card, Press.sheet], ids=["card", "sheet"])
def test_each_shape_is_seen_where_it_lies(
    press: Press, package: Package, made: Callable[..., Paper], rows: tuple[int, int]
) -> None:
    paper = made(press, package, rows)
    cases = cases_in(rows)
    assert len(cases) >= 4
    wrong = [
        found
        for case in cases  # the district is the ground of the map
        for found in wrong_on(paper, case, is_drawn=case.precision != "district")
    ]
    assert wrong == []
    # The symbol of a place is seen, the badge of its area, or its dot in a crowd.
    for case in (each for each in cases if each.is_known or each.place_id in press.places):
        anchor = anchor_of(package.place[case.place_id])
        dot = on_map(paper.viewport, (anchor.x, anchor.y))
        assert paper.is_painted(press.places.get(case.place_id, dot), 8), case.place_id


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("made", [Press.card, Press.sheet], ids=["card", "sheet"])
def test_the_area_of_the_selected_place_is_seen(
    press: Press, package: Package, made: Callable[..., Paper], precision: str
) -> None:
    row = PRECISIONS.index(precision)
    first = row // 2 * 2
    rows = (first, first + 2)
    for case in (case for case in CASES if case.precision == precision and case.shape.has_area):
        paper = made(press, package, rows, case.place_id)
        assert list(wrong_on(paper, case, is_drawn=precision != "district")) == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.place_id)
def test_the_small_map_beside_a_place_fills_areas_only(package: Package, case: Case) -> None:
    place: Place = package.place[case.place_id]
    *_, last = ET.fromstring(overview(package, place)).iter("{http://www.w3.org/2000/svg}path")
    assert (last.get("fill") != "none") == case.shape.has_area


def test_what_no_renderer_is_asked_to_draw_is_refused(tmp_path: Path) -> None:
    """A place that is not located is an area; so half of the table never comes to a renderer."""
    made = shapes.package_of([case.feature() for case in shapes.REFUSED], crowd=False)
    root = crowds.write(tmp_path / crowds.NAME, made, figures=crowds.headlines())
    with pytest.raises(PackageError) as refused:
        read_package(root)
    codes = [fault.code for fault in refused.value.faults]
    assert codes.count("E_AREA") == len(shapes.REFUSED) == 20
    assert len(shapes.ALL) == len(CASES) + len(shapes.REFUSED)

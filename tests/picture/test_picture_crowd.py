"""Does a printed map of very many places show each of them once, and no spot that is not known?"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.export.printed import card_png
from geo.export.sheet.sheet import sheet_pdf
from geo.language.texts import text
from geo.package.drawn_areas import drawn_areas
from geo.package.extent import district_bounds
from geo.package.package import Package
from geo.package.places.places import PlaceRows
from geo.package.read import read_package
from geo.picture.crowd import draw_crowd
from geo.picture.map_picture import Picture, draw
from geo.picture.symbols_or_crowd import (
    MOST_AMONG_CROWD,
    MOST_SYMBOLS,
    clustered,
    pixels_of,
    symbols_or_crowd,
)
from geo.picture.viewport import Viewport, fitted
from geo.view.selection import select
from geo.view.views import Centre, View
from tests import crowds

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (520, 716)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    root = tmp_path_factory.mktemp("crowd") / crowds.NAME
    return read_package(crowds.write(root, crowds.layers_of(3000)))


def viewport_of(package: Package) -> Viewport:
    return fitted(district_bounds(package.place), *SIZE)


def drawn(package: Package, viewport: Viewport | None = None, **wishes: object) -> Picture:
    view = View(package.package_id, **wishes)  # type: ignore[arg-type]
    selected = package.place.get(view.place or "")
    shown = select(package, view).places
    return draw(package, shown, viewport or viewport_of(package), "en", selected=selected)


def of_class(picture: Picture, name: str) -> list[ET.Element]:
    return [e for e in ET.fromstring(picture.svg).iter() if e.get("class") == name]


def counts(picture: Picture) -> list[int]:
    return [int(e.text or "") for e in of_class(picture, "count")]


def starts(picture: Picture) -> int:
    """How many lines and outer rings are drawn."""
    return sum((e.get("d") or "").count("M") for e in of_class(picture, "shapes"))


@pytest.mark.parametrize(
    "wishes",
    [{}, {"workstreams": ("housing",)}, {"layers": ("lamps", "offices")}, {"query": "road"}],
)
def test_each_place_is_in_the_picture_once(package: Package, wishes: dict) -> None:
    picture = drawn(package, **wishes)
    shown = select(package, View(package.package_id, **wishes)).places
    crowd = picture.cast.crowd
    assert crowd is not None
    # Everything lies within the district, so all of it is in sight; lines and areas of this size
    # of picture are mostly dots, the others are told by what is left.
    traced = len(shown) - len(picture.cast.symbols) - picture.cast.outside
    traced -= sum(counts(picture)) + len(of_class(picture, "dot"))
    traced -= sum(badge.count for badge in picture.badges.badges)
    shapes = [p for p in crowd if p.is_located and "Point" not in p.geometry.geom_type]
    viewport = viewport_of(package)
    wide = [p for p in shapes if largest_side(viewport, p.geometry.bounds) >= 5]
    assert traced == len(wide)
    assert (starts(picture) > 0) == bool(wide)


def largest_side(viewport: Viewport, bounds: tuple[float, ...]) -> float:
    west, south, east, north = bounds
    (left, top), (right, bottom) = viewport.pixel(west, north), viewport.pixel(east, south)
    return max(right - left, bottom - top)


def test_a_spot_that_is_not_known_is_no_dot_and_counted_by_a_badge_in_its_area(
    package: Package,
) -> None:
    """Six townships have some places each of which no more is known."""
    loose = [place for place in package.place.values() if place.precision == "township"]
    rows = np.array([package.place.row(place.place_id) for place in loose])
    places = PlaceRows(package.place, np.sort(rows))
    assert draw_crowd(package, places, viewport_of(package), "en").parts == []
    picture = drawn(package)
    found = {}
    for badge in picture.badges.badges:
        west, south, east, north = drawn_areas(package).all[badge.area_id].shape.bounds
        (left, top), (right, low) = (
            viewport_of(package).pixel(west, north),
            viewport_of(package).pixel(east, south),
        )
        assert left < badge.x < right
        assert top < badge.y < low
        found[west, south, east, north] = badge.count
    assert found == Counter(place.geometry.bounds for place in loose)
    assert len(found) == 6


def test_where_few_lie_in_the_picture_each_has_a_number(package: Package) -> None:
    place = next(p for p in package.place.values() if p.layer == "compounds" and p.is_located)
    middle = place.geometry.centroid
    viewport = Viewport(Centre(middle.y, middle.x, 14), *SIZE)
    picture = drawn(package, viewport)
    inside = {
        p.place_id
        for p, at in zip(
            package.place.values(), pixels_of(package.place.values(), viewport), strict=True
        )
        if 0 <= at[0] <= SIZE[0] and 0 <= at[1] <= SIZE[1]
    }
    assert 5 < len(inside) <= MOST_SYMBOLS
    assert set(picture.spots) == inside
    assert [p.place_id for p in picture.cast.symbols if p.place_id in inside] == list(picture.spots)
    assert counts(picture) == []
    assert (picture.cast.inside, picture.cast.outside) == (0, len(package.place) - len(inside))


def test_the_selected_place_of_a_crowd_has_a_symbol(package: Package) -> None:
    chosen = package.place.values()[-1]
    picture = drawn(package, place=chosen.place_id)
    assert chosen.place_id in picture.spots
    without = drawn(package)
    assert chosen.place_id not in without.spots
    assert picture.cast.inside == without.cast.inside - 1
    elsewhere = drawn(package, place=chosen.place_id, query="id:demo")
    assert chosen.place_id not in elsewhere.spots


def test_many_symbols_do_not_hide_a_crowd(tmp_path: Path) -> None:
    layers = crowds.layers_of(1000)
    more = crowds.layers_of(1000, seed=2)["lamps"][: MOST_AMONG_CROWD + 1]
    for number, feature in enumerate(more):
        name = f"office-x{number:04d}"
        feature["id"] = feature["properties"]["place_id"] = name
        feature["properties"] |= {"layer": "offices", "precision": "exact"}
    layers["offices"] += [f for f in more if "Point" in f["geometry"]["type"]]
    package = read_package(crowds.write(tmp_path / crowds.NAME, layers))
    shown = package.place.values()
    assert package.place.few > MOST_AMONG_CROWD
    found = symbols_or_crowd(shown, viewport_of(package))
    assert [place.precision for place in found.symbols] == ["district"]
    assert found.inside == len(shown) - 1


POINTS = st.lists(
    st.tuples(st.floats(-20, 540), st.floats(-20, 740), st.integers(0, 3)), max_size=120
)


@given(POINTS)
def test_every_dot_is_in_one_circle_or_alone(given_points: list[tuple[float, float, int]]) -> None:
    points = np.array([found[:2] for found in given_points]).reshape(-1, 2)
    share = np.array([found[2] for found in given_points], dtype=np.int64)
    found = clustered(points, share, 4)
    sums = sum((circle.shares for circle in found.circles), np.zeros(4, dtype=np.int64))
    sums = sums + np.bincount(share[found.alone], minlength=4)
    assert sums.tolist() == np.bincount(share, minlength=4).tolist()
    assert all(circle.count > 1 for circle in found.circles)
    for number, one in enumerate(found.circles):
        for two in found.circles[:number]:
            away = np.hypot(one.x - two.x, one.y - two.y)
            assert away >= (one.radius + two.radius) * 0.92 - 1e-9
    for at in found.alone:
        for circle in found.circles:
            assert np.hypot(*(points[at] - (circle.x, circle.y))) >= circle.radius


@pytest.mark.parametrize("seed", range(12))
def test_circles_of_very_many_dots_do_not_overlap(seed: int) -> None:
    numbers = np.random.default_rng(seed)
    points = numbers.uniform((0, 0), SIZE, (4000, 2)) ** 1.3 / 8
    found = clustered(points, numbers.integers(0, 3, 4000), 3)
    assert sum(circle.count for circle in found.circles) + len(found.alone) == 4000
    for number, one in enumerate(found.circles):
        for two in found.circles[:number]:
            away = np.hypot(one.x - two.x, one.y - two.y)
            assert away >= (one.radius + two.radius) * 0.92 - 1e-9


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_lists_what_has_a_number_and_counts_the_rest(package: Package, lang: str) -> None:
    view = View(package.package_id)
    shown = select(package, view)
    content = sheet_pdf(
        package,
        view,
        shown,
        kind="view",
        lang=lang,
        landscape=False,
        link="http://x/",
        on=date(2026, 11, 23),
    )
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    squeezed = re.sub(r"[\s\u200b\ufffe\x02-]", "", said)
    crowd = symbols_or_crowd(shown.places, viewport_of(package))
    more = text("sheet.more_inside", lang, count=f"{crowd.inside:,}")
    assert re.sub(r"[\s-]", "", more) in squeezed
    for place in crowd.symbols:
        assert re.sub(r"[\s-]", "", place.name.get(lang)) in squeezed
    assert len(crowd.symbols) <= MOST_SYMBOLS
    assert len(content) < 600_000
    assert card_png(package, view, shown, lang).startswith(b"\x89PNG")

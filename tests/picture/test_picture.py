"""Does the printed map show what the screen shows, in the right place and to scale?"""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.language.bilingual import Bilingual
from geo.package.audit import sealed
from geo.package.extent import district_bounds
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import read_contents, read_package
from geo.picture.labels import Labels, shortened, width_em
from geo.picture.map_picture import Picture, draw
from geo.picture.overview import overview
from geo.picture.shapes import look_of
from geo.picture.symbol_layout import SPACING_PX, Anchor, laid_out
from geo.picture.viewport import Viewport, fitted
from geo.records import Place
from geo.view.selection import select
from geo.view.views import Centre, View

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (520, 716)


def viewport_of(package: Package) -> Viewport:
    return fitted(district_bounds(package), *SIZE)


def drawn(package: Package, lang: str = "zh", **view: object) -> Picture:
    shown = select(package, View(package.package_id, **view))
    selected = package.place.get(str(view.get("place")))
    return draw(package, shown.places, viewport_of(package), lang, selected=selected)


def circles(picture: Picture) -> list[ET.Element]:
    return [e for e in ET.fromstring(picture.svg).iter(f"{SVG}circle") if e.get("class")]


def words(picture: Picture) -> list[str]:
    return [e.text or "" for e in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def features(root: Path, layer: str) -> list[dict]:
    return json.loads((root / "layers" / f"{layer}.geojson").read_text("utf-8"))["features"]


@pytest.mark.parametrize(
    ("view", "count"),
    [({}, 15), ({"workstreams": ("streetscape",)}, 3), ({"layers": ("villages",)}, 3)],
)
def test_each_place_that_is_shown_has_its_symbol(anci: Package, view: dict, count: int) -> None:
    picture = drawn(anci, **view)
    assert len(circles(picture)) == len(picture.spots) == count
    assert [w for w in words(picture) if w.isdigit()] == [str(n + 1) for n in range(count)]


def test_no_symbol_hides_another_and_all_are_in_the_picture(anci: Package) -> None:
    spots = list(drawn(anci).spots.values())
    apart = min(math.dist(a, b) for i, a in enumerate(spots) for b in spots[:i])
    assert apart >= SPACING_PX - 0.02
    assert all(16 < x < SIZE[0] - 16 and 16 < y < SIZE[1] - 16 for x, y in spots)


@given(st.lists(st.tuples(st.floats(20, 400), st.floats(20, 400)), min_size=1, max_size=25))
def test_symbols_that_may_move_are_spread_apart(points: list[tuple[float, float]]) -> None:
    anchors = [Anchor(str(n), point, located=False) for n, point in enumerate(points)]
    spots = laid_out(anchors, is_inside=lambda _: True, is_open=lambda _: True)
    assert sorted(spots, key=int) == [anchor.name for anchor in anchors]
    found = list(spots.values())
    assert all(math.dist(a, b) >= SPACING_PX - 0.02 for i, a in enumerate(found) for b in found[:i])


def test_a_located_place_stays_where_it_is() -> None:
    anchors = [Anchor("a", (50, 50), located=False), Anchor("b", (50, 50), located=True)]
    spots = laid_out(anchors, is_inside=lambda _: False, is_open=lambda _: True)
    assert spots["b"] == (50, 50)
    assert math.dist(spots["a"], spots["b"]) == pytest.approx(SPACING_PX)


def test_a_place_with_room_stands_at_its_anchor_in_web_mercator(
    anci: Package, anci_root: Path
) -> None:
    """The spot of a village, worked out by pyproj from the district's box in the file."""
    (outline,) = features(anci_root, "district")
    boxes = [p for f in [outline] for p in f["geometry"]["coordinates"][0]]
    mercator = Transformer.from_crs(4326, 3857, always_xy=True).transform
    left, low = mercator(min(p[0] for p in boxes), min(p[1] for p in boxes))
    right, high = mercator(max(p[0] for p in boxes), max(p[1] for p in boxes))
    metres = max((right - left) / (SIZE[0] - 48), (high - low) / (SIZE[1] - 48))
    place = anci.place["dishili-village"]
    x, y = mercator(place.geometry.centroid.x, place.geometry.centroid.y)
    spot = drawn(anci, layers=("villages",)).spots["dishili-village"]
    assert spot[0] == pytest.approx(SIZE[0] / 2 + (x - (left + right) / 2) / metres, abs=0.05)
    assert spot[1] == pytest.approx(SIZE[1] / 2 - (y - (low + high) / 2) / metres, abs=0.05)


@given(st.floats(-75, 75), st.floats(4, 15))
def test_the_scale_bar_is_as_long_as_it_says(latitude: float, zoom: float) -> None:
    viewport = Viewport(Centre(latitude, 116.7, zoom), 1000, 800)
    metres, pixels = viewport.scale_bar(110)
    assert 110 / 2.6 < pixels <= 110
    degrees = pixels / (256 * 2**zoom) * 360
    _, _, on_ground = Geod(ellps="WGS84").inv(116.7, latitude, 116.7 + degrees, latitude)
    if degrees < 1:  # a geodesic leaves the parallel on longer ways
        assert on_ground == pytest.approx(metres, rel=1e-3)
    assert re.fullmatch(r"[125]0*", str(metres))


def test_the_bar_that_is_drawn_is_the_one_that_was_computed(anci: Package) -> None:
    picture, viewport = drawn(anci), viewport_of(anci)
    metres, pixels = viewport.scale_bar(110)
    path = next(e for e in ET.fromstring(picture.svg).iter() if e.get("id") == "scale")
    left, right = re.fullmatch(r"M([\d.]+) .*H([\d.]+)V.*", path.get("d", "")).groups()
    assert float(right) - float(left) == pytest.approx(pixels, abs=0.02)
    assert f"{metres // 1000} km" in words(picture)
    assert "N" in words(picture)


def test_what_is_known_by_its_area_only_is_dashed(anci: Package) -> None:
    assert all(circle.get("stroke-dasharray") for circle in circles(drawn(anci)))
    known = replace(anci.place["minghua-road"], precision="line")
    picture = draw(anci, [known], viewport_of(anci), "zh")
    assert [c.get("stroke-dasharray") for c in circles(picture)] == [None]


def test_the_area_of_the_selected_place_is_dashed_in_its_colour(anci: Package) -> None:
    def areas(picture: Picture) -> list[str | None]:
        paths = ET.fromstring(picture.svg).iter(f"{SVG}path")
        return [e.get("stroke") for e in paths if e.get("stroke-dasharray") == "7 5"]

    assert areas(drawn(anci)) == []
    colour, _ = look_of(anci, anci.place["minghua-road"])
    assert areas(drawn(anci, place="minghua-road")) == [colour]
    assert colour == anci.workstreams["streetscape"].colour


def test_a_symbol_that_left_its_area_is_tied_to_it(anci: Package) -> None:
    picture, viewport = drawn(anci), viewport_of(anci)
    lines = list(ET.fromstring(picture.svg).iter(f"{SVG}line"))

    def left_its_area(place: Place) -> bool:
        west, south, east, north = place.geometry.bounds
        (left, top), (right, bottom) = viewport.pixel(west, north), viewport.pixel(east, south)
        x, y = picture.spots[place.place_id]
        return not (left <= x <= right and top <= y <= bottom)

    moved = [place for place in anci.place.values() if left_its_area(place)]
    assert len(lines) == len(moved) > 0


def test_names_are_in_the_readers_language_and_hide_nothing(anci: Package) -> None:
    assert {"宋王务村", "永清县"} <= set(words(drawn(anci)))
    assert {"Songwangwu Village", "Yongqing County"} <= set(words(drawn(anci, "en")))


def test_names_that_would_collide_or_leave_the_picture_are_left_out() -> None:
    labels = Labels(Viewport(Centre(0, 0, 5), 100, 40))
    first = labels.beside("永清", (30, 20), 10, 10)
    assert first is not None
    assert labels.beside("永清", (30, 20), 10, 10) is None
    assert labels.beside("没有地方写下这么长的名字", (50, 20), 10, 10) is None


@given(st.text(max_size=60))
def test_a_name_that_is_too_long_is_cut(name: str) -> None:
    cut = shortened(name)
    assert width_em(cut) <= 13.01
    assert cut == name or cut.endswith("…")


def test_a_place_outside_the_window_is_left_out(anci: Package) -> None:
    spot = anci.place["dishili-village"].geometry.centroid
    viewport = Viewport(Centre(spot.y, spot.x, 14), 400, 300)
    picture = draw(anci, tuple(anci.place.values()), viewport, "zh")
    assert "dishili-village" in picture.spots
    assert "songwangwu-village" not in picture.spots


HOSTILE = "</text><script>alert(1)</script>&amp;\"' {{7*7}} \x00\x1b ]]>"


def test_no_name_becomes_markup(anci: Package) -> None:
    place = anci.place["songwangwu-village"]
    bad = replace(place, name=Bilingual(HOSTILE, HOSTILE))
    picture = draw(anci, [bad], viewport_of(anci), "zh")
    root = ET.fromstring(picture.svg)
    assert not list(root.iter(f"{SVG}script"))
    assert any(text.startswith("</text><script>") for text in words(picture))


def test_points_lines_and_missing_surroundings_can_be_drawn(
    make_package: Callable[..., Path], edit_json: Callable
) -> None:
    def known(collection: dict) -> None:
        for feature, geometry in zip(
            collection["features"],
            (
                {"type": "LineString", "coordinates": [[116.7, 39.3], [116.72, 39.35]]},
                {"type": "Point", "coordinates": [116.71, 39.4]},
            ),
            strict=True,
        ):
            feature["geometry"] = geometry
            kind = geometry["type"]
            feature["properties"]["precision"] = "line" if kind == "LineString" else "exact"

    edits = {"layers/roads.geojson": edit_json(known), "context/neighbours.geojson": None}
    root = make_package(edits=edits)
    (root / "datapackage.json").write_bytes(_sealed(root))
    package = read_package(root)
    picture = draw(package, tuple(package.place.values()), viewport_of(package), "en")
    x, y = picture.spots["shunan-street"]
    assert (x, y) == pytest.approx(viewport_of(package).pixel(116.71, 39.4))
    solid = [e for e in ET.fromstring(picture.svg).iter(f"{SVG}path") if e.get("fill") == "none"]
    assert any(e.get("stroke") == package.workstreams["streetscape"].colour for e in solid)


def _sealed(root: Path) -> bytes:
    content = sealed(read_contents(root), Faults())
    assert content is not None
    return content


def test_the_overview_shows_the_place_within_the_district(anci: Package) -> None:
    root = ET.fromstring(overview(anci, anci.place["minghua-road"]))
    colours = [element.get("fill") for element in root.iter(f"{SVG}path")]
    assert anci.workstreams["streetscape"].colour in colours

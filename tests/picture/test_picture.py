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

from geo.export.sheet.facts import overview
from geo.language.bilingual import Bilingual
from geo.package.audit import sealed
from geo.package.drawn_areas import DrawnAreas
from geo.package.extent import district_bounds
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import read_contents, read_package
from geo.picture.labels import Labels, shortened, width_em
from geo.picture.map_picture import Picture, draw
from geo.picture.shapes import look_of
from geo.picture.viewport import Viewport, fitted
from geo.view.selection import select
from geo.view.views import Centre, View

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (520, 716)


def viewport_of(package: Package) -> Viewport:
    return fitted(district_bounds(package.place), *SIZE)


def drawn(package: Package, lang: str = "zh", **view: object) -> Picture:
    shown = select(package, View(package.package_id, **view))
    selected = package.place.get(str(view.get("place")))
    return draw(package, shown.places, viewport_of(package), lang, selected=selected)


def circles(picture: Picture) -> list[ET.Element]:
    return [e for e in ET.fromstring(picture.svg).iter(f"{SVG}circle") if e.get("class")]


def words(picture: Picture) -> list[str]:
    return [e.text or "" for e in ET.fromstring(picture.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("view", "counts"),
    [
        ({}, {"10": "1–10", "1": "11"}),
        ({"workstreams": ("streetscape",)}, {"2": "1–2"}),
        ({"layers": ("villages",)}, {"1": "1"}),
    ],
)
def test_each_place_that_is_shown_is_counted_and_numbered(
    anci: Package, view: dict, counts: dict[str, str]
) -> None:
    picture = drawn(anci, **view)
    shown = select(anci, View(anci.package_id, **view)).places
    assert set(picture.spots) == {p.place_id for p in shown if p.is_named_place}
    said = words(picture)
    for count, numbers in counts.items():
        assert count in said
        assert any(word.endswith(f" {numbers}") for word in said)


def test_a_badge_stands_at_the_middle_of_its_area_in_web_mercator(
    anci: Package, anci_root: Path
) -> None:
    """The spot of a village's badge, worked out by pyproj from the district's box in the file."""
    areas = json.loads((anci_root / "areas.geojson").read_text("utf-8"))["features"]
    (outline,) = [area["geometry"] for area in areas if area["id"] == "anci"]
    boxes = outline["coordinates"][0]
    mercator = Transformer.from_crs(4326, 3857, always_xy=True).transform
    left, low = mercator(min(p[0] for p in boxes), min(p[1] for p in boxes))
    right, high = mercator(max(p[0] for p in boxes), max(p[1] for p in boxes))
    metres = max((right - left) / (SIZE[0] - 48), (high - low) / (SIZE[1] - 48))
    middle = DrawnAreas(anci).middles["diaohetou"]
    x, y = mercator(middle.x, middle.y)
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


def test_the_ring_of_a_badge_is_shared_out_among_workstreams(anci: Package) -> None:
    """Two of ten are streets: a fifth of the ring, which ends where a turn by the clock says."""
    picture = drawn(anci)
    (badge,) = [
        g
        for g in ET.fromstring(picture.svg).iter(f"{SVG}g")
        if g.get("class") == "badge" and "10" in [e.text for e in g.iter(f"{SVG}text")]
    ]
    compounds, streets = list(badge.iter(f"{SVG}path"))
    assert compounds.get("stroke") == anci.workstreams["old-compounds"].colour
    assert streets.get("stroke") == anci.workstreams["streetscape"].colour
    start = [float(n) for n in re.findall(r"-?[\d.]+", streets.get("d", ""))[:2]]
    assert start == pytest.approx(
        [-15 * math.sin(math.tau / 5), -15 * math.cos(math.tau / 5)], abs=0.02
    )


def test_what_is_known_has_its_symbol_at_its_spot(anci: Package) -> None:
    known = replace(anci.place["minghua-road"], precision="exact")
    picture = draw(anci, [known], viewport_of(anci), "zh")
    assert len(circles(picture)) == 1
    assert picture.badges.badges == []


def test_the_area_of_the_selected_place_is_dashed_in_its_colour(anci: Package) -> None:
    def areas(picture: Picture) -> list[str | None]:
        paths = ET.fromstring(picture.svg).iter(f"{SVG}path")
        return [e.get("stroke") for e in paths if e.get("stroke-dasharray") == "7 5"]

    assert areas(drawn(anci)) == []
    colour, _ = look_of(anci, anci.place["minghua-road"])
    assert areas(drawn(anci, place="minghua-road")) == [colour]
    assert colour == anci.workstreams["streetscape"].colour


def test_names_are_in_the_readers_language_and_hide_nothing(anci: Package) -> None:
    assert {"仇庄镇 13", "永清县", "东沽港镇"} <= set(words(drawn(anci)))
    assert {"Qiuzhuang Town 13", "Yongqing County"} <= set(words(drawn(anci, "en")))


def test_names_that_would_collide_or_leave_the_picture_are_left_out() -> None:
    labels = Labels(Viewport(Centre(0, 0, 5), 100, 40))
    first = labels.beside("永清", (30, 20), 10, 10)
    assert first is not None
    assert labels.beside("永清", (30, 20), 10, 10) is None
    assert labels.beside("没有地方写下这么长的名字", (50, 20), 10, 10) is None


def test_names_beside_each_other_stand_apart_and_off_each_others_dots() -> None:
    labels = Labels(Viewport(Centre(0, 0, 5), 300, 100))
    first = labels.beside("永丰", (100, 50), 6, 10, dot_px=3)
    assert first is not None
    assert first.box[2] == 126
    assert labels.centred("石", (134, 50), 10, 0) is None, "three pixels away"
    assert labels.centred("石", (136, 50), 10, 0) is not None
    assert labels.beside("长丰", (110, 57), 6, 10, dot_px=3) is None, "its dot lies on a name"
    assert labels.beside("长丰", (98, 50), 6, 10, dot_px=3) is None, "or on another dot"


def test_a_long_name_is_written_in_full_where_there_is_room() -> None:
    long = "银河南路街道办事处便民服务中心"  # 15 em
    wide, narrow = (Labels(Viewport(Centre(0, 0, 5), width, 100)) for width in (400, 150))
    full, cut = wide.beside(long, (100, 50), 20, 10), narrow.beside(long, (74, 50), 20, 10)
    assert full is not None
    assert full.text == long
    assert cut is not None
    assert cut.text == shortened(long)


@given(st.text(max_size=60))
def test_a_name_that_is_too_long_is_cut(name: str) -> None:
    cut = shortened(name)
    assert width_em(cut) <= 13.01
    assert cut == name or cut.endswith("…")


def test_a_place_outside_the_window_is_left_out(anci: Package) -> None:
    spot = DrawnAreas(anci).middles["diaohetou"]
    viewport = Viewport(Centre(spot.y, spot.x, 14), 400, 300)
    picture = draw(anci, tuple(anci.place.values()), viewport, "zh")
    assert "dishili-village" in picture.spots
    assert "songwangwu-village" not in picture.spots


HOSTILE = "</text><script>alert(1)</script>&amp;\"' {{7*7}} \x00\x1b ]]>"


def test_no_name_becomes_markup(anci: Package) -> None:
    place = anci.place["songwangwu-village"]
    bad = replace(place, name=Bilingual(HOSTILE, HOSTILE), precision="exact")
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

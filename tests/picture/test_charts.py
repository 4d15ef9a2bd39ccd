"""Do pictures compare only what is comparable, say what they show, and follow from the data?"""

from __future__ import annotations

import csv
import io
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geo.errors import PackageError
from geo.figures.charts import charts_by_rule, filled
from geo.figures.comparing import axis_of, size_of
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.package.package import Package
from geo.package.read import read_package
from geo.picture.charts.canvas import wrapped
from geo.picture.charts.pictures import charts_of, picture, picture_names
from geo.picture.labels import width_em
from geo.records import Figure, Unit
from tests.quantities import UNITS as MEASURES

Make = Callable[..., Path]
SVG = "{http://www.w3.org/2000/svg}"
UNITS = MEASURES | {name: Unit(name, "count", "个", name, f"{name}s") for name in ("door", "flag")}
REST = ("1", "2022", "source", "section 1, paragraph 1")
HEAD = "chart_id,workstream,kind,title_zh,title_en,of"


def figure(at: int, value: float, unit: str, measure: str = "measure") -> Figure:
    named = Bilingual("测", measure)
    return Figure(f"f-{at}", "rural", f"place-{at}", named, value, "exact", unit, *REST)


def drawn(package: Package, name: str, lang: str = "zh") -> ET.Element:
    return ET.fromstring(picture(package, name, lang).svg)


def looks(root: ET.Element, tag: str) -> list[str]:
    return [found.get("class", "") for found in root.iter(f"{SVG}{tag}")]


figure_lists = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from(["m", "m2", "mu", "door"]), st.sampled_from("ab"))
).map(lambda rows: [figure(at, *row) for at, row in enumerate(rows)])


@given(figure_lists)
def test_bars_made_by_rule_measure_one_thing_on_one_axis(figures: list[Figure]) -> None:
    of = {found.figure_id: found for found in figures}
    for chart in charts_by_rule(figures, (), UNITS):
        assert chart.kind == "bars"
        held = [of[each] for each in chart.of]
        assert len({(found.measure, axis_of(found, UNITS)) for found in held}) == 1
        assert len(held) > 1


def test_the_whole_district_is_no_bar_beside_its_parts() -> None:
    figures = [figure(at, 100 - at, "m2") for at in range(4)]
    (chart,) = charts_by_rule(figures, (), UNITS, {"place-0"})
    assert chart.of == ("f-1", "f-2", "f-3")
    assert charts_by_rule(figures[:2], (), UNITS, {"place-0"}) == ()


def test_mu_stand_among_square_metres_and_stay_mu() -> None:
    """382.5 mu are 255,000 m2: more than 250,000, less than 260,000."""
    figures = [figure(1, 250_000, "m2"), figure(2, 382.5, "mu"), figure(3, 260_000, "m2")]
    sizes = [size_of(found, UNITS) for found in figures]
    assert all(one < other for one, other in pairwise(sizes))
    assert {axis_of(found, UNITS) for found in figures} == {"m2"}


def test_signs_are_as_many_as_the_report_says(anci: Package) -> None:
    assert looks(drawn(anci, "compounds-and-households"), "path") == ["accent"] * 20
    assert looks(drawn(anci, "markets-in-all"), "path") == ["accent"] * 13 + ["soft"] * 2
    toilets = looks(drawn(anci, "one-faulty-toilet"), "circle")
    assert toilets == ["accent"] + ["soft"] * (round(67_090 / 3_051) - 1)
    for name in picture_names(anci):
        bars = [look for look in looks(drawn(anci, name), "rect") if look in {"accent", "soft"}]
        assert name == "markets-in-all" or not bars, "numbers of several units are never bars"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_says_its_numbers_in_words_and_fits(anci: Package, lang: str) -> None:
    numbers = {
        "compounds-and-households": ["2,484", "20", "124"],
        "markets-in-all": ["13", "2", "15"],
        "one-faulty-toilet": ["67,090", "3,051", "22"],
        "who-looks-after-what": ["69", "38", "50", "35", "25"],
        "notices-and-problems": ["45", "608"],
        "year": ["608", "3,051", "4,000"],
    }
    assert list(numbers) == [*picture_names(anci)[1:], "year"]
    for name, said in numbers.items():
        made, root = picture(anci, name, lang), drawn(anci, name, lang)
        described = root.find(f"{SVG}desc")
        assert described is not None
        assert described.text == made.words
        assert all(number in made.words for number in said)
        assert "{" not in made.words
        height = float(root.get("height", "0"))
        for written in root.iter(f"{SVG}text"):
            size = float(written.get("font-size", "0"))
            assert size >= 11
            assert float(written.get("x", "0")) + width_em(written.text or "") * size <= 360
            assert float(written.get("y", "0")) < height
        assert (lang == "zh") == bool(re.search("[\u4e00-\u9fff]", made.svg))


def test_a_package_without_declared_charts_has_those_that_follow(make_package: Make) -> None:
    package = read_package(make_package(edits={"charts.csv": f"{HEAD}\n".encode()}))
    made = {chart.chart_id: chart.kind for chart in charts_of(package)}
    assert made["markets-total"] == "parts"
    assert made["households-per-compound"] == "each"
    assert "households-per-faulty-toilet" not in made, "no unit tells that one lies in the other"
    assert "audience-per-activity" not in made
    for name in picture_names(package):
        assert picture(package, name, "en").words


def test_one_measure_of_several_places_is_bars_from_zero(make_package: Make) -> None:
    def alike(content: bytes) -> bytes:
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        for row in rows:
            if row["figure_id"] in {"minghua-resurfacing", "shunan-paving-bricks"}:
                row |= {"measure_zh": "铺路", "measure_en": "Road relaid"}
        stream = io.StringIO()
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        return stream.getvalue().encode()

    edits = {"charts.csv": f"{HEAD}\n".encode(), "figures.csv": alike}
    package = read_package(make_package(edits=edits))
    root = drawn(package, "minghua-resurfacing", "en")
    bars = [
        float(r.get("width", "0")) for r in root.iter(f"{SVG}rect") if r.get("class") == "accent"
    ]
    assert bars[0] / bars[1] == pytest.approx(14_000 / 5_000, rel=0.01)
    said = [written.text for written in root.iter(f"{SVG}text")]
    assert {"Minghua Road", "Shun'an Street"} <= set(said), "what tells them apart"


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("a,rural,bars,题,t,rural-households-surveyed rural-toilets-fixed", "E_CHART", "one unit"),
        ("a,rural,beside,题,t,rural-toilets-fixed", "E_CHART", "two or more"),
        ("a,rural,parts,题,t,households-per-compound", "E_CHART", "needs a sum"),
        ("a,rural,each,题,t,markets-total", "E_CHART", "needs a ratio"),
        ("a,rural,one-in,题,t,markets-total households-per-compound", "E_CHART", "one derived"),
        ("a,markets,parts,{x},t,markets-total", "E_CHART", "ids of the chart's numbers"),
        ("a,markets,parts,题,t,no-such-total", "E_REFERENCE", "derived.csv has no"),
        ("a,rural,leads,题,t,rural-toilets-fixed nowhere", "E_REFERENCE", "no figure"),
        ("a,rural,pie,题,t,markets-total", "E_ENUM", "pie"),
    ],
)
def test_a_chart_that_does_not_fit_is_told(
    make_package: Make, row: str, code: str, said: str
) -> None:
    root = make_package(edits={"charts.csv": f"{HEAD}\n{row}\n".encode()})
    with pytest.raises(PackageError) as caught:
        read_package(root)
    found = [(f.file, f.row, f.code) for f in caught.value.faults if f.level == "error"]
    assert found == [("charts.csv", 2, code)]
    assert said in str(caught.value)


def test_titles_are_data(make_package: Make) -> None:
    assert filled("{a}{a.b}{0}{{a}}", {"a": "{b}", "b": "x"}) == "{b}{a.b}{0}{{b}}"
    hostile = '"<script>&amp;{markets-total}"'
    row = f"a,markets,parts,{hostile},{hostile},markets-total"
    package = read_package(make_package(edits={"charts.csv": f"{HEAD}\n{row}\n".encode()}))
    root = drawn(package, "a", "en")
    assert root.findtext(f"{SVG}title") == "<script>&amp;15 markets"
    assert not list(root.iter(f"{SVG}script"))


@given(st.text("中文，。ab cd-", max_size=80), st.integers(3, 30))
def test_wrapping_keeps_every_sign_and_no_line_is_too_wide(said: str, most: int) -> None:
    lines = wrapped(said, most)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
    for line in lines:  # a word that is longer stands alone, and so does what closes a clause
        assert width_em(line.rstrip("，。")) <= most or " " not in line


def test_the_routes_give_drawing_and_picture(client: TestClient, anci: Package) -> None:
    svg = client.get("/export/chart.svg?chart=one-faulty-toilet&lang=en")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text == picture(anci, "one-faulty-toilet", "en").svg
    png = client.get("/export/chart.png?chart=one-faulty-toilet&lang=en").content
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1080
    assert height == 3 * float(ET.fromstring(svg.text).get("height", "0"))
    assert client.get("/export/chart.png?chart=nothing").json()["parameters"] == ["chart"]

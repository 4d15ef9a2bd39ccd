"""Do the real figures say what somebody else read in the report, and can they be told apart?"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from geo.package.package import Package
from tests import ROOT

INDEPENDENT = ROOT / "tests" / "data" / "independent_reading.csv"
COLUMNS = (
    "figure_id,workstream,place_id,measure_zh,measure_en,value,qualifier,unit,"
    "as_published,period,source_id,locator,group"
)
REPORT = "anci-report-2022"
PLACES = {
    "roads": {"minghua-road", "shunan-street"},
    "villages": {"dishili-village", "xitaipingzhuang-village", "songwangwu-village"},
    "district": {"anci"},
}
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
Triple = tuple[float, ...]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def figures(anci_root: Path) -> list[dict[str, str]]:
    return rows_of(anci_root / "figures.csv")


def of_report(figures: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in figures if row["source_id"] == REPORT]


def test_columns_are_those_of_the_format(anci_root: Path) -> None:
    header = (anci_root / "figures.csv").read_text("utf-8").splitlines()[0]
    assert header == COLUMNS


def test_every_number_agrees_with_an_independent_reading(figures: list[dict[str, str]]) -> None:
    ours = Counter(
        (
            row["locator"],
            row["as_published"],
            Decimal(row["value"]),
            row["qualifier"],
            row["unit"] if row["unit"] in {"m", "m2", "m3"} else "count",
        )
        for row in of_report(figures)
    )
    theirs = Counter(
        (
            f"section {row['section']}, paragraph {row['paragraph']}",
            row["as_published"],
            Decimal(row["value"]),
            row["qualifier"],
            row["dimension"],
        )
        for row in rows_of(INDEPENDENT)
    )
    assert theirs - ours == Counter(), "the report has these, figures.csv does not"
    assert ours - theirs == Counter(), "figures.csv has these, the report does not"
    assert theirs.total() == 51


@pytest.mark.parametrize(
    ("printed", "value", "qualifier", "unit"),
    [
        ("1.6万余方", 16_000, "over", "m3"),
        ("19.93万平方米", 199_300, "exact", "m2"),
        ("15万米", 150_000, "exact", "m"),
        ("8.5万人次", 85_000, "exact", "person-time"),
        ("约500.05万㎡", 5_000_500, "about", "m2"),
    ],
)
def test_values_stand_in_base_units(
    figures: list[dict[str, str]], printed: str, value: int, qualifier: str, unit: str
) -> None:
    (row,) = (row for row in figures if row["as_published"] == printed)
    assert (Decimal(row["value"]), row["qualifier"], row["unit"]) == (value, qualifier, unit)


def test_wordings_are_numbers_and_never_sentences(figures: list[dict[str, str]]) -> None:
    for row in of_report(figures):
        assert re.fullmatch(r"section \d, paragraph \d", row["locator"]), row["figure_id"]
        assert len(row["as_published"]) <= 12, row["figure_id"]
        assert not re.search(r"[，。、；！？]", row["as_published"]), row["figure_id"]


def test_derived_numbers_are_not_stored_as_published(figures: list[dict[str, str]]) -> None:
    assert not any("%" in row["as_published"] or row["unit"] == "percent" for row in figures)


def test_workstreams_are_the_reports_own(anci: Package) -> None:
    ids = list(anci.workstreams)
    assert 6 <= len(ids) <= 9
    assert {"old-compounds", "streetscape", "markets", "rural"} <= set(ids)
    assert {figure.workstream for figure in anci.figures} == set(ids)
    assert len({stream.symbol for stream in anci.workstreams.values()}) == len(ids)


def test_every_workstream_has_a_headline_figure_of_its_own(anci: Package) -> None:
    for stream in anci.workstreams.values():
        assert anci.figure[stream.headline].workstream == stream.workstream_id


def test_layers_hold_the_named_places(anci: Package) -> None:
    assert set(anci.layers) == {"roads", "old-compounds", "villages", "markets", "district"}
    for layer, ids in PLACES.items():
        assert {place.place_id for place in anci.place.values() if place.layer == layer} == ids
    compounds = [place for place in anci.place.values() if place.layer == "old-compounds"]
    named = {place.place_id for place in compounds if place.source_id == "yinhe-2022"}
    assert len(compounds) == 8
    assert len(named) == 5


def test_named_roads_carry_their_own_figures_and_the_district_the_rest(anci: Package) -> None:
    own = {place.place_id: anci.own_figures_of(place) for place in anci.place.values()}
    assert [f.value for f in own["minghua-road"]] == [14_000]
    assert len(own["shunan-street"]) == 5
    assert len(own["anci"]) > 30


def linear(colour: str) -> Triple:
    """Linear RGB of ``#rrggbb`` (IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def times(matrix: Iterable[Iterable[float]], vector: Triple) -> Triple:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def oklab(rgb: Triple) -> Triple:
    """OKLab of linear RGB (Ottosson 2020)."""
    to_lms = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    to_lab = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return times(to_lab, tuple(max(part, 0) ** (1 / 3) for part in times(to_lms, rgb)))


def test_white_text_is_readable_on_every_colour(anci: Package) -> None:
    for stream in anci.workstreams.values():
        red, green, blue = linear(stream.colour)
        contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
        assert contrast >= 4.5, stream.workstream_id


@pytest.mark.parametrize("vision", VISION)
def test_colours_can_be_told_apart(anci: Package, vision: str) -> None:
    seen = {
        stream.workstream_id: oklab(
            tuple(min(max(part, 0), 1) for part in times(VISION[vision], linear(stream.colour)))
        )
        for stream in anci.workstreams.values()
    }
    for one, other in combinations(seen, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert distance >= 0.09, (one, other)


def test_the_colour_arithmetic_is_right() -> None:
    lightness = [oklab(linear(grey))[0] for grey in ("#000000", "#777777", "#ffffff")]
    assert lightness[0] == 0
    assert lightness[2] == pytest.approx(1, abs=1e-4)
    assert all(dark < light for dark, light in pairwise(lightness))
    for matrix in VISION.values():
        assert times(matrix, (1, 1, 1)) == pytest.approx((1, 1, 1), abs=1e-3)

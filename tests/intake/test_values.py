"""Is it said of a table where its figures, its positions and its names are more than they seem?"""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from geo.intake.coordinates import degrees_of
from geo.intake.found import Found
from geo.intake.messages import verdict
from geo.intake.read import read_content
from tests.intake.made import as_text, collection, feature, polygon, square, workbook

Rows = list[list[Any]]


def codes(found: Found) -> set[str]:
    return {message.code for message in found.messages}


def table(rows: Rows) -> Found:
    return read_content("a.xlsx", workbook({"a": rows}))


def places(*properties: dict[str, Any]) -> Found:
    shapes = [polygon(square(117.28 + at / 100)) for at in range(len(properties))]
    made = [feature(shape, **held) for shape, held in zip(shapes, properties, strict=True)]
    return read_content("a.geojson", as_text(collection(*made)))


TABLES: dict[str, tuple[Rows, str, set[str]]] = {
    "numbers": ([["名称", "户数"], ["甲", 12], ["乙", 0]], "accept", set()),
    "wordings": ([["名称", "量"], ["甲", "1.6万余方"], ["乙", "12-15"]], "repair", {"W_FIGURE"}),
    "a text among numbers": ([["名称", "户数"], ["甲", 12], ["乙", "13"]], "repair", {"W_FIGURE"}),
    "missing": ([["名称", "面积"], ["甲", 12], ["乙", None]], "accept", {"I_MISSING_FIGURE"}),
    "units": (
        [["面积", "单位"], [1, "m2"], [2, "亩"], [3, None]], "repair", {"W_UNIT"},
    ),
    "a share": ([["名称", "完成率"], ["甲", 150]], "repair", {"W_FIGURE_RANGE"}),
    "dates, names and phones": (
        [["名称", "编号", "电话", "开工日期", "地址"],
         ["12号楼", "1E5", "0316-1", "2023-05", "1号"]],
        "accept",
        set(),
    ),
    "degrees": ([["名称", "经度", "纬度"], ["甲", 116.69, 39.52]], "accept", {"Q_DATUM"}),
    "DMS": (
        [["n", "lon", "lat"], ["a", "117°16'48\"E", "31°51′36″N"]],
        "repair", {"W_DMS", "Q_DATUM"},
    ),
    "swapped": ([["n", "lon", "lat"], ["a", 31.86, 117.28]], "repair", {"W_SWAPPED", "Q_DATUM"}),
    "nowhere": ([["n", "lon", "lat"], ["a", 0, 0]], "repair", {"W_NULL_ISLAND"}),
    "unreadable": (
        [["n", "lon", "lat"], ["a", "东边", 39], ["b", 116, 39]],
        "repair",
        {"W_FEATURE_DROPPED", "Q_DATUM"},
    ),
    "metres": ([["名称", "X", "Y"], ["甲", 39526498.2, 3526362.6]], "reject", {"E_CRS_PROJECTED"}),
    "shapes": (
        [["n", "wkt"], ["a", "POINT (116 39)"], ["b", "POLYGON ((bad"]],
        "repair",
        {"W_FEATURE_DROPPED", "Q_DATUM"},
    ),
    "no shapes": (
        [["n", "wkt"], ["a", "POINT (x y)"]],
        "reject", {"W_FEATURE_DROPPED", "E_ALL_BAD"},
    ),
    "nested shapes": (
        [["n", "wkt"], ["a", "GEOMETRYCOLLECTION (" * 400 + "POINT (1 1)" + ")" * 400]],
        "reject",
        {"W_FEATURE_DROPPED", "E_ALL_BAD"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_what_a_table_holds_is_said(case: str) -> None:
    rows, expected, said = TABLES[case]
    found = table(rows)
    assert codes(found) == said
    assert verdict(found.messages) == expected


PLACES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "the same name elsewhere": ([{"name": "甲", "n": 1}, {"name": "甲", "n": 2}], "W_DUP_NAME"),
    "a stated area": ([{"name": "甲", "area_m2": 14}], "W_AREA_MISMATCH"),
    "texts and numbers": ([{"a": 1}, {"a": "text"}], "W_MIXED_TYPE"),
    "lists": ([{"name": "甲", "b": [1, {"c": 2}]}], "I_NESTED"),
}


@pytest.mark.parametrize("case", PLACES)
def test_what_features_hold_is_said(case: str) -> None:
    properties, code = PLACES[case]
    assert codes(places(*properties)) - {"I_CRS_ASSUMED", "Q_DATUM"} == {code}


def test_the_same_feature_is_kept_once() -> None:
    found = read_content("a.geojson", as_text(collection(feature(), feature())))
    assert "W_DUP_FEATURE" in codes(found)
    assert len(found.tables[0].rows) == 1


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        (116.69, 116.69),
        ("116,69", 116.69),
        (" １１６.６９ ", 116.69),
        ("116.69°", 116.69),
        *(("E116.69", 116.69), ("东经116.69°", 116.69), ("31.86S", -31.86), ("北纬31.86度", 31.86)),
        *(("3,512,345.5", 3512345.5), ("512345.5m", 512345.5), ("512345.5 米", 512345.5)),
        ("117°16'48\"E", 117 + 16 / 60 + 48 / 3600),
        ("东经117度16分48秒", 117.28),
        ("31:51:36", 31.86),
        ("31 51.6 S", -31.86),
        ("117°16′48″W", -117.28),
        ("不详", None),
        ("1.2.3", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_degrees_are_read_as_people_write_them(written: Any, degrees: float | None) -> None:
    assert degrees_of(written) == (None if degrees is None else pytest.approx(degrees))


def test_a_long_shape_is_not_cut_and_numbers_stay_in_their_cells() -> None:
    ring = shapely.Point(116, 39).buffer(0.01, quad_segs=200)
    (made,) = table([["n", "wkt"], ["a", ring.wkt]]).tables
    assert made.columns == ("n",)
    assert made.rows[0].shape.equals_exact(ring, 1e-9)
    (made,) = table(TABLES["degrees"][0]).tables
    assert made.rows[0].shape is None
    assert made.rows[0].cells["经度"] == 116.69


@pytest.mark.parametrize(
    ("cells", "semicolons", "read_as"),
    [
        (["1,5", "2,25"], True, ["1.5", "2.25"]),
        (["1,5万㎡", "1,250"], True, ["1.5万㎡", "1.250"]),
        (["0,75", "1,5"], False, ["0.75", "1.5"]),
        (["1.234,5平方米", "１２，５"], False, ["1234.5平方米", "12.5"]),
        (["1,5", "2,25"], False, None),  # may be two numbers each
        (["1,234", "5,678"], True, None),  # may be thousands
        (["0,75", "1.5"], False, None),
        (["1,234,567", "0,5"], True, None),
        (["3,5,7号楼", "0,5"], True, None),
        (["张三,李四", "0,5"], True, None),
    ],
)
def test_decimal_commas_become_points_only_beyond_doubt(
    cells: list[str], semicolons: bool, read_as: list[str] | None
) -> None:
    lines = [["名称", "面积"], *([f"地{n}", cell] for n, cell in enumerate(cells))]
    sign = ";" if semicolons else "\t"
    found = read_content("a.csv", "\n".join(map(sign.join, lines)).encode())
    assert [row.cells["面积"] for row in found.tables[0].rows] == (read_as or cells)
    assert ("W_DECIMAL_COMMA" in codes(found)) == (read_as is not None)

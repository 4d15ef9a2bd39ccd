"""Was the second district made by the tools alone, with few cells typed, and is it read right?"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.__main__ import main
from geo.package.audit import audit
from geo.package.read import read_contents
from geo.package.template_columns import FIGURES, PLACES, SHEETS, SOURCES, SheetColumns
from tests import ROOT

PACKAGE = ROOT / "data" / "hongshan-2023"
WORKBOOK = PACKAGE / "一张图.xlsx"
TYPED = {FIGURES: 125, PLACES: 30, SOURCES: 10}
"""Cells that may be typed: 125 in 数据, 40 in 地点 and 出处 together."""
SECOND_READING = """
5个 5 exact item|29.8万方 298000 exact m2|22户 22 exact household|4900方 4900 exact m2
4个 4 exact item|4135套 4135 exact flat|1496套 1496 exact flat|19个 19 exact item|16个 16 exact item
5400余万元 54000000 over yuan|4个 4 exact item|6条 6 exact stretch|4个 4 exact item
15条 15 exact stretch|20条 20 exact stretch|10公里 10000 exact m|1.1万个 11000 exact item
5000个 5000 exact item|24亿（元） 2400000000 exact yuan|2座 2 exact structure|11.9公里 11900 exact m
4.3平方公里 4300000 exact m2|74公里 74000 exact m|382.5亩 382.5 exact mu|12.6万方 126000 exact m2
"""
"""Wording, value, qualifier and unit of all 25, read a second time by hand."""


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def typed(sheet: Any, columns: SheetColumns) -> int:
    """Cells that somebody wrote: none that a drop-down offers."""
    free = {column.titled("zh") for column in columns.columns if not column.choices}
    at = [cell.column for cell in sheet[1] if cell.value in free]
    return sum(
        bool(row[each - 1]) for row in sheet.iter_rows(min_row=2, values_only=True) for each in at
    )


@pytest.mark.parametrize("columns", SHEETS, ids=lambda each: each.name.en)
def test_few_cells_are_typed_and_none_in_english(columns: SheetColumns) -> None:
    sheet = openpyxl.load_workbook(WORKBOOK)[columns.name.zh]
    assert 0 < typed(sheet, columns) <= TYPED[columns]
    names = [cell.value for cell in sheet[1]]
    if columns is PLACES:
        english = names.index("英文名")
        assert not any(row[english] for row in sheet.iter_rows(min_row=2, values_only=True))


def test_the_package_is_sound_and_its_figures_are_those_of_a_second_reading() -> None:
    contents = read_contents(PACKAGE)
    assert audit(PACKAGE.name, contents, {}) == []
    said = [
        (row["as_published"], row["value"], row["qualifier"], row["unit"])
        for row in rows(contents["figures.csv"])
    ]
    expected = [
        each.split(" ") for line in SECOND_READING.split("\n") for each in line.split("|") if each
    ]
    assert [list(row) for row in said] == expected


def test_taking_the_workbook_again_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "hongshan-2023"
    shutil.copytree(PACKAGE, root)
    assert main(["take", str(root / WORKBOOK.name), "--into", str(root)]) == 0
    assert read_contents(root) == read_contents(PACKAGE)


def test_the_workbook_makes_the_figures_and_places_of_an_empty_package(tmp_path: Path) -> None:
    root = tmp_path / "hongshan-2023"
    shutil.copytree(PACKAGE, root)
    for table in ("figures", "workstreams"):
        content = (root / f"{table}.csv").read_bytes()
        (root / f"{table}.csv").write_bytes(content.splitlines(keepends=True)[0])
    lines = (root / "layers.csv").read_text("utf-8").splitlines(keepends=True)
    (root / "layers.csv").write_text("".join(lines[:2]), "utf-8")
    for path in (root / "layers").iterdir():
        if path.name != "district.geojson":
            path.unlink()
    assert main(["take", str(root / WORKBOOK.name), "--into", str(root)]) == 0
    names = ("figure_id", "workstream", "place_id", "measure_zh", "value", "qualifier", "unit")
    before, after = (rows((each / "figures.csv").read_bytes()) for each in (PACKAGE, root))
    said, made = ([[row[name] for name in names] for row in each] for each in (before, after))
    assert made == said
    for path in (PACKAGE / "layers").iterdir():
        old, new = (
            json.loads((each / "layers" / path.name).read_bytes())["features"]
            for each in (PACKAGE, root)
        )
        assert [each["id"] for each in new] == [each["id"] for each in old]


def test_every_place_says_that_only_its_district_is_known() -> None:
    for path in (PACKAGE / "layers").glob("*.geojson"):
        for feature in json.loads(path.read_bytes())["features"]:
            assert feature["geometry"] is None
            assert feature["properties"]["area"] == "hongshan"

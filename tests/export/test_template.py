"""Is the workbook that an officer fills in read back as what it says?"""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.__main__ import main
from geo.export.template import template_workbook
from geo.intake.taking.words import datum_of, role_of
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.package.known import known_in
from geo.package.package import Package
from geo.package.read import read_contents
from geo.package.template_columns import CHOICES, LISTS, SHEETS

GLOSSARY = Path(__file__).parents[2] / "geo" / "intake" / "taking" / "glossary.json"


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def headings(sheet: Any) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_heading_and_choice_is_known_to_what_takes_it_back(lang: str) -> None:
    for columns in SHEETS:
        for column in columns.columns:
            assert role_of(column.titled(lang)) == column.role, column.titled(lang)
    for datum, word in CHOICES["datum"].items():
        assert datum_of(word.get(lang)) == datum


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_has_three_sheets_with_notes_and_drop_downs(lang: str, anci: Package) -> None:
    book = opened(template_workbook(anci, lang, filled=False))
    assert book.sheetnames == [*(each.name.get(lang) for each in SHEETS), LISTS.get(lang)]
    assert book[LISTS.get(lang)].sheet_state == "hidden"
    stars = {"zh": 2 + 4 + 2, "en": 2 + 4 + 2}[lang]
    shown = [book[each.name.get(lang)] for each in SHEETS]
    assert sum(heading.endswith("*") for sheet in shown for heading in headings(sheet)) == stars
    for sheet, columns in zip(shown, SHEETS, strict=True):
        assert sheet.max_row == 1
        assert all(cell.comment is not None for cell in sheet[1])
        lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
        assert len(lists) == sum(bool(column.choices) for column in columns.columns)
        assert not any(each.showErrorMessage for each in lists), "anything else may be typed"


def test_drop_downs_offer_what_the_package_has(anci: Package) -> None:
    book = opened(template_workbook(anci, "zh"))
    figures = book["数据"]
    at = headings(figures).index("工作类别 *")
    letter = "ABCDEFG"[at]
    (rule,) = [
        each
        for each in figures.data_validations.dataValidation
        if each.type == "list" and str(each.sqref).startswith(letter)
    ]
    sheet, cells = str(rule.formula1).replace("$", "").replace("'", "").split("!")
    offered = [row[0].value for row in book[sheet][cells]]
    assert offered == [found.name.zh for found in anci.workstreams.values()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_english_of_the_glossary_is_noted_once_where_it_stands(lang: str, anci: Package) -> None:
    glossary = json.loads(GLOSSARY.read_text("utf-8"))["words"]
    zh, en = next(iter(glossary.items()))
    first, second, third, *_ = (
        replace(figure, measure=Bilingual(zh, given))
        for figure, given in zip(anci.figures, (en, en, "Reviewed"), strict=False)
    )
    package = replace(anci, figures=(first, second, third))
    sheet = opened(template_workbook(package, lang)).worksheets[1]
    notes = [cell.comment and cell.comment.text for cell in sheet["A"][1:]]
    assert notes[1:] == [None, None]
    assert en in str(notes[0])
    only = replace(anci, figures=(third,))
    assert opened(template_workbook(only, lang)).worksheets[1]["A2"].comment is None


def test_the_filled_template_says_all_figures_as_printed(anci: Package, anci_root: Path) -> None:
    sheet = opened(template_workbook(anci, "zh"))["数据"]
    names = headings(sheet)
    said = [
        (str(row[names.index("指标 *")].value), str(row[names.index("原文写法 *")].value))
        for row in sheet.iter_rows(min_row=2)
    ]
    content = (anci_root / "figures.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert said == [(row["measure_zh"], row["as_published"]) for row in rows]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_package_that_is_exported_and_taken_back_is_the_same(
    lang: str, anci_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, workbook = tmp_path / "anci-2022", tmp_path / "out.xlsx"
    shutil.copytree(anci_root, root)
    assert main(["export", "--template", str(root), "-o", str(workbook), "--lang", lang]) == 0
    assert main(["take", str(workbook), "--into", str(root), "--lang", lang]) == 0, capsys
    assert read_contents(root) == read_contents(anci_root)


def test_what_is_changed_in_the_workbook_changes_that_row_alone(
    anci_root: Path, tmp_path: Path
) -> None:
    root, workbook = tmp_path / "anci-2022", tmp_path / "out.xlsx"
    shutil.copytree(anci_root, root)
    assert main(["export", "--template", str(root), "-o", str(workbook)]) == 0
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[1]
    sheet.cell(2, 2).value = "五项"
    book.save(workbook)
    assert main(["take", str(workbook), "--into", str(root)]) == 0
    before = (anci_root / "figures.csv").read_text("utf-8").splitlines()
    after = (root / "figures.csv").read_text("utf-8").splitlines()
    assert after[0] == before[0]
    assert after[2:] == before[2:]
    old, new = (
        dict(zip(before[0].split(","), line[1].split(","), strict=False))
        for line in (before, after)
    )
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {"value", "as_published"}
    assert new["value"] == "5"


def test_the_workbook_beside_a_package_is_no_part_of_it(anci_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "anci-2022"
    shutil.copytree(anci_root, root)
    assert main(["export", "--template", str(root), "--lang", "zh"]) == 0
    assert (root / "一张图.xlsx").is_file()
    assert known_in(root) == known_in(anci_root)
    assert main(["check", str(root)]) == 0

"""Does a new year begin with the places and lines of work of another, and without its figures?"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.__main__ import main
from geo.language.bilingual import LANGUAGES
from geo.package.audit import audit
from geo.package.faults import Faults
from geo.package.read import build_package, read_contents, read_package
from geo.package.template_columns import FIGURES, PLACES
from geo.picture.charts.poster import poster_svg, poster_words
from geo.served.catalogue import build_payload
from geo.served.facts import facts
from geo.view.headlines import sentence
from geo.web.api.records import workstream_record
from tests import ROOT

Printed = pytest.CaptureFixture[str]
ANCI = ROOT / "data" / "anci-2022"
HONGSHAN = ROOT / "data" / "hongshan-2023"
OF_THE_YEAR = {"figures.csv", "derived.csv", "gaps.csv", "charts.csv"}
REWRITTEN = {"workstreams.csv", "sources.csv", "datapackage.json"}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def next_year(older: Path, district: str, into: Path) -> int:
    options = ["--year", "2024", "--from", str(older), "--into", str(into), "--lang", "zh"]
    return main(["new", district, *options])


@pytest.fixture(scope="module", autouse=True)
def _no_packages_of_data() -> Iterator[None]:
    """Nothing here needs the packages that outlines come from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.geography.sources.package_file", pytest.fail)
        yield


@pytest.fixture(
    scope="module", params=[(ANCI, "安次区"), (HONGSHAN, "武汉洪山")], ids=["anci", "hongshan"]
)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Sequence[Path]:
    older, district = request.param
    root = tmp_path_factory.mktemp("next") / f"{older.name[:-5]}-2024"
    assert next_year(older, district, root) == 0
    return older, root


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the next year of Hongshan with one number filled in, taken."""
    root = tmp_path_factory.mktemp("taken") / "hongshan-2024"
    assert next_year(HONGSHAN, "420111", root) == 0
    book = openpyxl.load_workbook(root / "一张图.xlsx")
    sheet = book[FIGURES.name.zh]
    headings = [cell.value for cell in sheet[1]]
    at = {column.role: headings.index(column.titled("zh")) for column in FIGURES.columns}
    row = next(row for row in sheet.iter_rows(min_row=2) if "道路" in row[at["measure"]].value)
    row[at["as_published"]].value = "7条"
    book.save(root / "一张图.xlsx")
    options = ["--source", "2024年报告", "--lang", "zh"]
    assert main(["take", str(root / "一张图.xlsx"), "--into", str(root), *options]) == 0
    return root


def test_the_next_year_has_all_but_what_was_done(both: Sequence[Path]) -> None:
    older, root = both
    before, after = read_contents(older), read_contents(root)
    assert audit(root.name, after, {}) == []
    assert after.keys() == before.keys() - {"charts.csv"}
    for path in after.keys() - OF_THE_YEAR - REWRITTEN:
        assert after[path] == before[path], path
    for path in after.keys() & OF_THE_YEAR:
        assert len(after[path].splitlines()) == 1, path
    streams = [{**row, "headline": ""} for row in rows(before["workstreams.csv"])]
    assert rows(after["workstreams.csv"]) == streams


def test_the_next_year_says_which_year_it_is(both: Sequence[Path]) -> None:
    older, root = both
    before, after = (json.loads((each / "datapackage.json").read_bytes()) for each in both)
    assert (after["name"], after["version"]) == (root.name, "1.0.0")
    assert after["title"] == before["title"].replace(older.name[-4:], "2024")
    english = [each["translations"]["en"] for each in (before, after)]
    assert english[1]["title"] == english[0]["title"].replace(older.name[-4:], "2024")
    assert english[1]["licenses"] == english[0]["licenses"]
    assert after["licenses"] == before["licenses"]
    assert older.name[-4:] not in after["description"] + english[1]["description"]


def test_the_workbook_asks_the_same_measures_and_taking_it_blank_changes_nothing(
    both: Sequence[Path], tmp_path: Path, capsys: Printed
) -> None:
    older, root = both
    book = openpyxl.load_workbook(root / "一张图.xlsx")
    asked, listed = (by_heading(book[columns.name.zh]) for columns in (FIGURES, PLACES))
    figures = read_package(older).figures
    titled = {column.role: column.titled("zh") for column in FIGURES.columns}
    assert {row[titled["measure"]] for row in asked} == {figure.measure.zh for figure in figures}
    filled = {heading for row in asked for heading, cell in row.items() if cell}
    assert filled <= {titled[role] for role in ("measure", "name", "workstream")}
    assert len(listed) == len(read_package(older).place) - 1
    copy = tmp_path / root.name
    shutil.copytree(root, copy)
    capsys.readouterr()
    assert main(["take", str(copy / "一张图.xlsx"), "--into", str(copy), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.count("指标或数字没有填") == 1
    assert read_contents(copy) == read_contents(root)


def by_heading(sheet: Any) -> list[dict[str, Any]]:
    first, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in others]


def test_a_line_of_work_has_its_first_figure_from_what_is_filled_in(taken: Path) -> None:
    package = read_package(taken)
    assert audit(taken.name, read_contents(taken), {}) == []
    (figure,) = package.figures
    assert (figure.as_published, figure.period, figure.value) == ("7条", "2024", 7)
    older = read_package(HONGSHAN)
    for key, found in package.workstreams.items():
        was = older.workstreams[key]
        assert (found.name, found.colour, found.symbol) == (was.name, was.colour, was.symbol)
        headlines = (figure.figure_id,) if key == figure.workstream else ()
        assert found.headlines == headlines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_shows_first_figures_shows_those_that_there_are(taken: Path, lang: str) -> None:
    package = read_package(taken)
    (figure,) = package.figures
    assert figure.measure.get(lang) in poster_words(package, lang)
    assert package.sources[figure.source_id].title.get(lang) in poster_svg(package, lang)
    assert figure.measure.get(lang) in "".join(part.words for part in sentence(package, lang))
    assert build_payload(package).catalogue
    told = facts(package)["workstreams"]
    assert {each["headlines"] for each in told.values()} == {(), (figure.figure_id,)}
    said = {workstream_record(each)["headline"] for each in package.workstreams.values()}
    assert said == {None, figure.figure_id}


def test_a_line_of_work_with_figures_has_to_name_the_first(taken: Path) -> None:
    contents = read_contents(taken)
    streams = rows(contents["workstreams.csv"])
    at = next(at for at, row in enumerate(streams) if row["headline"])
    headline = f",{streams[at]['headline']}\n".encode()
    contents["workstreams.csv"] = contents["workstreams.csv"].replace(headline, b",\n")
    faults = Faults()
    assert build_package(taken.name, contents, faults) is None
    assert [(f.code, f.file, f.row) for f in faults] == [
        ("E_EMPTY_CELL", "workstreams.csv", at + 2)
    ]
    assert "headline" in faults[0].fault.zh


def test_another_district_is_refused(tmp_path: Path, capsys: Printed) -> None:
    for district in ("洪山区", "420111", ""):
        assert next_year(ANCI, district, tmp_path / "next") == 2
        assert "131002 廊坊市安次区" in capsys.readouterr().err
    assert next_year(tmp_path, "安次区", tmp_path / "next") == 2
    assert "datapackage.json" in capsys.readouterr().err
    assert not (tmp_path / "next").exists()

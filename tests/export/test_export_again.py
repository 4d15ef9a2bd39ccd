"""Can what was exported be imported again, with no figure changed?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.export.cells import plain_cell, safe_cell
from geo.export.figures_csv import figures_csv
from geo.export.geopackage import geopackage
from geo.export.map_files import places_geojson
from geo.export.tables import Export
from geo.export.workbook import workbook
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.view.selection import select
from geo.view.views import View
from tests import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:.*non conformant file extension")
"""GDAL misses the name of a file in memory."""
ANCI = ROOT / "data" / "anci-2022"
CONTENTS = read_contents(ANCI)
Rows = Iterable[Mapping[str, Any]]


def from_csv(content: bytes) -> Rows:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: plain_cell(cell) for name, cell in row.items()} for row in rows]


def from_workbook(content: bytes) -> Rows:
    header, *rows = openpyxl.load_workbook(io.BytesIO(content))["figures"].values
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def from_geojson(content: bytes) -> Rows:
    return [
        figure | {"place_id": feature["id"]}
        for feature in json.loads(content)["features"]
        for figure in feature["properties"]["figures"]
    ]


def from_geopackage(content: bytes) -> Rows:
    frame = gpd.read_file(io.BytesIO(content), layer="figures")
    told = frame.astype(object)
    rows: Rows = told.where(told.notna(), None).to_dict("records")
    return rows


Format = tuple[Callable[[Export], bytes], Callable[[bytes], Rows]]
FORMATS: dict[str, Format] = {
    "csv": (figures_csv, from_csv),
    "xlsx": (partial(workbook, lang="zh"), from_workbook),
    "geojson": (places_geojson, from_geojson),
    "gpkg": (geopackage, from_geopackage),
}
every_format = pytest.mark.parametrize(("made", "read"), FORMATS.values(), ids=FORMATS)


def as_table(rows: Rows) -> bytes:
    """Rows as the package's own table, with the columns that its present file names.

    A figure of a group names no place; where each of its places repeats it, it is one row.
    """
    columns = CONTENTS["figures.csv"].decode().splitlines()[0].split(",")
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in {row["figure_id"]: row for row in rows}.values():
        group = str(row.get("group", row.get("group_id")) or "")
        told = {
            "group": group,
            "place_id": "" if group else row["place_id"],
            "value": f"{Decimal(str(row['value'])):f}",
        }
        writer.writerow([told[name] if name in told else row[name] for name in columns])
    return stream.getvalue().encode()


def package_with(table: bytes) -> Package:
    faults = Faults()
    package = build_package("anci-2022", {**CONTENTS, "figures.csv": table}, faults)
    assert package is not None, list(faults)
    return package


def taken_away_and_back(package: Package, form: Format) -> None:
    made, read = form
    export = Export(package, select(package, View(package.package_id)))
    again = package_with(as_table(read(made(export))))
    # GeoJSON groups figures by place; everything else keeps their order.
    assert sorted(again.figures, key=repr) == sorted(package.figures, key=repr)
    if made is not places_geojson:
        assert again.figures == package.figures


@every_format
def test_the_figures_come_back_as_they_were(
    anci: Package, made: Callable[[Export], bytes], read: Callable[[bytes], Rows]
) -> None:
    taken_away_and_back(anci, (made, read))


HOSTILE = [
    *("=1+1", "+86", "-5%", "@SUM(A1)", "＝1", "'=1", "''=1", "'tis", "'", " =1"),
    *("\t=1", "\nx", "a\nb", 'say "so", then', "007", "1e5", "2022-01-01", "TRUE", "# N/A", "nan"),
    *("http://example.org/", "mailto:a@b.c", "{=1}", "_x0041_", "<b>&amp;", "𠮷", "é", "null"),
]


@every_format
def test_texts_that_programs_like_to_read_otherwise_come_back(
    anci: Package, made: Callable[[Export], bytes], read: Callable[[bytes], Rows]
) -> None:
    rows = list(csv.DictReader(io.StringIO(CONTENTS["figures.csv"].decode(), newline="")))
    assert len(rows) >= len(HOSTILE)
    for row, text in zip(rows, HOSTILE, strict=False):
        if text.strip():
            row |= {"measure_zh": text, "measure_en": f"{text} ", "as_published": text}
            row |= {"period": "2021/2022", "locator": text}
    for row, value in zip(
        rows, ("0", "0.1", "19.930", "123456789012345", "0.000001"), strict=False
    ):
        row["value"] = value
    taken_away_and_back(package_with(as_table(rows)), (made, read))


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), max_size=8)
risky = st.tuples(st.sampled_from(["", "'", "=", "'=", "-", "＠", "''+"]), texts).map("".join)


@pytest.mark.whole  # each example is a package in every form
@settings(max_examples=15)
@given(st.lists(risky.filter(lambda text: bool(text.strip())), min_size=12, max_size=12))
def test_no_text_is_changed_on_the_way(measures: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(CONTENTS["figures.csv"].decode(), newline="")))
    for row, measure in zip(rows, measures, strict=False):
        row |= {"measure_zh": measure, "locator": measure}
    package = package_with(as_table(rows))
    for form in FORMATS.values():
        taken_away_and_back(package, form)


def read_by_others(cell: str) -> set[str]:
    """Cells that a spreadsheet may make of one of ours, whatever it takes for a separator."""
    cut = {part for sign in ";\t\r\n" for part in cell.split(sign)} | set(
        re.split("[;\t\r\n]", cell)
    )
    return cut | {part.strip("\ufeff\u200b\0").strip() for part in cut}


@settings(max_examples=500)
@given(st.text(st.sampled_from("'=+-@＝＋－＠;\t\r\n\u3000\ufeff\0 a1"), max_size=8))
def test_a_neutralised_cell_is_no_formula_and_can_be_undone(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("\t", "\r", "\n"))
    for part in read_by_others(cell):
        assert not part.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), part
    assert plain_cell(cell) == text


def test_neutralising_takes_one_look_at_a_text() -> None:
    text = "\t;'" * 300_000  # each look from the start again would take hours
    assert plain_cell(safe_cell(text)) == text

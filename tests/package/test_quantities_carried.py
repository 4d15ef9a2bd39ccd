"""Do quantities of every kind go through check, search, map, interface and every file?"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openapi_schema_validator import OAS30ReadValidator

from geo.export.figures_csv import figures_csv
from geo.export.geopackage import geopackage
from geo.export.map_files import places_geojson, places_parquet
from geo.export.tables import Export
from geo.export.workbook import workbook
from geo.language.bilingual import Bilingual
from geo.package.audit import audit
from geo.package.package import Package
from geo.package.read import read_contents, read_package
from geo.served.catalogue import build_payload
from geo.served.facts import facts
from geo.view.selection import select
from geo.view.views import View
from geo.web.api.records import figure_record
from tests import ROOT

DEFINITION = json.loads((ROOT / "geo" / "web" / "api" / "openapi.json").read_text("utf-8"))
UNITS = """yuan,money,元,yuan,yuan
mu,area,亩,mu,mu
tree,count,株,tree,trees
"""
CHANGED = {
    "minghua-resurfacing": ("5400余万元", 54_000_000, "over", "yuan"),
    "shunan-paving-bricks": ("近2万株", 20_000, "under", "tree"),
    "shunan-shop-steps": ("382.5亩", 382.5, "exact", "mu"),
    "shunan-hoardings": ("98.5%以上", 98.5, "over", "percent"),
    "shunan-flags": ("74公里左右", 74_000, "about", "m"),
}
SHOWN = {
    "minghua-resurfacing": Bilingual("5,400余万元", "over 54 million yuan"),
    "shunan-paving-bricks": Bilingual("近2万株", "under 20,000 trees"),
    "shunan-shop-steps": Bilingual("382.5亩", "382.5 mu"),
    "shunan-hoardings": Bilingual("98.5%以上", "over 98.5%"),
    "shunan-flags": Bilingual("约74公里", "about 74 km"),
}


LINKS = [{"rel": "self", "href": "https://example.org/", "type": "text/html", "title": "one"}]


def figures(content: bytes) -> bytes:
    """Write the changed figures into figures.csv."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    for row in rows:
        if row["figure_id"] in CHANGED:
            printed, value, qualifier, unit = CHANGED[row["figure_id"]]
            row |= {"as_published": printed, "value": value, "qualifier": qualifier, "unit": unit}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@pytest.fixture
def root(make_package: Callable[..., Path]) -> Path:
    edits = {"figures.csv": figures, "units.csv": lambda old: old + UNITS.encode()}
    return make_package(edits=edits)


@pytest.fixture
def package(root: Path) -> Package:
    return read_package(root)


@pytest.fixture
def export(package: Package) -> Export:
    return Export(package, select(package, View(package.package_id)))


def stated(rows: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """What rows of a file say of the changed figures, in the order of CHANGED's values."""
    named = {row["figure_id"]: row for row in rows if row["figure_id"] in CHANGED}
    fields = ("as_published", "value", "qualifier", "unit")
    return {name: tuple(named[name][field] for field in fields) for name in CHANGED}


def test_the_check_takes_them(root: Path) -> None:
    assert audit("anci-2022", read_contents(root), {}) == []


def test_every_phrase_is_in_the_size_it_was_published_in(package: Package) -> None:
    assert {name: package.phrase(package.figure[name]) for name in CHANGED} == SHOWN


def test_the_map_and_the_one_file_are_given_finished_phrases(package: Package) -> None:
    payload = build_payload(package)
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    said = {name: catalogue["figures"][name]["text"] for name in CHANGED}
    assert said == {name: shown.as_dict() for name, shown in SHOWN.items()}
    printed = {name: facts(package)["figures"][name]["printed"] for name in CHANGED}
    # The others are printed as they are shown, but for the comma of a thousand.
    assert printed == dict.fromkeys(CHANGED, "") | {"shunan-flags": "74公里左右"}


@pytest.mark.parametrize(
    "query", ["5400余万", "5,400", "54000000", "54,000,000", "54 million", "over 54"]
)
def test_a_search_finds_a_figure_by_any_way_to_write_it(package: Package, query: str) -> None:
    shown = select(package, View(package.package_id, query=query))
    assert "minghua-resurfacing" in {figure.figure_id for figure in shown.figures}


def test_tables_hold_them(export: Export) -> None:
    table = csv.DictReader(io.StringIO(figures_csv(export).decode("utf-8-sig"), newline=""))
    rows = [row | {"value": float(row["value"])} for row in table]
    assert stated(rows) == CHANGED
    book = openpyxl.load_workbook(io.BytesIO(workbook(export, "en")))
    head, *cells = book["figures"].iter_rows(values_only=True)
    assert stated([dict(zip(head, row, strict=True)) for row in cells]) == CHANGED


def test_files_of_places_hold_them(export: Export, tmp_path: Path) -> None:
    features = json.loads(places_geojson(export))["features"]
    assert stated([f for feature in features for f in feature["properties"]["figures"]]) == CHANGED
    places = pq.read_table(io.BytesIO(places_parquet(export))).to_pylist()
    assert stated([figure for place in places for figure in place["figures"]]) == CHANGED
    (tmp_path / "all.gpkg").write_bytes(geopackage(export))
    with closing(sqlite3.connect(tmp_path / "all.gpkg")) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM figures")]
    assert stated(rows) == CHANGED


def test_the_api_says_them_as_its_definition_allows(package: Package) -> None:
    schema = {"$ref": "#/components/schemas/figure", "components": DEFINITION["components"]}
    for name, (printed, value, qualifier, unit) in CHANGED.items():
        record = figure_record(package, package.figure[name], LINKS)
        OAS30ReadValidator(schema).validate(record)
        assert record["as_published"] == printed
        assert (record["value"], record["qualifier"], record["unit"]["id"]) == (
            value,
            qualifier,
            unit,
        )
        assert record["phrase"] == SHOWN[name].as_dict()
        assert record["unit"]["kind"] == package.units[unit].kind

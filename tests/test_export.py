"""Does the exported table follow the link, name its sources and hold no formula?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.store import Store

Make = Callable[..., Path]
Serve = Callable[..., TestClient]


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 55),
        ("w=rural", 2),
        ("l=roads", 6),
        ("l=", 0),
        ("q=明华路", 1),
        ("w=streetscape&l=roads&q=shunan", 5),
    ],
)
def test_the_export_follows_the_link(client: TestClient, query: str, expected: int) -> None:
    answer = client.get(f"/export/figures.csv?{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel in China needs the mark"
    assert "attachment" in answer.headers["content-disposition"]
    assert len(csv_rows(answer.content)) == expected


@pytest.mark.parametrize(
    ("query", "named"),
    [("w=nobody", ["w"]), ("place=%3Cscript%3E&c=x", ["place", "c"]), ("data=../../etc", ["data"])],
)
def test_an_export_of_something_unknown_is_refused_by_name(
    client: TestClient, query: str, named: list[str]
) -> None:
    answer = client.get(f"/export/figures.csv?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == named
    assert "<script>" not in answer.text


def test_the_export_says_where_each_figure_comes_from(client: TestClient) -> None:
    (row,) = csv_rows(client.get("/export/figures.csv?q=明华路").content)
    assert (row["value"], row["unit"], row["as_published"]) == ("14000", "m2", "14000平方米")
    assert row["locator"] == "section 3, paragraph 3"
    assert row["source_title_zh"].startswith("争交文明答卷")
    assert (row["package"], len(row["package_sha256"])) == ("anci-2022", 64)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_the_export_holds_no_formula(serve: Serve, make_package: Make, start: str) -> None:
    formula = f'{start}HYPERLINK("http://x")'.encode()
    cell = b'"' + formula.replace(b'"', b'""') + b'"'
    edits = {"figures.csv": lambda content: content.replace("重新铺设的路面".encode(), cell)}
    client = serve(Store(make_package(edits=edits).parent))
    content = client.get("/export/figures.csv").content
    (row,) = (r for r in csv_rows(content) if r["figure_id"] == "minghua-resurfacing")
    assert row["measure_zh"] == "'" + formula.decode()
    for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)

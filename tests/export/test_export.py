"""Do the exported files follow the link, name their sources and hold no formula?"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from geo.package import cells as package_cells
from geo.package.package import Package
from geo.store.store import Store

Make = Callable[..., Path]
Serve = Callable[..., TestClient]

KINDS = {
    "figures.csv": "text/csv; charset=utf-8",
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "places.geojson": "application/geo+json",
    "places.gpkg": "application/geopackage+sqlite3",
}
every_file = pytest.mark.parametrize("file", KINDS)
with_geometry = pytest.mark.parametrize("file", ["places.geojson", "places.gpkg"])


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(content: bytes, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


def figure_ids(file: str, content: bytes) -> list[str]:
    """The figures in a file, sorted: GeoJSON groups them by place."""
    if file == "figures.csv":
        found = [row["figure_id"] for row in csv_rows(content)]
    elif file == "figures.xlsx":
        found = [str(row[0]) for row in sheet(content, "figures")[1:]]
    elif file == "places.geojson":
        features = json.loads(content)["features"]
        # A figure of several places together stands with each of them.
        found = list({g["figure_id"] for f in features for g in f["properties"]["figures"]})
    else:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            found = [row[0] for row in database.execute("SELECT figure_id FROM figures")]
    return sorted(found)


def place_ids(file: str, content: bytes) -> list[str]:
    if file == "figures.xlsx":
        return [str(row[0]) for row in sheet(content, "places")[1:]]
    if file == "places.geojson":
        return [feature["id"] for feature in json.loads(content)["features"]]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        return [row[0] for row in database.execute("SELECT place_id FROM places ORDER BY fid")]


def about(file: str, content: bytes) -> dict[str, str]:
    """What a file says about itself, in English; licences are joined."""
    if file == "figures.xlsx":
        rows = [(str(item), str(en)) for item, _, en in sheet(content, "about")[1:]]
    elif file == "places.geojson":
        rows = [(row["item"], row["en"]) for row in json.loads(content)["about"]]
    else:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            rows = list(database.execute("SELECT item, en FROM about"))
    said: dict[str, str] = {}
    for item, en in rows:
        said[item] = f"{said[item]}; {en}" if item in said else en
    return said


@every_file
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
def test_the_export_follows_the_link(
    client: TestClient, file: str, query: str, expected: int
) -> None:
    content = client.get(f"/export/{file}?{query}").content
    table = client.get(f"/export/figures.csv?{query}").content
    assert len(csv_rows(table)) == expected
    assert figure_ids(file, content) == figure_ids("figures.csv", table)


@every_file
@pytest.mark.parametrize("workstream", ["streetscape", "rural", "markets"])
def test_a_story_exports_what_it_shows(
    client: TestClient, anci_root: Path, file: str, workstream: str
) -> None:
    table = csv_rows((anci_root / "figures.csv").read_bytes())
    expected = sorted(row["figure_id"] for row in table if row["workstream"] == workstream)
    story = client.get(f"/export/{file}?story={workstream}&w=old-compounds").content
    assert figure_ids(file, story) == expected
    assert story == client.get(f"/export/{file}?w={workstream}").content
    if file != "figures.csv":
        assert about(file, story)["filter"] == f"w={workstream}"


@pytest.mark.parametrize("file", [file for file in KINDS if file != "figures.csv"])
def test_places_follow_the_link(client: TestClient, file: str) -> None:
    roads = client.get(f"/export/{file}?l=roads").content
    assert place_ids(file, roads) == ["minghua-road", "shunan-street"]
    assert place_ids(file, client.get(f"/export/{file}?l=").content) == []
    assert len(place_ids(file, client.get(f"/export/{file}").content)) == 15


@every_file
def test_each_file_is_named_typed_and_readable_by_others(client: TestClient, file: str) -> None:
    headers = client.get(f"/export/{file}").headers
    assert headers["content-type"] == KINDS[file]
    stem, ending = file.split(".")
    name = f"anci-2022-1.3.3-{stem}.{ending}"
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cache-control"] == "no-cache"
    assert headers["x-content-type-options"] == "nosniff"


@every_file
def test_a_file_that_is_known_is_not_sent_again(client: TestClient, file: str) -> None:
    first = client.get(f"/export/{file}?w=rural", headers={"accept-language": "zh"})
    tag = first.headers["etag"]
    again = client.get(f"/export/{file}?w=rural", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    # How a link is written and what it says beside the filter changes no byte.
    lang = "zh" if file == "figures.xlsx" else "en"  # its first sheets are for people
    same = client.get(f"/export/{file}?lang={lang}&place=anci&c=39.5,116.7,11&v=1.3.3&w=rural")
    assert same.content == first.content
    assert client.get(f"/export/{file}").headers["etag"] != tag
    head = client.head(f"/export/{file}?w=rural")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == tag
    assert head.headers["content-length"] == first.headers["content-length"]


@every_file
def test_another_server_makes_the_same_bytes(serve: Serve, make_package: Make, file: str) -> None:
    root = make_package().parent
    one, other = (serve(Store(root)).get(f"/export/{file}").content for _ in range(2))
    assert one == other


def test_the_csv_opens_in_excel_in_china(client: TestClient) -> None:
    assert client.get("/export/figures.csv").content.startswith(b"\xef\xbb\xbf")


@every_file
@pytest.mark.parametrize(
    ("query", "named"),
    [("w=nobody", ["w"]), ("place=%3Cscript%3E&c=x", ["place", "c"])],
)
def test_an_export_of_something_unknown_is_refused_by_name(
    client: TestClient, file: str, query: str, named: list[str]
) -> None:
    answer = client.get(f"/export/{file}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == named
    assert "<script>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@with_geometry
@pytest.mark.parametrize("datum", ["bd09", "WGS84", "", "%3Cscript%3E"])
def test_an_unknown_datum_is_refused_with_the_choices(
    client: TestClient, file: str, datum: str
) -> None:
    answer = client.get(f"/export/{file}?datum={datum}")
    assert (answer.status_code, answer.json()["parameters"]) == (400, ["datum"])
    assert "wgs84, cgcs2000, gcj02" in answer.json()["description"]
    assert "<script>" not in answer.text


@pytest.mark.parametrize("file", ["figures.csv", "figures.xlsx"])
def test_a_file_without_geometry_takes_no_datum(client: TestClient, file: str) -> None:
    assert client.get(f"/export/{file}?datum=wgs84").status_code == 400


@every_file
def test_a_version_that_is_not_served_is_not_there(client: TestClient, file: str) -> None:
    assert client.get(f"/export/{file}?v=1.3.3").status_code == 200
    answer = client.get(f"/export/{file}?v=0.9.0")
    assert (answer.status_code, answer.json()["parameters"]) == (404, ["v"])


def test_the_table_says_where_each_figure_and_place_comes_from(client: TestClient) -> None:
    (row,) = csv_rows(client.get("/export/figures.csv?q=明华路").content)
    assert (row["value"], row["unit"], row["as_published"]) == ("14000", "m2", "14000平方米")
    assert row["locator"] == "section 3, paragraph 3"
    assert row["source_title_zh"].startswith("争交文明答卷")
    assert (row["place_id"], row["precision"]) == ("minghua-road", "urban-area")
    assert row["known_en"].startswith("No public source found shows where Minghua Road runs")
    assert (row["package"], row["package_version"]) == ("anci-2022", "1.3.3")
    assert len(row["package_sha256"]) == 64
    assert "CC BY 4.0" in row["package_licences"]


def test_a_workbook_has_the_rows_of_the_csv(client: TestClient) -> None:
    rows = csv_rows(client.get("/export/figures.csv").content)
    header, *cells = sheet(client.get("/export/figures.xlsx").content, "figures")
    assert list(header) == list(rows[0])
    for row, read in zip(rows, cells, strict=True):
        at = header.index("value")
        assert isinstance(read[at], int | float)
        assert float(row["value"]) == read[at]
        others = [str(cell or "") for cell in (*read[:at], *read[at + 1 :])]
        assert others == [text for name, text in row.items() if name != "value"]


def test_a_workbook_is_laid_out_to_be_read(client: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/export/figures.xlsx").content))
    assert book.sheetnames[3:] == ["figures", "places", "sources", "about"]
    for name in book.sheetnames:
        assert book[name].freeze_panes == "B2"
        assert book[name].column_dimensions["A"].width > len(str(book[name]["A1"].value))
    assert len(list(book["sources"].rows)) == 1 + 7
    assert book["about"]["C5"].alignment.wrap_text, "sentences are read whole"
    number = book["figures"]["G2"]
    assert (number.value, number.number_format) == (4, "#,##0")


@pytest.mark.parametrize(("lang", "head"), [("zh", "指标"), ("en", "Measure")])
def test_what_people_read_is_in_their_language(
    client: TestClient, anci: Package, lang: str, head: str
) -> None:
    workbook = client.get(f"/export/figures.xlsx?lang={lang}").content
    names = openpyxl.load_workbook(io.BytesIO(workbook)).sheetnames[:3]
    assert names[0] == {"zh": "数据", "en": "Data"}[lang]
    header, *rows = sheet(workbook, names[0])
    for row, figure in zip(rows, anci.figures, strict=True):
        cells = dict(zip(header, row, strict=True))
        assert cells[head] == figure.measure.get(lang)
        assert figure.value in row
        assert anci.home_of(figure).get(lang) in row
    table = client.get(f"/export/table.csv?lang={lang}").content
    assert [list(row) for row in csv_rows(table)] == [list(header)] * len(anci.figures)
    han = re.compile("[\u4e00-\u9fff]")
    words = [cell for name in names for row in sheet(workbook, name) for cell in row if cell]
    if lang == "en":  # but for what is printed in Chinese
        held = {figure.as_published for figure in anci.figures}
        assert not [cell for cell in words if han.search(str(cell)) and cell not in held]
    else:
        assert all(han.search(str(cell)) for cell in header)
        assert "section 3, paragraph 2" not in words


@pytest.mark.parametrize("file", [file for file in KINDS if file != "figures.csv"])
def test_each_file_says_what_it_is(client: TestClient, anci: Package, file: str) -> None:
    query = "w=streetscape&l=roads&q=%E9%A1%BA%E5%AE%89"
    said = about(file, client.get(f"/export/{file}?{query}&lang=en").content)
    assert said["title"] == "Anci District 2022"
    assert (said["package"], said["version"]) == ("anci-2022", "1.3.3")
    assert said["sha256"] == anci.content_hash
    assert said["filter"] == query
    assert (said["figures"], said["places"]) == ("5 / 55", "1 / 15")
    assert "the AREA in which the place lies" in said["precision"]
    assert "CC BY 4.0" in said["licence"]
    assert "Tianditu" in said["licence"]
    assert about(file, client.get(f"/export/{file}").content)["filter"].startswith("none")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_the_csv_holds_no_formula(serve: Serve, make_package: Make, start: str) -> None:
    formula = f'{start}HYPERLINK("http://x")'.encode()
    cell = b'"' + formula.replace(b'"', b'""') + b'"'
    edits = {"figures.csv": lambda content: content.replace("重铺路面".encode(), cell)}
    client = serve(Store(make_package(edits=edits).parent))
    content = client.get("/export/figures.csv").content
    (row,) = (r for r in csv_rows(content) if r["figure_id"] == "minghua-resurfacing")
    assert row["measure_zh"] == "'" + formula.decode()
    for row_cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        signs = ("=", "+", "-", "@", "＝", "\t", "\r")
        assert not any(cell.startswith(signs) for cell in row_cells)


def test_a_workbook_holds_no_formula_and_no_link(serve: Serve, make_package: Make) -> None:
    formula = '=HYPERLINK("http://x")'
    cell = '"=HYPERLINK(""http://x"")"'
    edits = {"figures.csv": lambda content: content.replace("重铺路面".encode(), cell.encode())}
    client = serve(Store(make_package(edits=edits).parent))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/export/figures.xlsx").content))
    cells = [cell for name in book.sheetnames for row in book[name].rows for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    found = [cell for cell in cells if cell.value == formula]
    assert found
    assert all(cell.quotePrefix for cell in found), "it stays a text when somebody edits it"
    assert not any(cell.hyperlink for cell in cells)


def test_a_workbook_opens_with_signs_that_xml_cannot_hold(
    serve: Serve, make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with more than a cell may hold, should a package ever be allowed to."""
    long = "很" * 40_000
    edits = {
        "figures.csv": lambda content: content.replace(
            "重铺路面".encode(), f"路\ufffe面{long}".encode()
        )
    }
    monkeypatch.setattr(package_cells, "too_long", lambda *_: None)
    client = serve(Store(make_package(edits=edits).parent))
    rows = sheet(client.get("/export/figures.xlsx?q=明华路").content, "figures")
    measure = str(rows[1][rows[0].index("measure_zh")])
    assert measure.startswith("路\ufffd面很")
    assert (len(measure), measure[-1]) == (32_767, "…")

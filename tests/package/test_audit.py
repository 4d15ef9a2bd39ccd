"""Does the audit find what is untrue of the sources, and nothing wrong with the real package?"""

from __future__ import annotations

import csv
import io
import json

import pytest

from geo.package.audit import audit
from geo.package.report import paragraphs, parse_locator

Contents = dict[str, bytes]
REPORT = "anci-report-2022"


def found(contents: Contents, reports: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(f.code, f.file) for f in audit("anci-2022", contents, reports or {})]


def with_cell(contents: Contents, figure_id: str, column: str, value: str) -> int:
    """Change one cell of figures.csv; return its line."""
    lines = list(csv.reader(io.StringIO(contents["figures.csv"].decode(), newline="")))
    line = next(at for at, cells in enumerate(lines) if cells[0] == figure_id)
    lines[line][lines[0].index(column)] = value
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(lines)
    contents["figures.csv"] = stream.getvalue().encode()
    return line + 1


def made_up_report(contents: Contents) -> str:
    """A text that holds every printed number where it is said to stand, and no other words."""
    rows = csv.DictReader(io.StringIO(contents["figures.csv"].decode(), newline=""))
    holds: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        if row["source_id"] == REPORT:
            where = parse_locator(row["locator"])
            assert where is not None
            holds.setdefault(where, []).append(row["as_published"])
    blocks = ["题目"]
    for section in range(1, 4):
        blocks.append(f"小标题{section}")
        last = max(number for part, number in holds if part == section)
        blocks += ["。" + "、".join(holds.get((section, n), [])) for n in range(1, last + 1)]
    return "\n\n".join(blocks)


def test_the_real_package_has_no_fault(contents: Contents) -> None:
    assert found(contents) == []
    assert found(contents, {"": made_up_report(contents)}) == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("value", "1.6", "E_VALUE"),
        ("qualifier", "exact", "E_VALUE"),
        ("unit", "m2", "E_UNIT"),
        ("unit", "door", "E_UNIT"),
        ("as_published", "待定", "E_WORDING"),
        ("as_published", "16000方", "E_VALUE"),
    ],
)
def test_a_figure_must_say_what_it_prints(
    contents: Contents, column: str, value: str, code: str
) -> None:
    row = with_cell(contents, "upkeep-rubbish", column, value)
    faults = [(f.code, f.row) for f in audit("anci-2022", contents, {}) if f.code != "E_HASH"]
    assert faults == [(code, row)]


def test_a_wording_that_the_report_lacks_is_found(contents: Contents) -> None:
    report = made_up_report(contents).replace("3051座", "三千座")
    (fault,) = audit("anci-2022", contents, {"": report})
    assert (fault.code, fault.file) == ("E_NOT_IN_SOURCE", "figures.csv")
    assert "3051座" in fault.line("zh")


def test_a_wrong_locator_is_found(contents: Contents) -> None:
    report = made_up_report(contents)
    row = with_cell(contents, "rural-toilets-fixed", "locator", "section 3, paragraph 4")
    faults = [(f.code, f.row) for f in audit("anci-2022", contents, {REPORT: report})]
    assert ("E_LOCATOR", row) in faults


def test_a_report_of_an_unknown_source_is_found(contents: Contents) -> None:
    assert found(contents, {"nobody": "text"}) == [("E_REFERENCE", "sources.csv")]


def test_an_empty_report_lacks_every_wording_of_its_source(contents: Contents) -> None:
    (fault,) = audit("anci-2022", contents, {"": ""})
    assert fault.code == "E_NOT_IN_SOURCE"
    assert "50 more rows" in fault.line("en")


def test_a_symbol_that_is_not_drawn_is_found(contents: Contents) -> None:
    contents["workstreams.csv"] = contents["workstreams.csv"].replace(b",stall,", b",unicorn,")
    assert ("E_SYMBOL", "workstreams.csv") in found(contents)


def test_a_file_changed_after_sealing_is_found(contents: Contents) -> None:
    contents["gaps.csv"] += b"\n"
    assert found(contents) == [("E_HASH", "gaps.csv")]


def test_files_and_descriptor_must_list_the_same(contents: Contents) -> None:
    contents["extra.csv"] = b"a\n1\n"
    del contents["context/neighbours.geojson"]
    assert found(contents) == [
        ("E_UNLISTED", "extra.csv"),
        ("E_FILE_MISSING", "datapackage.json"),
    ]


@pytest.mark.parametrize("name", ["title", "version", "licenses", "sources", "resources"])
def test_a_descriptor_must_state_its_parts(contents: Contents, name: str) -> None:
    for written in (f'"{name}":'.encode(), f'"{name}" :'.encode()):
        contents["datapackage.json"] = contents["datapackage.json"].replace(written, b'"x":')
    assert ("E_DESCRIPTOR", "datapackage.json") in found(contents)


def test_paragraphs_are_counted_in_their_section() -> None:
    text = "题目\r\n\r\n引，言。\r\n\r\n\r\n甲节\r\n\r\n一。\r\n二。\r\n\r\n三。\n\n乙节\n\n四。"
    assert paragraphs(text) == {
        (0, 1): "引，言。",
        (1, 1): "一。\n二。",
        (1, 2): "三。",
        (2, 1): "四。",
    }
    assert paragraphs("") == {}


@pytest.mark.parametrize("locator", ["section 3", "page title", "section x, paragraph 1", ""])
def test_other_locators_point_at_no_paragraph(locator: str) -> None:
    assert parse_locator(locator) is None


@pytest.mark.parametrize("version", ["", "1.0 beta", "<b>1</b>", "版本一", "-1", "1" * 41, 1])
def test_a_version_must_be_able_to_travel_in_a_link(contents: Contents, version: object) -> None:
    descriptor = json.loads(contents["datapackage.json"])
    contents["datapackage.json"] = json.dumps(descriptor | {"version": version}).encode()
    assert ("E_DESCRIPTOR", "datapackage.json") in found(contents)


def test_a_package_that_nobody_sealed_is_one_fault(contents: Contents) -> None:
    descriptor = json.loads(contents["datapackage.json"]) | {"resources": []}
    contents["datapackage.json"] = json.dumps(descriptor).encode()
    assert found(contents) == [("E_UNLISTED", "datapackage.json")]

"""Are tables read as offices keep them, and is what cannot be read refused with its place?"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from geo.intake import limits
from geo.intake.found import Found, FoundTable
from geo.intake.messages import Messages, NotTakenError, verdict
from geo.intake.read import read, read_content
from tests.intake.made import archive, replaced, workbook

HEADER = ["名称", "经度", "纬度", "建筑面积(万㎡)"]
ROWS = [["团结里", "116.69", "39.52", "1.2"], ["和平里", "116.70", "39.53", "3"]]


def written(rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue().encode(encoding)


def only(found: Found) -> FoundTable:
    assert [m.line("zh") for m in found.messages if m.level == "error"] == []
    (table,) = found.tables
    return table


def codes(found: Found) -> set[str]:
    return {message.code for message in found.messages}


def values(table: FoundTable) -> list[list[object]]:
    return [list(row.cells.values()) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-32"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_a_text_of_any_usual_encoding_and_separator_is_one_table(
    encoding: str, separator: str
) -> None:
    header, names = HEADER, ("团结里", "和平里")
    if encoding == "big5":
        header, names = ["編號", "經度", "緯度", "面積"], ("團結里", "和平里")
    last = "1,2" if separator == ";" else "1.2"
    rows = [[name, "116.69", "39.52", last] for name in names]
    found = read_content("台账.csv", written([header, *rows], separator, encoding))
    table = only(found)
    assert table.name == "台账"
    assert table.columns == tuple(header)
    assert values(table) == [[*row[:3], "1.2"] for row in rows]
    assert [row.number for row in table.rows] == [2, 3]
    assert verdict(found.messages) == ("accept" if separator in ",\t" else "repair")
    said: set[str] = {"utf-8": set(), "utf-8-sig": {"I_BOM"}}.get(encoding, {"I_ENCODING"})
    assert codes(found) - {"Q_DATUM", "W_FIGURE"} == said | (
        set() if separator in ",\t" else {"W_DIALECT"}
    ) | ({"W_DECIMAL_COMMA"} if separator == ";" else set())


def test_what_stands_above_the_header_and_pages_between_are_no_rows() -> None:
    titled = [
        ["老旧小区台账", "", "", ""],
        ["单位：万㎡", "", "", ""],
        HEADER,
        ROWS[0],
        HEADER,
        ROWS[1],
    ]
    for found in (
        read_content("a.csv", written(titled)),
        read_content("a.xlsx", workbook({"台账": titled}, merged=["A1:D1"])),
    ):
        table = only(found)
        assert table.columns == tuple(HEADER)
        assert values(table) == ROWS
        assert [row.number for row in table.rows] == [4, 6]
        assert table.above == ("老旧小区台账", "单位：万㎡")
        assert {"I_TITLE", "I_HEADER_AGAIN"} <= codes(found)


def test_a_header_over_two_rows_is_one() -> None:
    rows = [
        ["序号", "名称", "坐标", None, "面积", None],
        [None, None, "经度", "纬度", "2022", "2023"],
        [1, "团结里", 116.69, 39.52, 1.5, 2],
    ]
    content = workbook({"a": rows}, merged=["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    table = only(read_content("a.xlsx", content))
    assert table.columns == ("序号", "名称", "经度", "纬度", "2022", "2023")
    assert values(table) == [[1, "团结里", 116.69, 39.52, 1.5, 2]]


def test_cells_keep_what_they_are() -> None:
    rows = [
        ["名称", "户数", "面积", "开工", "时刻", "完成", "编号"],
        ["团结里", 12, 1.5, date(2023, 5, 1), datetime(2023, 5, 1, 8, 30), True, "007"],
        ["和平里", None, "#N/A", None, None, False, 340102199001011234],
    ]
    found = read_content("a.xlsx", workbook({"a": rows}))
    *cells, number = values(only(found))[-1]
    assert str(number).startswith("340102199001011"), "a float has no more digits"
    assert [*values(only(found))[:-1], cells] == [
        ["团结里", 12, 1.5, "2023-05-01", "2023-05-01 08:30:00", True, "007"],
        ["和平里", None, None, None, None, False],
    ]
    assert {"W_CELL_ERROR", "W_BIG_INT"} <= codes(found)


def test_cells_merged_downwards_hold_in_each_row() -> None:
    rows = [["街道", "名称"], ["银河南路", "甲"], [None, "乙"], [None, "丙"], [None, "丁"]]
    found = read_content("a.xlsx", workbook({"a": rows}, merged=["A2:A4"]))
    assert [row.cells["街道"] for row in only(found).rows] == ["银河南路"] * 3 + [None]
    assert "I_MERGED" in codes(found)


def test_every_sheet_that_is_shown_is_a_table() -> None:
    sheets = {
        "地点": [HEADER, *ROWS],
        "数据": [["指标", "值"], ["户数", 3]],
        "选项": [["a"]],
        "空": [],
    }
    found = read_content("a.xlsx", workbook(sheets, hidden=["选项"]))
    assert [table.name for table in found.tables] == ["地点", "数据"]
    assert {"I_HIDDEN_SHEET", "I_MULTI_LAYER", "I_NO_TABLE"} <= codes(found)
    assert verdict(found.messages) == "accept"


def test_a_formula_without_its_result_is_said() -> None:
    found = read_content("a.xlsx", workbook({"a": [["名称", "合计"], ["甲", "=1+1"]]}))
    assert "W_FORMULA" in codes(found)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "E_EMPTY_FILE", None),
        (b" \n\n", "E_EMPTY_FILE", None),
        (b"id,lon\nS\x0001,1\n", "E_BINARY", 2),
        ("名称,面积\n甲,1".encode("gb18030")[:-4] + b"\xff\xff\xff\n", "E_ENCODING", None),
        (b"id,lon,lat\na,1,2\nb,1,2,3\nc,1\n", "E_CSV_RAGGED", 3),
        (b'id,lon\na,1\nb,"2\n', "E_CSV_QUOTE", 3),
        (b"1,2,3\n4,5,6\n", "E_NO_HEADER", None),
        (b"%PDF-1.7 ", "E_FORMAT_UNSUPPORTED", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "E_FORMAT_UNSUPPORTED", None),
        (b"\x1f\x8b\x08" + bytes(20), "E_FORMAT_UNSUPPORTED", None),
        (workbook({"a": [HEADER]})[:-60], "E_ZIP", None),
        (
            archive({"[Content_Types].xml": b"", "word/document.xml": b""}),
            "E_FORMAT_UNSUPPORTED",
            None,
        ),
        (archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>"}), "E_XLSX", None),
        (workbook({"a": []}), "E_NO_HEADER", None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_table_is_refused_with_its_place(
    content: bytes, code: str, row: int | None
) -> None:
    found = read_content("a.csv", content)
    assert found.tables == ()
    assert [(m.code, m.row, m.level) for m in found.messages if m.level == "error"] == [
        (code, row, "error")
    ]
    assert verdict(found.messages) == "reject"


def test_entities_in_a_workbook_are_refused_and_never_resolved() -> None:
    book = workbook({"a": [["名称", "值"], ["x", 1]]})
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'
    spoiled = replaced(book, "xl/worksheets/sheet1.xml", b"<worksheet", evil)
    assert codes(read_content("a.xlsx", spoiled)) == {"E_XML_ENTITY"}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({f"xl/{n}": b"" for n in range(2_001)}, "E_ZIP_BOMB"),
        ({"xl/big.xml": bytes(30_000_000)}, "E_ZIP_BOMB"),
        ({"../../xl/x.xml": b""}, "E_ZIP_PATH"),
        ({"C:\\x.xml": b""}, "E_ZIP_PATH"),
        ({"/x.xml": b""}, "E_ZIP_PATH"),
    ],
)
def test_an_archive_is_looked_through_before_it_is_unpacked(
    members: dict[str, bytes], code: str
) -> None:
    named = {"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>"}
    assert codes(read_content("a.xlsx", archive({**named, **members}))) == {code}


def test_columns_without_a_name_twice_or_too_many_are_kept_apart() -> None:
    content = written([["名称", "", "面积", "面积"], ["甲", "乙", "1", "2"]])
    found = read_content("a.csv", content)
    assert only(found).columns == ("名称", "第 2 列", "面积", "面积 (2)")
    assert codes(found) == {"W_BAD_KEY", "W_DUP_COLUMN"}
    wide = written([[f"列{n}" for n in range(300)], [str(n) for n in range(300)]])
    found = read_content("a.csv", wide)
    assert len(only(found).columns) == limits.MOST_COLUMNS == len(only(found).rows[0].cells)
    assert codes(found) == {"W_TOO_MANY_COLUMNS"}


def test_texts_are_cut_and_tidied_and_said() -> None:
    found = read_content("a.csv", written([["名称", "a"], ["长" * 200_000, "安\u202e全\x07"]]))
    (row,) = only(found).rows
    assert row.cells == {"名称": "长" * limits.MOST_SIGNS, "a": "安全"}
    assert codes(found) == {"W_LONG_TEXT", "W_CONTROL_CHARS"}
    assert csv.field_size_limit() >= 131_072, "what others may read is not made shorter"


def test_more_than_is_taken_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"a,b\n" + b"1,2\n" * (limits.MOST_FEATURES + 40)
    assert codes(read_content("a.csv", content)) == {"E_TOO_MANY"}
    path = tmp_path / "a.csv"
    path.write_bytes(written([HEADER, *ROWS]))
    assert values(only(read(path))) == ROWS
    monkeypatch.setattr("geo.intake.read.MOST_BYTES", 10)
    assert codes(read(path)) == {"E_TOO_LARGE"}


def test_a_header_alone_is_taken_and_said() -> None:
    found = read_content("a.csv", written([HEADER]))
    assert only(found).columns == tuple(HEADER)
    assert codes(found) == {"I_NO_FEATURES"}


def test_one_cause_fills_no_screen_and_no_terminal() -> None:
    messages = Messages("a\x1b[31m.csv")
    for row in range(100):
        messages.add("W_X", ("甲\x1b", "a\x1b"), ("乙", "b"), row=row)
    messages.refuse(NotTakenError("E_Y", ("丙", "c"), ("丁", "d"), feature=3, field="f"))
    told = messages.told()
    assert len(told) == 22
    assert "80" in told[-1].message.en
    assert all(m.line(lang).isprintable() for m in told for lang in ("zh", "en"))
    assert told[20].as_json("en") == {
        **{"level": "error", "code": "E_Y", "file": "a<U+001B>[31m.csv"},
        **{"row": None, "feature": 3, "field": "f", "message": "c", "remedy": "d"},
    }


def test_what_is_shown_as_percent_is_percent_and_what_is_hidden_is_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("名称", "完成率"), ("甲", 0.5), ("乙", 1), ("丙", "80%"), ("丁", 0.345)):
        sheet.append(row)
    for at, form in enumerate(("0%", "0.00%", "@", "0.0%"), 2):
        sheet.cell(at, 2).number_format = form
    sheet.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    found = read_content("a.xlsx", stream.getvalue())
    assert [row.cells["完成率"] for row in only(found).rows] == ["50%", "100%", "80%", "34.5%"]
    assert codes(found) == {"I_HIDDEN"}

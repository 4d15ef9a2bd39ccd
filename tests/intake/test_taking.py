"""Do the files of an office become places and figures of a package, with nothing guessed?"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.__main__ import main
from geo.datum import convert
from geo.intake.found import Found, FoundRow, FoundTable
from geo.intake.read import read_content
from geo.intake.taking.context import context_of
from geo.intake.taking.take import Outcome, take
from geo.package.read import read_contents
from tests.intake.made import workbook

Make = Callable[..., Path]
LON, LAT = 116.6945, 39.5105
HEADER = (
    *("序号", "小区名称", "所属街道", "类型", "户数", "建筑面积(万㎡)", "投资（万元）"),
    *("经度", "纬度", "联系电话"),
)
STREETS = ("银河南路街道", "光明西道", "永华道街道")


def ledger(count: int = 20, **changed: Any) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = [("2022年老旧小区改造台账",), (), HEADER]
    for i in range(count):
        cells = dict(
            zip(
                HEADER,
                (
                    *(i + 1, f"测试小区{i + 1:02}", STREETS[i % 3], "老旧小区", 320 + i),
                    *(1.2, 150.5, LON + i / 5000, LAT, "13800000000"),
                ),
                strict=True,
            )
        )
        if i == 0:
            cells |= changed
        rows.append(list(cells.values()))
    total = ("合计", None, None, None, 6590, 24, 3010)
    return [*rows, total, ("注：以上为初步统计",)]


def book(rows: Sequence[Sequence[Any]]) -> Found:
    return read_content("老旧小区台账.xlsx", workbook({"Sheet1": rows}))


def taken(root: Path, *files: Found, **answers: str) -> Outcome:
    return take(files, root.name, read_contents(root), answers)


def rows_of(outcome: Outcome, table: str) -> list[dict[str, str]]:
    assert outcome.contents is not None, [fault.line("en") for fault in outcome.faults]
    return list(csv.DictReader(outcome.contents[f"{table}.csv"].decode().splitlines()))


def place(outcome: Outcome, name: str) -> dict[str, Any]:
    assert outcome.contents is not None, [fault.line("en") for fault in outcome.faults]
    features = [
        each
        for path, content in outcome.contents.items()
        if path.startswith("layers/")
        for each in json.loads(content)["features"]
    ]
    found: dict[str, Any] = next(e for e in features if e["properties"]["name_zh"] == name)
    return found


def codes(outcome: Outcome) -> set[str]:
    return {message.code for message in outcome.understood.messages}


def test_a_ledger_asks_one_question_and_becomes_a_sound_package(anci_root: Path) -> None:
    asked = taken(anci_root, book(ledger()))
    assert [question.key for question in asked.questions] == ["datum"]
    assert asked.contents is None
    outcome = taken(anci_root, book(ledger()), datum="gcj02")
    before = {row["figure_id"] for row in taken_before(anci_root)}
    new = [row for row in rows_of(outcome, "figures") if row["figure_id"] not in before]
    assert len(new) == 20 * 3 + 1
    assert not [fault for fault in outcome.faults if fault.level == "error"]
    said = {row["measure_zh"]: row for row in new if row["place_id"] == "ceshixiaoqu-01"}
    assert (said["建筑面积"]["value"], said["建筑面积"]["unit"]) == ("12000", "m2")
    assert (said["投资"]["value"], said["投资"]["unit"]) == ("1505000", "yuan")
    assert (said["户数"]["as_published"], said["户数"]["unit"]) == ("320户", "household")
    assert "13800000000" not in b"".join((outcome.contents or {}).values()).decode()


def taken_before(root: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((root / "figures.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "wgs84"])
def test_a_position_is_converted_from_the_datum_that_was_said(anci_root: Path, datum: Any) -> None:
    point = convert([(LON, LAT)], "wgs84", datum)[0]
    rows = ledger(1, 经度=float(point[0]), 纬度=float(point[1]))
    found = place(taken(anci_root, book(rows), datum=datum), "测试小区01")
    assert found["geometry"]["coordinates"] == pytest.approx([LON, LAT], abs=2e-6)
    assert found["properties"]["precision"] == "exact"


def test_without_a_datum_nothing_is_drawn_as_exact(anci_root: Path) -> None:
    outcome = taken(anci_root, book(ledger(3)), datum="unknown")
    found = place(outcome, "测试小区02")
    assert found["geometry"] is None
    assert found["properties"]["area"] == "guangming-west-road"
    assert found["properties"]["precision"] == "township"


WORDINGS = {
    ("户数", "约300"): ("300", "about", "household"),
    ("户数", "近千户"): ("1000", "under", "household"),
    ("建筑面积(万㎡)", "1.6余"): ("16000", "over", "m2"),
    ("建筑面积(万㎡)", "5400平方米"): ("5400", "exact", "m2"),
    ("投资（万元）", 150.50000000000003): ("1505000", "exact", "yuan"),
    ("投资（万元）", "2亿元以上"): ("200000000", "over", "yuan"),
}


@pytest.mark.parametrize(("column", "cell"), WORDINGS)
def test_a_number_is_read_with_its_words_and_the_unit_of_its_heading(
    anci_root: Path, column: str, cell: Any
) -> None:
    outcome = taken(anci_root, book(ledger(1, **{column: cell})), datum="wgs84")
    rows = [r for r in rows_of(outcome, "figures") if r["place_id"] == "ceshixiaoqu-01"]
    found = next(r for r in rows if r["measure_zh"] in column)
    expected = WORDINGS[column, cell]
    assert (found["value"], found["qualifier"], found["unit"]) == expected


@pytest.mark.parametrize("cell", ["—", "待定", "5-8处", "若干", None, "2022年"])
def test_what_states_no_number_makes_no_figure(anci_root: Path, cell: Any) -> None:
    outcome = taken(anci_root, book(ledger(2, 户数=cell)), datum="wgs84")
    ids = {row["figure_id"] for row in rows_of(outcome, "figures")}
    assert "ceshixiaoqu-01-hushu" not in ids
    assert "ceshixiaoqu-02-hushu" in ids


def test_a_fang_is_asked_about_once_and_answered(anci_root: Path) -> None:
    rows = [
        ("名称", "清运方量或面积", "街道"),
        ("甲地", "4900方", "银河南路"),
        ("乙地", "1万方", ""),
    ]
    rows[0] = ("名称", "规模", "街道")
    asked = taken(anci_root, book(rows))
    assert [question.key for question in asked.questions] == ["unit:规模"]
    assert [option.value for option in asked.questions[0].options] == ["m2", "m3"]
    outcome = taken(anci_root, book(rows), **{"unit:规模": "m3"})
    found = [row for row in rows_of(outcome, "figures") if row["measure_zh"] == "规模"]
    assert [(row["value"], row["unit"]) for row in found] == [("4900", "m3"), ("10000", "m3")]


def test_swapped_columns_are_turned_and_a_far_place_is_drawn_in_its_area(anci_root: Path) -> None:
    swapped = [(n, x, y) for n, x, y in (("甲", LAT, LON), ("乙", LAT + 0.001, LON))]
    outcome = taken(anci_root, book([("名称", "经度", "纬度"), *swapped]), datum="wgs84")
    assert place(outcome, "甲")["geometry"]["coordinates"] == [LON, LAT]
    assert "W_SWAPPED" in codes(outcome)
    outcome = taken(anci_root, book(ledger(2, 经度=113.6945)), datum="wgs84")
    assert place(outcome, "测试小区01")["geometry"] is None
    far = next(m for m in outcome.understood.messages if m.code == "W_OUTSIDE")
    # Three degrees of longitude at 39.5 N are 258 km; the district's edge is some 9 km nearer.
    kilometres = re.search(r"约 (\d+) 公里", far.message.zh)
    assert kilometres is not None
    assert 240 < int(kilometres[1]) < 258
    assert "116.6945" in far.remedy.zh
    assert far.row == 4


def test_one_row_that_is_swapped_or_no_position_does_not_refuse_the_others(anci_root: Path) -> None:
    rows = [("甲", LON, LAT), ("乙", LAT, LON), ("丙", LON, 95), ("丁", LON, LAT + 0.001)]
    found = book([("名称", "经度", "纬度"), *rows])
    assert not any(message.level == "error" for message in found.messages)
    outcome = taken(anci_root, found, datum="wgs84")
    assert place(outcome, "乙")["geometry"]["coordinates"] == [LON, LAT]
    assert place(outcome, "丙")["geometry"] is None
    said = {m.code: m.row for m in outcome.understood.messages if m.row is not None}
    assert said == {"W_SWAPPED": 3, "W_FEATURE_DROPPED": 4, "W_OUTSIDE": 4}


def test_taking_a_file_again_changes_nothing_and_fewer_rows_are_asked_about(
    make_package: Make,
) -> None:
    root = make_package()
    once = taken(root, book(ledger(5)), datum="gcj02")
    assert once.contents is not None
    again = take([book(ledger(5))], root.name, once.contents, {"datum": "gcj02"})
    assert again.contents == once.contents
    fewer = take([book(ledger(3))], root.name, once.contents, {"datum": "gcj02"})
    assert [question.key for question in fewer.questions] == ["gone"]
    answers = {"datum": "gcj02", "gone": "remove"}
    dropped = take([book(ledger(3))], root.name, once.contents, answers)
    assert {r["place_id"] for r in rows_of(dropped, "figures")}.isdisjoint(
        {"ceshixiaoqu-04", "ceshixiaoqu-05"}
    )
    answers["gone"] = "keep"
    kept = take([book(ledger(3))], root.name, once.contents, answers)
    assert place(kept, "测试小区05")


def test_names_are_asked_for_only_where_no_heading_tells(anci_root: Path) -> None:
    one = [("叫法", "户数", "街道"), ("甲院", 20, "银河南路"), ("乙院", 30, "永华道")]
    outcome = taken(anci_root, book(one))
    assert outcome.is_ready
    assert "I_NAME" in codes(outcome)
    two = [("叫法", "俗称", "户数"), ("甲院", "大院", 20), ("乙院", "小院", 30)]
    asked = taken(anci_root, book(two))
    assert [question.key for question in asked.questions] == ["name"]
    assert place(taken(anci_root, book(two), name="俗称"), "小院")


def test_shapes_of_a_file_are_taken_with_its_system(anci_root: Path) -> None:
    line = shapely.LineString([(LON, LAT), (LON + 0.01, LAT)])
    row = FoundRow(1, {"路名": "明华路"}, line)
    table = FoundTable("roads", ("路名",), (row,), "EPSG:4490")
    outcome = taken(anci_root, Found("roads.gpkg", "gpkg", (table,), ()))
    assert not outcome.questions
    found = place(outcome, "明华路")
    assert found["id"] == "minghua-road"  # the road that was there is located now
    assert found["properties"]["precision"] == "line"
    unknown = FoundTable("roads", ("路名",), (row,), None)
    asked = taken(anci_root, Found("roads.geojson", "geojson", (unknown,), ()))
    assert [question.key for question in asked.questions] == ["datum"]


def test_sheets_of_figures_and_sources_are_taken_too(anci_root: Path) -> None:
    sheets = {
        "数据": [
            ("指标*", "原文写法*", "地点", "工作类别*", "出处*", "段落", "年份"),
            ("栽树", "3000余株", "", "绿化", "某区年报", "第 2 段", "2022"),
            ("整修", "5.6公里", "明华路", "市容环境", "某区年报", "", "2022"),
        ],
        "出处": [("标题*", "发布者*", "日期", "网址"), ("某区年报", "某区政府", "2023-01-05", "")],
    }
    outcome = taken(anci_root, read_content("一张图.xlsx", workbook(sheets)))
    found = {row["measure_zh"]: row for row in rows_of(outcome, "figures")}
    assert found["栽树"]["value"] == "3000"
    assert found["栽树"]["place_id"] == "anci"
    assert found["整修"]["place_id"] == "minghua-road"
    assert found["整修"]["workstream"] == "streetscape"
    source = {row["title_zh"]: row for row in rows_of(outcome, "sources")}["某区年报"]
    assert (source["publisher_zh"], source["published"]) == ("某区政府", "2023-01-05")


def test_the_command_makes_a_package_of_a_table_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["序号;项目名称;类别;长度(公里);高德经度;纬度;年份"]
    rows += ["1;建设路;道路改造;1.2;116.70;39.50;2024", "2;光荣道;道路改造;约3;116.71;39.51;2024"]
    file = tmp_path / "道路.csv"
    file.write_bytes("\r\n".join([*rows, "小计;;;4.2;;;"]).encode("gbk"))
    root = tmp_path / "demo-2024"
    command = ["take", str(file), "--into", str(root), "--lang", "zh"]
    assert main(command) == 2  # there is no such package
    assert main([*command, "--new", "测试区2024"]) == 0
    assert "2 个地点、2 项数据" in capsys.readouterr().out
    assert main(["check", str(root)]) == 0
    context = context_of("demo-2024", read_contents(root))
    assert [row["value"] for row in context.rows["figures"]] == ["1200", "3000", "2"]
    assert main([*command[:4], "--lang", "en", "--answer", "datum=bd09"]) == 0


def test_a_question_is_asked_and_nothing_is_written(
    make_package: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package()
    before = read_contents(root)
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook({"Sheet1": ledger(2)}))
    command = ["take", str(file), "--into", str(root), "--lang", "zh"]
    assert main(command) == 1
    assert "--answer datum=gcj02  高德、腾讯" in capsys.readouterr().out
    assert read_contents(root) == before
    assert main([*command, "--answer", "datum=gcj02"]) == 0
    assert read_contents(root) != before


def test_a_ledger_with_everything_that_offices_put_around_it(anci_root: Path) -> None:
    """Who filled it in stands above and below, its unit beside that, its sheet has no name."""
    rows: list[Sequence[Any]] = [
        ("示范区2022年城镇老旧小区改造项目明细表",),
        ("填报单位：住房和城乡建设局", "", "", "单位：万元"),
        ("序号", "小区名", "街道名称", "总投资"),
        (1, "甲院", "银河南路街道", 1250),
        ("小计", "", "", 1250),
        ("填表人：甲", "", "审核人：乙", "联系电话：13800000000"),
    ]
    found = read_content("明细表.xlsx", workbook({"表1": rows}))
    outcome = taken(anci_root, found)
    assert not outcome.questions
    (made,) = outcome.understood.places
    assert (made.name, made.workstream) == ("甲院", "示范区城镇老旧小区改造项目")
    assert made.area
    (figure,) = outcome.understood.figures
    assert (figure.measure, figure.as_published, figure.value) == ("总投资", "1250万元", 12_500_000)
    assert [each.code for each in outcome.understood.messages if each.level == "warning"] == []
    assert outcome.is_ready


def test_names_of_streets_are_places_where_there_is_no_other_name(anci_root: Path) -> None:
    outcome = taken(anci_root, book([("街道名称", "户数"), ("银河南路街道", 20)]))
    assert [each.name for each in outcome.understood.places] == ["银河南路街道"]

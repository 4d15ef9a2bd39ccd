"""What do spreadsheets and people do to the tables of a package?"""

from __future__ import annotations

import json

from tests.package.spoiling import (
    DESCRIPTOR,
    FIGURES,
    GAPS,
    LAYERS,
    QUIET,
    ROADS,
    STREAMS,
    Spoiling,
    bad_shape,
    cell,
    chinese,
    column,
    encoded,
    header,
    merged,
    rows,
    stream_by_name,
    swapped,
    text,
    thousands,
    was_read,
    with_column,
    without_column,
)

SPOILINGS: dict[str, Spoiling] = {
    # How a spreadsheet program stores a table.
    "GBK": was_read(FIGURES, encoded("gbk"), "I_ENCODING", "GBK", "GBK"),
    "GB18030": was_read(GAPS, encoded("gb18030"), "I_ENCODING", "GBK", "GBK"),
    "UTF-16": was_read(FIGURES, encoded("utf-16"), "I_ENCODING", "UTF-16", "UTF-16"),
    "UTF-16 with tabs": was_read(FIGURES, encoded("utf-16", "\t"), "I_ENCODING", "制表符", "tabs"),
    "UTF-16 without a mark": was_read(FIGURES, encoded("utf-16-le"), "I_ENCODING", "UTF-16", "UTF"),
    "semicolons": was_read(FIGURES, encoded("utf-8", ";"), "I_SEPARATOR", "分号", "semicolons"),
    "semicolons in GBK": was_read(FIGURES, encoded("gbk", ";"), "I_ENCODING", "分号", "semicolons"),
    "tabs": was_read(FIGURES, encoded("utf-8", "\t"), "I_SEPARATOR", "制表符", "tabs"),
    "bars": was_read(FIGURES, encoded("utf-8", "|"), "I_SEPARATOR", "竖线", "vertical bars"),
    "full-width commas": was_read(
        LAYERS, text(lambda t: t.replace(",", "，")), "I_SEPARATOR", "全角逗号", "full-width commas"
    ),
    "Excel's line": was_read(
        FIGURES,
        lambda c: b"sep=;\r\n" + encoded("utf-8", ";")(c),
        "I_SEPARATOR",
        "分号",
        "semicolons",
    ),
    "a mark": was_read(FIGURES, lambda c: b"\xef\xbb\xbf" + c, QUIET, "", ""),
    "Windows lines": was_read(FIGURES, lambda c: c.replace(b"\n", b"\r\n"), QUIET, "", ""),
    "old lines": was_read(FIGURES, lambda c: c.replace(b"\n", b"\r"), QUIET, "", ""),
    "another code": Spoiling(
        GAPS,
        lambda c: c + "d,café,b,naïve,über\n".encode("latin-1"),
        "E_ENCODING",
        "CSV UTF-8",
        "CSV UTF-8",
    ),
    "a workbook": Spoiling(
        FIGURES, lambda _: b"PK\x03\x04rest", "E_NOT_TEXT", "另存为", "Save it as"
    ),
    "an old workbook": Spoiling(
        FIGURES, lambda _: b"\xd0\xcf\x11\xe0rest", "E_NOT_TEXT", "另存为", "Save it as"
    ),
    "a web page": Spoiling(
        FIGURES, lambda _: b"<html><table><tr><td>1</td></tr></table>", "E_NOT_TEXT", "另存", "Save"
    ),
    "half written in GBK": Spoiling(
        FIGURES,
        lambda c: c.decode().partition("篇")[0].encode("gbk") + b"\xc6",
        "E_CUT_OFF",
        "重新保存",
        "again",
    ),
    "half written": Spoiling(
        FIGURES, lambda c: c[: c.index("户".encode()) + 1], "E_CUT_OFF", "重新保存", "again"
    ),
    "NUL bytes": Spoiling(
        FIGURES, cell(3, "measure_zh", "a\0b"), "E_CONTROL_CHARS", "删去", "Remove"
    ),
    "nothing": Spoiling(FIGURES, lambda _: b"", "E_EMPTY_FILE", "表头", "header"),
    "a header only": Spoiling(
        FIGURES, lambda c: c[: c.index(b"\n") + 1], "E_NO_ROWS", "填入", "Add the rows"
    ),
    "units without rows": Spoiling(
        "units.csv", lambda c: c[: c.index(b"\n") + 1], "E_NO_ROWS", "填入", "Add the rows"
    ),
    # Rows.
    "blank rows at the end": was_read(FIGURES, lambda c: c + b"\n\n\n", QUIET, "", ""),
    "rows of commas at the end": was_read(
        FIGURES, lambda c: c + b",,,,,,,,,,,\n" * 3, QUIET, "", ""
    ),
    "rows of commas between": was_read(
        FIGURES, rows(lambda t: t.__setitem__(slice(5, 5), [[""] * 12] * 3)), QUIET, "", ""
    ),
    "commas at the end": was_read(FIGURES, text(lambda t: t.replace("\n", ",,,\n")), QUIET, "", ""),
    "rows of blanks": was_read(
        FIGURES, rows(lambda t: t.insert(4, [" ", "\u3000", *[""] * 10])), QUIET, "", ""
    ),
    "a title above": was_read(
        FIGURES,
        rows(lambda t: t.insert(0, ["安次区数字表", *[""] * 11])),
        "I_ROWS",
        "第 2 行",
        "row 2",
    ),
    "a row of totals": was_read(
        FIGURES,
        rows(lambda t: t.append(["合计", *[""] * 4, "8888", *[""] * 6])),
        "I_ROWS",
        "合计行",
        "totals",
    ),
    "the header again": was_read(
        FIGURES, rows(lambda t: t.insert(9, t[0])), "I_ROWS", "表头", "header"
    ),
    "merged cells": Spoiling(
        FIGURES, rows(merged), "E_EMPTY_CELL", "填写", "Fill it in", ("5, 6",)
    ),
    "a row without most": Spoiling(
        FIGURES,
        rows(lambda t: t.append(["new-one", *[""] * 11])),
        "E_EMPTY_CELL",
        "合并单元格",
        "merged",
        ("workstream",),
    ),
    "a row twice": Spoiling(
        FIGURES, rows(lambda t: t.append(t[4])), "E_DUP", "删去其中一行", "Remove one", ("5",)
    ),
    "a comma without quotes": Spoiling(
        FIGURES,
        text(lambda t: t.replace('"section 1, paragraph 4"', "section 1, paragraph 4", 1)),
        "E_CSV_RAGGED",
        "加引号",
        "Quote",
    ),
    "commas without quotes": Spoiling(
        FIGURES, text(lambda t: t.replace('"', "")), "E_CSV_RAGGED", "加引号", "Quote"
    ),
    "a quote left open": Spoiling(
        FIGURES, text(lambda t: t.replace("4,exact", '"4,exact', 1)), "E_CSV", "引号", "quote"
    ),
    # Columns.
    "Chinese headings": was_read(FIGURES, rows(chinese), "I_COLUMNS", "指标", "measure_zh"),
    "headings in capitals": was_read(
        FIGURES,
        text(lambda t: t.replace("figure_id", "Figure ID", 1)),
        "I_COLUMNS",
        "figure_id",
        "figure_id",
    ),
    "a remark": was_read(FIGURES, rows(with_column), "I_COLUMNS", "备注", "备注"),
    "columns swapped": was_read(FIGURES, rows(swapped), QUIET, "", ""),
    "a column less": Spoiling(
        FIGURES, rows(without_column), "E_COLUMNS", "补上", "Add", ("locator",)
    ),
    "a heading mistyped": Spoiling(
        FIGURES,
        header("measure_zh", "measure_zhh"),
        "E_COLUMNS",
        "改正列名",
        "Correct",
        ("measure_zh",),
    ),
    "a column twice": Spoiling(
        FIGURES,
        header("measure_en", "measure_zh"),
        "E_COLUMNS",
        "只留一个",
        "eep one",
        ("measure_zh",),
    ),
    "another table": Spoiling(
        FIGURES,
        lambda _: b"gap_id,what_zh,what_en,why_zh,why_en\na,b,c,d,e\n",
        "E_OTHER_TABLE",
        "文件名",
        "rename",
        (GAPS,),
    ),
    "no header": Spoiling(
        FIGURES, rows(lambda t: t.pop(0)), "E_COLUMNS", "第一行写列名", "first row"
    ),
    # Cells.
    "an id in Chinese": Spoiling(
        FIGURES,
        cell(3, "figure_id", "宣传报道"),
        "E_PATTERN",
        "小写字母",
        "lower-case",
        ("xuanchuanbaodao",),
    ),
    "an id in capitals": Spoiling(
        FIGURES,
        cell(3, "figure_id", "Publicity_Reports"),
        "E_PATTERN",
        "小写字母",
        "lower-case",
        ("publicity-reports",),
    ),
    "an id with a blank": Spoiling(
        STREAMS,
        cell(3, "workstream_id", "street scape"),
        "E_PATTERN",
        "小写字母",
        "lower-case",
        ("street-scape",),
    ),
    "ids with lines below": Spoiling(
        FIGURES,
        column("figure_id", lambda t: t.replace("-", "_")),
        "E_PATTERN",
        "小写字母",
        "lower-case",
        ("command-mechanisms",),
    ),
    "blanks behind ids": was_read(
        FIGURES, column("figure_id", lambda t: f" {t} \u3000"), QUIET, "", ""
    ),
    "an id twice": Spoiling(
        FIGURES, cell(3, "figure_id", "command-mechanisms"), "E_DUP", "唯一", "unique", ("2",)
    ),
    "a colour by name": Spoiling(
        STREAMS, cell(2, "colour", "红色"), "E_PATTERN", "#a83152", "#a83152"
    ),
    "a colour in three": was_read(STREAMS, cell(2, "colour", "#A35"), QUIET, "", ""),
    "a colour in capitals": was_read(STREAMS, cell(2, "colour", "#A83152"), QUIET, "", ""),
    "a light colour": Spoiling(
        STREAMS, cell(2, "colour", "#ffff00"), "E_CONTRAST", "深一些", "darker"
    ),
    "a number with its unit": Spoiling(
        FIGURES, cell(3, "value", "22篇"), "E_NUMBER", "只写数字", "alone", ("22",)
    ),
    "numbers with units": Spoiling(
        FIGURES, column("value", lambda t: f"{t}个"), "E_NUMBER", "只写数字", "alone"
    ),
    "a number in 万": Spoiling(FIGURES, cell(3, "value", "1.6万"), "E_NUMBER", "16000", "16000"),
    "thousands": was_read(FIGURES, column("value", thousands), "I_NUMBER", "读作", "read as"),
    "wide digits": was_read(FIGURES, cell(3, "value", "２２"), "I_NUMBER", "22", "22"),
    "a formula": Spoiling(FIGURES, cell(3, "value", "=B2*2"), "E_FORMULA", "选择性粘贴", "Paste"),
    "not available": Spoiling(
        FIGURES, cell(3, "measure_zh", "#N/A"), "E_SPREADSHEET", "填入", "Write"
    ),
    "formulas gone": Spoiling(
        FIGURES, column("value", lambda _: "#REF!"), "E_SPREADSHEET", "填入", "Write"
    ),
    "a date from an id": Spoiling(
        FIGURES, cell(3, "figure_id", "1月2日"), "E_SPREADSHEET", "文本格式", "as text"
    ),
    "a date from a number": Spoiling(
        FIGURES, cell(3, "value", "2-Jan"), "E_SPREADSHEET", "文本格式", "as text"
    ),
    "a year in Chinese": was_read(FIGURES, column("period", lambda t: f"{t}年"), QUIET, "", ""),
    "a choice in Chinese": Spoiling(
        FIGURES, cell(3, "qualifier", "余"), "E_ENUM", "写成 over", "Write over"
    ),
    "a reference mistyped": Spoiling(
        FIGURES,
        cell(3, "workstream", "publicty"),
        "E_REFERENCE",
        "是不是 publicity",
        "publicity meant",
    ),
    "a place mistyped": Spoiling(
        FIGURES,
        cell(39, "place_id", "minghua-raod"),
        "E_REFERENCE",
        "是不是 minghua-road",
        "minghua-road meant",
    ),
    **{
        f"a name for an id: {name} of {file}": Spoiling(
            file,
            cell(row, column_, name),
            "E_REFERENCE",
            f"编号是 {known}",
            f"is {known}: write",
        )
        for file, row, column_, name, known in (
            (FIGURES, 39, "place_id", "明华路", "minghua-road"),
            (FIGURES, 39, "unit", "平方米", "m2"),
            (FIGURES, 39, "unit", "户", "household"),
            (FIGURES, 39, "place_id", "Minghua Road", "minghua-road"),
            (FIGURES, 39, "workstream", "市容环境", "streetscape"),
            (FIGURES, 39, "source_id", "银河南路街道办5个小区旧貌换新颜", "yinhe-2022"),
        )
    },
    "a name for an id, in a layer": Spoiling(
        ROADS, stream_by_name, "E_REFERENCE", "编号是 streetscape", "is streetscape: write"
    ),
    "many references gone": Spoiling(
        FIGURES, column("source_id", lambda _: "nobody"), "E_REFERENCE", "补上", "Add", ("55 rows",)
    ),
    # What others refer to.
    "a bad shape": Spoiling(ROADS, bad_shape, "E_GEOM_INVALID", "", ""),
    "a layer that is none": Spoiling(ROADS, lambda _: b"no JSON", "E_JSON", "", ""),
    "a layer cut off": Spoiling(ROADS, lambda c: c[: c.index(b'"properties"')], "E_JSON", "", ""),
    "sources that are none": Spoiling(
        "sources.csv", lambda _: b"%PDF-1.7", "E_NOT_TEXT", "另存为", "Save it"
    ),
    "paths of Windows": was_read(
        LAYERS,
        column("path", lambda path: path.replace("/", "\\")),
        "I_PATH",
        "读作 layers/",
        "read as layers/",
    ),
    **{
        f"made on {day}": Spoiling(
            DESCRIPTOR,
            lambda c, day=day: json.dumps(json.loads(c) | {"created": day}).encode(),
            "E_DATE",
            "写作 2022",
            "Write 2022",
        )
        for day in (
            "2022-02-30",
            "2022-13-01T00:00:00Z",
            "2022-09-27T25:00:00Z",
            "去年",
            "27/9/2022",
        )
    },
    # The descriptor, which is written by hand.
    **{
        f"a descriptor: {name}": Spoiling(
            DESCRIPTOR, text(lambda t, old=old, new=new: t.replace(old, new, 1)), "E_JSON", *remedy
        )
        for name, (old, new, *remedy) in {
            "curly quotes": ('"title"', "“title”", "弯引号", "straight"),
            "curly around a value": ('": "', '": “', "弯引号", "straight"),
            "closed by a curly one": ('"version":', '"version”:', "弯引号", "straight"),
            "single quotes": ('"version"', "'version'", "弯引号", "straight"),
            "a full-width colon": ('"version":', '"version"：', "全角", "full-width"),
            "a full-width comma": ('",\n', '"，\n', "全角", "full-width"),
            "a comma too few": ('",\n', '"\n', "纯文本编辑器", "a comma"),
            "a comma too many": ('",\n', '",,\n', "纯文本编辑器", "a comma"),
            "a comment": ("{\n", "{\n// 某区\n", "注释", "a comment"),
        }.items()
    },
    "workstreams gone": Spoiling(STREAMS, lambda _: None, "E_FILE_MISSING", "", ""),
}

"""Is what stands among the rows of a table and is none of them left aside, and nothing else?"""

from __future__ import annotations

import pytest

from geo.package.faults import Faults
from geo.package.tables import read_table

HEADER = "gap_id,what_zh,what_en,why_zh,why_en"
ROW = "a-gap,哪里,where,没有说,nobody said"
KNOWN_ASIDE = [
    "注：本表数据来自年度报告,,,,",
    "注：含道路, 市场, 农村",
    "注:a,b,c,d,e,f,g,h",
    "（注）以上为年底数,,,,",
    "注1：含续建,,,,",
    "备注,以上为年底数,,,",
    "说明：,另见附件,,,",
    "* 含续建项目,,,,",
    "※ 估算,,,,",
    "以上数据截至2022年9月底。,,,,",
    "数据来源：城管局",
    "填表人：张三,,审核：李四,,2022年9月",
    "Note: as of September,,,,",
    "Source: the annual report",
    "一、道路,,,,",
    "（1）道路",
    ",,,,注：见上",
    '"注：写在\n两行里",,,,',
    "合计,,8,,",
    "Grand total:,,,,8",
    HEADER,
]
ROWS = {
    "b-gap,,,,": "E_EMPTY_CELL",
    "8888,,,,": "E_EMPTY_CELL",
    "b-gap;哪里;where;没有说;nobody": "E_CSV_RAGGED",
    "b-gap，哪里，where，没有说，nobody": "E_CSV_RAGGED",
    "b-gap,注：不是附注,where,没有说,nobody,more": "E_CSV_RAGGED",
    "第二个,哪里,where,没有说,nobody said": "E_PATTERN",
    "合计面积,哪里,where,没有说,nobody said": "E_PATTERN",
}
"""Rows of the table all the same, with what is wrong with them."""


def read(*lines: str) -> tuple[list[str], Faults]:
    faults = Faults()
    content = "\n".join((HEADER, *lines)).encode()
    return [row["gap_id"] for row in read_table("gaps", content, {}, faults).rows], faults


@pytest.mark.parametrize("aside", KNOWN_ASIDE)
def test_what_is_no_row_is_left_aside_and_said(aside: str) -> None:
    for lines, at in (((ROW, aside), 3), ((aside, ROW), 2), ((ROW, aside, ",,,,"), 3)):
        ids, faults = read(*lines)
        assert ids == ["a-gap"]
        (told,) = faults
        assert (told.code, told.level) == ("I_ROWS", "info")
        assert f"第 {at} 行" in told.fault.zh
        assert f"rows {at}" in told.fault.en


@pytest.mark.parametrize("line", ROWS)
def test_a_row_with_something_wrong_is_a_row(line: str) -> None:
    ids, faults = read(ROW, line)
    assert ids == ["a-gap"]
    (told,) = faults
    assert (told.code, told.row) == (ROWS[line], 3)


def test_a_note_of_a_row_is_kept() -> None:
    ids, faults = read(ROW, "b-gap,注：不是附注,where,* 没有说,nobody said")
    assert (ids, faults) == (["a-gap", "b-gap"], [])

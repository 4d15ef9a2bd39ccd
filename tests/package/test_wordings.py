"""Does the check compare each row with its wording, ask what it cannot know, and say the remedy?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from geo.errors import Fault
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.wordings import check_wordings
from geo.records import QUALIFIERS, Figure
from tests.quantities import CASES, UNITS, figure_of

READ = [case for case in CASES if case["verdict"] == "read" and case["row"] == case["unit"]]
OTHERS = [case for case in CASES if case["verdict"] != "read"]
EMPTY_ROW = {"value": "5", "qualifier": "exact", "row": "household"}


def found(package: Package, *figures: Figure) -> list[Fault]:
    """Check figures that no file holds, each in the row of its place in the list."""
    lines = {figure.figure_id: row for row, figure in enumerate(figures, start=2)}
    faults = Faults()
    check_wordings(replace(package, units=UNITS, figures=figures, lines=lines), faults)
    return faults


def named(case: dict[str, Any]) -> str:
    return f"{case['wording']}-{case['row']}"


@pytest.mark.parametrize("case", READ, ids=named)
def test_a_row_that_says_what_it_prints_has_no_fault(anci: Package, case: dict[str, Any]) -> None:
    assert found(anci, figure_of(case)) == []


@pytest.mark.parametrize("case", READ, ids=named)
def test_a_row_that_says_another_thing_is_told_what_it_should_say(
    anci: Package, case: dict[str, Any]
) -> None:
    right = figure_of(case)
    wrong = [replace(right, value=right.value * 10 + 1)]
    wrong += [replace(right, qualifier=q) for q in QUALIFIERS if q != right.qualifier]  # type: ignore[arg-type]
    for number, figure in enumerate(wrong):
        (fault,) = found(anci, figure)
        assert (fault.code, fault.row, fault.level) == ("E_VALUE", 2, "error"), number
        plain = f"{Decimal(case['value']):f}"
        for words in (fault.remedy.zh, fault.remedy.en):
            assert plain in words
            assert case["qualifier"] in words
        mended = replace(figure, value=right.value, qualifier=right.qualifier)
        assert found(anci, mended) == []


@pytest.mark.parametrize(
    ("wording", "unit", "codes"),
    [
        ("14000平方米", "m3", ["E_UNIT"]),
        ("14000平方米", "household", ["E_UNIT"]),
        ("24亿美元", "yuan", ["E_UNIT"]),
        ("382.5亩", "m2", ["E_UNIT"]),
        ("98%", "household", ["E_UNIT"]),
        ("3个百分点", "percent", ["E_UNIT"]),
        ("5处", "m", ["E_UNIT"]),
        ("5人", "household", ["E_UNIT"]),
        ("5人次", "person", ["E_UNIT"]),
        ("5座", "site", ["Q_UNIT"]),
        ("5处", "market", ["Q_UNIT"]),
        ("5人", "site", ["Q_UNIT"]),
        ("5个", "site", []),
        ("5", "site", []),
        ("5", "m2", []),
    ],
)
def test_units_that_do_not_fit(anci: Package, wording: str, unit: str, codes: list[str]) -> None:
    case = {"measure": "", "wording": wording, "row": unit, "value": "5", "qualifier": "exact"}
    faults = found(anci, figure_of(case))
    assert [fault.code for fault in faults] == codes
    assert {fault.level for fault in faults} <= {"error", "question"}
    assert all(fault.level == "question" for fault in faults if fault.code == "Q_UNIT")


@pytest.mark.parametrize("case", OTHERS, ids=named)
def test_what_is_not_read_is_asked_or_refused(anci: Package, case: dict[str, Any]) -> None:
    (fault,) = found(anci, figure_of({**case, **EMPTY_ROW, "row": case["row"] or "household"}))
    expected = ("Q_WORDING", "question") if case["verdict"] == "ask" else ("E_WORDING", "error")
    assert (fault.code, fault.level) == expected
    assert "{" not in fault.line("zh") + fault.line("en")


def test_a_row_that_answers_the_question_is_not_asked(anci: Package) -> None:
    case = {"measure": "", "wording": "3里", "row": "m", "qualifier": "exact"}
    for value, codes in [("1500", []), ("3000", []), ("3", ["Q_WORDING"])]:
        faults = found(anci, figure_of(case | {"value": value}))
        assert [fault.code for fault in faults] == codes
    assert "500 米" in faults[0].remedy.zh
    assert "1,000 m" in faults[0].remedy.en


def test_a_measure_that_decides_contradicts_the_other_unit(anci: Package) -> None:
    case = {"wording": "4900方", "value": "4900", "qualifier": "exact"}
    for measure, unit, codes in [
        ("清理的垃圾", "m3", []),
        ("清理的垃圾", "m2", ["E_UNIT"]),
        ("房屋征收面积", "m3", ["E_UNIT"]),
        ("建筑垃圾", "m3", []),
        ("垃圾房面积", "m2", []),
        ("其他", "m2", []),
        ("其他", "m3", []),
        ("其他", "household", ["Q_WORDING"]),
    ]:
        faults = found(anci, figure_of(case | {"measure": measure, "row": unit}))
        assert [fault.code for fault in faults] == codes, (measure, unit)

"""Is every remedy that needs no hand an answer, and does it do what its label says?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.__main__ import main
from geo.intake.found import Found, FoundRow, FoundTable
from geo.intake.messages import Offer
from geo.intake.taking.take import Outcome
from tests.intake.made import workbook
from tests.intake.test_taking import LAT, LON, book, codes, ledger, place, rows_of, taken

FILE = "老旧小区台账.xlsx/Sheet1"


def offers_of(outcome: Outcome, code: str) -> list[Offer]:
    found = [each for each in outcome.understood.messages if each.code == code]
    assert len(found) == 1, sorted(codes(outcome))
    return list(found[0].offers)


def named(outcome: Outcome) -> list[str]:
    return [each.name for each in outcome.understood.places]


def answered(root: Path, found: Found, offer: Offer, **answers: str) -> Outcome:
    return taken(root, found, **answers, **{offer.key: offer.value})


def test_a_number_that_was_mistyped_is_corrected_or_its_row_left_out(anci_root: Path) -> None:
    found = book(ledger(2, 经度=113.6945))
    offers = offers_of(taken(anci_root, found, datum="wgs84"), "W_OUTSIDE")
    meant = next(each for each in offers if each.value == "longitude:116.6945")
    assert meant.label.zh == "经度改为 116.6945"
    outcome = answered(anci_root, found, meant, datum="wgs84")
    made = place(outcome, "测试小区01")
    assert made["geometry"]["coordinates"] == [LON, LAT]
    assert "改正" in made["properties"]["known_zh"]
    assert "W_OUTSIDE" not in codes(outcome)
    assert offers[-1].value == "out"
    assert named(answered(anci_root, found, offers[-1], datum="wgs84")) == ["测试小区02"]


@pytest.mark.parametrize("value", ["longitude:10.5", "longitude:1e9", "latitude:x", "keep", "no"])
def test_a_correction_is_held_against_the_district_too(anci_root: Path, value: str) -> None:
    answers = {"datum": "wgs84", f"row:{FILE}:4": value}
    outcome = taken(anci_root, book(ledger(2, 经度=113.6945)), **answers)
    assert place(outcome, "测试小区01")["geometry"] is None
    assert "W_OUTSIDE" in codes(outcome)


def test_of_a_number_on_another_datum_the_one_typed_is_proposed(anci_root: Path) -> None:
    outcome = taken(anci_root, book(ledger(2, 经度=113.6945)), datum="gcj02")
    assert "longitude:116.6945" in {each.value for each in offers_of(outcome, "W_OUTSIDE")}


def test_numbers_that_were_swapped_stay_as_given_where_somebody_says_so(anci_root: Path) -> None:
    found = book([("名称", "经度", "纬度"), ("甲", LAT, LON), ("乙", LAT, LON)])
    outcome = taken(anci_root, found, datum="wgs84")
    assert [place(outcome, name)["geometry"]["coordinates"] for name in "甲乙"] == [[LON, LAT]] * 2
    (offer,) = offers_of(outcome, "W_SWAPPED")
    given = answered(anci_root, found, offer, datum="wgs84")
    assert place(given, "甲")["geometry"] is None


def test_a_datum_that_the_file_tells_may_be_another_in_truth(anci_root: Path) -> None:
    row = FoundRow(1, {"路名": "甲"}, shapely.Point(LON, LAT))
    found = Found("a.gpkg", "gpkg", (FoundTable("a", ("路名",), (row,), "EPSG:4326"),), ())
    outcome = taken(anci_root, found)
    offers = {each.value: each for each in offers_of(outcome, "I_DATUM")}
    assert offers.keys() == {"gcj02", "bd09", "cgcs2000"}
    moved = place(answered(anci_root, found, offers["gcj02"]), "甲")["geometry"]["coordinates"]
    away = shapely.Point(moved).distance(shapely.Point(LON, LAT))
    assert 0.002 < away < 0.02


def test_a_row_that_stands_twice_or_has_no_name_can_be_kept(anci_root: Path) -> None:
    rows = [("名称", "户数", "街道"), ("甲院", 20, "永华道"), ("甲院", 20, "永华道"), ("", 30, "")]
    outcome = taken(anci_root, book(rows))
    assert named(outcome) == ["甲院"]
    (twin,) = offers_of(outcome, "W_TWICE")
    assert named(answered(anci_root, book(rows), twin)) == ["甲院", "甲院（2）"]
    (nameless,) = offers_of(outcome, "W_NO_NAME")
    assert named(answered(anci_root, book(rows), nameless)) == ["甲院", "老旧小区（第 4 行）"]


def test_another_column_can_be_the_names(anci_root: Path) -> None:
    rows = [("小区名称", "俗称", "户数"), ("甲院", "大院", 20), ("乙院", "小院", 30)]
    (offer,) = offers_of(taken(anci_root, book(rows)), "I_ASIDE")
    assert named(answered(anci_root, book(rows), offer)) == ["大院", "小院"]
    guessed = [("叫法", "户数", "街道"), ("甲院", 20, "永华道"), ("乙院", 30, "永华道")]
    offers = offers_of(taken(anci_root, book(guessed)), "I_NAME")
    assert [each.value for each in offers] == ["户数", "街道"]


def test_numbers_without_a_unit_are_given_one(anci_root: Path) -> None:
    rows = [("名称", "规模"), ("甲院", 20), ("乙院", 30)]
    outcome = taken(anci_root, book(rows))
    assert not outcome.understood.figures
    offers = {each.value: each for each in offers_of(outcome, "W_UNIT")}
    found = rows_of(answered(anci_root, book(rows), offers["万平方米"]), "figures")
    said = [(row["value"], row["unit"]) for row in found if row["measure_zh"] == "规模"]
    assert said == [("200000", "m2"), ("300000", "m2")]
    for offer in offers.values():  # each that is offered is one that is taken
        taken_in = answered(anci_root, book(rows), offer)
        assert len(taken_in.understood.figures) == 2, offer.value
        assert taken_in.is_ready


def test_an_area_that_is_spelt_otherwise_is_chosen(anci_root: Path) -> None:
    rows = [("名称", "街道", "户数"), ("甲院", "银河南道", 20)]
    outcome = taken(anci_root, book(rows))
    offers = offers_of(outcome, "W_AREA")
    assert offers[0].label.zh.startswith("银河南路")
    chosen = answered(anci_root, book(rows), offers[0])
    assert place(chosen, "甲院")["properties"]["area"] == offers[0].value
    nobody: dict[str, Any] = {offers[0].key: "no-such-area"}
    assert "W_AREA" in codes(taken(anci_root, book(rows), **nobody))


def test_the_command_names_each_remedy_and_takes_it(
    make_package: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, file = make_package(), tmp_path / "老旧小区台账.xlsx"
    file.write_bytes(workbook({"Sheet1": ledger(2, 经度=113.6945)}))
    command = ["take", str(file), "--into", str(root), "--lang", "zh", "--answer", "datum=wgs84"]
    assert main(command) == 0
    line = f"  --answer row:{FILE}:4=longitude:116.6945  经度改为 116.6945"
    assert line in capsys.readouterr().out.splitlines()
    assert main([*command, "--answer", line.split()[1]]) == 0
    assert "没有用到" not in capsys.readouterr().out
    nobody = "unit:户籍=户"
    assert main([*command, "--answer", line.split()[1], "--answer", nobody]) == 0
    told = [each for each in capsys.readouterr().out.splitlines() if "没有用到" in each]
    assert [nobody in each for each in told] == [True]


def test_the_command_lists_the_same_long_choice_once(
    make_package: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, file = make_package(), tmp_path / "台账.xlsx"
    rows = [("名称", "街道", "户数"), ("甲院", "某街道", 20), ("乙院", "另一街道", 30)]
    file.write_bytes(workbook({"Sheet1": rows}))
    assert main(["take", str(file), "--into", str(root), "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    offered = [
        sum(f"--answer area:{name}=" in each for each in lines) for name in ("某街道", "另一街道")
    ]
    assert offered[0] > 4
    assert offered[1] == 1
    assert "  --answer area:另一街道=…  （可以选的同上）" in lines

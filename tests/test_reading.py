"""Is a printed number read as what it states, and never guessed?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.reading import Reading, read_number

READ = {
    "14000平方米": ("14000", "exact", "m2"),
    "14000 m²": ("14000", "exact", "m2"),
    "1.6万余方": ("16000", "over", "m3"),
    "450多方": ("450", "over", "m3"),
    "约500.05万㎡": ("5000500", "about", "m2"),
    "about 28,800 m2": ("28800", "about", "m2"),
    "760延米": ("760", "exact", "m"),
    "15万米": ("150000", "exact", "m"),
    "2.5公里": ("2500", "exact", "m"),
    "0.5平方公里": ("500000", "exact", "m2"),
    "3公顷": ("30000", "exact", "m2"),
    "１．５万": ("15000", "exact", None),
    "67,090户": ("67090", "exact", None),
    "8.5万人次": ("85000", "exact", None),
    "2千万元": ("20000000", "exact", None),
    "1.2亿立方米": ("120000000", "exact", "m3"),
    "2万多": ("20000", "over", None),
    "四项": ("4", "exact", None),
    "十二座": ("12", "exact", None),
    "一百二十": ("120", "exact", None),
    "一千零五个": ("1005", "exact", None),
    "两千": ("2000", "exact", None),
    "0": ("0", "exact", None),
}
NOT_READ = ["", "—", "待定", "N/A", "inf", "nan", "≥300", "-5", ".5", "TRUE", "三五", "$3.5m", "万"]

GUESSED = [
    "12-15",
    "1 200",
    "1.2e3 m2",
    "约一点六万",
    "1.6万至2万平方米",
    "1,2,3",
]


@pytest.mark.parametrize("wording", READ)
def test_printed_numbers(wording: str) -> None:
    value, qualifier, unit = READ[wording]
    assert read_number(wording) == Reading(Decimal(value), qualifier, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("wording", NOT_READ)
def test_what_is_no_number_is_not_guessed(wording: str) -> None:
    assert read_number(wording) is None


@pytest.mark.parametrize("wording", GUESSED)
def test_a_part_of_a_wording_is_no_reading_of_it(wording: str) -> None:
    assert read_number(wording) is None


@given(
    digits=st.integers(0, 99_999),
    scale=st.sampled_from(
        [("", 1), ("万", 10**4), ("百万", 10**6), ("千万", 10**7), ("亿", 10**8)]
    ),
    over=st.sampled_from(["", "余", "多"]),
    unit=st.sampled_from(
        [("米", "m", 1), ("公顷", "m2", 10_000), ("方", "m3", 1), ("户", None, 1)]
    ),
)
def test_parts_are_read_independently(
    digits: int, scale: tuple[str, int], over: str, unit: tuple[str, str | None, int]
) -> None:
    read = read_number(f"{digits}{scale[0]}{over}{unit[0]}")
    assert read is not None
    assert read.value == digits * scale[1] * unit[2]
    assert read.qualifier == ("over" if over else "exact")
    assert read.unit == unit[1]


@given(st.text())
def test_no_text_raises(wording: str) -> None:
    read = read_number(wording)
    assert read is None or read.value >= 0

"""Is every period of real days taken, and none of days that are not?"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from geo.package.faults import Faults
from geo.package.periods import days_of, plain_period
from geo.package.read import build_package

NONE = [
    *("", " ", "2022年", "22", "20222", "2022-13", "2022-00", "2022-1", "2022-02-30", "2023-02-29"),
    *(
        "1900-02-29",
        "2022-04-31",
        "2022-01-00",
        "2022-01-32",
        "2022/13",
        "2022-09-27T10:00",
        "0000",
    ),
    *("2022/2021", "2022-09/2022-08", "2022/2022", "2021/", "/2022", "2020/2021/2022", "2022-Q0"),
    *(
        "2022-Q5",
        "2022-H3",
        "2022-H0",
        "2022 ",
        "２０２２",
        "2022-q1",
        "-2022",
        "2021-2022",
        "2021~2022",
    ),
    *(
        "27.09.2022",
        "09/27/2022",
        "2022.09",
        "2022-9-27",
        "2022-12-31/2022-12-30",
        "9999-99",
        "NaN",
    ),
    *("2022-02-3a", "2022-0२", "0999", "1e3", "2022\n"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_period_is_refused(text: str) -> None:
    assert days_of(text) is None


def test_every_day_and_no_other_is_a_day() -> None:
    there_are = {date(2019, 1, 1) + timedelta(days=number) for number in range(365 * 6)}
    for year in range(2019, 2024):
        for month in range(100):
            for day in range(100):
                text = f"{year}-{month:02}-{day:02}"
                found = days_of(text)
                assert (found is not None) == (text in _DAYS), text
                if found is not None:
                    assert found[0] == found[1]
                    assert found[0] in there_are


_DAYS = {(date(2019, 1, 1) + timedelta(days=number)).isoformat() for number in range(365 * 5 + 1)}


@pytest.mark.parametrize("year", [1899, 1900, 2000, 2022, 2024])
def test_years_are_made_of_their_parts_without_a_gap(year: int) -> None:
    whole = days_of(f"{year}")
    for parts in (
        [f"{year}-{month:02}" for month in range(1, 13)],
        [f"{year}-Q{quarter}" for quarter in range(1, 5)],
        [f"{year}-H{half}" for half in (1, 2)],
    ):
        found = [days_of(part) for part in parts]
        assert None not in found
        sound = [each for each in found if each is not None]
        assert (sound[0][0], sound[-1][1]) == whole
        for one, other in pairwise(sound):
            assert other[0] - one[1] == timedelta(days=1)
    assert whole == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021/2022", date(2021, 1, 1), date(2022, 12, 31)),
        ("2022-01/2022-09", date(2022, 1, 1), date(2022, 9, 30)),
        ("2022-Q1/2022-Q3", date(2022, 1, 1), date(2022, 9, 30)),
        ("2022/2022-09", None, None),
        ("2024-02-29/2024-03-01", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_ranges_go_from_the_first_day_to_the_last(
    text: str, first: date | None, last: date | None
) -> None:
    assert days_of(text) == (None if first is None else (first, last))


@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "2022/2021", "2022年底"])
@pytest.mark.parametrize(
    ("file", "was"),
    [
        ("figures.csv", b",2022,anci-report-2022,"),
        ("sources.csv", b",2022-09-27,"),
    ],
)
def test_a_table_with_days_that_are_not_is_a_fault(
    contents: dict[str, bytes], file: str, was: bytes, text: str
) -> None:
    now = b",".join([b"", text.encode(), *was.split(b",")[2:]])
    changed = contents[file].replace(was, now, 1)
    assert changed != contents[file]
    faults = Faults()
    build_package("made-up", contents | {file: changed}, faults)
    assert [fault.code for fault in faults if fault.file == file] == ["E_DATE"]


PLAIN = {
    **{
        "2022.0": "2022",
        "2022.00": "2022",
        "２０２２": "2022",
        "2022 年": "2022",
        "2022年度": "2022",
    },
    **{"二〇二二年": "2022", "二○二二年九月": "2022-09", "二〇二二年十二月": "2022-12"},
    **{"2022.9": "2022-09", "2022.10": "2022-10", "2022/9": "2022-09", "202209": "2022-09"},
    **{"2022年9月份": "2022-09", "2022.9.27": "2022-09-27", "20220927": "2022-09-27"},
    **{"2022/9/27 0:00": "2022-09-27", "2022-09-27 00:00:00": "2022-09-27"},
    **{"2022Q3": "2022-Q3", "2022年三季度": "2022-Q3", "2022年第3季度": "2022-Q3"},
    **{"2022年上半年": "2022-H1", "2022下半年": "2022-H2", "2022-h1": "2022-H1"},
    **{"2022-2023": "2022/2023", "2022—2023年": "2022/2023", "2021年至2022年": "2021/2022"},
    **{"2022年1-9月": "2022-01/2022-09", "2022年1月至9月": "2022-01/2022-09"},
    **{"2022年9月1日-2022年9月30日": "2022-09-01/2022-09-30"},
}
KEPT = ["2022.1", "2022.13", "2022-02-30", "2022/2/30", "20221345", "44826", "去年", "2022-23"]


@pytest.mark.parametrize("text", [*PLAIN, *PLAIN.values(), *KEPT])
def test_a_period_as_offices_write_it_is_read(text: str) -> None:
    assert plain_period(text) == PLAIN.get(text, text)
    assert (days_of(plain_period(text)) is None) == (text in KEPT)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2022.1", "2022-01 还是 2022-10", "2022-01 or 2022-10"),
        ("44826", "2022-09-22", "2022-09-22"),
        ("44826.5", "2022-09-22", "2022-09-22"),
        ("2022.13", "“2022.13” 不是日期", "“2022.13” is no date"),
        ("2022.00.00", "“2022.00.00” 不是日期", "“2022.00.00” is no date"),
    ],
)
def test_what_a_spreadsheet_made_of_a_period_is_told_as_it_stands(
    contents: dict[str, bytes], text: str, zh: str, en: str
) -> None:
    lines = contents["figures.csv"].decode().splitlines()
    lines[2] = lines[2].replace(",2022,", f",{text},")
    faults = Faults()
    build_package("anci-2022", contents | {"figures.csv": "\n".join(lines).encode()}, faults)
    (fault,) = faults
    assert fault.code == "E_DATE"
    assert zh in fault.line("zh")
    assert en in fault.line("en")

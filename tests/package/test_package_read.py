"""Is every fault of a package named with its code, file and row, and are all of them collected?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import PackageError
from geo.package.faults import Faults, quoted
from geo.package.package import Package
from geo.package.read import build_package, read_package

Contents = dict[str, bytes]
Change = Callable[[bytes], bytes]
Make = Callable[..., Path]
Found = tuple[str, str, int | None]
FIGURES = "figures.csv"


def faults_of(contents: Contents) -> list[Found]:
    faults = Faults()
    package = build_package("made-up", contents, faults)
    assert (package is None) == bool(faults.errors)
    return [(fault.code, fault.file, fault.row) for fault in faults]


def cell(row: int, column: str, value: str) -> Change:
    """Write `value` into a column of a line (the header is line 1)."""

    def change(content: bytes) -> bytes:
        lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
        lines[row - 1][lines[0].index(column)] = value
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(lines)
        return stream.getvalue().encode()

    return change


def swap(old: str, new: str) -> Change:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


def append(line: str) -> Change:
    return lambda content: content + line.encode()


TABLE_FAULTS: dict[str, tuple[str, Change, Found]] = {
    "an empty cell": (FIGURES, cell(2, "measure_en", " "), ("E_EMPTY_CELL", FIGURES, 2)),
    "a control character": (FIGURES, cell(3, "period", "a\x07"), ("E_CONTROL_CHARS", FIGURES, 3)),
    "a NUL byte": (FIGURES, cell(3, "period", "a\0"), ("E_CONTROL_CHARS", FIGURES, 3)),
    "a bidi override": (
        FIGURES,
        cell(4, "measure_zh", "\u202eab"),
        ("E_CONTROL_CHARS", FIGURES, 4),
    ),
    "a word for a value": (FIGURES, cell(3, "value", "many"), ("E_NUMBER", FIGURES, 3)),
    "a unit in a value": (FIGURES, cell(3, "value", "22篇"), ("E_NUMBER", FIGURES, 3)),
    "not a number": (FIGURES, cell(3, "value", "NaN"), ("E_NUMBER", FIGURES, 3)),
    "an overflow": (FIGURES, cell(3, "value", "9" * 400), ("E_LENGTH", FIGURES, 3)),
    "an exponent": (FIGURES, cell(3, "value", "1e309"), ("E_NUMBER", FIGURES, 3)),
    "less than nothing": (FIGURES, cell(3, "value", "-1"), ("E_NUMBER", FIGURES, 3)),
    "other digits": (FIGURES, cell(3, "value", "٣"), ("E_NUMBER", FIGURES, 3)),
    "an id in capitals": (FIGURES, cell(3, "figure_id", "A_1"), ("E_PATTERN", FIGURES, 3)),
    "a colour by name": (
        "workstreams.csv",
        cell(2, "colour", "red"),
        ("E_PATTERN", "workstreams.csv", 2),
    ),
    "an unknown choice": (FIGURES, cell(3, "qualifier", "nearly"), ("E_ENUM", FIGURES, 3)),
    "an id twice": (
        FIGURES,
        cell(3, "figure_id", "command-mechanisms"),
        ("E_DUP", FIGURES, 3),
    ),
    "an unknown unit": (FIGURES, cell(3, "unit", "furlong"), ("E_REFERENCE", FIGURES, 3)),
    "an unknown source": (FIGURES, cell(3, "source_id", "x"), ("E_REFERENCE", FIGURES, 3)),
    "an unknown place": (FIGURES, cell(3, "place_id", "atlantis"), ("E_REFERENCE", FIGURES, 3)),
    "a row too short": (FIGURES, append("one,two\n"), ("E_CSV_RAGGED", FIGURES, 57)),
    "a row too long": ("gaps.csv", append("a,b,c,d,e,f\n"), ("E_CSV_RAGGED", "gaps.csv", 11)),
    "a quote left open": ("gaps.csv", append('a,b,c,d,"e\n'), ("E_CSV", "gaps.csv", 11)),
    "another encoding": (
        "gaps.csv",
        lambda content: content + "d,café,b,naïve,über\n".encode("latin-1"),
        ("E_ENCODING", "gaps.csv", None),
    ),
    "a surrogate": ("gaps.csv", lambda c: c + b"\xed\xa0\x80", ("E_ENCODING", "gaps.csv", None)),
    "nothing at all": ("gaps.csv", lambda _: b"", ("E_EMPTY_FILE", "gaps.csv", None)),
    "columns renamed": ("gaps.csv", swap("why_zh", "why"), ("E_COLUMNS", "gaps.csv", 1)),
    "a column twice": (
        "gaps.csv",
        swap("why_zh,why_en", "why_zh,why_zh"),
        ("E_COLUMNS", "gaps.csv", 1),
    ),
    "a headline that is missing": (
        "workstreams.csv",
        cell(3, "headline", "nobody"),
        ("E_REFERENCE", "workstreams.csv", 3),
    ),
    "a term that is missing": (
        "derived.csv",
        cell(2, "of", "x"),
        ("E_REFERENCE", "derived.csv", 2),
    ),
    "a ratio without divisor": ("derived.csv", cell(3, "per", ""), ("E_RECIPE", "derived.csv", 3)),
    "a sum of unlike things": (
        "derived.csv",
        cell(5, "of", "markets-farmers markets-rubbish"),
        ("E_RECIPE", "derived.csv", 5),
    ),
    "a sum in another unit": ("derived.csv", cell(5, "unit", "m2"), ("E_RECIPE", "derived.csv", 5)),
    "a term added twice": (
        "derived.csv",
        cell(5, "of", "markets-farmers markets-farmers"),
        ("E_RECIPE", "derived.csv", 5),
    ),
    "two divisors": (
        "derived.csv",
        cell(3, "per", "compounds-households compounds-renovated"),
        ("E_RECIPE", "derived.csv", 3),
    ),
    "a share of unlike things": (
        "derived.csv",
        cell(6, "kind", "share"),
        ("E_RECIPE", "derived.csv", 6),
    ),
    "a share in a unit of its own": (
        "derived.csv",
        lambda c: cell(6, "per", "compounds-households")(cell(6, "kind", "share")(c)),
        ("E_RECIPE", "derived.csv", 6),
    ),
    "a ratio that is a share": (
        "derived.csv",
        cell(4, "per", "yinhe-households"),
        ("E_RECIPE", "derived.csv", 4),
    ),
    "a ratio in another unit": (
        "derived.csv",
        cell(4, "unit", "compound"),
        ("E_RECIPE", "derived.csv", 4),
    ),
    "a layer file elsewhere": (
        "layers.csv",
        cell(5, "path", "../../etc/passwd"),
        ("E_FILE_MISSING", "layers.csv", None),
    ),
}


@pytest.mark.parametrize("name", TABLE_FAULTS)
def test_a_fault_of_a_table_is_named(contents: Contents, name: str) -> None:
    file, change, expected = TABLE_FAULTS[name]
    contents[file] = change(contents[file])
    assert expected in faults_of(contents)


@pytest.mark.parametrize("name", [name for name in TABLE_FAULTS if name.startswith("a")])
def test_a_fault_says_what_is_wrong_and_what_to_do(contents: Contents, name: str) -> None:
    file, change, (code, where, row) = TABLE_FAULTS[name]
    contents[file] = change(contents[file])
    faults = Faults()
    build_package("made-up", contents, faults)
    fault = next(f for f in faults if (f.code, f.file, f.row) == (code, where, row))
    zh, en = fault.line("zh"), fault.line("en")
    assert zh.startswith(where)
    assert en.startswith(where)
    if row is not None:
        assert f"第 {row} 行" in zh
        assert f"row {row}:" in en
    assert fault.remedy.zh in zh
    assert fault.remedy.en in en
    assert len(zh.splitlines()) == len(en.splitlines()) == 1


@pytest.mark.parametrize("table", ["units", "sources", "figures", "derived", "gaps", "layers"])
def test_a_table_that_is_missing_is_named(contents: Contents, table: str) -> None:
    del contents[f"{table}.csv"]
    assert ("E_FILE_MISSING", f"{table}.csv", None) in faults_of(contents)


def test_all_faults_are_collected(contents: Contents) -> None:
    contents[FIGURES] = cell(3, "value", "many")(contents[FIGURES])
    contents["gaps.csv"] = cell(2, "why_zh", "")(contents["gaps.csv"])
    contents["units.csv"] = cell(2, "kind", "weight")(contents["units.csv"])
    contents["derived.csv"] = cell(3, "per", "")(contents["derived.csv"])
    expected = {
        ("E_NUMBER", FIGURES, 3),
        ("E_EMPTY_CELL", "gaps.csv", 2),
        ("E_ENUM", "units.csv", 2),
        ("E_RECIPE", "derived.csv", 3),
    }
    assert expected <= set(faults_of(contents))


def test_two_faults_are_two_lines_and_three_alike_are_one(contents: Contents) -> None:
    sound = contents["gaps.csv"]
    contents["gaps.csv"] = cell(2, "why_zh", "")(cell(4, "why_zh", "")(sound))
    assert faults_of(contents) == [("E_EMPTY_CELL", "gaps.csv", row) for row in (2, 4)]
    contents["gaps.csv"] = cell(5, "why_zh", "")(contents["gaps.csv"])
    faults = Faults()
    build_package("made-up", contents, faults)
    assert [fault.line("en") for fault in faults] == [
        "gaps.csv, row 2: why_zh: is empty; so are 2 more rows: 4, 5. Fill it in."
    ]
    contents["gaps.csv"] = cell(4, "what_en", "")(contents["gaps.csv"])
    assert len(faults_of(contents)) == 2, "another column is another fault"


def test_an_error_carries_every_fault(make_package: Callable[..., Path]) -> None:
    edits = {"gaps.csv": cell(2, "why_zh", ""), FIGURES: cell(3, "value", "many")}
    root = make_package(edits=edits)
    with pytest.raises(PackageError, match="faults: 2") as caught:
        read_package(root)
    assert {fault.file for fault in caught.value.faults} == set(edits)
    assert str(root) not in str(caught.value), "a path of the server is nobody's business"


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + b"\n\n",
        swap("农贸", "{{7*1111111}}<img src=x onerror=alert(1)>${1}{%"),
    ],
    ids=["byte order mark", "Windows lines", "blank lines", "canary"],
)
def test_what_is_harmless_is_accepted(contents: Contents, change: Change) -> None:
    contents[FIGURES] = change(contents[FIGURES])
    assert faults_of(contents) == []


def test_the_real_package_is_read_whole(anci: Package, anci_root: Path) -> None:
    with (anci_root / FIGURES).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(f.figure_id, f.value) for f in anci.figures] == [
        (row["figure_id"], float(row["value"])) for row in rows
    ]
    assert anci.place["minghua-road"].geometry.bounds[0] == pytest.approx(116.6, abs=0.3)
    assert (anci.title.zh, anci.title.en) == ("安次区2022年", "Anci District 2022")


def test_quoting_keeps_messages_short_and_on_one_line() -> None:
    assert quoted("a\nb  c") == "“a b c”"
    assert len(quoted("x" * 10_000)) <= 62


def test_former_ids_of_places_are_read(make_package: Make) -> None:
    root = make_package()
    assert read_package(root).aliases == {}, "a package need not have any"
    (root / "aliases.csv").write_text("alias,place_id\nminghua-street,minghua-road\n", "utf-8")
    assert read_package(root).aliases == {"minghua-street": "minghua-road"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("minghua-street,nowhere", "E_REFERENCE"),
        ("Minghua Street,minghua-road", "E_PATTERN"),
        ("a,anci\na,anci", "E_DUP"),
        ("anci,minghua-road", "E_DUP"),
    ],
)
def test_a_former_id_that_leads_nowhere_is_a_fault(make_package: Make, row: str, code: str) -> None:
    root = make_package()
    (root / "aliases.csv").write_text(f"alias,place_id\n{row}\n", "utf-8")
    with pytest.raises(PackageError) as caught:
        read_package(root)
    assert {(fault.file, fault.code) for fault in caught.value.faults} == {("aliases.csv", code)}

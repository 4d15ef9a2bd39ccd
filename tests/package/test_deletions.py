"""Is a row, or a place, that was deleted told once: what is missing, how many need it, and where?

Every row of the real package that something refers to is deleted, one after the other. Who needs it
is counted here from the files as they stand.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

import pytest

from geo.package.audit import audit
from geo.package.faults import Faults

Contents = dict[str, bytes]
Needs = dict[str, list[int]]
"""Rows by file."""
COLUMNS = {
    "units.csv": ("unit",),
    "sources.csv": ("source_id",),
    "workstreams.csv": ("workstream",),
    "derived.csv": ("of",),
    "figures.csv": ("of", "per", "headline"),
    "areas.csv": ("area", "parent", "shape_of"),
    "groups.csv": ("group",),
    "places": ("place_id", "members"),
}
"""Columns of other tables, and properties of places, that name the ids of each."""
PER_TABLE = 3
"""How many of each table are deleted: those that most rows need, and the one that fewest need."""


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def features_of(content: bytes) -> list[dict[str, str]]:
    """Return the properties of features; one without any has the shape of an area."""
    features = json.loads(content)["features"]
    return [each.get("properties") or {"shape_of": each["id"]} for each in features]


def needing(contents: Mapping[str, bytes], target: str, name: str) -> Needs:
    """Return which rows name an id of a table: of a table from line 2 on, of a layer from 1 on."""
    found: Needs = {}
    for file, content in contents.items():
        if not file.endswith((".csv", ".geojson")) or "context" in file:
            continue
        is_table = file.endswith(".csv")
        if target == "places" and not is_table:
            continue
        given = rows_of(content) if is_table else features_of(content)
        numbers = [
            number
            for number, row in enumerate(given, start=2 if is_table else 1)
            if any(name in (row.get(column) or "").split() for column in COLUMNS[target])
        ]
        if numbers:
            found[file] = numbers
    return found


def without(contents: Contents, target: str, name: str) -> Contents:
    """Delete a row by the id in its first column, or a place."""
    if target != "places":
        lines = contents[target].splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{name},".encode())]
        return contents | {target: b"".join(kept)}
    changed = dict(contents)
    for file, content in contents.items():
        if file.startswith("layers/"):
            layer = json.loads(content)
            layer["features"] = [each for each in layer["features"] if each["id"] != name]
            changed[file] = json.dumps(layer).encode()
    return changed


def deletions(contents: Contents, target: str) -> Iterator[tuple[str, Needs]]:
    """Yield ids that something needs."""
    if target == "places":
        layers = (content for file, content in contents.items() if file.startswith("layers/"))
        ids = [row["place_id"] for content in layers for row in features_of(content)]
    else:
        ids = [next(iter(row.values())) for row in rows_of(contents[target])]
    needs = {name: needing(without(contents, target, name), target, name) for name in ids}
    needed = sorted((sum(map(len, needs[name].values())), name) for name in ids if needs[name])
    for _, name in {*needed[:1], *needed[-PER_TABLE:]}:
        yield name, needs[name]


@pytest.mark.parametrize("target", COLUMNS)
def test_what_was_deleted_is_told_once(contents: Contents, target: str) -> None:
    tried = list(deletions(contents, target))
    assert len(tried) >= PER_TABLE
    for name, needs in tried:
        changed = without(contents, target, name)
        (fault,) = audit("anci-2022", changed, {})
        zh, en = fault.line("zh"), fault.line("en")
        count = sum(map(len, needs.values()))
        assert fault.code == "E_REFERENCE"
        assert f"“{name}”" in zh
        assert f"“{name}”" in en
        if count > 1:
            assert f"{count:,} 行用到" in zh
            assert f"{count:,} rows name" in en
            for file, numbers in list(needs.items())[:3] if len(needs) <= 3 else ():
                shown = sorted(numbers)[:5]
                assert f"{file} 第 {'、'.join(map(str, shown))} 行" in zh
                assert f"{file} row" in en
        if target != "places":
            assert target in zh
            assert target in en
        assert "补上" in zh or "加一行" in zh


@pytest.mark.parametrize("table", ["units.csv", "sources.csv", "workstreams.csv", "figures.csv"])
def test_many_that_were_deleted_are_told_once_too(contents: Contents, table: str) -> None:
    first = contents[table].splitlines(keepends=True)[:2]
    changed = contents | {table: b"".join(first)}
    found = audit("anci-2022", changed, {})
    lost = [fault for fault in found if fault.code == "E_REFERENCE"]
    assert len(lost) == 1, [fault.line("en") for fault in found]
    assert (lost[0].file, lost[0].row) == (table, None)
    assert " 个编号" in lost[0].fault.zh or "、“" in lost[0].fault.zh


def test_a_layer_that_is_no_longer_named_is_one_fault(contents: Contents) -> None:
    lines = contents["layers.csv"].splitlines(keepends=True)
    del contents["layers/roads.geojson"]  # what layers.csv does not name is not read
    contents["layers.csv"] = b"".join(line for line in lines if not line.startswith(b"roads"))
    (fault,) = audit("anci-2022", contents, {})
    assert "6 rows name: figures.csv rows 39, 40, 41, 42, 43, …" in fault.line("en")
    assert "layers.csv" in fault.line("zh")


def test_a_layer_that_got_another_id_is_one_fault(contents: Contents) -> None:
    contents["layers.csv"] = contents["layers.csv"].replace(b"old-compounds,", b"compounds,", 1)
    (fault,) = audit("anci-2022", contents, {})
    assert (fault.file, fault.row) == ("layers/old-compounds.geojson", 1)
    assert "calls the layer of this file compounds; so are 7 more rows" in fault.fault.en


def test_ids_that_are_names_are_told_with_the_ids_in_their_place(contents: Contents) -> None:
    rows = rows_of(contents["figures.csv"])
    words = {row["unit"]: row["zh"] for row in rows_of(contents["units.csv"])}
    chosen = {"m", "m2", "household"}
    for row in rows:
        row["unit"] = words[row["unit"]] if row["unit"] in chosen else row["unit"]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    contents["figures.csv"] = stream.getvalue().encode()
    (fault,) = audit("anci-2022", contents, {})
    assert fault.remedy.zh == "请填编号：“户” → household、“平方米” → m2、“米” → m"


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        ("个", "ge,count,个,", "such as ge,count,个,"),  # the word of ten units of the package
        ("盏", "zhan,count,盏,", "such as zhan,count,盏,"),
        ("lamp", "lamp,count,个,lamp,lamps", "lamp,count,个,lamp,lamps"),
        ("公里", "1 公里 = 1000 米", "the row m,length,米,m,m"),
        ("KM", "1 KM = 1000 米", "Write m"),
        ("万元", "1 万元 = 10000 元", "yuan,money,元,yuan,yuan"),
        ("公顷", "1 公顷 = 10000 平方米", "Write m2"),
        ("元", "yuan,money,元,yuan,yuan，这里填 yuan", "and write yuan"),
        ("mu", "mu,area,亩,mu,mu", "Add the row mu,area,亩,mu,mu to units.csv"),
    ],
)
def test_an_unknown_unit_says_which_row_to_add(
    contents: Contents, word: str, zh: str, en: str
) -> None:
    lines = contents["figures.csv"].decode().splitlines()
    lines[2] = lines[2].replace(",article,", f",{word},")
    found = Faults(audit("anci-2022", contents | {"figures.csv": "\n".join(lines).encode()}, {}))
    (fault,) = (each for each in found if each.code == "E_REFERENCE")
    assert zh in fault.line("zh")
    assert en in fault.line("en")

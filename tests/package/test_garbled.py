"""Is text that was saved in a wrong code told once a file, with what it seems to say?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from itertools import cycle

import pytest

from geo.package.audit import audit
from geo.package.garbled import refuse_garbled, right_text
from geo.package.layers.refused import RefusedError
from geo.package.schema import TABLES

Contents = dict[str, bytes]
WAYS: dict[str, Callable[[str], str]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: text.encode().decode("cp1252", "ignore"),
    "UTF-8 as GBK": lambda text: text.encode().decode("gbk", "ignore"),
    "UTF-8 as GBK, with marks": lambda text: text.encode().decode("gbk", "replace"),
    "UTF-8 as GB18030": lambda text: text.encode().decode("gb18030", "ignore"),
    "UTF-8 on a Macintosh": lambda text: text.encode().decode("mac_roman"),
    "UTF-8 on a console": lambda text: text.encode().decode("cp437"),
    "GBK as Latin-1": lambda text: text.encode("gbk", "ignore").decode("latin-1"),
    "signs lost": lambda text: "".join(c if c.isascii() else "?" for c in text),
    "signs lost, with marks": lambda text: text.encode("gbk", "ignore").decode("utf-8", "replace"),
}
TWICE_READ = [way for way in WAYS if "lost" not in way]
FILES = [f"{table}.csv" for table in TABLES if table != "aliases"] + [
    "layers/roads.geojson",
    "layers/villages.geojson",
]


def cells(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """Change each cell of a table, or each property of a layer, by its column."""
    if content.startswith(b"{"):
        layer = json.loads(content)
        for feature in layer["features"]:
            given = feature["properties"]
            given |= {name: change(name, text) for name, text in given.items() if text}
        return json.dumps(layer, ensure_ascii=False).encode()
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [head, *([*map(change, head, row)] for row in rows)],
    )
    return stream.getvalue().encode()


def codes_of(contents: Contents) -> list[tuple[str, str]]:
    found = audit("anci-2022", contents, {})
    return [(fault.code, fault.file) for fault in found if fault.code != "E_HASH"]


# A unit is one sign, and of one sign that lost a byte nothing can be said.
UNSAID = {("units.csv", "UTF-8 as GBK"), ("units.csv", "UTF-8 as GB18030")}
GARBLED = [(file, way) for file in FILES for way in WAYS if (file, way) not in UNSAID]


@pytest.mark.parametrize(("file", "way"), GARBLED)
def test_a_file_of_garbled_text_is_one_fault(contents: Contents, file: str, way: str) -> None:
    contents[file] = cells(contents[file], lambda _, text: WAYS[way](text))
    assert codes_of(contents) == [("E_MOJIBAKE", file)]


@pytest.mark.parametrize("way", TWICE_READ)
@pytest.mark.parametrize("file", ["layers.csv", "layers/roads.geojson"])
def test_names_alone_are_told_and_read_back(contents: Contents, file: str, way: str) -> None:
    known: list[str] = []

    def named(column: str, text: str) -> str:
        known.extend([text] if column == "name_zh" else [])
        return WAYS[way](text) if column == "name_zh" else text

    contents[file] = cells(contents[file], named)
    (fault,) = (f for f in audit("anci-2022", contents, {}) if f.code != "E_HASH")
    assert (fault.code, fault.file) == ("E_MOJIBAKE", file)
    right = fault.fault.zh.split("像是 “")[1].split("”")[0]
    assert any(len(set(right) & set(name)) >= 2 and right[0] == name[0] for name in known)


@pytest.mark.parametrize("way", TWICE_READ)
def test_one_garbled_name_among_many_is_told(contents: Contents, way: str) -> None:
    file = "layers/villages.geojson"
    layer = json.loads(contents[file])
    layer["features"][0]["properties"]["name_zh"] = WAYS[way]("安次区明华公路北段")
    contents[file] = json.dumps(layer, ensure_ascii=False).encode()
    assert codes_of(contents) == [("E_MOJIBAKE", file)]


@pytest.mark.parametrize("way", WAYS)
def test_the_descriptor_and_the_neighbours_too(contents: Contents, way: str) -> None:
    garbled = WAYS[way]
    described = json.loads(contents["datapackage.json"])
    described["title"] = garbled("安次区城市更新一张图")
    broken = contents | {"datapackage.json": json.dumps(described, ensure_ascii=False).encode()}
    if way in TWICE_READ:
        assert codes_of(broken) == [("E_MOJIBAKE", "datapackage.json")]
    file = "context/neighbours.geojson"
    contents[file] = cells(contents[file], lambda _, text: garbled(text))
    assert codes_of(contents) == [("E_MOJIBAKE", file)]


SOUND = [
    *("明华路", "漯河路", "泾河湾", "浏阳市", "沅江", "一亿三千多万元（约）", "联通", "㎡ ≥ 30%"),
    *("Résidence Évêché", "Café", "ÄÖÜäöü", "éèêë", "“Minghua Road” – 2", "Ōsaka", "100 °C ± ½"),
    *(
        "明华路（Évêché）",
        "Москва",
        "서울",
        "とうきょう",
        "𠮷野家",
        "龘靐齉",
        "?",
        "why?",
        "2020??",
    ),
    *("✓✓✓✓✓", "鑫淼犇焱垚", "镇海楼・广州", "①②③④⑤", "——", "……", "·", "№ 5", "×××", "÷±÷±"),
    *("length ±½ m, ±½ m", "5 ±½ m long and 6 ±½ m wide", "ÄÖÜßØÅ å…¬è·¯", "ä¸‚ä¸„"),
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_left(text: str) -> None:
    assert right_text(text) == ""
    refuse_garbled(text, [[text]])


@pytest.mark.parametrize("right", ["公路", "大街小巷", "浏阳河大街", "漯河市沅江路"])
def test_what_was_garbled_is_read_back(right: str) -> None:
    """Short and long, with everyday signs and with some that GB 2312 lists as rarer."""
    assert right_text(right.encode("gbk").decode("latin-1")) == right


def test_a_short_cell_alone_may_be_chance() -> None:
    """Two signs that read back as Chinese are told where they are half of their column."""
    refuse_garbled("å…¬è·¯", [["å…¬è·¯", "明华路", "顺安街", "银河南路"]])
    with pytest.raises(RefusedError, match="公路"):
        refuse_garbled("å…¬è·¯", [["å…¬è·¯", "明华路"]])


def test_a_layer_of_sound_names_is_left(contents: Contents) -> None:
    file, names = "layers/villages.geojson", cycle(SOUND)
    contents[file] = cells(
        contents[file], lambda name, old: next(names) if name == "name_zh" else old
    )
    assert "E_MOJIBAKE" not in {code for code, _ in codes_of(contents)}

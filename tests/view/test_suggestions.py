"""Is everything found by what its readers type: pinyin, initials, other names?"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PackageError
from geo.files import read_bytes
from geo.package import descriptor
from geo.package.package import Package
from geo.package.read import read_contents, read_package
from geo.package.schema import DESCRIPTOR
from geo.served.catalogue import build_payload
from geo.served.suggestions import find_index
from geo.view.pinyin import reading
from geo.view.search import matches, normalise, search_text_of, words
from geo.view.selection import select
from geo.view.views import View

Make = Callable[..., Path]
LAYERS = ("roads", "old-compounds", "villages", "markets", "district")
INITIALS = {
    "minghua-road": "mhl",
    "shunan-street": "saj",
    "yinhe-south-road-subdistrict": "yhnljd",
    "guangming-west-road-subdistrict": "gmxdjd",
    "yonghua-road-subdistrict": "yhdjd",
    "huayilou-compound": "hylxq",
    "shuinichang-dormitory": "sncss",
    "xumuju-dormitory": "xmjss",
    "jixiechang-dormitory": "jxcss",
    "gongyipinchang-dormitory": "gypcss",
    "dishili-village": "dslc",
    "xitaipingzhuang-village": "xtpzc",
    "songwangwu-village": "swwc",
    "anci-markets": "acqnmscyzhsc",
    "anci": "acq",
}
"""Written by hand."""
SYLLABLES = {"明": "míng", "华": "huá", "路": "lù", "安": "ān", "第": "dì", "什": "shí", "西": "xī"}


@pytest.mark.parametrize(
    ("text", "stated", "full", "initials"),
    [
        ("明华路", "Mínghuá Lù", "minghualu", "mhl"),
        ("调河头", "", "diaohetou", "dht"),
        ("调河头", "Tiáohétóu", "tiaohetou", "tht"),
        ("重新铺设", "", "chongxinpushe", "cxps"),
        ("工商银行", "", "gongshangyinhang", "gsyh"),
        ("花儿胡同", "Huār Hútong", "huarhutong", "heht"),  # 儿 is no syllable of its own there
        ("A区12号楼", "", "aqu12haolou", "aq12hl"),
        ("明华（东）路", "", "minghuadonglu", "mhdl"),
        ("\u3402路", "", "\u3402lu", "\u3402l"),  # a sign that no dictionary reads
        ("", "", "", ""),
    ],
)
def test_how_a_text_is_typed(text: str, stated: str, full: str, initials: str) -> None:
    read = reading(text, stated)
    assert (read.full, read.initials) == ((full,), initials)


def test_u_with_dots_is_typed_in_two_ways() -> None:
    assert reading("绿化").full == reading("绿化", "Lǜhuà").full == ("luhua", "lvhua")
    assert reading("绿化").initials == "lh"


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=12))
def test_initials_are_those_of_the_stated_pinyin(signs: list[str]) -> None:
    stated = "".join(SYLLABLES[sign] for sign in signs)
    read = reading("".join(signs), stated.capitalize())
    assert read.initials == "".join(normalise(SYLLABLES[sign])[0] for sign in signs)
    assert read.full == (normalise(stated),)


def test_the_initials_of_all_places(anci: Package) -> None:
    found = {entry["id"]: entry["initials"] for entry in find_index(anci)["place"]}
    assert found == {place: [initials] for place, initials in INITIALS.items()}


def test_everything_can_be_found_by_its_names(anci: Package, anci_root: Path) -> None:
    index = find_index(anci)
    assert list(index) == ["place", "workstream", "figure"]
    files = [json.loads(read_bytes(anci_root / "layers" / f"{layer}.geojson")) for layer in LAYERS]
    places = [feature["properties"] for file in files for feature in file["features"]]
    with (anci_root / "figures.csv").open(encoding="utf-8", newline="") as stream:
        figures = list(csv.DictReader(stream))
    with (anci_root / "workstreams.csv").open(encoding="utf-8", newline="") as stream:
        workstreams = list(csv.DictReader(stream))
    stated = [
        *((row["place_id"], row["name_zh"], row["name_en"]) for row in places),
        *((row["workstream_id"], row["name_zh"], row["name_en"]) for row in workstreams),
        *((row["figure_id"], row["measure_zh"], row["measure_en"]) for row in figures),
    ]
    entries = [entry for kind in index.values() for entry in kind]
    assert [(e["id"], e["label"]["zh"], e["label"]["en"]) for e in entries] == stated
    for entry in entries:
        keys = entry["keys"]
        assert {normalise(entry["label"]["zh"]), normalise(entry["label"]["en"])} <= set(keys)
        assert keys == [normalise(key) for key in keys]
        assert all(keys)
        assert all(entry["initials"])
    for entry, place in zip(index["place"], places, strict=True):
        assert normalise(place["pinyin"]) in entry["keys"]
        assert not place.get("code") or place["code"] in entry["keys"]
    one = {"all-villages": "anci"}  # a group of one is that place
    homes = [row["place_id"] or one.get(row["group"]) for row in figures]
    assert [e["place"] for e in index["figure"]] == homes
    resurfacing = next(e for e in index["figure"] if e["id"] == "minghua-resurfacing")
    assert resurfacing["detail"] == {
        "zh": "14,000平方米 · 明华路",
        "en": "14,000 m² · Minghua Road",
    }


def test_the_index_is_a_small_file_of_the_payload(anci: Package) -> None:
    payload = build_payload(anci)
    blob = payload.blobs[payload.find]
    assert json.loads(blob.content) == find_index(anci)
    assert len(blob.gzipped) < 9_000


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("mhl", {"minghua-road"}),
        ("MHL", {"minghua-road"}),
        ("mh", {"minghua-road"}),
        ("hl", set()),  # only from the first letter on
        ("yhn", {"yinhe-south-road-subdistrict"}),
        ("id:minghua-road", {"minghua-road"}),
        ("id:minghua-resurfacing", {"minghua-road"}),
        ("id:minghua", set()),
    ],
)
def test_the_filter_knows_initials_and_ids(anci: Package, query: str, places: set[str]) -> None:
    assert select(anci, View(anci.package_id, query=query)).place_ids == places


def test_the_filter_knows_the_pinyin_of_measures(anci: Package) -> None:
    for query in ("huce", "pchcdnh"):
        found = select(anci, View(anci.package_id, query=query)).figure_ids
        assert "rural-households-surveyed" in found
        assert "minghua-resurfacing" not in found


@given(st.text("abc", min_size=2, max_size=4), st.text("abc", max_size=4))
def test_initials_are_hit_from_the_first_letter_on(typed: str, initials: str) -> None:
    assert matches(words(typed), search_text_of(["x"], [initials])) == initials.startswith(typed)


def test_a_place_is_found_by_its_other_names(make_package: Make) -> None:
    rows = "alias,place_id,name_zh,name_en\nold-road,minghua-road,顺宁大街,Shunning Avenue\n"
    package = read_package(make_package(edits={"aliases.csv": (rows + "x-1,anci,,\n").encode()}))
    assert package.aliases == {"old-road": "minghua-road", "x-1": "anci"}
    assert package.other_names["minghua-road"] == ("顺宁大街", "Shunning Avenue")
    assert package.other_names["anci"] == ()
    for query in ("顺宁", "shunning dajie", "sndj", "Shunning Avenue", "old-road"):
        found = select(package, View(package.package_id, query=query)).place_ids
        assert found == {"minghua-road"}, query
    entry = next(e for e in find_index(package)["place"] if e["id"] == "minghua-road")
    assert {"顺宁大街", "shunningavenue", "shunningdajie", "oldroad"} <= set(entry["keys"])
    assert entry["initials"] == ["mhl", "sndj"]


@pytest.mark.parametrize("header", ["alias,place_id", "alias,place_id,name_zh,name_en"])
def test_the_descriptor_says_which_columns_a_file_has(make_package: Make, header: str) -> None:
    cells = ",".join(["old-road", "minghua-road", "旧路", "Old Road"][: header.count(",") + 1])
    root = make_package(edits={"aliases.csv": f"{header}\n{cells}\n".encode()})
    contents = read_contents(root)
    sealed = json.loads(descriptor.seal(json.loads(contents[DESCRIPTOR]), contents))
    (entry,) = (found for found in sealed["resources"] if found["name"] == "aliases")
    assert [field["name"] for field in entry["schema"]["fields"]] == header.split(",")


@pytest.mark.parametrize("header", ["alias,name_zh,name_en", "alias,place_id,name_zhs"])
def test_other_columns_are_a_fault(make_package: Make, header: str) -> None:
    with pytest.raises(PackageError) as caught:
        read_package(make_package(edits={"aliases.csv": f"{header}\n".encode()}))
    assert {(fault.file, fault.code) for fault in caught.value.faults} == {
        ("aliases.csv", "E_COLUMNS")
    }

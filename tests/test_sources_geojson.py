"""Does the reader that holds a few features read a GeoJSON file as one that holds it whole does?"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.package import json_text
from geo.package.faults import Faults
from geo.package.geojson import feature_lists, features
from geo.package.json_text import line_and_column, parse_json, refuse_other_encodings
from geo.package.sources import collection
from geo.package.sources.batches import batches
from geo.package.sources.json_scan import Scan, depth, pieces
from geo.package.sources.refused import RefusedError

FILE = "layers/made-up.geojson"
FEATURE: dict[str, Any] = {
    "type": "Feature",
    "id": "a-road",
    "properties": {"name": '路, {"features":[\\', "other": [1, {"a": []}], "empty": {}},
    "geometry": {"type": "Point", "coordinates": [116.7, 39.4]},
}
Read = tuple[list[Any], list[tuple[str, int | None, str, str]]]


def told(faults: Faults) -> list[tuple[str, int | None, str, str]]:
    return [(fault.code, fault.row, fault.fault.zh, fault.fault.en) for fault in faults]


def whole(content: bytes) -> Read:
    """Read as one JSON value: what the features are, and what is told."""
    faults = Faults()
    data = parse_json(FILE, content, faults)
    if faults:
        return [], told(faults)
    found = data.get("features") if isinstance(data, dict) else None
    if not isinstance(found, list) or data.get("type") != "FeatureCollection":
        return [], [
            (
                "E_NOT_GEOJSON",
                None,
                "不是 GeoJSON 的 FeatureCollection",
                "not a GeoJSON FeatureCollection",
            )
        ]
    kept = []
    for number, feature in enumerate(found, start=1):
        if isinstance(feature, dict) and feature.get("type") == "Feature":
            kept.append((number, feature))
        else:
            faults.add("E_STRUCTURE", FILE, number, ("不是要素", "not a Feature"), ("", ""))
    return kept, told(faults)


def by_pieces(content: bytes, piece: int) -> Read:
    faults = Faults()
    try:
        kept = [
            feature
            for some, _ in feature_lists(FILE, content, faults, piece=piece)
            for feature in some
        ]
    except RefusedError as refusal:
        return [], [(refusal.code, None, *refusal.said)]
    return kept, told(faults)


def collected(*members: object, **others: object) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": members, **others}, ensure_ascii=False
    )


GOOD = collected(FEATURE, FEATURE, FEATURE)
SAMPLES = {
    "good": GOOD,
    "one feature a line": GOOD.replace(", {", ",\n{"),
    "indented": json.dumps(json.loads(GOOD), indent=2),
    "Windows lines": json.dumps(json.loads(GOOD), indent=1).replace("\n", "\r\n"),
    "type after features": json.dumps(dict(reversed(json.loads(GOOD).items()))),
    "no features": collected(),
    "spaces for features": '{"type":"FeatureCollection","features":[ \n ]}',
    "foreign members": collected(FEATURE, crs={"features": [1, 2]}, bbox=[0, 0, 1, 1]),
    "features within": '{"a":{"features":[{}]},"type":"FeatureCollection","features":[1,[]]}',
    "escaped name": GOOD.replace('"features"', '"\\u0066eatures"'),
    "a name in a name": GOOD.replace('"features"', '"x,\\"features"'),
    "features twice": GOOD[:-1] + ',"features":[]}',
    "type twice": '{"type":"FeatureCollection",' + GOOD[1:],
    "a member twice within": GOOD.replace('"empty": {}', '"empty": 1, "empty": 2', 1),
    "a member of a member twice": '{"crs":{"a":1,"a":2},' + GOOD[1:],
    "other members": collected(1, None, "text", [[]], {}, FEATURE, {"type": "Point"}),
    "truncated": GOOD[:-40],
    "truncated in a text": GOOD[: GOOD.index("a-road") + 2],
    "truncated before features": GOOD[:20],
    "not closed": GOOD[:-2],
    "closed once": GOOD[:-1],
    "closed by another": GOOD[:-2] + "}}",
    "closed too often": GOOD + "}",
    "garbage behind": GOOD + " x",
    "two of them": GOOD + "\n" + GOOD,
    "a comma too many": GOOD[:-2] + ",]}",
    "a comma first": GOOD.replace("[{", "[,{", 1),
    "two commas": GOOD.replace("}, {", "},, {", 1),
    "no comma": GOOD.replace("}, {", "} {", 1),
    "no colon": GOOD.replace('"features":', '"features"'),
    "mismatched": GOOD.replace("{}", "{]", 1),
    "NaN": GOOD.replace("116.7", "NaN", 1),
    "minus infinity beside": collected(FEATURE, x=float("-inf")),
    "a long number": GOOD.replace("116.7", "1" * 5000, 1),
    "a raw control character": GOOD.replace("a-road", "a\x01", 1),
    "a raw line end": GOOD.replace("a-road", "a\nb", 1),
    "a bad escape": GOOD.replace("a-road", "a\\x", 1),
    "a lone surrogate": GOOD.replace("a-road", "\\ud800", 1),
    "backslashes": GOOD.replace("a-road", '\\\\\\\\\\"\\\\', 1),
    "comments": "// by hand\n" + GOOD,
    "deep": GOOD.replace("[1,", "[" * 9 + "1" + "]" * 9 + ",[1,", 1),
    "deep to the limit": GOOD.replace("[1,", "[" * 7 + "1" + "]" * 7 + ",[1,", 1),
    "deep behind": GOOD[:-1] + ',"x":' + "[" * 12 + "]" * 12 + "}",
    "deep before": '{"x":' + "[" * 12 + "]" * 12 + "," + GOOD[1:],
    "a list": "[1, 2]",
    "a text": '"FeatureCollection"',
    "a number": "5",
    "nothing": "",
    "spaces": " \n ",
    "features as an object": '{"type":"FeatureCollection","features":{}}',
    "features as a text": '{"type":"FeatureCollection","features":"[]"}',
    "another type": GOOD.replace("FeatureCollection", "Topology"),
    "a list in a list": "[" + GOOD + "]",
}


@pytest.mark.parametrize("piece", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize("name", SAMPLES)
def test_both_readers_say_the_same(name: str, piece: int) -> None:
    content = SAMPLES[name].encode()
    assert by_pieces(content, piece) == whole(content)
    marked = b"\xef\xbb\xbf" + content
    assert by_pieces(marked, piece) == whole(marked)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-32"])
@pytest.mark.parametrize("piece", [5, 1 << 20])
def test_both_readers_refuse_other_encodings(encoding: str, piece: int) -> None:
    content = GOOD.replace("路", "广阳道").encode(encoding)
    found = by_pieces(content, piece)
    assert found == whole(content)
    assert found[1][0][0] == "E_JSON"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
MEMBERS = st.lists(JSON | st.just(FEATURE), max_size=5)


@given(MEMBERS, JSON, st.booleans(), st.sampled_from([None, 1]), st.integers(1, 90))
def test_any_collection_reads_the_same_at_any_size_of_piece(
    members: list[Any], other: Any, plain: bool, indent: int | None, piece: int
) -> None:
    data = {"crs": other, "type": "FeatureCollection", "features": members, "name": other}
    content = json.dumps(data, ensure_ascii=not plain, indent=indent).encode("utf-8", "replace")
    found = by_pieces(content, piece)
    assert found == whole(content)
    if not any(row is None for _, row, *_ in found[1]):
        numbers = {number for number, _ in found[0]} | {row for _, row, *_ in found[1]}
        assert numbers == set(range(1, len(members) + 1))


@given(st.data(), st.sampled_from(sorted(SAMPLES)), st.integers(1, 90))
def test_a_file_changed_anywhere_reads_the_same(data: st.DataObject, name: str, piece: int) -> None:
    """A second fault may hide the first; that a file is refused, and its features, must agree."""
    content = SAMPLES[name].encode()
    at = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(at, min(at + 3, len(content))))
    put = data.draw(st.binary(max_size=2) | st.sampled_from([b'"', b"\\", b"[", b"}", b",", b"{"]))
    changed = content[:at] + put + content[end:]
    kept, faults = by_pieces(changed, piece)
    expected, others = whole(changed)
    assert kept == expected
    if "twice" in name:
        assert bool(faults) == bool(others)
    else:
        assert faults == others


def test_what_was_said_of_features_is_withdrawn_when_the_file_breaks_off() -> None:
    faults = Faults()
    faults.add("E_ELSEWHERE", "a.csv", 1, ("", ""), ("", ""))
    content = collected(1, 2, FEATURE)[:-1].encode()
    list(features(FILE, content, faults))
    assert [(fault.code, fault.row) for fault in faults] == [("E_ELSEWHERE", 1), ("E_JSON", None)]
    alone = Faults()
    list(batches(FILE, content, alone))
    assert [(fault.code, fault.row) for fault in alone] == [("E_JSON", None)]


def test_a_feature_too_long_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "LONGEST", 1000)
    long = {**FEATURE, "properties": {"name": "x" * 2000}}
    for content in (collected(FEATURE, long, FEATURE), collected(long), collected(x="y" * 2000)):
        for piece in (100, 1 << 20):
            assert by_pieces(content.encode(), piece)[1][0][0] == "E_TOO_LONG"
    assert by_pieces(collected(*[FEATURE] * 50).encode(), 100) == whole(
        collected(*[FEATURE] * 50).encode()
    )


def test_only_a_few_features_are_held_at_a_time() -> None:
    content = collected(*[FEATURE] * 3000).encode()
    sizes = [len(some) for some, _ in feature_lists(FILE, content, Faults(), piece=10_000)]
    assert sum(sizes) == 3000
    assert max(sizes) < 100


def plain_depth(text: str) -> int:
    """The same, told sign by sign."""
    now = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.S)):
        now += 1 if bracket in "[{" else -1
        deepest = max(deepest, now)
    return deepest


@given(st.text('[{]},"\\a', max_size=60), st.integers(1, 20))
def test_brackets_are_followed_through_any_pieces(text: str, size: int) -> None:
    content = np.frombuffer(text.encode(), np.uint8)
    scan, at, depths = Scan(), [], []
    for piece in pieces(content, size=size):
        marks = scan.feed(piece)
        at += marks.at.tolist()
        depths += marks.depth.tolist()
    once = Scan().feed(content)
    assert (at, depths) == (once.at.tolist(), once.depth.tolist())
    if re.fullmatch(r'([^"\\]|"([^"\\]|\\.)*")*', text):
        assert depth(content) == plain_depth(text)


@given(st.text("\nab路😀", max_size=40), st.integers(0, 40))
def test_a_place_in_a_text_is_told_by_line_and_column(text: str, cut: int) -> None:
    before = text[:cut]
    content = np.frombuffer(text.encode(), np.uint8)
    expected = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert line_and_column(content, len(before.encode())) == expected


@given(st.binary(max_size=12) | st.text(max_size=8).map(lambda t: t.encode("utf-8", "replace")))
def test_an_encoding_is_checked_piece_by_piece(content: bytes) -> None:
    data = np.frombuffer(content, np.uint8)
    said = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "PIECE", 5)
        try:
            refuse_other_encodings(data)
        except RefusedError as refusal:
            said = refusal.said[1]
    try:
        content.decode()
        expected = None
    except UnicodeDecodeError as error:
        expected = f"byte {error.start} is not UTF-8"
    assert said == expected

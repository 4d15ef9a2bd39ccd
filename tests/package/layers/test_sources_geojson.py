"""Is GeoJSON read to the letter, whole or as a sequence, and is what is wrong with it said?"""

from __future__ import annotations

import gc
import gzip
import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.package.faults import Faults
from geo.package.layers import geojson_features as geojson
from geo.package.layers import json_text
from geo.package.layers.geojson_features import features, sequence
from geo.package.layers.json_text import json_or_refuse
from geo.package.layers.layer_files import SEQUENCES
from geo.package.layers.read_layer import read_layer
from geo.package.layers.refused import RefusedError
from tests.package.layers import tables

FILE = "layers/made-up.geojson"
LINES = "layers/made-up.geojsonl"
PROPERTIES = tables.PROPERTIES | {
    "name_zh": '路, {"features":[\\',
    "pinyin": None,
    "parent_zh": "某区",
    "parent_en": "A District",
}
FEATURE: dict[str, Any] = {
    "type": "Feature",
    "id": "a-road",
    "properties": PROPERTIES | {"other": [1, {"a": []}], "empty": {}},
    "geometry": {"type": "Point", "coordinates": [116.7, 39.4]},
}


def collected(*members: object, **others: object) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": members, **others}, ensure_ascii=False
    )


GOOD = collected(FEATURE, FEATURE, FEATURE)
READ: dict[str, str] = {
    "one line": GOOD,
    "one feature a line": GOOD.replace("}, {", "},\n{"),
    "indented": json.dumps(json.loads(GOOD), indent=2),
    "Windows lines": json.dumps(json.loads(GOOD), indent=1).replace("\n", "\r\n"),
    "type after features": json.dumps(dict(reversed(json.loads(GOOD).items()))),
    "escaped name": GOOD.replace('"features"', '"\\u0066eatures"'),
    "features within": '{"a":{"features":[{}]},' + GOOD[1:],
    "backslashes": GOOD.replace("A Road", '\\\\\\\\\\"\\\\', 1),
    "foreign members": collected(FEATURE, FEATURE, FEATURE, name={"features": [1, 2]}),
    "deep to the limit": GOOD.replace("[1,", "[" * 7 + "1" + "]" * 7 + ",", 1).replace(
        '": ' + "[" * 7, '": [' + "[" * 7, 1
    ),
}
REFUSED: dict[str, tuple[str, str]] = {
    "features twice": (GOOD[:-1] + ',"features":[]}', "E_DUP_KEY"),
    "type twice": ('{"type":"FeatureCollection",' + GOOD[1:], "E_DUP_KEY"),
    "a member twice within": (GOOD.replace('"empty": {}', '"x": 1, "x": 2', 1), "E_DUP_KEY"),
    "an escaped member twice": (GOOD[:-1] + ',"\\u0066eatures":[]}', "E_DUP_KEY"),
    "truncated": (GOOD[:-40], "E_JSON"),
    "truncated in a text": (GOOD[: GOOD.index("a-road") + 2], "E_JSON"),
    "not closed": (GOOD[:-2], "E_JSON"),
    "closed by another": (GOOD[:-2] + "}}", "E_JSON"),
    "closed too often": (GOOD + "}", "E_JSON"),
    "garbage behind": (GOOD + " x", "E_JSON"),
    "two of them": (GOOD + "\n" + GOOD, "E_JSON"),
    "a comma too many": (GOOD[:-2] + ",]}", "E_JSON"),
    "no comma": (GOOD.replace("}, {", "} {", 1), "E_JSON"),
    "a raw control character": (GOOD.replace("a-road", "a\x01", 1), "E_JSON"),
    "a raw line end": (GOOD.replace("a-road", "a\nb", 1), "E_JSON"),
    "a bad escape": (GOOD.replace("a-road", "a\\x", 1), "E_JSON"),
    "single quotes": ("{'type': 'FeatureCollection', 'features': []}", "E_JSON"),
    "comments": ("// by hand\n" + GOOD, "E_JSON"),
    "a plus before a number": (GOOD.replace("116.7", "+116.7", 1), "E_JSON"),
    "a number in sixteens": (GOOD.replace("116.7", "0x74", 1), "E_JSON"),
    "NaN": (GOOD.replace("116.7", "NaN", 1), "E_JSON_NAN"),
    "minus infinity beside": (collected(FEATURE, x=float("-inf")), "E_JSON_NAN"),
    "a long number": (GOOD.replace("116.7", "1" * 5000, 1), "E_JSON"),
    "deep": (GOOD.replace("[1,", "[" * 9 + "1" + "]" * 9 + ",[1,", 1), "E_TOO_DEEP"),
    "deep behind": (GOOD[:-1] + ',"x":' + "[" * 12 + "]" * 12 + "}", "E_TOO_DEEP"),
    "deep without end": ("[" * 100_000, "E_TOO_DEEP"),
    "objects without end": ('{"a":' * 100_000, "E_TOO_DEEP"),
    "a list": ("[1, 2]", "E_NOT_GEOJSON"),
    "a text": ('"FeatureCollection"', "E_NOT_GEOJSON"),
    "a number": ("5", "E_NOT_GEOJSON"),
    "null": ("null", "E_NOT_GEOJSON"),
    "nothing": ("", "E_EMPTY_FILE"),
    "spaces": (" \n ", "E_EMPTY_FILE"),
    "a mark alone": ("\ufeff", "E_EMPTY_FILE"),
    "features as an object": ('{"type":"FeatureCollection","features":{}}', "E_STRUCTURE"),
    "features as a text": ('{"type":"FeatureCollection","features":"[]"}', "E_STRUCTURE"),
    "features null": ('{"type":"FeatureCollection","features":null}', "E_STRUCTURE"),
    "features missing": ('{"type":"FeatureCollection"}', "E_STRUCTURE"),
    "TopoJSON": ('{"type":"Topology","objects":{},"arcs":[]}', "E_FORMAT_UNSUPPORTED"),
    "another type": (GOOD.replace("FeatureCollection", "Feature Collection"), "E_NOT_GEOJSON"),
    "a bare feature": (json.dumps(FEATURE), "E_NOT_GEOJSON"),
    "a list around it": ("[" + GOOD + "]", "E_NOT_GEOJSON"),
}


def read(file: str, content: bytes, size: int = 10_000) -> tuple[list[Any], list[Any]]:
    faults = Faults()
    kept: list[Any] = []
    for batch in read_layer(file, content, faults, size=size):
        assert len(batch) <= size
        shapes = [shape.wkt for shape in batch.geometries]
        kept += zip(batch.numbers.tolist(), batch.table.to_pylist(), shapes, strict=True)
    assert {fault.file for fault in faults} <= {file}
    return kept, [(fault.code, fault.row) for fault in faults]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", READ)
def test_what_is_geojson_is_read(name: str, mark: str) -> None:
    kept, faults = read(FILE, (mark + READ[name]).encode())
    assert faults == []
    assert [number for number, *_ in kept] == [1, 2, 3]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_is_refused_with_one_fault(name: str) -> None:
    text, code = REFUSED[name]
    assert read(FILE, text.encode()) == ([], [(code, None)])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-32", "latin-1"])
def test_other_encodings_are_refused_and_said(encoding: str) -> None:
    names = ("Ãé", "é") if encoding == "latin-1" else ("广阳道", "某")
    text = GOOD.replace("路", names[0]).replace("某区", names[1]).replace("编造", names[1])
    content = text.encode(encoding)
    code = (
        "E_JSON" if encoding == "utf-16-le" else "E_ENCODING"
    )  # those bytes are UTF-8, with nulls
    assert read(FILE, content)[1][0][0] in {code, "E_ENCODING"}


def test_what_is_compressed_is_said_to_be_so() -> None:
    assert read(FILE, gzip.compress(GOOD.encode()))[1] == [("E_FORMAT_UNSUPPORTED", None)]


@given(st.integers(0, 200), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["a", "广", "😀"]))
def test_line_and_column_of_what_is_no_json_are_counted_in_signs(
    lines: int, end: str, sign: str
) -> None:
    text = end * lines + f'["{sign * 3}", x]'
    with pytest.raises(RefusedError) as caught:
        json_or_refuse(text.encode())
    assert caught.value.said[1].startswith(f"line {lines + 1}, column 9 ")


def depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (isinstance(value, dict | list)) + max(map(depth_of, inner), default=0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=30,
)


@given(JSON, st.integers(1, 6), st.booleans())
def test_depth_is_counted_outside_of_texts(value: Any, most: int, plain: bool) -> None:
    text = json.dumps(value, ensure_ascii=plain).encode("utf-8", "replace")
    text = text.replace(b"Infinity", b"1e999")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "MAX_DEPTH", most)
        if depth_of(value) > most:
            with pytest.raises(RefusedError, match="deeply"):
                json_or_refuse(text)
        else:
            assert json_or_refuse(text) == json.loads(text)


def test_a_text_of_backslashes_costs_no_memory() -> None:
    content = b'"' + b'\\"' * (4 << 20) + b'"'
    tracemalloc.start()
    json_text.refuse_depth(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content)


def test_what_would_take_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "LONGEST", len(GOOD.encode()))
    assert read(FILE, GOOD.encode())[1] == []
    assert read(FILE, GOOD.encode() + b" ")[1] == [("E_TOO_LARGE", None)]
    monkeypatch.setattr(json_text, "_MOST_BRACKETS", 20)
    assert read(FILE, GOOD.encode())[1] == [("E_TOO_LARGE", None)]


def test_what_was_said_of_features_is_withdrawn_when_the_file_breaks_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = Faults()
    faults.add("E_ELSEWHERE", "a.csv", 1, ("", ""), ("", ""))
    monkeypatch.setattr(geojson, "LONGEST_FEATURE", 3000)
    lines = [json.dumps(FEATURE), "5", json.dumps(FEATURE), "[" * 10_000]
    for _ in read_layer(LINES, "\n".join(lines).encode(), faults, size=1):
        pass
    assert [fault.code for fault in faults] == ["E_ELSEWHERE", "E_TOO_LARGE"]


# ---- One feature a line. ----------------------------------------------------------------------

MEMBERS = st.lists(JSON.filter(lambda v: depth_of(v) < 9) | st.just(FEATURE), max_size=6)


def as_sequence(members: list[Any], kind: str) -> bytes:
    indent = 1 if kind == "RS, indented" else None
    texts = [json.dumps(member, ensure_ascii=False, indent=indent) for member in members]
    ahead = "\x1e" if kind.startswith("RS") else ""
    end = "\r\n" if kind == "Windows lines" else "\n"
    text = "".join(f"{ahead}{each}{end}" for each in texts)
    text = text[: -len(end)] if kind == "no last end" and texts else text
    text = f"\ufeff{text}" if kind == "mark" else text
    text = text.replace(end, end * 3) if kind == "blank lines" else text
    return text.encode("utf-8", "replace").replace(b"Infinity", b"1e999")


KINDS = ["lines", "Windows lines", "no last end", "mark", "blank lines", "RS", "RS, indented"]


@settings(max_examples=40)
@given(MEMBERS, st.sampled_from(KINDS), st.sampled_from(SEQUENCES), st.integers(1, 200))
def test_a_sequence_says_what_a_collection_says(
    members: list[Any], kind: str, ending: str, piece: int
) -> None:
    whole = collected(*members).encode("utf-8", "replace").replace(b"Infinity", b"1e999")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geojson, "_PIECE", piece)
        found = read(f"layers/made-up{ending}", as_sequence(members, kind), 2)
    expected = read(FILE, whole, 2)
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_line_is_named_and_the_others_stay(kind: str) -> None:
    members = [FEATURE, {"broken": 1}, FEATURE, FEATURE]
    content = as_sequence(members, kind).replace(b'{"broken": 1}', b'{"broken": NaN, }')
    content = content.replace(b'{\n "broken": 1\n}', b"{\n broken\n}")
    kept, faults = read(LINES, content)
    assert [number for number, *_ in kept] == [1, 3, 4]
    assert [row for _, row in faults] == [2]
    assert faults[0][0] in {"E_JSON", "E_JSON_NAN"}


def test_the_line_of_a_broken_line_is_that_of_the_file() -> None:
    text = "\n\n" + json.dumps(FEATURE) + "\n\n" + '{"type": "Feature", x}\n'
    faults = Faults()
    list(sequence(LINES, text.encode(), faults))
    assert [(fault.row, fault.fault.en) for fault in faults] == [
        (2, "line 5, column 21 is not well-formed JSON")
    ]


def test_what_is_no_sequence_is_one_fault() -> None:
    indented = json.dumps(json.loads(GOOD), indent=1).encode()
    assert read(LINES, indented) == ([], [("E_JSON", None)])
    assert read(LINES, GOOD.encode()) == ([], [("E_STRUCTURE", 1)])


def test_of_a_sequence_only_some_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "_PIECE", 1 << 14)
    line = json.dumps(FEATURE).encode() + b"\n"
    content = memoryview(line * ((1 << 20) // len(line)))
    tracemalloc.start()
    count = sum(1 for _ in sequence(LINES, content, Faults()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == len(content) // len(line)
    assert peak < 1 << 18


def test_numbers_of_features_count_those_that_are_none() -> None:
    faults = Faults()
    content = collected(1, FEATURE, [], FEATURE).encode()
    assert [number for number, _ in features(FILE, content, faults)] == [2, 4]
    assert [(fault.code, fault.row) for fault in faults] == [
        ("E_STRUCTURE", 1),
        ("E_STRUCTURE", 3),
    ]


@pytest.mark.parametrize("text", [b"[1]", b"[", b"[NaN]"])
def test_what_nobody_holds_is_searched_for_again_after_a_text(text: bytes) -> None:
    with suppress(RefusedError):
        json_or_refuse(text)
    assert gc.isenabled()

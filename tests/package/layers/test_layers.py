"""Does a hostile or broken GeoJSON layer end as faults with its number, and never as a crash?"""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from geo.package.areas import read_neighbours
from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.read import build_package
from geo.served.catalogue import build_payload
from tests.package.layers.tables import PROPERTIES

Contents = dict[str, bytes]
FILE = "layers/made-up.geojson"
ROADS = "layers/roads.geojson"
NEIGHBOURS = "context/neighbours.geojson"
POINT = {"type": "Point", "coordinates": [116.7, 39.4]}


def feature(geometry: object = None, **properties: object) -> dict[str, Any]:
    changed = {**PROPERTIES, **properties}
    given = POINT if geometry is None else geometry
    return {"type": "Feature", "id": "a-road", "properties": changed, "geometry": given}


def collection(*features: object, **members: object) -> bytes:
    whole = {"type": "FeatureCollection", "features": features, **members}
    return json.dumps(whole).encode()


def shape(kind: str, coordinates: object) -> bytes:
    return collection(feature({"type": kind, "coordinates": coordinates}))


def read(content: bytes) -> tuple[int, list[tuple[str, int | None]]]:
    faults = Faults()
    rows = sum(batch.table.num_rows for batch in read_layer(FILE, content, faults))
    assert {fault.file for fault in faults} <= {FILE}
    unread = any(fault.row is None and fault.level == "error" for fault in faults)
    return 0 if unread else rows, [(fault.code, fault.row) for fault in faults]


SOUND = collection(feature())
RAW = SOUND.decode()
FILE_FAULTS = {
    "truncated": (SOUND[:-30], "E_JSON"),
    "nothing but spaces": (b"  \n", "E_EMPTY_FILE"),
    "a comment": (b"// made by hand\n" + SOUND, "E_JSON"),
    "UTF-16": (RAW.encode("utf-16"), "E_ENCODING"),
    "Latin-1": (RAW.replace("A Road", "\xc9\xe9").encode("latin-1"), "E_ENCODING"),
    "NaN for a coordinate": (RAW.replace("116.7", "NaN").encode(), "E_JSON_NAN"),
    "NaN in a property": (RAW.replace('"A Road"', "NaN").encode(), "E_JSON_NAN"),
    "a raw control character": (RAW.replace("A Road", "A\x01").encode(), "E_JSON"),
    "nested deeply": (b'{"a":' + b"[" * 100_000, "E_TOO_DEEP"),
    "a text": (b'"FeatureCollection"', "E_NOT_GEOJSON"),
    "a geometry": (json.dumps(POINT).encode(), "E_NOT_GEOJSON"),
    "no type": (b'{"features": []}', "E_NOT_GEOJSON"),
    "features as an object": (b'{"type":"FeatureCollection","features":{}}', "E_STRUCTURE"),
    "no features": (b'{"type":"FeatureCollection"}', "E_STRUCTURE"),
}
FEATURE_FAULTS = {
    "a geometry for a feature": (collection(POINT), "E_STRUCTURE"),
    "a collection inside": (collection(json.loads(SOUND)), "E_STRUCTURE"),
    "properties missing": (collection({"type": "Feature", "geometry": POINT}), "E_STRUCTURE"),
    "properties as a list": (collection(feature() | {"properties": [1]}), "E_STRUCTURE"),
    "a number for a name": (collection(feature(name_zh=5)), "E_PROPERTY"),
    "an empty name": (collection(feature(name_zh=" ")), "E_PROPERTY"),
    "a lone surrogate": (collection(feature(name_en="\ud800")), "E_CONTROL_CHARS"),
    "a bidi override": (collection(feature(name_en="\u202eab")), "E_CONTROL_CHARS"),
    "an id in capitals": (collection(feature(place_id="A_Road")), "E_PATTERN"),
    "another id": (collection(feature() | {"id": "b-road"}), "E_ID"),
    "an object for an id": (collection(feature() | {"id": {}}), "E_ID"),
    "an unknown precision": (collection(feature(precision="roughly")), "E_ENUM"),
    "no geometry": (collection(feature() | {"geometry": None}), "E_GEOMETRY"),
    "an unknown geometry": (shape("Circle", [116.7, 39.4]), "E_GEOM_TYPE"),
    "no coordinates": (collection(feature({"type": "Point"})), "E_STRUCTURE"),
    "an empty point": (shape("Point", []), "E_EMPTY_GEOM"),
    "null coordinates": (shape("Point", [None, None]), "E_POSITION"),
    "coordinates as objects": (shape("LineString", [{"x": 1}, {"x": 2}]), "E_POSITION"),
    "words for coordinates": (shape("Point", ["east", "north"]), "E_POSITION"),
    "one bracket too few": (shape("Polygon", [[116, 39], [117, 39], [117, 40]]), "E_COORD_DEPTH"),
    "a line of one point": (shape("LineString", [[116, 39]]), "E_LINE_SHORT"),
    "a bow tie": (shape("Polygon", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), "E_GEOM_INVALID"),
    "a hole outside": (
        shape(
            "Polygon",
            [[[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]],
        ),
        "E_GEOM_INVALID",
    ),
    "numbers beyond any system": (shape("Point", [1e11, 1e11]), "E_COORD_RANGE"),
    "an overflow": (RAW.replace("116.7", "1e309").encode(), "E_COORD_NONFINITE"),
}


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_a_file_that_cannot_be_read_is_one_fault(name: str) -> None:
    content, code = FILE_FAULTS[name]
    assert read(content) == (0, [(code, None)])


@pytest.mark.parametrize("name", FEATURE_FAULTS)
def test_a_broken_feature_is_named_by_its_number_and_the_others_stay(name: str) -> None:
    content, code = FEATURE_FAULTS[name]
    broken = content.decode().removeprefix('{"type": "FeatureCollection", "features": [')
    good = json.dumps(feature())
    three = f'{{"type": "FeatureCollection", "features": [{good}, {broken[:-2]}, {good}]}}'
    kept, faults = read(three.encode())
    assert (code, 2) in faults
    assert {row for _, row in faults} == {2}
    assert kept == 2


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOUND,
        collection(feature(), name="x", bbox=[116, 39, 117, 40]),
        collection(feature(name_zh="{{7*1111111}}<img src=x onerror=alert(1)>${1}{%\\")),
        collection(feature(constructor="x", __proto__="y", geometry_="z")),
        collection(feature({"type": "Point", "coordinates": [116.7, 39.4, 12.5]})),
        shape("Polygon", [[[0, 0], [0, 1], [1, 1], [0, 0]]]),
        shape("MultiPoint", [[116.7, 39.4]] * 10),
    ],
    ids=["byte order mark", "members", "canary", "prototype", "height", "clockwise", "same points"],
)
def test_what_is_harmless_is_accepted(content: bytes) -> None:
    assert read(content) == (1, [])


def test_no_features_are_no_places() -> None:
    assert read(collection()) == (0, [])


def test_an_address_in_a_legacy_crs_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}
    read(collection(feature(), crs=link))


def faults_with(contents: Contents, file: str, content: bytes) -> list[tuple[str, str, int | None]]:
    faults = Faults()
    package = build_package("made-up", contents | {file: content}, faults)
    if package is not None:
        build_payload(package)
    return [(fault.code, fault.file, fault.row) for fault in faults]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"place_id": "anci"}, "E_DUP"),
        ({"layer": "villages"}, "E_REFERENCE"),
        ({"workstream": "nobody"}, "E_REFERENCE"),
        ({"source_id": "nobody"}, "E_REFERENCE"),
    ],
)
def test_a_place_must_fit_into_its_package(
    contents: Contents, change: dict[str, str], code: str
) -> None:
    data = json.loads(contents["layers/district.geojson"])
    extra = feature(**({"source_id": "shunan-2019", "layer": "district"} | change))
    data["features"].append(extra | {"id": extra["properties"]["place_id"]})
    found = faults_with(contents, "layers/district.geojson", json.dumps(data).encode())
    assert found == [(code, "layers/district.geojson", 2)]


def test_neighbours_may_be_missing_or_broken(contents: Contents) -> None:
    assert len(read_neighbours(NEIGHBOURS, None, Faults())) == 0
    broken = collection({"type": "Feature", "properties": {}, "geometry": None})
    assert faults_with(contents, NEIGHBOURS, broken) == [("E_GEOMETRY", NEIGHBOURS, 1)]

"""What becomes of GeoJSON that is sound, odd or broken: is each kind taken, mended or refused?"""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from pyproj import Geod, Transformer

from geo.intake import limits
from geo.intake.found import Found
from geo.intake.messages import verdict
from geo.intake.read import read_content
from tests.intake.made import as_text, collection, feature, polygon, square


def point(*numbers: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(numbers)}


def shaped(kind: str, coordinates: Any) -> bytes:
    return as_text(collection(feature({"type": kind, "coordinates": coordinates})))


def crs(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


def moved(epsg: int) -> list[list[float]]:
    way = Transformer.from_crs(4326, epsg, always_xy=True)
    return [list(way.transform(*corner)) for corner in square()]


def member(name: str, value: Any) -> bytes:
    return as_text(collection(feature() | {name: value}))


def without(name: str) -> bytes:
    made = feature()
    del made[name]
    return as_text(collection(made))


GOOD = as_text(collection())
LINE = as_text(feature())
OTHER = LINE.replace(b"14000", b"14001")
DEEP = "[" * 100_000 + "]" * 100_000
INNER = as_text(polygon()).decode()
NESTED = '{"type":"GeometryCollection","geometries":[' * 5_000 + INNER + "]}" * 5_000
BOWTIE = [[117.28, 31.86], [117.282, 31.862], [117.282, 31.86], [117.28, 31.862], [117.28, 31.86]]
ACCEPT, REPAIR, REJECT = "accept", "repair", "reject"
# fmt: off
CASES: dict[str, tuple[bytes, str, str]] = {
    "good": (GOOD, ACCEPT, ""),
    "one feature": (LINE, ACCEPT, ""),
    "a shape alone": (as_text(polygon()), ACCEPT, "I_NO_PROPERTIES"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, ACCEPT, "I_BOM"),
    "UTF-16": (GOOD.decode().encode("utf-16"), REPAIR, "W_ENCODING"),
    "UTF-16 big end first": (b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), REPAIR, "W_ENCODING"),
    "GBK": (GOOD.decode().encode("gb18030"), REPAIR, "W_ENCODING"),
    "Latin-1": (GOOD.replace("老".encode(), b"caf\xe9 \xff\xfe\xe8"), REJECT, "E_ENCODING"),
    "cut off": (GOOD[:-30], REJECT, "E_JSON"),
    "a comment": (b"// x\n" + GOOD, REJECT, "E_JSON"),
    "a comma too many": (GOOD[:-1] + b",}", REJECT, "E_JSON"),
    "single quotes": (GOOD.replace(b'"', b"'"), REJECT, "E_JSON"),
    "a raw control": (GOOD.replace("老城".encode(), b"\x01"), REJECT, "E_JSON"),
    "a number without end": (b'{"type": ' + b"1" * 5_000 + b"}", REJECT, "E_JSON"),
    "blank": (b" \n ", REJECT, "E_EMPTY_FILE"),
    "a text": (b'"hello"', REJECT, "E_NOT_GEOJSON"),
    "a list": (b"[" + LINE + b"]", REJECT, "E_NOT_GEOJSON"),
    "null": (b"null", REJECT, "E_NOT_GEOJSON"),
    "no type": (b'{"features": []}', REJECT, "E_NOT_GEOJSON"),
    "a pipeline": (b'{"type": "gdal_streamed_alg"}', REJECT, "E_NOT_GEOJSON"),
    "TopoJSON": (b'{"type": "Topology"}', REJECT, "E_FORMAT_UNSUPPORTED"),
    "Esri": (b'{"geometryType": "x", "features": []}', REJECT, "E_FORMAT_UNSUPPORTED"),
    "a member twice": (GOOD[:-1] + b', "features": []}', REJECT, "E_DUP_KEY"),
    "a property twice": (GOOD.replace(b'"area_m2"', b'"name"'), REJECT, "E_DUP_KEY"),
    "NaN for a figure": (GOOD.replace(b"14000", b"NaN"), REPAIR, "W_NAN_PROPERTY"),
    "beyond all numbers": (GOOD.replace(b"14000", b"-1e999"), REPAIR, "W_NAN_PROPERTY"),
    "NaN for a position": (GOOD.replace(b"31.86]", b"NaN]", 1), REJECT, "E_JSON_NAN"),
    "an infinite position": (GOOD.replace(b"117.28,", b"1e309,", 1), REJECT, "E_COORD_NONFINITE"),
    "a deep value": (GOOD.replace(b"14000", DEEP.encode()), REJECT, "E_TOO_DEEP"),
    "deep shapes": (GOOD.replace(as_text(polygon()), NESTED.encode()), REJECT, "E_TOO_DEEP"),
    "half a sign": (GOOD.replace("老".encode(), b"\\ud800"), REPAIR, "W_CONTROL_CHARS"),
    "turned text": (GOOD.replace("老".encode(), "\u202e".encode()), REPAIR, "W_CONTROL_CHARS"),
    "a long whole number": (GOOD.replace(b"14000", b"9007199254740993"), REPAIR, "W_BIG_INT"),
    "a long id": (member("id", 2**53 + 1), REPAIR, "W_BIG_INT"),
    "an id that is an object": (member("id", {"a": 1}), REPAIR, "W_BAD_ID"),
    "an id twice": (
        as_text(collection(*[feature(n=n) | {"id": "1"} for n in (1, 2)])),
        REPAIR, "W_DUP_ID",
    ),
    "a long name": (GOOD.replace("老".encode(), b"x" * 100_000), REPAIR, "W_LONG_TEXT"),
    "many properties": (
        as_text(collection(feature(None, **{f"p{n}": n for n in range(2_000)}))),
        REPAIR, "W_TOO_MANY_COLUMNS",
    ),
    "a property without a name": (GOOD.replace(b'"name"', b'""'), REPAIR, "W_BAD_KEY"),
    "no features": (b'{"type": "FeatureCollection", "features": []}', ACCEPT, "I_NO_FEATURES"),
    "features that are none": (
        b'{"type": "FeatureCollection", "features": {}}',
        REJECT, "E_STRUCTURE",
    ),
    "without features": (b'{"type": "FeatureCollection"}', REJECT, "E_STRUCTURE"),
    "a collection within": (as_text(collection(collection())), REJECT, "E_STRUCTURE"),
    "a number among them": (as_text(collection(feature(), 7)), REJECT, "E_STRUCTURE"),
    "a shape among them": (as_text(collection(feature(), polygon())), REPAIR, "W_STRUCTURE"),
    "no properties": (member("properties", None), ACCEPT, "I_NO_PROPERTIES"),
    "without properties": (without("properties"), REPAIR, "W_STRUCTURE"),
    "without a geometry": (without("geometry"), REPAIR, "W_STRUCTURE"),
    "a list of properties": (member("properties", []), REJECT, "E_STRUCTURE"),
    "properties named as members": (
        member("properties", {"geometry": "x", "id": 1, "fid": 2}),
        ACCEPT, "",
    ),
    "members of others": (as_text(collection(feature(polygon() | {"geometries": []}))), ACCEPT, ""),
    "a bowtie": (shaped("Polygon", [BOWTIE]), REPAIR, "W_GEOM_INVALID"),
    "a hole outside": (shaped("Polygon", [square(), square(118, 32)]), REPAIR, "W_GEOM_INVALID"),
    "no area": (
        shaped("Polygon", [[[117, 31], [118, 32], [119, 33], [117, 31]]]),
        REPAIR, "W_GEOM_INVALID",
    ),
    "a part in a part": (
        shaped("MultiPolygon", [[square()], [square(117.2805, 31.8605, 0.001)]]),
        REPAIR, "W_GEOM_INVALID",
    ),
    "a small one": (shaped("Polygon", [square(size=0.000005)]), REPAIR, "W_EXTENT"),
    "clockwise": (shaped("Polygon", [square()[::-1]]), ACCEPT, "I_WINDING"),
    "an open ring": (shaped("Polygon", [square()[:-1]]), REPAIR, "W_RING_OPEN"),
    "a short ring": (shaped("Polygon", [square()[:2] + square()[:1]]), REJECT, "E_RING_SHORT"),
    "a short line": (shaped("LineString", [[117, 31]]), REJECT, "E_LINE_SHORT"),
    "texts": (shaped("Point", ["117", "31"]), REJECT, "E_POSITION"),
    "an object": (shaped("Point", {"x": 1}), REJECT, "E_POSITION"),
    "a bracket too few": (shaped("Polygon", square()), REJECT, "E_COORD_DEPTH"),
    "a bracket too many": (shaped("Point", [[117, 31]]), REJECT, "E_COORD_DEPTH"),
    "one number": (shaped("Point", [117]), REJECT, "E_POSITION"),
    "another type": (shaped("Circle", [117, 31]), REJECT, "E_GEOM_TYPE"),
    "all broken": (
        as_text(collection(*[feature(point("a")) for _ in range(3)])),
        REJECT, "E_ALL_BAD",
    ),
    "nothing": (as_text(collection(feature(point()), feature(n=1))), REPAIR, "W_EMPTY_GEOM"),
    "heights": (shaped("Point", [117, 31, 5]), ACCEPT, "I_Z"),
    "fourth numbers": (
        shaped("LineString", [[117, 31, 5, 1], [118, 32, 5, 2]]),
        REPAIR, "W_EXTRA_DIMS",
    ),
    "equal points": (shaped("MultiPoint", [[117, 31]] * 10), ACCEPT, ""),
    "across the antimeridian": (
        shaped("Polygon", [[[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]]),
        REPAIR, "W_ANTIMERIDIAN",
    ),
    "a named system": (as_text(collection(crs=crs("urn:ogc:def:crs:EPSG::4490"))), ACCEPT, ""),
    "a named plane": (
        as_text(collection(feature(polygon(moved(4527))), crs=crs("EPSG:4527"))),
        REPAIR, "W_REPROJECTED",
    ),
    "no system": (as_text(collection(crs=None)), REPAIR, "W_CRS_ASSUMED"),
    "a system by its address": (
        as_text(collection(crs={"type": "link", "properties": {"href": "http://x"}})),
        REJECT, "E_CRS_UNKNOWN",
    ),
    "an old system": (as_text(collection(crs=crs("EPSG:4610"))), REJECT, "E_CRS_UNKNOWN"),
    "degrees called metres": (as_text(collection(crs=crs("EPSG:4527"))), REJECT, "E_CRS_MISMATCH"),
    "heights here and there": (shaped("LineString", [[117, 31], [117.1, 31, 5]]), "accept", "I_Z"),
    "a plane": (shaped("Polygon", [moved(4527)]), REJECT, "E_CRS_PROJECTED"),
    "Mercator": (shaped("Polygon", [moved(3857)]), REJECT, "E_CRS_PROJECTED"),
    "one of them a plane": (
        as_text(collection(feature(), feature(polygon(moved(3857))))),
        REJECT, "E_COORD_RANGE",
    ),
    "beyond the pole": (shaped("Point", [117.28, 95]), REJECT, "E_COORD_RANGE"),
    "nowhere": (shaped("Point", [0, 0]), REPAIR, "W_NULL_ISLAND"),
    "a long property": (GOOD.replace(b'"name"', b'"%s"' % (b"n" * 300)), REPAIR, "W_LONG_TEXT"),
    "swapped": (shaped("Point", [31.86, 117.28]), REPAIR, "W_SWAPPED"),
    "swapped, and both might be": (shaped("Point", [43.8, 87.6]), ACCEPT, "Q_SWAPPED"),
    "from 0 to 360": (shaped("Point", [242.7, 34]), REPAIR, "W_LON_360"),
    "nobody says whence": (GOOD, ACCEPT, "Q_DATUM"),
    "by the standard": (GOOD, ACCEPT, "I_CRS_ASSUMED"),
    "a sequence": (b"\x1e" + LINE + b"\n\x1e" + OTHER + b"\n", ACCEPT, ""),
    "lines": (LINE + b"\r\n\n" + OTHER, ACCEPT, ""),
    "a broken line": (LINE + b"\n" + LINE[:-9] + b"\n" + LINE, REJECT, "E_JSON"),
}
# fmt: on


@pytest.mark.parametrize("case", CASES)
def test_each_kind_is_taken_mended_or_refused(case: str) -> None:
    content, expected, code = CASES[case]
    found = read_content("a.geojson", content)
    codes = [message.code for message in found.messages]
    assert verdict(found.messages) == expected, codes
    if code:
        assert code in codes
    else:
        assert set(codes) <= {"I_CRS_ASSUMED", "Q_DATUM"}
    assert not {"I_CRS_ASSUMED", "E_CRS_PROJECTED"} <= set(codes), "one cause, one message"
    assert bool(found.tables) == (expected != "reject" or code == "E_CRS_PROJECTED")


def test_a_fault_names_its_line_and_its_feature() -> None:
    (broken,) = read_content("a.geojsonl", CASES["a broken line"][0]).messages
    assert broken.row == 2
    bad = as_text(collection(feature(), feature(point("x"))))
    (said,) = [m for m in read_content("a.geojson", bad).messages if m.level == "error"]
    assert said.feature == 2


def test_mended_shapes_are_those_that_were_meant() -> None:
    def shape(case: str) -> Any:
        (table,) = read_content("a.geojson", CASES[case][0]).tables
        return table.rows[0].shape

    assert shape("swapped").coords[0] == (117.28, 31.86)
    assert shape("from 0 to 360").x == pytest.approx(-117.3)
    assert shape("an open ring").equals(shapely.Polygon(square()))
    across = shape("across the antimeridian")
    assert sorted(part.bounds for part in across.geoms) == [(-180, 0, -179, 1), (179, 0, 180, 1)]
    assert shape("fourth numbers").coords[:] == [(117, 31), (118, 32)]
    bowtie = abs(Geod(ellps="WGS84").geometry_area_perimeter(shape("a bowtie"))[0])
    assert bowtie == pytest.approx(189 * 222 / 2, rel=0.02), "two triangles, half of the square"


def test_ids_are_kept_and_made_different() -> None:
    (table,) = read_content("a.geojson", CASES["an id twice"][0]).tables
    assert [row.cells["id"] for row in table.rows] == ["1", "1-2"]
    held = as_text(collection(feature(id=5) | {"id": "x"}))
    (table,) = read_content("a.geojson", held).tables
    assert table.rows[0].cells == {"feature id": "x", "id": 5}


def test_names_of_properties_are_names_and_nothing_more() -> None:
    odd = {"__proto__": "a", "constructor": "<script>", "{#": "`${x}`", "a\u2028b": "q'\"\\"}
    (table,) = read_content("a.geojson", as_text(collection(feature(None, **odd)))).tables
    assert list(table.rows[0].cells.values()) == list(odd.values())
    assert table.columns[:3] == ("__proto__", "constructor", "{#")


def errors(found: Found) -> list[str]:
    return [message.code for message in found.messages if message.level == "error"]


def test_more_than_is_taken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (limits.MOST_FEATURES, limits.MOST_VERTICES) == (50_000, 500_000)
    monkeypatch.setattr("geo.intake.geojson.MOST_FEATURES", 2)
    monkeypatch.setattr("geo.intake.geojson_shapes.MOST_VERTICES", 9)
    assert errors(read_content("a.geojson", as_text(collection(*[feature()] * 3)))) == [
        "E_TOO_MANY"
    ]
    assert errors(read_content("a.geojson", shaped("LineString", [[0, 0], [1, 1]] * 4))) == []
    found = read_content("a.geojson", shaped("LineString", [[0, 0], [1, 1]] * 5))
    assert errors(found) == ["E_TOO_MANY"]

"""Can any content of a package make the checker, the sealer or the map's files crash?

Whatever the files hold, the answer is a list of faults or a package that draws.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.package.audit import audit, sealed
from geo.package.faults import Faults
from geo.package.read import build_package, read_contents
from geo.served.catalogue import build_payload

Contents = dict[str, bytes]
Change = Callable[[Any], object]
DESCRIPTOR, ROADS, NEIGHBOURS = (
    "datapackage.json",
    "layers/roads.geojson",
    "context/neighbours.geojson",
)


def field(name: str, value: object) -> Change:
    return lambda data: data.update({name: value})


def geometry(kind: str, coordinates: object) -> Change:
    given_geometry = {"type": kind, "coordinates": coordinates}
    return lambda data: data["features"][0].update(geometry=given_geometry)


def of_first(**members: object) -> Change:
    return lambda data: data["features"][0].update(members)


COLLECTION = {
    "type": "GeometryCollection",
    "geometries": [{"type": "Point", "coordinates": [116.7, 39.4]}],
}
ODD: dict[str, tuple[str, Change]] = {
    "resources are a number": (DESCRIPTOR, field("resources", 5)),
    "bytes are a word": (DESCRIPTOR, field("resources", [{"path": "a", "bytes": "x"}])),
    "bytes are null": (DESCRIPTOR, field("resources", [{"path": "a", "bytes": None}])),
    "sources are words": (DESCRIPTOR, field("resources", [{"path": "a", "sources": ["x"]}])),
    "a licence is a word": (DESCRIPTOR, field("licenses", "MIT")),
    "translations are null": (DESCRIPTOR, field("translations", None)),
    "a licence lacks its English": (
        DESCRIPTOR,
        field("translations", {"en": {"licenses": [{"title": "CC0"}]}}),
    ),
    "a translation is a list": (DESCRIPTOR, field("translations", {"en": []})),
    "a title with a surrogate": (DESCRIPTOR, field("title", "\ud800")),
    "half a sign beside": (DESCRIPTOR, field("x-note", {"a": ["b", "\ud800"]})),
    "half a sign in a name beside": (DESCRIPTOR, field("\ud800", 1)),
    "a number beyond all beside": (DESCRIPTOR, field("x-note", float("inf"))),
    "a geometry collection": (ROADS, of_first(geometry=COLLECTION)),
    "a point outside the district": (ROADS, geometry("Point", [117.9, 39.4])),
    "a line across the border": (ROADS, geometry("LineString", [[116.7, 39.4], [118, 39.4]])),
    "a number beyond all floats": (ROADS, geometry("Point", [10**400, 39.4])),
    "text for a number": (ROADS, geometry("Point", ["116.7", "39.5"])),
    "true for a number": (ROADS, geometry("Point", [True, False])),
    "a list for a precision": (
        ROADS,
        lambda d: d["features"][0]["properties"].update(precision=[]),
    ),
    "a neighbour with a list": (NEIGHBOURS, of_first(properties=["x"])),
    "a neighbour with a surrogate": (NEIGHBOURS, of_first(properties={"name_zh": "\ud800"})),
    "a neighbour that is a point": (NEIGHBOURS, geometry("Point", [116.7, 39.4])),
    "a neighbour that is empty": (NEIGHBOURS, geometry("Polygon", [])),
    "a neighbour beyond all floats": (NEIGHBOURS, geometry("Point", [10**400, 39.4])),
}

ACCEPTED = {
    "translations are null",  # as good as absent
    "sources are words",  # of a file that is not there; sealing leaves it out
}


def check_whole(contents: Contents) -> Faults:
    """Do all that is ever done with a package; the files that are built must be good JSON."""
    descriptor = sealed(contents, Faults())
    # Sealed first, else the hash that differs would be the verdict.
    contents = contents if descriptor is None else contents | {DESCRIPTOR: descriptor}
    faults = audit("anci-2022", contents, {})  # another name would be a message of its own
    readable = Faults()
    package = build_package("anci-2022", contents, readable)
    if package is None:
        assert readable
        return faults
    assert package.derived is not None
    for blob in build_payload(package).blobs.values():
        assert b"Infinity" not in blob.content
        json.loads(blob.content)
    return faults


@pytest.mark.parametrize("name", ODD)
def test_odd_content_is_a_fault_or_draws(contents: Contents, name: str) -> None:
    path, change = ODD[name]
    data = json.loads(contents[path])
    change(data)
    contents[path] = json.dumps(data).replace("Infinity", "1e999").encode()
    assert bool(check_whole(contents)) == (name not in ACCEPTED)


def test_what_was_not_changed_has_no_faults_when_it_is_sealed(contents: Contents) -> None:
    """Else no fault below would mean anything."""
    data = json.loads(contents[ROADS])
    contents[ROADS] = json.dumps(data).encode()
    assert check_whole(contents) == []


@pytest.mark.parametrize("path", [DESCRIPTOR, ROADS, NEIGHBOURS])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b'{"features": NaN}',
    ],
    ids=["empty", "null", "list", "text", "bytes", "mark", "NaN"],
)
def test_what_is_no_package_file_is_a_fault(contents: Contents, path: str, content: bytes) -> None:
    contents[path] = content
    assert path in {fault.file for fault in check_whole(contents)}


@pytest.mark.parametrize("path", [DESCRIPTOR, "layers/markets.geojson", NEIGHBOURS])
@pytest.mark.parametrize("opening", [b"[", b'{"title":'])
def test_deep_nesting_is_a_fault(contents: Contents, path: str, opening: bytes) -> None:
    contents[path] = opening * 100_000
    assert path in {fault.file for fault in check_whole(contents)}


def test_an_infinite_neighbour_is_a_fault_or_draws(contents: Contents) -> None:
    contents[NEIGHBOURS] = re.sub(rb"\[\[\[[\d.]+,", b"[[[1e309,", contents[NEIGHBOURS], count=1)
    assert b"1e309" in contents[NEIGHBOURS]
    check_whole(contents)


def test_a_divisor_of_zero_is_a_fault(contents: Contents) -> None:
    contents["figures.csv"] = contents["figures.csv"].replace(b",3051,", b",0,")
    assert "derived.csv" in {fault.file for fault in check_whole(contents)}


def test_faults_keep_the_number_of_their_feature(contents: Contents) -> None:
    """The second feature names an unknown source; the first, broken, must not shift it."""
    data = json.loads(contents[ROADS])
    data["features"][0]["geometry"] = None
    data["features"][0]["properties"]["area"] = None
    data["features"][1]["properties"]["source_id"] = "nobody"
    contents[ROADS] = json.dumps(data).encode()
    found = {(fault.code, fault.row) for fault in check_whole(contents) if fault.file == ROADS}
    assert {("E_GEOMETRY", 1), ("E_REFERENCE", 2)} <= found


def test_faults_keep_the_line_of_their_row(contents: Contents) -> None:
    """A blank line above moves a row down; the fault must still name the right one."""
    lines = contents["figures.csv"].split(b"\n")
    assert lines[2].startswith(b"publicity-reports,")
    lines[2] = lines[2].replace(b",22,exact", b",23,exact")
    lines.insert(1, b"")
    contents["figures.csv"] = b"\n".join(lines)
    found = {(fault.code, fault.row) for fault in check_whole(contents)}
    assert ("E_VALUE", 4) in found


@pytest.fixture(scope="module")
def whole(anci_root: Path) -> Contents:
    return read_contents(anci_root)


@pytest.mark.whole
@given(data=st.data())
def test_a_file_cut_anywhere_never_crashes(data: st.DataObject, whole: Contents) -> None:
    path = data.draw(st.sampled_from(sorted(set(whole) - {NEIGHBOURS})))
    cut = data.draw(st.integers(0, len(whole[path]) - 1))
    assert audit("made-up", whole | {path: whole[path][:cut]}, {})

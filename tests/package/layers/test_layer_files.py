"""Is a layer found whatever the capitals of its file, and one that is nearly there told?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.package.audit import audit
from geo.package.descriptor import seal
from geo.package.faults import Faults
from geo.package.known import known_in
from geo.package.layers.layer_files import ENDINGS, SEQUENCES, part_names
from geo.package.layers.read_layer import read_layer
from geo.package.read import build_package
from geo.package.schema import DESCRIPTOR

Contents = dict[str, bytes]
ROADS = "layers/roads.geojson"


def renamed(contents: Contents, file: str, *, listed: str) -> Contents:
    """The package with the roads in another file, which layers.csv calls `listed`."""
    changed = {path: content for path, content in contents.items() if path != ROADS}
    layers = contents["layers.csv"].replace(ROADS.encode(), listed.encode())
    return changed | {file: contents[ROADS], "layers.csv": layers}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("change", [str.upper, str.title])
def test_every_ending_may_be_in_capitals(ending: str, change: type[str]) -> None:
    told = []
    for written in (ending, change(ending)):
        faults = Faults()
        list(read_layer(f"layers/roads{written}", b"none of these", faults, postgis=""))
        told.append([(fault.code, fault.fault) for fault in faults])
    assert told[0] == told[1]
    assert told[0][0][0] != "E_ENDING"


@pytest.mark.parametrize(
    "file", ["layers/Roads.GeoJSON", "layers/ROADS.GEOJSON", "layers/道路.Json"]
)
def test_a_layer_in_capitals_is_read(contents: Contents, file: str) -> None:
    faults = Faults()
    package = build_package("anci-2022", renamed(contents, file, listed=file), faults)
    assert package is not None
    assert faults == []
    assert next(iter(package.layers.values())).path == file


def test_a_sequence_in_capitals_is_one() -> None:
    for ending in SEQUENCES:
        faults = Faults()
        list(read_layer(f"layers/roads{ending.upper()}", b'{"type":"Feature"}\n{', faults))
        assert {fault.code for fault in faults} == {"E_STRUCTURE", "E_JSON"}


def test_a_folder_of_parts_may_be_in_capitals() -> None:
    names = ["layers/Roads.Parquet/part-10.PARQUET", "layers/Roads.Parquet/part-2.parquet"]
    assert part_names("layers/Roads.Parquet", names) == names[::-1]


def test_it_is_sealed_as_what_it_is(contents: Contents) -> None:
    file = "layers/Roads.GeoJSON"
    changed = renamed(contents, file, listed=file)
    made = json.loads(seal(json.loads(contents[DESCRIPTOR]), changed))
    (entry,) = (each for each in made["resources"] if each["path"] == file)
    assert (entry["name"], entry["format"]) == ("layers-roads", "geojson")
    assert entry["mediatype"] == "application/geo+json"
    assert audit("anci-2022", changed | {DESCRIPTOR: json.dumps(made).encode()}, {}) == []


@pytest.mark.parametrize(
    ("file", "listed"),
    [
        (ROADS, "layers/Roads.geojson"),
        ("layers/Roads.GeoJSON", ROADS),
        (ROADS, "Layers/roads.geojson"),
    ],
)
def test_capitals_that_differ_are_told_once(contents: Contents, file: str, listed: str) -> None:
    faults = audit("anci-2022", renamed(contents, file, listed=listed), {})
    (told,) = faults
    assert (told.code, told.file) == ("E_FILE_MISSING", "layers.csv")
    assert f"文件夹中有 {file}" in told.remedy.zh
    assert f"There is {file}" in told.remedy.en


def test_a_file_of_other_capitals_belongs_to_the_folder(anci_root: Path, tmp_path: Path) -> None:
    for path in ("layers.csv", ROADS):
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        content = (anci_root / path).read_bytes()
        target.write_bytes(content.replace(b"roads.geojson", b"ROADS.geojson"))
    assert ROADS in known_in(tmp_path)

"""Does a build make the files that memory makes, however layers are kept and cut?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.build.build import build
from geo.build.engine import Processes
from geo.build.folder import BuildFolder
from geo.build.kept import open_build
from geo.package.layers.read_layer import read_layer
from geo.package.read import read_package
from geo.package.schema import PLACE_FIELDS
from geo.served.catalogue import build_payload
from geo.served.crowd import index
from geo.view.selection import select
from geo.view.views import View
from tests import crowds
from tests.build.builds import Told, served, tree


def test_served_files_are_those_made_in_memory(root: Path, builds: BuildFolder) -> None:
    told = Told()
    manifest = build(root, builds, progress=told)
    payload = build_payload(read_package(root))
    assert served(builds, manifest) == dict(payload.blobs)
    named = (payload.catalogue, payload.find, payload.facts)
    assert (manifest.catalogue, manifest.find, manifest.facts) == named
    assert manifest == build(root, builds), "and what is kept says the same"
    assert told.total("read") == 5
    assert told.total("write") > 3
    for stage in ("read", "write"):
        calls = [(done, total) for named, done, total in told.calls if named == stage]
        assert calls == [(done, len(calls) - 1) for done in range(len(calls))]


def test_a_package_without_a_crowd_is_built_too(anci_root: Path, tmp_path: Path) -> None:
    builds = BuildFolder(tmp_path, "anci-2022")
    manifest = build(anci_root, builds)
    assert served(builds, manifest) == dict(build_payload(read_package(anci_root)).blobs)


def test_a_built_package_answers_as_one_that_was_read(root: Path, builds: BuildFolder) -> None:
    build(root, builds)
    opened = open_build(root, builds)
    assert opened is not None
    package, payload = opened
    other = read_package(root)
    assert list(package.place) == list(other.place)
    assert [*package.place.values()] == [*other.place.values()]
    assert package.place.categories == other.place.categories
    assert package.place.category_of.tolist() == other.place.category_of.tolist()
    assert package.state == other.state
    assert [package.place.row_of(i) for i in other.place] == list(range(len(other.place)))
    for query in ("明华", "mh", "幸福大院", "id:lamp-00003", "old-home", "，", "小区 131009"):
        view = View(crowds.NAME, query=query, workstreams=("housing",))
        assert select(package, view).place_ids == select(other, view).place_ids
    assert set(payload.blobs) == set(build_payload(other).blobs)


def test_several_processes_build_the_same(root: Path, tmp_path: Path, small: None) -> None:
    """Only what this process decides is cut small here; the others cut as in life."""
    with pytest.MonkeyPatch.context() as patched:
        folders = [BuildFolder(tmp_path / name, crowds.NAME) for name in ("one", "two")]
        engines = (None, Processes(2))
        patched.setattr("geo.build.tasks.CHUNK", 8192)
        patched.setattr(index, "PIECE", 1024)
        patched.setattr("geo.package.places.runs.RUN_ROWS", 100_000)
        patched.setattr("geo.build.tasks.read_layer", read_layer)
        for builds, engine in zip(folders, engines, strict=True):
            build(root, builds, engine=engine)
    first, second = ({p: content for p, (content, _) in tree(b.path).items()} for b in folders)
    assert first == second


@pytest.mark.parametrize("run_rows", [20, 10**6])
def test_the_result_does_not_depend_on_how_layers_are_cut(
    root: Path, builds: BuildFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_rows: int
) -> None:
    manifest = build(root, builds)
    monkeypatch.setattr("geo.package.places.runs.RUN_ROWS", run_rows)
    other = BuildFolder(tmp_path / "other", crowds.NAME)
    again = build(root, other)
    assert served(other, again) == served(builds, manifest)
    assert again.runs != manifest.runs


def write_parts(root: Path, layer: str, count: int) -> None:
    """Write a layer as a folder of GeoParquet parts, every `count`-th place in each."""
    found = crowds.features(root, layer)
    (root / "layers" / f"{layer}.geojson").unlink()
    (root / "layers" / f"{layer}.parquet").mkdir()
    geo = {"version": "1.0.0", "primary_column": "geometry"}
    geo["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": []}}  # type: ignore[assignment]
    for number in range(count):
        part = found[number::count]
        columns: dict[str, Any] = {
            name: pa.array([f["properties"].get(name) for f in part], pa.string())
            for name in PLACE_FIELDS
        }
        columns["geometry"] = [shapely.from_geojson(crowds.text_of(f)).wkb for f in part]
        table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
        pq.write_table(table, root / "layers" / f"{layer}.parquet" / f"part.{number}.parquet")
    listed = (root / "layers.csv").read_text("utf-8")
    changed = listed.replace(f"{layer}.geojson", f"{layer}.parquet")
    (root / "layers.csv").write_text(changed, "utf-8")


def test_layers_in_parts_are_the_same_layers(
    root: Path, builds: BuildFolder, tmp_path: Path
) -> None:
    whole = served(builds, build(root, builds))
    write_parts(root, "lamps", 3)
    other = BuildFolder(tmp_path / "other", crowds.NAME)
    told = Told()
    manifest = build(root, other, progress=told)
    assert told.total("read") == 7
    assert served(other, manifest) == whole


def test_a_small_layer_in_parts_is_built_as_it_is_read(root: Path, builds: BuildFolder) -> None:
    write_parts(root, "offices", 4)
    payload = build_payload(read_package(root))
    assert served(builds, build(root, builds)) == dict(payload.blobs)

"""Is no more read and written than a change of the package asks for?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import files
from geo.build.build import build
from geo.build.folder import MANIFEST, BuildFolder
from geo.build.kept import fits, open_build
from geo.package.layers.read_layer import read_layer
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.store.store import Store
from geo.view.selection import select
from geo.view.views import View
from tests import crowds
from tests.build.builds import Told, rename_first_lamp, served, tree


def test_where_nothing_changed_nothing_is_written(root: Path, builds: BuildFolder) -> None:
    manifest = build(root, builds)
    before = tree(builds.path)
    told = Told()
    assert build(root, builds, progress=told) == manifest
    assert tree(builds.path) == before
    assert not told.calls


def test_files_that_were_only_touched_still_fit(root: Path, builds: BuildFolder) -> None:
    manifest = build(root, builds)
    for file in root.rglob("*.*"):
        os.utime(file, ns=(1, 1))
    before = tree(builds.path)
    assert fits(manifest, root)
    assert open_build(root, builds) is not None
    told = Told()
    assert build(root, builds, progress=told) == manifest
    assert tree(builds.path) == before
    assert not told.calls


@pytest.mark.parametrize(
    "change",
    [
        lambda root: crowds.edit(root, "lamps", rename_first_lamp),
        lambda root: (root / "gaps.csv").unlink(),
    ],
    ids=["changed", "fewer"],
)
def test_a_package_that_changed_does_not_fit(
    root: Path, builds: BuildFolder, change: Callable[[Path], object]
) -> None:
    manifest = build(root, builds)
    change(root)
    assert not fits(manifest, root)
    assert open_build(root, builds) is None


def test_a_change_of_the_same_size_does_not_fit(root: Path, builds: BuildFolder) -> None:
    manifest = build(root, builds)
    file = root / "gaps.csv"
    file.write_bytes(file.read_bytes().replace(b"what_zh", b"what_ZH"))
    assert not fits(manifest, root)


def test_of_one_changed_layer_only_its_file_is_read(
    root: Path, builds: BuildFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(root, builds)
    hashed: list[str] = []

    def sha256(path: Path) -> str:
        hashed.append(path.name)
        return str(original_sha256(path))

    original_sha256 = files.sha256
    crowds.edit(root, "lamps", rename_first_lamp)
    monkeypatch.setattr("geo.build.build.fits", lambda *_: False)
    monkeypatch.setattr("geo.files.sha256", sha256)
    told = Told()
    after = build(root, builds, progress=told)
    assert told.total("read") == 1
    assert hashed == ["lamps.geojson"]
    assert served(builds, after) == dict(build_payload(read_package(root)).blobs)
    names = {path for path in before.served if "/chunk." in path or "/level." in path}
    assert names <= set(after.served), "no shape changed, so no chunk did"
    pieces = [{p for p in m.served if "/piece." in p} for m in (before, after)]
    assert len(pieces[0] - pieces[1]) == len(pieces[1] - pieces[0]) == 1
    assert len(set(before.runs) & set(after.runs)) == len(before.runs) - 1


def test_a_moved_place_changes_few_chunks(root: Path, builds: BuildFolder) -> None:
    before = build(root, builds)

    def move(found: list[crowds.Feature]) -> None:
        place = next(f for f in found if f["geometry"]["type"] == "Point")
        place["geometry"]["coordinates"][0] += 1e-6

    crowds.edit(root, "lamps", move)
    after = build(root, builds)
    chunks = [{p for p in m.served if "/chunk." in p} for m in (before, after)]
    assert len(chunks[0]) > 8
    assert len(chunks[0] - chunks[1]) <= 2


def test_another_name_of_a_layer_is_found_though_its_file_is_the_same(
    root: Path, builds: BuildFolder
) -> None:
    """The texts that are searched in hold names from the tables."""
    build(root, builds)
    listed = root / "layers.csv"
    listed.write_text(listed.read_text("utf-8").replace("路灯", "华表"), "utf-8")
    build(root, builds)
    opened = open_build(root, builds)
    assert opened is not None
    lamps = len(crowds.features(root, "lamps"))
    assert len(select(opened[0], View(crowds.NAME, query="华表")).places) == lamps


def test_a_build_of_another_format_is_made_anew(
    root: Path, builds: BuildFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root, builds)
    old = json.loads((builds.path / MANIFEST).read_bytes())
    (builds.path / MANIFEST).write_text(json.dumps(old | {"format": 999, "more": 1}))
    assert builds.manifest() is None
    told = Told()
    manifest = build(root, builds, progress=told)
    assert told.total("read") == 5
    assert builds.manifest() == manifest


@pytest.fixture
def database(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose lamps lie elsewhere, in a file that stands for a database."""
    elsewhere = tmp_path / "database.geojson"
    shutil.move(root / "layers" / "lamps.geojson", elsewhere)
    (root / "layers" / "lamps.postgis.json").write_text("{}")
    listed = (root / "layers.csv").read_text("utf-8")
    (root / "layers.csv").write_text(listed.replace("lamps.geojson", "lamps.postgis.json"), "utf-8")
    crowds.seal(root)

    def read(file: str, content: bytes, faults: Any, **options: Any) -> Any:
        if file.endswith(".postgis.json"):
            return read_layer("lamps.geojson", elsewhere.read_bytes(), faults)
        return read_layer(file, content, faults, **options)

    for module in ("geo.build.tasks", "geo.package.read"):
        monkeypatch.setattr(f"{module}.read_layer", read)
    return elsewhere


def test_a_layer_in_a_database_is_read_each_time(
    root: Path, builds: BuildFolder, database: Path
) -> None:
    """The file that names it stays the same."""
    build(root, builds)
    told = Told()
    build(root, builds, progress=told)
    assert told.total("read") == 1


def test_a_state_is_another_one_when_the_database_changed(
    root: Path, builds: BuildFolder, database: Path, store: Store
) -> None:
    """Else a text would be answered for ever with positions that the crowd had before."""
    build(root, builds)
    first = store.serve(crowds.NAME).package
    assert first.state == read_package(root).state
    database.write_bytes(database.read_bytes().replace("号".encode(), "弄".encode()))
    build(root, builds)
    assert store.serve(crowds.NAME).package is first, "a build alone makes nothing public"
    crowds.seal(root, "2")
    second = store.serve(crowds.NAME).package
    assert second.state != first.state
    assert second.state == read_package(root).state
    for package in (first, second):
        served = store.state(crowds.NAME, package.state)
        assert served is not None
        assert served.package is package

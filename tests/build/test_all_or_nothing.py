"""Does a build that fails or is stopped leave the last one whole?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo import files
from geo.__main__ import main
from geo.build.build import LOCK, build
from geo.build.folder import MANIFEST, BuildFolder, ServedBlobs
from geo.build.kept import open_build
from geo.errors import PackageError
from geo.package.all_tables import read_tables
from geo.package.contents import read_in
from geo.package.faults import Faults
from geo.package.read import check_places, read_package
from geo.served.catalogue import build_payload
from tests import crowds
from tests.build.builds import Told, break_layer, rename_first_lamp, served, tree


def test_every_fault_is_told_with_its_file_and_row(root: Path, builds: BuildFolder) -> None:
    good = build(root, builds)
    before = tree(builds.path)
    crowds.edit(root, "lamps", break_layer)
    with pytest.raises(PackageError) as caught:
        build(root, builds)
    told = {(fault.code, fault.file, fault.row) for fault in caught.value.faults}
    expected = {("E_REFERENCE", 7), ("E_ENUM", 9), ("E_DUP", 10)}
    assert {(c, f, r) for c, f, r in told if f.endswith("lamps.geojson")} == {
        (code, "layers/lamps.geojson", row) for code, row in expected
    }
    with pytest.raises(PackageError) as read:
        read_package(root)
    assert {(f.code, f.file, f.row) for f in read.value.faults} == told
    assert builds.manifest() == good
    after = tree(builds.path)
    assert {path: after[path] for path in before} == before
    assert served(builds, good)


def test_a_broken_table_is_a_fault_and_the_build_stays(root: Path, builds: BuildFolder) -> None:
    good = build(root, builds)
    for name, content in {
        "layers.csv": b"",
        "aliases.csv": b"alias\n",
        "figures.csv": None,
    }.items():
        kept = (root / name).read_bytes()
        if content is None:
            (root / name).unlink()
        else:
            (root / name).write_bytes(content)
        with pytest.raises(PackageError) as caught:
            build(root, builds)
        assert name in {fault.file for fault in caught.value.faults}
        (root / name).write_bytes(kept)
    assert builds.manifest() == good


@pytest.mark.parametrize("stage", ["read", "write"])
def test_a_build_that_is_stopped_leaves_the_last_one(
    root: Path, builds: BuildFolder, stage: str
) -> None:
    good = build(root, builds)
    kept = served(builds, good)
    for layer in ("lamps", "roads", "compounds"):
        crowds.edit(root, layer, rename_first_lamp)
    with pytest.raises(KeyboardInterrupt):
        build(root, builds, progress=Told(stop=stage))
    assert builds.manifest() == good
    assert served(builds, good) == kept
    after = build(root, builds)
    assert served(builds, after) == dict(build_payload(read_package(root)).blobs)


def test_the_first_build_may_be_stopped_too(root: Path, builds: BuildFolder) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(root, builds, progress=Told(stop="write"))
    assert builds.manifest() is None
    assert open_build(root, builds) is None
    assert open_build(root, BuildFolder(builds.path / "nowhere", "x")) is None
    build(root, builds)
    assert open_build(root, builds) is not None


def test_the_last_two_builds_are_kept_and_no_older_one(root: Path, builds: BuildFolder) -> None:
    made = []
    for name in "一二三四":

        def rename(found: list[crowds.Feature], name: str = name) -> None:
            found[0]["properties"]["name_zh"] = name

        crowds.edit(root, "lamps", rename)
        made.append(build(root, builds))
    there = set(tree(builds.path)) - {MANIFEST, LOCK}
    wanted = made[-1].paths | made[-2].paths
    assert {path.removesuffix(".gz") for path in there} == wanted
    packed = {path for path in there if path.endswith(".gz")}
    assert packed == {
        f"{p}.gz" for p in wanted if p.startswith("served/") and not p.endswith(".bin")
    }
    assert served(builds, made[-2])
    older = ServedBlobs(builds, made[0].served)
    gone = [path for path in made[0].served if older.get(path) is None]
    kinds = sorted(path.split("/")[1].split(".")[0] for path in gone)
    assert kinds == ["catalogue", "crowd", "facts", "piece"], "what changed, and what names it"
    with pytest.raises(KeyError):
        older[gone[0]]


def test_nothing_but_builds_is_swept(root: Path, builds: BuildFolder) -> None:
    build(root, builds)
    strange = builds.path / "notes.txt"
    strange.write_text("not ours")
    crowds.edit(root, "lamps", rename_first_lamp)
    build(root, builds)
    assert strange.read_text() == "not ours"


def test_one_build_of_a_package_at_a_time(
    root: Path, builds: BuildFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with files.locked(builds.path / LOCK):
        with pytest.raises(BlockingIOError):
            build(root, builds)
        assert main(["build", str(root), "-o", str(builds.path.parent)]) == 2
        assert "another build is going on" in capsys.readouterr().err
    assert build(root, builds)


def test_a_package_without_places_is_a_fault(root: Path) -> None:
    tables = read_tables(read_in(root), Faults())
    rows: dict[str, list[Any]] = {name: [] for name in tables.rows}
    faults = Faults()
    check_places(replace(tables, rows=rows), {}, faults)
    assert [fault.code for fault in faults] == ["E_NO_PLACE"]

"""Does the store publish what was built, as it is, and keep its files?"""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.build import build as build_module
from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.build.tasks import Reading, Readings
from geo.package.read import read_package
from geo.store.store import Store
from tests import crowds
from tests.build.builds import break_layer, is_built, rename, rename_first_lamp


def test_what_was_built_is_published_as_it_is(
    root: Path, builds: BuildFolder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root, builds)

    def fail(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("geo.build.build._read", fail)
    assert is_built(store)
    served = store.serve(crowds.NAME)
    assert store.serve(crowds.NAME) is served
    assert store.faults(crowds.NAME) == ()


def test_builds_of_other_states_leave_the_files_of_what_is_published(
    root: Path, builds: BuildFolder, store: Store
) -> None:
    served = store.serve(crowds.NAME)
    before = dict(served.payload.blobs)
    for number in range(3):
        crowds.edit(root, "lamps", lambda found, number=number: rename(found, f"{number}"))
        build(root, builds)
    assert store.serve(crowds.NAME) is served, "a build alone makes nothing public"
    assert dict(served.payload.blobs) == before
    again = Store(root.parent, builds=builds.path.parent)
    assert dict(again.serve(crowds.NAME).payload.blobs) == before


def test_of_a_published_change_only_its_file_is_read(
    root: Path, builds: BuildFolder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.serve(crowds.NAME)
    crowds.edit(root, "lamps", rename_first_lamp)
    crowds.seal(root, "2")
    read: list[str] = []
    original = build_module.read_source

    def noted(task: Reading) -> Readings:
        read.append(task.source)
        return original(task)

    monkeypatch.setattr("geo.build.build.read_source", noted)
    assert store.serve(crowds.NAME).package.place["lamp-00000"].name.zh == "改了名字"
    assert read == ["layers/lamps.geojson"]


def test_a_build_that_cannot_be_read_is_made_again(
    root: Path, builds: BuildFolder, store: Store
) -> None:
    manifest = build(root, builds)
    (builds.path / manifest.rows[0]).write_bytes(b"no table")
    assert is_built(store)
    assert store.faults(crowds.NAME) == ()
    (builds.path / manifest.rows[0]).unlink()  # it is mapped
    (builds.path / manifest.rows[0]).write_bytes(b"no table")
    again = Store(root.parent, builds=builds.path.parent)
    assert [*again.serve(crowds.NAME).package.place] == [*read_package(root).place]


def test_a_faulty_package_leaves_the_build_in_use(
    root: Path, builds: BuildFolder, store: Store
) -> None:
    build(root, builds)
    good = store.serve(crowds.NAME)
    crowds.edit(root, "lamps", break_layer)
    assert store.serve(crowds.NAME) is good
    assert store.faults(crowds.NAME)
    assert good.payload.blobs[good.payload.catalogue].content

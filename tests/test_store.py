"""Does the store follow its files, and never lose the last good state?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import PackageError
from geo.package.package import Package
from geo.package.read import read_package
from geo.store import Store, configured_root

Make = Callable[..., Path]


def edit(root: Path, old: bytes, new: bytes, name: str = "figures.csv") -> None:
    """Replace part of a file, and make sure that its time says so."""
    file = root / name
    before = file.stat().st_mtime_ns
    changed = file.read_bytes().replace(old, new, 1)
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def value_of(store: Store) -> float:
    return store.serve("anci-2022").package.figure["minghua-resurfacing"].value


def test_a_package_is_read_once_and_kept(make_package: Make) -> None:
    store = Store(make_package().parent, recheck_seconds=0)
    assert store.serve("anci-2022") is store.serve("anci-2022")
    assert store.faults("anci-2022") == ()


def test_a_change_is_seen(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    assert value_of(store) == 14_000
    edit(root, b",14000,exact", b",15000,exact")
    assert value_of(store) == 15_000


def test_a_look_at_the_files_is_trusted_for_a_while(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=3600)
    assert value_of(store) == 14_000
    edit(root, b",14000,exact", b",15000,exact")
    assert value_of(store) == 14_000


def test_the_last_good_state_stays_until_the_files_are_good_again(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    good = store.serve("anci-2022")
    edit(root, b",14000,exact", b",many,exact")
    for _ in range(2):
        assert store.serve("anci-2022") is good
        assert [fault.code for fault in store.faults("anci-2022")] == ["E_NUMBER"]
    edit(root, b",many,exact", b",15000,exact")
    assert store.faults("anci-2022") == ()
    assert value_of(store) == 15_000


def test_a_file_that_vanishes_is_a_failure_and_the_state_stays(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    good = store.serve("anci-2022")
    (root / "layers" / "roads.geojson").unlink()
    assert store.faults("anci-2022")
    assert store.serve("anci-2022") is good


def test_the_previous_payload_is_still_served_and_older_ones_are_not(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    seen = [store.serve("anci-2022").payload.catalogue]
    for old, new in ((b",14000,", b",15000,"), (b",15000,", b",16000,")):
        edit(root, old + b"exact", new + b"exact")
        seen.append(store.serve("anci-2022").payload.catalogue)
    assert len(set(seen)) == 3
    assert [p.catalogue for p in store.payloads("anci-2022")] == [seen[2], seen[1]]


def test_a_package_that_never_was_good_raises_each_time(make_package: Make) -> None:
    store = Store(make_package(edits={"figures.csv": b""}).parent)
    for _ in range(2):
        with pytest.raises(PackageError):
            store.serve("anci-2022")
        assert store.payloads("anci-2022") == []


def test_what_cannot_be_drawn_is_a_failure_and_the_state_stays(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state is good only once its files are built: otherwise /health would say 200."""
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    good = store.serve("anci-2022")

    def fail(_: object) -> None:
        raise ValueError("cannot be drawn")

    monkeypatch.setattr("geo.store.build_payload", fail)
    edit(root, b",14000,exact", b",15000,exact")
    assert store.serve("anci-2022") is good
    assert store.faults("anci-2022")


def test_packages_are_the_folders_with_a_descriptor(make_package: Make) -> None:
    root = make_package().parent
    make_package("other-2023")
    make_package("Not_An_Id")
    make_package("no-descriptor", {"datapackage.json": None})
    (root / "a-file").write_bytes(b"")
    store = Store(root)
    assert store.package_ids() == ["anci-2022", "other-2023"]
    assert [store.serve(found).package.package_id for found in store.package_ids()] == [
        "anci-2022",
        "other-2023",
    ]


@pytest.mark.parametrize("package_id", ["nobody", "../data/anci-2022", "", "anci-2022/layers"])
def test_no_files_are_served_of_what_is_no_package(anci_root: Path, package_id: str) -> None:
    assert Store(anci_root.parent).payloads(package_id) == []


def test_the_default_package(make_package: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_package().parent
    make_package("other-2023")
    monkeypatch.delenv("ONEMAP_PACKAGE", raising=False)
    assert Store(root).default_id() == "anci-2022"
    monkeypatch.setenv("ONEMAP_PACKAGE", "other-2023")
    assert Store(root).default_id() == "other-2023"
    monkeypatch.setenv("ONEMAP_PACKAGE", "nobody")
    assert Store(root).default_id() == "anci-2022"


def test_a_folder_without_packages_is_an_error(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        assert Store(root).package_ids() == []
        with pytest.raises(PackageError):
            Store(root).default_id()


def test_the_folder_can_be_configured(
    anci_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_DATA", str(tmp_path))
    assert configured_root() == tmp_path
    monkeypatch.setenv("ONEMAP_DATA", "")
    assert configured_root() == anci_root.parent


def test_a_passing_fault_of_the_disk_passes(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(make_package().parent, recheck_seconds=0)
    good = store.serve("anci-2022")
    with monkeypatch.context() as patched:
        patched.setattr("geo.files.fingerprint", _vanish)
        assert [fault.code for fault in store.faults("anci-2022")] == ["E_READ"]
        assert store.serve("anci-2022") is good
    assert store.faults("anci-2022") == ()


def _vanish(_: object) -> None:
    raise FileNotFoundError(2, "No such file", "/somewhere/secret/figures.csv")


def test_a_fault_of_reading_names_no_folder(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(make_package().parent, recheck_seconds=0)
    monkeypatch.setattr("geo.files.fingerprint", _vanish)
    with pytest.raises(PackageError) as caught:
        store.serve("anci-2022")
    assert "secret" not in str(caught.value)
    assert caught.value.faults[0].file == "figures.csv"


def test_while_one_reads_the_others_go_on_with_the_old_state(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=0)
    good = store.serve("anci-2022")
    seen_meanwhile = []

    def read_slowly(path: Path) -> Package:
        seen_meanwhile.append(store.serve("anci-2022"))  # would wait for ever if it waited
        return read_package(path)

    monkeypatch.setattr("geo.store.read_package", read_slowly)
    edit(root, b",14000,exact", b",15000,exact")
    assert value_of(store) == 15_000
    assert seen_meanwhile == [good]

"""Does the store follow its files, and never lose the last good state?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.build.build import build
from geo.errors import PackageError
from geo.store.store import Store, configured_root
from tests import ROOT
from tests.store.edits import edit, reversion, store_of, value_of, written

Make = Callable[..., Path]


def test_a_package_is_read_once_and_kept(make_package: Make) -> None:
    store = store_of(make_package())
    assert store.serve("anci-2022") is store.serve("anci-2022")
    assert store.faults("anci-2022") == ()


def test_a_change_is_seen(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    assert value_of(store) == 14_000
    edit(root, written(14000), written(15000))
    assert value_of(store) == 15_000


def test_a_look_at_the_files_is_trusted_for_a_while(make_package: Make) -> None:
    root = make_package()
    store = Store(root.parent, recheck_seconds=3600)
    assert value_of(store) == 14_000
    edit(root, written(14000), written(15000))
    assert value_of(store) == 14_000
    store.look_again("anci-2022")
    assert value_of(store) == 15_000


def test_the_last_good_state_stays_until_the_files_are_good_again(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    edit(root, b",14000,exact", b",many,exact")  # sealed: the seal alone makes nothing good
    for _ in range(2):
        assert store.serve("anci-2022") is good
        assert [fault.code for fault in store.faults("anci-2022")] == ["E_NUMBER"]
    edit(root, ",many,exact,m2,14000平方米".encode(), written(15000))
    assert store.faults("anci-2022") == ()
    assert value_of(store) == 15_000


def test_a_file_that_vanishes_is_a_failure_and_the_state_stays(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    (root / "layers" / "roads.geojson").unlink()
    assert store.faults("anci-2022")
    assert store.serve("anci-2022") is good


def test_three_states_are_served_and_older_ones_are_swept(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    seen = [store.serve("anci-2022").payload.catalogue]
    for value in (15000, 16000, 17000):
        edit(root, written(value - 1000), written(value))
        seen.append(store.serve("anci-2022").payload.catalogue)
    assert len(set(seen)) == 4
    assert [p.catalogue for p in store.payloads("anci-2022")] == seen[:0:-1]
    again = store_of(root)
    assert [p.catalogue for p in again.payloads("anci-2022")] == seen[:0:-1]
    assert len([p for p in (store.builds / "anci-2022").iterdir() if len(p.name) == 16]) == 3
    for payload in again.payloads("anci-2022"):
        assert all(payload.blobs[path].content for path in payload.blobs)


def test_a_package_that_never_was_good_raises_each_time(make_package: Make) -> None:
    store = Store(make_package(edits={"figures.csv": b""}).parent)
    for _ in range(2):
        with pytest.raises(PackageError):
            store.serve("anci-2022")
        assert store.payloads("anci-2022") == []


@pytest.mark.parametrize(
    "raised", [ValueError("cannot be drawn"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no")]
)
def test_whatever_is_raised_is_a_failure_and_the_state_stays(
    make_package: Make, monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    """A damaged file takes neither the site nor its own package down."""
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("geo.store.publishing.build", fail)
    edit(root, written(14000), written(15000))
    assert store.serve("anci-2022") is good
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_INTERNAL"]


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


def test_folders_whose_name_no_link_could_use_are_told(
    make_package: Make, caplog: pytest.LogCaptureFixture
) -> None:
    root = make_package()
    for name in ("洪山区2023", "Hongshan_2023", "-x"):
        make_package(name)
    (root.parent / "No Package").mkdir()
    store = store_of(root)
    assert store.package_ids() == ["anci-2022"]
    assert store.ignored() == ["-x", "Hongshan_2023", "洪山区2023"]
    assert caplog.text.count("is ignored") == 3


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


def test_the_folder_can_be_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEMAP_DATA", str(tmp_path))
    assert configured_root() == tmp_path
    monkeypatch.setenv("ONEMAP_DATA", "")
    assert configured_root() == ROOT / "data"


def test_a_passing_fault_of_the_disk_passes(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(make_package())
    good = store.serve("anci-2022")
    with monkeypatch.context() as patched:
        patched.setattr("geo.files.fingerprint", _vanish)
        assert [fault.code for fault in store.faults("anci-2022")] == ["E_READ"]
        assert store.serve("anci-2022") is good
    assert store.faults("anci-2022") == ()


def _vanish(*_: object) -> None:
    raise FileNotFoundError(2, "No such file", "/somewhere/secret/figures.csv")


def test_a_fault_of_reading_names_no_folder(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(make_package())
    monkeypatch.setattr("geo.files.fingerprint", _vanish)
    with pytest.raises(PackageError) as caught:
        store.serve("anci-2022")
    assert "secret" not in str(caught.value)
    assert caught.value.faults[0].file == "figures.csv"


def test_while_one_publishes_the_others_go_on_with_the_old_state(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    seen_meanwhile = []

    def build_slowly(*given: Any, **named: Any) -> object:
        seen_meanwhile.append(store.serve("anci-2022"))  # would wait for ever if it waited
        return build(*given, **named)

    monkeypatch.setattr("geo.store.publishing.build", build_slowly)
    edit(root, written(14000), written(15000))
    assert value_of(store) == 15_000
    assert seen_meanwhile == [good]


# ---- Only what was sealed and checked. ---------------------------------------------------------


def test_what_is_not_sealed_is_not_served_and_its_own_fault_is_told_too(
    make_package: Make,
) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    edit(root, b",14000,exact", b",14001,exact", version=None)
    assert store.serve("anci-2022") is good
    told = {(fault.code, fault.file, fault.row) for fault in store.faults("anci-2022")}
    assert told == {("E_VALUE", "figures.csv", 39)}, "one cause, one fault"
    edit(root, b",14001,exact", b",14000,exact", version=None)
    assert store.faults("anci-2022") == ()
    edit(root, written(14000), written(15000), version=None)
    assert store.serve("anci-2022") is good
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_HASH"]


def test_a_sealed_figure_unlike_its_wording_is_not_served(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    edit(root, b",14000,exact", b",14001,exact")
    assert store.serve("anci-2022") is good
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_VALUE"]


def test_other_content_under_a_version_that_was_published_is_refused(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022")
    version = good.package.version
    edit(root, written(14000), written(15000), version=version)
    assert store.serve("anci-2022") is good
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_VERSION"]
    reversion(root, "next")
    assert value_of(store) == 15_000
    edit(root, written(15000), written(14000), version=version)
    assert store.serve("anci-2022").package.content_hash == good.package.content_hash
    assert store.faults("anci-2022") == ()
    again = store_of(root)
    edit(root, written(14000), written(16000), version="next")
    assert [fault.code for fault in again.faults("anci-2022")] == ["E_VERSION"]


def test_a_pinned_version_is_the_state_that_had_it(make_package: Make) -> None:
    root = make_package()
    store = store_of(root)
    first = store.serve("anci-2022").package
    edit(root, written(14000), written(15000), version="2.0")
    newest = store.serve("anci-2022").package
    for each in (store, store_of(root)):
        assert each.pinned("anci-2022", first.version).package.content_hash == first.content_hash
        for other in (None, "2.0", "3.0"):
            assert each.pinned("anci-2022", other).package.content_hash == newest.content_hash

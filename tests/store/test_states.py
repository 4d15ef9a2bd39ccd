"""Do published states lie on the disk so that another process finds them whole?"""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.build.folder import BuildFolder
from geo.store.publishing import publish, withdraw
from geo.store.store import Store
from tests.store.edits import edit, reversion, store_of, value_of, written

Make = Callable[..., Path]


def test_a_restart_serves_the_last_good_state(make_package: Make) -> None:
    root = make_package()
    good = store_of(root).serve("anci-2022").package
    edit(root, b",14000,exact", b",many,exact")
    store = store_of(root)
    assert store.serve("anci-2022").package.content_hash == good.content_hash
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_NUMBER"]


def test_a_restart_reads_nothing_of_what_did_not_change(
    make_package: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package()
    store_of(root).serve("anci-2022")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("geo.store.shelf.publish", fail)
    monkeypatch.setattr("geo.store.shelf.build", fail)
    store = store_of(root)
    assert value_of(store) == 14_000
    assert store.faults("anci-2022") == ()


@pytest.mark.parametrize("made_by_another", [True, False])
def test_a_state_made_by_another_version_of_the_app_is_made_again(
    make_package: Make, made_by_another: bool
) -> None:
    root = make_package()
    store = store_of(root)
    good = store.serve("anci-2022").package
    at = store.builds / "anci-2022" / good.content_hash[:16] / "build.json"
    manifest = json.loads(at.read_bytes())
    at.write_text(json.dumps(manifest | {"format": "0"}) if made_by_another else "", "utf-8")
    edit(root, b",14000,exact", b",many,exact")
    assert store_of(root).serve("anci-2022").package.content_hash == good.content_hash


@pytest.mark.parametrize("name", ["figures.csv", "layers/roads.geojson", "datapackage.json"])
@pytest.mark.parametrize("damage", [lambda _: b"", lambda old: old.replace(b"1", b"2")])
def test_a_damaged_state_is_not_served_but_made_again_or_the_one_before_is(
    make_package: Make, name: str, damage: Callable[[bytes], bytes]
) -> None:
    root = make_package()
    store = store_of(root)
    first = store.serve("anci-2022").package
    edit(root, written(14000), written(15000))
    newest = store.serve("anci-2022").package
    file = store.builds / "anci-2022" / newest.content_hash[:16] / "package" / name
    whole = file.read_bytes()
    file.unlink()  # states share what they have in common
    file.write_bytes(damage(whole))
    assert store_of(root).serve("anci-2022").package.content_hash == newest.content_hash
    file.unlink()
    file.write_bytes(damage(whole))
    (root / "units.csv").write_bytes(b"")
    store = store_of(root)
    assert store.serve("anci-2022").package.content_hash == first.content_hash
    assert "E_EMPTY_FILE" in {fault.code for fault in store.faults("anci-2022")}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"format": 1}', b"\xff"])
def test_a_damaged_pointer_is_none(make_package: Make, content: bytes) -> None:
    root = make_package()
    good = store_of(root).serve("anci-2022").package
    store = store_of(root)
    (store.builds / "anci-2022" / "published.json").write_bytes(content)
    assert store.serve("anci-2022").package.content_hash == good.content_hash


def test_where_nothing_can_be_kept_it_is_served_from_memory_by_the_same_rules(
    make_package: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = make_package()
    (tmp_path / "builds").write_text("a file")
    store = store_of(root)
    good = store.serve("anci-2022")
    assert "ONEMAP_BUILD" in caplog.text
    edit(root, b",14000,exact", b",14001,exact")
    assert store.serve("anci-2022") is good
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_VALUE"]
    edit(root, b",14001,exact", b",14000,exact", version=good.package.version)
    edit(root, written(14000), written(15000), version=good.package.version)
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_VERSION"]
    reversion(root, "next")
    assert value_of(store) == 15_000
    assert len(store.payloads("anci-2022")) == 2
    assert store.pinned("anci-2022", good.package.version) is good
    shutil.rmtree(root)
    assert value_of(store) == 15_000
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_GONE"]


def test_two_processes_serve_the_same_and_one_of_them_publishes(make_package: Make) -> None:
    root = make_package()
    stores = [store_of(root), store_of(root)]
    for value in (14000, 15000, 16000):
        if value > 14000:
            edit(root, written(value - 1000), written(value))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(value_of, stores))
        assert [value_of(store) for store in stores] == [value, value]
        one, other = (store.serve("anci-2022").payload.catalogue for store in stores)
        assert one == other


def test_a_package_that_was_withdrawn_is_none_until_it_is_published_again(
    make_package: Make,
) -> None:
    root = make_package()
    make_package("other-2023")
    store = store_of(root)
    assert store.package_ids() == ["anci-2022", "other-2023"]
    assert withdraw(BuildFolder(store.builds, "other-2023")) is False
    assert store.serve("other-2023")
    assert withdraw(BuildFolder(store.builds, "other-2023")) is True
    for each in (store, store_of(root)):
        assert each.package_ids() == ["anci-2022"]
    publish(root.parent / "other-2023", BuildFolder(store.builds, "other-2023"))
    assert store.package_ids() == ["anci-2022", "other-2023"]


def test_a_change_that_size_and_time_hide_is_not_taken_for_what_was_built(
    make_package: Make,
) -> None:
    root = make_package()
    store = store_of(root)
    edit(root, b",14000,exact", b",14001,exact")
    times = (root / "figures.csv").stat()
    assert [fault.code for fault in store.faults("anci-2022")] == ["E_VALUE"]
    edit(root, ",14001,exact,m2,14000平方米".encode(), written(15000))
    os.utime(root / "figures.csv", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert value_of(store) == 15_000


def test_what_is_withdrawn_while_the_list_of_packages_is_trusted_is_not_down(
    make_package: Make,
) -> None:
    root = make_package()
    make_package("other-2023")
    listed = store_of(root)
    store = Store(root.parent, builds=listed.builds, recheck_seconds=0)
    assert len(store.conditions()) == 2
    store._ids = (math.inf, store.package_ids())
    withdraw(BuildFolder(listed.builds, "other-2023"))
    assert [each.package_id for each in store.conditions()] == ["anci-2022"]
    assert store.package_ids() == ["anci-2022"]

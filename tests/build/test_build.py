"""Does ``geo build`` make the files that memory makes, all or nothing, no more than needed?"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo import files
from geo.__main__ import main
from geo.build import build as build_module
from geo.build import folder as folder_module
from geo.build.build import LOCK, build
from geo.build.engine import Processes
from geo.build.folder import FORMAT, MANIFEST, BuildFolder, Manifest, ServedBlobs
from geo.build.opened import fits, open_build
from geo.build.tasks import Reading, Readings
from geo.errors import PackageError
from geo.package.all_tables import read_tables
from geo.package.contents import read_in
from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.read import check_places, read_package
from geo.package.schema import PLACE_FIELDS
from geo.served.catalogue import build_payload
from geo.served.crowd import index
from geo.store.store import Store
from geo.view.selection import select
from geo.view.views import View
from tests import crowds

SIZE = 350


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut everything so small that a small package has several of each."""
    monkeypatch.setattr("geo.build.tasks.CHUNK", 32)
    monkeypatch.setattr(index, "CHUNK", 32)
    monkeypatch.setattr(index, "PIECE", 16)
    monkeypatch.setattr("geo.build.writing.ROWS", 64)
    monkeypatch.setattr("geo.package.places.runs.RUN_ROWS", 50)
    for module in ("geo.build.tasks", "geo.package.read"):
        monkeypatch.setattr(f"{module}.read_layer", partial(read_layer, size=20))


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("original") / crowds.NAME
    return crowds.write(root, crowds.layers_of(SIZE))


@pytest.fixture
def root(tmp_path: Path, original: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "data" / crowds.NAME))


@pytest.fixture
def builds(tmp_path: Path) -> BuildFolder:
    return BuildFolder(tmp_path / "builds", crowds.NAME)


class Told:
    """Notes what it is told of a build."""

    def __init__(self, stop: str = "") -> None:
        self.calls: list[tuple[str, int, int]] = []
        self._stop = stop

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.calls.append((stage, done, total))
        if stage == self._stop and done == total // 2:
            raise KeyboardInterrupt

    def total(self, stage: str) -> int:
        return next(total for told, _, total in self.calls if told == stage)


def tree(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its content and its time, but for the lock."""
    return {
        file.relative_to(path).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in path.rglob("*")
        if file.is_file() and file.name != LOCK
    }


def served(builds: BuildFolder, manifest: Manifest) -> dict[str, Any]:
    return dict(ServedBlobs(builds, manifest.served))


def rename_first_lamp(found: list[crowds.Feature]) -> None:
    rename(found, "改了名字")


def rename(found: list[crowds.Feature], name: str) -> None:
    found[0]["properties"]["name_zh"] = name


# ---- The same files. ---------------------------------------------------------------------------


def test_served_files_are_those_made_in_memory(root: Path, builds: BuildFolder) -> None:
    told = Told()
    manifest = build(root, builds, progress=told)
    payload = build_payload(read_package(root))
    assert served(builds, manifest) == dict(payload.blobs)
    assert (manifest.catalogue, manifest.find) == (payload.catalogue, payload.find)
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
            name: pa.array([f["properties"][name] for f in part], pa.string())
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


# ---- No more than needed. ----------------------------------------------------------------------


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
    listed.write_text(listed.read_text("utf-8").replace("路灯", "灯杆"), "utf-8")
    build(root, builds)
    opened = open_build(root, builds)
    assert opened is not None
    lamps = len(crowds.features(root, "lamps"))
    assert len(select(opened[0], View(crowds.NAME, query="灯杆")).places) == lamps


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


# ---- All or nothing. ---------------------------------------------------------------------------


def break_layer(found: list[crowds.Feature]) -> None:
    found[6]["properties"]["layer"] = "nowhere"
    found[8]["properties"]["precision"] = "guessed"
    found[9]["id"] = found[9]["properties"]["place_id"] = found[3]["id"]


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
    assert {path.split("/")[1].split(".")[0] for path in gone} == {"piece", "crowd", "catalogue"}
    assert len(gone) == 3, "what changed, the index that names it, the catalogue that names that"
    with pytest.raises(KeyError):
        older[gone[0]]


def test_nothing_but_builds_is_swept(root: Path, builds: BuildFolder) -> None:
    build(root, builds)
    strange = builds.path / "notes.txt"
    strange.write_text("not ours")
    crowds.edit(root, "lamps", rename_first_lamp)
    build(root, builds)
    assert strange.read_text() == "not ours"


# ---- What stands in the manifest. --------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        json.dumps({"format": FORMAT}).encode(),
        b"\xff\xfe",
        json.dumps({"format": FORMAT, "sources": 5}).encode(),
    ],
)
def test_a_torn_manifest_is_none(root: Path, builds: BuildFolder, content: bytes) -> None:
    build(root, builds)
    (builds.path / MANIFEST).write_bytes(content)
    assert builds.manifest() is None
    assert open_build(root, builds) is None
    build(root, builds)
    assert open_build(root, builds) is not None


def test_a_manifest_cut_off_anywhere_is_none(root: Path, builds: BuildFolder) -> None:
    build(root, builds)
    whole = (builds.path / MANIFEST).read_bytes()
    for length in range(0, len(whole), 997):
        (builds.path / MANIFEST).write_bytes(whole[:length])
        assert builds.manifest() is None


@pytest.mark.parametrize("kind", ["rows", "runs", "served", "by_id"])
@pytest.mark.parametrize(
    "path",
    [
        "../../secret.0123456789abcdef.json",
        "/etc/secret.0123456789abcdef.json",
        "rows/../../../secret.0123456789abcdef.json",
        "rows/./rows.0123456789abcdef.arrow",
        "..\\secret.0123456789abcdef.json",
        "",
        "rows/",
        "build.json",
        "rows/.hidden.0123456789abcdef.json",
    ],
)
def test_no_path_leads_out_of_the_folder(
    root: Path, builds: BuildFolder, tmp_path: Path, kind: str, path: str
) -> None:
    (tmp_path / "secret.0123456789abcdef.json").write_text("secret")
    folder_module.files.write_bytes(builds.path / "x", b"")
    manifest = {
        **{"stamps": [], "sources": [], "runs": {}, "few": 0, "categories": [], "rows": []},
        **{"by_id": "rows/by-id.0123456789abcdef.bin", "catalogue": "", "find": ""},
        **{"served": {}, "format": FORMAT},
    }
    (builds.path / "rows").mkdir()
    (builds.path / "rows" / "by-id.0123456789abcdef.bin").write_bytes(b"")
    (builds.path / MANIFEST).write_text(json.dumps(manifest))
    assert builds.manifest() is not None, "as long as it names nothing else"
    changed = {
        "rows": {"rows": [path]},
        "runs": {"runs": {"key": [path]}},
        "served": {"served": {path: "text/plain"}},
        "by_id": {"by_id": path},
    }[kind]
    (builds.path / MANIFEST).write_text(json.dumps(manifest | changed))
    assert builds.manifest() is None


def test_only_what_is_listed_is_served(root: Path, builds: BuildFolder) -> None:
    manifest = build(root, builds)
    blobs = ServedBlobs(builds, manifest.served)
    assert set(blobs) == set(manifest.served)
    assert len(blobs) == len(manifest.served)
    (builds.path / "served" / "extra.0123456789abcdef.json").write_text("{}")
    for path in ("extra.0123456789abcdef.json", "../build.json", f"../{manifest.rows[0]}", ""):
        assert path not in blobs
        assert blobs.get(path) is None


def test_a_build_with_a_file_missing_is_none_and_is_made_again(
    root: Path, builds: BuildFolder
) -> None:
    manifest = build(root, builds)
    whole = set(tree(builds.path))
    chunk = next(path for path in manifest.served if "/chunk." in path)
    for path in (
        f"served/{chunk}",
        manifest.rows[0],
        manifest.by_id,
        *next(iter(manifest.runs.values())),
    ):
        (builds.path / path).unlink()
        assert builds.manifest() is None
        assert open_build(root, builds) is None
        assert build(root, builds) == manifest
        assert set(tree(builds.path)) == whole


# ---- The store. --------------------------------------------------------------------------------


@pytest.fixture
def store(root: Path, builds: BuildFolder) -> Store:
    return Store(root.parent, builds=builds.path.parent, recheck_seconds=0)


def is_built(store: Store) -> bool:
    return isinstance(store.serve(crowds.NAME).payload.blobs, ServedBlobs)


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


# ---- The command. ------------------------------------------------------------------------------

Printed = pytest.CaptureFixture[str]


def run(capsys: Printed, *arguments: object) -> tuple[int, list[str], list[str]]:
    code = main(["build", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out.splitlines(), printed.err.splitlines()


@pytest.mark.parametrize(
    ("lang", "stages", "built", "unchanged"),
    [
        ("en", ["Reading layers", "Writing files"], "files built in", "nothing changed"),
        ("zh", ["读取图层", "生成文件"], "已生成", "没有变化"),
    ],
)
def test_the_command_says_what_became_of_it(
    capsys: Printed,
    root: Path,
    tmp_path: Path,
    lang: str,
    stages: list[str],
    built: str,
    unchanged: str,
) -> None:
    out = tmp_path / "out"
    code, said, progress = run(capsys, root, "-o", out, "--lang", lang)
    assert code == 0
    assert len(said) == 1
    assert said[0].startswith(crowds.NAME)
    assert built in said[0]
    assert str(out / crowds.NAME) in said[0]
    writes = -(-len(read_package(root).place) // 64)
    assert progress[0] == f"{stages[0]} 5/5"
    assert [line.split()[0] for line in progress] == [stage.split()[0] for stage in stages]
    assert int(progress[1].rpartition("/")[2]) <= writes
    files_made = len(
        [p for p in (out / crowds.NAME / "served").rglob("*") if p.suffix != ".gz" and p.is_file()]
    )
    assert f"{files_made}" in said[0]
    code, said, progress = run(capsys, root, "-o", out, "--lang", lang)
    assert (code, progress) == (0, [])
    assert unchanged in said[0]


def test_the_folder_of_builds_is_that_of_the_app(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_BUILD", str(tmp_path / "configured"))
    assert run(capsys, root)[0] == 0
    assert is_built(Store(root.parent))


def test_several_packages_and_one_with_a_fault(
    capsys: Printed, root: Path, anci_root: Path, tmp_path: Path
) -> None:
    crowds.edit(root, "lamps", break_layer)
    code, said, errors = run(capsys, root, anci_root, "-o", tmp_path / "out")
    assert code == 1
    assert [line.split(":")[0] for line in said] == ["anci-2022"], "the other one is built"
    assert any(line.startswith("layers/lamps.geojson, row 7:") for line in errors)
    assert f"{crowds.NAME}: not built; the last good build stays in use" in errors
    code, _, errors = run(capsys, root, "-o", tmp_path / "out", "--lang", "zh")
    assert code == 1
    assert any(line.startswith("layers/lamps.geojson 第 7 行") for line in errors)


def test_what_is_no_package_is_said(capsys: Printed, anci_root: Path, tmp_path: Path) -> None:
    code, said, errors = run(capsys, tmp_path, anci_root, "-o", tmp_path / "out")
    assert code == 2
    assert errors[0].startswith(f"{tmp_path}: no package, since it holds no datapackage.json.")
    assert len(said) == 1


@pytest.mark.parametrize("where", ["..", ".", "layers", "out/below"])
def test_builds_cannot_lie_in_the_package(capsys: Printed, root: Path, where: str) -> None:
    """Sweeping there would remove the package, and each build would change what is built."""
    before = tree(root)
    code, said, errors = run(capsys, root, "-o", root / where)
    assert (code, said) == (2, [])
    assert "cannot lie in the package" in errors[0]
    assert tree(root) == before


def test_a_folder_that_cannot_be_written_is_said(
    capsys: Printed, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    code, said, errors = run(capsys, root, "-o", tmp_path / "out")
    assert (code, said) == (2, [])
    assert str(tmp_path / "out") in errors[-1]


@pytest.mark.parametrize("workers", ["-1", "many", "1.5"])
def test_a_number_of_processes_is_a_number(capsys: Printed, root: Path, workers: str) -> None:
    with pytest.raises(SystemExit):
        run(capsys, root, "--workers", workers)
    assert "--workers" in capsys.readouterr().err


def test_dask_that_is_not_there_is_said(
    capsys: Printed, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "geo.build.cluster", raising=False)
    for lang, said in (("en", "Dask is not installed"), ("zh", "没有安装 Dask")):
        code, _, errors = run(capsys, root, "--dask", "tcp://127.0.0.1:1", "--lang", lang)
        assert code == 2
        assert errors[0].startswith(said)


def as_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def test_on_a_terminal_a_bar_grows_and_its_line_is_left(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)
    code = main(["build", str(root), "-o", str(tmp_path / "out")])
    printed = capsys.readouterr().err
    assert code == 0
    assert printed.count("\n") == 2, "one a stage"
    assert printed.endswith("\n")
    steps = [step for step in printed.replace("\n", "").split("\r") if "Reading" in step]
    bars = [step.split()[2] for step in steps]
    assert [bar.count("█") for bar in bars] == [0, 6, 12, 18, 24, 30]
    assert {len(bar) for bar in bars} == {30}


def test_a_fault_begins_on_a_line_of_its_own(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)

    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr("geo.build.build.write_rows", stop)
    assert main(["build", str(root), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "/somewhere: No space left on device"


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

"""Does a Dask cluster build the same files, also when a worker dies over it?

A cluster of this machine: two processes that hear nobody but each other.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import dask
import dask_geopandas
import geopandas as gpd
import pytest
from distributed import LocalCluster
from shapely.geometry import shape

from geo.__main__ import main
from geo.build.build import build
from geo.build.engine import Cluster
from geo.build.folder import BuildFolder, Manifest, ServedBlobs
from geo.build.tasks import Reading
from geo.errors import PackageError
from geo.package.schema import PLACE_FIELDS
from tests import crowds

PARTS = 8
LAYER = "lamps"


pytestmark = pytest.mark.alone


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Write some hundred places a task; this process alone decides that."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("geo.build.kept.ROWS", 256)
        # Tests of pages leave one as the main module, which each new process would run again.
        patched.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    settings = {"distributed.worker.memory.target": False, "distributed.admin.tick.limit": "1h"}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs="CRITICAL",
        ) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of(1500)


@pytest.fixture(scope="module")
def frame(layers: crowds.Layers) -> gpd.GeoDataFrame:
    found = layers[LAYER]
    columns = {name: [f["properties"].get(name) for f in found] for name in PLACE_FIELDS}
    return gpd.GeoDataFrame(columns, geometry=[shape(f["geometry"]) for f in found], crs=4326)


@pytest.fixture(scope="module")
def forms(
    tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers, frame: gpd.GeoDataFrame
) -> dict[str, Path]:
    """One package in three forms: its lamps as GeoJSON, as one GeoParquet file, and in parts."""
    at = tmp_path_factory.mktemp("forms")
    path = f"layers/{LAYER}.parquet"
    made = {"geojson": crowds.write(at / "geojson" / crowds.NAME, layers)}
    for name in ("whole", "parts"):
        made[name] = crowds.write(at / name / crowds.NAME, layers, paths={LAYER: path})
    frame.to_parquet(made["whole"] / path)
    with dask.config.set(scheduler="synchronous"):
        dask_geopandas.from_geopandas(frame, npartitions=PARTS).to_parquet(made["parts"] / path)
    return made


@pytest.fixture(scope="module")
def serial(
    tmp_path_factory: pytest.TempPathFactory, forms: dict[str, Path]
) -> tuple[BuildFolder, Manifest]:
    """What this process alone makes of the parts."""
    builds = BuildFolder(tmp_path_factory.mktemp("serial"), crowds.NAME)
    return builds, build(forms["parts"], builds)


def content_of(builds: BuildFolder) -> dict[str, bytes]:
    return {
        file.relative_to(builds.path).as_posix(): file.read_bytes()
        for file in builds.path.rglob("*")
        if file.is_file()
    }


def served(builds: BuildFolder, manifest: Manifest) -> dict[str, Any]:
    return dict(ServedBlobs(builds, manifest.served))


def test_dask_wrote_a_folder_of_parts(forms: dict[str, Path]) -> None:
    found = sorted((forms["parts"] / "layers" / f"{LAYER}.parquet").glob("*.parquet"))
    assert len(found) == PARTS


@pytest.mark.parametrize("form", ["geojson", "whole"])
def test_it_does_not_matter_how_a_layer_is_kept(
    forms: dict[str, Path], serial: tuple[BuildFolder, Manifest], tmp_path: Path, form: str
) -> None:
    builds = BuildFolder(tmp_path, crowds.NAME)
    assert served(builds, build(forms[form], builds)) == served(*serial)


class Counting(Cluster):
    """A cluster that notes which tasks it was given."""

    def __init__(self, scheduler: object) -> None:
        super().__init__(scheduler)
        self.given: list[int] = []

    def map(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        self.given.append(len(tasks))
        return super().map(work, tasks)


def test_a_cluster_builds_the_same(
    cluster: LocalCluster,
    forms: dict[str, Path],
    serial: tuple[BuildFolder, Manifest],
    tmp_path: Path,
) -> None:
    builds, engine = BuildFolder(tmp_path, crowds.NAME), Counting(cluster)
    try:
        manifest = build(forms["parts"], builds, engine=engine)
    finally:
        engine.close()
    assert engine.given[0] == PARTS + 4, "every part is read by itself"
    assert engine.given[1] > 3
    assert content_of(builds) == content_of(serial[0])
    assert served(builds, manifest) == served(*serial)


def die_once(task: Reading) -> Any:
    """Read a part; the worker that reads the fourth for the first time kills itself over it."""
    from geo.build.tasks import read_source  # noqa: PLC0415  # runs in a worker

    mark = task.builds.path / "killed"
    found = read_source(task)
    if "part.3" in task.source and not mark.exists():
        mark.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return found


class Dying(Cluster):
    """A cluster, one worker of which is killed while it reads."""

    def map(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        chosen = die_once if isinstance(tasks[0], Reading) else work
        return super().map(chosen, tasks)


def test_a_worker_that_is_killed_changes_nothing(
    cluster: LocalCluster,
    forms: dict[str, Path],
    serial: tuple[BuildFolder, Manifest],
    tmp_path: Path,
) -> None:
    builds, engine = BuildFolder(tmp_path, crowds.NAME), Dying(cluster)
    try:
        build(forms["parts"], builds, engine=engine)
    finally:
        engine.close()
    killed = int((builds.path / "killed").read_text())
    assert killed != os.getpid()
    (builds.path / "killed").unlink()
    assert content_of(builds) == content_of(serial[0])


def test_the_command_hands_the_work_to_a_scheduler(
    cluster: LocalCluster,
    forms: dict[str, Path],
    serial: tuple[BuildFolder, Manifest],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = cluster.scheduler_address
    code = main(["build", str(forms["parts"]), "-o", str(tmp_path), "--dask", address])
    assert code == 0
    assert "files built in" in capsys.readouterr().out
    assert content_of(BuildFolder(tmp_path, crowds.NAME)) == content_of(serial[0])


def test_a_fault_in_a_part_is_told_by_its_name_and_row(
    cluster: LocalCluster, forms: dict[str, Path], frame: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(forms["parts"], tmp_path / "data" / crowds.NAME))
    part = sorted((root / "layers" / f"{LAYER}.parquet").glob("*.parquet"))[2]
    broken = gpd.read_parquet(part)
    broken.loc[broken.index[4], "precision"] = "guessed"
    broken.to_parquet(part)
    engine = Cluster(cluster)
    try:
        with pytest.raises(PackageError) as caught:
            build(root, BuildFolder(tmp_path / "builds", crowds.NAME), engine=engine)
    finally:
        engine.close()
    found = {(fault.code, fault.file, fault.row) for fault in caught.value.faults}
    assert found == {("E_ENUM", f"layers/{LAYER}.parquet/{part.name}", 5)}


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_said(
    forms: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    def half_open(_: object) -> None:
        raise AssertionError("a client that fails closes itself at any time, in any thread")

    monkeypatch.setattr("distributed.Client", half_open)
    with dask.config.set({"distributed.comm.timeouts.connect": "200ms"}):
        code = main(["build", str(forms["parts"]), "-o", str(tmp_path), "--dask", address])
    assert code == 2
    assert capsys.readouterr().err.startswith(f"{address}: ")

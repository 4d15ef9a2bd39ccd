"""Which package do tests of builds build, and how is it cut?"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from geo.build.folder import BuildFolder
from geo.package.layers.read_layer import read_layer
from geo.served.crowd import index
from geo.store.store import Store
from tests import crowds
from tests.build.builds import SIZE


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut everything so small that a small package has several of each."""
    monkeypatch.setattr("geo.build.tasks.CHUNK", 32)
    monkeypatch.setattr(index, "CHUNK", 32)
    monkeypatch.setattr(index, "PIECE", 16)
    monkeypatch.setattr("geo.build.kept.ROWS", 64)
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


@pytest.fixture
def store(root: Path, builds: BuildFolder) -> Store:
    return Store(root.parent, builds=builds.path.parent, recheck_seconds=0)

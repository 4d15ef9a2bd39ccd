"""What is public when a process was killed in the midst of publishing, wherever that was?

A new version of a package, of which three are kept, is published by processes that are killed, each
at another moment (:mod:`tests.store.killed`). Whoever starts then has to serve the old state or the
new one, whole; and the next publishing has to succeed and to leave nothing of the dead one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from geo.build.folder import BuildFolder
from geo.store.publishing import publish
from geo.store.states import KEPT
from geo.store.store import Store
from tests.running import ROOT
from tests.store.edits import edit, value_of, written

pytestmark = pytest.mark.process

VALUES = (14_000, 15_000, 16_000, 17_000)
OLD, NEW = VALUES[-2:]
LONG_AGO = 1_600_000_000


@pytest.fixture
def package(make_package: Callable[..., Path], tmp_path: Path) -> Path:
    """A package in its new version, which is not published; three others are."""
    root = make_package()
    publish(root, BuildFolder(tmp_path / "builds", root.name))
    for before, after in pairwise(VALUES):
        edit(root, written(before), written(after))
        if after != NEW:
            publish(root, BuildFolder(tmp_path / "builds", root.name))
    return root


@pytest.fixture
def left(package: Path, tmp_path: Path) -> dict[Path, str]:
    """What each process that was killed left, and before which step it died."""
    target = tmp_path / "left"
    target.mkdir()
    found = subprocess.run(
        [sys.executable, "-m", "tests.store.killed", package, tmp_path / "builds", target],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = (line.partition(" ") for line in found.stdout.splitlines())
    return {target / name: step for name, _, step in lines}


def test_wherever_it_is_killed_a_state_is_served_whole(
    package: Path, left: dict[Path, str], tmp_path: Path
) -> None:
    shown = {}
    for at, step in left.items():
        store = Store(tmp_path / "nothing", builds=at, recheck_seconds=0)
        states = store.payloads(package.name)
        assert len(states) == KEPT, step
        for state in states:
            assert all(state.blobs[path].content for path in state.blobs), step
        shown[step] = value_of(store)
        publish_again(package, BuildFolder(at, package.name), step)
    assert len(shown) >= 20
    steps = list(shown)
    pointed = steps.index(next(s for s in steps if s.startswith("os.rename") and "< point" in s))
    assert {shown[step] for step in steps[: pointed + 1]} == {OLD}
    assert {shown[step] for step in steps[pointed + 1 :]} == {NEW}


def publish_again(package: Path, builds: BuildFolder, step: str) -> None:
    """Publish over what a process left, a day later, and find nothing of it."""
    for torn in builds.path.rglob(".writing-*"):
        os.utime(torn, (LONG_AGO, LONG_AGO))
    fresh = builds.path / ".writing-now"
    fresh.write_bytes(b"")
    pointer = publish(package, builds)
    assert fresh.exists(), "of a process that is at it"
    fresh.unlink()
    names = {path.name for path in builds.path.rglob("*")}
    assert {name for name in names if re.fullmatch("[0-9a-f]{16}", name)} == set(pointer.states)
    assert not {name for name in names if name.startswith((".new", ".writing", ".sharing"))}, step

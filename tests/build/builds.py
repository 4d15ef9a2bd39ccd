"""What do tests ask of a build, and how do they change its package?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geo.build.build import LOCK
from geo.build.folder import BuildFolder, Manifest, ServedBlobs
from geo.store.store import Store
from tests import crowds

SIZE = 350


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


def break_layer(found: list[crowds.Feature]) -> None:
    found[6]["properties"]["layer"] = "nowhere"
    found[8]["properties"]["precision"] = "guessed"
    found[9]["id"] = found[9]["properties"]["place_id"] = found[3]["id"]


def is_built(store: Store) -> bool:
    return isinstance(store.serve(crowds.NAME).payload.blobs, ServedBlobs)

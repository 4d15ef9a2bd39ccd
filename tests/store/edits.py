"""How do tests edit a package, as a maintainer does?"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from geo.store.store import Store
from tests.conftest import sealed_as_it_lies


def edit(
    root: Path, old: bytes, new: bytes, name: str = "figures.csv", *, version: str | None = ""
) -> None:
    """Replace part of a file, make sure that its time says so, and seal it under a new version.

    Without a version it is left unsealed.
    """
    file = root / name
    before = file.stat().st_mtime_ns
    changed = file.read_bytes().replace(old, new, 1)
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))
    if version is not None:
        reversion(root, version or hashlib.sha256(changed).hexdigest()[:8])


def reversion(root: Path, version: str) -> None:
    """Give a package another version, and seal it."""
    descriptor = root / "datapackage.json"
    said = json.loads(descriptor.read_bytes()) | {"version": version}
    descriptor.write_text(json.dumps(said), "utf-8")
    sealed_as_it_lies(root)


def version_of(root: Path) -> str:
    """Return the version that a folder states."""
    return str(json.loads((root / "datapackage.json").read_bytes())["version"])


def written(value: int) -> bytes:
    """The cells of the figure that these tests change."""
    return f",{value},exact,m2,{value}平方米".encode()


def store_of(root: Path) -> Store:
    """A store that looks at each question, its states beside the packages."""
    return Store(root.parent, builds=root.parents[1] / "builds", recheck_seconds=0)


def value_of(store: Store) -> float:
    return store.serve("anci-2022").package.figure["minghua-resurfacing"].value

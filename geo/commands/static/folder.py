"""How does a folder become what was made, so that its readers never find a gap?

A file is written where its content differs, in one step, what is pointed to before what points.
``site.json`` names the files that are ours: only those are ever replaced or removed, so that what
somebody else put there (a CNAME, a picture) stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo import files

MANIFEST: Final = "site.json"
FORMAT: Final = 1


class ForeignFileError(Exception):
    """The folder holds a file under the name of one of ours that is not known to be ours."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Written:
    """How many files there are now, how many of them changed, and how many are gone."""

    files: int
    changed: int
    removed: int


def write(
    root: Path,
    made: Sequence[tuple[str, Callable[[], bytes]]],
    told: Callable[[int], None],
) -> Written:
    """Make a folder hold these files, in their order.

    Parameters
    ----------
    made : sequence of (str, callable)
        Path below `root`, and what makes the content.
    told : callable
        Told after each file how many are done.

    Raises
    ------
    ForeignFileError
        If a file of somebody else would be replaced; nothing is written then.
    OSError
        If it cannot be written.
    """
    paths = [path for path, _ in made]
    before = _named(root)
    for path in (*paths, MANIFEST):
        if path not in before and files.is_file(root / path):
            raise ForeignFileError(path)
    # Both are ours from here on: who is stopped in the middle can begin again.
    _name(root, {*before, *paths})
    changed = 0
    for done, (path, make) in enumerate(made, start=1):
        changed += _replaced(root / path, make())
        told(done)
    gone = [path for path in sorted(before - {*paths, MANIFEST}) if files.is_file(root / path)]
    for path in gone:
        files.remove(root / path)
    _name(root, set(paths))
    files.remove_abandoned(root)
    return Written(len(paths), changed, len(gone))


def _replaced(path: Path, content: bytes) -> bool:
    """Write a file unless it is so already."""
    alike = files.is_file(path) and files.size(path) == len(content)
    if alike and files.read_bytes(path) == content:
        return False
    files.write_bytes(path, content)
    return True


def _named(root: Path) -> set[str]:
    """Return the files that the manifest names, which lies in the folder for anybody to change."""
    if not files.is_file(root / MANIFEST):
        return set()
    try:
        found: Any = json.loads(files.read_bytes(root / MANIFEST))
    except ValueError:
        return set()
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return set()
    named = found.get("files")
    inside = [path for path in named if _is_inside(path)] if isinstance(named, list) else []
    return {*inside, MANIFEST}


def _is_inside(path: object) -> bool:
    """Tell whether a name leads to a file below the folder, on every system."""
    if not isinstance(path, str) or not path or path.startswith("/"):
        return False
    return not any(sign in path for sign in ("\\", ":", "\0")) and ".." not in path.split("/")


def _name(root: Path, paths: set[str]) -> None:
    content = {"format": FORMAT, "files": sorted(paths - {MANIFEST})}
    written = json.dumps(content, ensure_ascii=False, indent=1).encode()
    _replaced(root / MANIFEST, written + b"\n")

"""How do the files of a package that arrived whole get into its folder?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo import files
from geo.package.known import known_in
from geo.package.schema import DESCRIPTOR


def put(contents: Mapping[str, bytes], root: Path, aside: Path) -> None:
    """Let a folder hold these files of the package; those that are no longer of it lie aside.

    The descriptor comes last: until then the folder is not sealed, and nobody takes it.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    there = set(known_in(root)) if files.is_folder(root) else set()
    for path in sorted(there - set(contents)):
        files.copy(root / path, aside / path)
        files.remove(root / path)
    for path in sorted(contents, key=lambda path: path == DESCRIPTOR):
        at = root / path
        if path not in there or files.read_bytes(at) != contents[path]:
            files.write_bytes(at, contents[path])

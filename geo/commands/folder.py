"""Which files does the folder hold that a command was given?"""

from __future__ import annotations

import sys
from pathlib import Path

from geo.package.descriptor import DESCRIPTOR
from geo.package.read import read_contents


def contents_of(root: Path) -> dict[str, bytes] | None:
    """Return the bytes of every file of the package in `root`; None, said, if it is none."""
    try:
        contents = read_contents(root)
    except OSError as error:
        print(f"{root}: {error.strerror}", file=sys.stderr)
        return None
    if DESCRIPTOR not in contents:
        print(f"{root}: {DESCRIPTOR} 不存在 / is missing", file=sys.stderr)
        return None
    return contents

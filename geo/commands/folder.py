"""Which package does the folder hold that a command was given, and where does its work go?"""

from __future__ import annotations

import sys
from pathlib import Path

from geo import files
from geo.package.all_tables import Contents
from geo.package.descriptor import DESCRIPTOR
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_contents


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


def package_in(root: Path, contents: Contents, lang: str) -> Package | None:
    """Return the package built of `contents`; None, every fault said, if it cannot be used."""
    faults = Faults()
    package = build_package(root.resolve().name, contents, faults)
    for fault in faults:
        print(fault.line(lang), file=sys.stderr)
    return package


def save(path: Path, content: bytes) -> int:
    """Write what a command made, and say so; the command's exit code."""
    try:
        files.write_bytes(path, content)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{path}: {len(content):,} bytes")
    return 0

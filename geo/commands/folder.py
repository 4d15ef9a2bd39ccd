"""Which package does the folder hold that a command was given, and where does its work go?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from geo import files
from geo.errors import printable
from geo.language.bilingual import LANGUAGES
from geo.language.locale import readers_language
from geo.language.texts import text
from geo.package.all_tables import Contents
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.package.schema import DESCRIPTOR

_NAMED: Final = 10
"""Packages of a folder that are named."""


def add_language(parser: argparse.ArgumentParser, what: str = "language of the messages") -> None:
    """Add ``--lang``, by default the reader's own."""
    parser.add_argument("--lang", choices=LANGUAGES, default=readers_language(), help=what)


def is_package(root: Path, lang: str) -> bool:
    """Tell whether a folder holds a package; if not, say what kind of folder is needed."""
    if files.is_file(root / DESCRIPTOR):
        return True
    inside = [name for name in files.folders(root) if files.is_file(root / name / DESCRIPTOR)]
    if files.is_file(root):
        said = text("command.a_file", lang, folder=root)
    elif not files.is_folder(root):
        said = text("command.no_folder", lang, folder=root)
    elif inside:
        packages = ", ".join(str(root / name) for name in inside[:_NAMED])
        said = text("command.packages_inside", lang, folder=root, packages=packages)
    else:
        said = text("command.no_package", lang, folder=root)
    print(printable(said), file=sys.stderr)
    return False


def contents_of(root: Path, lang: str) -> dict[str, bytes] | None:
    """Return the bytes of every file of the package in `root`; None, said, if it is none."""
    try:
        return read_contents(root) if is_package(root, lang) else None
    except OSError as error:
        print(f"{root}: {error.strerror}", file=sys.stderr)
        return None


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

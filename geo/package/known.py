"""Which files of a folder belong to the package, and which merely lie there?

A workbook, what a program keeps beside an open file (``~$figures.xlsx``), thumbnails: what the
package does not know is neither sealed nor listed nor copied, so it never becomes public.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from geo import files
from geo.package.areas import AREAS
from geo.package.faults import Faults
from geo.package.layers.layer_files import nearly, part_names
from geo.package.schema import CONTEXT, DESCRIPTOR, TABLES, TOWNS
from geo.package.tables import read_table

LAYERS: Final = "layers.csv"
LARGEST_LIST: Final = 1 << 20
"""Bytes of a list of layers; a longer one is none, and its reader says so."""
_ALWAYS: Final = frozenset(
    {DESCRIPTOR, CONTEXT, TOWNS, AREAS, *(f"{table}.csv" for table in TABLES)}
)
Stamp = tuple[str, int, int]
"""Path of a file, its size in bytes and its time of change in nanoseconds."""


def known(paths: Iterable[str], layers: bytes | None) -> tuple[str, ...]:
    """Return those of some paths that belong to a package, sorted.

    Parameters
    ----------
    paths : iterable of str
        Files below the folder, relative to it.
    layers : bytes or None
        Content of its ``layers.csv``, which names the files of the layers.
    """
    found = set(paths)
    listed = _layer_paths(layers)
    named = {part for path in listed for part in part_names(path, found)}
    # A file whose name differs in capitals alone is told as the one that is missing.
    lost = (path for path in listed if not part_names(path, found))
    named |= {name for path in lost for name in nearly(path, found)}
    if not named:  # a list that cannot be read is told as one fault, not one a layer beside
        named = {path for path in found if path.startswith("layers/")}
    return tuple(sorted(found & (_ALWAYS | named)))


def known_in(root: Path) -> tuple[str, ...]:
    """Return the paths of the files in `root` that belong to the package.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    paths = tuple(files.walk(root))
    small = LAYERS in paths and files.size(root / LAYERS) <= LARGEST_LIST
    return known(paths, files.read_bytes(root / LAYERS) if small else None)


def strays(root: Path) -> tuple[str, ...]:
    """Return the paths of the files in `root` that do not belong to the package."""
    own = set(known_in(root))
    return tuple(path for path in files.walk(root) if path not in own)


def stamps(root: Path) -> tuple[Stamp, ...]:
    """Return path, size and time of every file of the package; equal ones: nothing was changed."""
    return files.fingerprint(root, known_in(root))


def _layer_paths(content: bytes | None) -> list[str]:
    """Return the paths that a list of layers names; what is wrong with it is told elsewhere."""
    if content is None:
        return []
    return [row["path"] for row in read_table("layers", content, {}, Faults()).rows]

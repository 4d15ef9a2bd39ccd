"""Which files does a layer consist of, and what may they end in?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from geo.package.faults import Faults, quoted
from geo.records import Layer

SEQUENCES: Final = (".geojsonl", ".geojsons", ".ndjson")
"""Endings of files with one feature a line, or one after each record separator (RFC 8142)."""
DATABASE: Final = ".postgis.json"
"""A file of this ending stays the same while what it leads to changes."""
ENDINGS: Final = (".geojson", ".json", *SEQUENCES, ".parquet", ".gpkg", DATABASE)
"""Endings of the files that a layer may be kept in."""


def part_names(file: str, names: Iterable[str]) -> list[str]:
    """Return the files that a layer consists of, in order.

    Parameters
    ----------
    file : str
        Path of the layer: a file, or a folder of parts such as ``layers/roads.parquet``.
    names : iterable of str
        Paths of all files of the package.

    Returns
    -------
    list of str
        The file itself if it is one; else its parts, by the numbers in their names; nothing if
        there is neither.
    """
    known = set(names)
    if file in known:
        return [file]
    parts = [name for name in known if name.startswith(f"{file}/") and name.endswith(".parquet")]
    return sorted(parts, key=_by_numbers) if file.endswith(".parquet") else []


def _by_numbers(name: str) -> tuple[list[tuple[str, int]], str]:
    """Return what sorts part-2 before part-10."""
    pieces = re.findall(r"([^0-9]*)([0-9]*)", name)
    return [(text, int(digits or -1)) for text, digits in pieces], name


def parts_of(layer: Layer, paths: Iterable[str], faults: Faults) -> list[str]:
    """Return the files of a layer, in order; none, with a fault, if there is no such file."""
    parts = part_names(layer.path, paths)
    if not parts:
        said = (f"没有图层文件 {quoted(layer.path)}", f"no layer file {quoted(layer.path)}")
        faults.add("E_FILE_MISSING", "layers.csv", None, said, ("请补上", "Add it"))
    return parts

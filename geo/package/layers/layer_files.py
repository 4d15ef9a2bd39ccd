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


_FOLDER: Final = ".parquet"
"""Ending of a layer that may be a folder of parts."""


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
    if not file.lower().endswith(_FOLDER):
        return []
    within = (name for name in known if name.startswith(f"{file}/"))
    return sorted((name for name in within if name.lower().endswith(_FOLDER)), key=_by_numbers)


def _by_numbers(name: str) -> tuple[list[tuple[str, int]], str]:
    """Return what sorts part-2 before part-10."""
    pieces = re.findall(r"([^0-9]*)([0-9]*)", name)
    return [(text, int(digits or -1)) for text, digits in pieces], name


def nearly(path: str, names: Iterable[str]) -> list[str]:
    """Return the files whose paths differ from one in capitals alone."""
    folded = path.casefold()
    return [
        name for name in names if name != path and (name.casefold() + "/").startswith(f"{folded}/")
    ]


def parts_of(layer: Layer, paths: Iterable[str], faults: Faults) -> list[str]:
    """Return the files of a layer, in order; none, with a fault, if there is no such file."""
    known = sorted(paths)
    parts = part_names(layer.path, known)
    if not parts:
        said = (f"没有图层文件 {quoted(layer.path)}", f"no layer file {quoted(layer.path)}")
        remedy = ("请补上文件，或删去这一行", "Add the file, or remove the row")
        alike = nearly(layer.path, known)
        if alike:
            remedy = (
                f"文件夹中有 {alike[0]}，只是大小写不同：把 path 改成这样，或给文件改名",
                f"There is {alike[0]}, which differs in capitals: write that, or rename the file",
            )
        faults.add("E_FILE_MISSING", "layers.csv", None, said, remedy, also=tuple(alike))
    return parts

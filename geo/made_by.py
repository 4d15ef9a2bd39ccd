"""Which code makes something? A hash of its source, so that no number has to be raised by memory.

What a module makes follows from its own text, from the modules of ours that it imports, from what
these import, and from the tables of words and looks that lie beside them.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from geo import files

_IMPORTED: Final = re.compile(
    r"^[ \t]*(?:from (geo[\w.]*) import ([\w, ]+)|import (geo[\w.]+))", re.M
)
_LANGUAGES: Final = ("zh", "en")
"""Tables of words; others are named as the module that reads them."""
ROOT: Final = Path(__file__).parents[1]


@lru_cache(maxsize=16)
def made_by(
    *modules: str,
    alone: tuple[str, ...] = (),
    libraries: tuple[str, ...] = (),
    root: Path = ROOT,
) -> str:
    """Return a version of what some modules make: another one whenever their code changes.

    Parameters
    ----------
    modules : str
        Full names, such as ``geo.view.selection``.
    alone : tuple of str
        Modules whose own text counts, but not what they import.
    libraries : tuple of str
        Packages of others that it depends on as well, by the names they are installed under.
    root : Path
        Folder in which ``geo`` lies.
    """
    whole = hashlib.sha256()
    single = [path for name in alone if (path := _path_of(name, root)) is not None]
    for path in [*sources_of(*modules, root=root), *single]:
        content = files.read_bytes(root / path).replace(b"\r\n", b"\n")
        whole.update(f"{path} {hashlib.sha256(content).hexdigest()}\n".encode())
    for name in libraries:
        whole.update(f"{name} {version(name)}\n".encode())
    return whole.hexdigest()[:16]


def sources_of(*modules: str, root: Path = ROOT) -> list[str]:
    """Return the paths of all sources that some modules need, themselves included, sorted."""
    found: set[str] = set()
    left = list(modules)
    asked: set[str] = set()
    while left:
        name = left.pop()
        path = None if name in asked else _path_of(name, root)
        asked.add(name)
        if path is None or path in found:
            continue
        found.add(path)
        for module, names, whole in _IMPORTED.findall(files.read_bytes(root / path).decode()):
            named = [
                name.strip() for name in names.split(",")
            ]  # a class or a constant is no module
            left += [whole or module, *(f"{module}.{name}" for name in named if name.islower())]
    tables = {
        table
        for path in map(Path, found)
        for name in (path.stem, *_LANGUAGES)
        if files.is_file(root / (table := (path.parent / f"{name}.json").as_posix()))
    }
    return sorted(found | tables)


def _path_of(module: str, root: Path) -> str | None:
    """Return where a module lies; None for a name that is none, such as that of a class."""
    path = module.replace(".", "/")
    both = (f"{path}.py", f"{path}/__init__.py")
    return next((each for each in both if files.is_file(root / each)), None)

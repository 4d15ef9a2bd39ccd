"""How are the files of a package read one by one, whatever their size?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from geo import files
from geo.package.known import known_in

_Content = TypeVar("_Content", bytes, memoryview)


class _Folder(Mapping[str, _Content], Generic[_Content]):
    """The files of the package in a folder by their paths, each read when it is asked for."""

    def __init__(self, root: Path, read: Callable[[Path], _Content]) -> None:
        self._root = root
        self._names = known_in(root)
        self._read: Callable[[Path], _Content] = read

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __getitem__(self, path: str) -> _Content:
        if path not in self._names:
            raise KeyError(path)
        return self._read(self._root / path)


def read_in(root: Path) -> Mapping[str, bytes]:
    """Return the files of the package in `root`, each read when it is asked for."""
    return _Folder(root, files.read_bytes)


def mapped_in(root: Path) -> Mapping[str, memoryview]:
    """Return the files of the package in `root`, each mapped when it is asked for."""
    return _Folder(root, files.mapped)

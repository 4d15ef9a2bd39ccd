"""Where does a build lie, and what is in it?

``<root>/<package>/build.json`` names the last good build; it is replaced in one step when all its
files are there. ``served`` is what a browser fetches and can be copied to any static host, ``rows``
is what the app itself maps into memory, ``runs`` what the next build need not read again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from geo import files
from geo.map.payload import Blob, digest_of, gzipped, path_of
from geo.records import DataFile

FORMAT: Final = f"2, pypinyin {version('pypinyin')}, shapely {version('shapely')}"
"""What a build depends on besides its package; one of another format is made anew."""
MANIFEST: Final = "build.json"
Stamp = tuple[str, int, int]
DEFAULT_ROOT: Final = Path(__file__).parents[2] / "build" / "packages"
_OWN: Final = ("served/", "rows/", "runs/")
_NAME: Final = re.compile(r"(?!\.)[^/\\\0]+\.[0-9a-f]{16}\.[a-z]+")
_FOLDER: Final = re.compile(r"(?!\.)[^/\\\0]+")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the last good build is made of.

    Parameters
    ----------
    stamps : tuple of (path, size, time)
        The files of the package as they lay there; where they are so still, nothing is read.
    sources : tuple of DataFile
        The files of the package that it was built of.
    runs : mapping of str to tuple of str
        Tables of places as they were read, by what they depend on.
    kinds : tuple
        The kinds of places, each as a list of the fields of :class:`geo.package.kinds.Kind`.
    rows : tuple of str
        Tables of places in order, the few first; `few` is how many these are.
    by_id : str
        Rows in the order of ids.
    served : mapping of str to str
        Media types of the files served by their path below ``layers/``.
    """

    stamps: tuple[Stamp, ...]
    sources: tuple[DataFile, ...]
    runs: Mapping[str, tuple[str, ...]]
    few: int
    kinds: tuple[tuple[Any, ...], ...]
    rows: tuple[str, ...]
    by_id: str
    catalogue: str
    find: str
    served: Mapping[str, str]
    format: str = FORMAT

    @property
    def paths(self) -> set[str]:
        """All its files, below the folder of builds."""
        tables = {*self.rows, self.by_id}.union(*self.runs.values())
        return tables | {f"served/{path}" for path in self.served}


class BuildFolder:
    """The folder of one package's builds.

    Parameters
    ----------
    root : Path
        Folder of all builds.
    package_id : str
    """

    def __init__(self, root: Path, package_id: str) -> None:
        self.package_id = package_id
        self.path = root / package_id

    def manifest(self) -> Manifest | None:
        """Return the last good build; None where there is none of this format that is whole."""
        content = self.content()
        try:
            found = None if content is None else _manifest(json.loads(content))
        except (ValueError, TypeError, KeyError, AttributeError):
            return None  # torn, or written by something else
        paths = () if found is None else found.paths
        return found if all(files.is_file(self.path / path) for path in paths) else None

    def content(self) -> bytes | None:
        """Return what names the last good build, as it lies there; it changes with each build."""
        try:
            return files.read_bytes(self.path / MANIFEST)
        except OSError:
            return None  # of no use to anybody; whoever writes there will be told why

    def finish(self, manifest: Manifest) -> None:
        """Make a build the last good one."""
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        files.write_bytes(self.path / MANIFEST, content)

    def keep_served(self, name: str, ending: str, content: bytes, media_type: str) -> str:
        """Write a file that a browser fetches, and its gzipped form; returns its path."""
        path = path_of(self.package_id, name, digest_of(content), ending)
        target = self.path / "served" / path
        if not files.is_file(target):
            packed = gzipped(content, media_type)
            if packed is not content:
                files.write_bytes(target.with_name(f"{target.name}.gz"), packed)
            files.write_bytes(target, content)
        return path

    def keep_table(self, folder: str, name: str, table: pa.Table) -> str:
        """Write a table to be mapped; returns its path below this folder."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        return self.keep(folder, name, "arrow", sink.getvalue().to_pybytes())

    def keep(self, folder: str, name: str, ending: str, content: bytes) -> str:
        """Write a file named by its content; returns its path below this folder."""
        path = f"{folder}/{name}.{digest_of(content)}.{ending}"
        if not files.is_file(self.path / path):
            files.write_bytes(self.path / path, content)
        return path

    def table(self, path: str) -> pa.Table:
        """Return a table that was kept, mapped rather than read."""
        return pa.ipc.open_file(pa.py_buffer(self.mapped(path))).read_all()

    def mapped(self, path: str) -> memoryview:
        """Return the content of a file that was kept, mapped rather than read."""
        return files.mapped(self.path / path)

    def sweep(self, kept: Collection[Manifest]) -> int:
        """Remove what belongs to none of some builds; returns how many files went."""
        wanted = {path for manifest in kept for path in manifest.paths}
        wanted |= {f"{path}.gz" for path in wanted}
        # Nothing but what builds write: a folder that was named by mistake loses nothing.
        found = [path for path in files.walk(self.path) if path.startswith(_OWN)]
        gone = [path for path in found if path not in wanted]
        for path in gone:
            files.remove(self.path / path)
        return len(gone)


class ServedBlobs(Mapping[str, Blob]):
    """The files of a build as they are asked for, read from the disk each time.

    The system keeps in memory what is asked for often.
    """

    def __init__(self, folder: BuildFolder, media_types: Mapping[str, str]) -> None:
        self._folder = folder
        self._media_types = media_types

    def __len__(self) -> int:
        return len(self._media_types)

    def __iter__(self) -> Iterator[str]:
        return iter(self._media_types)

    def __getitem__(self, path: str) -> Blob:
        media_type = self._media_types[path]
        at = self._folder.path / "served" / path
        try:
            content = files.read_bytes(at)
        except FileNotFoundError:
            raise KeyError(path) from None  # of a build so old that it was swept away
        packed = at.with_name(f"{at.name}.gz")
        etag = path.rsplit(".", 2)[1]
        other = files.read_bytes(packed) if files.is_file(packed) else content
        return Blob(content, other, media_type, etag)


def _manifest(found: dict[str, Any]) -> Manifest | None:
    """Return a manifest as it was read; None if it has another format or leads elsewhere."""
    if found.get("format") != FORMAT:
        return None
    found["sources"] = tuple(DataFile(**each) for each in found["sources"])
    found["rows"] = tuple(found["rows"])
    found["kinds"] = tuple(
        (layer, own, tuple(every), located) for layer, own, every, located in found["kinds"]
    )
    found["stamps"] = tuple((path, size, time) for path, size, time in found["stamps"])
    found["runs"] = {key: tuple(paths) for key, paths in found["runs"].items()}
    made = Manifest(**found)
    return made if all(map(_is_own, made.paths)) else None


def _is_own(path: str) -> bool:
    """Tell whether a path is one that a build writes: it leads nowhere else."""
    *above, name = path.split("/")
    plain = all(map(_FOLDER.fullmatch, above)) and _NAME.fullmatch(name) is not None
    return plain and path.startswith(_OWN)


def configured_root() -> Path:
    """Return the folder of builds: ``ONEMAP_BUILD``, else ``build/packages`` of the project."""
    return Path(os.environ.get("ONEMAP_BUILD") or DEFAULT_ROOT)

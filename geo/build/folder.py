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
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from geo import files
from geo.blob import Blob, digest_of, gzipped, path_of
from geo.made_by import made_by
from geo.package.known import Stamp
from geo.records import DataFile

FORMAT: Final = made_by("geo.build.build", libraries=("pypinyin", "shapely"))
"""What a build depends on besides its package: the code that makes it. One that other code made is
made anew."""
MANIFEST: Final = "build.json"
PROBE: Final = ".probe"
STATE: Final = re.compile(r"[0-9a-f]{16}")
"""Name of the folder of a published state, see :mod:`geo.store.states`."""
PROJECT: Final = Path(__file__).resolve().parents[2]
DATA: Final = PROJECT / "data"
DEFAULT_ROOT: Final = PROJECT / "build" / "packages"
_OWN: Final = ("served/", "rows/", "runs/")
_NAME: Final = re.compile(r"(?!\.)[^/\\\0]+\.[0-9a-f]{16}\.[a-z]+")
_FOLDER: Final = re.compile(r"(?!\.)[^/\\\0]+")
CATEGORY: Final = "category"
"""Column that holds the index of a place's category."""


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
    categories : tuple
        The categories of places, each as a list of the fields of
        :class:`geo.package.places.categories.Category`.
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
    categories: tuple[tuple[Any, ...], ...]
    rows: tuple[str, ...]
    by_id: str
    catalogue: str
    find: str
    facts: str
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

    def manifest(self, at: Path | None = None) -> Manifest | None:
        """Return the last good build, or that of the state that lies `at` a folder; None where
        there is none of this format that is whole.
        """
        found = _read_manifest(at or self.path)
        paths = () if found is None else found.paths
        return found if all(files.is_file(self.path / path) for path in paths) else None

    def finish(self, manifest: Manifest, at: Path | None = None) -> None:
        """Make a build the last good one, or that of the state that lies `at` a folder."""
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        files.write_bytes((at or self.path) / MANIFEST, content)

    def discard(self, manifest: Manifest) -> None:
        """Remove a build of which a file is damaged, so that nothing of it is used again."""
        for path in sorted(manifest.paths):
            files.remove(self.path / path)

    def refuses(self) -> OSError | None:
        """Return why nothing can be written here; None where it can."""
        try:
            files.write_bytes(self.path / PROBE, b"")
            files.remove(self.path / PROBE)
        except OSError as error:
            return error
        return None

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
        """Remove what belongs to none of some builds and of no published state; returns how many
        files went.
        """
        states = (name for name in files.folders(self.path) if STATE.fullmatch(name))
        published = (_read_manifest(self.path / state) for state in states)
        every = [*kept, *(found for found in published if found)]
        wanted = {path for manifest in every for path in manifest.paths}
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


def _read_manifest(at: Path) -> Manifest | None:
    """Return what a folder says of a build; None where that is torn or of another format."""
    try:
        return _manifest(json.loads(files.read_bytes(at / MANIFEST)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # of no use to anybody; whoever writes there will be told why


def _manifest(found: dict[str, Any]) -> Manifest | None:
    """Return a manifest as it was read; None if it has another format or leads elsewhere."""
    if found.get("format") != FORMAT:
        return None
    found["sources"] = tuple(DataFile(**each) for each in found["sources"])
    found["rows"] = tuple(found["rows"])
    found["categories"] = tuple(
        (layer, own, tuple(every), located) for layer, own, every, located in found["categories"]
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


def configured_root(data: Path) -> Path:
    """Return the folder of builds and published states of the packages in a folder.

    ``ONEMAP_BUILD``, else ``build/packages`` of the project; for packages that lie elsewhere than
    in the project's ``data`` a folder beside it, so that two of one name never meet.
    """
    stated = os.environ.get("ONEMAP_BUILD")
    if stated:
        return Path(stated)
    at = data.resolve()
    if at == DATA:
        return DEFAULT_ROOT
    return DEFAULT_ROOT.with_name(f"{DEFAULT_ROOT.name}-{digest_of(at.as_posix().encode())[:8]}")

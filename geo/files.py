"""Where does the project touch the disk? Only here.

Every other module is given bytes or text, so that a package may later come from an upload or a
database, and so that a path is checked in one place.
"""

from __future__ import annotations

import hashlib
import io
import mmap
import os
import sqlite3
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_SHARES: Final = sys.platform != "win32"
"""Whether a file can be replaced or removed while somebody reads it; Windows refuses."""
ARCHIVE_ERRORS: Final = (
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError),
    *(NotImplementedError, RuntimeError),
)
"""What an archive that is broken, encrypted or of another kind raises."""
_TRIES: Final = 20
_WAIT_SECONDS: Final = 0.05
"""Readers of ours hold a file for less than a second in all."""


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`.

    Raises
    ------
    OSError
        If the file is missing or cannot be read.
    """
    return path.read_bytes()


def write_bytes(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step, so that no reader ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(temporary, 0o644)
        _when_let_go(lambda: os.replace(temporary, path))
    except BaseException:
        os.unlink(temporary)
        raise


def is_file(path: Path) -> bool:
    """Tell whether `path` is a file."""
    return path.is_file()


def is_folder(path: Path) -> bool:
    """Tell whether `path` is a folder."""
    return path.is_dir()


def folders(path: Path) -> list[str]:
    """Return the names of the folders in `path`, sorted; empty if there is no such folder."""
    if not path.is_dir():
        return []
    return sorted(entry.name for entry in path.iterdir() if entry.is_dir())


def walk(path: Path) -> Iterator[str]:
    """Yield the files below `path` as sorted relative POSIX paths, hidden ones left out."""
    found = (entry.relative_to(path) for entry in path.rglob("*") if entry.is_file())
    yield from sorted(
        entry.as_posix()
        for entry in found
        if not any(part.startswith((".", "__")) for part in entry.parts)
    )


def fingerprint(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and modification time (ns) of every file below `path`.

    Two equal fingerprints mean that nothing was replaced; it costs no reading.
    """
    stats = ((name, (path / name).stat()) for name in walk(path))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def mapped(path: Path) -> memoryview:
    """Return the content of `path` as read-only memory that the system loads as it is read.

    However large the file, no more of it is held than there is room for. As with
    :func:`write_bytes`, a file in use is to be replaced, never written into: whoever reads beyond
    an end that was cut off is stopped by the system. On Windows a mapped file can be neither
    replaced nor removed, so what is kept mapped for long has its content in its name.

    Raises
    ------
    OSError
        If the file is missing or cannot be read.
    """
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, whatever its size."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove(path: Path) -> None:
    """Remove a file, if it is still there.

    On Windows one that is still mapped stays; who asks again later removes it then.
    """
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if _SHARES:
            raise


def _when_let_go(change: Callable[[], None]) -> None:
    """Make a change to a file; where readers hinder it, wait a little for them."""
    for _ in range(0 if _SHARES else _TRIES):
        try:
            return change()
        except PermissionError:
            time.sleep(_WAIT_SECONDS)
    return change()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that `path` stands for; it is let go when the process ends, however it does.

    Raises
    ------
    BlockingIOError
        If another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BlockingIOError(f"{path} is locked") from None
    try:
        yield
    finally:
        lock.release()


class Folder(Mapping[str, bytes]):
    """The files below a folder by their relative POSIX paths, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names = tuple(walk(root))

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._names:
            raise KeyError(path)
        return read_bytes(self._root / path)


def forget(content: bytes | memoryview) -> None:
    """Let go of what was read of :func:`mapped` memory; it is loaded again where it is needed."""
    if isinstance(content, memoryview) and isinstance(content.obj, mmap.mmap):
        advice = getattr(mmap, "MADV_DONTNEED", None)  # Windows has none, and lets go by itself
        if advice is not None:
            content.obj.madvise(advice)


def database(source: Path | bytes | memoryview) -> sqlite3.Connection:
    """Open an SQLite database for reading, as if nobody ever wrote to it.

    Parameters
    ----------
    source : Path, bytes or memoryview
        Where it lies, or the whole file, which is then copied into memory.

    Raises
    ------
    sqlite3.Error
        If it is missing or no database.
    """
    if isinstance(source, Path):
        address = source.absolute().as_uri()
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
    content = bytearray(source)
    if len(content) < 100:
        raise sqlite3.DatabaseError("shorter than the header of a database")
    content[18:20] = b"\x01\x01"  # in memory there is no log beside the file
    opened = sqlite3.connect(":memory:")
    opened.deserialize(content)
    return opened


def archived(content: bytes, name: str, most: int) -> bytes:
    """Return the first `most` bytes of a member of an archive, whatever it says of its size.

    Raises
    ------
    ARCHIVE_ERRORS
        If there is no such member or the archive cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as member:
        return member.read(most)

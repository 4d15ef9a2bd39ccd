"""Where does the project touch the disk? Only here.

Every other module is given bytes or text, so that a package may later come from an upload or a
database, and so that a path is checked in one place.
"""

from __future__ import annotations

import hashlib
import io
import mmap
import os
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
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
_WRITING: Final = ".writing-"
_ABANDONED_SECONDS: Final = 3600
"""A file of that name, not whole after so long, is of a process that was killed."""
_TRIES: Final = 20
_WAIT_SECONDS: Final = 0.05
"""Readers of ours hold a file for less than a second in all."""


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`; raises an OSError if it is missing or cannot be read."""
    return path.read_bytes()


def write_bytes(path: Path, content: bytes, *, settled: bool = False) -> None:
    """Replace `path` by `content` in one step, so that no reader ever sees half a file.

    With `settled` it returns only when that would outlive a power cut.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_WRITING)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if settled:
                stream.flush()
                os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        _when_let_go(lambda: os.replace(temporary, path))
    except BaseException:
        os.unlink(temporary)
        raise
    if settled:
        _settle(path.parent)


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


def fingerprint(path: Path, names: Iterable[str] | None = None) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and modification time (ns) of every file below `path`, or of some.

    Two equal fingerprints mean that nothing was replaced; it costs no reading.
    """
    stats = ((name, (path / name).stat()) for name in (walk(path) if names is None else names))
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


def size(path: Path) -> int:
    """Return the size of a file in bytes."""
    return path.stat().st_size


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


def remove_folder(path: Path) -> None:
    """Remove a folder with all that is in it; what another program holds open stays for now."""
    shutil.rmtree(path, ignore_errors=True)


def remove_abandoned(path: Path) -> None:
    """Remove what writers that were killed left below a folder, and not what is being written."""
    since = time.time() - _ABANDONED_SECONDS
    for torn in path.rglob(f"{_WRITING}*"):
        with suppress(OSError):  # its writer was only slow, or somebody else removes it
            if torn.stat().st_mtime < since:
                torn.unlink()


def copy(source: Path, target: Path) -> None:
    """Copy a file with its time of change; where the disk can, without doubling its blocks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    stat = source.stat()
    shutil.copyfile(source, target)
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def share(source: Path, target: Path) -> None:
    """Let `target` be the same file as `source`, never written into, where the disk can."""
    temporary = target.with_name(f".sharing-{target.name}")
    try:
        os.link(source, temporary)
        os.replace(temporary, target)
    except OSError:
        temporary.unlink(missing_ok=True)


def settle(*paths: Path) -> None:
    """Return once files, and folders with all that is in them, would outlive a power cut."""
    for path in paths:
        below = sorted(path.rglob("*"), reverse=True) if path.is_dir() else []
        for each in (*below, path):
            _settle(each)


def _settle(path: Path) -> None:
    if path.is_dir() and not _SHARES:
        return  # Windows has no such thing for folders
    handle = os.open(path, os.O_RDONLY if _SHARES else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name on the same disk, in one step."""
    _when_let_go(lambda: os.replace(source, target))


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


def forget(content: bytes | memoryview) -> None:
    """Let go of what was read of :func:`mapped` memory; it is loaded again where it is needed."""
    if isinstance(content, memoryview) and isinstance(content.obj, mmap.mmap):
        advice = getattr(mmap, "MADV_DONTNEED", None)  # Windows has none, and lets go by itself
        if advice is not None:
            content.obj.madvise(advice)


def archived(content: bytes, name: str, most: int) -> bytes:
    """Return the first `most` bytes of a member of an archive, whatever it says of its size.

    Raises
    ------
    ARCHIVE_ERRORS
        If there is no such member or the archive cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as member:
        return member.read(most)

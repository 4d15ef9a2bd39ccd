"""Where does the project touch the disk? Only here.

Every other module is given bytes or text, so that a package may later come from an upload or a
database, and so that a path is checked in one place.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


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
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def is_file(path: Path) -> bool:
    """Tell whether `path` is a file."""
    return path.is_file()


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

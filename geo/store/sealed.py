"""Are the files of a folder as they were sealed? Nothing else is copied to where it is served."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo import files
from geo.errors import PackageError
from geo.package import descriptor as described
from geo.package.all_tables import read_tables
from geo.package.audit import audit
from geo.package.contents import mapped_in, read_in
from geo.package.faults import Faults
from geo.package.known import Stamp, stamps
from geo.package.read import read_contents
from geo.package.schema import DESCRIPTOR

LARGEST_TABLE: Final = 64 << 20
"""Bytes of a file that is no layer, at most; a longer one is not read at all."""
READ_WHOLE: Final = 16 << 20
"""Bytes of a package of which every fault is told although it is not sealed."""


def copy_sealed(
    source: Path,
    now: tuple[Stamp, ...],
    target: Path,
    package_id: str,
    descriptor: bytes | None,
) -> None:
    """Copy the files of a package, and see that they are as they were sealed.

    Parameters
    ----------
    now : tuple of Stamp
        The files as they lay there a moment ago.
    descriptor : bytes or None
        To be taken in place of the one that lies there.

    Raises
    ------
    PackageError
        If they are not, with all that is wrong with them.
    BlockingIOError
        If they were being written just now.
    """
    for path, size, _ in now:
        if size > LARGEST_TABLE and not path.startswith("layers/"):
            faults = Faults()
            said = (f"有 {size:,} 字节", f"has {size:,} bytes")
            remedy = (f"最多 {LARGEST_TABLE:,} 字节", f"At most {LARGEST_TABLE:,} are read")
            faults.add("E_SIZE", path, None, said, remedy)
            raise PackageError(package_id, faults)
    if descriptor is None and not _sizes_fit(source, now):
        raise PackageError(package_id, _unsealed(package_id, source))
    for path, _, _ in now:
        files.copy(source / path, target / path)
    if descriptor is not None:
        files.write_bytes(target / DESCRIPTOR, descriptor)
    faults = _check_seal(target)
    if faults.errors:
        raise PackageError(package_id, _unsealed(package_id, target))


def _sizes_fit(source: Path, now: tuple[Stamp, ...]) -> bool:
    """Tell whether the files are as long as the descriptor says: what is not, is not copied."""
    try:
        content = files.read_bytes(source / DESCRIPTOR)
    except FileNotFoundError:
        return False
    listed = described.entries(described.parse(content, Faults()))
    found = {path: size for path, size, _ in now if path != DESCRIPTOR}
    return found == {entry.path: entry.bytes for entry in listed}


def _check_seal(root: Path) -> Faults:
    faults = Faults()
    contents = mapped_in(root)
    given = contents.get(DESCRIPTOR)
    descriptor = described.parse(None if given is None else bytes(given), faults)
    if descriptor:
        described.check(descriptor, contents, faults)
    return faults


def _unsealed(package_id: str, root: Path) -> Faults:
    """Return what is wrong with a package that is not as it was sealed."""
    if sum(size for _, size, _ in stamps(root)) <= READ_WHOLE:
        found = audit(package_id, read_contents(root), {})
    else:
        found = _check_seal(root)
        read_tables(read_in(root), found).tell_missing({}, found)
    if not found.errors:  # it became whole again just now
        raise BlockingIOError("the folder is being written to")
    return found

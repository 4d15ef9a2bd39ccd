"""Why is a folder not what is served? Its files are not as they were sealed, or it is gone.

What is not as it was sealed is not copied to where it is served.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo import files
from geo.errors import Fault, PackageError
from geo.language.bilingual import Bilingual
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


def unreadable(error: OSError) -> Fault:
    """Return the fault of a file that cannot be read; its folder is the server's own affair."""
    name = Path(str(error.filename or "")).name
    said = Bilingual("文件无法读取", f"cannot be read ({error.strerror})")
    remedy = Bilingual("请检查文件和权限", "Check the file and its permissions")
    return Fault("E_READ", name, None, said, remedy)


def gone() -> Fault:
    """Return the fault of a folder that is no longer there."""
    said = Bilingual("文件夹已删除或改名", "the folder was removed or renamed")
    remedy = Bilingual(
        "放回原处；若要撤下，请运行 python -m geo withdraw",
        "Put it back, or take its data down by python -m geo withdraw",
    )
    return Fault("E_GONE", "", None, said, remedy)


def unexpected(error_id: str) -> Fault:
    """Return the fault of a package that our code could not judge."""
    said = Bilingual(
        f"检查时出错，日志编号 {error_id}", f"could not be checked; the log has it under {error_id}"
    )
    remedy = Bilingual("请把这个编号告诉开发者", "Tell the developers this number")
    return Fault("E_INTERNAL", "", None, said, remedy)


def no_package() -> Fault:
    """Return the fault of a folder without any package."""
    said = Bilingual("没有任何数据包", "there is no package")
    remedy = Bilingual(
        "放入含 datapackage.json 的文件夹，文件夹名用小写字母、数字和连字符",
        "Put in a folder with a datapackage.json, named in lower case with hyphens",
    )
    return Fault("E_NO_PACKAGE", "data", None, said, remedy)

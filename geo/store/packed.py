"""How does a package travel in one file, and may what arrives in one be published?

A ``.zip`` holds what the descriptor names and nothing else: tables and layers in text, no code. It
is unpacked in memory, within the limits of everything that is brought. What is packed is unpacked
and judged at once, so whatever leaves here is taken there.
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo import files
from geo.intake.archive import Archive
from geo.intake.child import Guard
from geo.intake.found import Found
from geo.intake.limits import MOST_BYTES
from geo.intake.messages import Message, Messages, NotTakenError, Words
from geo.intake.wire import answer_all
from geo.package import descriptor as described
from geo.package.audit import audit
from geo.package.faults import Faults, quoted
from geo.package.known import LAYERS, known
from geo.package.layers.layer_files import DATABASE, SEQUENCES
from geo.package.package import Package
from geo.package.read import build_package
from geo.package.schema import DESCRIPTOR, is_id
from geo.store.drafts import is_draft

_NAME: Final = re.compile(r"(?:(?:layers|context)/)?\w(?:[\w .()-]{0,98}[\w)])?")
_TEXT: Final = (".csv", ".geojson", ".json", *SEQUENCES)
_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP archive can state: when a file was packed says nothing of what it holds."""
_UNIX: Final = 3
_READABLE: Final = 0o644 << 16
_AGAIN: Final = ("请用 python -m geo pack 重新打包", "Pack it again by python -m geo pack")
_OTHERWISE: Final = (
    "请复制数据包的文件夹，或用 python -m geo site",
    "Copy the package's folder instead, or use python -m geo site",
)
MOST_SECONDS: Final = 30.0
"""Processor time that the checks of one package may take; Anci's take two."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A sealed package without a fault, as it came out of one file.

    Parameters
    ----------
    contents : mapping of str to bytes
        Its files by path; each is one that the descriptor names, under a name that is harmless.
    """

    package: Package
    contents: Mapping[str, bytes]


def is_packed(content: bytes) -> bool:
    """Tell whether a file is meant to be a packed package: an archive that holds a descriptor."""
    return content.startswith(b"PK\x03\x04") and DESCRIPTOR.encode() in content


def packed(contents: Mapping[str, bytes]) -> bytes:
    """Return a package as one file; the same package gives the same bytes.

    Raises
    ------
    NotTakenError
        If it is not sealed, has a fault, or is of a kind that is not taken from one file.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(contents):
            entry = zipfile.ZipInfo(path, _DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, contents[path], zipfile.ZIP_DEFLATED, 9)
    made = stream.getvalue()
    unpacked(made)
    return made


def unpacked(content: bytes, *, is_judged: bool = False) -> Packed:
    """Return the package in one file.

    Parameters
    ----------
    is_judged : bool
        Whether the same bytes were found sound before, so that no check is made twice.

    Raises
    ------
    NotTakenError
        If it is damaged, not as it was sealed, has a fault, or is made to harm.
    """
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 10**6
        said = (f"超过 {most} MB", f"is larger than {most} MB")
        raise NotTakenError("E_TOO_LARGE", said, _OTHERWISE)
    archive = Archive(content)
    inside = _folder(archive.names)
    names = {name.removeprefix(inside): name for name in archive.names}
    described_as = archive.unpacked(names[DESCRIPTOR])
    package_id = _checked(described_as, names)
    contents = {path: archive.unpacked(name) for path, name in names.items()}
    contents[DESCRIPTOR] = described_as
    return Packed(_judged(package_id, contents, is_judged=is_judged), contents)


def _folder(names: Collection[str]) -> str:
    """Return the folder of the archive that all files lie in, as ``demo-2024/``; often none."""
    found = [name for name in names if name.rpartition("/")[2] == DESCRIPTOR]
    folder = found[0].removesuffix(DESCRIPTOR) if len(found) == 1 else None
    if folder is None or folder.count("/") > 1 or not all(n.startswith(folder) for n in names):
        said = ("里面不是一个数据包", "does not hold one package")
        raise NotTakenError("E_ZIP_PACKAGE", said, _AGAIN)
    return folder


def _checked(content: bytes, names: Collection[str]) -> str:
    """Return the id of a package; refuse files that its descriptor does not name, or of no text."""
    faults = Faults()
    descriptor = described.parse(content, faults)
    if not descriptor:
        raise _faulty(faults)
    listed = {entry.path for entry in described.entries(descriptor)} | {DESCRIPTOR}
    for path in sorted(names):
        if path not in listed or not _NAME.fullmatch(path):
            raise _stray(path)
        if path.lower().endswith(DATABASE) or not path.lower().endswith(_TEXT):
            shown = quoted(path)
            said = (f"{shown} 不是文字格式", f"its file {shown} is no text")
            raise NotTakenError("E_ZIP_KIND", said, _OTHERWISE)
    if len({path.casefold() for path in names}) < len(names):
        said = ("两个文件名只有大小写不同", "two of its names differ in capitals alone")
        raise NotTakenError("E_ZIP", said, ("请改名", "Rename one"))
    package_id = descriptor.get("name")
    if not isinstance(package_id, str) or not is_id(package_id) or is_draft(package_id):
        shown = quoted(package_id)
        said = (f"name {shown} 不能作数据包的名称", f"its name {shown} cannot be a package's")
        remedy = ("请用小写字母、数字和连字符", "Use lower case, digits and hyphens")
        raise NotTakenError("E_NAME", said, remedy)
    return package_id


def _judged(package_id: str, contents: Mapping[str, bytes], *, is_judged: bool) -> Package:
    """Return the package of some files if it is sealed and has no fault."""
    for path in sorted(set(contents) - set(known(contents, contents.get(LAYERS)))):
        raise _stray(path)
    faults = Faults() if is_judged else audit(package_id, contents, {})
    package = None if faults.errors else build_package(package_id, contents, faults)
    if package is None:
        raise _faulty(faults)
    return package


def _stray(path: str) -> NotTakenError:
    shown = quoted(path)
    said: Words = (
        f"里面的 {shown} 不是数据包登记的文件",
        f"holds {shown}, which is no file that the package lists",
    )
    return NotTakenError("E_STRAY", said, _AGAIN)


def _faulty(faults: Faults) -> NotTakenError:
    """Return one message of all faults: how many there are, and the first."""
    first, count = faults.errors[0], len(faults.errors)
    ones = "fault" if count == 1 else "faults"
    said = (
        f"里面的数据包有 {count} 处问题，第一处是 {first.line('zh').rstrip('。')}",
        f"its package has {count} {ones}, the first is {first.line('en').rstrip('.')}",
    )
    remedy = (
        "请用 python -m geo check 看全部问题，改好后重新打包",
        "See all by python -m geo check, mend them and pack it again",
    )
    return NotTakenError("E_PACKAGE", said, remedy)


def judged_apart(content: bytes, builds: Path) -> tuple[Message, ...]:
    """Return what speaks against publishing a packed package; nothing where all is sound.

    Parameters
    ----------
    builds : Path
        Where the server may write; what is written there is gone afterwards.
    """
    folder = builds / ".brought" / secrets.token_hex(16)
    path = folder / "packed.zip"
    try:
        files.write_bytes(path, content)
        with Guard("geo.store.packed", most_seconds=MOST_SECONDS) as guard:
            return guard.read(path).messages
    finally:
        files.remove_folder(folder)


def judged(content: bytes) -> tuple[Message, ...]:
    """Return what speaks against publishing a packed package, judged in this process."""
    messages = Messages("packed.zip")
    try:
        unpacked(content)
    except NotTakenError as error:
        messages.refuse(error)
    return messages.told()


def _found(path: Path) -> Found:
    return Found(path.name, "package", (), judged(files.read_bytes(path)))


if __name__ == "__main__":
    answer_all(_found)

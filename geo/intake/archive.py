"""What is in an archive, if it may be unpacked at all?

It is unpacked in memory alone, so that no name in it ever becomes a path; and what it says of its
sizes is checked before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from typing import Final

from geo.files import ARCHIVE_ERRORS
from geo.intake.limits import MOST_ENTRIES, MOST_UNPACKED
from geo.intake.messages import NotTakenError, Words
from geo.package.faults import quoted

_END: Final = b"PK\x05\x06"
_LISTED: Final = b"PK\x01\x02"
_NESTED: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".kmz", ".tgz", ".zst")
_ASIDE: Final = re.compile(
    r"(?:^|/)(?:__MACOSX|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)(?:/|$)"
)
_MOST_TIMES: Final = 200
"""How many times its size an entry may unpack to, once it is large."""
_LARGE: Final = 10_000_000
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_AGAIN: Final = ("请重新压缩", "Make the archive again")


class Archive:
    """A ZIP archive that may be unpacked.

    Parameters
    ----------
    content : bytes
    most : int
        Entries that it may have.

    Raises
    ------
    NotTakenError
        If it is broken, encrypted, would unpack to too much, names paths, or holds archives.
    """

    def __init__(self, content: bytes, *, most: int = MOST_ENTRIES) -> None:
        _refuse_many(content, most)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = [
                entry for entry in self._archive.infolist() if not entry.filename.endswith("/")
            ]
        except ARCHIVE_ERRORS:
            raise _broken() from None
        for entry in self._archive.infolist():
            _refuse_path(entry)
        kept = [entry for entry in entries if not _ASIDE.search(entry.filename)]
        _refuse_bomb(kept, len(content))
        self._entries = {_name(entry): entry for entry in kept}
        if len(self._entries) != len(kept):
            said = ("有两个同名的文件", "holds two files of one name")
            raise NotTakenError("E_ZIP", said, _AGAIN)

    @property
    def names(self) -> list[str]:
        """Names of the files in it, which are shown and compared, and never opened."""
        return list(self._entries)

    def unpacked(self, name: str) -> bytes:
        """Return the content of one file.

        Raises
        ------
        NotTakenError
            If it cannot be unpacked.
        """
        entry = self._entries[name]
        try:
            content = self._archive.read(entry)
        except ARCHIVE_ERRORS:
            raise _broken() from None
        if len(content) != entry.file_size:
            raise _broken()
        return content

    def refuse_archives(self) -> None:
        """Refuse archives within the archive."""
        for name in self.names:
            if name.lower().endswith(_NESTED):
                shown = quoted(name)
                said = (f"压缩包里还有压缩包 {shown}", f"holds another archive, {shown}")
                remedy = ("请解开里面的一层再交", "Unpack the inner one and bring that")
                raise NotTakenError("E_ZIP_NESTED", said, remedy)


def _refuse_many(content: bytes, most: int) -> None:
    """Refuse an archive of too many entries before it is listed."""
    at = content.rfind(_END)
    if at < 0 or at + 22 > len(content):
        raise _broken()
    size = struct.unpack_from("<I", content, at + 12)[0]
    count = content.count(_LISTED, max(0, at - size), at)
    if count > most:
        raise _bomb((f"有 {count:,} 个文件", f"holds {count:,} files"))


def _refuse_path(entry: zipfile.ZipInfo) -> None:
    """Refuse names that would lead out of a folder, and links."""
    name = entry.orig_filename
    parts = name.split("/")
    leads_out = ".." in parts or name.startswith("/") or "\\" in name or "\0" in name
    if leads_out or re.match("[A-Za-z]:", name) or stat.S_ISLNK(entry.external_attr >> 16):
        shown = quoted(name)
        said = (f"里面的名称 {shown} 是路径或链接", f"its entry {shown} is a path or a link")
        raise NotTakenError("E_ZIP_PATH", said, _AGAIN)
    if entry.flag_bits & _ENCRYPTED:
        said = ("压缩包有密码", "the archive has a password")
        raise NotTakenError("E_ZIP_ENCRYPTED", said, ("请去掉密码", "Remove the password"))


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what would unpack to too much, or says so of parts that several entries share."""
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _LARGE and entry.file_size > _MOST_TIMES * max(entry.compress_size, 1)
        for entry in entries
    )
    if total > MOST_UNPACKED or swollen or sum(entry.compress_size for entry in entries) > size:
        raise _bomb((f"展开后有 {total:,} 字节", f"unpacks to {total:,} bytes"))


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; one that is not said to be UTF-8 may be GBK."""
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _bomb(said: Words) -> NotTakenError:
    remedy = ("请只放需要的文件", "Put only the files needed into it")
    return NotTakenError("E_ZIP_BOMB", said, remedy)


def _broken() -> NotTakenError:
    said = ("压缩包是坏的或没有传完", "the archive is broken or cut off")
    return NotTakenError("E_ZIP", said, ("请重新复制或压缩", "Copy it or make it again"))

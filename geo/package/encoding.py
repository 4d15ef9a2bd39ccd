"""In which encoding is the text of a file, and what does it say?

UTF-8 first. A mark at the begin tells UTF-16, as Excel writes its "Unicode text". What is neither
is GB18030 (GBK is a part of it) if it reads as Chinese then; anything else is refused.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from geo.package.layers.refused import RefusedError

SAVE_AGAIN: Final = (
    "请在表格软件中另存为“CSV UTF-8（逗号分隔）”",
    "Save it as “CSV UTF-8 (comma delimited)” in the spreadsheet program",
)
_KINDS: Final = {
    b"PK\x03\x04": ("Excel 工作簿或压缩包", "a workbook or an archive"),
    b"\xd0\xcf\x11\xe0": ("旧版 Excel 工作簿", "an old Excel workbook"),
    b"%PDF": ("PDF", "a PDF"),
    b"SQLite format": ("数据库", "a database"),
}
"""How other files begin that are given the ending of a table."""
_PLAIN: Final = 0.8
"""Share of the signs of a Chinese text that GB 2312 has, at least; another code read as GB18030
gives rare signs instead."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding it was in: ``utf-8``, ``utf-16`` or ``gb18030``."""

    text: str
    encoding: str


def decoded_text(content: bytes) -> Decoded:
    """Return the text of a file without a byte order mark.

    Raises
    ------
    RefusedError
        If it is no text, in another encoding, or cut off within a sign.
    """
    for begin, (chinese, english) in _KINDS.items():
        if content.startswith(begin):
            said = (f"不是文字，是{chinese}", f"is no text but {english}")
            raise RefusedError("E_NOT_TEXT", *said, SAVE_AGAIN)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(content, "utf-16")
    if _is_utf16(content):
        return _utf16(content, "utf-16-le")
    try:
        return Decoded(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_off() from None
        found = _gb18030(content)
        if found is None:
            line = content.count(b"\n", 0, error.start) + 1
            said = (
                f"不是 UTF-8，也不是 GBK（第 {line} 行，第 {error.start} 字节）",
                f"is neither UTF-8 nor GBK (row {line}, byte {error.start} is not UTF-8)",
            )
            raise RefusedError("E_ENCODING", *said, SAVE_AGAIN) from None
        return Decoded(found, "gb18030")


def _is_utf16(content: bytes) -> bool:
    """Tell whether a text without a mark begins as UTF-16 does: every second byte is zero."""
    head = content[:40]
    return len(head) >= 8 and not any(head[1::2]) and all(head[::2])


def _utf16(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), "utf-16")
    except UnicodeDecodeError:
        raise _cut_off() from None


def _gb18030(content: bytes) -> str | None:
    """Return what is written in GB18030; None where it makes no Chinese text."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.end < len(content) or not error.start:
            return None
        if _reads_as_chinese(content[: error.start].decode("gb18030")):
            raise _cut_off() from None
        return None
    return text if _reads_as_chinese(text) else None


def _reads_as_chinese(text: str) -> bool:
    """Tell whether nearly all signs beyond ASCII are such as GB 2312 has."""
    signs = [sign for sign in text if sign > "\x7f"]
    plain = sum(len(sign.encode("gb2312", "ignore")) > 0 for sign in signs)
    return plain >= _PLAIN * len(signs)


def _cut_off() -> RefusedError:
    said = ("文件末尾的字不完整，可能没有存完", "ends within a sign; it may be half written")
    return RefusedError("E_CUT_OFF", *said, ("请重新保存或复制", "Save or copy it again"))

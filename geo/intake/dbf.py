"""Which rows does a dBASE table hold, and in which encoding are its texts?"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from geo.intake.limits import MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.package.encoding import decoded_text
from geo.package.layers.refused import RefusedError

_PAGES: Final = {
    **dict.fromkeys(("65001", "utf8"), "utf-8"),
    **dict.fromkeys(("936", "cp936", "ansi936", "gbk", "gb2312", "gb18030"), "gb18030"),
    **dict.fromkeys(("950", "cp950", "ansi950", "big5"), "cp950"),
    **dict.fromkeys(("1252", "cp1252", "ansi1252", "iso88591", "88591"), "cp1252"),
}
"""Encodings as .cpg names them, without signs."""
_BY_MARK: Final = {0x4D: "gb18030", 0x4F: "cp950", 0x78: "cp950", 0x7A: "gb18030"}
"""Those that the table itself names (its language driver)."""
_LONGEST_SIGN: Final = 4
_END: Final = 0x0D


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    start: int
    length: int
    decimals: int


def read_dbf(content: bytes, cpg: bytes | None, messages: Messages) -> list[dict[str, Any] | None]:
    """Return the rows of a table in order, None for each that is marked as deleted.

    Raises
    ------
    NotTakenError
        If it is broken, or in an encoding that is not known.
    """
    if len(content) < 33:
        raise _broken()
    count, start, width = struct.unpack_from("<IHH", content, 4)
    fields = _fields(content, start)
    available = (len(content) - start) // width if width and start <= len(content) else -1
    if available < 0 or not fields or fields[-1].start + fields[-1].length > width:
        raise _broken()
    if count > available:
        raise _broken()
    count = min(count, MOST_FEATURES + 1)
    records = [content[at : at + width] for at in range(start, start + count * width, width)]
    raw = [field.name for field in fields]
    raw += [
        record[field.start : field.start + field.length].strip(b" \0")
        for field in fields
        if field.kind == "C"
        for record in records
    ]
    decode = _decoder(raw, cpg, content[29], messages)
    names = [decode(field.name) for field in fields]
    return [
        None
        if record[:1] == b"*"
        else {
            name: _value(record[field.start : field.start + field.length], field, decode)
            for name, field in zip(names, fields, strict=True)
            if field.kind in "CNFDLIOB"
        }
        for record in records
    ]


def _fields(content: bytes, start: int) -> list[_Field]:
    fields: list[_Field] = []
    at, offset = 32, 1
    while at + 32 <= min(start, len(content)) and content[at] != _END:
        name = content[at : at + 11].partition(b"\0")[0].strip()
        length, decimals = content[at + 16], content[at + 17]
        fields.append(_Field(name, chr(content[at + 11]), offset, length, decimals))
        at, offset = at + 32, offset + length
    return fields


def _value(raw: bytes, field: _Field, decode: Callable[[bytes], str]) -> Any:
    """Return one value; None where none is written or it did not fit."""
    if field.kind == "C":
        return decode(raw.strip(b" \0")) or None
    if field.kind == "I" and len(raw) == 4:
        return int(struct.unpack("<i", raw)[0])
    if field.kind in "OB" and len(raw) == 8:
        return float(struct.unpack("<d", raw)[0])
    plain = raw.decode("ascii", "replace").strip(" \0")
    if field.kind == "L":
        return {"T": True, "Y": True, "F": False, "N": False}.get(plain.upper())
    if field.kind == "D":
        return f"{plain[:4]}-{plain[4:6]}-{plain[6:]}" if re.fullmatch(r"\d{8}", plain) else None
    if not re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", plain):
        return None
    return int(plain) if field.decimals == 0 and plain.lstrip("+-").isdigit() else float(plain)


def _decoder(
    raw: list[bytes], cpg: bytes | None, mark: int, messages: Messages
) -> Callable[[bytes], str]:
    """Return what turns bytes into text, having said which encoding was found."""
    if all(each.isascii() for each in raw):
        return lambda each: each.decode("ascii")
    named = re.sub(r"[^a-z0-9]", "", (cpg or b"")[:40].decode("latin-1").casefold())
    stated = _PAGES.get(named) or _BY_MARK.get(mark)
    if stated is not None and _fits(raw, stated):
        return lambda each: _cut(each, stated)
    found = "utf-8" if _fits(raw, "utf-8") else _guessed(raw)
    if stated is not None:
        said = (f"编码不是它写的 {stated}", f"it is not in {stated}, as it says")
    else:
        said = ("没有写明编码（缺 .cpg）", "names no encoding (no .cpg)")
    done = (
        f"已按 {found.upper()} 读入，请核对文字",
        f"It was read as {found.upper()}; look its texts over",
    )
    messages.add("W_ENCODING", said, done)
    return lambda each: _cut(each, found)


def _guessed(raw: list[bytes]) -> str:
    """Return in which code of Chinese the texts read best."""
    try:
        found = decoded_text(b"\n".join(dict.fromkeys(raw))).encoding
    except RefusedError:
        found = "gb18030"
    found = {"big5": "cp950"}.get(found, found)
    for code in (found, "gb18030", "cp950"):
        if _fits(raw, code):
            return code
    said = (".dbf 的文字编码不明", "the encoding of its texts is not known")
    raise NotTakenError("E_ENCODING", said, ("请以 UTF-8 重新导出", "Export it again as UTF-8"))


def _fits(raw: list[bytes], code: str) -> bool:
    try:
        for each in raw:
            _cut(each, code)
    except UnicodeDecodeError:
        return False
    return True


def _cut(each: bytes, code: str) -> str:
    """Return a text whose last sign may be cut off, as fields have a fixed length."""
    try:
        return each.decode(code)
    except UnicodeDecodeError as error:
        if error.start == 0 or len(each) - error.start >= _LONGEST_SIGN:
            raise
        return each[: error.start].decode(code)


def _broken() -> NotTakenError:
    said = (".dbf 是坏的或没有传完", "its .dbf is broken or cut off")
    return NotTakenError("E_SHP", said, ("请重新导出", "Export it again"))

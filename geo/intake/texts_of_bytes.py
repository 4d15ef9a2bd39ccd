"""In which encoding is a text that somebody brings, and is that worth a word?"""

from __future__ import annotations

from typing import Final

from geo.errors import Level
from geo.intake.messages import Messages, NotTakenError
from geo.package.encoding import decoded_text
from geo.package.layers.refused import RefusedError

_BOM: Final = b"\xef\xbb\xbf"
_NAMES: Final = {"gb18030": "GBK (GB18030)", "big5": "Big5", "utf-16": "UTF-16", "utf-32": "UTF-32"}


def text_of(content: bytes, messages: Messages, *, unusual: bool = False) -> str:
    """Return the text of a file; with `unusual`, any encoding but UTF-8 is worth a warning.

    Raises
    ------
    NotTakenError
        If it is no text or in an encoding that is not known.
    """
    try:
        decoded = decoded_text(content)
    except RefusedError as error:
        code = {"E_CUT_OFF": "E_ENCODING", "E_NOT_TEXT": "E_BINARY"}.get(error.code, error.code)
        raise NotTakenError(code, error.said, error.remedy) from None
    if decoded.encoding != "utf-8":
        name = _NAMES.get(decoded.encoding, decoded.encoding)
        said = (f"文件是 {name} 编码", f"the file is in {name}")
        done = ("已按此读入", "It was read so")
        level: Level = "warning" if unusual else "info"
        messages.add("W_ENCODING" if unusual else "I_ENCODING", said, done, level=level)
    elif content.startswith(_BOM):
        said = ("开头有字节顺序标记（BOM）", "begins with a byte order mark")
        messages.add("I_BOM", said, ("已略过", "It was passed over"))
    return decoded.text

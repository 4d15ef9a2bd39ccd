"""What does an XML file say, if it holds nothing that stands for something else?

A document type can name files and addresses, and entities of entities fill any memory. No file of
places needs one, so whatever declares one is refused before a parser sees it.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from geo.intake.messages import NotTakenError

_DECLARED: Final = re.compile(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]{1,40})["'][^>]*\?>""")
_PROLOGUE: Final = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_FIRST: Final = re.compile(
    r"\s*(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^<>]*>|\s)*<\s*([\w.:-]+)", re.DOTALL
)
_TAKEN: Final = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030", "cp936"), "gb18030"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-16"),
    **dict.fromkeys(("iso-8859-1", "windows-1252"), "cp1252"),
    "big5": "big5",
}
_REFUSED: Final = ("<!DOCTYPE", "<!ENTITY", "<!ELEMENT", "<!ATTLIST", "<!NOTATION")


def first_element(head: str) -> str:
    """Return the name of the element that a text begins with, without its namespace."""
    found = _FIRST.match(head)
    return found[1].rpartition(":")[2] if found else ""


def xml_text(data: bytes) -> str:
    """Return the text of an XML file, without its declaration.

    Raises
    ------
    NotTakenError
        If it declares a document type or entities, or is in another encoding than it says.
    """
    code = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        code = "utf-16"
    elif found := _DECLARED.match(data[:400].decode("latin-1").removeprefix("ï»¿")):
        code = _TAKEN.get(found[1].lower(), "")
        code = "utf-8-sig" if code in {"utf-8", "utf-16"} else code
    try:
        text = data.decode(code) if code else None
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        said = ("编码与文件所写的不符", "it is in another encoding than it says")
        raise NotTakenError("E_ENCODING", said, ("请存为 UTF-8", "Save it as UTF-8"))
    upper = text.upper() if "<!" in text else ""
    if any(word in upper for word in _REFUSED):
        said = (
            "XML 里声明了文档类型或实体，可能引出别的文件",
            "its XML declares a document type or entities, which can lead to other files",
        )
        raise NotTakenError("E_XML_ENTITY", said, ("请重新导出", "Export the file again"))
    return _PROLOGUE.sub("", text, count=1)

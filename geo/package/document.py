"""What does the text of a report say, be it plain or a Word document?

A Word document is an archive of XML. It is read with the standard library's expat alone: a document
type is refused before any entity can be declared, and sizes are bounded, so neither an entity nor a
bomb does anything. (A library for Word files brings a binary XML parser of several megabytes.)
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from geo import files
from geo.package.encoding import decoded_text
from geo.package.layers.refused import RefusedError

LONGEST: Final = 32 << 20
"""Bytes of a report's text; the longest of real ones has some hundred thousand."""
_BODY: Final = "word/document.xml"
_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PARAGRAPH: Final = frozenset(f"{space} p" for space in (_WORDS, _STRICT))
_TEXT: Final = frozenset(f"{space} t" for space in (_WORDS, _STRICT))
_GAPS: Final = {
    f"{space} {name}": sign
    for space in (_WORDS, _STRICT)
    for name, sign in (("tab", "\t"), ("br", "\n"), ("cr", "\n"))
}
_NO_DOCUMENT: Final = RefusedError(
    "E_NOT_TEXT",
    "不是文本，也不是可读的 Word 文档（.docx）",
    "neither text nor a Word document (.docx) that can be read",
    ("请另存为 .docx 或 .txt", "Save it as .docx or .txt"),
)


def report_text(content: bytes) -> str:
    """Return the text of a report, a line a paragraph where it is a Word document.

    Raises
    ------
    RefusedError
        If it is neither text nor a Word document, or too long.
    """
    if len(content) > LONGEST:
        raise _too_long()
    if content.startswith(b"PK\x03\x04"):
        return _word(_body(content))
    return decoded_text(content).text


def _body(content: bytes) -> bytes:
    """Return the XML of a Word document's text."""
    try:
        body = files.archived(content, _BODY, LONGEST + 1)
    except files.ARCHIVE_ERRORS:
        raise _NO_DOCUMENT from None
    if len(body) > LONGEST:
        raise _too_long()
    return body


def _word(body: bytes) -> str:
    """Return the text of a Word document's XML."""
    parts: list[str] = []
    inside: list[bool] = []

    def start(name: str, _: object) -> None:
        inside.append(name in _TEXT)
        if name in _GAPS:
            parts.append(_GAPS[name])

    def end(name: str) -> None:
        inside.pop()
        if name in _PARAGRAPH:
            parts.append("\n")

    def data(text: str) -> None:
        if inside and inside[-1]:
            parts.append(text)

    def refuse(*_: object) -> None:
        raise _NO_DOCUMENT

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise _NO_DOCUMENT from None
    return "".join(parts)


def _too_long() -> RefusedError:
    said = (f"超过 {LONGEST >> 20} MB", f"longer than {LONGEST >> 20} MB")
    return RefusedError("E_TOO_LONG", *said, ("请只给出报道的文字", "Give the report's text alone"))

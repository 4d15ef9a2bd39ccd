"""What does a report say, be it plain text or a Word document, and where does a locator point?

A Word document is an archive of XML. It is read with the standard library's expat alone: a document
type is refused before any entity can be declared, and sizes are bounded, so neither an entity nor a
bomb does anything. (A library for Word files brings a binary XML parser of several megabytes.)

Reports come in several styles: a blank line between paragraphs or none, headings with and without
commas or numbers, a title or none. Each style is one reading of the text; the one in which most
locators hold what they say is how the report was read by whoever wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Final
from xml.parsers import expat

from geo import files
from geo.package.encoding import decoded_text
from geo.package.layers.refused import RefusedError

Paragraphs = dict[tuple[int, int], str]
_LONGEST_HEADING: Final = 40
_LOCATOR: Final = re.compile(r"section (\d+), paragraph (\d+)")
_MARKS: Final = re.compile(r"[。！？；：…，,.;:!?]")
_ENDS: Final = re.compile(r"[。！？；：…，,.;:!?]$")
_NUMBERED: Final = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．是]|"
    r"第[一二三四五六七八九十\d]+[章节部])[^。！？；]*[。；：]?"
)
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


def _is_bare(line: str) -> bool:
    return not _MARKS.search(line)


def _is_unended(line: str) -> bool:
    return not _ENDS.search(line)


def _is_numbered(line: str) -> bool:
    return _is_unended(line) or _NUMBERED.fullmatch(line) is not None


_HEADINGS: Final = (_is_bare, _is_unended, _is_numbered)
_BREAKS: Final = (re.compile(r"\n\s*\n"), re.compile(r"\n"))
_FIRST: Final = (-1, 0)
"""The number before that of the first heading: a title is section 0, a report may have none."""


def paragraphs(
    text: str,
    *,
    is_heading: Callable[[str], bool] = _is_bare,
    break_at: re.Pattern[str] = _BREAKS[0],
    first: int = _FIRST[0],
) -> Paragraphs:
    r"""Return the paragraphs of a report by section and paragraph, in one reading.

    Examples
    --------
    >>> paragraphs("标题\n\n引言。\n\n一节\n\n甲。\n\n乙。")
    {(0, 1): '引言。', (1, 1): '甲。', (1, 2): '乙。'}
    """
    found: Paragraphs = {}
    section, number = first, 0
    for block in break_at.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        paragraph = block.strip()
        if not paragraph:
            continue
        if len(paragraph) <= _LONGEST_HEADING and is_heading(paragraph):
            section, number = section + 1, 0
        else:
            section, number = max(section, 0), number + 1
            found[section, number] = paragraph
    return found


def best_reading(text: str, wanted: Iterable[tuple[str, str]]) -> Paragraphs:
    """Return the reading of a report in which most wordings stand where they are said to.

    Parameters
    ----------
    wanted : iterable of (wording, locator)
    """
    asked = list(wanted)
    return max(_readings(text), key=lambda found: sum(holds(found, *each) for each in asked))


def _readings(text: str) -> Iterator[Paragraphs]:
    for is_heading, break_at, first in product(_HEADINGS, _BREAKS, _FIRST):
        yield paragraphs(text, is_heading=is_heading, break_at=break_at, first=first)


def holds(found: Paragraphs, wording: str, locator: str) -> bool:
    """Tell whether a wording stands in the paragraph that a locator points at."""
    where = parse_locator(locator)
    return where is not None and closed(wording) in closed(found.get(where, ""))


def closed(text: str) -> str:
    """Return a text without the blanks and line breaks that programs put into it."""
    return "".join(text.split())


def parse_locator(locator: str) -> tuple[int, int] | None:
    """Return section and paragraph of a locator, None where it has another form."""
    match = _LOCATOR.fullmatch(locator)
    return (int(match[1]), int(match[2])) if match else None

"""Was a text saved in a wrong code before it came, and what did it say?

Such a text is good UTF-8 and means nothing: Chinese that was opened as Western or as GBK while it
was neither, and was saved again. What gives Chinese when that is undone was Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.package.faults import quoted
from geo.package.layers.refused import RefusedError
from geo.package.layers.texts import texts_of

_HAN: Final = re.compile("[\u3400-\u9fff]")
_BEYOND: Final = re.compile(r"[^\x00-\x7f]")
_WESTERN: Final = re.compile("[\x80-\u2fff\uf8ff\ufb01\ufb02]")
_TWO_IN_UTF8: Final = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
"""Two Chinese signs as UTF-8 writes them."""
_FOUR_WESTERN: Final = re.compile(f"(?:{_WESTERN.pattern}){{4}}")
_MARKS: Final = r"(?:\{[^{}]*\})*[?？]{2,}(?:\{[^{}]*\}|[?？\d])*"
"""Question marks for signs; the digits and the {ids} of figures between them were not lost."""
_LOST: Final = re.compile(rf"{_MARKS}|.*(?:\ufffd|锟斤拷).*", re.DOTALL)
"""What programs leave of signs that their code does not have."""
_MAY_BE: Final = r"[^\x00-\x7f]|\?\?"
_READ_AS: Final = ("cp1252", "gb18030", "mac_roman", "cp437")
"""As what UTF-8 is opened by mistake."""
_KEPT: Final = 0.6
"""Share of its bytes that a text has still, at least: each name may have lost one sign."""
_PLAIN: Final = 0.8
"""Share of common signs in a Chinese text, at least."""
_CERTAIN: Final = 3
"""Chinese signs of one cell that no chance gives; fewer must be so in half of its column."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell, and what it seems to have said: nothing where that is lost."""

    text: str
    right: str


def refuse_garbled(whole: str, columns: Iterable[Iterable[str]]) -> None:
    """Raise the one refusal of a file if a column of it was saved in a wrong code.

    Parameters
    ----------
    whole : str
        All of its text; where that is sound no column is looked at.
    columns : iterable of iterable of str
        Its cells, each column by itself.
    """
    if not _may_be_garbled(whole):
        return
    found = [cell for column in columns for cell in _garbled(column)]
    if found:
        raise _refusal(found)


def refuse_garbled_places(table: pa.Table) -> None:
    """Raise the one refusal of a layer if a column of its places was saved in a wrong code."""
    columns = []
    for column in table.columns:
        odd = column.filter(pc.match_substring_regex(column, _MAY_BE))
        columns.append([text for text in texts_of(pc.unique(odd)) if text])
    refuse_garbled("\n".join(text for column in columns for text in column), columns)


def texts_in(value: object) -> Iterator[str]:
    """Yield every text that a value of JSON holds, names of members left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def right_text(text: str) -> str:
    """Return what a text said before it was saved in a wrong code; empty where it was not.

    >>> right_text("å…¬è·¯"), right_text("ÏçµÀ"), right_text("明华路"), right_text("Café")
    ('公路', '乡道', '', '')
    """
    for code in _READ_AS:
        raw = _bytes_of(text, code)
        made = raw.decode("utf-8", "ignore")
        beyond = "".join(_BEYOND.findall(made))
        high = sum(byte > 0x7F for byte in raw)
        if len(beyond.encode()) >= _KEPT * high and _is_chinese(beyond):
            return made
    return _of_gbk(text)


def _may_be_garbled(text: str) -> bool:
    """Tell quickly whether a text should be looked at."""
    if text.isascii() and "??" not in text:
        return False
    raw = text.encode("gb18030", "ignore")
    marks = ("??", "？？", "\ufffd", "锟斤拷")
    return (
        any(mark in text for mark in marks)
        or _FOUR_WESTERN.search(text) is not None
        or _TWO_IN_UTF8.search(raw) is not None
    )


def _garbled(column: Iterable[str]) -> list[_Cell]:
    """Return the cells of a column that were garbled, if it is no chance that they look so."""
    given = {text for text in column if not text.isascii() or _LOST.fullmatch(text)}
    cells = [_Cell(text, right_text(text)) for text in sorted(given)]
    wrong = [cell for cell in cells if cell.right or _LOST.fullmatch(cell.text)]
    sure = any(len(_HAN.findall(cell.right)) >= _CERTAIN for cell in wrong)
    return wrong if sure or 2 * len(wrong) >= len(cells) else []


def _bytes_of(text: str, code: str) -> bytes:
    """Return the bytes that a program took for a text; none where `code` cannot have given it."""
    if code == "gb18030":
        return text.replace("\ufffd", "").encode(code, "ignore") if _HAN.search(text) else b""
    return b"" if _HAN.search(text) else b"".join(_western(sign, code) for sign in text)


def _western(sign: str, code: str) -> bytes:
    """Return the byte of a sign; what a code has no sign for is left as the byte it is."""
    return sign.encode(code, "ignore") or sign.encode("latin-1", "ignore")


def _of_gbk(text: str) -> str:
    """Return what a text in GBK says that was opened as Western; empty where it was none."""
    raw = b"" if _HAN.search(text) else text.encode("latin-1", "ignore")
    beyond = bytes(byte for byte in raw if byte > 0x7F)
    # A language with accents has more letters without one, or gives rare signs (from row 56 on).
    if (
        2 * len(beyond) < len(text)
        or 2 * sum(byte > 0xD7 for byte in beyond[::2]) > len(beyond) / 2
    ):
        return ""
    try:
        made = raw.decode("gb2312")
    except UnicodeDecodeError:
        return ""
    return made if _is_chinese("".join(_BEYOND.findall(made))) else ""


def _is_chinese(beyond: str) -> bool:
    """Tell whether the signs beyond ASCII of a text are Chinese, at least two and mostly common."""
    plain = sum(len(sign.encode("gb2312", "ignore")) > 0 for sign in beyond)
    return len(_HAN.findall(beyond)) >= max(2, len(beyond) / 2) and plain >= _PLAIN * len(beyond)


def _refusal(found: Sequence[_Cell]) -> RefusedError:
    """Return the refusal, with the longest that can be read as the example."""
    shown = max(found, key=lambda cell: len(_HAN.findall(cell.right)))
    count = f"{len(found):,}"
    if not shown.right:
        return RefusedError(
            "E_MOJIBAKE",
            f"有文字存坏了，如 {quoted(shown.text)}，原来的字已经丢失，共 {count} 处",
            f"text was lost when it was saved, as in {quoted(shown.text)}; cells: {count}",
            ("请从原文件重新导出，存为 UTF-8", "Export it again from the original, as UTF-8"),
        )
    right = quoted(shown.right)
    return RefusedError(
        "E_MOJIBAKE",
        f"有乱码，如 {quoted(shown.text)}，像是 {right}，共 {count} 处",
        f"text was saved in a wrong code: {quoted(shown.text)} seems to be {right}; cells: {count}",
        (
            "打开时选错了编码又存了一次：请从原文件重新导出，存为 UTF-8，不要改这个文件",
            "It was opened in a wrong code and saved again: export it again from the original, as "
            "UTF-8, rather than mending this file",
        ),
    )

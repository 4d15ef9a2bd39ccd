"""What does a JSON text say, taken to the letter of RFC 8259?"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from geo.package.layers.refused import EXPORT_AGAIN, RefusedError

LONGEST: Final = 32 << 20
"""Bytes of the largest JSON that is read: it is held whole, in up to ten times as much memory.

Measured with 32 MB of areas of forty corners: 1.6 s and 300 MB; of points with their texts: 0.7 s
and 250 MB. That is 65,000 places of a district. Layers without a limit are GeoParquet, GeoPackage
or one feature a line, see :func:`geo.package.layers.geojson_features.sequence`.
"""
MAX_DEPTH: Final = 12
"""A GeometryCollection of MultiPolygons is nine levels deep; more is an attack or a mistake."""
_MOST_BRACKETS: Final = 8 << 20
"""Brackets of the largest JSON; an empty list takes two bytes there and 64 here."""
# Possessive, so that a text of any length is passed over without a step of memory.
_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_TYPED: Final = re.compile("[“”„‟‘’＂＇「」『』：，｛｝［］']")
"""What word processors and Chinese keyboards write in place of the signs of JSON."""
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_CLOSED_CURLY: Final = re.compile(r"[”’]\s*[:,}\]]")
_STRAIGHT: Final = (
    '把弯引号、单引号或全角标点改成英文半角的（" : , { } [ ]），用纯文本编辑器存盘，不要用 Word',
    'Write straight double quotes and half-width signs (" : , { } [ ]) for the curly, single or '
    "full-width ones, in a plain text editor rather than in Word",
)
_BY_HAND: Final = (
    "用纯文本编辑器在这里或上一行改正：常见的是多或少一个逗号、引号或括号，或写了注释",
    "Correct it there or in the line above, in a plain text editor: most often a comma, a quote or "
    "a bracket is missing or too many, or there is a comment",
)
_GZIP: Final = b"\x1f\x8b"


def json_or_refuse(
    content: bytes | memoryview, *, first_line: int = 1, rewritable: bool = False
) -> Any:
    """Return the value of a JSON text.

    Refused are what RFC 8259 refuses (NaN, Infinity), a member that stands twice, deep nesting,
    other encodings than UTF-8 (a byte order mark is passed over) and what is too large.

    Parameters
    ----------
    content : bytes or memoryview
        The whole text.
    first_line : int
        Line of the file that it begins on, for what is said.
    rewritable : bool
        Whether it is written again one day: then half a sign (a lone surrogate) and a number beyond
        all numbers (``1e999``), which JSON can say and no file can hold, are refused as well.

    Raises
    ------
    RefusedError
        With line and column of what is not JSON.
    """
    if len(content) > LONGEST:
        raise too_large()
    data = bytes(content)
    text = _decoded(data)
    if not text.strip("\ufeff \t\r\n"):
        said = ("文件是空的", "the file is empty")
        raise RefusedError("E_EMPTY_FILE", *said)
    refuse_depth(data)
    try:
        with uncollected():
            found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
        if rewritable:
            _refuse_unwritable(found)
    except json.JSONDecodeError as error:
        raise _no_json(error, first_line, by_hand=rewritable) from None
    except RefusedError:
        raise
    except ValueError:  # Python counts the digits of a whole number before it reads them
        raise RefusedError("E_JSON", "有过长的数字", "holds a number that is too long") from None
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """Read without Python's search for rings of objects that nobody holds.

    Reading makes millions of lists, all of them held; the search went through them again and again,
    two thirds of the time that a large text took.
    """
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


def _no_json(error: json.JSONDecodeError, first_line: int, *, by_hand: bool) -> RefusedError:
    """Return where a text is no JSON; of one written by hand, what to write instead."""
    line, column = error.lineno + first_line - 1, error.colno
    said = (
        f"第 {line} 行第 {column} 列不是合格的 JSON",
        f"line {line}, column {column} is not well-formed JSON",
    )
    # Behind a text that a straight quote begins and a curly one ends, the fault shows further on.
    before = error.doc[error.doc.rfind("\n", 0, error.pos) + 1 : error.pos + 1]
    outside = _STRING.sub("", before) if by_hand else before[-1:]
    if _TYPED.search(outside) or (by_hand and _CLOSED_CURLY.search(before)):
        return RefusedError("E_JSON", *said, _STRAIGHT)
    return RefusedError("E_JSON", *said, _BY_HAND if by_hand else EXPORT_AGAIN)


def _refuse_unwritable(found: object) -> None:
    """Raise a refusal if a value cannot be written as JSON in UTF-8."""
    try:
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        said = ("含有半个字符（代理项）", "holds half a sign (a lone surrogate)")
        raise RefusedError("E_CONTROL_CHARS", *said, ("请删去", "Remove it")) from None
    except ValueError:
        said = ("有大得不是数的数字", "holds a number beyond all numbers")
        raise RefusedError("E_NUMBER", *said, ("请改正", "Correct it")) from None


def refuse_depth(data: bytes) -> None:
    """Raise a refusal if brackets are nested more deeply than anything a package holds."""
    signs = np.frombuffer(_STRINGS.sub(b"", data).translate(None, _NO_BRACKETS), np.uint8)
    if len(signs) > _MOST_BRACKETS:
        raise too_large()
    steps = (signs & 2).astype(np.int8) - 1  # of the four, the opening ones have this bit
    if np.cumsum(steps, dtype=np.int32).max(initial=0) > MAX_DEPTH:
        remedy = ("请导出为普通的 JSON", "Export it as plain JSON")
        raise RefusedError("E_TOO_DEEP", "嵌套过深", "nested too deeply", remedy)


def too_large() -> RefusedError:
    """Return the refusal of a text that would take too much memory."""
    return RefusedError(
        "E_TOO_LARGE",
        f"超过 {LONGEST >> 20} MB，或内容过多",
        f"larger than {LONGEST >> 20} MB, or of too many parts",
        (
            "请存为 GeoParquet、GeoPackage，或每行一个要素的 .geojsonl",
            "Keep it as GeoParquet, as GeoPackage, or with one feature a line (.geojsonl)",
        ),
    )


def _decoded(data: bytes) -> str:
    """Return the text of UTF-8, or say what the bytes are instead."""
    if data[:2] == _GZIP:
        remedy = ("请先解压", "Unpack it first")
        said = ("文件是压缩的（gzip）", "the file is compressed (gzip)")
        raise RefusedError("E_FORMAT_UNSUPPORTED", *said, remedy)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(
            "E_ENCODING",
            f"第 {error.start} 字节不是 UTF-8",
            f"byte {error.start} is not UTF-8",
            ("请另存为 UTF-8", "Save the file as UTF-8"),
        ) from None


def _no_constant(name: str) -> float:
    said = (f"含有 {name}，不是 JSON", f"holds {name}, which is not JSON")
    raise RefusedError("E_JSON_NAN", *said)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless a member stands twice: readers differ in which one they take."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise RefusedError("E_DUP_KEY", "有重复的成员", "has a member that stands twice")
    return made

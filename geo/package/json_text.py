"""What does a JSON file say, and is it safe to read on?"""

from __future__ import annotations

import codecs
import json
from typing import Any, Final

import numpy as np

from geo.package.faults import Faults
from geo.package.sources.json_scan import PIECE, Bytes, depth, pieces
from geo.package.sources.refused import RefusedError

MAX_DEPTH: Final = 12
"""A GeometryCollection of MultiPolygons is nine levels deep; more is an attack or a mistake."""


def parse_json(file: str, content: bytes, faults: Faults) -> Any:
    """Return the JSON value of `content`, or None with a fault.

    Refused are what RFC 8259 refuses (NaN, Infinity), a member that stands twice, deep nesting.
    """
    try:
        return json_or_refuse(content)
    except RefusedError as refusal:
        faults.add(refusal.code, file, None, refusal.said, refusal.remedy)
        return None


def json_or_refuse(content: bytes) -> Any:
    """Return the JSON value of `content`.

    Raises
    ------
    RefusedError
        If :func:`parse_json` tells a fault.
    """
    data = without_mark(content)
    refuse_depth(data)
    try:
        return loads(decoded(data))
    except json.JSONDecodeError as error:
        raise RefusedError("E_JSON", *not_json(error.lineno, error.colno)) from None


def without_mark(content: bytes | memoryview) -> Bytes:
    """Return the bytes of a file, its byte order mark left out; nothing is copied."""
    data = np.frombuffer(content, np.uint8)
    return data[3:] if bytes(data[:3]) == codecs.BOM_UTF8 else data


def refuse_depth(content: Bytes) -> None:
    """Raise a refusal if brackets are nested more deeply than anything a package holds."""
    if depth(content) > MAX_DEPTH:
        remedy = ("请导出为普通的 JSON", "Export it as plain JSON")
        raise RefusedError("E_TOO_DEEP", "嵌套过深", "nested too deeply", remedy)


def decoded(content: Bytes, before: int = 0) -> str:
    """Return a text that begins `before` bytes into its file, or raise a refusal."""
    try:
        return content.tobytes().decode()
    except UnicodeDecodeError as error:
        at = before + error.start
        raise RefusedError("E_JSON", f"第 {at} 字节不是 UTF-8", f"byte {at} is not UTF-8") from None


def refuse_other_encodings(content: Bytes) -> None:
    """Raise a refusal if a file is not UTF-8; the file is held by pieces only."""
    before = 0
    while before < len(content):
        piece = content[before : before + PIECE]
        # No sign ends beyond the piece: go back to where its last one begins.
        last = next((n for n in range(1, 5) if n <= len(piece) and piece[-n] & 0xC0 != 0x80), 0)
        if before + len(piece) < len(content) and 0 < last < len(piece) and piece[-last] >= 0xC0:
            piece = piece[:-last]
        decoded(piece, before)
        before += len(piece)


def loads(text: str) -> Any:
    """Return the value of a strict JSON text.

    Raises
    ------
    json.JSONDecodeError
        If it is not well-formed.
    RefusedError
        If it is well-formed and still refused.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except (json.JSONDecodeError, RefusedError):
        raise
    except ValueError:
        raise RefusedError("E_JSON", "有过长的数字", "holds a number that is too long") from None


def not_json(line: int, column: int) -> tuple[str, str]:
    """Return what is said of a text that stops being JSON at a line and a column, from 1."""
    return (
        f"第 {line} 行第 {column} 列不是合格的 JSON",
        f"line {line}, column {column} is not well-formed JSON",
    )


def line_and_column(content: Bytes, position: int) -> tuple[int, int]:
    """Return line and column, from 1 and in characters, of a byte of a UTF-8 text."""
    line, start = 1, 0
    for number, piece in enumerate(pieces(content[:position])):
        ends = np.flatnonzero(piece == ord("\n"))
        if len(ends):
            line += len(ends)
            start = number * PIECE + int(ends[-1]) + 1
    characters = sum(
        int(np.count_nonzero(piece & 0xC0 != 0x80)) for piece in pieces(content[start:position])
    )
    return line, characters + 1


def _no_constant(name: str) -> float:
    raise RefusedError("E_JSON", f"含有 {name}，不是 JSON", f"holds {name}, which is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless a member stands twice: readers differ in which one they take."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise RefusedError("E_DUP_KEY", "有重复的成员", "has a member that stands twice")
    return made

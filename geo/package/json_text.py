"""What does a JSON file say, and is it safe to read on?"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from geo.package.faults import Faults

MAX_DEPTH: Final = 12
"""A GeometryCollection of MultiPolygons is nine levels deep; more is an attack or a mistake."""


def parse_json(file: str, content: bytes, faults: Faults) -> Any:
    """Return the JSON value of `content`, or None with a fault.

    Refused are what RFC 8259 refuses (NaN, Infinity), a member that stands twice, deep nesting.
    """
    if _depth(content) > MAX_DEPTH:
        said = ("嵌套过深", "nested too deeply")
        remedy = ("请导出为普通的 JSON", "Export it as plain JSON")
        faults.add("E_TOO_DEEP", file, None, said, remedy)
        return None
    code = "E_JSON"
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except UnicodeDecodeError as error:
        said = (f"第 {error.start} 字节不是 UTF-8", f"byte {error.start} is not UTF-8")
    except json.JSONDecodeError as error:
        said = (
            f"第 {error.lineno} 行第 {error.colno} 列不是合格的 JSON",
            f"line {error.lineno}, column {error.colno} is not well-formed JSON",
        )
    except _RefusedError as error:
        code, said = error.code, error.said
    except ValueError:
        said = ("有过长的数字", "holds a number that is too long")
    faults.add(code, file, None, said, ("请重新导出", "Export the file again"))
    return None


class _RefusedError(ValueError):
    """Something that is well-formed and still refused."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(english)
        self.code = code
        self.said = (chinese, english)


def _no_constant(name: str) -> float:
    raise _RefusedError("E_JSON", f"含有 {name}，不是 JSON", f"holds {name}, which is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless a member stands twice: readers differ in which one they take."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RefusedError("E_DUP_KEY", "有重复的成员", "has a member that stands twice")
    return made


def _depth(content: bytes) -> int:
    """Return how deeply brackets are nested, strings left out."""
    bare = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", content)
    depth = deepest = 0
    for bracket in re.findall(rb"[\[\]{}]", bare):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest

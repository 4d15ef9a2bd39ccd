"""What does a JSON text say, and where is it none?

Stricter than Python: a member may not stand twice. Milder than RFC 8259 in one thing, bare ``NaN``
and ``Infinity``, which become :class:`Bare`: whoever meets one says whether it can be done without.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final

import numpy as np

from geo.intake.limits import MOST_DEPTH
from geo.intake.messages import NotTakenError, Words

EXPORT_AGAIN: Final = ("请重新导出", "Export the file again")
# Possessive, so that a text of any length is passed over without a step of memory.
_STRINGS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


class Bare(float):
    """What is no number: ``NaN`` or ``Infinity`` as it stands in a text."""


def json_value(text: str, *, first_line: int = 1) -> Any:
    """Return the value of a JSON text that begins in line `first_line` of its file.

    Raises
    ------
    NotTakenError
        With the line of what is no JSON, or if it is nested more deeply than is taken.
    """
    _refuse_depth(text)
    try:
        return json.loads(text, parse_constant=Bare, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        line, column = error.lineno + first_line - 1, error.colno
        said = (
            f"第 {line} 行第 {column} 列不是合格的 JSON",
            f"line {line}, column {column} is not well-formed JSON",
        )
        raise NotTakenError("E_JSON", said, EXPORT_AGAIN, row=line) from None
    except ValueError:  # Python counts the digits of a whole number before it reads them
        said = ("有过长的数字", "holds a number that is too long")
        raise NotTakenError("E_JSON", said, EXPORT_AGAIN, row=first_line) from None


def _refuse_depth(text: str) -> None:
    """Refuse brackets that are nested too deeply, before anything follows them down."""
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return
    signs = np.frombuffer(_STRINGS.sub("", text).encode("ascii", "ignore"), np.uint8)
    opens = (signs == ord("[")) | (signs == ord("{"))
    closes = (signs == ord("]")) | (signs == ord("}"))
    depth = np.cumsum(opens.astype(np.int8) - closes.astype(np.int8), dtype=np.int32)
    if depth.max(initial=0) > MOST_DEPTH:
        said: Words = (f"嵌套超过 {MOST_DEPTH} 层", f"nested more than {MOST_DEPTH} levels deep")
        raise NotTakenError("E_TOO_DEEP", said, EXPORT_AGAIN)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        said = (f"成员“{twice[:60]}”出现两次", f"its member “{twice[:60]}” stands twice")
        raise NotTakenError("E_DUP_KEY", said, EXPORT_AGAIN, field=twice)
    return made

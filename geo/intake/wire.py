"""How does what a file holds come from one process to another, as a line of JSON?

The process that reads what may be hostile is asked for one file a line, and answers by one line.
Plain data and well-known binaries alone: of a process that has read what may be hostile, nothing is
believed but values.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from geo.intake.found import Found, FoundRow, FoundTable
from geo.intake.messages import Message
from geo.language.bilingual import Bilingual


def answer_all(answered: Callable[[Path], Found]) -> None:
    """Answer every line (a path as JSON) by what is found in the file, until there are no more."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        # Collecting while a file is read costs a third of the time, and finds next to nothing.
        gc.collect()
        gc.disable()
        try:
            answer = to_line(answered(Path(json.loads(line))))
        except OSError as error:
            answer = json.dumps({"errno": error.errno or 0, "said": error.strerror or ""})
        print(answer, file=answers, flush=True)


def to_line(found: Found) -> str:
    """Return what a file holds as one line."""
    tables = [
        {
            **{"name": table.name, "columns": table.columns, "system": table.system},
            "above": table.above,
            "rows": [[row.number, dict(row.cells)] for row in table.rows],
            "shapes": [_hex(row.shape) for row in table.rows],
        }
        for table in found.tables
    ]
    messages = [
        [
            m.level,
            m.code,
            m.file,
            m.row,
            m.feature,
            m.field,
            m.message.as_dict(),
            m.remedy.as_dict(),
        ]
        for m in found.messages
    ]
    return json.dumps([found.file, found.format, tables, messages])


def from_line(line: str) -> Found:
    """Return what :func:`to_line` made a line of.

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is no such line.
    """
    file, kind, tables, messages = json.loads(line)
    return Found(file, kind, tuple(map(_table, tables)), tuple(map(_message, messages)))


def _hex(shape: Any) -> str | None:
    return None if shape is None else str(shapely.to_wkb(shape, hex=True))


def _table(given: dict[str, Any]) -> FoundTable:
    shapes = shapely.from_wkb(given["shapes"])
    rows = tuple(
        FoundRow(number, cells, shape)
        for (number, cells), shape in zip(given["rows"], shapes, strict=True)
    )
    columns, above = tuple(given["columns"]), tuple(given["above"])
    return FoundTable(given["name"], columns, rows, given["system"], above)


def _message(given: list[Any]) -> Message:
    level, code, file, row, feature, field, said, remedy = given
    words = (Bilingual(**said), Bilingual(**remedy))
    return Message(level, code, file, row, feature, field, *words)

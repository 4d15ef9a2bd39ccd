"""``check`` of a file that is to be taken: what is in it, and what is to be said of it?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from geo.errors import Fault, printable
from geo.intake.child import read_guarded
from geo.intake.messages import Message, verdict
from geo.language.texts import text

_FEATURES: Final = (".geojson", ".geojsonl", ".geojsons", ".ndjson", ".parquet", ".gpkg")
"""Endings of files whose rows are features."""


def check_file(path: Path, lang: str, *, as_json: bool) -> int:
    """Print what is said of a file; 0: it is taken, 1: refused, 2: cannot be read."""
    try:
        found = read_guarded(path)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    if as_json:
        return print_json(found.messages, lang)
    for message in found.messages:
        print(message.line(lang))
    rows = sum(len(table.rows) for table in found.tables)
    said = verdict(found.messages)
    print(text(f"check.file_{said}", lang, file=printable(path.name), count=f"{rows:,}"))
    return 1 if said == "reject" else 0


def print_json(messages: Sequence[Message], lang: str) -> int:
    """Print a verdict and its messages for programs; the exit code."""
    said = verdict(messages)
    whole = {"verdict": said, "messages": [message.as_json(lang) for message in messages]}
    print(json.dumps(whole, ensure_ascii=False, indent=1))
    return 1 if said == "reject" else 0


def messages_of(faults: Iterable[Fault]) -> list[Message]:
    """Return what is said of a package in the form in which it is said of a file."""
    return [_message(fault) for fault in faults]


def _message(fault: Fault) -> Message:
    by_feature = fault.file.lower().endswith(_FEATURES)
    row, feature = (None, fault.row) if by_feature else (fault.row, None)
    where = (fault.level, fault.code, fault.file, row, feature, None)
    return Message(*where, fault.fault, fault.remedy)

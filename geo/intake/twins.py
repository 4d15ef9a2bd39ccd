"""Does anything stand twice in a table that should stand once?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from geo.errors import Level
from geo.intake.found import Cell, FoundRow, FoundTable
from geo.intake.messages import Messages

_ID: Final = re.compile(r"(?:site_|place_)?id|(?:项目|地块|小区)?(?:编号|编码|代码)", re.IGNORECASE)
NAME: Final = re.compile(r"name(?:_zh)?|(?:\w*)名称|名字|title", re.IGNORECASE)


def without_twins(
    table: FoundTable, messages: Messages, *, by_feature: bool, sent: bool = False
) -> FoundTable:
    """Return a table in which no feature is drawn twice; those of one name are said.

    With `sent` the features came one by one, as a sequence does: what is sent twice is no fault
    of its file, and what has one name is not yet said.
    """
    kept: list[FoundRow] = []
    seen: dict[tuple[bytes, tuple[tuple[str, Cell], ...]], int] = {}
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    binaries = dict(zip((row.number for row in table.rows), shapely.to_wkb(shapes), strict=True))
    for row in table.rows:
        if row.shape is None:
            kept.append(row)
            continue
        known = seen.setdefault((binaries[row.number], tuple(row.cells.items())), row.number)
        if known == row.number:
            kept.append(row)
            continue
        said = (f"与第 {known} 个完全相同", f"is the same as number {known} in all")
        done = ("只留一个，合计不会算两遍", "One was kept, so that totals do not count it twice")
        where = (None, row.number) if by_feature else (row.number, None)
        level: Level | None = "info" if sent else None
        messages.add("W_DUP_FEATURE", said, done, row=where[0], feature=where[1], level=level)
    if not sent:
        _tell_names(table, kept, binaries, messages)
    if not by_feature:
        _tell_ids(table, kept, binaries, messages)
    return replace(table, rows=tuple(kept)) if len(kept) < len(table.rows) else table


def _plain(name: Cell) -> Cell:
    """Return a name as readers see it: without blanks, its signs of one width."""
    return "".join(unicodedata.normalize("NFKC", name).split()) if isinstance(name, str) else name


def _tell_names(
    table: FoundTable, rows: list[FoundRow], binaries: dict[int, bytes], messages: Messages
) -> None:
    """Say that different shapes have one name."""
    column, by_name = _shapes_by(NAME, table, rows, binaries)
    for name, shapes in by_name.items():
        if len(shapes) > 1:
            said = (f"有 {len(shapes)} 处都叫“{name}”", f"{len(shapes)} places are called “{name}”")
            done = ("按编号区分，请核对", "They are told apart by their ids; look them over")
            messages.add("W_DUP_NAME", said, done, field=column)


def _tell_ids(
    table: FoundTable, rows: list[FoundRow], binaries: dict[int, bytes], messages: Messages
) -> None:
    """Say that rows at different places have one id; several rows of one place may."""
    column, by_id = _shapes_by(_ID, table, rows, binaries)
    for given, shapes in by_id.items():
        if len(shapes) > 1:
            said = (
                f"有 {len(shapes)} 处的编号都是“{given}”",
                f"{len(shapes)} places have the id “{given}”",
            )
            done = ("按行区分，请核对", "They are told apart by their rows; look them over")
            messages.add("W_DUP_ID", said, done, field=column)


def _shapes_by(
    heading: re.Pattern[str], table: FoundTable, rows: list[FoundRow], binaries: dict[int, bytes]
) -> tuple[str | None, dict[Cell, set[bytes]]]:
    """Return the first column of such a heading, and the shapes by what stands in it."""
    column = next((name for name in table.columns if heading.fullmatch(name)), None)
    found: dict[Cell, set[bytes]] = defaultdict(set)
    for row in rows if column is not None else ():
        if row.shape is not None and row.cells.get(column or "") not in (None, ""):
            found[_plain(row.cells[column or ""])].add(binaries[row.number])
    return column, found

"""What does a workbook hold? Figures, places, sources and a sheet about the file."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from geo.export.tables import (
    ABOUT_COLUMNS,
    FIGURE_COLUMNS,
    PLACE_COLUMNS,
    SOURCE_COLUMNS,
    Cell,
    Export,
    about_rows,
    figure_rows,
    place_facts,
    source_rows,
    values,
)

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CREATED: Final = datetime.datetime(2000, 1, 1)
"""Stands for the time of writing: the same data always give the same bytes."""
_WIDEST: Final = 48
_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_NO_XML: Final = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
"""Signs that XML cannot hold and a package may; a workbook with one of them does not open."""


def workbook(export: Export) -> bytes:
    """Return what is shown as XLSX.

    The first row of each sheet has the columns of the CSV, so that it can be read again. Texts are
    never formulas: they are written as texts, and marked so that they stay texts when edited.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": export.package.title.zh, "created": _CREATED})
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"quote_prefix": True, "valign": "top"}),
            "prose": book.add_format({"quote_prefix": True, "valign": "top", "text_wrap": True}),
            "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0.######", "valign": "top"}),
        }
        places = [place_facts(place) for place in export.shown.places]
        for name, columns, rows, texts in (
            ("figures", FIGURE_COLUMNS, figure_rows(export), "text"),
            ("places", PLACE_COLUMNS, places, "text"),
            ("sources", SOURCE_COLUMNS, source_rows(export.package), "prose"),
            ("about", ABOUT_COLUMNS, about_rows(export), "prose"),
        ):
            used = styles | {"text": styles[texts]}
            _write(book.add_worksheet(name), columns, values(rows, columns), used)
    return stream.getvalue()


def _write(
    sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Cell]], styles: dict[str, Any]
) -> None:
    """Fill one sheet: header frozen, columns as wide as what stands in them."""
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, styles["head"])
        cells = [row[at] for row in rows]
        widest = max((_width(cell) for cell in cells), default=0)
        sheet.set_column(at, at, min(max(widest, len(column)) + 2, _WIDEST))
        for line, cell in enumerate(cells, start=1):
            if isinstance(cell, float):
                style = styles["whole" if cell.is_integer() else "number"]
                sheet.write_number(line, at, cell, style)
            elif cell:
                sheet.write_string(line, at, _fitting(cell), styles["text"])
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _width(cell: Cell) -> int:
    """Return about how many digits wide a cell is; Chinese signs are two wide."""
    return sum(2 if sign > "\u2e80" else 1 for sign in str(cell or ""))


def _fitting(text: str) -> str:
    """Return a text as a cell can hold it; one that is cut ends with an ellipsis."""
    held = text.translate(_NO_XML)
    return held if len(held) <= _LONGEST else f"{held[: _LONGEST - 1]}…"

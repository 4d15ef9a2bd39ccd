"""What does a workbook hold? First what people read, behind it the tables that programs import."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
import xlsxwriter

from geo.export import readers_table as readers
from geo.export.columns import fact_batches
from geo.export.tables import (
    ABOUT_COLUMNS,
    FIGURE_COLUMNS,
    PLACE_COLUMNS,
    SOURCE_COLUMNS,
    Export,
    Plain,
    Row,
    about_rows,
    doubles,
    figure_rows,
    source_rows,
)
from geo.language.texts import text

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CREATED: Final = datetime.datetime(2000, 1, 1)
"""Stands for the time of writing: the same data always give the same bytes."""
_Sheet = tuple[str, Sequence[str], Sequence[Sequence[Plain]], str]
"""Name, headings, cells column by column, and how its texts are set."""
_WIDEST: Final = 48
_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_WIDE: Final = re.compile(r"[\u2e81-\U0010ffff]")
_NO_PLACE: Final = pa.table({name: pa.array([], pa.string()) for name in PLACE_COLUMNS})
_NO_XML: Final = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
"""Signs that XML cannot hold and a package may; a workbook with one of them does not open."""


def workbook(export: Export, lang: str) -> bytes:
    """Return what is shown as XLSX.

    The first sheets are in the reader's language. Those behind have the columns of the CSV in their
    first rows, so that they can be read again. Texts are never formulas: they are written as texts,
    and marked so that they stay texts when edited.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        title = export.package.title.get(lang)
        book.set_properties({"title": title, "created": _CREATED})
        styles = _styles(book)
        for name, header, cells, texts in (*_to_read(export, lang), *_to_import(export)):
            used = styles | {"text": styles[texts]}
            _write(book.add_worksheet(name), header, cells, used)
    return stream.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format({"quote_prefix": True, "valign": "top"}),
        "prose": book.add_format({"quote_prefix": True, "valign": "top", "text_wrap": True}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.######", "valign": "top"}),
    }


def _to_read(export: Export, lang: str) -> Iterator[_Sheet]:
    """Yield the sheets for people."""
    for name, columns, rows, texts in (
        (text("workbook.data", lang), readers.DATA, readers.data_rows, "text"),
        (text("workbook.sources", lang), readers.SOURCES, readers.source_rows, "prose"),
        (text("workbook.notes", lang), readers.NOTES, readers.note_rows, "prose"),
    ):
        yield (
            name,
            readers.headings(columns, lang),
            _columns(rows(export, lang), columns),
            texts,
        )


def _to_import(export: Export) -> Iterator[_Sheet]:
    """Yield the sheets for programs."""
    places = pa.concat_tables([_NO_PLACE, *fact_batches(export)])
    sources = source_rows(export.package)
    yield "figures", FIGURE_COLUMNS, _columns(figure_rows(export), FIGURE_COLUMNS), "text"
    yield "places", PLACE_COLUMNS, [c.to_pylist() for c in places.columns], "text"
    yield "sources", SOURCE_COLUMNS, _columns(sources, SOURCE_COLUMNS), "prose"
    yield "about", ABOUT_COLUMNS, _columns(about_rows(export), ABOUT_COLUMNS), "prose"


def _columns(rows: Sequence[Row], columns: Sequence[str]) -> list[list[Plain]]:
    plain = [doubles(row) for row in rows]
    return [[row[column] for row in plain] for column in columns]


def _write(
    sheet: Any, columns: Sequence[str], cells: Sequence[Sequence[Plain]], styles: dict[str, Any]
) -> None:
    """Fill one sheet, given column by column: header frozen, columns as wide as what is in them."""
    sheet.freeze_panes(1, 1)
    for at, (column, found) in enumerate(zip(columns, cells, strict=True)):
        sheet.write_string(0, at, column, styles["head"])
        # Ids and names of layers stand in thousands of rows: each is looked at once.
        texts = {cell: _fitting(cell) for cell in set(found) if isinstance(cell, str) and cell}
        widest = max(map(_width, set(found)), default=0)
        sheet.set_column(at, at, min(max(widest, len(column)) + 2, _WIDEST))
        for line, cell in enumerate(found, start=1):
            if isinstance(cell, float):
                style = styles["whole" if cell.is_integer() else "number"]
                sheet.write_number(line, at, cell, style)
            elif cell:
                sheet.write_string(line, at, texts[cell], styles["text"])
    if cells[0]:
        sheet.autofilter(0, 0, len(cells[0]), len(columns) - 1)


def _width(cell: Plain) -> int:
    """Return about how many digits wide a cell is; Chinese signs are two wide."""
    said = str(cell or "")
    return len(said) + len(_WIDE.findall(said))


def _fitting(text: str) -> str:
    """Return a text as a cell can hold it; one that is cut ends with an ellipsis."""
    held = text.translate(_NO_XML)
    return held if len(held) <= _LONGEST else f"{held[: _LONGEST - 1]}…"

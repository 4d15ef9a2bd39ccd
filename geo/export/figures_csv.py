"""What does a table of figures hold when it leaves as a CSV file?"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Final

from geo.export.cells import safe_cell
from geo.export.tables import FIGURE_COLUMNS, Cell, Export, figure_rows, values
from geo.figures.wording import number

CSV: Final = "text/csv; charset=utf-8"
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel in China reads UTF-8 as GBK."""


def figures_csv(export: Export) -> bytes:
    """Return figures as CSV: UTF-8 with byte order mark, one figure a row, sources in the row.

    Texts are neutralised; :func:`geo.export.cells.plain_cell` gives them back.
    """
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(FIGURE_COLUMNS)
    for cells in values(figure_rows(export), FIGURE_COLUMNS):
        writer.writerow([_written(cell) for cell in cells])
    return stream.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return number(cell).replace(",", "")
    return safe_cell(cell or "")

"""What does a file hold, before anybody says what it means?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.intake.messages import Message

Cell = str | int | float | bool | None
"""What stands in a cell; a date is text (``2023-05-01``), as is every number of a CSV file."""
Geometry = Any
"""A shapely geometry in two dimensions: x, which is east or longitude, then y."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of a table, or one feature.

    Parameters
    ----------
    number : int
        As whoever opens the file counts: row of the sheet (the header has one too), line of a CSV
        file in which the row begins, or feature from 1.
    cells : mapping of str to Cell
        By column, in the order of the table; a column that the row lacks is not in it.
    shape : Geometry or None
        As in the file, on its own system; None where there is none.
    """

    number: int
    cells: Mapping[str, Cell]
    shape: Geometry | None = None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One sheet or layer.

    Parameters
    ----------
    name : str
        Of the sheet or layer; of a file that holds only one, that of the file without its ending.
    columns : tuple of str
        No two are equal, none is empty.
    rows : tuple of FoundRow
    system : str or None
        On which its shapes are, such as ``EPSG:4490`` or ``gcj02``; None where the file does not
        tell.
    above : tuple of str
        What stands above the header of a sheet, such as its title and 单位：万元.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[FoundRow, ...]
    system: str | None = None
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All that a file holds, with what is said of it.

    One that is refused holds no tables, but for metres on a plane that nobody named
    (``E_CRS_PROJECTED``): once that is answered, they can be taken.

    Parameters
    ----------
    file : str
        Its name without a folder.
    format : str
        ``csv``, ``xlsx`` … as it was recognised by its content; empty where it was not.
    """

    file: str
    format: str
    tables: tuple[FoundTable, ...]
    messages: tuple[Message, ...]

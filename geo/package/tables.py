"""What do the rows of a CSV table say, and which of them are wrong?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from geo.package import headings
from geo.package.cells import CellFault, cell_fault, plain, program_fault
from geo.package.encoding import decoded_text
from geo.package.faults import Faults
from geo.package.garbled import refuse_garbled
from geo.package.how_read import Notes, header_is_sound, note
from geo.package.layers.json_text import LONGEST
from geo.package.layers.refused import RefusedError
from geo.package.missing import Missing
from geo.package.one_cause import Gathered
from geo.package.records_from_rows import Row
from geo.package.remedies import PLACES
from geo.package.row_words import MOST_EMPTY, copied, empty, empty_cells, is_aside, ragged, twice
from geo.package.schema import OPTIONAL_TABLES, TABLES, Field, fields_of, is_id
from geo.package.sheet import Sheet, cut

Keys = Mapping[str, Collection[str] | None]
"""First columns of the tables read so far, by table; None where they are not known."""
_NAMED: Final = {"place_id": PLACES, "headline": "figures"}
"""What columns name that is not read yet when they are."""
_LISTS: Final = frozenset({"headline"})
"""Those that may name several, with a blank between them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as far as it could be read.

    Parameters
    ----------
    rows : list of Row
        Those without a fault.
    ids : set of str
        First column of all rows, those with a fault as well.
    whole : bool
        Whether these are all ids: if not, what refers to the table cannot be judged.
    missing : Missing
        What its rows name and other tables have not.
    """

    rows: list[Row] = field(default_factory=list)
    ids: frozenset[str] = frozenset()
    whole: bool = False
    missing: Missing = field(default_factory=Missing)


def read_table(table: str, content: bytes, keys: Keys, faults: Faults) -> Table:
    """Read and check one table of a package.

    Parameters
    ----------
    table : str
        Name in :data:`geo.package.schema.TABLES`; the file is ``<table>.csv``.
    content : bytes
        See :mod:`geo.package.encoding` and :mod:`geo.package.sheet` for what is read.
    keys : mapping of str to collection of str
        What references may refer to.
    faults : Faults
        Receives every fault, those of many rows as one; how the table was read is information.
    """
    file = f"{table}.csv"
    try:
        if len(content) > LONGEST:
            raise _too_large()
        decoded = decoded_text(content)
        sheet = cut(decoded.text, lambda cells: headings.known(table, cells))
        refuse_garbled(decoded.text, sheet.columns())
    except RefusedError as refusal:
        faults.add(refusal.code, file, None, refusal.said, refusal.remedy)
        return Table()
    found = headings.understood(table, sheet.header)
    if not header_is_sound(table, sheet, found, faults):
        return Table()
    reading = _Reading(table, sheet, found, keys)
    read = reading.read()
    faults.extend(reading.told())
    note(file, decoded.encoding, sheet, found, reading.notes, faults)
    return read


def _too_large() -> RefusedError:
    limit = LONGEST >> 20
    said = (f"超过 {limit} MB", f"larger than {limit} MB")
    return RefusedError("E_TOO_LARGE", *said, ("请删去多余的行", "Leave out what is not needed"))


class _Reading:
    """One table, row by row."""

    def __init__(self, table: str, sheet: Sheet, found: headings.Headings, keys: Keys) -> None:
        self._file = f"{table}.csv"
        self._sheet = sheet
        self._columns = found.columns
        every = fields_of(table, list(found.columns))
        self._fields = [field for field in every if field.name in found.columns]
        self._empty = dict.fromkeys((field.name for field in TABLES[table]), "")
        self._keys = keys
        self._first: dict[str, dict[str, Row]] = {f.name: {} for f in self._fields if f.unique}
        self._gathered = Gathered()
        self._is_ragged = False
        self._missing = Missing()
        self.notes = Notes()

    def read(self) -> Table:
        """Return the rows without a fault, and all ids."""
        key = self._fields[0] if self._fields[0].unique else None
        rows: list[Row] = []
        ids: set[str] = set()
        whole = self._sheet.open_at is None
        for line, cells in self._sheet.rows:
            row = self._row(line, cells)
            if row is None:
                continue
            if self._judge(row):
                rows.append(row)
            if key is not None:
                ids.add(row[key.name])
                whole = whole and bool(row[key.name]) and cell_fault(row[key.name], key) is None
        whole = whole and not self._is_ragged
        return Table(rows, frozenset(ids - {""}), whole, self._missing)

    def told(self) -> Faults:
        """Return what is wrong with the rows."""
        found = self._gathered.told()
        if self._sheet.open_at is not None:
            said = (
                "这一行的引号没有配对，后面的内容没有读",
                "a quote in this row has no partner; what follows was not read",
            )
            remedy = ("补上或删去引号", "Close the quote, or remove it")
            found.add("E_CSV", self._file, self._sheet.open_at, said, remedy)
        return found

    def _row(self, line: int, cells: list[str]) -> Row | None:
        """Return a row by column; None where it is none of the table's."""
        width = len(self._sheet.header)
        if [cell.strip() for cell in cells[:width]] == self._sheet.header:
            self.notes.left_aside.append(line)
            return None
        made = self._by_column(cells)
        if is_aside(cells, made, self._fields):
            self.notes.left_aside.append(line)
            return None
        if not self._fits(cells, width):
            self._is_ragged = True
            mark = self._sheet.separator
            self._add("", line, CellFault("E_CSV_RAGGED", lambda: ragged(len(cells), width, mark)))
            return None
        for each in (column for column in self._fields if column.is_said):
            at = self._columns[each.name]
            written = cells[at].strip() if at < len(cells) else ""
            if made[each.name] != written:
                self.notes.numbers.append((line, written, made[each.name]))
        return Row(line, made)

    def _by_column(self, cells: list[str]) -> dict[str, str]:
        """Return what a row says by column."""
        made = dict(self._empty)
        for each in self._fields:
            at = self._columns[each.name]
            made[each.name] = plain(cells[at], each) if at < len(cells) else ""
        return made

    def _fits(self, cells: list[str], width: int) -> bool:
        """Tell whether a row has a cell a heading; empty ones at its end do not count."""
        if any(cell.strip() for cell in cells[width:]):
            return False
        required = [self._columns[each.name] for each in self._fields if each.required]
        return len(cells) >= width or max(required, default=0) < len(cells)

    def _judge(self, row: Row) -> bool:
        """Keep what is wrong with a row; tell whether nothing is."""
        empty = [each.name for each in self._fields if each.required and not row[each.name]]
        twin = self._twin(row)
        if twin is not None:
            self._add("", row.line, CellFault("E_DUP", lambda: copied(twin.line)))
            return False
        if len(empty) >= MOST_EMPTY:
            self._add("", row.line, CellFault("E_EMPTY_CELL", lambda: empty_cells(empty)))
        found = {each.name: self._fault_of(row, each) for each in self._fields}
        wrong = {
            name: fault
            for name, fault in found.items()
            if fault is not None and not (name in empty and len(empty) >= MOST_EMPTY)
        }
        for name, fault in wrong.items():
            self._add(name, row.line, fault)
        strange = [each for each in self._fields if self._is_strange(row, each)]
        for each in strange:
            if self._is_pushed(row, each):
                width, mark = len(self._sheet.header), self._sheet.separator
                words = partial(ragged, width + 1, width, mark)
                self._add("", row.line, CellFault("E_CSV_RAGGED", words))
                continue
            target = each.refers_to or _NAMED[each.name]
            self._missing.need(target, row[each.name], self._file, each.name, row.line)
        for name, first in self._first.items():
            first.setdefault(row[name], row)
        return not wrong and not empty and not strange

    def _twin(self, row: Row) -> Row | None:
        """Return the row above of which this one is a copy."""
        first = self._first.get(self._fields[0].name, {}).get(row[self._fields[0].name])
        return first if first is not None and first.cells == row.cells else None

    def _fault_of(self, row: Row, each: Field) -> CellFault | None:
        cell = row[each.name]
        if not cell:
            return CellFault("E_EMPTY_CELL", lambda: empty(each)) if each.required else None
        above = self._first.get(each.name, {}).get(cell)
        fault = cell_fault(cell, each)
        if fault is not None and fault.code == "E_PATTERN" and self._names_nothing(cell, each):
            fault = None  # the name of a place, say: told as missing, with the id of that place
        if fault is None and above is not None:
            return CellFault("E_DUP", lambda: twice(cell, above.line))
        if fault is None and self._names_nothing(cell, each):
            return program_fault(cell, is_dated=False)
        return fault

    def _is_pushed(self, row: Row, each: Field) -> bool:
        """Tell whether a cell holds what an unquoted separator pushed into the last column."""
        is_last = self._columns[each.name] == len(self._sheet.header) - 1
        may_be = is_last and not each.required and each.name not in _LISTS
        return may_be and not is_id(row[each.name])

    def _is_strange(self, row: Row, each: Field) -> bool:
        """Tell whether a sound cell names what is not there."""
        return self._names_nothing(row[each.name], each) and self._fault_of(row, each) is None

    def _names_nothing(self, cell: str, each: Field) -> bool:
        if each.name in _NAMED and not each.unique:  # whether it is there is asked later
            named = cell.split() if each.name in _LISTS else [cell]
            return bool(cell) and not all(map(is_id, named))
        known = self._keys.get(each.refers_to)
        if not known and each.refers_to not in OPTIONAL_TABLES:
            known = None  # of a table without any row something else is said
        return bool(cell) and known is not None and cell not in known

    def _add(self, column: str, line: int, found: CellFault) -> None:
        self._gathered.say(self._file, column, line, found)

"""Which number does a cell of a ledger state, given the heading above it?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from geo.figures import reading
from geo.figures.measures import BASES, SIZES
from geo.figures.readings import Missing, Question, Read, Reading, Refused
from geo.intake.found import Cell
from geo.intake.taking.words import counted_by, with_unit
from geo.records import Unit

_DIGITS: Final = 12
"""Digits of a number that a spreadsheet holds; what it has behind them are rounding errors."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers.

    Parameters
    ----------
    heading, measure : str
        As it is written, and what it measures without the unit.
    unit : str
        Word of the unit that bare numbers are given; "" where none is known.
    """

    heading: str
    measure: str
    unit: str


def column_of(heading: str, said_above: str = "") -> Column:
    """Return what a heading says of the numbers below it.

    Parameters
    ----------
    said_above : str
        The unit that the sheet names above its header (单位：万元).
    """
    what, behind = with_unit(heading)
    if behind and is_unit(behind):
        return Column(heading, what, behind)
    counted = counted_by(what) or counted_by(heading)
    if counted:
        return Column(heading, what if behind == "" else heading, counted)
    return Column(heading, heading, said_above)


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit: of measure, or one that counts.

    >>> is_unit("万㎡"), is_unit("户"), is_unit("含阳台")
    (True, True, False)
    """
    found = reading.read(f"1{word}")
    if isinstance(found, Question):
        return bool(found.choices)
    return isinstance(found, Reading) and bool(found.word or found.size)


_UNIT_NAMED: Final = re.compile(
    r"(?:(?<![\u3400-\u9fff])|计量|金额|货币|面积|数量)单位\s*[:：]\s*([^\s,，;；)）、]+)"
)
"""单位：万元; 填报单位：… and 建设单位：… name an office, no unit."""


def unit_above(lines: tuple[str, ...]) -> str:
    """Return the unit that is named above a table; "" where none is, or several are."""
    named = {match[1] for line in lines for match in _UNIT_NAMED.finditer(line)}
    units = {word for word in named if is_unit(word)}
    return units.pop() if len(units) == 1 == len(named) else ""


def wording(cell: Cell, column: Column) -> str:
    """Return a cell as it would be printed: a bare number with the unit of its column.

    >>> column = Column("投资（万元）", "投资", "万元")
    >>> wording("24万", column), wording("约150", column), wording("3亿元", column)
    ('24万元', '约150万元', '3亿元')
    """
    text = written(cell)
    if not text or not column.unit or isinstance(cell, bool):
        return text
    found = reading.read(text)
    if not isinstance(found, Reading) or found.word or found.size is not None:
        return text
    # 24万 under a heading in 万元 is 24万元: nobody counts in ten thousands of ten thousands.
    said_twice = found.scale and column.unit.startswith(found.scale)
    return f"{text}{column.unit.removeprefix(found.scale) if said_twice else column.unit}"


def written(cell: Cell) -> str:
    """Return a cell as text; a number without what counting in binary adds to it.

    >>> written(1.2000000000000002), written(320.0), written(" 5余 ")
    ('1.2', '320', '5余')
    """
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        rounded = Decimal(f"{cell:.{_DIGITS}g}")
        return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"
    return str(cell).strip()


def stated(cell: Cell, column: Column, *, decided: str = "") -> tuple[str, Read]:
    """Return a cell's wording and what it states.

    Parameters
    ----------
    decided : str
        Id of the unit that somebody chose where the word has two meanings (方).
    """
    text = wording(cell, column)
    # A measure of matter or of space decides what a 方 is; a unit that was chosen goes before it.
    found = reading.read(text, measure=column.measure, unit=_base(decided))
    if isinstance(found, Reading) and found.value == found.value.to_integral_value():
        found = replace(found, value=found.value.quantize(Decimal(1)))
    return text, found


def _base(unit: str) -> Unit | None:
    size = next((size for size in SIZES.all.values() if size.unit == unit), None)
    if size is None:
        return None
    return Unit(unit, size.kind, size.zh, size.en_one, size.en_many)


def is_number(found: Read) -> bool:
    """Tell whether a cell holds a number, also one that has to be asked about."""
    return isinstance(found, Reading) or (isinstance(found, Question) and bool(found.choices))


def is_bare(found: Read) -> bool:
    """Tell whether a reading has no unit at all."""
    return isinstance(found, Reading) and found.unit is None and not found.word


def is_total_like(cell: str) -> bool:
    """Tell whether a cell is a text rather than a number, so that it may name a total."""
    return not re.fullmatch(r"[\d.,\s%-]+", cell)


def is_empty(found: Read) -> bool:
    """Tell whether a cell says that there is no value."""
    return isinstance(found, Missing)


def why_not(found: Read) -> tuple[str, str]:
    """Return in both languages why a cell states no number that can be taken."""
    if isinstance(found, Question | Refused):
        return found.why.zh, found.why.en
    return "没有写单位", "it has no unit"


def unit_of(found: Reading) -> tuple[str, str]:
    """Return id of the base unit of a reading ("" where it only counts) and the word for it."""
    if found.unit in BASES and found.unit is not None:
        return found.unit, ""
    return "", found.word

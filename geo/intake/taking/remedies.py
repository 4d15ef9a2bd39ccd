"""What can be done at once about what was said of a file, and under which answer?

Every remedy that needs no hand is an answer: the page shows it as a button, the command as
``--answer KEY=VALUE``. Keys and values are made and read here alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from geo.datum import DATUM_NAMES
from geo.intake.messages import Offer
from geo.intake.taking.told import DATUMS
from geo.language.bilingual import Bilingual

Point = tuple[float, float]
Decision = Literal["", "keep", "out"]
_COLUMNS: Final = 4
"""Columns of which it is offered to take them as the names, at most."""
_COORDINATES: Final = (("longitude", "经度"), ("latitude", "纬度"))
_CORRECTED: Final = re.compile(r"(longitude|latitude):(-?\d{1,3}(?:\.\d{1,9})?)")
_COUNTED: Final = (
    *(("户", "households"), ("人", "people"), ("个", "items"), ("栋", "buildings")),
    *(("处", "sites"), ("平方米", "square metres"), ("万平方米", "10,000 square metres")),
    *(("米", "metres"), ("公里", "kilometres"), ("亩", "mu")),
    *(("元", "yuan"), ("万元", "10,000 yuan")),
)


def table_of(file: str, table: str) -> str:
    """Return how a table of a file is named in keys: as the file, where it is the only one."""
    return file if table == file.rpartition(".")[0] else f"{file}/{table}"


def row_key(table: str, row: int) -> str:
    """Return the key of what is decided about one row of a table."""
    return f"row:{table}:{row}"


def decision(answers: Mapping[str, str], table: str, row: int) -> Decision:
    """Return what was decided about a row: to keep it, to leave it out, or nothing."""
    said = answers.get(row_key(table, row), "")
    return said if said in ("keep", "out") else ""  # type: ignore[return-value]


def corrected(answers: Mapping[str, str], table: str, row: int, point: Point) -> Point | None:
    """Return the position of a row as somebody corrected it; None where nobody did."""
    match = _CORRECTED.fullmatch(answers.get(row_key(table, row), ""))
    if match is None:
        return None
    number = float(match[2])
    return (number, point[1]) if match[1] == "longitude" else (point[0], number)


def of_row(table: str, row: int, *, keep: Bilingual | None = None) -> tuple[Offer, ...]:
    """Return that a row can be kept that was left out."""
    return () if keep is None else (Offer(row_key(table, row), "keep", keep),)


def of_position(
    table: str, row: int, axis: int | None, numbers: Sequence[str]
) -> tuple[Offer, ...]:
    """Return what can be done about a row that lies elsewhere: correct a number, leave it out."""
    key = row_key(table, row)
    made = [] if axis is None else [_correct(key, axis, number) for number in numbers]
    return (*made, Offer(key, "out", Bilingual("不要这一行", "Leave the row out")))


def _correct(key: str, axis: int, number: str) -> Offer:
    name, chinese = _COORDINATES[axis]
    label = Bilingual(f"{chinese}改为 {number}", f"Take {name} {number}")
    return Offer(key, f"{name}:{number}", label)


def label_of(datum: str) -> Bilingual | None:
    """Return what a datum is called; None for what is none."""
    found = (each.label for each in DATUMS if each.value == datum and datum in DATUM_NAMES)
    return next(found, None)


def are_as_given(answers: Mapping[str, str], file: str) -> bool:
    """Tell whether longitude and latitude are to stay in the order of the file."""
    return answers.get(f"order:{file}") == "given"


def of_order(file: str) -> tuple[Offer, ...]:
    """Return that coordinates can stay in the order in which the file has them."""
    label = Bilingual("不对调，照原表", "Do not swap, as the file has them")
    return (Offer(f"order:{file}", "given", label),)


def datum_said(answers: Mapping[str, str], file: str) -> str | None:
    """Return the datum that was answered for a file; None where none was."""
    given = answers.get(f"datum:{file}") or answers.get("datum")
    return given if given in {option.value for option in DATUMS} else None


def of_datum(file: str, told: str) -> tuple[Offer, ...]:
    """Return the other datums that coordinates may be on, whatever their file says."""
    if told not in DATUM_NAMES:
        return ()
    return tuple(
        Offer(
            f"datum:{file}",
            each.value,
            Bilingual(f"其实取自{each.label.zh}", f"In truth from {each.label.en}"),
        )
        for each in DATUMS
        if each.value in DATUM_NAMES and each.value != told
    )


def of_names(headings: Sequence[str]) -> tuple[Offer, ...]:
    """Return the columns that can be taken as the names of the places."""
    return tuple(
        Offer("name", each, Bilingual(f"用“{each}”作名称", f"Take “{each}” as the names"))
        for each in headings[:_COLUMNS]
    )


def of_unit(heading: str) -> tuple[Offer, ...]:
    """Return the units that the numbers of a column can have."""
    return tuple(Offer(f"unit:{heading}", zh, Bilingual(zh, en)) for zh, en in _COUNTED)


def area_said(answers: Mapping[str, str], name: str) -> str:
    """Return the id of the area that a name was said to mean; "" where nobody said."""
    return answers.get(f"area:{name}", "")


def of_area(name: str, areas: Mapping[str, Bilingual]) -> tuple[Offer, ...]:
    """Return the areas that a name can mean, the likest first."""

    def unlike(area: str) -> float:
        return -difflib.SequenceMatcher(None, name, areas[area].zh).ratio()

    return tuple(Offer(f"area:{name}", area, areas[area]) for area in sorted(areas, key=unlike))

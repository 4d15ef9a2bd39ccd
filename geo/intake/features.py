"""How do features with properties of their own become one table?"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from geo.intake.found import Cell, FoundRow, FoundTable, Geometry
from geo.intake.grid import named
from geo.intake.messages import Messages, NotTakenError
from geo.intake.texts import tidied

Given = TypeVar("Given")
_EXACT: Final = 2**53
"""From here on a browser's numbers lose the last digit."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature as a file has it; `own_id` is an id beside its properties."""

    number: int
    properties: Mapping[str, Any]
    shape: Geometry | None
    own_id: str | int | float | None = None


def table_of_features(
    name: str, features: Iterable[Feature], messages: Messages, *, system: str | None = None
) -> FoundTable:
    """Return the table of features: a column for every property that any of them has."""
    given = list(features)
    keys: dict[str, None] = {}
    for feature in given:
        keys.update(dict.fromkeys(feature.properties))
    columns = dict(zip(keys, named(list(keys), range(len(keys)), messages), strict=False))
    own = _id_column(columns) if any(each.own_id is not None for each in given) else None
    ids = _ids(given, messages) if own else {}
    rows = []
    for feature in given:
        cells: dict[str, Cell] = {own: ids.get(feature.number)} if own else {}
        for key, value in feature.properties.items():
            if key in columns:
                cells[columns[key]] = _cell(value, feature.number, columns[key], messages)
        rows.append(FoundRow(feature.number, cells, feature.shape))
    names = tuple(columns.values())
    if given and not names:
        said = ("要素没有属性", "the features have no properties")
        messages.add("I_NO_PROPERTIES", said, ("只有图形", "There are only shapes"))
    if not name.strip():
        name = "1"
    shown = tidied(name, messages, field=name)
    return FoundTable(shown, (own, *names) if own else names, tuple(rows), system)


def sound_features(
    given: Sequence[Given], make: Callable[[Given, int], Feature], messages: Messages
) -> list[Feature]:
    """Return the features made; those that are none are told, together where none is left.

    Raises
    ------
    NotTakenError
        If none of several can be read.
    """
    made: list[Feature] = []
    wrong: list[NotTakenError] = []
    for number, value in enumerate(given, 1):
        try:
            made.append(make(value, number))
        except NotTakenError as error:
            if error.feature is None:
                raise
            wrong.append(error)
    if len(wrong) == len(given) > 1:
        first = wrong[0]
        said = (
            f"{len(wrong)} 个要素都不能读，第一个：{first.said[0]}",
            f"none of {len(wrong)} features can be read; of the first: {first.said[1]}",
        )
        raise NotTakenError("E_ALL_BAD", said, first.remedy, feature=1)
    for each in wrong:
        messages.refuse(each)
    return made


def _id_column(columns: Mapping[str, str]) -> str:
    """Return a name for the column of ids that no property has."""
    return next(
        name for name in ("id", "feature id", "feature id (2)") if name not in set(columns.values())
    )


def _ids(features: Iterable[Feature], messages: Messages) -> dict[int, Cell]:
    """Return the ids by the number of their feature; none stands twice."""
    seen: set[str] = set()
    made: dict[int, Cell] = {}
    for feature in features:
        if feature.own_id is None:
            continue
        cell = _cell(feature.own_id, feature.number, "id", messages)
        text, again = str(cell), 2
        while text in seen:
            text = f"{cell}-{again}"
            again += 1
        if text != str(cell):
            said = (f"id“{cell}”有不止一个要素用", f"more than one feature has the id “{cell}”")
            done = (f"后一个已改为“{text}”", f"The latter was given “{text}”")
            messages.add("W_DUP_ID", said, done, feature=feature.number, field="id")
            cell = text
        seen.add(text)
        made[feature.number] = cell
    return made


def _holds_no_number(value: Any) -> bool:
    """Tell whether a list or an object holds what is no number; its depth is bounded before."""
    if isinstance(value, dict | list):
        return any(map(_holds_no_number, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and not math.isfinite(value)


def _cell(value: Any, number: int, column: str, messages: Messages) -> Cell:
    """Return a value of a property as a cell."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return tidied(value, messages, feature=number, field=column)
    if isinstance(value, int):
        if abs(value) <= _EXACT:
            return value
        said = (f"整数 {value} 过长", f"{value} is a whole number of too many digits")
        done = ("已当作文字保留", "It was kept as text")
        messages.add("W_BIG_INT", said, done, feature=number, field=column)
        return str(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        said = (f"值是 {float(value)}，不是数", f"the value {float(value)} is no number")
        done = ("当作没有填写", "It was taken as empty")
        messages.add("W_NAN_PROPERTY", said, done, feature=number, field=column)
        return None
    if _holds_no_number(value):
        said = ("值里有 NaN 或无穷大", "the value holds NaN or infinity")
        done = ("已当作文字保留，请核对", "It was kept as text; look it over")
        messages.add("W_NAN_PROPERTY", said, done, feature=number, field=column)
    said = ("值是列表或对象", "the value is a list or an object")
    done = ("已当作文字保留", "It was kept as text")
    messages.add("I_NESTED", said, done, feature=number, field=column)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return tidied(text, messages, feature=number, field=column)

"""What is to be written in place of an id that nothing has, or which row is to be added?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from geo.figures.measures import SIZES, Size, base_of
from geo.package.faults import quoted
from geo.package.ids import IN_WORDS, suggested_id
from geo.package.schema import is_id
from geo.records import Unit

Said = tuple[str, str]
PLACES: Final = "places"
"""Stands for the layers where the table is named that should have an id."""
_LIKE: Final = 0.7
"""How alike two words are of which one may be the other mistyped."""
_DIGIT: Final = re.compile("[0-9]")
_LOOKED_AT: Final = 2_000
"""Ids that are compared with one that nothing has."""
_MOST: Final = 3
"""Ids of one name that are told."""
_PAIRS: Final = 5
"""Ids of a group of which it is told what to write."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Which ids may be meant: those of whatever has the name, or one that is nearly the same."""

    name: str
    ids: tuple[str, ...]
    is_name: bool


def near(name: str, known: Iterable[str]) -> Meant | None:
    """Return the id that is nearly as written, if there is one."""
    for candidate in dict.fromkeys((name.lower(), suggested_id(name))):
        ids = [each for each in list(known)[:_LOOKED_AT] if _is_typing_of(candidate, each)]
        for close in get_close_matches(candidate, ids, n=1, cutoff=_LIKE):
            return Meant(name, (close,), is_name=False)
    return None


def _is_typing_of(written: str, known: str) -> bool:
    """Tell whether an id may be a known one mistyped, which leaves each of its words nearly so.

    Where road-1 is written and road-2 is known, the first was deleted; so with a word more or less.
    """
    if sorted(_DIGIT.findall(written)) != sorted(_DIGIT.findall(known)):
        return False
    if written.replace("-", "") == known.replace("-", ""):
        return True
    words, others = written.split("-"), known.split("-")
    return len(words) == len(others) and all(
        SequenceMatcher(None, *pair).ratio() >= _LIKE for pair in zip(words, others, strict=True)
    )


def meant_words(meant: Mapping[str, Meant], target: str, *, many: bool) -> Said:
    """Return what to write instead of ids that nothing has."""
    found = list(meant.values())
    if len(found) > 1:
        pairs = [f"{quoted(one.name)} → {one.ids[0]}" for one in found[:_PAIRS]]
        more = len(found) > _PAIRS
        zh, en = "、".join(pairs), ", ".join(pairs)
        return (
            f"请填编号：{zh}{' 等' if more else ''}",
            f"Write the ids: {en}{', …' if more else ''}",
        )
    (one,) = found
    if one.is_name:
        return _named(one, target)
    zh, en = f"是不是 {one.ids[0]}？请改正编号", f"Is {one.ids[0]} meant? Correct the id"
    if not many:
        return zh, en
    home = ("图层", "a layer") if target == PLACES else (f"{target}.csv", f"{target}.csv")
    return f"{zh}；不是就在 {home[0]} 中补上", f"{en}; else add it to {home[1]}"


def _named(one: Meant, target: str) -> Said:
    shown = quoted(one.name)
    if len(one.ids) == 1:
        return (
            f"这是名称；{shown} 的编号是 {one.ids[0]}，请填编号",
            f"It is a name; the id of {shown} is {one.ids[0]}: write that",
        )
    more = len(one.ids) > _MOST
    zh, en = "、".join(one.ids[:_MOST]), ", ".join(one.ids[:_MOST])
    said = (
        f"这是名称；叫 {shown} 的有 {zh}{' 等' if more else ''}，请填其中一个编号",
        f"It is a name; {en}{' and others' if more else ''} have it: write the id of one",
    )
    if target != "units":
        return said
    other = _new_unit(one.name)
    return f"{said[0]}；都不合适就{other[0]}", f"{said[1]}; if none fits, {other[1]}"


def add_words(target: str, names: Collection[str], *, many: bool) -> Said:
    """Return what to add where ids are missing that nothing is like."""
    if target == PLACES:
        return (
            "在图层中补上（图层文件要列在 layers.csv 中），或改正 place_id：填地点的编号",
            "Add it to a layer that layers.csv names, or correct place_id: write the id of a place",
        )
    if target == "units" and len(names) == 1:
        (name,) = names
        return _unit_words(name)
    if not all(map(is_id, names)):
        zh, en = IN_WORDS
        return (
            f"填 {target}.csv 的编号（{zh}）；新的请先在 {target}.csv 中加一行",
            f"Write an id of {target}.csv ({en}); if it is new, add its row there first",
        )
    if many:
        return (
            f"在 {target}.csv 中补上，或改正那些行的编号",
            f"Add what is missing to {target}.csv, or correct the ids in those rows",
        )
    return (
        f"在 {target}.csv 中补上，或改正这里的编号",
        f"Add it to {target}.csv, or correct the id",
    )


def _unit_words(name: str) -> Said:
    """Return how a unit is added, or which unit of measure is a size of another."""
    size = SIZES.meaning(name)
    unit, factor = base_of(Unit(name, "count", size.zh if size else name, name, name))
    bases = (each for each in SIZES.all.values() if each.factor == 1)
    base = next((each for each in bases if each.unit == unit), None)
    if base is not None and factor != 1:
        row = _row(base)
        return (
            f"填 {base.unit}，value 以{base.zh}计（1 {name} = {factor:f} {base.zh}）；"
            f"units.csv 中要有一行 {row}",
            f"Write {base.unit} and the value in {base.en_many} (1 {name} = {factor:f} "
            f"{base.en_many}); units.csv needs the row {row}",
        )
    if base is not None:
        written = name == base.unit
        write = ("", "") if written else (f"，这里填 {base.unit}", f", and write {base.unit}")
        return (
            f"在 units.csv 中加一行 {_row(base)}{write[0]}",
            f"Add the row {_row(base)} to units.csv{write[1]}",
        )
    zh, en = _new_unit(name)
    return f"改正编号；新单位请{zh}", f"Correct the id; if the unit is new, {en}"


def _row(size: Size) -> str:
    return f"{size.unit},{size.kind},{size.zh},{size.en_one},{size.en_many}"


def _new_unit(name: str) -> Said:
    """Return how a unit that counts is added: its row, as far as it can be known."""
    unit = suggested_id(name) or "item"
    word = unit if name.isascii() else "item"
    chinese = "个" if name.isascii() else quoted(name)[1:-1].replace(",", "")
    row = f"{unit},count,{chinese},{word},{word}s"
    return (
        f"在 units.csv 中加一行，依次是编号、类别、中文、英文单数和复数，如 {row}，这里填 {unit}",
        f"add a row to units.csv (id, kind, Chinese, English for one and for many), such as {row}, "
        f"and write {unit}",
    )

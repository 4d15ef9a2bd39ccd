"""Which id, English name and unit does something get that no file gives one?"""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Collection, Container

from geo.figures.measures import SIZES
from geo.intake.taking import words
from geo.package.ids import suggested_id
from geo.package.own_faults import CONTRAST, contrast_with_white
from geo.package.schema import ID_LENGTH

Row = dict[str, str]
_STEP = 0.618034
"""The golden ratio: hues that follow each other by it stay far apart."""


def id_for(*parts: str) -> str:
    """Return an id for something by its name; the same name always gives the same.

    >>> id_for("新华小区"), id_for("新华小区", "户数"), id_for("——")[:3]
    ('xinhuaxiaoqu', 'xinhuaxiaoqu-hushu', 'no-')
    """
    made = "-".join(filter(None, map(suggested_id, parts)))
    sign = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
    if not made:
        return f"no-{sign}"
    return made if len(made) <= ID_LENGTH else f"{made[: ID_LENGTH - 9].rstrip('-')}-{sign}"


def free_id(wanted: str, taken: Container[str]) -> str:
    """Return an id that nothing has yet: the one wanted, else one with a number."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted[: ID_LENGTH - 6]}-{number}"
    return found


def in_english(chinese: str, given: str = "") -> str:
    """Return the English of a name: as given, as the glossary has it, else the Chinese itself."""
    return given or words.english(chinese) or chinese


def is_guessed(chinese: str, given: str) -> bool:
    """Tell whether English comes from the glossary."""
    return not given and words.english(chinese) is not None


def unit_for(base: str, word: str, known: Collection[str]) -> tuple[str, Row | None]:
    """Return the id of a unit, and its row where the package has none of that id yet.

    Parameters
    ----------
    base : str
        Id of a unit of measure; "" for what `word` counts.
    """
    if base:
        size = next(size for size in SIZES.all.values() if size.unit == base and size.factor == 1)
        row = _unit(base, size.kind, size.zh, size.en_one, size.en_many)
        return base, None if base in known else row
    found = words.unit_row(word)
    unit, one, many = found or (id_for(word), word, word)
    return unit, None if unit in known else _unit(unit, "count", word, one, many)


def _unit(unit: str, kind: str, zh: str, one: str, many: str) -> Row:
    return {"unit": unit, "kind": kind, "zh": zh, "en_one": one, "en_many": many}


def free_colour(taken: Collection[str]) -> str:
    """Return a colour that no line of work has, dark enough for the white text on it."""
    for colour in words.colours():
        if colour not in taken:
            return colour
    hue = 0.0
    while True:
        hue = (hue + _STEP) % 1
        for lightness in (0.38, 0.33, 0.28, 0.23):
            parts = colorsys.hls_to_rgb(hue, lightness, 0.6)
            colour = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
            if colour not in taken and contrast_with_white(colour) >= CONTRAST:
                return colour

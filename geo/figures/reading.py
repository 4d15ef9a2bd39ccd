"""What does a printed wording such as ``1.6万余方`` state?

Number, marks and unit are each understood, or the wording is asked about: nothing is read past. A
wording that is no quantity (a date) is refused; one that says that there is no value is missing,
which is not zero.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from geo.figures import readings
from geo.figures.counting import COUNTING, counts
from geo.figures.marks import NOTHING
from geo.figures.measures import CUBIC, LI, SQUARE, Size, base_of, square_or_cubic
from geo.figures.parts import Parts
from geo.figures.plain import is_about_units, is_missing, is_vague, no_quantity, plain, unit_in
from geo.figures.readings import Choice, Missing, Question, Read, Reading, Refused
from geo.language.bilingual import Bilingual
from geo.records import Figure, Unit

_MOST: Final = Decimal(10) ** 15
"""Above it a number is likely a slip, and files that hold numbers cannot hold it exactly."""
_MONTH: Final = re.compile(r"(19|20)\d\d\.(0?[1-9]|1[0-2])")
_LABELS: Final = {
    SQUARE: Bilingual("平方米（房屋、面积）", "square metres (houses, areas)"),
    CUBIC: Bilingual("立方米（垃圾、土方）", "cubic metres (waste, earth)"),
    LI: Bilingual("里（500 米）", "li (500 m)"),
}
_KILOMETRES: Final = Bilingual("公里（1,000 米）", "kilometres (1,000 m)")
_EITHER: Final = Bilingual("单位“{}”有两种意思", "the unit “{}” has two meanings")


@lru_cache(maxsize=8192)
def read(wording: str, *, measure: str = "", unit: Unit | None = None) -> Read:
    """Read a printed wording.

    Parameters
    ----------
    wording : str
        A number with its unit word, in Chinese or English, as printed.
    measure : str
        What is measured; it decides what a 方 is, which thing's name may stand in the wording, and
        gives a bare number the unit that it names in brackets.
    unit : Unit or None
        The unit of the row, which a bare number takes.

    Returns
    -------
    Reading, Question, Missing or Refused
        What it states; what has to be asked; that there is no value; that it is no quantity.

    Examples
    --------
    >>> found = read("5400余万元")
    >>> int(found.value), found.qualifier, found.unit
    (54000000, 'over', 'yuan')
    >>> read("4900方").choices[0].label.zh
    '平方米（房屋、面积）'
    >>> read("待定")
    Missing(remark='')
    """
    said = plain(wording)
    if is_missing(said.text):
        return Missing(said.remark)
    why = no_quantity(said.text)
    if why is not None:
        return Refused(why)
    if is_vague(said.text):
        return readings.VAGUE
    if is_about_units(said.remark):
        return readings.unknown(said.remark)
    parts = Parts(said.text, measure, unit)
    asked = parts.take_all()
    if asked is None and not parts.word:
        if parts.scale and unit is not None and re.match("[百千]?[万亿]", unit.zh):
            return readings.SCALED_TWICE
        named = unit_in(measure, unit)
        if named is None:
            return readings.unknown(measure)
        parts = Parts(said.text + named, measure, unit)
        asked = parts.take_all()
    return asked or _unclear(parts) or _stated(parts, said.remark)


def read_figure(figure: Figure, unit: Unit) -> Read:
    """Read the wording of a figure; `unit` is that of its row."""
    return read(figure.as_published, measure=f"{figure.measure.zh} {figure.measure.en}", unit=unit)


def _unclear(parts: Parts) -> Question | None:
    """Return what is unclear in a wording of which every part is known."""
    if len({mark.qualifier for mark in parts.marks} - {"exact"}) > 1:
        return readings.MARKS
    if parts.needs_mark and all(mark is NOTHING for mark in parts.marks):
        return readings.VAGUE
    if parts.is_half and not parts.sizes:
        return readings.VAGUE
    if not parts.word and _MONTH.fullmatch(parts.text):
        return readings.MONTH
    if parts.total * max((size.factor for size in parts.sizes), default=1) >= _MOST:
        return readings.TOO_LARGE
    if parts.sizes and parts.sizes[0].zh == "成" and parts.total > 10:
        return readings.TENTHS
    return None


def _stated(parts: Parts, remark: str) -> Reading | Question:
    """Return what understood parts state together."""
    mark = next((mark for mark in parts.marks if mark is not NOTHING), NOTHING)
    said = Reading(
        parts.total,
        mark.qualifier,
        None,
        word=parts.word,
        number=parts.number,
        scale=parts.scale,
        mark=mark,
        is_inside=parts.is_inside,
        remark=remark,
    )
    if len(parts.sizes) == 2:
        return _one_of_two(said, parts)
    if parts.sizes:
        return _measured(said, parts.sizes[0], parts.unit)
    if parts.unit is not None and (not parts.word or parts.is_own):
        return replace(said, unit=parts.unit.unit_id)
    if parts.unit is not None and counts(parts.word, parts.unit):
        return replace(said, unit=parts.unit.unit_id)
    return replace(said, unit=COUNTING.meaning(parts.word) or None)


def _measured(said: Reading, size: Size, unit: Unit | None) -> Reading:
    """Return a reading in the row's unit if it is printed in a size of it, else in the base."""
    value, printed = said.value * size.factor, replace(said, size=size)
    if unit is not None:
        base, factor = base_of(unit)
        if base == size.unit:
            return replace(printed, value=value / factor, unit=unit.unit_id)
    return replace(printed, value=value, unit=size.unit)


def _one_of_two(said: Reading, parts: Parts) -> Reading | Question:
    """Decide between two sizes by the measure, then by the unit of the row, or ask."""
    sizes, unit = parts.sizes, parts.unit
    if sizes == (SQUARE, CUBIC):
        decided = square_or_cubic(parts.measure)
        if decided is None and unit is not None:
            decided = next((size for size in sizes if size.unit == base_of(unit)[0]), None)
        if decided is not None:
            return _measured(said, decided, unit)
    return Question(
        Bilingual(_EITHER.zh.format(said.word), _EITHER.en.format(said.word)),
        tuple(
            Choice(_LABELS.get(size, _KILOMETRES), _measured(said, size, unit)) for size in sizes
        ),
    )

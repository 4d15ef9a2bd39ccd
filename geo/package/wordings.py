"""Does each figure say what its printed wording says?

Value, qualifier and unit of a row are compared with a reading of its wording. A wording that only
somebody who knows the matter can read is a question, unless the row is one of its answers; what
contradicts the row, states no quantity or says that there is no value is an error.
"""

from __future__ import annotations

from typing import Final

from geo.figures.counting import COUNTING
from geo.figures.measures import is_measured
from geo.figures.reading import read_figure
from geo.figures.readings import Missing, Question, Reading, Refused
from geo.figures.wording import number
from geo.package.faults import Faults, quoted
from geo.package.package import Package
from geo.records import Figure, Qualifier, Unit

_FILE: Final = "figures.csv"
_MEANT: Final[dict[Qualifier, tuple[str, str]]] = {
    "exact": ("exact（没有余、约、以上等字）", "exact (no word for over, under or about)"),
    "over": ("over（余、多、以上、超过）", "over (余, 多, 以上, more than)"),
    "under": ("under（不足、近、以内）", "under (不足, 近, 以内, less than)"),
    "about": ("about（约、左右）", "about (约, 左右, about)"),
}
_AS_PRINTED: Final = (
    "照原文填写数字和单位，如 5400余万元",
    "Write number and unit as printed, such as 5400余万元",
)


def check_wordings(package: Package, faults: Faults) -> None:
    """Add a fault, or a question, for every figure whose row and wording do not agree."""
    for figure in package.figures:
        unit = package.units[figure.unit]
        found = read_figure(figure, unit)
        if isinstance(found, Reading):
            _compare(package, figure, found, faults)
        elif isinstance(found, Question):
            _ask(package, figure, found, faults)
        else:
            _refuse(package, figure, found, faults)


def _compare(package: Package, figure: Figure, reading: Reading, faults: Faults) -> None:
    """Add the faults of a row whose wording was read."""
    row, unit = package.lines[figure.figure_id], package.units[figure.unit]
    if reading.unit != figure.unit:
        if _may_be_the_same(reading, unit):
            said, remedy = _counting_words(figure, unit, reading)
            faults.add("Q_UNIT", _FILE, row, said, remedy, level="question")
        else:
            said, remedy = _unit_words(figure, unit, reading)
            faults.add("E_UNIT", _FILE, row, said, remedy)
            if reading.size is not None:
                return  # a value in another unit can be set beside none
    if (figure.value, figure.qualifier) != (reading.value, reading.qualifier):
        said, remedy = _value_words(figure, reading)
        faults.add("E_VALUE", _FILE, row, said, remedy)


def _may_be_the_same(reading: Reading, unit: Unit) -> bool:
    """Tell whether both count things, and one of them by a word that counts many kinds."""
    if reading.size is not None or is_measured(unit):
        return False
    return reading.unit is None or not COUNTING.meaning(unit.zh)


def _ask(package: Package, figure: Figure, question: Question, faults: Faults) -> None:
    """Add a question, unless the row answers it; an answer that is none of all choices is wrong."""
    answers = [choice.reading for choice in question.choices]
    stated = (figure.value, figure.qualifier, figure.unit)
    if any(stated == (found.value, found.qualifier, found.unit) for found in answers):
        return
    shown = quoted(figure.as_published)
    said = (
        f"{figure.figure_id} 的原文 {shown}：{question.why.zh}",
        f"{figure.figure_id} prints {shown}: {question.why.en}",
    )
    if answers:
        remedy = (
            f"请确认：{'，还是'.join(choice.label.zh for choice in question.choices)}",
            f"Decide: {', or '.join(choice.label.en for choice in question.choices)}",
        )
    else:
        remedy = (
            "请核对 value、qualifier 和 unit；原文只有一个数时，只写这个数和单位",
            "Check value, qualifier and unit; if it is one number, write that and its unit only",
        )
    faults.add("Q_WORDING", _FILE, package.lines[figure.figure_id], said, remedy, level="question")


def _refuse(package: Package, figure: Figure, found: Missing | Refused, faults: Faults) -> None:
    """Add the fault of a wording that states no quantity."""
    shown = quoted(figure.as_published)
    if isinstance(found, Missing):
        said = (
            f"as_published {shown} 表示没有数值，这一行却填了 {number(figure.value)}",
            f"as_published {shown} says that there is no value, the row has {number(figure.value)}",
        )
        remedy = (
            "没有数值时删去这一行，可在 gaps.csv 说明；没有不等于 0",
            "Leave the row out, and say so in gaps.csv; none is not 0",
        )
    else:
        said = (
            f"as_published {shown} {found.why.zh}，不是数量",
            f"as_published {shown} {found.why.en}, and no quantity",
        )
        remedy = _AS_PRINTED
    faults.add("E_WORDING", _FILE, package.lines[figure.figure_id], said, remedy)


_Words = tuple[tuple[str, str], tuple[str, str]]


def _value_words(figure: Figure, reading: Reading) -> _Words:
    value, wanted = number(figure.value), number(reading.value)
    shown = quoted(figure.as_published)
    said = (
        f"{figure.figure_id} 的值 {value}（{figure.qualifier}）与原文 {shown} 不符",
        f"{figure.figure_id} has {value} ({figure.qualifier}), but prints {shown}",
    )
    plain = wanted.replace(",", "")
    zh, en = _MEANT[reading.qualifier]
    remedy = (
        f"按原文应为 value {plain}，qualifier {zh}；原文写错时改正 as_published",
        f"By its wording, value is {plain} and qualifier {en}; else correct as_published",
    )
    return said, remedy


def _unit_words(figure: Figure, unit: Unit, reading: Reading) -> _Words:
    shown = quoted(figure.as_published)
    said = (
        f"{figure.figure_id} 的单位 {figure.unit}（{unit.zh}）与原文 {shown} 不符",
        f"{figure.figure_id} has the unit {figure.unit} ({unit.en_many}), but prints {shown}",
    )
    wanted = reading.unit or reading.word
    value = ""
    if reading.size is not None:
        value = f" value {number(reading.value).replace(',', '')}"
    remedy = (
        f"按原文应为 unit {wanted}{value}；units.csv 中没有时先加一行",
        f"By its wording, unit is {wanted}{value}; add it to units.csv if it is not there",
    )
    return said, remedy


def _counting_words(figure: Figure, unit: Unit, reading: Reading) -> _Words:
    """Return the question about a word that counts many things, and is not that of the row."""
    said = (
        f"{figure.figure_id} 的原文以“{reading.word}”计，单位 {figure.unit} 以“{unit.zh}”计",
        f"{figure.figure_id} is counted in “{reading.word}”, its unit {figure.unit} in “{unit.zh}”",
    )
    remedy = (
        f"如果是同一种东西，可不改；否则换成以“{reading.word}”计的单位",
        f"Leave it if both mean the same things; else take a unit counted in “{reading.word}”",
    )
    return said, remedy

"""What number does a printed wording such as ``1.6万余方`` state?

Used to check that `value`, `qualifier` and `unit` of a figure say what `as_published` says. A
wording that is not understood gives None; it is never turned into a number by guessing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from geo.records import Qualifier

_SCALES: Final = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    " thousand": Decimal(1000),
    " million": Decimal(1_000_000),
}
_HAN_DIGITS: Final = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_POWERS: Final = {"十": 10, "百": 100, "千": 1000}

_SI_UNITS: Final = {
    "米": ("m", 1),
    "延米": ("m", 1),
    "m": ("m", 1),
    "公里": ("m", 1000),
    "平方米": ("m2", 1),
    "m2": ("m2", 1),
    "平方公里": ("m2", 1_000_000),
    "公顷": ("m2", 10_000),
    "立方米": ("m3", 1),
    "方": ("m3", 1),
    "m3": ("m3", 1),
}
_WORDING: Final = re.compile(
    r"""
    (?P<about> 约 | about[ ] )?
    (?P<number> (?: \d{1,3}(?:,\d{3})+ | \d+ )(?:\.\d+)? | [零一二三四五六七八九两十百千]+ )
    (?P<scale> [百千]?[万亿]? | [ ]thousand | [ ]million )
    (?P<over> [余多] )?
    [ ]?
    (?P<unit> m[23] | [^\s\d零一二三四五六七八九十百千万亿~～–—.,-]* )  # no second number in it
    """,
    re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a wording states; `unit` is m, m2, m3, or None for a counted thing."""

    value: Decimal
    qualifier: Qualifier
    unit: str | None


def read_number(wording: str) -> Reading | None:
    """Read a printed number.

    Parameters
    ----------
    wording : str
        The number with its unit word, in Chinese or English; full-width digits are understood.

    Returns
    -------
    Reading or None
        Value in base units; None where the wording is no single number.

    Examples
    --------
    >>> read_number("1.6万余方")
    Reading(value=Decimal('16000.0'), qualifier='over', unit='m3')
    >>> read_number("四项").value
    Decimal('4')
    >>> read_number("待定") is None
    True
    """
    match = _WORDING.fullmatch(unicodedata.normalize("NFKC", wording).strip())
    if match is None:
        return None
    number = _digits(match["number"])
    if number is None:
        return None
    scale = match["scale"]
    factor = _SCALES.get(scale) or _SCALES[scale[0]] * _SCALES[scale[1]]
    unit, multiple = _SI_UNITS.get(match["unit"], (None, 1))
    qualifier: Qualifier = "over" if match["over"] else "about" if match["about"] else "exact"
    return Reading(number * factor * multiple, qualifier, unit)


def _digits(text: str) -> Decimal | None:
    """Return the value of Arabic or Chinese digits, None where Chinese ones make no number."""
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    total, digit = 0, None
    for sign in text:
        if sign in _HAN_DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _HAN_DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * _HAN_POWERS[sign]
            digit = None
    return Decimal(total + (digit or 0))

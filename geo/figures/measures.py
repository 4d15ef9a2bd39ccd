"""Which units of measure does a printed wording use, and what is each in its base unit?

A unit is printed in several sizes (米, 公里) and words (㎡, 平米, sq m). Values are kept in the
base unit; mu stay mu, and are converted only to compare. Two words mean one of two things: a 方 is
a square metre of a house and a cubic metre of earth, a 里 half a kilometre or, loosely, a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from geo.figures.words import Words
from geo.records import Unit


@dataclass(frozen=True, slots=True)
class Size:
    """One size in which a unit is printed.

    Parameters
    ----------
    unit : str
        Id of the base unit.
    factor : Decimal
        Base units in one of this size.
    zh, en_one, en_many : str
        How the size is written, whichever of its words the source prints.
    """

    unit: str
    kind: str
    factor: Decimal
    zh: str
    en_one: str
    en_many: str


_TABLE: Final = """
m|length|1|米|m|m|延米|延长米|公尺|metre|metres|meter|meters
m|length|1000|公里|km|km|千米|kilometre|kilometres|kilometer|kilometers
m|length|0.01|厘米|cm|cm|公分|centimetre|centimetres|centimeter|centimeters
m|length|0.001|毫米|mm|mm|millimetre|millimetres|millimeter|millimeters
m|length|500|华里|Chinese li|Chinese li|市里
m2|area|1|平方米|m²|m²|m2|m^2|平米|平方|平|平方m|sq m|sq.m|sq. m|sqm|square metre|square metres
m2|area|1|平方米|m²|m²|square meter|square meters
m2|area|10000|公顷|ha|ha|hectare|hectares
m2|area|1000000|平方公里|km²|km²|km2|km^2|平方千米|sq km|sq.km|sq. km|sqkm|square kilometre
m2|area|1000000|平方公里|km²|km²|square kilometres|square kilometer|square kilometers
mu|area|1|亩|mu|mu|市亩
m3|volume|1|立方米|m³|m³|m3|m^3|立方|立方m|cu m|cubic metre|cubic metres|cubic meter|cubic meters
percent|share|1|%|%|%|percent|per cent|pct
percent|share|10|成|tenth|tenths
percent|share|0.1|‰|‰|‰
percentage-point|share|1|个百分点|percentage point|percentage points|百分点
yuan|money|1|元|yuan|yuan|人民币|元人民币|人民币元|元整|块钱|RMB|CNY|¥|RMB yuan|yuan RMB
usd|money|1|美元|US dollar|US dollars|USD|US$|$
hkd|money|1|港元|HK dollar|HK dollars|港币|HKD|HK$
eur|money|1|欧元|euro|euros|EUR|€
gbp|money|1|英镑|British pound|British pounds|GBP|£
t|mass|1|吨|t|t|公吨|tonne|tonnes|metric ton|metric tons
t|mass|0.001|公斤|kg|kg|千克|kilogram|kilograms
t|mass|0.000001|克|g|g|gram|grams
t|mass|0.0005|斤|jin|jin|市斤
kw|power|1|千瓦|kW|kW|kw|KW|kilowatt|kilowatts
kw|power|0.001|瓦|W|W|watt|watts
kw|power|1000|兆瓦|MW|MW|megawatt|megawatts
kwh|energy|1|千瓦时|kWh|kWh|kwh|KWH|千瓦小时|kilowatt-hour|kilowatt-hours
kwh|energy|1000|兆瓦时|MWh|MWh|兆瓦小时
hour|duration|1|小时|hour|hours|个小时
minute|duration|1|分钟|minute|minutes
day|duration|1|天|day|days
month|duration|1|个月|month|months
"""
"""Base unit, kind, factor, the words shown (Chinese, English one, English many), other words."""


def _sizes() -> dict[str, Size]:
    """Return every size by each of its words."""
    found: dict[str, Size] = {}
    for line in _TABLE.strip().splitlines():
        unit, kind, factor, zh, en_one, en_many, *others = line.split("|")
        size = Size(unit, kind, Decimal(factor), zh, en_one, en_many)
        found |= dict.fromkeys((zh, en_one, en_many, *others), size)
    return found


SIZES: Final = Words(_sizes())
"""Every word of a unit of measure."""
BASES: Final = frozenset(size.unit for size in SIZES.all.values())
"""Ids of the base units."""
CURRENCIES: Final = Words(
    {
        word: SIZES.all[word]
        for word in ("¥", "$", "US$", "HK$", "€", "£", "RMB", "CNY", "USD", "HKD", "EUR", "GBP")
    }
    | {"人民币": SIZES.all["元"]}
)
"""What stands before an amount of money."""
OF_A_HUNDRED: Final = Words(
    {
        "百分之": SIZES.all["%"],
        "千分之": SIZES.all["‰"],
        "万分之": Size("percent", "share", Decimal("0.01"), "‱", "‱", "‱"),
    }
)
"""What stands before a share in Chinese."""
SQUARE, CUBIC, LI, KILOMETRE = (SIZES.all[word] for word in ("平方米", "立方米", "华里", "公里"))
EITHER: Final = Words({"方": (SQUARE, CUBIC), "里": (LI, KILOMETRE)})
"""Words that mean one of two sizes."""

_MU_IN_SQUARE_METRES: Final = Fraction(2000, 3)
_SPACE: Final = re.compile(
    "面积|房|屋|住宅|楼|建筑|征收|征拆|拆迁|违建|棚户|墙|路面|绿地|绿化|铺装|floor|hous|building|area"
)
_MATTER: Final = re.compile(
    "体积|方量|建筑垃圾|装修垃圾|拆迁垃圾|垃圾|土方|渣|弃土|泥|砂|石方|混凝土|水量|供水|用水|蓄水|污水"
    "|木材|杂物|rubbish|waste|soil|earth|sludge|debris|water|concrete"
)
_SURFACE: Final = re.compile("面积|area")


def base_of(unit: Unit) -> tuple[str, Decimal]:
    """Return the base unit that a row of ``units.csv`` is a size of, and how many are in one.

    A unit of a package's own, 万元 say, is known by its Chinese word; what counts things is its own
    base.
    """
    if unit.unit_id in BASES:
        return unit.unit_id, Decimal(1)
    match = re.fullmatch(r"([千万亿]*)(.+)", unit.zh)
    size = SIZES.all.get(unit.zh) or (SIZES.all.get(match[2]) if match else None)
    if size is None:
        return unit.unit_id, Decimal(1)
    scale = Decimal(1)
    if match and unit.zh not in SIZES.all:
        for sign in match[1]:
            scale *= {"千": 1000, "万": 10_000, "亿": 100_000_000}[sign]
    return size.unit, size.factor * scale


def is_measured(unit: Unit) -> bool:
    """Tell whether a row of ``units.csv`` is a size of a unit of measure."""
    return base_of(unit)[0] in BASES


def square_or_cubic(measure: str) -> Size | None:
    """Return which 方 a measure is counted in: square for houses and areas, cubic for matter.

    >>> square_or_cubic("清理建筑垃圾").zh, square_or_cubic("房屋征收").zh
    ('立方米', '平方米')
    """
    lowered = measure.casefold()
    if _SURFACE.search(lowered):
        return SQUARE
    rest, matter = _MATTER.subn("", lowered)
    space = _SPACE.search(rest)
    if matter and space:
        return None
    return CUBIC if matter else SQUARE if space else None


def compared(value: Decimal, unit: Unit) -> tuple[str, Fraction]:
    """Return a value in the unit in which it is set beside others: areas all in square metres."""
    base, factor = base_of(unit)
    amount = Fraction(value) * Fraction(factor)
    return ("m2", amount * _MU_IN_SQUARE_METRES) if base == "mu" else (base, amount)

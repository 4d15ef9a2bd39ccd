"""Units and cases of quantities for the tests that read, write and check them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from geo.language.bilingual import Bilingual
from geo.records import Figure, Unit
from tests import ROOT

UNITS = {
    unit.unit_id: unit
    for unit in (
        Unit("m", "length", "米", "m", "m"),
        Unit("m2", "area", "平方米", "m²", "m²"),
        Unit("m3", "volume", "立方米", "m³", "m³"),
        Unit("mu", "area", "亩", "mu", "mu"),
        Unit("plot-mu", "count", "亩", "mu", "mu"),
        Unit("yuan", "money", "元", "yuan", "yuan"),
        Unit("wan-yuan", "money", "万元", "ten thousand yuan", "ten thousand yuan"),
        Unit("usd", "money", "美元", "US dollar", "US dollars"),
        Unit("percent", "share", "%", "%", "%"),
        Unit("percentage-point", "share", "个百分点", "percentage point", "percentage points"),
        Unit("t", "mass", "吨", "t", "t"),
        Unit("kw", "power", "千瓦", "kW", "kW"),
        Unit("day", "duration", "天", "day", "days"),
        Unit("household", "count", "户", "household", "households"),
        Unit("person", "count", "名", "person", "people"),
        Unit("person-time", "count", "人次", "attendance", "attendances"),
        Unit("building", "count", "栋", "building", "buildings"),
        Unit("tree", "count", "株", "tree", "trees"),
        Unit("site", "count", "处", "site", "sites"),
        Unit("market", "count", "个", "market", "markets"),
    )
}
CASES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "cases" / "quantities.json").read_text("utf-8")
)
"""Wordings with what they state: a measure, the row's unit, and how each language writes it."""


def figure_of(case: dict[str, Any]) -> Figure:
    """Return a figure whose row says what a case says."""
    measure = Bilingual(case["measure"], "measure")
    rest = ("2022", "source", "section 1, paragraph 1")
    value, qualifier = Decimal(case["value"]), case["qualifier"]
    return Figure(
        "a", "works", "anci", measure, value, qualifier, case["row"], case["wording"], *rest
    )

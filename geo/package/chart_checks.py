"""Do charts name numbers that exist, and only such as go together?"""

from __future__ import annotations

from collections.abc import Mapping

from geo.figures.charts import KINDS_OF_DERIVED, slots
from geo.language.bilingual import Bilingual
from geo.package.faults import Faults
from geo.package.missing import Missing, Said
from geo.package.records_from_rows import Row
from geo.package.tables import Keys

_AREAS = {"mu": "m2"}
"""Units that stand on the axis of another."""


def check_charts(
    rows: Mapping[str, list[Row]], known: Keys, missing: Missing, faults: Faults
) -> None:
    """Add a fault for every chart whose numbers do not go together; missing ones are kept.

    Where it is not known which figures or derived numbers there are, nothing is said of them.
    """
    unit_of = {row["figure_id"]: row["unit"] for row in rows["figures"]}
    recipes = {row["derived_id"]: row for row in rows["derived"]}
    for row in rows["charts"]:
        named, is_derived = row["of"].split(), row["kind"] in KINDS_OF_DERIVED
        table = "derived" if is_derived else "figures"
        there = known.get(table)
        for each in named:
            if there is not None and each not in there:
                missing.need(table, each, "charts.csv", "of", row.line)
        said = _of_derived(row, named, recipes) if is_derived else _of_figures(named, unit_of, row)
        if not is_derived or recipes.keys() >= set(named):  # else of which terms is not known
            said = said or _title_fault(row, named, recipes)
        if said is not None:
            faults.add("E_CHART", "charts.csv", row.line, said, ("请改正", "Correct it"))


def _of_derived(row: Row, named: list[str], recipes: Mapping[str, Row]) -> Said | None:
    """Return what is wrong with a chart of a derived number, if anything."""
    if len(named) != 1:
        return (
            f"{row['kind']} 图只画一个计算得出的数字",
            f"a chart of the kind {row['kind']} is about one derived number",
        )
    recipe = recipes.get(named[0])
    allowed = KINDS_OF_DERIVED[row["kind"]]
    if recipe is not None and recipe["kind"] not in allowed:
        return (
            f"{row['kind']} 图要用 {allowed[0]}，这里是 {recipe['kind']}",
            f"a chart of the kind {row['kind']} needs a {allowed[0]}, not a {recipe['kind']}",
        )
    return None


def _of_figures(named: list[str], unit_of: Mapping[str, str], row: Row) -> Said | None:
    """Return what is wrong with a chart of figures, if anything."""
    if len(set(named)) != len(named) or len(named) < 2:
        return "图中要有两个以上不同的数字", "a chart needs two or more different figures"
    units = {_AREAS.get(unit_of[each], unit_of[each]) for each in named if each in unit_of}
    if row["kind"] == "bars" and len(units) > 1:
        return (
            f"同一条轴上只能有一种单位，这里有 {'、'.join(sorted(units))}；可改用 beside",
            f"one axis holds one unit, not {', '.join(sorted(units))}; use beside instead",
        )
    return None


def _title_fault(row: Row, named: list[str], recipes: Mapping[str, Row]) -> Said | None:
    """Return what is wrong with the numbers that a title says, if anything."""
    terms = {
        term
        for each in named
        if each in recipes
        for term in (*recipes[each]["of"].split(), *recipes[each]["per"].split())
    }
    unknown = slots(Bilingual(row["title_zh"], row["title_en"])) - {*named, *terms}
    if not unknown:
        return None
    allowed = " ".join(f"{{{each}}}" for each in (*named, *sorted(terms)))
    return (
        f"标题中的花括号里只能是图中数字的编号：{allowed}",
        f"braces in a title can only hold ids of the chart's numbers: {allowed}",
    )

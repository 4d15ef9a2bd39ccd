"""Do derived numbers and headlines name figures that exist and go together?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from geo.package.faults import Faults
from geo.package.missing import Missing
from geo.package.records_from_rows import Row
from geo.package.tables import Keys


def check_terms(
    rows: Mapping[str, list[Row]], known: Keys, missing: Missing, faults: Faults
) -> None:
    """Add a fault for every recipe whose figures do not fit; those that are missing are kept.

    `known` has the ids of all figures, those with a fault of their own as well; where it has none
    for ``figures``, nothing is said of which exist.
    """
    unit_of = {row["figure_id"]: row["unit"] for row in rows["figures"]}
    shares = {row["unit"] for row in rows["units"] if row["kind"] == "share"}
    if known.get("units") is None:  # of which kind a unit is cannot be said
        shares |= {row["unit"] for row in rows["derived"]}
    zeros = {row["figure_id"] for row in rows["figures"] if float(row["value"]) == 0}
    wanted = [
        ("workstreams.csv", row.line, "headline", row["headline"].split())
        for row in rows["workstreams"]
    ]
    for row in rows["derived"]:
        terms, divisors = row["of"].split(), row["per"].split()
        wanted += [
            ("derived.csv", row.line, "of", terms),
            ("derived.csv", row.line, "per", divisors),
        ]
        said = _recipe_fault(row, terms, divisors, unit_of, shares)
        if said is None and row["per"] in zeros:
            said = "分母为零", "the figure below is zero"
        if said is not None:
            remedy = ("请改正", "Correct it")
            faults.add("E_RECIPE", "derived.csv", row.line, said, remedy)
    figures = known.get("figures")
    for file, line, column, names in wanted:
        for name in names:
            if figures is not None and name not in figures:
                missing.need("figures", name, file, column, line)


def _recipe_fault(
    row: Row,
    terms: list[str],
    divisors: list[str],
    unit_of: Mapping[str, str],
    shares: Collection[str],
) -> tuple[str, str] | None:
    """Return what is wrong with the form of a recipe, if anything."""
    if row["kind"] != "sum":
        if len(terms) != 1 or len(divisors) != 1:
            return "比值要有一个分子和一个分母", "a ratio needs one figure above and one below"
        if not {*terms, *divisors} <= unit_of.keys():
            return None  # named as missing, and of no unit
        return _quotient_fault(row, unit_of[terms[0]], unit_of[divisors[0]], shares)
    if divisors or len(set(terms)) != len(terms):
        return "合计的各项要各不相同，没有分母", "a sum has distinct terms and nothing below"
    if {unit_of[term] for term in terms if term in unit_of} - {row["unit"]}:
        return "相加的数字要与合计同一单位", "all figures added must have the unit of the sum"
    return None


def _quotient_fault(
    row: Row, above: str, below: str, shares: Collection[str]
) -> tuple[str, str] | None:
    """Return what is wrong with the units of a share or a ratio, if anything."""
    if row["kind"] == "share":
        if above != below:
            return (
                f"占比只能在同一单位之间计算，这里是 {above} 和 {below}",
                f"a share needs one unit, not {above} of {below}",
            )
        if row["unit"] not in shares:
            return "占比的单位要是 share 类", "a share needs a unit of the kind share"
        return None
    if above == below:
        return "同一单位的两个数字用 share", "two figures in one unit make a share"
    if row["unit"] != above:
        return f"比值的单位要与分子相同：{above}", f"a ratio has the unit above: {above}"
    return None

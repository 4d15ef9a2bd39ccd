"""Do the rows of figures, groups, derived numbers, charts and workstreams go together?

Every figure belongs to one thing, a place or a group; every group is one; derived numbers, charts
and headlines name figures that exist and fit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from geo.figures.chart import KINDS_OF_DERIVED, slots
from geo.language.bilingual import Bilingual
from geo.package.cells import CellFault
from geo.package.faults import Faults
from geo.package.missing import Missing
from geo.package.one_cause import Gathered
from geo.package.records_from_rows import Row
from geo.package.remedies import PLACES, Said
from geo.package.row_words import empty
from geo.package.schema import TABLES
from geo.package.tables import Keys

_AREAS = {"mu": "m2"}
"""Units that stand on the axis of another."""


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
    zeros = {row["figure_id"] for row in rows["figures"] if Decimal(row["value"]) == 0}
    _need_headlines(rows, faults)
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


def _need_headlines(rows: Mapping[str, list[Row]], faults: Faults) -> None:
    """Add a fault for every line of work that has figures and does not say which is its first.

    One without figures has none to name: its year is only begun, or says nothing of it.
    """
    told = {row["workstream"] for row in rows["figures"]}
    column = next(field for field in TABLES["workstreams"] if field.name == "headline")
    gathered = Gathered()
    for row in rows["workstreams"]:
        if row["workstream_id"] in told and not row["headline"]:
            found = CellFault("E_EMPTY_CELL", lambda: empty(column))
            gathered.say("workstreams.csv", column.name, row.line, found)
    faults.extend(gathered.told())


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


def check_homes(figures: Sequence[Row], groups: Sequence[Row], faults: Faults) -> None:
    """Add a fault for figures with two homes or none, and for members that stand twice."""
    gathered = Gathered()
    for row in figures:
        if bool(row["place_id"]) == bool(row["group"]):
            words = _both if row["group"] else _neither
            gathered.say("figures.csv", "", row.line, CellFault("E_HOME", words))
    faults.extend(gathered.told())
    for row in groups:
        members = row["members"].split()
        twice = sorted({each for each in members if members.count(each) > 1})
        if twice:
            said = (f"成员重复：{'、'.join(twice)}", f"members stand twice: {', '.join(twice)}")
            faults.add("E_DUP", "groups.csv", row.line, said, ("只留一个", "Keep one of them"))


def need_members(groups: Sequence[Row], known: Collection[str], missing: Missing) -> None:
    """Keep which members of groups no layer holds."""
    for row in groups:
        for member in row["members"].split():
            if member not in known:
                missing.need(PLACES, member, "groups.csv", "members", row.line)


def _neither() -> tuple[Said, Said]:
    return (
        ("没有填 place_id，也没有填 group", "neither place_id nor group is filled in"),
        (
            "填入数字所属的地点，或几个地点合计的组",
            "Fill in the place it belongs to, or the group of places that it counts together",
        ),
    )


def _both() -> tuple[Said, Said]:
    return (
        ("place_id 和 group 都填了", "place_id and group are both filled in"),
        (
            "只留一个：单独一处的数字留 place_id，几处合计的留 group",
            "Keep one: place_id for the number of one place, group for that of several together",
        ),
    )

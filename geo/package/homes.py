"""Does every figure belong to one thing, a place or a group, and is every group one?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from geo.package.cells import CellFault
from geo.package.faults import Faults
from geo.package.missing import Missing
from geo.package.one_cause import Gathered
from geo.package.records_from_rows import Row
from geo.package.remedies import PLACES, Said


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

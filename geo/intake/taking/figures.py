"""How do the numbers of a file become rows of ``figures.csv``, each with its home and its unit?"""

from __future__ import annotations

from typing import Protocol

from geo.intake.taking.context import Context, Row
from geo.intake.taking.named import id_for, in_english, unit_for
from geo.intake.taking.understood import TakenFigure, Understood
from geo.package.schema import ID_LENGTH

_LISTED = "地点数"


class Writer(Protocol):
    """What the rows of a package are added to."""

    context: Context
    rows: dict[str, list[Row]]
    place_ids: dict[str, str]

    def workstream(self, name: str) -> str:
        """Return the id of a line of work."""

    def source_id(self, title: str) -> str:
        """Return the id of a source."""


def figures_into(writer: Writer, taken: Understood) -> None:
    """Add all figures, and for each line of work the one that says most of it."""
    rows = {row["figure_id"]: row for row in writer.rows["figures"]}
    for figure in taken.figures:
        row = _row(writer, figure, rows)
        rows[row["figure_id"]] = row
    for row in _counted(writer, taken, rows):
        rows[row["figure_id"]] = row
    writer.rows["figures"] = list(rows.values())
    for workstream in writer.rows["workstreams"]:
        named = workstream["headline"].split()
        if not named or not all(name in rows for name in named):
            workstream["headline"] = _headline(workstream["workstream_id"], rows, writer)


def _row(writer: Writer, figure: TakenFigure, rows: dict[str, Row]) -> Row:
    place, group = _home(writer, figure.place)
    same = _same(rows, place, group, figure)
    if same is not None and same["as_published"] == figure.as_published:
        return same  # a template that is taken back changes nothing that nobody changed
    unit = _unit(writer, figure.unit, figure.unit_word)
    said = {
        **{"value": f"{figure.value:f}", "qualifier": figure.qualifier, "unit": unit},
        **{"as_published": figure.as_published, "period": figure.period},
        **{"source_id": writer.source_id(figure.source), "locator": figure.locator},
    }
    if same is not None:
        return same | said
    made = id_for(group or place, figure.measure)
    if made in rows and rows[made]["period"] != figure.period:
        made = f"{made[: ID_LENGTH - 5]}-{figure.period}"
    return {
        **{"figure_id": made, "workstream": writer.workstream(figure.workstream)},
        **{"place_id": place, "measure_zh": figure.measure},
        **{"measure_en": in_english(figure.measure), "group": group},
        **said,
    }


def _same(rows: dict[str, Row], place: str, group: str, figure: TakenFigure) -> Row | None:
    """Return the row that already says this measure of the same home and year, if there is one."""
    home = (place, group, figure.measure, figure.period[:4])
    found = [
        row
        for row in rows.values()
        if (row["place_id"], row["group"], row["measure_zh"], row["period"][:4]) == home
    ]
    as_said = [row for row in found if row["as_published"] == figure.as_published]
    return next(iter(as_said or found), None)


def _home(writer: Writer, name: str) -> tuple[str, str]:
    """Return ids of the place and of the group that a figure names: one of them is empty."""
    if name in writer.place_ids:
        return writer.place_ids[name], ""
    for group in writer.rows["groups"]:
        if name and name in (group["name_zh"], group["name_en"], group["group_id"]):
            return "", group["group_id"]
    for found in writer.context.layers.values():
        for each in found:
            known = each["properties"]
            if name and name in (known["name_zh"], known["name_en"], each["id"]):
                return str(each["id"]), ""
    district = writer.context.district
    return "" if district is None else str(district["id"]), ""


def _unit(writer: Writer, base: str, word: str) -> str:
    rows = writer.rows["units"]
    if not base:
        same = next((row["unit"] for row in rows if row["zh"] == word), None)
        if same is not None:
            return same
    unit, row = unit_for(base, word, {row["unit"] for row in rows})
    if row is not None:
        rows.append(row)
    return unit


def _counted(writer: Writer, taken: Understood, rows: dict[str, Row]) -> list[Row]:
    """Return how many places each line of work lists, by source: what its tile shows.

    Not where the files say something of the line of work in the whole district, nor where they
    list no place that is new: an old place is no work of this year by being listed.
    """
    district = writer.context.district
    every = writer.context.layers.values()
    known = {each["properties"]["name_zh"] for found in every for each in found}
    told = {writer.workstream(each.workstream) for each in taken.figures if not each.place}
    new = {writer.workstream(each.workstream) for each in taken.places if each.name not in known}
    counts: dict[tuple[str, str], list[str]] = {}
    for place in taken.places:
        of = (writer.workstream(place.workstream), place.source)
        counts.setdefault(of, []).append(place.name)
    period = next((f.period for f in taken.figures), writer.context.year())
    made = []
    for (workstream, source), names in counts.items():
        if district is None or not period or workstream in told:
            continue
        if workstream not in new and _count_id(workstream) not in rows:
            continue
        number = len(set(names))
        made.append(
            {
                **{"figure_id": _count_id(workstream), "workstream": workstream},
                **{"place_id": str(district["id"]), "measure_zh": _LISTED},
                **{"measure_en": in_english(_LISTED), "value": str(number)},
                **{"qualifier": "exact", "unit": _unit(writer, "", "处")},
                **{"as_published": f"{number}处", "period": period},
                **{"source_id": writer.source_id(source), "locator": "all rows", "group": ""},
            }
        )
    return made


def _count_id(workstream: str) -> str:
    return id_for(workstream, "places")


def _headline(workstream: str, rows: dict[str, Row], writer: Writer) -> str:
    """Return the figure that says most of a line of work: one of the district if there is any."""
    district = writer.context.district
    own = [row for row in rows.values() if row["workstream"] == workstream]
    wide = [row for row in own if district is not None and row["place_id"] == district["id"]]
    return next((row["figure_id"] for row in (*wide, *own)), "")

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
    for row in _counted(writer, taken):
        rows[row["figure_id"]] = row
    writer.rows["figures"] = list(rows.values())
    for workstream in writer.rows["workstreams"]:
        named = workstream["headline"].split()
        if not named or not all(name in rows for name in named):
            workstream["headline"] = _headline(workstream["workstream_id"], rows, writer)


def _row(writer: Writer, figure: TakenFigure, rows: dict[str, Row]) -> Row:
    place = writer.place_ids.get(figure.place) or _home(writer, figure.place)
    unit = _unit(writer, figure.unit, figure.unit_word)
    made = id_for(place, figure.measure)
    same = rows.get(made)
    if same is not None and same["period"] != figure.period:
        made = f"{made[: ID_LENGTH - 5]}-{figure.period}"
    return {
        **{"figure_id": made, "workstream": writer.workstream(figure.workstream)},
        **{"place_id": place, "measure_zh": figure.measure},
        **{"measure_en": in_english(figure.measure), "value": f"{figure.value:f}"},
        **{"qualifier": figure.qualifier, "unit": unit, "as_published": figure.as_published},
        **{"period": figure.period, "source_id": writer.source_id(figure.source)},
        **{"locator": figure.locator, "group": ""},
    }


def _home(writer: Writer, name: str) -> str:
    """Return the id of the place that a figure names; the district where it is none."""
    for found in writer.context.layers.values():
        for each in found:
            known = each["properties"]
            if name and name in (known["name_zh"], known["name_en"], each["id"]):
                return str(each["id"])
    district = writer.context.district
    return "" if district is None else str(district["id"])


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


def _counted(writer: Writer, taken: Understood) -> list[Row]:
    """Return how many places each line of work lists, by source: what its tile shows."""
    district = writer.context.district
    counts: dict[tuple[str, str], list[str]] = {}
    for place in taken.places:
        of = (writer.workstream(place.workstream), place.source)
        counts.setdefault(of, []).append(place.name)
    period = next((f.period for f in taken.figures), writer.context.year())
    made = []
    for (workstream, source), names in counts.items():
        if district is None or not period:
            continue
        number = len(set(names))
        made.append(
            {
                **{"figure_id": id_for(workstream, "places"), "workstream": workstream},
                **{"place_id": str(district["id"]), "measure_zh": _LISTED},
                **{"measure_en": in_english(_LISTED), "value": str(number)},
                **{"qualifier": "exact", "unit": _unit(writer, "", "处")},
                **{"as_published": f"{number}处", "period": period},
                **{"source_id": writer.source_id(source), "locator": "all rows", "group": ""},
            }
        )
    return made


def _headline(workstream: str, rows: dict[str, Row], writer: Writer) -> str:
    """Return the figure that says most of a line of work: one of the district if there is any."""
    district = writer.context.district
    own = [row for row in rows.values() if row["workstream"] == workstream]
    wide = [row for row in own if district is not None and row["place_id"] == district["id"]]
    return next((row["figure_id"] for row in (*wide, *own)), "")

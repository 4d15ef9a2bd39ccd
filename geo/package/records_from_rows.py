"""How do checked rows become records? One function a table, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from geo.figures.chart import Chart, ChartKind
from geo.language.bilingual import Bilingual
from geo.records import Figure, Gap, Group, Layer, Qualifier, Recipe, Source, Unit, Workstream


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line in which it begins (the first is 1) and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


Rows = Iterable[Row]


def _pair(row: Row, name: str) -> Bilingual:
    return Bilingual(zh=row[f"{name}_zh"], en=row[f"{name}_en"])


def units(rows: Rows) -> dict[str, Unit]:
    """Return units by id."""
    return {
        row["unit"]: Unit(row["unit"], row["kind"], row["zh"], row["en_one"], row["en_many"])
        for row in rows
    }


def sources(rows: Rows) -> dict[str, Source]:
    """Return sources by id."""
    return {
        row["source_id"]: Source(
            source_id=row["source_id"],
            kind=row["kind"],
            title=_pair(row, "title"),
            publisher=_pair(row, "publisher"),
            published=row["published"],
            url=row["url"],
            licence=_pair(row, "licence"),
            accuracy=_pair(row, "accuracy"),
            covers=row["covers"],
        )
        for row in rows
    }


def workstreams(rows: Rows) -> dict[str, Workstream]:
    """Return workstreams by id, in the order of the file."""
    return {
        row["workstream_id"]: Workstream(
            workstream_id=row["workstream_id"],
            name=_pair(row, "name"),
            about=_pair(row, "about"),
            colour=row["colour"],
            symbol=row["symbol"],
            headlines=tuple(row["headline"].split()),
        )
        for row in rows
    }


def layers(rows: Rows) -> dict[str, Layer]:
    """Return layers by id, in the order of the file."""
    return {
        row["layer_id"]: Layer(
            layer_id=row["layer_id"],
            name=_pair(row, "name"),
            path=row["path"],
            datum=row["datum"],
            accuracy_m=float(row["accuracy_m"] or 0),
        )
        for row in rows
    }


def figures(rows: Rows) -> tuple[Figure, ...]:
    """Return figures in the order of the file."""
    return tuple(
        Figure(
            figure_id=row["figure_id"],
            workstream=row["workstream"],
            place_id=row["place_id"],
            measure=_pair(row, "measure"),
            value=Decimal(row["value"]),
            qualifier=cast(Qualifier, row["qualifier"]),
            unit=row["unit"],
            as_published=row["as_published"],
            period=row["period"],
            source_id=row["source_id"],
            locator=row["locator"],
            group=row["group"],
        )
        for row in rows
    )


def groups(rows: Rows) -> dict[str, Group]:
    """Return groups of places by id, in the order of the file."""
    return {
        row["group_id"]: Group(
            group_id=row["group_id"],
            name=_pair(row, "name"),
            members=tuple(dict.fromkeys(row["members"].split())),
            source_id=row["source_id"],
            known=_pair(row, "known"),
        )
        for row in rows
    }


def recipes(rows: Rows) -> tuple[Recipe, ...]:
    """Return recipes of derived numbers in the order of the file."""
    return tuple(
        Recipe(
            derived_id=row["derived_id"],
            workstream=row["workstream"],
            kind=row["kind"],  # type: ignore[arg-type]  # the schema allows no other
            measure=_pair(row, "measure"),
            of=tuple(row["of"].split()),
            per=row["per"],
            unit=row["unit"],
        )
        for row in rows
    )


def charts(rows: Rows) -> tuple[Chart, ...]:
    """Return the charts that a package declares, in the order of the file."""
    return tuple(
        Chart(
            chart_id=row["chart_id"],
            workstream=row["workstream"],
            kind=cast(ChartKind, row["kind"]),
            title=_pair(row, "title"),
            of=tuple(row["of"].split()),
        )
        for row in rows
    )


def other_names(rows: Rows) -> Mapping[str, tuple[str, ...]]:
    """Return other and former names by the id of their place, where it has any."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        names = tuple(name for name in (row["name_zh"], row["name_en"]) if name)
        found[row["place_id"]] = found.get(row["place_id"], ()) + names
    return found


def gaps(rows: Rows) -> tuple[Gap, ...]:
    """Return what is not known, in the order of the file."""
    return tuple(Gap(row["gap_id"], _pair(row, "what"), _pair(row, "why")) for row in rows)

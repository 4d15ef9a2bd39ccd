"""What must a reader see of a view? Counted from the tables alone, another way than the app.

No code of the app is asked: rows of CSV and GeoJSON, `sum` and `in`. What a text finds is said by
whoever writes the step.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLACES = {"zh": "地点", "en": "Places"}
BASES = {
    "osm": ("openstreetmap.org", {"zh": "OpenStreetMap", "en": "OpenStreetMap"}),
    "amap": ("autonavi.com", {"zh": "高德", "en": "Amap"}),
}
"""Whom a basemap's tiles are asked of, and who is named for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A view, and what of it cannot be counted but only be known.

    Parameters
    ----------
    finds : str or None
        Ids of the places that the text `q` finds, with spaces; None where there is no text.
    figures : int or None
        How many figures `q` finds.
    lines : str or None
        What the popup says of the place, line by line, with ``|`` between; None: not asked.
    keyboard : str or None
        Where the keyboard is: on a row by its place, on the "name" in the panel, in the "field", in
        the "map"; None: not asked.
    reads : bool or None
        Whether the keyboard is in the panel; None: not asked.
    options : bool or None
        Whether something is suggested below the field; None: not asked.
    typed : str
        What stands in the field and is not looked for yet.
    pale : int or None
        How many places badges still hint at which the filter leaves out; None: not asked.
    notice, ignored, empty : str
        Words of what stands over the page, of what a link said that is not understood, and of a
        list without a place.
    """

    w: str = ""
    l: str | None = None  # noqa: E741 what links call it
    q: str = ""
    place: str = ""
    lang: str = "zh"
    base: str = ""
    c: str = ""
    finds: str | None = None
    figures: int | None = None
    lines: str | None = None
    pale: int | None = None
    reads: bool | None = None
    keyboard: str | None = None
    typed: str = ""
    options: bool | None = None
    notice: str = ""
    ignored: str = ""
    empty: str = ""


class Tables:
    """A package as its files say it."""

    def __init__(self, root: Path) -> None:
        self.streams = self._rows(root / "workstreams.csv")
        self.layers = self._rows(root / "layers.csv")
        self.figures = self._rows(root / "figures.csv")
        groups = {
            row["group_id"]: row["members"].split() for row in self._rows(root / "groups.csv")
        }
        self.places: dict[str, dict[str, Any]] = {}
        for layer in self.layers:
            for feature in json.loads((root / layer["path"]).read_text("utf-8"))["features"]:
                self.places[feature["id"]] = feature["properties"]
        self.members = [
            [row["place_id"]] if row["place_id"] else groups[row["group"]] for row in self.figures
        ]

    @staticmethod
    def _rows(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def name(self, place: str, lang: str) -> str:
        return str(self.places[place][f"name_{lang}"])

    def shown(self, view: Wanted) -> list[str]:
        """Places of the layers that are on, of a chosen line of work or with a figure of one."""
        return [
            place
            for place in self._filtered(view)
            if view.l is None or self.places[place]["layer"] in view.l.split(",")
        ]

    def _filtered(self, view: Wanted) -> list[str]:
        chosen = view.w.split(",") if view.w else [row["workstream_id"] for row in self.streams]
        with_figures = {
            place
            for row, places in zip(self.figures, self.members, strict=True)
            if row["workstream"] in chosen
            for place in places
        }
        found = self.places if view.finds is None else view.finds.split()
        return [
            place
            for place, about in self.places.items()
            if place in found
            and (about["workstream"] in chosen or place in with_figures or not view.w)
        ]

    def count(self, view: Wanted) -> int:
        """Figures of the chosen lines of work; layers hide none, and a text finds what is said."""
        if view.figures is not None:
            return view.figures
        chosen = view.w.split(",")
        return sum(not view.w or row["workstream"] in chosen for row in self.figures)

    def legend(self, view: Wanted) -> list[str]:
        """How many places of each layer are shown, and of how many where not all are."""
        shown = self.shown(view)
        found = []
        for layer in self.layers:
            every = [
                id_ for id_, about in self.places.items() if about["layer"] == layer["layer_id"]
            ]
            seen = sum(place in shown for place in every)
            found.append(f"{seen}/{len(every)}" if seen < len(every) else str(seen))
        return found

    def tiles(self, view: Wanted) -> dict[str, Any]:
        """The name of each line of work, and its first figure; beside the map all of a chosen one.

        What a text finds of them is not counted here.
        """
        named = {row["figure_id"]: row for row in self.figures}
        heads = [named[row["headline"].split()[0]] for row in self.streams]
        names = [row[f"name_{view.lang}"] for row in self.streams]
        values = [int(row["value"]) for row in heads]
        measure = f"measure_{view.lang}"
        chosen = view.w.split(",") if not view.place else []
        listed = [row[measure] for row in self.figures if row["workstream"] in chosen]
        told = {"measures": [row[measure] for row in heads], "beside": sorted(listed)}
        return {"tiles": [list(each) for each in zip(names, values, strict=True)]} | (
            {} if view.q else told
        )

    @staticmethod
    def ground(view: Wanted, offered: Sequence[str]) -> dict[str, Any]:
        """What lies below the data, and who is named for it, where so many are `offered`."""
        maker, names = BASES.get(view.base, ("", {}))
        return {
            "offered": ["", *offered] if offered else [],
            "chosen": view.base,
            "asked": [maker] if maker else [],
            "seen": bool(maker),
            "credit": [names[view.lang]] if maker else [],
        }

    def seen(self, view: Wanted) -> dict[str, Any]:
        """All that every page must then show."""
        shown = self.shown(view)
        named = self.name(view.place, view.lang) if view.place else None
        stated = {name: getattr(view, name) for name in ("w", "q", "place", "base", "c")}
        layers = {} if view.l is None else {"l": view.l}
        found = {
            "address": {name: value for name, value in stated.items() if value} | layers,
            "lang": view.lang,
            "chosen": view.w.split(",") if view.w else [],
            "title": f"{PLACES[view.lang]} {len(shown)}/{len(self.places)}",
            "rows": shown,
            "pressed": [view.place] if view.place else [],
            "drawn": sorted(shown),
            "counted": True,
            "figures": self.count(view),
            "legend": self.legend(view),
            "place": view.place or None,
            "popup": named,
            "panel": named,
            "notice": view.notice,
            "ignored": view.ignored,
            "empty": view.empty,
            "field": view.typed or ("" if view.q.startswith("id:") else view.q),
        }
        known = {"lines": view.lines, "pale": view.pale, "reads": view.reads}
        known |= {"keyboard": view.keyboard, "options": view.options}
        told = {name: value for name, value in known.items() if value is not None}
        return found | self.tiles(view) | told

"""How do the rows of a file become rows and features of a package?

Nothing here touches the disk: contents in, contents out. Taking a file again gives the same ids,
so its rows are replaced, never doubled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from geo.intake.taking.context import Context, Feature, Row
from geo.intake.taking.figures import figures_into
from geo.intake.taking.named import free_colour, free_id, id_for, in_english
from geo.intake.taking.understood import TakenPlace, TakenSource, Understood
from geo.intake.taking.words import symbol_for
from geo.package.audit import sealed
from geo.package.faults import Faults
from geo.package.schema import DESCRIPTOR, LINE_LENGTH, OPTIONAL_TABLES
from geo.package.written import features_bytes, rounded, table_bytes

_NOT_STATED: Final = ("未注明", "not stated")


@dataclass(frozen=True, slots=True)
class Merged:
    """The package with the rows taken in, and what that changed.

    Parameters
    ----------
    contents : mapping of str to bytes
        All files, the descriptor sealed.
    gone : tuple of str
        Names of places that an earlier take of the same source brought, and this one lacks.
    """

    contents: Mapping[str, bytes]
    faults: Faults
    gone: tuple[str, ...]


def merged(
    context: Context, contents: Mapping[str, bytes], taken: Understood, *, drop_gone: bool = False
) -> Merged:
    """Return the package with what was understood taken in."""
    writer = _Writer(context)
    writer.sources(taken.sources)
    writer.places(taken.places)
    gone = writer.gone(taken, drop=drop_gone)
    figures_into(writer, taken)
    made = dict(contents) | writer.contents(contents)
    faults = Faults()
    descriptor = sealed(made, faults)
    if descriptor is not None:
        made[DESCRIPTOR] = descriptor
    return Merged(made, faults, gone)


class _Writer:
    """Rows and features of a package while others are added."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.rows = {table: [dict(row) for row in rows] for table, rows in context.rows.items()}
        self.layers = deepcopy(dict(context.layers))
        self.place_ids: dict[str, str] = {}
        self._source_ids: dict[str, str] = {}

    def source_id(self, title: str) -> str:
        """Return the id of a source that was taken in."""
        return self._source_ids[title]

    def sources(self, taken: Mapping[str, TakenSource]) -> None:
        """Add the sources that the package has not."""
        rows = self.rows["sources"]
        for title, source in taken.items():
            same = next((row for row in rows if row["title_zh"] == title), None)
            if same is None:
                same = _source_row(source, {row["source_id"] for row in rows})
                rows.append(same)
            for column, said in (("published", source.published), ("url", source.url)):
                same[column] = said or same[column]
            if source.publisher and source.publisher != same["publisher_zh"]:
                same |= {"publisher_zh": source.publisher, "publisher_en": source.publisher}
            self._source_ids[title] = same["source_id"]

    def workstream(self, name: str) -> str:
        """Return the id of a line of work; one that the package has not is added."""
        rows = self.rows["workstreams"]
        for row in rows:
            if name in (row["name_zh"], row["name_en"], row["workstream_id"]):
                return row["workstream_id"]
        for row in rows:  # 老旧小区 for 老旧小区改造
            if len(name) > 2 and row["name_zh"].startswith(name):
                return row["workstream_id"]
        made = free_id(id_for(name), {row["workstream_id"] for row in rows})
        rows.append(
            {
                **{"workstream_id": made, "name_zh": name, "name_en": in_english(name)},
                **{"about_zh": f"{name}。", "about_en": f"{in_english(name)}."},
                "colour": free_colour({row["colour"] for row in rows}),
                **{"symbol": symbol_for(name), "headline": ""},
            }
        )
        return made

    def places(self, taken: Sequence[TakenPlace]) -> None:
        """Add places, or take what is new of those that the package has."""
        every = {each["id"]: each for found in self.layers.values() for each in found}
        by_name = {each["properties"]["name_zh"]: each for each in every.values()}
        for place in taken:
            workstream = self.workstream(place.workstream)
            same = by_name.get(place.name)
            if same is None:
                made = free_id(id_for(place.name), every)
                layer = self._layer(place.layer or place.workstream, workstream)
                same = {"type": "Feature", "id": made, "properties": {}, "geometry": None}
                layer[1].append(same)
                every[made], by_name[place.name] = same, same
                same["properties"] = self._properties(place, made, layer[0], workstream)
            else:
                self._renew(same, place, workstream)
            self.place_ids[place.name] = same["id"]
            if place.shape is not None:
                same["geometry"] = rounded(place.shape)

    def _layer(self, name: str, workstream: str) -> tuple[str, list[Feature]]:
        """Return id and features of a layer, which is made where the package has none of it."""
        rows = self.rows["layers"]
        for row in rows:
            named = name in (row["name_zh"], row["name_en"], row["layer_id"])
            if (named or row["layer_id"] == workstream) and self._takes(row):
                return row["layer_id"], self.layers[row["path"]]
        made = free_id(id_for(name), {row["layer_id"] for row in rows})
        path = f"layers/{made}.geojson"
        row = {"layer_id": made, "name_zh": name, "name_en": in_english(name), "path": path}
        rows.append(row | {"datum": "wgs84", "accuracy_m": ""})
        self.layers[path] = []
        return made, self.layers[path]

    def _takes(self, row: Row) -> bool:
        """Tell whether places in WGS-84 can be added to a layer: not to the district's own."""
        found = self.layers.get(row["path"])
        if found is None or any(e["properties"].get("precision") == "district" for e in found):
            return False
        return row["datum"] in ("wgs84", "") and row["path"].endswith(".geojson")

    def _properties(
        self, place: TakenPlace, made: str, layer: str, workstream: str
    ) -> dict[str, Any]:
        parent = self.context.descriptor
        district = self.context.district
        named = district["properties"] if district else {"name_zh": parent.get("title", "")}
        return {
            **{"place_id": made, "name_zh": place.name[:LINE_LENGTH]},
            **{"name_en": in_english(place.name, place.name_en)[:LINE_LENGTH], "pinyin": None},
            **{"layer": layer, "workstream": workstream, "code": None},
            "parent_zh": named["name_zh"],
            "parent_en": named.get("name_en") or named["name_zh"],
            **self._located(place),
        }

    def _located(self, place: TakenPlace) -> dict[str, Any]:
        """Return what is said of where a place is."""
        area = place.area or self.context.root_area
        precision = "zone"
        if place.shape is not None:
            precision = "line" if "Line" in place.shape.geom_type else "exact"
        elif place.area and place.area != self.context.root_area:
            precision = "township"
        return {
            "precision": precision,
            **{"known_zh": place.known.zh, "known_en": place.known.en},
            "source_id": self.source_id(place.source),
            "area": area or None,
        }

    def _renew(self, feature: Feature, place: TakenPlace, workstream: str) -> None:
        """Take what a file says of a place that is there; a position is not lost by it."""
        known = feature["properties"]
        known["workstream"] = known.get("workstream") or workstream
        if place.name_en:
            known["name_en"] = place.name_en
        is_located = known["precision"] in ("exact", "line")
        located = self._located(place)
        kept = ("area", "known_zh")
        if place.shape is None and all(known.get(name) == located[name] for name in kept):
            return  # English and source of what is known stay as well
        if place.shape is not None or not is_located:
            known |= located

    def gone(self, taken: Understood, *, drop: bool) -> tuple[str, ...]:
        """Return the places that the same sources had before and have no more."""
        sources = {self.source_id(place.source) for place in taken.places}
        now = set(self.place_ids.values())
        lost = {
            each["id"]: each["properties"]["name_zh"]
            for found in self.layers.values()
            for each in found
            if each["properties"].get("source_id") in sources
            and each["id"] not in now
            and each["properties"].get("precision") != "district"
        }
        if drop:
            for path, found in self.layers.items():
                self.layers[path] = [each for each in found if each["id"] not in lost]
            self.rows["figures"] = [r for r in self.rows["figures"] if r["place_id"] not in lost]
        return tuple(lost.values())

    def contents(self, before: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files of tables and layers as they are now; what did not change stays."""
        made: dict[str, bytes] = {}
        for table, rows in self.rows.items():
            if rows != self.context.rows[table] or (
                f"{table}.csv" not in before and table not in OPTIONAL_TABLES
            ):
                made[f"{table}.csv"] = table_bytes(table, rows)
        for path, found in self.layers.items():
            if found != self.context.layers.get(path):
                made[path] = features_bytes(found)
        return made


def _source_row(source: TakenSource, taken: set[str]) -> Row:
    """Return the row of a source that a package has not yet."""
    publisher = source.publisher
    return {
        "source_id": free_id(id_for(source.title), taken),
        **{"kind": "report", "title_zh": source.title, "title_en": source.title},
        "publisher_zh": publisher or _NOT_STATED[0],
        "publisher_en": publisher or _NOT_STATED[1],
        **{"published": source.published, "url": source.url},
        **{"licence_zh": "按提供单位的要求使用", "licence_en": "as whoever gave it allows"},
        **{
            "accuracy_zh": "数字照原表收录。",
            "accuracy_en": "Numbers are taken as the table has them.",
        },
        "covers": "figures.csv",
    }

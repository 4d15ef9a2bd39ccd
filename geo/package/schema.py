"""Which columns does each table of a package have, and what may stand in them?

The one home of the schemas: the reader checks by them, and the descriptor carries them as Table
Schema (https://datapackage.org/standard/table-schema/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from geo.datum import DATUM_NAMES
from geo.figures.chart import CHART_KINDS
from geo.records import BOUNDED, PRECISIONS, QUALIFIERS, UNIT_KINDS

ID_PATTERN: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
"""Ids are lower case with hyphens: safe in links, scripts, file names and style rules."""
VERSION_PATTERN: Final = r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}"
"""Versions travel in links, so they have to be short and plain; ``1.2.0`` and dates are."""
COLOUR_PATTERN: Final = r"#[0-9a-f]{6}"
WORD_LENGTH: Final = 40
"""Most characters of a word: a date, a colour, a number in digits."""
ID_LENGTH: Final = 80
"""Most characters of an id or a code; ids travel in links."""
LINE_LENGTH: Final = 300
"""Most characters of what is set on a line: names, titles, measures, wordings."""
TEXT_LENGTH: Final = 1000
"""Most characters of a sentence or two: what is known of a place, why something is not."""
LIST_LENGTH: Final = 8000
"""Most characters of a list of ids, some hundred of them; it is never set."""
DESCRIPTOR: Final = "datapackage.json"
TOWNS: Final = "context/towns.geojson"


def is_id(text: str) -> bool:
    """Return whether a text has the form of an id, so that it can stand in a link or on a page."""
    return len(text) <= ID_LENGTH and re.fullmatch(ID_PATTERN, text) is not None


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `refers_to` names the table whose first column must hold the value.

    A table may lack `omissible` columns: they came later than the others.
    A `dated` one holds days, see :mod:`geo.package.periods`.
    `max_length` counts characters: whatever is set on a sheet or a card is short enough for it.
    """

    name: str
    max_length: int = LINE_LENGTH
    type: str = "string"
    required: bool = True
    unique: bool = False
    pattern: str = ""
    enum: tuple[str, ...] = ()
    refers_to: str = ""
    omissible: bool = False
    dated: bool = False

    @property
    def is_said(self) -> bool:
        """Whether it is told where a cell is read as another value than is written."""
        return self.type == "number" or self.name == "path"

    def as_table_schema(self) -> dict[str, Any]:
        """Return the column as a Table Schema field."""
        rules: dict[str, Any] = {}
        if self.required:
            rules["required"] = True
        if self.unique:
            rules["unique"] = True
        if self.pattern:
            rules["pattern"] = self.pattern
        if self.enum:
            rules["enum"] = list(self.enum)
        if self.type == "string" and not self.enum:
            rules["maxLength"] = self.max_length
        described: dict[str, Any] = {"name": self.name, "type": self.type}
        return described | ({"constraints": rules} if rules else {})


def _id(name: str) -> Field:
    return Field(name, ID_LENGTH, unique=True, pattern=ID_PATTERN)


def _named(name: str) -> Field:
    """Return a column that holds the id of something of the package."""
    return Field(name, ID_LENGTH, pattern=ID_PATTERN)


def _reference(name: str, table: str) -> Field:
    return Field(name, ID_LENGTH, refers_to=table)


def _pair(name: str, max_length: int = LINE_LENGTH) -> tuple[Field, Field]:
    return Field(f"{name}_zh", max_length), Field(f"{name}_en", max_length)


CONTEXT: Final = "context/neighbours.geojson"
"""Path of the outlines of the neighbours."""
TABLES: Final[dict[str, tuple[Field, ...]]] = {
    "units": (
        _id("unit"),
        Field("kind", enum=UNIT_KINDS),
        Field("zh"),
        Field("en_one"),
        Field("en_many"),
    ),
    "sources": (
        _id("source_id"),
        Field("kind", enum=("report", "page", "codes", "geography")),
        *_pair("title"),
        *_pair("publisher"),
        Field("published", WORD_LENGTH, required=False, dated=True),
        Field("url", TEXT_LENGTH, required=False),
        *_pair("licence", TEXT_LENGTH),
        *_pair("accuracy", TEXT_LENGTH),
        Field("covers", TEXT_LENGTH, required=False),
    ),
    "areas": (
        _id("area_id"),
        *_pair("name"),
        Field("parent", ID_LENGTH, required=False),
        Field("bounded", enum=BOUNDED),
        _reference("source_id", "sources"),
        Field("code", ID_LENGTH, required=False, omissible=True),
    ),
    "groups": (
        _id("group_id"),
        *_pair("name"),
        Field("members", LIST_LENGTH),
        _reference("source_id", "sources"),
        Field("known_zh", TEXT_LENGTH, required=False, omissible=True),
        Field("known_en", TEXT_LENGTH, required=False, omissible=True),
    ),
    "workstreams": (
        _id("workstream_id"),
        *_pair("name"),
        *_pair("about", TEXT_LENGTH),
        Field("colour", WORD_LENGTH, unique=True, pattern=COLOUR_PATTERN),
        Field("symbol", WORD_LENGTH),
        Field("headline", ID_LENGTH * 4, required=False, pattern=f"{ID_PATTERN}( {ID_PATTERN})*"),
    ),
    "layers": (
        _id("layer_id"),
        *_pair("name"),
        Field("path"),
        Field("datum", WORD_LENGTH, required=False, enum=tuple(DATUM_NAMES), omissible=True),
        Field("accuracy_m", WORD_LENGTH, type="number", required=False, omissible=True),
    ),
    "figures": (
        _id("figure_id"),
        _reference("workstream", "workstreams"),
        _named("place_id"),
        *_pair("measure"),
        Field("value", WORD_LENGTH, type="number"),
        Field("qualifier", enum=QUALIFIERS),
        _reference("unit", "units"),
        Field("as_published"),
        Field("period", WORD_LENGTH, dated=True),
        _reference("source_id", "sources"),
        Field("locator"),
        Field("group", ID_LENGTH, required=False, refers_to="groups", omissible=True),
    ),
    "derived": (
        _id("derived_id"),
        _reference("workstream", "workstreams"),
        Field("kind", enum=("share", "ratio", "sum")),
        *_pair("measure"),
        Field("of", LIST_LENGTH),
        Field("per", ID_LENGTH, required=False),
        _reference("unit", "units"),
    ),
    "charts": (
        _id("chart_id"),
        _reference("workstream", "workstreams"),
        Field("kind", enum=CHART_KINDS),
        *_pair("title"),
        Field("of", LIST_LENGTH),
    ),
    "gaps": (_id("gap_id"), *_pair("what", TEXT_LENGTH), *_pair("why", TEXT_LENGTH)),
    "aliases": (
        _id("alias"),
        _named("place_id"),
        Field("name_zh", required=False, omissible=True),
        Field("name_en", required=False, omissible=True),
    ),
}
"""Tables in the order in which they are read: a table refers only to earlier ones."""

OPTIONAL_TABLES: Final = frozenset({"aliases", "areas", "charts", "groups"})
"""Tables that a package need not have."""

PLACE_LENGTHS: Final = {
    "place_id": ID_LENGTH,
    "name_zh": LINE_LENGTH,
    "name_en": LINE_LENGTH,
    "pinyin": TEXT_LENGTH,
    "layer": ID_LENGTH,
    "workstream": ID_LENGTH,
    "code": ID_LENGTH,
    "parent_zh": LINE_LENGTH,
    "parent_en": LINE_LENGTH,
    "precision": WORD_LENGTH,
    "known_zh": TEXT_LENGTH,
    "known_en": TEXT_LENGTH,
    "source_id": ID_LENGTH,
    "area": ID_LENGTH,
}
"""Properties of a feature in a layer, and how many characters each may have."""
PLACE_FIELDS: Final = tuple(PLACE_LENGTHS)
OPTIONAL_PLACE_FIELDS: Final = frozenset({"workstream", "code", "pinyin", "area"})
OMISSIBLE_PLACE_FIELDS: Final = frozenset({"area"})
"""Properties that a whole layer may lack: they came later than the others."""
PLACE_PRECISIONS: Final = PRECISIONS


def fields_of(table: str, header: list[str]) -> tuple[Field, ...]:
    """Return the columns of `table` that go with a file's header: those it may lack, if there.

    Where figures may belong to a group, they need not belong to a place.
    """
    found = (field for field in TABLES[table] if not field.omissible or field.name in header)
    free = {"place_id"} if table == "figures" and "group" in header else set()
    return tuple(replace(field, required=False) if field.name in free else field for field in found)


def table_schema(table: str, header: list[str]) -> dict[str, Any]:
    """Return the Table Schema of `table` as a file with `header` has it, with its keys."""
    fields = fields_of(table, header)
    schema: dict[str, Any] = {
        "fields": [field.as_table_schema() for field in fields],
        "primaryKey": [fields[0].name],
        "missingValues": [""],
    }
    foreign = [
        {
            "fields": [field.name],
            "reference": {
                "resource": field.refers_to,
                "fields": [TABLES[field.refers_to][0].name],
            },
        }
        for field in fields
        if field.refers_to
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})

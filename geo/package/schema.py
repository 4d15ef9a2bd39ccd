"""Which columns does each table of a package have, and what may stand in them?

The one home of the schemas: the reader checks by them, and the descriptor carries them as Table
Schema (https://datapackage.org/standard/table-schema/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from geo.records import PRECISIONS, QUALIFIERS

ID_PATTERN: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
"""Ids are lower case with hyphens: safe in links, scripts, file names and style rules."""
VERSION_PATTERN: Final = r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}"
"""Versions travel in links, so they have to be short and plain; ``1.2.0`` and dates are."""
COLOUR_PATTERN: Final = r"#[0-9a-f]{6}"


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `refers_to` names the table whose first column must hold the value.

    A table may lack all its `omissible` columns together: they came later than the others.
    """

    name: str
    type: str = "string"
    required: bool = True
    unique: bool = False
    pattern: str = ""
    enum: tuple[str, ...] = ()
    refers_to: str = ""
    omissible: bool = False

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
        described: dict[str, Any] = {"name": self.name, "type": self.type}
        return described | ({"constraints": rules} if rules else {})


def _id(name: str) -> Field:
    return Field(name, unique=True, pattern=ID_PATTERN)


def _pair(name: str, *, required: bool = True) -> tuple[Field, Field]:
    return Field(f"{name}_zh", required=required), Field(f"{name}_en", required=required)


TABLES: Final[dict[str, tuple[Field, ...]]] = {
    "units": (
        _id("unit"),
        Field("kind", enum=("length", "area", "volume", "count", "share")),
        Field("zh"),
        Field("en_one"),
        Field("en_many"),
    ),
    "sources": (
        _id("source_id"),
        Field("kind", enum=("report", "page", "codes", "geography")),
        *_pair("title"),
        *_pair("publisher"),
        Field("published", required=False),
        Field("url", required=False),
        *_pair("licence"),
        *_pair("accuracy"),
        Field("covers", required=False),
    ),
    "workstreams": (
        _id("workstream_id"),
        *_pair("name"),
        *_pair("about"),
        Field("colour", unique=True, pattern=COLOUR_PATTERN),
        Field("symbol"),
        Field("headline", pattern=ID_PATTERN),
    ),
    "layers": (_id("layer_id"), *_pair("name"), Field("path")),
    "figures": (
        _id("figure_id"),
        Field("workstream", refers_to="workstreams"),
        Field("place_id", pattern=ID_PATTERN),
        *_pair("measure"),
        Field("value", type="number"),
        Field("qualifier", enum=QUALIFIERS),
        Field("unit", refers_to="units"),
        Field("as_published"),
        Field("period"),
        Field("source_id", refers_to="sources"),
        Field("locator"),
    ),
    "derived": (
        _id("derived_id"),
        Field("workstream", refers_to="workstreams"),
        Field("kind", enum=("share", "ratio", "sum")),
        *_pair("measure"),
        Field("of"),
        Field("per", required=False),
        Field("unit", refers_to="units"),
    ),
    "gaps": (_id("gap_id"), *_pair("what"), *_pair("why")),
    "aliases": (
        _id("alias"),
        Field("place_id", pattern=ID_PATTERN),
        Field("name_zh", required=False, omissible=True),
        Field("name_en", required=False, omissible=True),
    ),
}
"""Tables in the order in which they are read: a table refers only to earlier ones."""

OPTIONAL_TABLES: Final = frozenset({"aliases"})
"""Tables that a package need not have."""

PLACE_FIELDS: Final = (
    "place_id",
    "name_zh",
    "name_en",
    "pinyin",
    "layer",
    "workstream",
    "code",
    "parent_zh",
    "parent_en",
    "precision",
    "known_zh",
    "known_en",
    "source_id",
)
"""Properties of a feature in a layer."""
OPTIONAL_PLACE_FIELDS: Final = frozenset({"workstream", "code", "pinyin"})
PLACE_PRECISIONS: Final = PRECISIONS


def fields_of(table: str, header: list[str]) -> tuple[Field, ...]:
    """Return the columns of `table` that go with a file's header: all, or those always there."""
    always = tuple(field for field in TABLES[table] if not field.omissible)
    return always if header == [field.name for field in always] else TABLES[table]


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

"""Is every text bounded, so that no sheet, card or page is set from a novel?"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from geo.language.bilingual import Bilingual
from geo.package.areas import read_neighbours
from geo.package.descriptor import parse
from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.schema import LINE_LENGTH, PLACE_LENGTHS, TABLES, TEXT_LENGTH, WORD_LENGTH, Field
from geo.package.tables import read_table
from tests.package.layers.test_layers import FILE, collection, feature

COLUMNS = [(table, field) for table, fields in TABLES.items() for field in fields if not field.enum]


def cell_of(field: Field, length: int) -> str:
    """Return a cell of a length that is right in all else."""
    if field.pattern.startswith("#"):
        return "#" + "a" * (length - 1)
    return ("1" if field.type == "number" else "a") * length


def faults_of(table: str, changed: str, length: int) -> Faults:
    """Read a table of one row of short cells, one of them of a length."""
    fields = {field.name: field for field in TABLES[table]}
    row = {name: (field.enum or ("a",))[0] for name, field in fields.items()}
    row |= {name: "1" for name, field in fields.items() if field.type == "number"}
    row |= {"colour": "#aaaaaa"} if "colour" in row else {}
    row |= {name: "2022" for name in ("period", "published") if name in row}
    row[changed] = cell_of(fields[changed], length)
    keys = {field.refers_to: {"a", row[changed]} for field in fields.values() if field.refers_to}
    stream = io.StringIO()
    csv.writer(stream).writerows([[*fields], [*row.values()]])
    found = Faults()
    read_table(table, stream.getvalue().encode(), keys, found)
    return found


@pytest.mark.parametrize(
    ("table", "field"), COLUMNS, ids=[f"{table}-{field.name}" for table, field in COLUMNS]
)
def test_every_column_has_a_longest_text(table: str, field: Field) -> None:
    assert 0 < field.max_length <= 8000
    most = 7 if field.name == "colour" else field.max_length
    within = {fault.code for fault in faults_of(table, field.name, most)}
    assert within <= ({"E_DATE"} if field.name in {"period", "published"} else set())
    long = faults_of(table, field.name, field.max_length + 1)
    assert [(fault.code, fault.file, fault.row) for fault in long] == [
        ("E_LENGTH", f"{table}.csv", 2)
    ]
    assert f"{field.max_length:,}" in long[0].fault.zh
    assert f"{field.max_length:,}" in long[0].fault.en
    assert long[0].fault.en.startswith(f"{field.name}: ")


@pytest.mark.parametrize("name", PLACE_LENGTHS)
def test_every_field_of_a_place_has_a_longest_text(name: str) -> None:
    most = PLACE_LENGTHS[name]
    within = feature(**{name: "a" * most})
    beyond = feature(**{name: "路" * most + "a"})
    for changed in (within, beyond):
        changed["id"] = changed["properties"]["place_id"]
    found = Faults()
    list(read_layer(FILE, collection(feature(), within, beyond), found))
    long = [fault for fault in found if fault.code == "E_LENGTH"]
    assert [(fault.file, fault.row) for fault in long] == [(FILE, 3)]
    assert long[0].fault == Bilingual(
        f"{name} 有 {most + 1:,} 个字符，最多 {most:,} 个",
        f"{name} has {most + 1:,} characters; at most {most:,} are allowed",
    )


def test_a_mark_above_the_first_plane_is_one_character() -> None:
    """Both ways of looking count characters, not bytes and not halves of a pair."""
    found = Faults()
    list(read_layer(FILE, collection(feature(name_zh="𠀀" * LINE_LENGTH)), found))
    assert found == []


DESCRIPTOR: dict[str, Any] = {
    "title": "a",
    "version": "1.0.0",
    "licenses": [{"title": "a"}],
    "sources": [{"title": "a"}],
    "resources": [],
}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"title": "路" * (LINE_LENGTH + 1)}, "title"),
        ({"description": "a" * (TEXT_LENGTH + 1)}, "description"),
        ({"created": "a" * (WORD_LENGTH + 1)}, "created"),
        ({"contact": "a" * (LINE_LENGTH + 1)}, "contact"),
        ({"licenses": [{"title": "a"}, {"title": "a" * (LINE_LENGTH + 1)}]}, "licenses.title"),
        ({"sources": [{"title": "a" * (LINE_LENGTH + 1)}]}, "sources.title"),
        ({"translations": {"en": {"title": "a" * (LINE_LENGTH + 1)}}}, "translations.en.title"),
        (
            {"translations": {"en": {"licenses": [{"title": "a" * (LINE_LENGTH + 1)}]}}},
            "translations.en.licenses.title",
        ),
        (
            {"translations": {"en": {"description": "a" * (TEXT_LENGTH + 1)}}},
            "translations.en.description",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_text_of_the_descriptor_is_bounded(change: dict[str, Any], name: str) -> None:
    found = Faults()
    assert parse(json.dumps(DESCRIPTOR | change).encode(), found) == {}
    assert [(fault.code, fault.file) for fault in found] == [("E_LENGTH", "datapackage.json")]
    assert found[0].fault.en.startswith(f"{name} has ")
    assert parse(json.dumps(DESCRIPTOR).encode(), Faults()) == DESCRIPTOR


def test_a_neighbour_has_a_bounded_name() -> None:
    ring = [[116, 39], [117, 39], [117, 40], [116, 39]]
    outline = {"type": "Polygon", "coordinates": [ring]}

    def named(name: str) -> bytes:
        properties = {"name_zh": name, "name_en": "a"}
        one = {"type": "Feature", "properties": properties, "geometry": outline}
        return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()

    found = Faults()
    assert len(read_neighbours("context/neighbours.geojson", named("a" * LINE_LENGTH), found)) == 1
    assert found == []
    assert read_neighbours(
        "context/neighbours.geojson", named("a" * (LINE_LENGTH + 1)), found
    ).empty
    assert [(fault.code, fault.row) for fault in found] == [("E_LENGTH", 1)]

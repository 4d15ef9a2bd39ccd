"""Is each thing that can be wrong with areas and groups told once, with file, row and remedy?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from geo.package.faults import Faults
from geo.package.read import build_package
from tests.package.spoiling import cell, rows

Contents = dict[str, bytes]
AREAS, SHAPES, GROUPS, FIGURES = "areas.csv", "areas.geojson", "groups.csv", "figures.csv"
ROADS = "layers/roads.geojson"
ELSEWHERE = [[[100.0, 30.0], [100.1, 30.0], [100.1, 30.1], [100.0, 30.0]]]
BOWTIE = [[[116.7, 39.4], [116.8, 39.5], [116.8, 39.4], [116.7, 39.5], [116.7, 39.4]]]


def shapes(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[bytes], bytes]:
    """Change the features of a collection."""

    def of(content: bytes) -> bytes:
        data = json.loads(content)
        change(data["features"])
        return json.dumps(data).encode()

    return of


def shape(number: int, geometry: Any) -> Callable[[bytes], bytes]:
    return shapes(lambda found: found[number - 1].__setitem__("geometry", geometry))


def polygon(rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def place(**properties: Any) -> Callable[[bytes], bytes]:
    """Change the first road: its properties, or its geometry."""

    def of(found: list[dict[str, Any]]) -> None:
        if "geometry" in properties:
            found[0]["geometry"] = properties.pop("geometry")
        found[0]["properties"] |= properties

    return shapes(of)


def without_area(found: list[dict[str, Any]]) -> None:
    del found[0]["properties"]["area"]


MEMBERS = "huayilou-compound nowhere-compound"
POINT = {"type": "Point", "coordinates": [116.8, 39.25]}
FAULTS: dict[str, tuple[str, Callable[[bytes], bytes] | None, tuple[str, str, int | None]]] = {
    "no shapes": (SHAPES, None, ("E_FILE_MISSING", SHAPES, None)),
    "a shape without a row": (
        SHAPES,
        shapes(lambda found: found[3].__setitem__("id", "nowhere")),
        ("E_REFERENCE", SHAPES, 4),
    ),
    "a shape twice": (SHAPES, shapes(lambda found: found.append(found[0])), ("E_DUP", SHAPES, 14)),
    "a row without a shape": (
        SHAPES,
        shapes(lambda found: found.pop()),
        ("E_REFERENCE", AREAS, 14),
    ),
    "a point": (SHAPES, shape(5, POINT), ("E_GEOMETRY", SHAPES, 5)),
    "no shape at all": (SHAPES, shape(5, None), ("E_GEOMETRY", SHAPES, 5)),
    "a bow tie": (SHAPES, shape(7, polygon(BOWTIE)), ("E_GEOM_INVALID", SHAPES, 7)),
    "metres": (
        SHAPES,
        shape(7, polygon([[[4e5, 4e6], [4.1e5, 4e6], [4e5, 4.1e6], [4e5, 4e6]]])),
        ("E_COORD_RANGE", SHAPES, 7),
    ),
    "far away": (SHAPES, shape(7, polygon(ELSEWHERE)), ("E_OUTSIDE", AREAS, 8)),
    "not JSON": (SHAPES, lambda _: b"{", ("E_JSON", SHAPES, None)),
    "a parent of nobody": (AREAS, cell(4, "parent", "nowhere"), ("E_REFERENCE", AREAS, 4)),
    "a parent that is its child": (
        AREAS,
        cell(3, "parent", "yinhe-south-road"),
        ("E_CYCLE", AREAS, 3),
    ),
    "its own parent": (AREAS, cell(3, "parent", "anci-urban-area"), ("E_CYCLE", AREAS, 3)),
    "bounded by nothing known": (AREAS, cell(3, "bounded", "guess"), ("E_ENUM", AREAS, 3)),
    "an area of a source of nobody": (AREAS, cell(3, "source_id", "x"), ("E_REFERENCE", AREAS, 3)),
    "an id twice": (AREAS, rows(lambda t: t.append(t[1][:1] + t[2][1:])), ("E_DUP", AREAS, 15)),
    "a place in an area of nobody": (ROADS, place(area="nowhere"), ("E_REFERENCE", ROADS, 1)),
    "a place with neither": (ROADS, place(area=None), ("E_GEOMETRY", ROADS, 1)),
    "a place that lacks the property": (ROADS, shapes(without_area), ("E_GEOMETRY", ROADS, 1)),
    "a located place without a shape": (
        ROADS,
        place(precision="exact"),
        ("E_GEOMETRY", ROADS, 1),
    ),
    "a broken shape is not its area's": (
        ROADS,
        place(geometry={"type": "Polygon", "coordinates": "gone"}),
        ("E_POSITION", ROADS, 1),
    ),
    "a place far from its area": (
        ROADS,
        place(geometry=POINT, precision="exact"),
        ("Q_AREA", ROADS, 1),
    ),
    "neither place nor group": (FIGURES, cell(2, "place_id", ""), ("E_HOME", FIGURES, 2)),
    "place and group": (FIGURES, cell(2, "group", "five-compounds"), ("E_HOME", FIGURES, 2)),
    "a group of nobody": (FIGURES, cell(31, "group", "nobody"), ("E_REFERENCE", FIGURES, 31)),
    "no groups at all": (GROUPS, None, ("E_REFERENCE", GROUPS, None)),
    "a member of nobody": (GROUPS, cell(2, "members", MEMBERS), ("E_REFERENCE", GROUPS, 2)),
    "a member twice": (GROUPS, cell(4, "members", "anci anci"), ("E_DUP", GROUPS, 4)),
    "a group without members": (GROUPS, cell(4, "members", ""), ("E_EMPTY_CELL", GROUPS, 4)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_once_with_what_to_do(contents: Contents, name: str) -> None:
    file, change, expected = FAULTS[name]
    if change is None:
        del contents[file]
    else:
        contents[file] = change(contents[file])
    faults = Faults()
    package = build_package("anci-2022", contents, faults)
    told = [fault for fault in faults if fault.level in {"error", "question"}]
    assert expected in [(fault.code, fault.file, fault.row) for fault in told], told
    assert (package is None) == any(fault.level == "error" for fault in told)
    assert len(told) <= 2, told
    for fault in told:
        for said in (fault.fault, fault.remedy):
            assert said.zh.strip()
            assert said.en.strip()


def test_an_area_away_from_what_holds_it_is_asked_about(contents: Contents) -> None:
    contents[AREAS] = cell(8, "parent", "yonghua-road")(contents[AREAS])  # 落垡镇 is far from it
    faults = Faults()
    assert build_package("anci-2022", contents, faults) is not None
    (question,) = [fault for fault in faults if fault.level == "question"]
    assert (question.code, question.file, question.row) == ("Q_PARENT", AREAS, 8)
    assert "落垡镇" in question.fault.zh
    assert "永华道街道" in question.fault.zh


def test_areas_and_groups_may_have_headings_in_chinese(contents: Contents) -> None:
    def renamed(old: str, new: str) -> Callable[[bytes], bytes]:
        return rows(lambda table: table[0].__setitem__(table[0].index(old), new))

    contents[AREAS] = renamed("parent", "上级")(contents[AREAS])
    contents[GROUPS] = renamed("members", "成员")(contents[GROUPS])
    contents[FIGURES] = renamed("group", "合计")(contents[FIGURES])
    package = build_package("anci-2022", contents, faults := Faults())
    assert not faults.errors
    assert package is not None
    assert package.areas["yonghua-road"].parent == "anci-urban-area"
    assert len(package.groups["five-compounds"].members) == 5
    assert package.figure["yinhe-area"].group == "five-compounds"


def test_places_apart_from_their_area_are_named_as_who_brought_them_knows_them(
    contents: Contents,
) -> None:
    contents[ROADS] = place(geometry=POINT, precision="exact")(contents[ROADS])
    faults = Faults()
    build_package("anci-2022", contents, faults)
    (asked,) = [fault for fault in faults if fault.code == "Q_AREA"]
    first = json.loads(contents[ROADS])["features"][0]["properties"]
    assert first["name_zh"] in asked.fault.zh
    assert first["name_en"] in asked.fault.en
    assert "area" not in asked.fault.zh + asked.remedy.zh

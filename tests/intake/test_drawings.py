"""Is a drawing read as it is seen: its curves, hatches, blocks where they stand, and its names?"""

from __future__ import annotations

import math
from typing import Any

import pytest

from geo.intake.found import Found
from geo.intake.read import read_content
from tests.intake.drawings_made import binary, block, corners, drawing, entity, pairs, square

HALF = math.pi / 2


def read(*entities: str, blocks: tuple[str, ...] = ()) -> Found:
    return read_content("图.dxf", drawing(*entities, blocks=blocks))


def shapes(*entities: str, blocks: tuple[str, ...] = ()) -> list[Any]:
    return [row.shape for row in read(*entities, blocks=blocks).tables[0].rows]


def names(*entities: str, blocks: tuple[str, ...] = ()) -> list[Any]:
    return [row.cells["name"] for row in read(*entities, blocks=blocks).tables[0].rows]


def told(found: Found, code: str) -> str:
    return " ".join(each.message.en for each in found.messages if each.code == code)


def hatch(*paths: tuple[tuple[int, Any], ...]) -> str:
    inside = [pair for path in paths for pair in path]
    head = ((0, "HATCH"), (8, "图"), (10, 0), (20, 0), (30, 0), (2, "SOLID"), (91, len(paths)))
    return pairs(*head, *inside, (75, 1), (98, 1), (10, 5), (20, 5))


def ring(*points: tuple[float, float]) -> tuple[tuple[int, Any], ...]:
    around = tuple(pair for x, y in points for pair in ((10, x), (20, y)))
    return ((92, 2), (72, 0), (73, 1), (93, len(points)), *around, (97, 0))


EDGES = (
    *((92, 1), (93, 2)),
    *((72, 1), (10, 10), (20, 10), (11, 14), (21, 10)),
    *((72, 2), (10, 12), (20, 10), (40, 2), (50, 180), (51, 360), (73, 0), (97, 0)),
)
"""The upper half of a disc: its diameter, and an arc that runs clockwise."""


@pytest.mark.parametrize(
    ("drawn", "kind", "length", "area"),
    [
        (entity("ARC", c10=10, c20=10, c40=2, c50=270, c51=90), "LineString", 2 * math.pi, 0),
        (entity("CIRCLE", c10=10, c20=10, c40=2), "Polygon", 4 * math.pi, 4 * math.pi),
        (corners((10, 10, 1), (14, 10, 0)), "Polygon", 4 + 2 * math.pi, 2 * math.pi),
        (corners((10, 10, 1), (14, 10, 1)), "Polygon", 4 * math.pi, 4 * math.pi),
        (corners((10, 10, -1), (14, 10), closed=False), "LineString", 2 * math.pi, 0),
        (
            entity("ELLIPSE", c10=10, c20=10, c11=4, c21=0, c40=0.5, c41=0, c42=2 * math.pi),
            *("Polygon", 19.3769, 8 * math.pi),
        ),
        (
            entity(
                "SPLINE",
                **{"c70": 0, "c71": 2, "c40": [0, 0, 0, 1, 1, 1]},
                **{"c10": [10, 11, 12], "c20": [10, 12, 10]},
            ),
            *("LineString", 2.9579, 0),
        ),
        (entity("SPLINE", c70=0, c71=3, c11=[10, 11, 13], c21=[10, 10, 10]), "LineString", 3, 0),
        (
            entity("SOLID", c10=10, c20=10, c11=12, c21=10, c12=10, c22=13, c13=12, c23=13),
            *("Polygon", 10, 6),
        ),
        (hatch(ring((10, 10), (16, 10), (16, 16), (10, 16))), "Polygon", 24, 36),
        (hatch(ring((10, 10), (16, 10), (16, 16), (10, 16)),
               ring((12, 12), (14, 12), (14, 14), (12, 14))), "Polygon", 32, 32),
        (hatch(EDGES), "Polygon", 4 + 2 * math.pi, 2 * math.pi),
    ],
)  # fmt: skip
def test_curves_and_hatches_have_their_length_and_area(
    drawn: str, kind: str, length: float, area: float
) -> None:
    (shape,) = shapes(drawn)
    assert shape.geom_type == kind
    assert shape.length == pytest.approx(length, rel=2e-3)
    assert shape.area == pytest.approx(area, rel=2e-3)


def test_an_arc_of_a_half_disc_bulges_to_its_own_side() -> None:
    above, below = shapes(
        corners((10, 10, -1), (14, 10), closed=False), corners((20, 10, 1), (24, 10), closed=False)
    )
    assert above.bounds == pytest.approx((10, 10, 14, 12), abs=0.01)
    assert below.bounds == pytest.approx((20, 8, 24, 10), abs=0.01)
    assert shapes(hatch(EDGES))[0].bounds == pytest.approx((10, 10, 14, 12), abs=0.01)
    # Looked at from below, x runs the other way.
    (turned,) = shapes(entity("CIRCLE", c10=-12, c20=10, c40=1, c210=0, c220=0, c230=-1))
    assert turned.centroid.coords[0] == pytest.approx((12, 10))


def test_a_block_stands_where_it_is_inserted_turned_and_scaled() -> None:
    house = block("房", square(1, 1, 2), base=(1, 1))
    row = block(
        "排", entity("INSERT", c2="房", c10=1, c20=0), entity("INSERT", c2="房", c10=5, c20=0)
    )
    one, flipped, both = shapes(
        entity("INSERT", c2="房", c10=20, c20=30, c41=3, c42=2, c50=90),
        entity("INSERT", c2="房", c10=-40, c20=30, c230=-1),
        entity("INSERT", c2="排", c10=60, c20=30),
        blocks=(house, row),
    )  # fmt: skip
    assert one.bounds == pytest.approx((16, 30, 20, 36))
    assert flipped.bounds == pytest.approx((38, 30, 40, 32))
    assert both.bounds == pytest.approx((61, 30, 67, 32))
    assert both.area == pytest.approx(8)
    grid = shapes(
        entity("INSERT", c2="房", c10=20, c20=30, c70=3, c71=2, c44=5, c45=7), blocks=(house,)
    )
    stand = [tuple(map(round, shape.bounds[:2])) for shape in grid]
    assert stand == [(20, 30), (25, 30), (30, 30), (20, 37), (25, 37), (30, 37)]


def test_a_small_sign_on_a_plane_is_a_point_and_a_whole_plan_is_taken_apart() -> None:
    tree = block(
        "树", entity("CIRCLE", c10=0, c20=0, c40=1), entity("LINE", c10=0, c20=0, c11=0, c21=2)
    )
    (sign,) = shapes(entity("INSERT", c2="树", c10=500100, c20=3500200), blocks=(tree,))
    assert (sign.geom_type, sign.x, sign.y) == ("Point", 500100, 3500200)
    plan = block("总图", *(square(10 * n, 0, 5, layer="房屋" if n else "0") for n in range(17)))
    found = read(entity("INSERT", layer="规划", c2="总图", c10=20, c20=30), blocks=(plan,))
    layers = [row.cells["layer"] for row in found.tables[0].rows]
    assert (layers[0], layers.count("房屋")) == ("规划", 16)


def test_what_grows_without_end_is_refused_before_it_is_made() -> None:
    # 1.28 thousand million squares in the first: made, this test would not end.
    ten = [
        block(f"B{n}", *(entity("INSERT", c2=f"B{n + 1}", c10=k, c20=0) for k in range(20)))
        for n in range(7)
    ]
    bomb = read(
        entity("INSERT", c2="B0", c10=0, c20=0), blocks=(*ten, block("B7", square(0, 0, 1)))
    )
    many = read(entity("INSERT", c2="B7", c10=0, c20=0, c70=900, c71=900, c44=9, c45=9),
                blocks=(block("B7", square(0, 0, 1)),))  # fmt: skip
    for found in (bomb, many):
        assert {each.code for each in found.messages} & {
            "E_TOO_MANY",
            "W_FEATURE_DROPPED",
            "E_TOO_LARGE",
        }
    itself = block("环", square(0, 0, 9), entity("INSERT", c2="环", c10=1, c20=1))
    assert "INSERT" in told(
        read(entity("INSERT", c2="环", c10=10, c20=10), blocks=(itself,)), "W_FEATURE_DROPPED"
    )


def test_a_text_names_what_it_stands_in_or_beside() -> None:
    estate = square(10, 10, 8)
    inside = entity("TEXT", c10=12, c20=12, c40=0.5, c1="文昌小区")
    storeys = entity("TEXT", c10=13, c20=15, c40=0.5, c1="砖3")
    height = entity("TEXT", c10=13, c20=13, c40=0.5, c1="45.23")
    road = entity("LINE", layer="道路", c10=30, c20=10, c11=40, c21=10)
    beside = entity("MTEXT", c10=34, c20=10.5, c40=0.5, c1="{\\fSimSun|b0;明华路}")
    assert names(estate, inside, storeys, height, road, beside) == ["文昌小区", "明华路"]
    # Two names in one outline name nothing: both stay places of their own.
    other = entity("TEXT", c10=15, c20=12, c40=0.5, c1="文昌二期")
    assert names(estate, inside, other) == ["", "文昌小区", "文昌二期"]
    # Of outlines one in another the narrowest is meant.
    assert names(square(0, 0, 60), estate, inside) == ["", "文昌小区"]
    far = entity("TEXT", c10=34, c20=15, c40=0.5, c1="明华路")
    assert names(road, far) == ["", "明华路"]


def test_attributes_become_columns_and_the_only_name_among_them_names_the_block() -> None:
    lamp = block("灯", entity("LINE", c10=0, c20=0, c11=0, c21=9))
    insert = entity("INSERT", layer="照明", c66=1, c2="灯", c10=20, c20=30)
    tags = [("名称", "一号灯"), ("编号", "1203"), ("功率", "60")]
    marks = "".join(entity("ATTRIB", c10=20, c20=30, c40=1, c1=text, c2=tag) for tag, text in tags)
    (row,) = read(insert, marks, entity("SEQEND"), blocks=(lamp,)).tables[0].rows
    assert row.cells == {
        **{"layer": "照明", "entity": "INSERT", "name": "一号灯"},
        **{"block": "灯", **dict(tags)},
    }


def test_a_hatch_that_fills_an_outline_is_no_second_place() -> None:
    around = ((10.0, 10.0), (16.0, 10.0), (16.0, 16.0), (10.0, 16.0))
    assert len(shapes(corners(*around), hatch(ring(*around[1:], around[0])))) == 1


def test_what_is_not_read_is_counted_by_its_kind() -> None:
    found = read(
        square(10, 10, 5),
        entity("3DSOLID"),
        entity("RAY", c10=1, c20=1),
        entity("TEXT", c10=1, c20=1, c40=1, c1="图名", c67=1),
        entity("CIRCLE", c10=1, c20=1, c40="inf"),
        entity("ARC", c10=1, c20=1, c40=2, c50=0, c51=90, c210=1, c220=0, c230=0),
        entity("POLYLINE", c70=64),
        entity("VERTEX", c10=1, c20=1),
        entity("SEQEND"),
    )
    assert len(found.tables[0].rows) == 1
    said = told(found, "W_FEATURE_DROPPED")
    for kind in ("3DSOLID 1", "RAY 1", "PAPER SPACE 1", "CIRCLE 1", "ARC 1", "POLYLINE 1"):
        assert kind in said


def test_a_binary_drawing_says_what_its_text_says() -> None:
    lamp = block("灯", entity("LINE", c10=0, c20=0, c11=0, c21=9))
    text = drawing(
        square(10, 10, 8, layer="\\U+5730\\U+5757"),
        entity("TEXT", c10=12, c20=12, c40=0.5, c1="文昌小区"),
        entity("INSERT", c2="灯", c10=20, c20=30, c50=90),
        blocks=(lamp,),
    ).replace(b"90\n4\n", b"")
    plain = read_content("图.dxf", text)
    rows = plain.tables[0].rows
    assert [row.cells["name"] for row in rows] == ["文昌小区", ""]
    assert rows[0].cells["layer"] == "地块"
    for wide in (True, False):
        found = read_content("图.dxf", binary(text, wide=wide))
        assert (found.tables, found.messages) == (plain.tables, plain.messages)
        cut = read_content("图.dxf", binary(text, wide=wide)[:-9])
        assert [each.code for each in cut.messages] == ["E_DXF"]


def test_what_lies_at_the_origin_of_a_drawing_on_a_plane_is_left_out() -> None:
    found = read(
        square(500100, 3500200, 50), square(500300, 3500200, 50), square(0, 0, 420, layer="图框")
    )
    assert [row.cells["layer"] for row in found.tables[0].rows] == ["图", "图"]
    assert [each.code for each in found.messages] == ["W_FEATURE_DROPPED", "Q_CRS"]
    own = read(square(300, 200, 50), square(360, 200, 50))
    assert [each.code for each in own.messages] == ["E_COORD_RANGE"]

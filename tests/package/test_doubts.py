"""What is asked of places that lie in their district, and does asking leave the verdict alone?"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from geo.__main__ import main
from geo.datum import Datum, convert
from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.doubts import ask
from geo.package.extent import district_bounds
from geo.package.faults import Faults
from geo.package.outline import Outline
from geo.package.package import Package
from geo.package.places.spatial import world
from geo.package.read import build_package
from geo.records import Layer

ROADS = "layers/roads.geojson"
Contents = dict[str, bytes]


def with_points(contents: Contents, points: list[tuple[float, float]]) -> Contents:
    data = json.loads(contents[ROADS])
    for number, point in enumerate(points):
        properties = data["features"][0]["properties"] | {
            "place_id": f"made-up-{number}",
            "name_zh": f"编造{number}",
            "precision": "exact",
            "area": "anci",
        }
        shape = {"type": "Point", "coordinates": list(point)}
        whole = {"type": "Feature", "id": properties["place_id"], "properties": properties}
        data["features"].append(whole | {"geometry": shape})
    return contents | {ROADS: json.dumps(data).encode()}


def asked(contents: Contents) -> list[Fault]:
    """The questions about a package that is sound."""
    faults = Faults()
    assert build_package("anci-2022", contents, faults) is not None
    assert {fault.level for fault in faults} <= {"question"}
    return list(faults)


def outline(contents: Contents) -> Any:
    areas = json.loads(contents["areas.geojson"])["features"]
    (district,) = (area for area in areas if area["id"] == "anci")
    return shapely.geometry.shape(district["geometry"])


def along_the_border(contents: Contents) -> list[tuple[float, float]]:
    """Points within the district, all of them less than about 300 m from its border."""
    area = outline(contents)
    chance = random.Random(7)
    ring = area.buffer(-0.0005).exterior
    return [
        (p.x, p.y) for p in (ring.interpolate(chance.random(), normalized=True) for _ in range(90))
    ]


@pytest.mark.parametrize(("datum", "maker"), [("gcj02", "高德"), ("bd09", "百度")])
def test_an_offset_that_shows_at_the_border_is_asked_about(
    contents: Contents, datum: Datum, maker: str
) -> None:
    points = along_the_border(contents)
    moved = [tuple(point) for point in convert(points, "wgs84", datum).tolist()]
    found = asked(with_points(contents, moved))
    assert [(fault.code, fault.file) for fault in found] == [("Q_DATUM", ROADS)]
    assert maker in found[0].line("zh")
    assert datum in found[0].line("en")


def test_points_that_are_right_are_not_asked_about(contents: Contents) -> None:
    assert asked(with_points(contents, along_the_border(contents))) == []


def test_where_the_offset_is_stated_nothing_is_asked(contents: Contents) -> None:
    points = convert(along_the_border(contents), "wgs84", "gcj02").tolist()
    stated = contents["layers.csv"].replace(b"roads.geojson,wgs84", b"roads.geojson,gcj02")
    faults = Faults()
    changed = with_points(contents, [tuple(point) for point in points])
    build_package("anci-2022", changed | {"layers.csv": stated}, faults)
    assert [fault.code for fault in faults] == ["I_CRS"]


def sexagesimal(degrees: float) -> float:
    """116.6936 degrees as 116.4137, for 116 degrees 41 minutes 37 seconds."""
    seconds = round(degrees * 3600)
    return seconds // 3600 + seconds % 3600 // 60 / 100 + seconds % 60 / 10_000


@pytest.mark.parametrize(
    ("count", "sixties", "asks"), [(7, True, False), (12, True, True), (12, False, False)]
)
def test_decimals_that_are_all_below_sixty_are_asked_about(
    count: int, sixties: bool, asks: bool
) -> None:
    """In a district so wide that both readings lie in it: only the decimals can tell."""
    chance = random.Random(3)
    points = np.array(
        [(116 + chance.uniform(0.1, 0.9), 39 + chance.uniform(0.1, 0.9)) for _ in range(count)]
    )
    if sixties:
        points = np.vectorize(sexagesimal)(points)
    spots = world(points)
    run = pa.table(
        {
            **{"precision": ["exact"] * count, "name_zh": ["编造"] * count},
            **{"west": points[:, 0], "east": points[:, 0], "south": points[:, 1]},
            **{"x": spots[:, 0], "y": spots[:, 1]},
        }
    )
    faults = Faults()
    layer = Layer("roads", Bilingual("道路", "Roads"), ROADS, "wgs84")
    ask({"roads": layer}, {"roads": (run,)}, Outline(shapely.box(116, 39, 117, 40)), [], faults)
    assert [fault.code for fault in faults] == (["Q_DMS"] if asks else [])


# ---- A road that gets its line (officer.md would say: a correction must not contradict itself) --

LINE = {"type": "LineString", "coordinates": [[116.68, 39.51], [116.70, 39.52]]}


def with_line(content: bytes) -> bytes:
    data = json.loads(content)
    road = data["features"][0]
    assert road["id"] == "minghua-road"
    road["properties"]["precision"] = "line"
    road["geometry"] = LINE
    return json.dumps(data, ensure_ascii=False).encode()


def test_a_road_that_gets_its_line_is_asked_about_where_it_is_said_not_to_be_known(
    contents: Contents,
) -> None:
    (found,) = asked(contents | {ROADS: with_line(contents[ROADS])})
    assert (found.code, found.file, found.row) == ("Q_KNOWN", "gaps.csv", 2)
    for lang, name in (("zh", "明华路"), ("en", "Minghua Road")):
        assert name in found.line(lang)
        assert "known_zh" in found.line(lang)


def test_once_the_gap_is_gone_nothing_is_asked(contents: Contents) -> None:
    lines = contents["gaps.csv"].splitlines(keepends=True)
    changed = {ROADS: with_line(contents[ROADS]), "gaps.csv": b"".join([lines[0], *lines[2:]])}
    assert asked(contents | changed) == []


def test_seal_asks_for_a_version_where_the_content_changed(
    make_package: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package(edits={ROADS: with_line}, seal=False)
    assert main(["seal", str(root), "--lang", "en"]) == 0
    assert "raise version" in capsys.readouterr().err
    assert main(["seal", str(root), "--lang", "en"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["check", str(root), "--lang", "en"]) == 0
    assert "Minghua Road" in capsys.readouterr().out


# ---- The first view ---------------------------------------------------------------------------


def test_the_first_view_is_the_district_whatever_the_places_are(
    anci: Package, contents: Contents
) -> None:
    area = outline(contents)
    west, south, east, north = area.bounds
    lowest = shapely.get_coordinates(area)[:, 1].argmin()
    beyond = (float(shapely.get_coordinates(area)[lowest, 0]), south - 0.01)
    faults = Faults()
    package = build_package("anci-2022", with_points(contents, [beyond]), faults)
    assert package is not None
    assert package.place.bounds()[1] == beyond[1]
    assert district_bounds(package.place) == pytest.approx((west, south, east, north))
    assert district_bounds(package.place) == district_bounds(anci.place)

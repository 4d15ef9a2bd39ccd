"""Are places of a crowd of which only an area is known told as that area's, each once?"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from shapely.geometry import box, mapping

from geo.package.drawn_areas import MOST_SHAPES, DrawnArea, drawn_areas
from geo.package.package import Package
from geo.package.read import read_package
from geo.picture.map_picture import draw
from geo.picture.viewport import fitted
from geo.served.catalogue import build_payload
from geo.served.crowd.index import areas_of
from geo.view.selection import select
from geo.view.views import View
from tests import crowds

TOWNS = {"east": box(116.75, 39.35, 116.93, 39.58), "west": box(116.57, 39.35, 116.74, 39.58)}
BOUNDS = (crowds.WEST, crowds.SOUTH, crowds.EAST, crowds.NORTH)


def write(root: Path) -> Package:
    """A crowd in which every other compound is known by its town alone."""
    layers = crowds.layers_of(900)
    for number, feature in enumerate(layers["compounds"][::2]):
        feature["geometry"] = None
        feature["properties"]["precision"] = "township"
        feature["properties"]["area"] = list(TOWNS)[number % 3 == 0]
    for feature in layers["compounds"]:
        feature["properties"].setdefault("area", None)
    crowds.write(root, layers)
    rows = [f"{name},{name},{name},,boxes,report" for name in TOWNS]
    source = (root / "sources.csv").read_text("utf-8-sig").splitlines()[1].split(",")[0]
    table = "\n".join(["area_id,name_zh,name_en,parent,bounded,source_id", *rows, ""])
    (root / "areas.csv").write_text(table.replace(",report", f",{source}"), "utf-8")
    shapes = [
        {"type": "Feature", "id": name, "properties": {}, "geometry": mapping(shape)}
        for name, shape in TOWNS.items()
    ]
    collection = {"type": "FeatureCollection", "features": shapes}
    (root / "areas.geojson").write_text(json.dumps(collection), "utf-8")
    crowds.seal(root)
    return read_package(root)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write(tmp_path_factory.mktemp("areas") / crowds.NAME)


def known_by_area(package: Package) -> dict[tuple[float, ...], set[str]]:
    """The places of the crowd that are not located, by the box of what they lie in."""
    found: dict[tuple[float, ...], set[str]] = defaultdict(set)
    for place in package.place.values()[package.place.few :]:
        if not place.is_located:
            found[place.geometry.bounds].add(place.place_id)
    return found


def told_by_area(package: Package) -> dict[tuple[float, ...] | None, set[str]]:
    """The same as the index tells it, by the boxes that the catalogue has."""
    areas = drawn_areas(package)
    ids = [place.place_id for place in package.place.values()][package.place.few :]
    found: dict[tuple[float, ...] | None, set[str]] = {}
    for area in areas_of(package.place, areas):
        positions = [at for first, count in area["runs"] for at in range(first, first + count)]
        shape = None if area["area"] is None else areas.all[area["area"]].shape.bounds
        found[shape] = {ids[at] for at in positions}
        assert len(found[shape]) == len(positions)
        numbers = [int(package.place.category_of[package.place.few + at]) for at in positions]
        assert dict(map(tuple, area["categories"])) == Counter(numbers)
        assert not any(package.place.categories[number].located for number in numbers)
    return found


def test_runs_name_the_positions_of_an_areas_places(package: Package) -> None:
    wanted = known_by_area(package)
    assert len(wanted) == 2 + 6, "two that a table names, six that only places have"
    assert {area.shape.bounds for area in package_areas(package)} == set(wanted)
    assert told_by_area(package) == wanted


def package_areas(package: Package) -> list[DrawnArea]:
    return list(drawn_areas(package).all.values())


def test_the_index_says_so(package: Package) -> None:
    payload = build_payload(package)
    blobs = {path.split("/")[-1].split(".")[0]: blob for path, blob in payload.blobs.items()}
    index = json.loads(blobs["crowd"].content)
    assert index["areas"] == areas_of(package.place, drawn_areas(package))
    told = json.loads(blobs["catalogue"].content)["areas"]
    assert {area["area"] for area in index["areas"]} == {area["id"] for area in told}


def test_on_paper_badges_count_them_and_no_circle_does(package: Package) -> None:
    shown = select(package, View(package.package_id)).places
    picture = draw(package, shown, fitted(BOUNDS, 700, 700), "en")
    badges = picture.badges.badges
    wanted = known_by_area(package)
    areas = drawn_areas(package)
    assert sum(badge.count for badge in badges) == sum(map(len, wanted.values()))
    for badge in badges:
        shapes = [areas.all[member].shape for member in badge.members]
        assert badge.count == sum(len(wanted[shape.bounds]) for shape in shapes)
        assert areas.all[badge.area_id].shape.contains(areas.middles[badge.area_id])


def test_more_shapes_than_a_map_tells_apart_are_gathered_where_they_are(tmp_path: Path) -> None:
    layers = crowds.layers_of(900)
    lamps = layers["lamps"]
    for number, feature in enumerate(lamps):
        lon, lat = crowds.WEST + number % 20 * 0.015, crowds.SOUTH + number // 20 * 0.01
        feature["geometry"] = mapping(box(lon, lat, lon + 0.01 + number * 1e-6, lat + 0.01))
        feature["properties"]["precision"] = "township"
    lamps[0]["properties"]["precision"] = "district"
    package = read_package(crowds.write(tmp_path / crowds.NAME, layers))
    told = told_by_area(package)
    assert told.pop(None) == {lamps[0]["id"]}, "as wide as the district: no badge"
    assert len(told) <= MOST_SHAPES + 64 < len(lamps)
    assert set().union(*told.values()) == set().union(*known_by_area(package).values()) - {
        lamps[0]["id"]
    }
    shapes = {area.area_id: area.shape for area in package_areas(package)}
    for place in package.place.values():
        area = drawn_areas(package).of(place)
        if not place.is_located and place.is_named_place:
            assert area is not None
            assert shapes[area].buffer(1e-9).covers(place.geometry)
            assert shapes[area].covers(drawn_areas(package).middles[area])
    widest = max(east - west for west, _, east, _ in told)
    assert widest < (crowds.EAST - crowds.WEST) / 3, "a badge speaks of what is around it"

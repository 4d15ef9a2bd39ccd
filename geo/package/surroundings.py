"""What lies around the district, drawn dimmed so that it stands out? Its neighbours and towns."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd

from geo.language.bilingual import Bilingual
from geo.package.faults import SHORTEN, Faults, too_long, unprintable
from geo.package.garbled import refuse_garbled, texts_in
from geo.package.geometry import check_geometry, make_geometry, problem_of
from geo.package.layers.geojson_features import WGS84, features
from geo.package.schema import LINE_LENGTH, TOWNS
from geo.package.told import told
from geo.records import Town

_NAMES: Final = ("name_zh", "name_en")


def read_towns(content: bytes | None, faults: Faults) -> tuple[Town, ...]:
    """Return the towns, WGS-84, the largest first; none where a package has no such file."""
    found: list[Town] = []
    if content is None:
        return ()
    with told(TOWNS, faults):
        given = list(features(TOWNS, content, faults))
        names = list(texts_in([feature["properties"] for _, feature in given]))
        refuse_garbled("\n".join(names), [names])
        for number, feature in given:
            town = _town(number, feature, faults)
            if town is not None:
                found.append(town)
    return tuple(sorted(found, key=lambda town: -town.population))


def _town(number: int, feature: dict[str, Any], faults: Faults) -> Town | None:
    """Return one town; None, with its fault, where it cannot be set on the map."""
    before = len(faults)
    point = make_geometry(feature["geometry"])
    check_geometry(TOWNS, number, point, faults, problem_of(feature["geometry"]))
    given = feature["properties"]
    names = [given.get(name) for name in _NAMES]
    population = given.get("population", 0)
    is_number = isinstance(population, int) and not isinstance(population, bool)
    if not all(isinstance(n, str) and n.strip() and unprintable(n) is None for n in names):
        said = ("name_zh 或 name_en 不是文字", "name_zh or name_en is not a text")
        faults.add("E_PROPERTY", TOWNS, number, said, ("请改正", "Correct it"))
    elif long := [found for n in names if (found := too_long(str(n), LINE_LENGTH, "name"))]:
        faults.add("E_LENGTH", TOWNS, number, long[0], SHORTEN)
    elif not is_number:
        said = ("population 不是整数", "population is no whole number")
        faults.add("E_PROPERTY", TOWNS, number, said, ("请改正，或删去", "Correct or remove it"))
    elif len(faults) == before and point.geom_type != "Point":
        said = ("不是点", "not a point")
        faults.add("E_GEOMETRY", TOWNS, number, said, ("一个城镇一个点", "A town is one point"))
    if len(faults) > before:
        return None
    return Town(Bilingual(names[0], names[1]), point.x, point.y, population)


def read_neighbours(file: str, content: bytes | None, faults: Faults) -> gpd.GeoDataFrame:
    """Return the neighbours' outlines in WGS-84; an empty frame where a package has none."""
    rows: list[dict[str, Any]] = []
    with told(file, faults):
        found = [] if content is None else list(features(file, content, faults))
        names = list(texts_in([feature["properties"] for _, feature in found]))
        refuse_garbled("\n".join(names), [names])
        for number, feature in found:
            _read_neighbour(file, number, feature, rows, faults)
    return gpd.GeoDataFrame(rows, columns=[*_NAMES, "geometry"], crs=WGS84)


def _read_neighbour(
    file: str, number: int, feature: dict[str, Any], rows: list[dict[str, Any]], faults: Faults
) -> None:
    """Add one neighbour to the rows, or what is wrong with it to the faults."""
    before = len(faults)
    geometry = make_geometry(feature["geometry"])
    check_geometry(file, number, geometry, faults, problem_of(feature["geometry"]))
    given = feature["properties"]
    names = {name: given.get(name, "") for name in _NAMES}
    if not all(isinstance(name, str) and unprintable(name) is None for name in names.values()):
        said = ("name_zh 或 name_en 不是文字", "name_zh or name_en is not a text")
        faults.add("E_PROPERTY", file, number, said, ("请改正", "Correct it"))
    elif long := [
        found for name, said in names.items() if (found := too_long(said, LINE_LENGTH, name))
    ]:
        faults.add("E_LENGTH", file, number, long[0], SHORTEN)
    elif len(faults) == before and geometry.area == 0:
        said = ("不是面", "not an area")
        faults.add("E_GEOMETRY", file, number, said, ("要用轮廓", "It must be an outline"))
    elif len(faults) == before:
        rows.append(names | {"geometry": geometry})

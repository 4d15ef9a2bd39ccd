"""What lies around the district, drawn dimmed so that the district stands out?"""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.package.faults import SHORTEN, Faults, too_long, unprintable
from geo.package.garbled import refuse_garbled, texts_in
from geo.package.geometry import check_geometry, make_geometry, problem_of
from geo.package.layers.geojson_features import WGS84, features
from geo.package.schema import LINE_LENGTH
from geo.package.told import told

_NAMES = ("name_zh", "name_en")


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

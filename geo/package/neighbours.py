"""What lies around the district, drawn dimmed so that the district stands out?"""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.package.faults import Faults
from geo.package.layers import WGS84, features


def read_neighbours(file: str, content: bytes | None, faults: Faults) -> gpd.GeoDataFrame:
    """Return the neighbours' outlines in WGS-84; an empty frame where a package has none."""
    rows = []
    for number, feature in features(file, content, faults) if content is not None else ():
        properties = feature.get("properties") or {}
        names = {key: str(properties.get(key, "")) for key in ("name_zh", "name_en")}
        try:
            rows.append(names | {"geometry": shapely.force_2d(shape(feature.get("geometry")))})
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            said = ("没有可读的几何", "no readable geometry")
            faults.add("E_GEOMETRY", file, number, said, ("请重新导出", "Export it again"))
    return gpd.GeoDataFrame(rows, columns=["name_zh", "name_en", "geometry"], crs=WGS84)

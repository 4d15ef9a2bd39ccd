"""How are shapes of the geography written, so that a diff can be read and a ring never crosses?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

PLACE_DECIMALS: Final = 6
"""About 0.1 m."""
NEIGHBOUR_DECIMALS: Final = 5
"""About 1 m: neighbours are only a backdrop."""


def to_geojson(area: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Round an area to an RFC 7946 geometry, its exterior rings counter-clockwise.

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


def features_text(features: Iterable[dict[str, Any]]) -> bytes:
    """Return a FeatureCollection with one feature a line."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return text.encode()

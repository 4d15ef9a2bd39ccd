"""Which basemaps can lie below the data, whose are they, and on which datum do they stand?

Each is a pyramid of tiles of 256 pixels in Web Mercator, fetched by the reader's browser from its
maker. A deployment enables those that it may use; without any the outlines stand alone, and no
request leaves the app's origin. Tianditu asks for a key, which every reader's browser shows to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from geo.datum import Datum
from geo.language.bilingual import Bilingual

_KEY: Final = re.compile(r"[0-9A-Za-z]{8,64}", re.ASCII)
_SEPARATOR: Final = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Basemap:
    """A basemap that a link may name.

    Parameters
    ----------
    templates : tuple of str
        Addresses of its tiles, the lowest layer first; ``{x}``, ``{y}``, ``{z}`` are the tile's
        column, row and zoom, ``{s}`` is one of `subdomains`.
    datum : {"wgs84", "cgcs2000", "gcj02"}
        What the tiles were drawn on; the browser moves those on GCJ-02 to where the data are.
    max_zoom : int
        Deepest level that there is.
    attribution : Bilingual
        What the maker wants to be said.
    wants_referrer : bool
        Whether its maker asks browsers to say from which site they come.
    """

    basemap_id: str
    name: Bilingual
    templates: tuple[str, ...]
    datum: Datum
    attribution: Bilingual
    subdomains: tuple[str, ...] = ()
    max_zoom: int = 18
    wants_referrer: bool = False

    def hosts(self) -> tuple[str, ...]:
        """Return the origins its tiles come from, as a Content-Security-Policy names them."""
        found = [
            urlsplit(template.replace("{s}", subdomain))
            for template in self.templates
            for subdomain in self.subdomains or ("",)
        ]
        return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in found))

    def as_dict(self) -> dict[str, Any]:
        """Return what the browser has to know of it, as JSON-ready data."""
        return {
            "id": self.basemap_id,
            "name": self.name.as_dict(),
            "templates": self.templates,
            "subdomains": self.subdomains,
            "offset": self.datum == "gcj02",
            "maxZoom": self.max_zoom,
            "attribution": self.attribution.as_dict(),
            "wantsReferrer": self.wants_referrer,
        }


def _tianditu(kind: Literal["vec", "img"], key: str, name: Bilingual) -> Basemap:
    """Return a map of Tianditu with its labels.

    Web service of https://lbs.tianditu.gov.cn/server/MapService.html, the matrix set ``w`` of Web
    Mercator. It stands on CGCS2000, within a metre of WGS-84.
    """
    labels = {"vec": "cva", "img": "cia"}[kind]
    template = (
        "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
    )
    return Basemap(
        basemap_id=f"tianditu-{kind}",
        name=name,
        templates=tuple(template.format(layer=layer, key=key) for layer in (kind, labels)),
        subdomains=tuple("01234567"),
        datum="cgcs2000",
        attribution=Bilingual("底图：天地图 tianditu.gov.cn", "Basemap: Tianditu, tianditu.gov.cn"),
        wants_referrer=True,  # keys for browsers are tied to the sites that use them
    )


OSM: Final = Basemap(
    basemap_id="osm",
    name=Bilingual("OpenStreetMap", "OpenStreetMap"),
    templates=("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
    datum="wgs84",
    attribution=Bilingual(
        "底图：© OpenStreetMap 贡献者，openstreetmap.org/copyright",
        "Basemap: © OpenStreetMap contributors, openstreetmap.org/copyright",
    ),
    max_zoom=19,
    wants_referrer=True,  # https://operations.osmfoundation.org/policies/tiles/
)
AMAP: Final = Basemap(
    basemap_id="amap",
    name=Bilingual("高德地图", "Amap"),
    templates=(
        "https://webrd0{s}.is.autonavi.com/appmaptile"
        "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}",
    ),
    subdomains=tuple("1234"),
    datum="gcj02",
    attribution=Bilingual("底图：© 高德地图", "Basemap: © Amap (AutoNavi)"),
)
BASEMAP_IDS: Final = ("osm", "tianditu-vec", "tianditu-img", "amap")
"""All that can be enabled, in the order in which they are offered."""


def every_basemap(tianditu_key: str) -> dict[str, Basemap]:
    """Return all basemaps that can be used; those of Tianditu only with a key that can be one."""
    found = [OSM]
    if _KEY.fullmatch(tianditu_key):
        found.append(_tianditu("vec", tianditu_key, Bilingual("天地图 地图", "Tianditu map")))
        found.append(_tianditu("img", tianditu_key, Bilingual("天地图 影像", "Tianditu imagery")))
    found.append(AMAP)
    return {basemap.basemap_id: basemap for basemap in found}


def enabled_basemaps(stated: str, tianditu_key: str) -> tuple[tuple[Basemap, ...], int]:
    """Return the basemaps that a deployment states, and how many of its words name none.

    Parameters
    ----------
    stated : str
        Ids with commas or spaces between.
    tianditu_key : str
        The deployment's own key, or an empty text.
    """
    known = every_basemap(tianditu_key)
    words = {word for word in _SEPARATOR.split(stated) if word}
    return tuple(known[key] for key in known if key in words), len(words - known.keys())

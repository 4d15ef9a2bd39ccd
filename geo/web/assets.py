"""Which constant files does the map need, and under which names?

Leaflet comes from the package XStatic-Leaflet (the version folium asks for), our own code from
``geo/map/browser``, joined into one script and one style sheet. Names carry a hash of the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from geo import files
from geo.map.payload import Blob, make_blob

_BROWSER: Final = Path(__file__).parents[1] / "map" / "browser"
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by path below the root, and the scripts and styles of the map in loading order."""

    blobs: Mapping[str, Blob]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@lru_cache(maxsize=1)
def assets() -> Assets:
    """Return the map's assets; read once, they do not change while the process lives."""
    # Found without importing it: the xstatic namespace needs pkg_resources, which is going away.
    vendor = Path(str(distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    names = list(files.walk(_BROWSER))
    own = {
        ending: b"\n".join(files.read_bytes(_BROWSER / name) for name in names if name.endswith(ending))
        for ending in (".js", ".css")
    }
    blobs: dict[str, Blob] = {}

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        blob = make_blob(content, media_type)
        path = f"assets/{name}.{blob.etag}{ending}"
        blobs[path] = blob
        return path

    scripts = (
        keep("leaflet", ".js", files.read_bytes(vendor / "leaflet.js"), _SCRIPT),
        keep("onemap", ".js", own[".js"], _SCRIPT),
    )
    styles = (
        keep("leaflet", ".css", files.read_bytes(vendor / "leaflet.css"), _STYLE),
        keep("onemap", ".css", own[".css"], _STYLE),
    )
    return Assets(blobs, scripts, styles)

"""Which constant files do the map and the pages need, and under which names?

Leaflet comes from the package XStatic-Leaflet (the version folium asks for), our own code from
``geo/map/browser``, joined into one script and one style sheet. Names carry a hash of the content.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final
from urllib.parse import quote

from geo import files
from geo.language.bilingual import LANGUAGES
from geo.language.texts import with_prefix
from geo.map.payload import Blob, make_blob
from geo.symbols import SYMBOLS

_BROWSER: Final = Path(__file__).parents[1] / "map" / "browser"
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by path below the root: scripts and styles of the map in loading order, the pages' own
    style.
    """

    blobs: Mapping[str, Blob]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    page_style: str


@lru_cache(maxsize=1)
def assets() -> Assets:
    """Return the map's assets; read once, they do not change while the process lives."""
    # Found without importing it: the xstatic namespace needs pkg_resources, which is going away.
    vendor = Path(str(distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    style = files.read_bytes(Path(__file__).with_name("pages.css"))
    blobs: dict[str, Blob] = {}

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        blob = make_blob(content, media_type)
        path = f"assets/{name}.{blob.etag}{ending}"
        blobs[path] = blob
        return path

    scripts = (
        keep("leaflet", ".js", files.read_bytes(vendor / "leaflet.js"), _SCRIPT),
        keep("onemap", ".js", _joined(".js") + _texts(), _SCRIPT),
    )
    styles = (
        keep("leaflet", ".css", files.read_bytes(vendor / "leaflet.css"), _STYLE),
        keep("onemap", ".css", _joined(".css"), _STYLE),
    )
    page_style = keep("pages", ".css", style + b"\n" + _symbol_rules().encode(), _STYLE)
    return Assets(blobs, scripts, styles, page_style)


def _joined(ending: str) -> bytes:
    """Return the map's own files of one kind as one, in the order of their names."""
    names = [name for name in files.walk(_BROWSER) if name.endswith(ending)]
    return b"\n".join(files.read_bytes(_BROWSER / name) for name in names)


def _texts() -> bytes:
    """Return the map's own words as a statement: they are the app's, not the package's."""
    words = {lang: with_prefix("map.", lang) for lang in LANGUAGES}
    return f"oneMap.texts = {json.dumps(words, ensure_ascii=False)};\n".encode()


def _symbol_rules() -> str:
    """Return the symbols as custom properties, to be used as masks by the pages."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
        "<path fill-rule='evenodd' d='{}'/></svg>"
    )
    images = {name: quote(svg.format(path)) for name, path in SYMBOLS.items()}
    lines = [
        f'--symbol-{name}: url("data:image/svg+xml,{image}");' for name, image in images.items()
    ]
    return ":root {\n" + "\n".join(lines) + "\n}\n"

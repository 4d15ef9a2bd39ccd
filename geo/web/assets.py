"""Which constant files do the map and the pages need, and under which names?

The map's code is one script and one style sheet, and one more script for packages with a crowd, see
:mod:`geo.served.scripts`. Names carry a hash
of the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from geo.blob import Blob, make_blob
from geo.export import formats
from geo.export.explorer import WORDS
from geo.served.scripts import bundled, file_script, leaflet, map_script, more_script
from geo.symbols import SYMBOLS

_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by path below the root: scripts and styles of the map in loading order, and its script
    for packages with a crowd; the pages' own style and script, and the one that answers ahead
    of a run; what the light page loads, first and later.
    """

    blobs: Mapping[str, Blob]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    crowd_script: str
    page_style: str
    page_script: str
    ahead_script: str
    light_scripts: tuple[str, ...]
    light_styles: tuple[str, ...]
    more_script: str
    more_style: str


@lru_cache(maxsize=1)
def assets() -> Assets:
    """Return the map's assets; read once, they do not change while the process lives."""
    page_style_rules = bundled("page.css") + _symbol_rules().encode()
    blobs: dict[str, Blob] = {}

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        blob = make_blob(content, media_type)
        path = f"assets/{name}.{blob.etag}{ending}"
        blobs[path] = blob
        return path

    crowd_script = keep("crowd", ".js", bundled("crowd.js"), _SCRIPT)
    room = crowd_script.removeprefix("assets/")
    scripts = (
        keep("leaflet", ".js", leaflet(".js"), _SCRIPT),
        keep("onemap", ".js", map_script(room), _SCRIPT),
    )
    styles = (
        keep("leaflet", ".css", leaflet(".css"), _STYLE),
        keep("onemap", ".css", bundled("map.css"), _STYLE),
    )
    page_style = keep("pages", ".css", page_style_rules, _STYLE)
    page_script = keep("pages", ".js", bundled("page.js"), _SCRIPT)
    return Assets(
        blobs,
        scripts,
        styles,
        crowd_script,
        page_style,
        page_script,
        keep("ahead", ".js", bundled("ahead.js"), _SCRIPT),
        light_scripts=(scripts[0], keep("light", ".js", file_script(WORDS, room), _SCRIPT)),
        light_styles=(*styles, keep("light", ".css", bundled("file.css"), _STYLE)),
        more_script=keep("more", ".js", more_script(formats.WORDS), _SCRIPT),
        more_style=keep("more", ".css", bundled("more.css"), _STYLE),
    )


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

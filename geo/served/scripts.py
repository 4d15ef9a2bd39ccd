"""Which constant code draws the map in a browser?

Leaflet comes from the package XStatic-Leaflet (the version folium asks for), our own code from
``geo/browser``: its modules are bundled beforehand into ``geo/browser/dist`` (``make scripts``).
"""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from geo import files
from geo.language.bilingual import LANGUAGES
from geo.language.texts import TEXTS, with_prefix

_DIST: Final = Path(__file__).parents[1] / "browser" / "dist"


def leaflet(ending: str) -> bytes:
    """Return Leaflet's script (``.js``) or style sheet (``.css``)."""
    # Found without importing it: the xstatic namespace needs pkg_resources, which is going away.
    vendor = Path(str(distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    return files.read_bytes(vendor / f"leaflet{ending}")


def map_script(room: str) -> bytes:
    """Return the map's own code with its own words, which are the app's, not the package's.

    `room` is the file of the crowd's script (``crowd.js``) beside it, which it fetches for a
    package with a crowd.
    """
    return bundled("map.js") + map_begins(room)


def map_begins(room: str) -> bytes:
    """Return the statement that gives the map its words, and the file of the crowd's script."""
    words = {lang: with_prefix("map.", lang) for lang in LANGUAGES}
    return _call("oneMap.begin", _json(words), _json(room))


def file_script(prefixes: tuple[str, ...], room: str = "") -> bytes:
    """Return the code of a file of its own, with the map in it and those of the app's words whose
    keys begin with one of `prefixes`.

    `room` is as in :func:`map_script`; empty where the crowd's script lies in the same page, if its
    package has a crowd.
    """
    words = {lang: with_prefix("map.", lang) | _begun(prefixes, lang) for lang in LANGUAGES}
    return bundled("file.js") + _call("oneFile.begin", _json(words), _json(room))


def more_script(prefixes: tuple[str, ...]) -> bytes:
    """Return the code that comes later than the map, with those of the app's words whose keys begin
    with one of `prefixes`; the page's own code takes both.
    """
    words = {lang: _begun(prefixes, lang) for lang in LANGUAGES}
    return bundled("more.js") + _call("oneFile.arrived", "oneMore", _json(words))


def _begun(prefixes: tuple[str, ...], lang: str) -> dict[str, str]:
    return {key: words for key, words in TEXTS[lang].items() if key.startswith(prefixes)}


def worker_script(*, keeps: bool) -> bytes:
    """Return what keeps maps for a visit without a network, or what ends that."""
    return bundled("worker.js" if keeps else "worker-off.js")


def bundled(name: str) -> bytes:
    """Return a script or style sheet as it was bundled."""
    return files.read_bytes(_DIST / name)


def _call(function: str, *given: str) -> bytes:
    """Return the statement that calls one of our functions."""
    return f"{function}({', '.join(given)});\n".encode()


def _json(ours: object) -> str:
    """Return words of ours as a script writes them."""
    return json.dumps(ours, ensure_ascii=False)

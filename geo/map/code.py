"""Which constant code draws the map in a browser?

Leaflet comes from the package XStatic-Leaflet (the version folium asks for), our own code from
``geo/map/browser``, in the order of the files' names. What surrounds the map in a file of its own
(see :mod:`geo.export.one_file`) lies in ``geo/map/standalone``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from geo import files, language
from geo.language.bilingual import LANGUAGES
from geo.language.texts import with_prefix

STANDALONE: Final = Path(__file__).with_name("standalone")
FIND: Final = Path(__file__).with_name("find")
"""The search field's suggestions, on the app's pages and in a file of its own."""
_BROWSER: Final = Path(__file__).with_name("browser")
_FILLED: Final = Path(language.__file__).with_name("filled.js")


def leaflet(ending: str) -> bytes:
    """Return Leaflet's script (``.js``) or style sheet (``.css``)."""
    # Found without importing it: the xstatic namespace needs pkg_resources, which is going away.
    vendor = Path(str(distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    return files.read_bytes(vendor / f"leaflet{ending}")


def map_script() -> bytes:
    """Return the map's own code with its own words, which are the app's, not the package's."""
    words = {lang: with_prefix("map.", lang) for lang in LANGUAGES}
    return filling() + joined(_BROWSER, ".js") + statement("oneMap.texts", words)


def filling() -> bytes:
    """Return what puts values into texts in a browser."""
    return files.read_bytes(_FILLED) + b"\n"


def map_style() -> bytes:
    """Return the map's own look."""
    return joined(_BROWSER, ".css")


def joined(folder: Path, ending: str) -> bytes:
    """Return the files of one kind in a folder as one, in the order of their names."""
    names = [name for name in files.walk(folder) if name.endswith(ending)]
    return b"\n".join(files.read_bytes(folder / name) for name in names)


def statement(name: str, words: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return words of ours as a statement that keeps them under a name."""
    return f"{name} = {json.dumps(words, ensure_ascii=False)};\n".encode()

"""Which colours, radii and sizes of type does everything share? Those of ``look.json``.

Style sheets have them as custom properties (``geo/browser/build.mjs``), Python and typst from here.
A workstream's colour is none of them: it belongs to its package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from geo import files

LOOK: Final[Mapping[str, Mapping[str, str]]] = json.loads(
    files.read_bytes(Path(__file__).with_name("look.json"))
)
DAY: Final = LOOK["day"]
"""Colours by day and on paper."""
NIGHT: Final = LOOK["night"]
"""Colours by night, by the same names."""
INK: Final = DAY["ink"]
QUIET: Final = DAY["quiet"]
PAPER: Final = DAY["paper"]
LINE: Final = DAY["line"]
GROUND: Final = DAY["ground"]
DISTRICT: Final = DAY["district"]
OUTLINE: Final = DAY["outline"]
NEUTRAL_COLOUR: Final = LOOK["always"]["neutral"]
"""Colour of places that belong to no single workstream."""

"""Which symbols can a workstream have? Paths of our own drawing on a grid of 24 by 24."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from geo import files

SYMBOLS: Final[dict[str, str]] = json.loads(
    files.read_bytes(Path(__file__).with_name("symbols.json"))
)
DISTRICT_SYMBOL: Final = "district"
"""Symbol of places that belong to no single workstream."""

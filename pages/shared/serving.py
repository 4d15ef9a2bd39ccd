"""Which store do the pages and the routes of this process share?"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from geo.store.store import Store, configured_root

PAGES: Final = ("", "figures", "sources")
"""Paths of the pages below the root, the map first."""


@lru_cache(maxsize=1)
def store() -> Store:
    """Return the one store of this process."""
    return Store(configured_root())

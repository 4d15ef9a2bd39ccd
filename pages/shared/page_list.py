"""Which pages are there? Each is named here, and nowhere else."""

from __future__ import annotations

from typing import Final

from geo.web.editing import editing

PAGES: Final = {"map": "explore.py", "figures": "figures.py", "sources": "sources.py"} | (
    {"edit": "your_data.py"} if editing() else {}
)
"""Scripts in ``pages`` by name, in the order of the navigation. ``page.<name>`` is the text that is
a page's title; the first page lies at the root, every other under its name.
"""
MAP: Final = next(iter(PAGES))
PATHS: Final = tuple("" if name == MAP else name for name in PAGES)
"""Paths of the pages below the root."""

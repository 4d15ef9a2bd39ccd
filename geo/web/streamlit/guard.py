"""Whose messages do our pages and the map's frame take? Those of our own origin.

Any page may send a message to any window it can name (``window.postMessage``): one that it opened,
one that it lies in, and every frame in those. Streamlit's page acts on some, the map's component
evaluates code in others, and neither asks who sent them. So a first script in both pages stops
what others send, see ``geo/web/streamlit/guards``. It stands in the page itself: a file could fail
to come, and the page would go on without it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from geo import files

_GUARDS: Final = Path(__file__).parent / "guards"
_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_HEAD: Final = "<head>"


def guarded_page(page: str) -> str:
    """Return a page of Streamlit's that takes messages of its own origin alone."""
    return _guarded(page, "page.js")


def guarded_frame(page: str) -> str:
    """Return the page of a component that takes messages of the page around it alone."""
    return _guarded(page, "frame.js")


def _guarded(page: str, name: str) -> str:
    """Return `page` with a script before all others.

    Raises
    ------
    ValueError
        If it has no head to put the script into: better no page than one without a guard.
    """
    before, head, rest = page.partition(_HEAD)
    if not head or "<script" in before:
        raise ValueError("this page cannot be guarded: it does not begin with a head")
    script = _COMMENT.sub("", files.read_bytes(_GUARDS / name).decode("utf-8"))
    return f"{before}{head}<script>{script}</script>{rest}"

"""Which fonts of Streamlit's does a browser not have to fetch?

Two of them were two fifths of all that a first visit fetched. Text is set in the fonts that readers
have, as on the pages of ours (``geo/browser/styles/streamlit/fonts.css``), and the icons lie in our
own style sheet, cut to those that are used (``scripts/cut_icons.py``). Streamlit's page has the
font of text fetched ahead, and sets its first words in it before it knows our theme; its style
sheet declares that of icons after ours, which would outweigh it. All that is left out.
"""

from __future__ import annotations

import re
from typing import Final

_AHEAD: Final = re.compile(r"\s*<link\s[^>]*\bas=\"font\"[^>]*>")
_FACES: Final = re.compile(r"@font-face\s*{[^}]*(?:Material Symbols|Source Sans)[^}]*}")


def without_font_ahead(page: str) -> str:
    """Return Streamlit's first HTML without the font that it has fetched ahead."""
    return _AHEAD.sub("", page)


def without_fonts(style: str) -> str:
    """Return a style sheet of Streamlit's that leaves text and icons to ours."""
    return _FACES.sub("", style)

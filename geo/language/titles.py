"""How does a title stand before other words? In Chinese a year at its end needs its 年."""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = re.compile(r"\s*((?:19|20)\d{2})\Z")


def leading(title: str, lang: str) -> str:
    """Return a package's title as the begin of a longer one.

    >>> leading("安次区 2022", "zh"), leading("某区城市更新", "zh"), leading("Anci 2022", "en")
    ('安次区2022年', '某区城市更新', 'Anci 2022')
    """
    return _YEAR.sub(r"\1年", title) if lang == "zh" else title

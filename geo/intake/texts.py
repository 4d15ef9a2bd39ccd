"""What of a text that a file holds can be shown, and how long may it be?"""

from __future__ import annotations

import re
from typing import Final

from geo.intake.limits import MOST_SIGNS
from geo.intake.messages import Messages

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Controls, what makes a text read other than it is (https://trojansource.codes), and what makes
two names differ that look alike; what joins the signs of an emoji or of Persian stays."""
WKT: Final = re.compile(
    r"\s*(?:SRID=\d+;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY\s*$)",
    re.IGNORECASE,
)
"""How a shape in well-known text begins: such a cell is no text to be shown, and may be long."""
_HALF: Final = re.compile("[\ud800-\udfff]")


def tidied(
    text: str,
    messages: Messages,
    *,
    row: int | None = None,
    feature: int | None = None,
    field: str | None = None,
) -> str:
    """Return a text without signs that cannot be shown, cut where it is too long, both said."""
    if (text.isprintable() and len(text) <= MOST_SIGNS) or WKT.match(text):
        return text
    shown = _HALF.sub("\ufffd", _HIDDEN.sub("", text))
    if shown != text:
        said = ("含有看不见的控制符", "holds signs that steer and cannot be seen")
        done = ("已去掉，请核对这段文字", "They were removed; look the text over")
        messages.add("W_CONTROL_CHARS", said, done, row=row, feature=feature, field=field)
    if len(shown) > MOST_SIGNS:
        said = (f"有 {len(shown):,} 个字符", f"holds {len(shown):,} characters")
        done = (f"只取前 {MOST_SIGNS:,} 个", f"The first {MOST_SIGNS:,} were taken")
        messages.add("W_LONG_TEXT", said, done, row=row, feature=feature, field=field)
    return shown[:MOST_SIGNS]

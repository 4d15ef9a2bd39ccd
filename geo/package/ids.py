"""Which id could stand for a name that cannot be one? Pinyin, in lower case, with hyphens."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from geo.package.schema import ID_LENGTH

IN_WORDS: Final = (
    "只用小写字母、数字和连字符",
    "only lower-case letters, digits and hyphens",
)
"""What :data:`geo.package.schema.ID_PATTERN` asks for."""
_HAN: Final = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def suggested_id(name: str) -> str:
    """Return an id for a name; empty where nothing in it can be read.

    >>> suggested_id("洪山区2023"), suggested_id("Old_Compounds "), suggested_id("——")
    ('hongshanqu-2023', 'old-compounds', '')
    """
    folded = unicodedata.normalize("NFKD", name[: 2 * ID_LENGTH]).casefold()
    folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    parts = re.findall(rf"[a-z0-9]+|[{_HAN}]+", folded)  # cut also where Chinese begins or ends
    made = map(_latin, parts)
    return "-".join(part for part in made if part)[:ID_LENGTH].strip("-")


def _latin(part: str) -> str:
    if part.isascii():
        return part
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB, which only a wrong id needs

    return "".join(lazy_pinyin(part, errors="ignore")).replace("ü", "v")

"""What does a link say after others have handled it?

Chats, mail and word processors glue a sentence's full stop or bracket to it, write ``&`` as
``&amp;``, encode it once more, or in GBK. What can be undone without a doubt is undone here, the
same in the one HTML file (``geo/browser/file/arrived.js``); ``tests/cases/links.json`` holds
cases for both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

UNREADABLE: Final = "\ufffd"
"""Stands where bytes were no text."""
_AMPERSAND: Final = re.compile(
    r"&(?:(?:amp|(?:#|%23)0*38|(?:#|%23)x0*26)(?:;|%3b))+", re.IGNORECASE
)
"""An ampersand as markup writes it, once or several times over."""
_ENCODED: Final = re.compile("%[0-9a-f]{2}", re.IGNORECASE)
_MOST_TIMES: Final = 3
"""How often a value may have been encoded; each way through a careless program adds one."""
_TAIL: Final = re.compile(
    r"[^\x00-\x1f\x7f0-9A-Za-z.,+_-].*"  # from the first sign that no id, list or number has
    r"|(?:(?<=[0-9A-Za-z])|^)[._-]*,?[._-]*$",  # or what ends a sentence, or an emphasis, in ASCII
    re.DOTALL,
)
TEXTS: Final = frozenset({"q"})
"""Parameters that may hold any sign."""


def read_query(raw: str) -> list[tuple[str, str]]:
    """Return the parameters of an address in their order, from the part after its question mark.

    >>> read_query("w=rural&amp;q=%25E8%25B7%25AF")
    [('w', 'rural'), ('q', '路')]
    """
    if "=" not in raw and "%3d" in raw.lower():  # encoded as a whole
        raw = _text(raw)
    parts = (part.partition("=") for part in _AMPERSAND.sub("&", raw).split("&") if part)
    return [(_text(name), _text(value)) for name, _, value in parts]


def tidied(query: Mapping[str, str]) -> dict[str, str]:
    """Return parameters without what no id and no number can hold at its end.

    >>> tidied({"place": "minghua-road）。", "q": "路。"})
    {'place': 'minghua-road', 'q': '路。'}
    """
    return {name: value if name in TEXTS else _tidy(value) for name, value in query.items()}


def version_of(query: Mapping[str, str]) -> str | None:
    """Return the version that a link is pinned to, as it is written there."""
    return tidied(query).get("v")


def path_tidied(path: str) -> str:
    """Return the path of a page without a sentence's punctuation at its end.

    >>> path_tidied("/figures。"), path_tidied("/city/）"), path_tidied("/figures")
    ('/figures', '/city/', '/figures')
    """
    return re.sub(r"[^0-9A-Za-z/_-]+$", "", path)


def _tidy(value: str) -> str:
    found = _TAIL.sub("", _TAIL.sub("", value))
    # Where nothing is left, punctuation stood behind an empty list; words are said to be strange.
    return value if not found and any(map(str.isalnum, value)) else found


def _text(part: str) -> str:
    """Return a name or a value, decoded as often as it was encoded."""
    found = _decoded(part.replace("+", " "))
    for _ in range(_MOST_TIMES - 1):
        again = _decoded(found) if _ENCODED.search(found) else found
        if again == found or UNREADABLE in again:
            break
        found = again
    return found


def _decoded(part: str) -> str:
    """Return percent-encoded bytes as text: UTF-8, else GBK, which older programs write."""
    content = unquote_to_bytes(part)
    found = _read(content, "utf-8")
    if found is None and not _is_cut(content):
        found = _read(content, "gb18030")
    return content.decode("utf-8", errors="replace") if found is None else found


def _is_cut(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 up to a last character that is not whole: no GBK, then."""
    return any(_read(content[:-cut], "utf-8") and not content[:-cut].isascii() for cut in (1, 2, 3))


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
